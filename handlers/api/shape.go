package api

import (
	"encoding"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yiyang-police/permit-portal/models/fault"
)

// shapeFaults compares a decoded JSON value with the type that shall hold it and lists every difference at its JSON pointer: what
// encoding/json finds first, without saying where in a list, or does not mind.
func shapeFaults[T any](value any) []fault.Field {
	s := &shape{}
	s.compare("", reflect.TypeFor[T](), value)
	return s.faults
}

type shape struct{ faults []fault.Field }

// mostFaults of one request are told.
const mostFaults = 50

func (s *shape) add(pointer, code string) {
	if len(s.faults) < mostFaults {
		s.faults = append(s.faults, fault.OneField(pointer, code))
	}
}

var (
	rawJSON    = reflect.TypeFor[json.RawMessage]()
	jsonReader = reflect.TypeFor[json.Unmarshaler]()
	textReader = reflect.TypeFor[encoding.TextUnmarshaler]()
)

func (s *shape) compare(at string, t reflect.Type, value any) {
	if t == rawJSON { // the form's own rules know what belongs here
		s.characters(at, value)
		return
	}
	if t.Kind() == reflect.Pointer {
		if value != nil {
			s.compare(at, t.Elem(), value)
		}
		return
	}
	if p := reflect.PointerTo(t); p.Implements(jsonReader) || p.Implements(textReader) {
		s.readable(at, t, value)
		return
	}
	switch t.Kind() {
	case reflect.Struct:
		s.object(at, t, value)
	case reflect.Map:
		s.dictionary(at, t, value)
	case reflect.Slice:
		s.rows(at, t, value)
	default:
		s.scalar(at, t, value)
	}
}

// readable asks a type that reads itself, such as an id or a date.
func (s *shape) readable(at string, t reflect.Type, value any) {
	raw, err := json.Marshal(value)
	if err == nil {
		err = json.Unmarshal(raw, reflect.New(t).Interface())
	}
	if err != nil {
		s.add(at, "WRONG_TYPE")
	}
}

func (s *shape) object(at string, t reflect.Type, value any) {
	object, ok := value.(map[string]any)
	if !ok {
		s.add(at, "WRONG_TYPE")
		return
	}
	known := map[string]reflect.Type{}
	for i := range t.NumField() {
		field := t.Field(i)
		if name, _, _ := strings.Cut(field.Tag.Get("json"), ","); field.IsExported() && name != "" && name != "-" {
			known[name] = field.Type
		}
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if kind, ok := known[name]; ok {
			s.compare(at+"/"+escape(name), kind, object[name])
		} else {
			s.add(at+"/"+escape(name), "UNKNOWN_FIELD")
		}
	}
}

func (s *shape) dictionary(at string, t reflect.Type, value any) {
	if value == nil {
		return
	}
	object, ok := value.(map[string]any)
	if !ok {
		s.add(at, "WRONG_TYPE")
		return
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if !storable(name) {
			s.add(at+"/"+escape(name), "CHARACTER_NOT_STORABLE")
			continue
		}
		s.compare(at+"/"+escape(name), t.Elem(), object[name])
	}
}

func (s *shape) rows(at string, t reflect.Type, value any) {
	rows, ok := value.([]any)
	if !ok && value != nil {
		s.add(at, "WRONG_TYPE")
	}
	for i, row := range rows {
		s.compare(at+"/"+strconv.Itoa(i), t.Elem(), row)
	}
}

func (s *shape) scalar(at string, t reflect.Type, value any) {
	ok := false
	switch v := value.(type) {
	case string:
		if ok = t.Kind() == reflect.String; ok {
			s.characters(at, v)
		}
	case bool:
		ok = t.Kind() == reflect.Bool
	case json.Number:
		ok = (t.Kind() == reflect.Int || t.Kind() == reflect.Int64) && json.Unmarshal([]byte(v), new(int64)) == nil
	}
	if !ok {
		s.add(at, "WRONG_TYPE")
	}
}

// characters looks for text that cannot be stored anywhere below a value.
func (s *shape) characters(at string, value any) {
	switch v := value.(type) {
	case string:
		if !storable(v) {
			s.add(at, "CHARACTER_NOT_STORABLE")
		}
	case []any:
		for i, row := range v {
			s.characters(at+"/"+strconv.Itoa(i), row)
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			s.characters(at+"/"+escape(name), name)
			s.characters(at+"/"+escape(name), v[name])
		}
	}
}

// storable refuses NUL and other control characters, and those that make text look different from what it is.
func storable(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			return false
		case r < 0x20 || r >= 0x7f && r < 0xa0:
			return true
		}
		return r == 0x061c || r >= 0x200e && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
	})
}

// escape writes a name as a token of a JSON pointer (RFC 6901).
func escape(name string) string {
	name = strings.ToValidUTF8(name, "�")
	if len(name) > 100 {
		name = strings.ToValidUTF8(name[:100], "") + "…"
	}
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
}
