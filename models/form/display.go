package form

import (
	"encoding/json"

	"github.com/google/uuid"
)

// Shown says how answers are put into words: in which language, and under which name an upload is known.
type Shown struct {
	Lang     Lang
	Material func(id uuid.UUID) (MaterialFacts, bool) // nil: files have no name
}

// Display is an answer in words, for check pages, documents and clerks: the option's label, 2026年11月23日, one line per row. It is ""
// without an answer; an answer that is still wrong is shown as it was typed.
func (s Shown) Display(q *Question, answer json.RawMessage) string {
	value, ok := displayable(q, answer)
	if !ok {
		return ""
	}
	return kinds[q.Kind].display(s, q, value)
}

// Rows is the answer to a rows question as a table, one cell per column.
func (s Shown) Rows(q *Question, answer json.RawMessage) [][]string {
	value, ok := displayable(q, answer)
	if !ok || q.Kind != KindRows {
		return nil
	}
	return displayRows(s, q, value.([]row))
}

func displayable(q *Question, answer json.RawMessage) (any, bool) {
	kind, known := kinds[q.Kind]
	if !known || none(answer) {
		return nil, false
	}
	value, code := kind.read(q, answer)
	if code != "" || value == nil {
		return nil, false
	}
	return kind.check(&checker{}, q, "", value), true // only for the normal form
}

func (s Shown) comma() string {
	if s.Lang == En {
		return ", "
	}
	return "，"
}

func (s Shown) pair(a, b string) string {
	switch {
	case b == "":
		return a
	case s.Lang == En:
		return a + " (" + b + ")"
	}
	return a + "（" + b + "）"
}

func (s Shown) yesNo(b bool) string {
	switch {
	case s.Lang == En && b:
		return "Yes"
	case s.Lang == En:
		return "No"
	case b:
		return "是"
	}
	return "否"
}

func (s Shown) fileName(f File) string {
	if s.Material != nil {
		if m, ok := s.Material(f.Material); ok {
			return m.Name
		}
	}
	if s.Lang == En {
		return "Uploaded"
	}
	return "已上传"
}
