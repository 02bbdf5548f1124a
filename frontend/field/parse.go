package field

import (
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/yiyang-police/permit-portal/models/form"
)

// Parse reads the answers of a posted form: those of the questions that stood on the page (_q), others are left alone. An emptied
// answer becomes null, which takes the stored one away. Files are not read here.
func Parse(f *form.Form, values url.Values) form.Answers {
	answers := form.Answers{}
	for _, key := range values["_q"] {
		q, ok := f.Question(key)
		if !ok || !q.Answered() || q.Kind == form.KindDerived {
			continue
		}
		answers[key] = encode(parseOne(q, key, values))
	}
	return answers
}

// parseOne is the answer under an input name, nil for none.
func parseOne(q *form.Question, name string, values url.Values) any {
	switch q.Kind {
	case form.KindYesNo, form.KindDeclaration:
		return parseTruth(q, values.Get(name))
	case form.KindChoices:
		return kept(values[name])
	case form.KindAddress:
		return parseParts(name, values, "area", "detail")
	case form.KindPerson:
		return parseParts(name, values, "name", "id_number")
	case form.KindEnterprise:
		return parseParts(name, values, "name", "credit_code")
	case form.KindFile, form.KindPhoto:
		return parseParts(name, values, "material")
	case form.KindRows:
		return parseRows(q, name, values)
	}
	if value := values.Get(name); value != "" {
		return value
	}
	return nil
}

// parseTruth: a declaration that is not ticked is false, a yes or no that was not chosen is no answer.
func parseTruth(q *form.Question, value string) any {
	switch {
	case value == "true":
		return true
	case value == "false" || q.Kind == form.KindDeclaration:
		return false
	}
	return nil
}

func kept(values []string) any {
	found := slices.DeleteFunc(slices.Clone(values), func(s string) bool { return s == "" })
	if len(found) == 0 {
		return nil
	}
	return found
}

func parseParts(name string, values url.Values, names ...string) any {
	found := map[string]string{}
	for _, part := range names {
		if value := values.Get(name + "." + part); value != "" {
			found[part] = value
		}
	}
	if len(found) == 0 {
		return nil
	}
	return found
}

var rowNumber = regexp.MustCompile(`^\[(\d{1,4})\]\.`)

// parseRows collects the rows in the order of their numbers; rows without any value are left out.
func parseRows(q *form.Question, name string, values url.Values) any {
	var numbers []int
	for input := range values {
		rest, ok := strings.CutPrefix(input, name)
		if !ok {
			continue
		}
		if match := rowNumber.FindStringSubmatch(rest); match != nil {
			n, _ := strconv.Atoi(match[1]) // four digits at most
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	var found []map[string]json.RawMessage
	for _, n := range slices.Compact(numbers) {
		row := map[string]json.RawMessage{}
		for i := range q.Columns {
			column := &q.Columns[i]
			if value := parseOne(column, name+"["+strconv.Itoa(n)+"]."+column.Key, values); value != nil {
				row[column.Key] = encode(value)
			}
		}
		if len(row) > 0 {
			found = append(found, row)
		}
	}
	if len(found) == 0 {
		return nil
	}
	return found
}

// encode cannot fail: the values are strings, booleans and lists of them.
func encode(value any) json.RawMessage {
	raw, _ := json.Marshal(value)
	return raw
}
