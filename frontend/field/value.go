package field

import (
	"encoding/json"
	"strings"
)

// text is a value that is a string, or a number as it was written; "" for none and for anything else.
func text(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	var n json.Number
	if json.Unmarshal(raw, &n) == nil {
		return n.String()
	}
	return ""
}

// truth is "true", "false", or "" for none.
func truth(raw json.RawMessage) string {
	switch s := strings.TrimSpace(string(raw)); s {
	case "true", "false":
		return s
	}
	return ""
}

// list is a value of several strings.
func list(raw json.RawMessage) []string {
	var values []string
	if json.Unmarshal(raw, &values) != nil {
		return nil
	}
	return values
}

// parts is a value with named parts; its map is never nil.
func parts(raw json.RawMessage) map[string]json.RawMessage {
	values := map[string]json.RawMessage{}
	if json.Unmarshal(raw, &values) != nil || values == nil {
		return map[string]json.RawMessage{}
	}
	return values
}

// rows is a value of several rows.
func rows(raw json.RawMessage) []map[string]json.RawMessage {
	var values []map[string]json.RawMessage
	if json.Unmarshal(raw, &values) != nil {
		return nil
	}
	return values
}
