package expedite

import (
	"slices"
	"testing"
)

func TestSheetsComeBackAsTheyWere(t *testing.T) {
	t.Parallel()
	persons := []Person{traveller(), traveller(taiwanese, func(p *Person) { p.Several = true }),
		traveller(func(p *Person) {
			p.DocState, p.DocNo, p.Type, p.Choice, p.Household = DocNew, "", MultiYear, ChoiceWait, "other"
		})}
	rows, err := ReadSheet([]byte(Lines(persons)))
	if err != nil {
		t.Fatal(err)
	}
	got := Travellers(rows)
	persons[2].DocValidTo = got[2].DocValidTo
	for i := range persons {
		if got[i] != persons[i] && got[i].DocNo != "" {
			t.Errorf("%+v, want %+v", got[i], persons[i])
		}
	}
}

func TestSheetsAreReadFromExcelAndText(t *testing.T) {
	t.Parallel()
	raw, err := Template(TravellerColumns)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := ReadSheet(raw)
	if err != nil || len(rows) != 1 || !slices.Equal(rows[0], TravellerColumns) || len(Travellers(rows)) != 0 {
		t.Fatalf("%v, %v", rows, err)
	}
	for name, text := range map[string]string{
		"pasted":         "李建国\t430903198804050118\t13812345678\t赫山区\t经理\t员工\t有效持证\tC12345678\t2031/6/30\t1年多次",
		"other order":    "公民身份号码,姓名,签注种类,关系,通行证号,证件情况,有效期至,手机,户籍地,职务\n430903198804050118,李建国,1年多次,员工,C12345678,有效持证,2031年6月30日,13812345678,益阳市赫山区,经理",
		"Chinese commas": "李建国，430903198804050118，13812345678，赫山，经理，员工，有效持证，c12345678，2031-06-30，1年多次",
	} {
		rows, err := ReadSheet([]byte(text))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if p := Travellers(rows); len(p) != 1 || p[0].Name != "李建国" || p[0].Type != MultiYear || p[0].Household != "430903" || p[0].DocValidTo != day("2031-06-30") || p[0].DocNo != "C12345678" || p[0].Relation != Staff {
			t.Errorf("%s: %+v", name, p)
		}
	}
	for name, bad := range map[string][]byte{"not a sheet": []byte("PK\x03\x04nonsense"), "not UTF-8": {0xff, 0xfe, 0x41}, "too large": make([]byte, 3<<20)} {
		if _, err := ReadSheet(bad); err == nil {
			t.Errorf("%s was read", name)
		}
	}
}
