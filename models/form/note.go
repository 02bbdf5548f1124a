package form

import "encoding/json"

// note is read, not answered.
type note struct{}

func (note) read(*Question, json.RawMessage) (any, string) { return nil, wrongType }

func (note) check(_ *checker, _ *Question, _ string, value any) any { return value }

func (note) display(Shown, *Question, any) string { return "" }

func (note) uses() []string { return nil }
