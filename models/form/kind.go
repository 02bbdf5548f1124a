package form

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// kind is what a kind of question can do with an answer. One file each; kinds is the closed table.
type kind interface {
	// read decodes an answer; nil means "not answered". A code means that the JSON may not even stand in a draft.
	read(q *Question, raw json.RawMessage) (value any, code string)
	// check reports what is wrong with a read answer and returns its normal form, which encodes to JSON that reads the same.
	check(c *checker, q *Question, at string, value any) any
	// display is a checked answer in words.
	display(s Shown, q *Question, value any) string
	// uses lists the limits of Question that mean something to the kind, by their YAML names.
	uses() []string
}

var kinds map[Kind]kind

func init() { // not a literal: rows refers back to the table
	kinds = map[Kind]kind{
		KindText: text{}, KindLongText: longtext{}, KindNumber: number{}, KindMoney: money{}, KindDate: date{},
		KindChoice: choice{}, KindChoices: choices{}, KindYesNo: yesno{}, KindIDNumber: idnumber{}, KindCreditCode: creditcode{},
		KindPhone: phone{}, KindAddress: address{}, KindPerson: person{}, KindEnterprise: enterprise{}, KindFile: file{},
		KindPhoto: photo{}, KindDeclaration: declaration{}, KindRows: rows{}, KindDerived: derived{}, KindNote: note{},
	}
}

// Kinds lists every kind in the order in which they are documented.
func Kinds() []Kind {
	return []Kind{
		KindText, KindLongText, KindNumber, KindMoney, KindDate, KindChoice, KindChoices, KindYesNo, KindIDNumber, KindCreditCode,
		KindPhone, KindAddress, KindPerson, KindEnterprise, KindFile, KindPhoto, KindDeclaration, KindRows, KindDerived, KindNote,
	}
}

// Limits of what a draft may hold, whatever the item says.
const (
	mostRunes   = 4000      // code points of one text
	mostBytes   = 256 << 10 // bytes of one answer: a roster of 500 guards has some 70 KB
	mostRows    = 500       // rows of one list
	mostAnswers = 200       // answers in one patch
)

// Codes of answers that may not even stand in a draft.
const (
	wrongType     = "WRONG_TYPE"
	badCharacter  = "BAD_CHARACTER"
	answerTooLong = "ANSWER_TOO_LONG"
)

// stringOf decodes a JSON string, tidied: invisible characters out, trimmed. Characters that reorder or break text are refused.
func stringOf(raw json.RawMessage, lines bool) (string, string) {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return "", wrongType
	}
	return tidy(s, lines)
}

func tidy(s string, lines bool) (string, string) {
	if utf8.RuneCountInString(s) > mostRunes {
		return "", answerTooLong
	}
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n' && lines:
			b.WriteRune(r)
		case r == '\n' || r == '\t':
			b.WriteByte(' ')
		case r == '\u200b' || r == '\u2060' || r == '\ufeff': // zero width: left behind by copying
		case forbidden(r):
			return "", badCharacter
		default:
			b.WriteRune(r)
		}
	}
	return strings.TrimSpace(b.String()), ""
}

// forbidden are control characters, the marks that reorder text (a name could then show as another), and U+FFFD, which stands where
// the sender's bytes were no character.
func forbidden(r rune) bool {
	return r < 0x20 || r >= 0x7f && r < 0xa0 || r == '\u061c' || r == '\u200e' || r == '\u200f' || r >= '\u202a' && r <= '\u202e' ||
		r >= '\u2066' && r <= '\u2069' || r == '\ufffd'
}

// stringsOf decodes a list of strings without doubles.
func stringsOf(raw json.RawMessage) ([]string, string) {
	var many []json.RawMessage
	if json.Unmarshal(raw, &many) != nil {
		return nil, wrongType
	}
	var found []string
	for _, one := range many {
		s, code := stringOf(one, false)
		if code != "" {
			return nil, code
		}
		if s != "" && !slices.Contains(found, s) {
			found = append(found, s)
		}
	}
	return found, ""
}

// object decodes a JSON object with exactly the fields of T.
func object[T any](raw json.RawMessage) (T, string) {
	var v T
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if first, _ := d.Token(); first != json.Delim('{') {
		return v, wrongType
	}
	d = json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if d.Decode(&v) != nil {
		return v, wrongType
	}
	if _, err := d.Token(); err != io.EOF {
		return v, wrongType
	}
	return v, ""
}

// tidyAll tidies the texts of an object in place; the first code wins.
func tidyAll(texts ...*string) string {
	for _, t := range texts {
		s, code := tidy(*t, false)
		if code != "" {
			return code
		}
		*t = s
	}
	return ""
}

// encode writes a value as compact JSON.
func encode(v any) json.RawMessage {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err) // every value here is made by read or check
	}
	return raw
}
