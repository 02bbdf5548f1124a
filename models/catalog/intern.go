package catalog

import (
	"reflect"
	"unique"
)

// intern lets an item share its texts with all other items: most of what they say comes from the same fragments, and hundreds of items
// lie in memory for as long as the portal runs.
func intern(item *Item) { internValue(reflect.ValueOf(item).Elem()) }

func internValue(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if v.CanSet() && v.Len() > 0 {
			v.SetString(unique.Make(v.String()).Value())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			internValue(v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			internValue(v.Index(i))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			internValue(v.Elem())
		}
	}
}
