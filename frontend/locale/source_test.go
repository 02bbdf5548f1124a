package locale

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// A key is asked for by locale.T(ctx, "key"…). When the literal ends with a dot it is the beginning of a key built from data.
var asked = regexp.MustCompile(`locale\.T\(\s*[\w.()]+,\s*"([^"]+)"`)

func TestEveryKeyThatPagesAskForExists(t *testing.T) {
	t.Parallel()
	for _, root := range []string{"../../frontend", "../../handlers"} {
		walk(t, root, func(path, source string) {
			for _, match := range asked.FindAllStringSubmatch(source, -1) {
				if !answered(match[1]) {
					t.Errorf("%s asks for %q, which no file of frontend/locale has", path, match[1])
				}
			}
		}, ".go", ".templ")
	}
}

func answered(key string) bool {
	if !strings.HasSuffix(key, ".") {
		return Has(key)
	}
	for known := range messages[Chinese] {
		if strings.HasPrefix(known, key) {
			return true
		}
	}
	return false
}

func TestEveryFaultHasAMessage(t *testing.T) {
	t.Parallel()
	for _, root := range []string{"../../models", "../../handlers", "../../server"} {
		constants := map[string]map[string]string{} // directory → constant → value
		walk(t, root, func(path, source string) { collect(t, path, source, constants) }, ".go")
		walk(t, root, func(path, source string) {
			for _, code := range codes(t, path, source, constants[filepath.Dir(path)]) {
				if !Has("fault." + code) {
					t.Errorf("%s uses fault %s, which has no message", path, code)
				}
			}
		}, ".go")
	}
}

// codes lists the fault codes that a file makes: fault.New(kind, code), fault.OneField(pointer, code), fault.Error{Code: code}, fault.Field{Code: code}.
func codes(t *testing.T, path, source string, constants map[string]string) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, source, 0)
	if err != nil {
		return nil // the compiler reports it better
	}
	var found []string
	add := func(e ast.Expr) {
		switch e := e.(type) {
		case *ast.BasicLit:
			if code, err := strconv.Unquote(e.Value); err == nil && code != "" {
				found = append(found, code)
			}
		case *ast.Ident:
			if code, ok := constants[e.Name]; ok {
				found = append(found, code)
			}
		}
	}
	ast.Inspect(file, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.CallExpr:
			if name := faultName(node.Fun); (name == "New" || name == "OneField") && len(node.Args) > 1 {
				add(node.Args[1])
			}
			if wrappers[callee(node.Fun)] {
				for _, argument := range node.Args {
					if literal, ok := argument.(*ast.BasicLit); ok && capitals.MatchString(literal.Value) {
						add(literal)
					}
				}
			}
		case *ast.CompositeLit:
			if name := faultName(node.Type); name == "Error" || name == "Field" {
				for _, element := range node.Elts {
					if pair, ok := element.(*ast.KeyValueExpr); ok && isIdent(pair.Key, "Code") {
						add(pair.Value)
					}
				}
			}
		}
		return true
	})
	return found
}

// wrappers are the functions by which packages make faults shorter; a text in capitals among their arguments is a code.
var (
	wrappers = map[string]bool{"invalid": true, "fault": true, "needText": true, "refuse": true, "reject": true, "rejected": true, "conflict": true, "forbid": true}
	capitals = regexp.MustCompile(`^"[A-Z][A-Z0-9_]{2,}"$`)
)

func callee(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

func faultName(e ast.Expr) string {
	if selector, ok := e.(*ast.SelectorExpr); ok && isIdent(selector.X, "fault") {
		return selector.Sel.Name
	}
	return ""
}

func isIdent(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

func collect(t *testing.T, path, source string, into map[string]map[string]string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, source, 0)
	if err != nil {
		return
	}
	dir := filepath.Dir(path)
	if into[dir] == nil {
		into[dir] = map[string]string{}
	}
	ast.Inspect(file, func(node ast.Node) bool {
		spec, ok := node.(*ast.ValueSpec)
		if !ok || len(spec.Names) != len(spec.Values) {
			return true
		}
		for i, name := range spec.Names {
			if literal, ok := spec.Values[i].(*ast.BasicLit); ok && literal.Kind == token.STRING {
				into[dir][name.Name], _ = strconv.Unquote(literal.Value)
			}
		}
		return true
	})
}

// walk calls do with every source file below root that is neither a test nor generated nor a package of somebody else.
func walk(t *testing.T, root string, do func(path, source string), extensions ...string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			if os.IsNotExist(err) {
				return nil
			}
			return err
		}
		if entry.IsDir() {
			if entry.Name() == "node_modules" || entry.Name() == "testdata" {
				return filepath.SkipDir
			}
			return nil
		}
		name := entry.Name()
		if strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "_templ.go") {
			return nil
		}
		for _, extension := range extensions {
			if filepath.Ext(name) == extension {
				source, err := os.ReadFile(path)
				if err != nil {
					return err
				}
				do(path, string(source))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
