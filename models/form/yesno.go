package form

import "encoding/json"

// yesno is true or false; nothing is presumed.
type yesno struct{}

func (yesno) read(_ *Question, raw json.RawMessage) (any, string) { return boolOf(raw) }

func boolOf(raw json.RawMessage) (any, string) {
	var b bool
	if json.Unmarshal(raw, &b) != nil {
		return nil, wrongType
	}
	return b, ""
}

func (yesno) check(_ *checker, _ *Question, _ string, value any) any { return value }

func (yesno) display(s Shown, _ *Question, value any) string { return s.yesNo(value.(bool)) }

func (yesno) uses() []string { return []string{"prefill", "same", "default"} }
