package identity

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"

	"github.com/yiyang-police/permit-portal/models/fault"
	"pgregory.net/rapid"
)

func TestA14_TravelNumbers(t *testing.T) {
	t.Parallel()
	run(t, ParseTravelNumber, []vector{
		{"CA0000001", "CA0000001", ""},
		{"ca0000001", "CA0000001", ""},
		{"C12345678", "C12345678", ""},
		{"E12345678", "E12345678", ""},
		{"EK1234567", "EK1234567", ""},
		{"G12345678", "G12345678", ""},
		{"L12345678", "L12345678", ""},
		{"T12345678", "T12345678", ""},
		{"CI0000001", "", "TRAVEL_FORMAT"},
		{"CO1234567", "", "TRAVEL_FORMAT"},
		{"EI1234567", "", "TRAVEL_FORMAT"},
		{"GA1234567", "", "TRAVEL_FORMAT"},
		{"W12345678", "", "TRAVEL_BOOKLET_EXPIRED"},
		{"D12345678", "", "TRAVEL_OFFICIAL_PASSPORT"},
		{"SE1234567", "", "TRAVEL_OFFICIAL_PASSPORT"},
		{"PE1234567", "", "TRAVEL_OFFICIAL_PASSPORT"},
		{"A12345678", "", "TRAVEL_FORMAT"},
		{"C1234567", "", "TRAVEL_FORMAT"},
		{"C123456789", "", "TRAVEL_FORMAT"},
		{"", "", "TRAVEL_FORMAT"},
	})
	for in, want := range map[string]TravelKind{"CA0000001": HKMacauPermit, "G12345678": Passport, "L12345678": TaiwanPermit} {
		if n, _ := ParseTravelNumber(in); n.Kind() != want {
			t.Errorf("%s is %s, want %s", in, n.Kind(), want)
		}
	}
	if n, _ := ParseTravelNumber("CA0000001"); n.Masked() != "C*****001" || (TravelNumber{}).Kind() != "" {
		t.Errorf("masked %s", n.Masked())
	}
}

func TestPhones(t *testing.T) {
	t.Parallel()
	run(t, ParsePhone, []vector{
		{"13812345678", "13812345678", ""},
		{"+86 138 1234 5678", "13812345678", ""},
		{"8613812345678", "13812345678", ""},
		{"１３８１２３４５６７８", "13812345678", ""},
		{"0737-4221234", "0737-4221234", ""},
		{"07374221234", "0737-4221234", ""},
		{"073142212345", "0731-42212345", ""},
		{"01012345678", "010-12345678", ""},
		{"021123456789", "0211-23456789", ""},
		{"0737-4221234-8001", "0737-4221234-8001", ""},
		{"07374221234-8001", "0737-4221234-8001", ""},
		{"12812345678", "", "PHONE_FORMAT"},
		{"1381234567", "", "PHONE_FORMAT"},
		{"138123456789", "", "PHONE_FORMAT"},
		{"4221234", "", "PHONE_FORMAT"},
		{"138123\x0045678", "", "PHONE_FORMAT"},
		{"", "", "PHONE_FORMAT"},
		{megabyte, "", "PHONE_FORMAT"},
	})
	run(t, ParseMobile, []vector{
		{"13812345678", "13812345678", ""},
		{"0737-4221234", "", "PHONE_NOT_MOBILE"},
		{"12345", "", "PHONE_FORMAT"},
	})
	for in, want := range map[string]string{"13812345678": "138****5678", "0737-4221234": "0737-****234", "0737-4221234-8001": "0737-****234"} {
		if p, _ := ParsePhone(in); p.Masked() != want {
			t.Errorf("masked %s, want %s", p.Masked(), want)
		}
	}
}

func TestPhoneReadsBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.StringMatching(`1[3-9][0-9]{9}`), rapid.StringMatching(`0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,6})?`)).Draw(t, "s")
		p, err := ParsePhone(s)
		if err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		if again, err := ParsePhone(p.String()); err != nil || again != p {
			t.Fatalf("%q → %q → %q, %v", s, p, again, err)
		}
		if digitsOf(p.String()) != digitsOf(s) {
			t.Fatalf("%q lost digits: %q", s, p)
		}
	})
}

func digitsOf(s string) string { return strings.ReplaceAll(s, "-", "") }

func TestLicenceNumbers(t *testing.T) {
	t.Parallel()
	run(t, ParseLicenceNumber, []vector{
		{"4309001300123", "4309001300123", ""},
		{" hn-bp-2021-000123 ", "HN-BP-2021-000123", ""},
		{"12345", "", "LICENCE_NUMBER_LENGTH"},
		{strings.Repeat("1", 33), "", "LICENCE_NUMBER_LENGTH"},
		{"湘爆许〔2021〕1号", "", "LICENCE_NUMBER_CHARACTER"},
		{"1234_567", "", "LICENCE_NUMBER_CHARACTER"},
		{"ı23456", "", "LICENCE_NUMBER_CHARACTER"}, // a dotless i is not an I
	})
}

