package catalog

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/yiyang-police/permit-portal/migrations"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

const schemaFile = "../../migrations/items/item.schema.json"

var update = flag.Bool("update", false, "write item.schema.json anew")

// The schema with which editors complete item files is made from the types that decode them, so it cannot fall behind:
// go test ./models/catalog -run Schema -update
func TestSchemaIsCurrent(t *testing.T) {
	t.Parallel()
	want := schemaOf(t)
	if *update {
		if err := os.WriteFile(schemaFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(schemaFile); err != nil || !bytes.Equal(got, want) {
		t.Errorf("item.schema.json differs from the types (%v); run this test with -update", err)
	}
}

// Files follow the schema once their fragments stand in place.
func TestItemsFollowTheSchema(t *testing.T) {
	t.Parallel()
	schema, err := jsonschema.NewCompiler().Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := readSet(migrations.Items())
	if err != nil {
		t.Fatal(err)
	}
	lib, _ := readFragments(whole.fragments)
	for _, d := range whole.load(lib) {
		if len(d.problems) > 0 {
			t.Fatal(d.problems)
		}
		if err := schema.Validate(document(t, d.tree)); err != nil {
			t.Errorf("%s: %v", d.src.file, err)
		}
		if d.src.file == renewalFile {
			wrong := document(t, d.tree).(map[string]any)
			wrong["power_type"] = "favour"
			if schema.Validate(wrong) == nil {
				t.Error("the schema accepts a power type that does not exist")
			}
		}
	}
}

func document(t *testing.T, tree *node) any {
	t.Helper()
	body, err := json.Marshal(tree.plain())
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func schemaOf(t *testing.T) []byte {
	t.Helper()
	m := maker{defs: map[string]any{}, comments: comments(t)}
	root := m.object(reflect.TypeFor[Item]())
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["title"] = "Item (政务服务事项)"
	root["$defs"] = m.defs
	body, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(body, '\n')
}

type maker struct {
	defs     map[string]any
	comments map[string]string // "Item.Code" → what its comment says
}

func enum[T ~string](values []T) map[string]any {
	return map[string]any{"type": "string", "enum": values}
}

// closed are the types and fields whose words are closed sets.
func closed(path string) map[string]any {
	return map[string]map[string]any{
		"Item.Status": enum(statuses), "Item.PowerType": enum(powers), "Item.Level": enum(levels),
		"Item.Audience": many(enum(audiences)), "Item.Channels": many(enum(channels)), "Item.Delivery": many(enum(deliveries)),
		"Item.Themes": many(enum(themes)), "Item.Special": many(enum(specials)),
		"Material.Need": enum(needs), "Material.Way": enum(ways), "Material.Kind": enum(materials), "Material.Facts": many(enum(form.FactPaths())),
		"Check.Word": enum(checkWords), "Check.Stage": enum(procedure.Stages()), "Document.Kind": enum(documentKinds),
		"Question.Kind": enum(form.Kinds()), "Question.Source": enum(form.FactPaths()), "Question.Prefill": factOrSituation(),
		"Question.Same": enum(form.FactPaths()), "Condition.Fact": factOrSituation(), "Provenance": enum(origins), "Each.Of": enum(form.FactPaths()),
		"Question.IfAbsent": enum([]string{form.Ask}), "Question.By": enum([]string{form.ByUnit}),
		"Question.Accept": many(enum(form.AcceptedMedia)), "Question.Format": enum([]string{"name", "licence_number", "mobile"}),
	}[path]
}

// factOrSituation is a fact of a register or the answer to a situation.
func factOrSituation() map[string]any {
	return map[string]any{"anyOf": []any{enum(form.FactPaths()), map[string]any{"type": "string", "pattern": `^situation\.[a-z]`}}}
}

func many(of map[string]any) map[string]any {
	return map[string]any{"type": "array", "items": of, "uniqueItems": true}
}

func (m maker) schema(t reflect.Type) map[string]any {
	switch t {
	case reflect.TypeFor[workday.Date]():
		return map[string]any{"type": "string", "format": "date"}
	case reflect.TypeFor[workday.Unit]():
		return enum([]workday.Unit{workday.WorkingDays, workday.NaturalDays, workday.Months, workday.Years, workday.Hours, workday.Now})
	case reflect.TypeFor[form.Decimal]():
		return map[string]any{"type": []string{"number", "string"}}
	case reflect.TypeFor[form.Requirement]():
		return map[string]any{"oneOf": []any{map[string]any{"type": "boolean"}, m.schema(reflect.TypeFor[form.Condition]())}}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return m.schema(t.Elem())
	case reflect.Slice:
		return map[string]any{"type": "array", "items": m.schema(t.Elem())}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": m.schema(t.Elem())}
	case reflect.Struct:
		name := t.Name()
		if t == reflect.TypeFor[form.Condition]() { // the catalogue has its own
			name = "ShowCondition"
		}
		if _, made := m.defs[name]; !made {
			m.defs[name] = nil // a type may contain itself
			m.defs[name] = m.object(t)
		}
		return map[string]any{"$ref": "#/$defs/" + name}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int, reflect.Int64:
		return map[string]any{"type": "integer"}
	case reflect.String:
		return map[string]any{"type": "string"}
	}
	return map[string]any{} // any
}

func (m maker) object(t reflect.Type) map[string]any {
	properties, required := map[string]any{}, []string{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, rest, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if name == "-" || !f.IsExported() {
			continue
		}
		if name == "" {
			name = strings.ToLower(f.Name)
		}
		path := t.Name() + "." + f.Name
		s := closed(path)
		if s == nil {
			s = m.schema(f.Type)
		}
		if said := m.comments[path]; said != "" {
			s = map[string]any{"description": said, "allOf": []any{s}}
		}
		properties[name] = s
		kind := f.Type.Kind()
		if rest != "omitempty" && kind != reflect.Bool && kind != reflect.Int && t != reflect.TypeFor[procedure.Options]() {
			required = append(required, name)
		}
	}
	object := map[string]any{"type": "object", "additionalProperties": false, "properties": properties}
	if len(required) > 0 {
		slices.Sort(required)
		object["required"] = required
	}
	return object
}

// comments reads what the fields' comments say.
func comments(t *testing.T) map[string]string {
	t.Helper()
	said := map[string]string{}
	for _, name := range []string{"item.go", "parts.go", "../form/form.go", "../form/condition.go", "../procedure/options.go"} {
		tree, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			typed, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			if s, ok := typed.Type.(*ast.StructType); ok {
				for _, f := range s.Fields.List {
					for _, id := range f.Names {
						said[typed.Name.Name+"."+id.Name] = strings.TrimSpace(f.Comment.Text())
					}
				}
			}
			return true
		})
	}
	return said
}
