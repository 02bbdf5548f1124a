package catalog

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/parser"

	"github.com/yiyang-police/permit-portal/models/fault"
)

// Field is a text of an item's file that an editor may change in a form instead of in the file.
type Field struct {
	Path  string // "guide.faq[0].answer.zh"
	Where []Waypoint
	Lang  string // "zh", "en"
	Text  string
}

// formParts are the parts of an item whose texts stand in the form, in its order.
var formParts = []string{"name", "main_item", "summary", "guide", "materials", "limits", "fee", "result", "quota", "situations"}

// textFields lists the texts that stand in the file itself; what a fragment says is changed in the fragment.
func textFields(file string, raw []byte) []Field {
	root, problems := parse(file, raw)
	if len(problems) > 0 {
		return nil
	}
	var all []Field
	for _, part := range formParts {
		if n, ok := root.get(part); ok {
			collect(&all, part, []Waypoint{{Word: part}}, n)
		}
	}
	return all
}

func collect(all *[]Field, path string, where []Waypoint, n *node) {
	switch n.kind {
	case sequence:
		for i, one := range n.items {
			collect(all, fmt.Sprintf("%s[%d]", path, i), append(slices.Clone(where), Waypoint{Entry: label(one, i)}), one)
		}
	case mapping:
		for _, p := range n.pairs {
			at := path + "." + p.key
			if (p.key == "zh" || p.key == "en") && p.value.kind == scalar {
				*all = append(*all, Field{Path: at, Where: where, Lang: p.key, Text: p.value.text})
			} else if p.value.kind != scalar {
				collect(all, at, append(slices.Clone(where), Waypoint{Word: p.key}), p.value)
			}
		}
	}
}

// setText writes another text at a path and leaves every other byte of the file as it is. EDIT_IN_SOURCE when the text runs over several
// lines of the file or is not written where it is used.
func setText(file string, raw []byte, path, text string) ([]byte, error) {
	refused := fault.New(fault.Invalid, "EDIT_IN_SOURCE", "path", path)
	tree, err := parser.ParseBytes(raw, 0)
	if err != nil {
		return nil, refused.Because(err)
	}
	place, err := yaml.PathString("$." + path)
	if err != nil {
		return nil, refused.Because(err)
	}
	n, err := place.FilterFile(tree)
	if err != nil || n == nil || n.GetToken() == nil || n.GetToken().Position == nil {
		return nil, refused
	}
	t := n.GetToken()
	lines := bytes.SplitAfter(raw, []byte("\n"))
	if t.Position.Line < 1 || t.Position.Line > len(lines) {
		return nil, refused
	}
	line, written := []rune(string(lines[t.Position.Line-1])), strings.TrimSpace(t.Origin)
	start := t.Position.Column - 1
	if start < 0 || start > len(line) || written == "" || strings.Contains(written, "\n") || !strings.HasPrefix(string(line[start:]), written) {
		return nil, refused
	}
	changed := string(line[:start]) + quoted(text) + strings.TrimPrefix(string(line[start:]), written)
	lines[t.Position.Line-1] = []byte(changed)
	result := bytes.Join(lines, nil)
	root, problems := parse(file, result)
	if len(problems) > 0 || root.at(path).text != text {
		return nil, refused
	}
	return result, nil
}

// quoted is a text in double quotes, in which YAML and JSON agree.
func quoted(text string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(text) != nil {
		return `""`
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// setTop writes a key at the top of the file anew, in place of all its lines; value is YAML of one line, "" takes the key away.
func setTop(raw []byte, key, value string) []byte {
	lines := strings.SplitAfter(string(raw), "\n")
	begins := func(line string) bool {
		return regexp.MustCompile(`^` + regexp.QuoteMeta(key) + `\s*:`).MatchString(line)
	}
	at := slices.IndexFunc(lines, begins)
	fresh := key + ": " + value + "\n"
	if value == "" {
		fresh = ""
	}
	if at < 0 {
		if n := len(lines); n > 0 && lines[n-1] != "" && !strings.HasSuffix(lines[n-1], "\n") {
			lines[n-1] += "\n"
		}
		return []byte(strings.Join(lines, "") + fresh)
	}
	end := at + 1
	for end < len(lines) && (lines[end] == "" || strings.ContainsAny(lines[end][:1], " \t-]})") || strings.TrimSpace(lines[end]) == "") {
		end++
	}
	for end > at+1 && strings.TrimSpace(lines[end-1]) == "" { // blank lines belong to what follows
		end--
	}
	return []byte(strings.Join(lines[:at], "") + fresh + strings.Join(lines[end:], ""))
}

// setWords writes the list of everyday words.
func setWords(raw []byte, list []string) []byte {
	all := make([]string, len(list))
	for i, w := range list {
		all[i] = quoted(w)
	}
	return setTop(raw, "words", "["+strings.Join(all, ", ")+"]")
}

// wordsOf are the everyday words that the file itself lists; own is false when they come from a fragment.
func wordsOf(file string, raw []byte) (list []string, own bool) {
	root, problems := parse(file, raw)
	if len(problems) > 0 {
		return nil, false
	}
	n, ok := root.get("words")
	if !ok || n.kind != sequence {
		return nil, !ok
	}
	for _, one := range n.items {
		if one.kind != scalar {
			return nil, false
		}
		list = append(list, one.text)
	}
	return list, true
}
