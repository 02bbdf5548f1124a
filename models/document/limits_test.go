package document

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// counted are the facts of papers that are counted with the calendar of working days; a paper tells them by limit, so that it says so in a year without an
// official calendar (C-6).
var counted = []string{"Due", "DecisionDue", "PromisedDue", "IntakeDue", "CorrectionDue", "DutyDue", "AnswerDue", "ClaimDue", "Until", "Expected", "HearBy", "DoBy"}

// plain are the places that tell such a fact without the label, and why.
var plain = map[string]string{
	"composeNotAccepted Until":        "a year from the refusal, in the calendar's years (行政许可法 第七十八条)",
	"composeWarning Until":            "the same",
	"untilText Until":                 "a certificate's last day",
	"composeExtension DecisionDue":    "a licence's last day",
	"composeClaimLacks DecisionDue":   "the same",
	"composeClaimReceipt DecisionDue": "two months (国家赔偿法 第十三条)",
	"decisionLimit DecisionDue":       "a licence's last day",
}

func TestNoPaperTellsACountedDayAsAFact(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			for _, name := range writtenPlainly(f) {
				place := f.Name.Name + " " + name
				if seen[place] = true; plain[place] == "" {
					t.Errorf("%s: %s tells %s without the label of a provisional year", path, f.Name.Name, name)
				}
			}
		}
	}
	for place := range plain {
		if !seen[place] {
			t.Errorf("%s is no place any more", place)
		}
	}
}

// writtenPlainly are the counted facts that a function writes as plain days.
func writtenPlainly(f *ast.FuncDecl) (names []string) {
	ast.Inspect(f, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) != 1 {
			return true
		}
		if fun, ok := call.Fun.(*ast.Ident); !ok || fun.Name != "chineseDate" {
			return true
		}
		name := ""
		switch x := call.Args[0].(type) {
		case *ast.SelectorExpr:
			name = x.Sel.Name
		case *ast.Ident:
			name = x.Name
		}
		if slices.Contains(counted, name) {
			names = append(names, name)
		}
		return true
	})
	return names
}
