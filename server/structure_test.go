package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

const module = "github.com/yiyang-police/permit-portal/"

// capabilities of the room, left to right: each may import those after it, never one before it.
var capabilities = []string{"supervise", "appointment", "numbers", "expedite", "delivery", "casework", "roster", "filing", "enterprise", "disclosure", "ledger", "notice", "document", "material", "catalog", "calendar", "reading", "account", "live"}

// mayImport lists, for each package of this module, which others its files may import. A name that ends with / stands for everything
// below it.
func mayImport(pkg string) []string {
	pure := []string{"models/flow", "models/procedure", "models/form", "models/identity", "models/workday", "models/search", "models/fault"}
	capability, isModel := strings.CutPrefix(pkg, "models/")
	if at := slices.Index(capabilities, capability); isModel && at >= 0 {
		allowed := append(pure, "models/journal", "models/db")
		for _, right := range capabilities[at+1:] {
			allowed = append(allowed, "models/"+right)
		}
		return allowed
	}
	doors := []string{"models/", "handlers/respond", "handlers/auth", "frontend/"}
	switch pkg {
	case "migrations", "frontend/assets", "models/fault", "models/search", "server/localdb":
		return nil
	case "models/workday":
		return []string{"models/fault"}
	case "models/flow":
		return []string{"models/workday", "models/fault"}
	case "models/identity":
		return []string{"models/workday", "models/fault"}
	case "models/form":
		return pure[3:]
	case "models/procedure":
		return pure[2:]
	case "models/db":
		return pure
	case "models/journal":
		return append(pure, "models/db")
	case "models/db/dbtest": // tests must not ask people to prepare a server: this starts one, which nothing but server may do otherwise
		return []string{"models/db", "models/workday", "migrations", "server/localdb"}
	case "models/catalog/catalogtest": // and this one fills it with all items
		return []string{"models/catalog", "models/db", "models/db/dbtest", "models/workday", "migrations"}
	case "frontend/locale":
		return []string{"models/"}
	case "frontend/ui":
		return []string{"frontend/locale", "frontend/assets"}
	case "frontend/field":
		return []string{"frontend/ui", "frontend/locale", "frontend/assets", "models/"}
	case "frontend/letters":
		return []string{"frontend/ui", "frontend/locale", "frontend/assets", "models/"}
	case "frontend/pages": // a page may show a letter
		return []string{"frontend/letters", "frontend/field", "frontend/ui", "frontend/locale", "frontend/assets", "models/"}
	case "handlers/auth":
		return []string{"models/"}
	case "handlers/respond":
		return []string{"handlers/auth", "frontend/", "models/"}
	case "handlers/web", "handlers/jobs":
		return doors
	}
	if pkg == "handlers/api" || strings.HasPrefix(pkg, "handlers/api/") { // its generated contract stands below it
		return append(doors, "handlers/api/")
	}
	if pkg == "server" || strings.HasPrefix(pkg, "server/") {
		return []string{"server", "server/", "handlers/", "frontend/", "models/", "migrations"}
	}
	return nil
}

// libraries that only some folders may use, by path prefix; everything else goes through those.
var libraries = []struct {
	path string
	may  func(pkg, file string) bool
}{
	{"gorm.io/", func(pkg, file string) bool {
		return within(pkg, "models/db") || within(pkg, "models") && strings.HasPrefix(file, "store")
	}},
	{"github.com/riverqueue/", func(pkg, _ string) bool { return within(pkg, "models/db", "handlers/jobs", "server") }},
	{"github.com/labstack/echo", func(pkg, _ string) bool { return within(pkg, "handlers", "server") }},
	{"github.com/golang-jwt/", func(pkg, _ string) bool { return within(pkg, "handlers/auth") }},
	{"github.com/a-h/templ", func(pkg, _ string) bool { return within(pkg, "frontend", "handlers/web", "handlers/respond") }},
	{module + "models/db", func(pkg, file string) bool { // within the room, rules stay free of the database
		return !within(pkg, "models") || within(pkg, "models/db", "models/catalog/catalogtest") || strings.HasPrefix(file, "store") || strings.HasPrefix(file, "service")
	}},
	{module + "models/db/dbtest", func(pkg, file string) bool {
		return isTest(file) || within(pkg, "models/catalog/catalogtest", "server/apptest")
	}},
	{module + "models/catalog/catalogtest", func(pkg, file string) bool { return isTest(file) || pkg == "server/apptest" }},
	{module + "server/apptest", func(_, file string) bool { return isTest(file) }},
}

func within(pkg string, folders ...string) bool {
	return slices.ContainsFunc(folders, func(f string) bool { return pkg == f || strings.HasPrefix(pkg, f+"/") })
}

func isTest(file string) bool { return strings.HasSuffix(file, "_test.go") }

type listed struct {
	ImportPath, Dir                    string
	Standard                           bool
	GoFiles, TestGoFiles, XTestGoFiles []string
	Deps                               []string
}

// everything is what go list says about this module and all that it is built from.
var everything = sync.OnceValues(func() ([]listed, error) {
	cmd := exec.Command("go", "list", "-deps", "-json=ImportPath,Dir,Standard,GoFiles,TestGoFiles,XTestGoFiles,Deps", "./...")
	cmd.Dir = ".."
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w: %s", err, complaints.String())
	}
	var all []listed
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
})

// source is one Go file of this module.
type source struct {
	pkg, file string // "models/db", "tx.go"
	tree      *ast.File
	set       *token.FileSet
}

