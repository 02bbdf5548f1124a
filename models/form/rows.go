package form

import (
	"encoding/json"
	"fmt"
	"strings"
)

// rows is a list whose rows answer the same columns. Columns are questions of the flat kinds.
type rows struct{}

// row is one row, by column key; unanswered columns are absent.
type row map[string]any

func (rows) read(q *Question, raw json.RawMessage) (any, string) {
	var many []map[string]json.RawMessage
	if json.Unmarshal(raw, &many) != nil {
		return nil, wrongType
	}
	if len(many) > mostRows {
		return nil, answerTooLong
	}
	var found []row
	for _, one := range many {
		r, code := readRow(q, one)
		if code != "" {
			return nil, code
		}
		if len(r) > 0 {
			found = append(found, r)
		}
	}
	if len(found) == 0 {
		return nil, ""
	}
	return found, ""
}

func readRow(q *Question, cells map[string]json.RawMessage) (row, string) {
	r := row{}
	for key, raw := range cells {
		column, ok := q.Column(key)
		if !ok {
			return nil, wrongType
		}
		if none(raw) {
			continue
		}
		value, code := kinds[column.Kind].read(column, raw)
		if code != "" {
			return nil, code
		}
		if value != nil {
			r[key] = value
		}
	}
	return r, ""
}

func (rows) check(c *checker, q *Question, at string, value any) any {
	given := value.([]row)
	if len(given) < q.MinRows {
		c.fault(at, "ROWS_MISSING", "min", q.MinRows)
	}
	if q.MaxRows > 0 && len(given) > q.MaxRows {
		c.fault(at, "ROWS_TOO_MANY", "max", q.MaxRows)
	}
	clean := make([]row, len(given))
	for i, r := range given {
		clean[i] = row{}
		for k := range q.Columns {
			column := &q.Columns[k]
			cell := fmt.Sprintf("%s/%d/%s", at, i, column.Key)
			if v, ok := r[column.Key]; ok {
				clean[i][column.Key] = kinds[column.Kind].check(c, column, cell, v)
			} else if column.Required.holds(c.look) {
				c.fault(cell, "REQUIRED")
			}
		}
	}
	c.each(q, at, clean)
	if q.Roster != "" {
		c.doubles("id_number", at, clean)
	}
	return clean
}

// each reports the values for which a row is missing, and doubles among them.
func (c *checker) each(q *Question, at string, given []row) {
	if q.Each == nil {
		return
	}
	seen := c.doubles(q.Each.Column, at, given)
	for _, wanted := range c.list(q.Each.Of) {
		if _, ok := seen[wanted]; !ok {
			c.fault(at, "ROW_MISSING", "value", wanted)
		}
	}
}

// doubles reports a column's values that stand twice, and answers in which row each stands first.
func (c *checker) doubles(column, at string, given []row) map[string]int {
	seen := map[string]int{}
	for i, r := range given {
		v, ok := r[column]
		if !ok {
			continue
		}
		if first, twice := seen[fmt.Sprint(v)]; twice {
			c.fault(fmt.Sprintf("%s/%d/%s", at, i, column), "ROW_TWICE", "row", first+1)
		} else {
			seen[fmt.Sprint(v)] = i
		}
	}
	return seen
}

func (rows) display(s Shown, q *Question, value any) string {
	var lines []string
	for _, cells := range displayRows(s, q, value.([]row)) {
		var kept []string
		for _, cell := range cells {
			if cell != "" {
				kept = append(kept, cell)
			}
		}
		lines = append(lines, strings.Join(kept, s.comma()))
	}
	return strings.Join(lines, "\n")
}

func displayRows(s Shown, q *Question, given []row) [][]string {
	var table [][]string
	for _, r := range given {
		cells := make([]string, len(q.Columns))
		for k := range q.Columns {
			if v, ok := r[q.Columns[k].Key]; ok {
				cells[k] = kinds[q.Columns[k].Kind].display(s, &q.Columns[k], v)
			}
		}
		table = append(table, cells)
	}
	return table
}

func (rows) uses() []string {
	return []string{"columns", "min_rows", "max_rows", "each", "prefill", "roster"}
}
