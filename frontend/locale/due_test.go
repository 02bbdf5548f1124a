package locale

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/yiyang-police/permit-portal/models/workday"
)

func TestACountedDayIsLabelledWhileItsYearIsProvisional(t *testing.T) {
	t.Parallel()
	cal, err := workday.Load(os.DirFS("../../migrations/calendars"))
	if err != nil {
		t.Fatal(err)
	}
	nobody := context.Background()
	zh, en := WithCalendar(nobody, cal), WithCalendar(With(nobody, English), cal)
	official, provisional := workday.MustParse("2026-12-31"), workday.MustParse("2027-01-04")
	for _, test := range []struct{ name, got, want string }{
		{"an official year", Due(zh, official), "2026年12月31日"},
		{"a provisional year", Due(zh, provisional), "2027年1月4日（以国务院正式通知为准）"},
		{"in English", Due(en, provisional), "4 Jan 2027 (subject to the State Council's notice)"},
		{"no calendar is known", Due(nobody, official), "2026年12月31日（以国务院正式通知为准）"},
		{"no day", Due(nobody, workday.Date{}), ""},
		{"in a message", T(zh, "mycase.expected", "due", provisional), "最迟 2027年1月4日（以国务院正式通知为准）"},
		{"as text", T(zh, "mycase.expected", "due", "2027-01-04"), "最迟 2027年1月4日（以国务院正式通知为准）"},
		{"a fact in a message", T(zh, "licence.until", "date", provisional), "有效期至 2027年1月4日"},
	} {
		if test.got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, test.got, test.want)
		}
	}
}

// counted are the names of days that models count with the calendar of working days.
var counted = []string{"Due", "EffectiveDue", "DoBy", "FinishBy", "HearBy", "ObjectUntil", "OfferUntil", "MendBy", "Expected", "Earliest", "Latest", "AnswerDue",
	"ContactDue", "ResultDue", "DutyDue", "IntakeDue", "SignBy", "DefectBy", "CorrectBy", "LastDay", "Review", "Suit", "Expedited", "Ordinary"}

// facts are the places that tell such a day without the label, and why.
var facts = map[string]string{
	"clock.go day Due":           "a licence's last day is a fact",
	"numbers.go count Expedited": "a number of cases",
	"archive_templ.go Date Due":  "a month in natural days",
}

// A counted day goes through Due, Told or dueDay, or into a message as {due}; what it was before a recount is history, as {was}.
func TestNoCountedDayIsToldAsAFact(t *testing.T) {
	t.Parallel()
	for _, folder := range []string{"../pages", "../letters", "../field", "../../handlers/web", "../../handlers/api"} {
		paths, err := filepath.Glob(folder + "/*.go")
		if err != nil || len(paths) == 0 {
			t.Fatal(folder, err)
		}
		for _, path := range paths {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			source, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, source, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				for _, plain := range toldPlainly(call) {
					if _, known := facts[filepath.Base(path)+" "+plain]; !known {
						t.Errorf("%s tells %s without the label of a provisional year", path, plain)
					}
				}
				return true
			})
		}
	}
}

// toldPlainly are the counted days that a call writes without their label.
func toldPlainly(call *ast.CallExpr) (list []string) {
	fun := lastName(call.Fun)
	if fun == "Date" && len(call.Args) == 2 && slices.Contains(counted, lastName(call.Args[1])) {
		return []string{"Date " + lastName(call.Args[1])}
	}
	if fun != "T" && fun != "say" {
		return nil
	}
	for i := 2; i+1 < len(call.Args); i += 2 {
		name, ok := call.Args[i].(*ast.BasicLit)
		if day := lastName(call.Args[i+1]); ok && name.Value != `"due"` && name.Value != `"was"` && slices.Contains(counted, day) {
			list = append(list, strings.Trim(name.Value, `"`)+" "+day)
		}
	}
	return list
}

// lastName is the name at the end of an expression: Due of v.Detail.Due, EffectiveDue of v.Law.EffectiveDue().
func lastName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.CallExpr:
		return lastName(e.Fun)
	}
	return ""
}
