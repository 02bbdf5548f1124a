package dbtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"slices"
	"strings"
)

// Acts of a package, as its sources tell.
type Acts struct {
	Writing  []string // exported methods of Service that begin a transaction that writes, themselves or by what they call in the package
	Attacked []string // those that a method of the tests' world with the same name attacks
}

// ActsOf reads the package in a directory. Calls are followed by name, so that it finds rather too much than too little; what is called by a name of
// begin writes as well, and what is called by a name of apart is not followed.
func ActsOf(dir string, begin, apart []string) (a Acts, err error) {
	packages, err := parser.ParseDir(token.NewFileSet(), dir, func(fs.FileInfo) bool { return true }, parser.SkipObjectResolution)
	if err != nil {
		return a, err
	}
	calls, writes := map[string]map[string]bool{}, map[string]bool{}
	begin = append([]string{"db.Write", "db.Once"}, begin...)
	var exported []string
	for _, p := range packages {
		for name, file := range p.Files {
			for _, d := range file.Decls {
				f, ok := d.(*ast.FuncDecl)
				if !ok || f.Body == nil {
					continue
				}
				called := callsIn(f, importsOf(file))
				if strings.HasSuffix(name, "_test.go") {
					if receiver(f) == "world" && called["attacked"] {
						a.Attacked = append(a.Attacked, f.Name.Name)
					}
					continue
				}
				if receiver(f) == "Service" && f.Name.IsExported() {
					exported = append(exported, f.Name.Name)
				}
				if calls[f.Name.Name] == nil {
					calls[f.Name.Name] = map[string]bool{}
				}
				for c := range called {
					calls[f.Name.Name][c] = true
				}
				writes[f.Name.Name] = writes[f.Name.Name] || slices.ContainsFunc(begin, func(name string) bool { return called[name] })
			}
		}
	}
	for more := true; more; {
		more = false
		for f, called := range calls {
			for c := range called {
				if writes[c] && !writes[f] && !slices.Contains(apart, c) {
					writes[f], more = true, true
				}
			}
		}
	}
	for _, f := range exported {
		if writes[f] {
			a.Writing = append(a.Writing, f)
		}
	}
	slices.Sort(a.Writing)
	slices.Sort(a.Attacked)
	return a, nil
}

func receiver(f *ast.FuncDecl) string {
	if f.Recv == nil || len(f.Recv.List) != 1 {
		return ""
	}
	t := f.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	if id, ok := t.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}

// importsOf are the names under which a file uses other packages.
func importsOf(file *ast.File) map[string]bool {
	names := map[string]bool{}
	for _, i := range file.Imports {
		path := strings.Trim(i.Path.Value, `"`)
		name := path[strings.LastIndex(path, "/")+1:]
		if i.Name != nil {
			name = i.Name.Name
		}
		names[name] = true
	}
	return names
}

// callsIn are the names that a function calls: those of this package plain, and "db.Write" and "db.Once" where it begins a transaction.
func callsIn(f *ast.FuncDecl, imports map[string]bool) map[string]bool {
	called := map[string]bool{}
	ast.Inspect(f.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		fun := call.Fun
		if generic, ok := fun.(*ast.IndexExpr); ok {
			fun = generic.X
		}
		switch fun := fun.(type) {
		case *ast.Ident:
			called[fun.Name] = true
		case *ast.SelectorExpr:
			of := ""
			switch x := fun.X.(type) {
			case *ast.Ident:
				of = x.Name
			case *ast.SelectorExpr:
				of = x.Sel.Name
			}
			switch {
			case strings.EqualFold(of, "db") && (fun.Sel.Name == "Write" || fun.Sel.Name == "Once"):
				called["db."+fun.Sel.Name] = true
			case !imports[of]:
				called[fun.Sel.Name] = true
			}
		}
		return true
	})
	return called
}
