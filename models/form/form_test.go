package form

import (
	"encoding/json"
	"errors"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

var (
	good  = uuid.MustParse("018f3b1e-0000-7000-8000-000000000001")
	small = uuid.MustParse("018f3b1e-0000-7000-8000-000000000002")
	sick  = uuid.MustParse("018f3b1e-0000-7000-8000-000000000003")
	wait  = uuid.MustParse("018f3b1e-0000-7000-8000-000000000004")
	large = uuid.MustParse("018f3b1e-0000-7000-8000-000000000005")
	paper = uuid.MustParse("018f3b1e-0000-7000-8000-000000000006")
)

func testEnv() Env {
	return Env{Today: workday.MustParse("2026-09-17"), Facts: Facts{
		AccountName: raw(`"王志强"`), LicenceCategory: raw(`"blaster"`), LicenceValidTo: raw(`"2026-01-01"`), TrainingYears: raw(`["2024","2025"]`),
	}, Material: func(id uuid.UUID) (MaterialFacts, bool) {
		m, ok := map[uuid.UUID]MaterialFacts{
			good:  {Name: "照片.jpg", Mime: "image/jpeg", Bytes: 90_000, Width: 358, Height: 441, Ready: true},
			small: {Name: "小.jpg", Mime: "image/jpeg", Bytes: 90_000, Width: 357, Height: 441, Ready: true},
			sick:  {Name: "毒.jpg", Mime: "image/jpeg", Bytes: 90_000, Reason: "FILE_INFECTED"},
			wait:  {Name: "等.jpg", Mime: "image/jpeg", Bytes: 90_000},
			large: {Name: "大.jpg", Mime: "image/jpeg", Bytes: photoBytes + 1, Width: 358, Height: 441, Ready: true},
			paper: {Name: "体检.pdf", Mime: "application/pdf", Bytes: MostFileBytes, Ready: true},
		}[id]
		return m, ok
	}}
}

func raw(s string) json.RawMessage { return json.RawMessage(s) }

func words(s string) Text { return Text{Zh: s, En: s} }

func decimal(s string) *Decimal {
	d, err := ParseDecimal(s)
	if err != nil {
		panic(err)
	}
	return &d
}

func options(values ...string) []Option {
	var o []Option
	for _, v := range values {
		o = append(o, Option{Value: v, Label: words(v)})
	}
	return o
}

// single is a form of one question.
func single(q Question) *Form {
	q.Key, q.Label = "q", words("问题")
	return &Form{Sections: []Section{{Key: "s", Title: words("部分"), Questions: []Question{q}}}}
}

// One line per way in which an answer can be right or wrong: the kind, what comes in, which fault, what is kept.
func TestKinds(t *testing.T) {
	t.Parallel()
	grades := options("A", "B", "C")
	declared := Question{Kind: KindDeclaration, Statement: words("属实"), MustBeTrue: true, Required: Requirement{Always: true}}
	table := Question{Kind: KindRows, MinRows: 1, MaxRows: 2, Each: &Each{"year", TrainingYears}, Columns: []Question{
		{Key: "year", Kind: KindNumber, Label: words("年度"), Required: Requirement{Always: true}},
		{Key: "hours", Kind: KindNumber, Decimals: 1, Min: decimal("20"), Label: words("学时"), Required: Requirement{Always: true}},
	}}
	tests := []struct {
		name   string
		q      Question
		in     string
		faults string // "pointer below q:CODE …"
		clean  string // "" = not kept
	}{
		{"text is trimmed", Question{Kind: KindText}, `"  桃江\u200b 路 "`, "", `"桃江 路"`},
		{"blank text is no answer", Question{Kind: KindText, Required: Requirement{Always: true}}, `" \t"`, ":REQUIRED", ""},
		{"text keeps rare characters as one", Question{Kind: KindText, MaxLength: 1}, `"𬭊"`, "", `"𬭊"`},
		{"text too long", Question{Kind: KindText, MaxLength: 2}, `"三个字"`, ":TOO_LONG", `"三个字"`},
		{"text too short", Question{Kind: KindText, MinLength: 2}, `"一"`, ":TOO_SHORT", `"一"`},
		{"text of another type", Question{Kind: KindText}, `7`, ":WRONG_TYPE", `7`},
		{"text with NUL", Question{Kind: KindText}, `"a\u0000b"`, ":BAD_CHARACTER", `"a\u0000b"`},
		{"text that reorders", Question{Kind: KindText}, `"a\u202eb"`, ":BAD_CHARACTER", `"a\u202eb"`},
		{"name with any dot", Question{Kind: KindText, Format: "name"}, `"阿依古丽•买买提"`, "", `"阿依古丽·买买提"`},
		{"name with a digit", Question{Kind: KindText, Format: "name"}, `"张3"`, ":NAME_CHARACTER", `"张3"`},
		{"licence number", Question{Kind: KindText, Format: "licence_number"}, `"ab-1234"`, "", `"AB-1234"`},
		{"long text keeps its lines", Question{Kind: KindLongText}, `"一\r\n二\n"`, "", `"一\n二"`},
		{"number", Question{Kind: KindNumber, Decimals: 1}, `12.50`, "", `12.5`},
		{"number typed in full width", Question{Kind: KindNumber}, `"１，０００"`, "", `1000`},
		{"number with too many digits", Question{Kind: KindNumber}, `1.5`, ":TOO_MANY_DECIMALS", `"1.5"`},
		{"no number", Question{Kind: KindNumber}, `"十二"`, ":NOT_A_NUMBER", `"十二"`},
		{"number with exponent", Question{Kind: KindNumber}, `1e3`, ":NOT_A_NUMBER", `"1e3"`},
		{"number below", Question{Kind: KindNumber, Min: decimal("3")}, `2`, ":TOO_SMALL", `2`},
		{"number above", Question{Kind: KindNumber, Max: decimal("3")}, `4`, ":TOO_BIG", `4`},
		{"money", Question{Kind: KindMoney}, `"1,234.5"`, "", `"1234.50"`},
		{"money with three digits", Question{Kind: KindMoney}, `1.005`, ":TOO_MANY_DECIMALS", `"1.005"`},
		{"date", Question{Kind: KindDate}, `"2026-03-05"`, "", `"2026-03-05"`},
		{"date as people write it", Question{Kind: KindDate}, `"2026年3月5日"`, "", `"2026-03-05"`},
		{"no date", Question{Kind: KindDate}, `"2026-02-30"`, ":NOT_A_DATE", `"2026-02-30"`},
		{"today is not the future", Question{Kind: KindDate, NotFuture: true}, `"2026-09-17"`, "", `"2026-09-17"`},
		{"future", Question{Kind: KindDate, NotFuture: true}, `"2026-09-18"`, ":IN_FUTURE", `"2026-09-18"`},
		{"past", Question{Kind: KindDate, NotPast: true}, `"2026-09-16"`, ":IN_PAST", `"2026-09-16"`},
		{"six months to the day", Question{Kind: KindDate, WithinMonths: 6}, `"2026-03-17"`, "", `"2026-03-17"`},
		{"a day too old", Question{Kind: KindDate, WithinMonths: 6}, `"2026-03-16"`, ":TOO_OLD", `"2026-03-16"`},
		{"choice", Question{Kind: KindChoice, Options: grades}, `"B"`, "", `"B"`},
		{"no option", Question{Kind: KindChoice, Options: grades}, `"X"`, ":NOT_AN_OPTION", `"X"`},
		{"choices in the order of the options", Question{Kind: KindChoices, Options: grades}, `["C","A","C"]`, "", `["A","C"]`},
		{"too many choices", Question{Kind: KindChoices, Options: grades, MaxPick: 1}, `["C","A"]`, ":PICK_FEWER", `["A","C"]`},
		{"too few choices", Question{Kind: KindChoices, Options: grades, MinPick: 2}, `["C"]`, ":PICK_MORE", `["C"]`},
		{"no is an answer", Question{Kind: KindYesNo, Required: Requirement{Always: true}}, `false`, "", `false`},
		{"yes as text", Question{Kind: KindYesNo}, `"yes"`, ":WRONG_TYPE", `"yes"`},
		{"id number", Question{Kind: KindIDNumber}, `" 43092219770815104x "`, "", `"43092219770815104X"`},
		{"id number with a slip", Question{Kind: KindIDNumber}, `"430903199003074516"`, ":ID_NUMBER_CHECK", `"430903199003074516"`},
		{"credit code", Question{Kind: KindCreditCode}, `"91430900ma4l0a1b7p"`, "", `"91430900MA4L0A1B7P"`},
		{"credit code with a slip", Question{Kind: KindCreditCode}, `"91430900MA4L0A1B7Q"`, ":CREDIT_CODE_CHECK", `"91430900MA4L0A1B7Q"`},
		{"phone", Question{Kind: KindPhone}, `"+86 138 7370 0001"`, "", `"13873700001"`},
		{"landline for messages", Question{Kind: KindPhone, Format: "mobile"}, `"0737-4221234"`, ":PHONE_NOT_MOBILE", `"0737-4221234"`},
		{"address", Question{Kind: KindAddress}, `{"area":"430922","detail":" 芙蓉路18号 "}`, "", `{"area":"430922","detail":"芙蓉路18号"}`},
		{"half an address", Question{Kind: KindAddress}, `{"area":"430922"}`, "/detail:REQUIRED", `{"area":"430922","detail":""}`},
		{"address outside", Question{Kind: KindAddress}, `{"area":"other","detail":"长沙市"}`, "/area:NOT_AN_OPTION", `{"area":"other","detail":"长沙市"}`},
		{"address outside where allowed", Question{Kind: KindAddress, Outside: true}, `{"area":"other","detail":"长沙市"}`, "", `{"area":"other","detail":"长沙市"}`},
		{"address with an unknown field", Question{Kind: KindAddress}, `{"zip":"413000"}`, ":WRONG_TYPE", `{"zip":"413000"}`},
		{"person", Question{Kind: KindPerson}, `{"name":"张三","id_number":"430903199003074515"}`, "", `{"name":"张三","id_number":"430903199003074515"}`},
		{"person without number", Question{Kind: KindPerson}, `{"name":"张三","id_number":""}`, "/id_number:REQUIRED", `{"name":"张三","id_number":""}`},
		{"enterprise", Question{Kind: KindEnterprise}, `{"name":"某公司","credit_code":"91430900MA4L0A1B7P"}`, "", `{"name":"某公司","credit_code":"91430900MA4L0A1B7P"}`},
		{"file", Question{Kind: KindFile}, `{"material":"` + paper.String() + `"}`, "", `{"material":"` + paper.String() + `"}`},
		{"file of a type not wanted", Question{Kind: KindFile, Accept: []string{"image/png"}}, `{"material":"` + paper.String() + `"}`, ":FILE_TYPE", `{"material":"` + paper.String() + `"}`},
		{"file of somebody else", Question{Kind: KindFile}, `{"material":"018f3b1e-0000-7000-8000-0000000000ff"}`, ":FILE_MISSING", `{"material":"018f3b1e-0000-7000-8000-0000000000ff"}`},
		{"file that was refused", Question{Kind: KindFile}, `{"material":"` + sick.String() + `"}`, ":FILE_INFECTED", `{"material":"` + sick.String() + `"}`},
		{"file not scanned yet", Question{Kind: KindFile}, `{"material":"` + wait.String() + `"}`, ":FILE_NOT_READY", `{"material":"` + wait.String() + `"}`},
		{"no file id", Question{Kind: KindFile}, `{"material":"7"}`, ":WRONG_TYPE", `{"material":"7"}`},
		{"photo", Question{Kind: KindPhoto}, `{"material":"` + good.String() + `"}`, "", `{"material":"` + good.String() + `"}`},
		{"photo too small", Question{Kind: KindPhoto}, `{"material":"` + small.String() + `"}`, ":PHOTO_TOO_SMALL", `{"material":"` + small.String() + `"}`},
		{"photo over 500 KB", Question{Kind: KindPhoto}, `{"material":"` + large.String() + `"}`, ":FILE_TOO_LARGE", `{"material":"` + large.String() + `"}`},
		{"photo that is a paper", Question{Kind: KindPhoto}, `{"material":"` + paper.String() + `"}`, ":FILE_TYPE", `{"material":"` + paper.String() + `"}`},
		{"declared", declared, `true`, "", `true`},
		{"not declared", declared, `false`, ":MUST_BE_TRUE", `false`},
		{"declaration left out", declared, `null`, ":MUST_BE_TRUE", ""},
		{"rows", table, `[{"year":2024,"hours":"20"},{"year":2025,"hours":21.5},{}]`, "", `[{"hours":20,"year":2024},{"hours":21.5,"year":2025}]`},
		{"row missing for a year", table, `[{"year":2024,"hours":20}]`, ":ROW_MISSING", `[{"hours":20,"year":2024}]`},
		{"row twice", table, `[{"year":2024,"hours":20},{"year":2024,"hours":20}]`, "/1/year:ROW_TWICE :ROW_MISSING", `[{"hours":20,"year":2024},{"hours":20,"year":2024}]`},
		{"cell missing", table, `[{"year":2024},{"year":2025,"hours":20}]`, "/0/hours:REQUIRED", `[{"year":2024},{"hours":20,"year":2025}]`},
		{"cell too small", table, `[{"year":2024,"hours":19.5},{"year":2025,"hours":20}]`, "/0/hours:TOO_SMALL", `[{"hours":19.5,"year":2024},{"hours":20,"year":2025}]`},
		{"too many rows", table, `[{"year":2024,"hours":20},{"year":2025,"hours":20},{"year":2026,"hours":20}]`, ":ROWS_TOO_MANY", `[{"hours":20,"year":2024},{"hours":20,"year":2025},{"hours":20,"year":2026}]`},
		{"unknown column", table, `[{"month":1}]`, ":WRONG_TYPE", `[{"month":1}]`},
		{"locked value comes from the facts", Question{Kind: KindText, Source: AccountName}, `"别人"`, "", `"王志强"`},
		{"same as the register", Question{Kind: KindChoice, Options: options("blaster", "safety"), Same: LicenceCategory}, `"blaster"`, "", `"blaster"`},
		{"not the same", Question{Kind: KindChoice, Options: options("blaster", "safety"), Same: LicenceCategory}, `"safety"`, ":DIFFERS", `"safety"`},
		{"register silent", Question{Kind: KindChoice, Options: grades, Same: LicenceGrade}, `"A"`, "", `"A"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := single(test.q)
			if problems := f.Compile(); len(problems) > 0 {
				t.Fatalf("the test's own form: %v", problems)
			}
			result := f.Check(Answers{"q": raw(test.in)}, testEnv())
			if got := list(result.Faults); got != test.faults {
				t.Errorf("faults %q, want %q", got, test.faults)
			}
			if got := string(result.Clean["q"]); got != test.clean {
				t.Errorf("clean %s, want %s", got, test.clean)
			}
		})
	}
}

func list(faults []fault.Field) string {
	var all []string
	for _, f := range faults {
		all = append(all, strings.TrimPrefix(f.Pointer, "/answers/q")+":"+f.Code)
	}
	return strings.Join(all, " ")
}

// What the applicant cannot change is never held against him at submission: the clerk gets a warning instead.
func TestLockedValuesWarn(t *testing.T) {
	t.Parallel()
	f := single(Question{Kind: KindDate, NotPast: true, Source: LicenceValidTo, Required: Requirement{Always: true}})
	result := f.Check(nil, testEnv())
	if list(result.Faults) != "" || list(result.Warnings) != ":IN_PAST" {
		t.Errorf("faults %v, warnings %v", result.Faults, result.Warnings)
	}
	f = single(Question{Kind: KindText, Source: UnitName, Required: Requirement{Always: true}})
	result = f.Check(nil, testEnv())
	if list(result.Faults) != "" || list(result.Warnings) != ":SOURCE_SILENT" {
		t.Errorf("faults %v, warnings %v", result.Faults, result.Warnings)
	}
	f = single(Question{Kind: KindText, Source: UnitName, IfAbsent: Ask, Required: Requirement{Always: true}})
	if result = f.Check(nil, testEnv()); list(result.Faults) != ":REQUIRED" {
		t.Errorf("a silent source that is asked for: %v", result.Faults)
	}
}

func TestPatchRefusesWhatNoDraftMayHold(t *testing.T) {
	t.Parallel()
	f := &Form{Sections: []Section{{Key: "s", Title: words("部分"), Questions: []Question{
		{Key: "name", Kind: KindText, Label: words("姓名"), Source: AccountName},
		{Key: "day", Kind: KindDate, Label: words("日期"), Required: Requirement{Always: true}},
		{Key: "kind", Kind: KindChoice, Label: words("类别"), Options: options("a", "b")},
		{Key: "more", Kind: KindText, Label: words("说明"), Show: &Condition{Question: "kind", Is: "b"}},
		{Key: "read", Kind: KindNote, Label: words("说明")},
	}}}}
	refused := []struct{ name, key, in, code string }{
		{"unknown", "nothing", `1`, "UNKNOWN_QUESTION"},
		{"note", "read", `"x"`, "UNKNOWN_QUESTION"},
		{"locked", "name", `"别人"`, "LOCKED"},
		{"wrong type", "day", `{}`, "WRONG_TYPE"},
		{"no JSON", "day", `{`, "WRONG_TYPE"},
		{"NUL", "day", `"\u0000"`, "BAD_CHARACTER"},
		{"lone surrogate", "day", `"\ud800"`, "BAD_CHARACTER"},
		{"megabyte", "day", `"` + strings.Repeat("长", 400_000) + `"`, "ANSWER_TOO_LONG"},
	}
	for _, test := range refused {
		_, err := f.CheckPatch(nil, Answers{test.key: raw(test.in)}, testEnv())
		var e *fault.Error
		if !errors.As(err, &e) || len(e.Fields) != 1 || e.Fields[0].Code != test.code || e.Fields[0].Pointer != "/answers/"+test.key {
			t.Errorf("%s: %v", test.name, err)
		}
	}
	result, err := f.CheckPatch(Answers{"day": raw(`"2026-01-01"`)}, Answers{"day": raw(`"morgen"`), "more": raw(`"x"`)}, testEnv())
	if err != nil || list(result.Of("day")) != "/answers/day:NOT_A_DATE" || list(result.Of("more")) != "/answers/more:NOT_ASKED" {
		t.Errorf("%v %v", result.Faults, err)
	}
	if string(result.Clean["day"]) != `"morgen"` || result.Clean["more"] != nil {
		t.Errorf("a wrong answer is kept, a hidden one is not: %s", result.Clean)
	}
	result, err = f.CheckPatch(result.Clean, Answers{"day": raw(`null`), "kind": raw(`"b"`)}, testEnv())
	if err != nil || list(result.Of("day")) != "/answers/day:REQUIRED" || !slices.Contains(result.Visible, "more") {
		t.Errorf("%v %v %v", result.Faults, result.Visible, err)
	}
}

func TestDisplay(t *testing.T) {
	t.Parallel()
	zh, en := Shown{Lang: Zh, Material: testEnv().Material}, Shown{Lang: En}
	rowsOf := Question{Kind: KindRows, Columns: []Question{
		{Key: "year", Kind: KindNumber}, {Key: "hours", Kind: KindNumber, Unit: Text{"学时", "hours"}},
	}}
	tests := []struct {
		q      Question
		in     string
		zh, en string
	}{
		{Question{Kind: KindDate}, `"2026-03-05"`, "2026年3月5日", "5 Mar 2026"},
		{Question{Kind: KindDate}, `"morgen"`, "morgen", "morgen"},
		{Question{Kind: KindYesNo}, `true`, "是", "Yes"},
		{Question{Kind: KindChoice, Options: []Option{{Value: "a", Label: Text{"甲", "first"}}}}, `"a"`, "甲", "first"},
		{Question{Kind: KindMoney}, `"12"`, "12.00 元", "CNY 12.00"},
		{Question{Kind: KindAddress}, `{"area":"430922","detail":"芙蓉路18号"}`, "湖南省益阳市桃江县芙蓉路18号", "芙蓉路18号, Taojiang County, Yiyang"},
		{Question{Kind: KindFile}, `{"material":"` + paper.String() + `"}`, "体检.pdf", "Uploaded"},
		{Question{Kind: KindDerived, Options: []Option{{Value: "male", Label: Text{"男", "Male"}}}}, `"male"`, "男", "Male"},
		{rowsOf, `[{"year":2024,"hours":20},{"year":2025}]`, "2024，20 学时\n2025", "2024, 20 hours\n2025"},
		{Question{Kind: KindText}, `null`, "", ""},
	}
	for _, test := range tests {
		if got := zh.Display(&test.q, raw(test.in)); got != test.zh {
			t.Errorf("zh %s: %q, want %q", test.in, got, test.zh)
		}
		if got := en.Display(&test.q, raw(test.in)); got != test.en {
			t.Errorf("en %s: %q, want %q", test.in, got, test.en)
		}
	}
	if got := zh.Rows(&rowsOf, raw(`[{"year":2024}]`)); !reflect.DeepEqual(got, [][]string{{"2024", ""}}) {
		t.Errorf("table %v", got)
	}
}

// The words of every code that a form can report are in both languages.
func TestEveryCodeHasWords(t *testing.T) {
	t.Parallel()
	code := regexp.MustCompile(`"([A-Z]{2,}(?:_[A-Z]+)+|REQUIRED|LOCKED|DIFFERS)"`)
	for _, lang := range []string{"zh", "en"} {
		spoken := ""
		files, err := os.ReadDir("../../frontend/locale/" + lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			body, err := os.ReadFile("../../frontend/locale/" + lang + "/" + file.Name())
			if err != nil {
				t.Fatal(err)
			}
			spoken += string(body)
		}
		for _, name := range []string{"check.go", "kind.go", "text.go", "number.go", "date.go", "choice.go", "choices.go", "address.go",
			"person.go", "enterprise.go", "file.go", "photo.go", "declaration.go", "rows.go"} {
			body, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, found := range code.FindAllStringSubmatch(string(body), -1) {
				if !strings.Contains(spoken, `"fault.`+found[1]+`"`) {
					t.Errorf("%s: %s reports %s, which has no words", lang, name, found[1])
				}
			}
		}
	}
}

func TestJSONRoundTrip(t *testing.T) {
	t.Parallel()
	f := single(Question{Kind: KindNumber, Min: decimal("0.5"), Bounds: []Bound{{When: Condition{Fact: AccountName, Is: "x"}, Max: decimal("3")}},
		Required: Requirement{When: &Condition{Not: &Condition{Fact: AccountPhotoUsable, Is: true}}}})
	body, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	var again Form
	if err := json.Unmarshal(body, &again); err != nil || !reflect.DeepEqual(*f, again) {
		t.Errorf("%v\n%s\n%+v", err, body, again)
	}
}
