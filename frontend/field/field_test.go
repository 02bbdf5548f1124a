package field

import (
	"bytes"
	"context"
	"encoding/json"
	"net/url"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/google/uuid"
	"golang.org/x/net/html"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/workday"
)

func TestEveryKindHasItsComponentAndFile(t *testing.T) {
	t.Parallel()
	for _, kind := range form.Kinds() {
		if components[kind] == nil {
			t.Errorf("%s has no component", kind)
		}
		if _, err := os.Stat(string(kind) + ".templ"); err != nil {
			t.Errorf("%s has no file of its own", kind)
		}
	}
	if len(components) != len(form.Kinds()) {
		t.Errorf("%d components for %d kinds", len(components), len(form.Kinds()))
	}
}

const material = "0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"

// sample has a question of every kind that can be answered, each with an answer.
func sample() (*form.Form, form.Answers) {
	text := func(s string) form.Text { return form.Text{Zh: s, En: s} }
	options := []form.Option{{Value: "a", Label: text("甲")}, {Value: "b", Label: text("乙")}}
	question := func(kind form.Kind) form.Question {
		return form.Question{Key: "q_" + string(kind), Kind: kind, Label: text(string(kind))}
	}
	var questions []form.Question
	for _, kind := range form.Kinds() {
		q := question(kind)
		switch kind {
		case form.KindChoice, form.KindChoices:
			q.Options = options
		case form.KindDeclaration:
			q.Statement = text("本人无犯罪记录")
		case form.KindRows:
			q.Columns = []form.Question{{Key: "year", Kind: form.KindText, Label: text("年度")}, {Key: "hours", Kind: form.KindNumber, Label: text("学时")}}
		case form.KindDerived, form.KindNote:
			continue
		}
		questions = append(questions, q)
	}
	answers := form.Answers{
		"q_text": json.RawMessage(`"王志强"`), "q_longtext": json.RawMessage(`"一行\n两行"`), "q_number": json.RawMessage(`"12.5"`),
		"q_money": json.RawMessage(`"12.50"`), "q_date": json.RawMessage(`"2026-09-17"`), "q_choice": json.RawMessage(`"b"`),
		"q_choices": json.RawMessage(`["a","b"]`), "q_yesno": json.RawMessage(`false`), "q_idnumber": json.RawMessage(`"43090319880808123X"`),
		"q_creditcode": json.RawMessage(`"914403001922038216"`), "q_phone": json.RawMessage(`"13807371234"`),
		"q_address":     json.RawMessage(`{"area":"430903","detail":"金山南路 1 号"}`),
		"q_person":      json.RawMessage(`{"id_number":"43090319880808123X","name":"李\"<明>"}`),
		"q_enterprise":  json.RawMessage(`{"credit_code":"914403001922038216","name":"铁军工程"}`),
		"q_file":        json.RawMessage(`{"material":"` + material + `"}`),
		"q_photo":       json.RawMessage(`{"material":"` + material + `"}`),
		"q_declaration": json.RawMessage(`true`),
		"q_rows":        json.RawMessage(`[{"hours":"20","year":"2024"},{"hours":"24","year":"2025"}]`),
	}
	return &form.Form{Sections: []form.Section{{Key: "all", Title: text("全部"), Questions: questions}}}, answers
}

func render(t *testing.T, ctx context.Context, page Page) *html.Node {
	t.Helper()
	var out bytes.Buffer
	if err := Questions(page.Section(&page.Form.Sections[0])).Render(ctx, &out); err != nil {
		t.Fatal(err)
	}
	node, err := html.Parse(&out)
	if err != nil {
		t.Fatal(err)
	}
	return node
}

func TestWhatIsRenderedIsWhatIsParsed(t *testing.T) {
	t.Parallel()
	f, answers := sample()
	page := render(t, context.Background(), Page{Form: f, Answers: answers, Env: form.Env{Today: workday.MustParse("2026-09-17")}})
	got := Parse(f, posted(page))
	for key, want := range answers {
		if !same(got[key], want) {
			t.Errorf("%s: posted %s, was %s", key, got[key], want)
		}
	}
	empty := Parse(f, posted(render(t, context.Background(), Page{Form: f})))
	for key := range answers {
		if raw := string(empty[key]); raw != "null" && raw != "false" {
			t.Errorf("%s: an empty field was posted as %s", key, raw)
		}
	}
	if _, err := f.CheckPatch(nil, got, form.Env{}); err != nil {
		t.Errorf("what was posted may not stand in a draft: %v", err)
	}
}

func same(a, b json.RawMessage) bool {
	var x, y any
	return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && reflect.DeepEqual(x, y)
}