func (s source) name() string { return path.Join(s.pkg, s.file) }

var sources = sync.OnceValues(func() ([]source, error) {
	packages, err := everything()
	if err != nil {
		return nil, err
	}
	var all []source
	for _, p := range packages {
		pkg, ours := strings.CutPrefix(p.ImportPath, module)
		if !ours {
			continue
		}
		for _, file := range slices.Concat(p.GoFiles, p.TestGoFiles, p.XTestGoFiles) {
			set := token.NewFileSet()
			tree, err := parser.ParseFile(set, filepath.Join(p.Dir, file), nil, parser.SkipObjectResolution)
			if err != nil {
				return nil, err
			}
			all = append(all, source{pkg, file, tree, set})
		}
	}
	return all, nil
})

func eachSource(t *testing.T, do func(s source)) {
	t.Helper()
	all, err := sources()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 100 {
		t.Fatalf("only %d files found", len(all))
	}
	for _, s := range all {
		do(s)
	}
}

func imports(s source) []string {
	var paths []string
	for _, i := range s.tree.Imports {
		p, _ := strconv.Unquote(i.Path.Value) // it was parsed
		paths = append(paths, p)
	}
	return paths
}

func TestPackagesImportOnlyWhatTheyMay(t *testing.T) {
	t.Parallel()
	eachSource(t, func(s source) {
		if isTest(s.file) {
			return // tests reach wherever they need to
		}
		allowed := mayImport(s.pkg)
		for _, p := range imports(s) {
			other, ours := strings.CutPrefix(p, module)
			if ours && !slices.ContainsFunc(allowed, func(a string) bool { return a == other || strings.HasSuffix(a, "/") && strings.HasPrefix(other, a) }) {
				t.Errorf("%s may not import %s", s.name(), other)
			}
		}
	})
}

func TestLibrariesStayWhereTheyBelong(t *testing.T) {
	t.Parallel()
	eachSource(t, func(s source) {
		for _, p := range imports(s) {
			for _, l := range libraries {
				exact := strings.HasPrefix(l.path, module)
				if (exact && p == l.path || !exact && strings.HasPrefix(p, l.path)) && !l.may(s.pkg, s.file) && !isTest(s.file) {
					t.Errorf("%s may not import %s", s.name(), p)
				}
			}
		}
	})
}

// The pure part of the room stands on the standard library alone (and the type of ids), however far one looks.
func TestRulesStandOnTheStandardLibraryAlone(t *testing.T) {
	t.Parallel()
	packages, err := everything()
	if err != nil {
		t.Fatal(err)
	}
	standard := map[string]bool{}
	for _, p := range packages {
		standard[p.ImportPath] = p.Standard
	}
	for _, p := range packages {
		pkg := strings.TrimPrefix(p.ImportPath, module)
		if !slices.Contains([]string{"models/procedure", "models/form", "models/identity", "models/workday", "models/fault"}, pkg) {
			continue
		}
		for _, dep := range p.Deps {
			if !standard[dep] && !strings.HasPrefix(dep, module) && dep != "github.com/google/uuid" { // a type of identifiers, nothing else
				t.Errorf("%s depends on %s", pkg, dep)
			}
		}
	}
}

// clockReaders are what asks the machine for the time.
var clockReaders = []string{"Now", "Since", "Until"}

func TestTheTimeIsAnArgument(t *testing.T) {
	t.Parallel()
	eachSource(t, func(s source) {
		tells := within(s.pkg, "models/db", "server")
		ast.Inspect(s.tree, func(n ast.Node) bool {
			selected, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := selected.X.(*ast.Ident); !ok || x.Name != "time" {
				return true
			}
			at := s.set.Position(selected.Pos()).Line
			if !tells && !isTest(s.file) && slices.Contains(clockReaders, selected.Sel.Name) {
				t.Errorf("%s:%d asks for time.%s: take the time as an argument", s.name(), at, selected.Sel.Name)
			}
			if isTest(s.file) && selected.Sel.Name == "Sleep" {
				t.Errorf("%s:%d sleeps: wait for what is expected, or set a clock", s.name(), at)
			}
			return true
		})
	})
}

// never are habits of gorm that hide what is written and read.
var never = []string{"AutoMigrate", "Save", "DeletedAt", "Unscoped"}

func TestTheDatabaseIsSpokenToInTheOpen(t *testing.T) {
	t.Parallel()
	eachSource(t, func(s source) {
		if isTest(s.file) || !within(s.pkg, "models") {
			return
		}
		usesGorm := slices.ContainsFunc(imports(s), func(p string) bool { return strings.HasPrefix(p, "gorm.io/") || p == module+"models/db" })
		ast.Inspect(s.tree, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				x, _ := n.X.(*ast.Ident)
				if usesGorm && slices.Contains(never, n.Sel.Name) || x != nil && x.Name == "gorm" && n.Sel.Name == "Model" {
					t.Errorf("%s:%d uses %s", s.name(), s.set.Position(n.Pos()).Line, n.Sel.Name)
				}
			case *ast.BasicLit:
				if text := strings.ToUpper(n.Value); n.Kind == token.STRING && (strings.Contains(text, "SELECT *") || strings.Contains(text, "RETURNING *")) {
					t.Errorf("%s:%d does not say which columns", s.name(), s.set.Position(n.Pos()).Line)
				}
			}
			return true
		})
	})
}