func TestAreas(t *testing.T) {
	t.Parallel()
	if len(Areas()) != 9 || len(Districts()) != 8 || Areas()[0] != Yiyang {
		t.Errorf("%d areas, %d districts", len(Areas()), len(Districts()))
	}
	for _, a := range Areas() {
		if parsed, err := ParseArea(a.String()); err != nil || parsed != a || a.Zh() == "" || a.En() == "" {
			t.Errorf("%s %s %s: %v", a, a.Zh(), a.En(), err)
		}
	}
	if a, err := ParseArea("430999"); fault.Code(err) != "AREA_UNKNOWN" || !a.IsZero() || a.Zh() != "" {
		t.Errorf("%s: %v", a, err)
	}
}

func TestValuesInJSONAndSQL(t *testing.T) {
	t.Parallel()
	type record struct {
		ID    IDNumber      `json:"id"`
		Code  CreditCode    `json:"code"`
		Phone Phone         `json:"phone"`
		Name  Name          `json:"name"`
		Case  CaseNumber    `json:"case"`
		Area  Area          `json:"area"`
		Lic   LicenceNumber `json:"lic"`
		Trav  TravelNumber  `json:"trav"`
	}
	const full = `{"id":"430903199003074515","code":"91430900MA4L0A1B7P","phone":"13812345678","name":"阿依古丽·买买提","case":"43090000012026112300001G","area":"430903","lic":"HN-2021-1","trav":"CA0000001"}`
	const none = `{"id":"","code":"","phone":"","name":"","case":"","area":"","lic":"","trav":""}`
	for _, text := range []string{full, none} {
		var r record
		if err := json.Unmarshal([]byte(text), &r); err != nil {
			t.Fatal(err)
		}
		if again, err := json.Marshal(r); err != nil || string(again) != text {
			t.Errorf("%s became %s, %v", text, again, err)
		}
	}
	for _, key := range []string{"id", "code", "phone", "name", "case", "area", "lic", "trav"} {
		var r record
		if err := json.Unmarshal([]byte(`{"`+key+`":"wrong 1"}`), &r); fault.Code(err) == "" {
			t.Errorf("%s: %v", key, err)
		}
	}

	var id IDNumber
	if err := id.Scan([]byte("430903199003074515")); err != nil || id.LastFour() != "4515" {
		t.Errorf("%s, %v", id, err)
	}
	if v, err := id.Value(); v != "430903199003074515" || err != nil {
		t.Errorf("stored as %v, %v", v, err)
	}
	if err := id.Scan(nil); err != nil || !id.IsZero() {
		t.Errorf("NULL is %s, %v", id, err)
	}
	if v, err := id.Value(); v != nil || err != nil {
		t.Errorf("none is stored as %v, %v", v, err)
	}
	if err := id.Scan(7); err == nil {
		t.Error("a number was read as text")
	}
	var name Name
	if err := name.Scan("阿依古丽•买买提"); err != nil || name.String() != "阿依古丽·买买提" {
		t.Errorf("%s, %v", name, err)
	}
	if err := name.Scan(7); err == nil {
		t.Error("a number was read as a name")
	}
	// what is stored is trusted, and even a damaged value must not panic
	short := text{"4"}
	_, _, _ = IDNumber{short}.Birth(), IDNumber{short}.Sex(), IDNumber{short}.Masked()
	_, _, _ = CaseNumber{short}.Area(), CaseNumber{short}.Item(), CaseNumber{short}.Received()
	_, _, _, _ = CreditCode{short}.Class(), Phone{short}.Masked(), TravelNumber{short}.Masked(), Phone{text{"1"}}.Masked()
}

func TestLogsShowMaskedValuesOnly(t *testing.T) {
	t.Parallel()
	id, _ := parseID("430903199003074515")
	phone, _ := ParsePhone("13812345678")
	name, _ := ParseName("张三")
	travel, _ := ParseTravelNumber("CA0000001")
	var out bytes.Buffer
	slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "id", id, "phone", phone, "name", name, "travel", travel)
	for _, secret := range []string{"19900307", "13812345678", "张三", "CA0000001"} {
		if strings.Contains(out.String(), secret) {
			t.Errorf("the log shows %s: %s", secret, out.String())
		}
	}
	if !strings.Contains(out.String(), "430903********4515") {
		t.Errorf("the log shows %s", out.String())
	}
}