func TestParseTakesOnlyWhatStoodOnThePage(t *testing.T) {
	t.Parallel()
	f, _ := sample()
	got := Parse(f, url.Values{"_q": {"q_text", "no_such"}, "q_text": {"x"}, "q_phone": {"1"}, "no_such": {"y"}})
	if len(got) != 1 || string(got["q_text"]) != `"x"` {
		t.Errorf("got %v", got)
	}
	rows := Parse(f, url.Values{"_q": {"q_rows"}, "q_rows[7].year": {"2025"}, "q_rows[0].year": {""}, "q_rows[3].hours": {"1"}, "q_rows[99999].year": {"x"}, "q_rows[-1].year": {"x"}})
	if !same(rows["q_rows"], json.RawMessage(`[{"hours":"1"},{"year":"2025"}]`)) {
		t.Errorf("got %s", rows["q_rows"])
	}
}

func TestFaultsStandAtTheirPlaceAndInTheSummary(t *testing.T) {
	t.Parallel()
	f, answers := sample()
	faults := []fault.Field{fault.OneField("/answers/q_rows/1/hours", "REQUIRED"), fault.OneField("/answers/q_address/detail", "REQUIRED"), fault.OneField("/answers/q_choice", "REQUIRED")}
	page := render(t, context.Background(), Page{Form: f, Answers: answers, Faults: faults})
	for _, m := range Mistakes(context.Background(), f, faults) {
		id := strings.TrimPrefix(m.Href, "#")
		place := find(page, func(n *html.Node) bool { return attr(n, "id") == id })
		if place == nil {
			t.Errorf("%s leads nowhere", m.Href)
			continue
		}
		line := find(page, func(n *html.Node) bool { return attr(n, "id") == id+"-error" })
		if line == nil || has(line, "hidden") {
			t.Errorf("%s is not told at its place", m.Message)
		}
		if !strings.Contains(attr(place, "aria-describedby"), id+"-error") {
			t.Errorf("%s: the input does not point at its fault", id)
		}
	}
}

func TestLockedAnswersAreFactsWithTheirSource(t *testing.T) {
	t.Parallel()
	f := &form.Form{Sections: []form.Section{{Questions: []form.Question{
		{Key: "name", Kind: form.KindText, Label: form.Text{Zh: "姓名"}, Source: form.AccountName},
		{Key: "born", Kind: form.KindDate, Label: form.Text{Zh: "出生日期"}, Source: form.AccountBirth},
	}}}}
	env := form.Env{Facts: form.Facts{form.AccountName: json.RawMessage(`"王志强"`), form.AccountBirth: json.RawMessage(`"1988-08-08"`)}}
	page := render(t, context.Background(), Page{Form: f, Env: env, Answers: form.Answers{"name": json.RawMessage(`"黑客"`)}})
	words := words(page)
	for _, want := range []string{"王志强", "1988年8月8日", locale.T(context.Background(), "source.account")} {
		if !strings.Contains(words, want) {
			t.Errorf("%q is not shown", want)
		}
	}
	if len(posted(page)) > 0 {
		t.Errorf("a locked answer can be posted: %v", posted(page))
	}
}

func TestRowsAreAskedForEachValueOfAFact(t *testing.T) {
	t.Parallel()
	f := &form.Form{Sections: []form.Section{{Questions: []form.Question{{
		Key: "training", Kind: form.KindRows, Label: form.Text{Zh: "继续教育"}, Each: &form.Each{Column: "year", Of: form.TrainingYears},
		Columns: []form.Question{{Key: "year", Kind: form.KindText, Label: form.Text{Zh: "年度"}}, {Key: "hours", Kind: form.KindNumber, Label: form.Text{Zh: "学时"}}},
	}}}}}
	env := form.Env{Facts: form.Facts{form.TrainingYears: json.RawMessage(`["2024","2025"]`)}}
	page := render(t, context.Background(), Page{Form: f, Env: env, Answers: form.Answers{"training": json.RawMessage(`[{"year":"2025","hours":"24"}]`)}})
	got := Parse(f, posted(page))["training"]
	if !same(got, json.RawMessage(`[{"year":"2024"},{"year":"2025","hours":"24"}]`)) {
		t.Errorf("got %s", got)
	}
}

func TestUploadedFilesAreShown(t *testing.T) {
	t.Parallel()
	f, answers := sample()
	env := form.Env{Material: func(uuid.UUID) (form.MaterialFacts, bool) {
		return form.MaterialFacts{Name: "体检证明.pdf", Mime: "application/pdf", Bytes: 2048, Ready: true}, true
	}}
	page := render(t, context.Background(), Page{Form: f, Answers: answers, Env: env, Upload: Upload{Endpoint: "/uploads", Case: "c"}})
	link := find(page, func(n *html.Node) bool { return attr(n, "href") == "/uploads/"+material+"/content" })
	if link == nil || !strings.Contains(words(link), "体检证明.pdf") {
		t.Error("the uploaded file has no link")
	}
}
