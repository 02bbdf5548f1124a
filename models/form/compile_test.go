package form

import (
	"strings"
	"testing"
)

// Each form has one mistake; publishing must name it and its place.
func TestCompileFindsMistakes(t *testing.T) {
	t.Parallel()
	yes := true
	ask := func(key string, k Kind) Question { return Question{Key: key, Kind: k, Label: words(key)} }
	with := func(q Question, change func(*Question)) Question { change(&q); return q }
	pick := with(ask("pick", KindChoice), func(q *Question) { q.Options = options("a", "b") })
	tests := []struct {
		name          string
		questions     []Question
		path, message string
	}{
		{"twice", []Question{ask("a", KindText), ask("a", KindText)}, "sections[0].questions[1].key", "twice"},
		{"bad key", []Question{ask("Größe", KindText)}, "sections[0].questions[0].key", "small letters"},
		{"kind", []Question{ask("a", "telepathy")}, "sections[0].questions[0].kind", "no question kind"},
		{"one language", []Question{with(ask("a", KindText), func(q *Question) { q.Label = Text{Zh: "名称"} })}, "sections[0].questions[0].label", "English"},
		{"no Chinese", []Question{with(ask("a", KindText), func(q *Question) { q.Hint = Text{En: "hint"} })}, "sections[0].questions[0].hint", "Chinese"},
		{"limit of another kind", []Question{with(ask("a", KindText), func(q *Question) { q.MinRows = 1 })}, "sections[0].questions[0].min_rows", "means nothing"},
		{"looks ahead", []Question{with(ask("a", KindText), func(q *Question) { q.Show = &Condition{Question: "pick", Is: "a"} }), pick}, "sections[0].questions[0].show", "comes before"},
		{"unknown option", []Question{pick, with(ask("a", KindText), func(q *Question) { q.Show = &Condition{Question: "pick", Is: "c"} })}, "sections[0].questions[1].show", "no option"},
		{"two conditions in one", []Question{pick, with(ask("a", KindText), func(q *Question) { q.Show = &Condition{Question: "pick", Is: "a", Answered: &yes} })}, "sections[0].questions[1].show", "exactly one"},
		{"never holds", []Question{pick, with(ask("a", KindText), func(q *Question) {
			q.Show = &Condition{All: []Condition{{Question: "pick", Is: "a"}, {Question: "pick", Is: "b"}}}
		})}, "sections[0].questions[1].show", "never hold"},
		{"never required where shown", []Question{pick, with(ask("a", KindText), func(q *Question) {
			q.Show = &Condition{Question: "pick", Is: "a"}
			q.Required = Requirement{When: &Condition{Question: "pick", Is: "b"}}
		})}, "sections[0].questions[1].required", "never hold"},
		{"hidden by what hides another", []Question{pick,
			with(ask("more", KindYesNo), func(q *Question) { q.Show = &Condition{Question: "pick", Is: "a"} }),
			with(ask("a", KindText), func(q *Question) {
				q.Show = &Condition{All: []Condition{{Question: "more", Is: true}, {Question: "pick", Is: "b"}}}
			})}, "sections[0].questions[2].show", "never hold"},
		{"unknown fact", []Question{with(ask("a", KindText), func(q *Question) { q.Source = "account.shoe_size" })}, "sections[0].questions[0].source", "no fact"},
		{"derived from nothing", []Question{ask("a", KindDerived)}, "sections[0].questions[0].source", "needs a source"},
		{"limits crossed", []Question{with(ask("a", KindNumber), func(q *Question) { q.Min, q.Max = decimal("2"), decimal("1") })}, "sections[0].questions[0].max", "no number"},
		{"default is no option", []Question{with(pick, func(q *Question) { q.Default = "c" })}, "sections[0].questions[0].default", "NOT_AN_OPTION"},
		{"rows in rows", []Question{with(ask("a", KindRows), func(q *Question) { q.Columns = []Question{ask("b", KindRows)} })}, "sections[0].questions[0].columns[0].kind", "cannot be"},
		{"declaration of nothing", []Question{ask("a", KindDeclaration)}, "sections[0].questions[0].statement", "missing"},
		{"media", []Question{with(ask("a", KindFile), func(q *Question) { q.Accept = []string{"text/html"} })}, "sections[0].questions[0].accept[0]", "does not take"},
	}
	for _, test := range tests {
		f := &Form{Sections: []Section{{Key: "s", Title: words("部分"), Questions: test.questions}}}
		found := false
		problems := f.Compile()
		for _, p := range problems {
			found = found || p.Path == test.path && strings.Contains(p.Message, test.message)
		}
		if !found {
			t.Errorf("%s: %v", test.name, problems)
		}
	}
}

func TestCompileLetsReachableConditionsPass(t *testing.T) {
	t.Parallel()
	f := &Form{Sections: []Section{{Key: "s", Title: words("部分"), Questions: []Question{
		{Key: "register", Kind: KindYesNo, Label: words("a"), Show: &Condition{Fact: AccountPhotoUsable, Is: true}},
		{Key: "photo", Kind: KindPhoto, Label: words("b"), Show: &Condition{Not: &Condition{Question: "register", Is: true}}},
	}}}}
	if problems := f.Compile(); len(problems) > 0 {
		t.Error(problems)
	}
}

func TestAChoiceMayBeginWithWhatWasTold(t *testing.T) {
	t.Parallel()
	told := Fact{Path: "situation.why", Values: []string{"a", "b", "elsewhere"}, Stay: []string{"a", "b"}}
	pick := func(values ...string) Question {
		return Question{Key: "pick", Kind: KindChoice, Label: words("pick"), Prefill: told.Path, Options: options(values...)}
	}
	for _, test := range []struct {
		name     string
		question Question
		problem  string
	}{
		{"all options", pick("a", "b", "c"), ""},
		{"an option is missing", pick("a", "c"), "is no option"},
		{"no choice", Question{Key: "text", Kind: KindText, Label: words("text"), Prefill: told.Path}, "no fact"},
	} {
		f := &Form{Sections: []Section{{Key: "one", Title: words("one"), Questions: []Question{test.question}}}}
		problems := f.Compile(told)
		if test.problem == "" && len(problems) > 0 || test.problem != "" && (len(problems) != 1 || !strings.Contains(problems[0].Message, test.problem)) {
			t.Errorf("%s: %v, want %q", test.name, problems, test.problem)
		}
	}
	f := &Form{Sections: []Section{{Key: "one", Title: words("one"), Questions: []Question{pick("a", "b")}}}}
	if got := string(f.Start(Env{Facts: Facts{told.Path: []byte(`"b"`)}})["pick"]); got != `"b"` {
		t.Errorf("a new draft begins with %s, want what was told", got)
	}
}
