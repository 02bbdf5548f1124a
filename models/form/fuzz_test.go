package form

import (
	"encoding/json"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// everyKind is a form with every kind of question, limits and conditions.
func everyKind() *Form {
	usable := Condition{Fact: AccountPhotoUsable, Is: true}
	return &Form{Sections: []Section{
		{Key: "one", Title: words("一"), Questions: []Question{
			{Key: "text", Kind: KindText, Label: words("t"), MaxLength: 20, Required: Requirement{Always: true}},
			{Key: "longtext", Kind: KindLongText, Label: words("t"), MinLength: 2},
			{Key: "number", Kind: KindNumber, Label: words("t"), Decimals: 2, Min: decimal("-5"), Max: decimal("1000")},
			{Key: "money", Kind: KindMoney, Label: words("t")},
			{Key: "date", Kind: KindDate, Label: words("t"), NotFuture: true, WithinMonths: 6},
			{Key: "choice", Kind: KindChoice, Label: words("t"), Options: options("a", "b"), Default: "a"},
			{Key: "choices", Kind: KindChoices, Label: words("t"), Options: options("a", "b", "c"), MaxPick: 2},
			{Key: "yesno", Kind: KindYesNo, Label: words("t")},
			{Key: "name", Kind: KindText, Label: words("t"), Source: AccountName, Required: Requirement{Always: true}},
			{Key: "sex", Kind: KindDerived, Label: words("t"), Source: AccountSex},
			{Key: "read", Kind: KindNote, Label: words("t")},
		}},
		{Key: "two", Title: words("二"), Show: &Condition{Question: "yesno", Is: true}, Questions: []Question{
			{Key: "idnumber", Kind: KindIDNumber, Label: words("t"), Required: Requirement{When: &Condition{Question: "choice", Is: "b"}}},
			{Key: "creditcode", Kind: KindCreditCode, Label: words("t")},
			{Key: "phone", Kind: KindPhone, Label: words("t"), Format: "mobile"},
			{Key: "address", Kind: KindAddress, Label: words("t"), Outside: true},
			{Key: "person", Kind: KindPerson, Label: words("t")},
			{Key: "enterprise", Kind: KindEnterprise, Label: words("t"), Show: &Condition{Question: "choices", In: []string{"b"}}},
		}},
		{Key: "three", Title: words("三"), Questions: []Question{
			{Key: "file", Kind: KindFile, Label: words("t")},
			{Key: "photo", Kind: KindPhoto, Label: words("t"), Show: &Condition{Not: &usable}},
			{Key: "declaration", Kind: KindDeclaration, Label: words("t"), Statement: words("s"), MustBeTrue: true, Required: Requirement{Always: true}},
			{Key: "rows", Kind: KindRows, Label: words("t"), MinRows: 1, MaxRows: 5, Each: &Each{"number", TrainingYears}, Columns: []Question{
				{Key: "number", Kind: KindNumber, Label: words("t"), Required: Requirement{Always: true},
					Bounds: []Bound{{When: Condition{Question: "choice", Is: "a"}, Min: decimal("20")}}},
				{Key: "date", Kind: KindDate, Label: words("t")},
				{Key: "file", Kind: KindFile, Label: words("t")},
			}},
		}},
	}}
}

// stable fails when checking what was kept does not say the same again, or when anything shown or saved cannot be read back.
func stable(t interface{ Fatalf(string, ...any) }, f *Form, answers Answers) {
	env := testEnv()
	first := f.Check(answers, env)
	again := f.Check(first.Clean, env)
	if !reflect.DeepEqual(first.Faults, again.Faults) || !reflect.DeepEqual(first.Visible, again.Visible) ||
		!reflect.DeepEqual(first.Warnings, again.Warnings) {
		t.Fatalf("checked again:\n%v %v\n%v %v", first.Faults, first.Visible, again.Faults, again.Visible)
	}
	for key, kept := range first.Clean {
		if string(kept) != string(again.Clean[key]) {
			t.Fatalf("%s became %s, then %s", key, kept, again.Clean[key])
		}
		q, ok := f.Question(key)
		if !ok || !json.Valid(kept) {
			t.Fatalf("kept %s: %s", key, kept)
		}
		Shown{Lang: Zh, Material: env.Material}.Display(q, kept)
	}
	if len(first.Clean) != len(again.Clean) {
		t.Fatalf("kept %d, then %d", len(first.Clean), len(again.Clean))
	}
	patched, err := f.CheckPatch(first.Clean, answers, env)
	if err == nil && !reflect.DeepEqual(patched.Clean, first.Clean) {
		t.Fatalf("patching with the same answers kept %s, not %s", patched.Clean, first.Clean)
	}
}

// FuzzAnswers: no JSON makes a check panic, and what is kept is stable.
func FuzzAnswers(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"text":"王","number":1.50,"yesno":true,"choice":"b","rows":[{"number":2024}]}`, `{"text":null,"rows":[{}],"choices":["c","a"]}`,
		`{"number":"１２","money":"1,2","date":"2026年3月5日","idnumber":"43092219770815104x","yesno":true}`,
		`{"address":{"area":"other","detail":"x"},"person":{"name":"张三"},"file":{"material":"018f3b1e-0000-7000-8000-000000000006"}}`,
		`{"text":"\u0000","longtext":"\u202e","number":1e400,"rows":[[[[]]]],"choices":{},"declaration":"true","name":"x","nothing":1}`,
	} {
		f.Add([]byte(seed))
	}
	form := everyKind()
	if problems := form.Compile(); len(problems) > 0 {
		f.Fatal(problems)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var answers Answers
		if json.Unmarshal(body, &answers) != nil {
			return
		}
		stable(t, form, answers)
	})
}

// The same for answers that are nearly right, which random bytes seldom are.
func TestAnswersAreStable(t *testing.T) {
	t.Parallel()
	form := everyKind()
	texts := rapid.SampledFrom([]string{
		"", " ", "王", "a", "b", "2026-09-17", "2026年9月1日", "１２.５", "-3", "13873700001", "430903199003074515", "91430900MA4L0A1B7P",
		"a\u0000", "x\u202ey", "一\n二", "\u200b", "other", "430922", good.String(), paper.String(),
	})
	scalar := rapid.OneOf(rapid.Map(texts, func(s string) any { return s }), rapid.Map(rapid.Bool(), func(b bool) any { return b }),
		rapid.Map(rapid.Float64Range(-1e4, 1e4), func(n float64) any { return n }), rapid.Just[any](nil))
	object := rapid.Map(rapid.MapOf(rapid.SampledFrom([]string{"area", "detail", "name", "id_number", "credit_code", "material", "number", "date", "file", "x"}), scalar),
		func(m map[string]any) any { return m })
	value := rapid.OneOf(scalar, object, rapid.Map(rapid.SliceOfN(rapid.OneOf(scalar, object), 0, 4), func(s []any) any { return s }))
	var keys []string
	for _, s := range form.Sections {
		for _, q := range s.Questions {
			keys = append(keys, q.Key)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		answers := Answers{}
		for key, v := range rapid.MapOf(rapid.SampledFrom(keys), value).Draw(t, "answers") {
			answers[key] = encode(v)
		}
		stable(t, form, answers)
	})
}

func TestDecimal(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := Decimal{rapid.Int64Range(-1e18+1, 1e18-1).Draw(t, "millionths")}
		again, err := ParseDecimal(d.String())
		if err != nil || again != d {
			t.Fatalf("%s: %v %v", d, again, err)
		}
	})
	for _, wrong := range []string{"", "-", ".", "1.", ".5", "1e3", "+1", "1.0000001", "1234567890123", "٣", "--1", "NaN"} {
		if d, err := ParseDecimal(wrong); err == nil {
			t.Errorf("%q is %s", wrong, d)
		}
	}
}
