package catalog

import (
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"sync"
)

// decoder fills Go values from a tree, strictly: an unknown word or a wrong type is a problem where it stands. It reads the yaml tags of
// the types, and never stops at the first problem.
type decoder struct {
	problems Problems
}

func (d *decoder) problem(n *node, format string, args ...any) {
	d.problems = append(d.problems, n.problem(fmt.Sprintf(format, args...)))
}

// yamlReader is a type that reads itself, as models/form has them.
type yamlReader interface {
	UnmarshalYAML(func(any) error) error
}

func (d *decoder) decode(n *node, v reflect.Value) {
	if n.null() {
		return // left out
	}
	if v.CanAddr() {
		switch self := v.Addr().Interface().(type) {
		case yamlReader:
			if err := self.UnmarshalYAML(func(to any) error { return trial(n, to) }); err != nil {
				d.failed(n, err)
			}
			return
		case encoding.TextUnmarshaler:
			if n.kind != scalar {
				d.problem(n, "one value is expected")
			} else if err := self.UnmarshalText([]byte(n.text)); err != nil {
				d.problem(n, "%q: %v", n.text, err)
			}
			return
		}
	}
	switch v.Kind() {
	case reflect.Pointer:
		to := reflect.New(v.Type().Elem())
		d.decode(n, to.Elem())
		v.Set(to)
	case reflect.Interface:
		v.Set(reflect.ValueOf(n.plain()))
	case reflect.Struct:
		d.object(n, v)
	case reflect.Map:
		d.table(n, v)
	case reflect.Slice:
		d.list(n, v)
	default:
		d.single(n, v)
	}
}

// trial decodes for a type that reads itself: it wants to know whether that went well.
func trial(n *node, to any) error {
	d := decoder{}
	d.decode(n, reflect.ValueOf(to).Elem())
	if len(d.problems) > 0 {
		return d.problems
	}
	return nil
}

func (d *decoder) failed(n *node, err error) {
	var known Problems
	if errors.As(err, &known) {
		d.problems = append(d.problems, known...)
		return
	}
	d.problem(n, "%v", err)
}

func (d *decoder) object(n *node, v reflect.Value) {
	if n.kind != mapping {
		d.problem(n, "a mapping (key: value) is expected")
		return
	}
	fields := fieldsOf(v.Type())
	for _, p := range n.pairs {
		i, known := fields[p.key]
		if !known {
			d.problems = append(d.problems, Problem{p.file, p.line, fmt.Sprintf("unknown field %q", p.key)})
			continue
		}
		d.decode(p.value, v.Field(i))
	}
}

var fieldCache sync.Map // reflect.Type → map[string]int

func fieldsOf(t reflect.Type) map[string]int {
	if known, ok := fieldCache.Load(t); ok {
		return known.(map[string]int)
	}
	fields := map[string]int{}
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ",")
		if name == "" {
			name = strings.ToLower(t.Field(i).Name)
		}
		if name != "-" && t.Field(i).IsExported() {
			fields[name] = i
		}
	}
	known, _ := fieldCache.LoadOrStore(t, fields)
	return known.(map[string]int)
}

func (d *decoder) table(n *node, v reflect.Value) {
	if n.kind != mapping {
		d.problem(n, "a mapping (key: value) is expected")
		return
	}
	made := reflect.MakeMapWithSize(v.Type(), len(n.pairs))
	for _, p := range n.pairs {
		key := reflect.New(v.Type().Key()).Elem()
		key.SetString(p.key)
		value := reflect.New(v.Type().Elem()).Elem()
		d.decode(p.value, value)
		made.SetMapIndex(key, value)
	}
	v.Set(made)
}

func (d *decoder) list(n *node, v reflect.Value) {
	if n.kind != sequence {
		d.problem(n, "a list is expected")
		return
	}
	made := reflect.MakeSlice(v.Type(), len(n.items), len(n.items))
	for i, one := range n.items {
		d.decode(one, made.Index(i))
	}
	v.Set(made)
}

func (d *decoder) single(n *node, v reflect.Value) {
	if n.kind != scalar {
		d.problem(n, "one value is expected")
		return
	}
	var err error
	switch v.Kind() {
	case reflect.String:
		if _, truth := n.value.(bool); truth {
			d.problem(n, "%s is no text: put it in quotes", n.text)
		}
		v.SetString(n.text)
	case reflect.Bool:
		b, ok := n.value.(bool)
		if v.SetBool(b); !ok {
			d.problem(n, "%q is neither true nor false", n.text)
		}
	case reflect.Int, reflect.Int64:
		var i int64
		if i, err = strconv.ParseInt(n.text, 10, 64); err == nil {
			v.SetInt(i)
		}
	case reflect.Float64:
		var f float64
		if f, err = strconv.ParseFloat(n.text, 64); err == nil {
			v.SetFloat(f)
		}
	default:
		d.problem(n, "%s cannot be written in a file", v.Type())
	}
	if err != nil {
		d.problem(n, "%q is no number", n.text)
	}
}

// plain is a node as the values of encoding/json.
func (n *node) plain() any {
	switch n.kind {
	case mapping:
		all := make(map[string]any, len(n.pairs))
		for _, p := range n.pairs {
			all[p.key] = p.value.plain()
		}
		return all
	case sequence:
		all := make([]any, len(n.items))
		for i, one := range n.items {
			all[i] = one.plain()
		}
		return all
	}
	return n.value
}
