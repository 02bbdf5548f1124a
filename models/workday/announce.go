package workday

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Slip is a fault of a calendar file: where it is and what is wrong. Line is 0 where it is not known.
type Slip struct {
	Line  int
	Field string // "off[0]", "status"
	What  string
}

// Error names line and field before the fault.
func (s *Slip) Error() string {
	words := s.What
	if s.Field != "" {
		words = s.Field + ": " + words
	}
	if s.Line > 0 {
		words = fmt.Sprintf("line %d: %s", s.Line, words)
	}
	return words
}

func slip(field, format string, args ...any) *Slip {
	return &Slip{Field: field, What: fmt.Sprintf(format, args...)}
}

// ReadAnnouncement reads an announcement of holidays as one of three forms: years by number (domain.md 5.7), one year as in a calendar file of the
// portal, or the plain text of the State Council's notice. Every year is checked as it will be counted with; all faults of one are *Slip with
// line and field.
func ReadAnnouncement(content []byte) ([]Year, error) {
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	switch trimmed := bytes.TrimSpace(content); {
	case len(trimmed) == 0:
		return nil, slip("", "the file is empty")
	case trimmed[0] != '{':
		return readNotice(string(content))
	}
	years, err := decodeYears(content)
	if err != nil {
		return nil, err
	}
	for _, y := range years {
		if err := y.Check(); err != nil {
			return nil, placed(content, y, err)
		}
		if len(y.Off) == 0 {
			return nil, slip(fmt.Sprintf("%d.off", y.Year), "no days off are given")
		}
	}
	return years, nil
}

// Check tells whether a year can be counted with; its fault is a *Slip.
func (y Year) Check() error {
	c := &Calendar{status: map[int]Status{}, source: map[int]string{}, special: map[Date]Reason{}}
	return c.add(y)
}

// Same tells whether two announcements of a year say the same, however they write their days.
func (y Year) Same(other Year) bool {
	return y.Year == other.Year && y.Status == other.Status && y.Source == other.Source && slices.Equal(y.days(), other.days())
}

// days are the special days in order, each with its kind.
func (y Year) days() []string {
	c, err := NewCalendar("", y)
	if err != nil {
		return nil
	}
	days := make([]string, 0, len(c.special))
	for d, reason := range c.special {
		days = append(days, d.String()+" "+string(reason))
	}
	slices.Sort(days)
	return days
}

func decodeYears(content []byte) ([]Year, error) {
	var single Year
	err := decodeStrictly(content, &single)
	if err == nil {
		return []Year{single}, nil
	}
	var byNumber map[string]struct {
		Status Status   `json:"status"`
		Source string   `json:"source"`
		Off    []string `json:"off"`
		Work   []string `json:"work"`
	}
	var probe map[string]json.RawMessage
	if json.Unmarshal(content, &probe) == nil && probe["year"] != nil {
		return nil, err // meant as one year
	}
	if err := decodeStrictly(content, &byNumber); err != nil {
		return nil, err
	}
	var years []Year
	for number, y := range byNumber {
		n, err := strconv.Atoi(number)
		if err != nil {
			return nil, &Slip{Line: lineOf(content, `"`+number+`"`), Field: number, What: "not a year"}
		}
		years = append(years, Year{Year: n, Status: y.Status, Source: y.Source, Off: y.Off, Work: y.Work})
	}
	if len(years) == 0 {
		return nil, slip("", "no year is given")
	}
	slices.SortFunc(years, func(a, b Year) int { return a.Year - b.Year })
	return years, nil
}

func decodeStrictly(content []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(into)
	if err == nil {
		if _, err = decoder.Token(); errors.Is(err, io.EOF) {
			return nil
		}
		err = errors.New("more than one JSON value")
	}
	if _, name, unknown := strings.Cut(err.Error(), "unknown field "); unknown {
		return &Slip{Line: lineOf(content, name), What: "unknown field " + name}
	}
	at, field := decoder.InputOffset(), ""
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		at = syntax.Offset
	case errors.As(err, &kind):
		at, field = kind.Offset, kind.Field
	}
	return &Slip{Line: 1 + bytes.Count(content[:min(int(at), len(content))], []byte("\n")), Field: field, What: strings.TrimPrefix(err.Error(), "json: ")}
}

// placed adds the line on which the faulty value of a year stands.
func placed(content []byte, y Year, err error) error {
	var s *Slip
	if !errors.As(err, &s) {
		return err
	}
	list, rest, _ := strings.Cut(s.Field, "[")
	value := fmt.Sprintf(`"%s"`, list)
	if i, e := strconv.Atoi(strings.TrimSuffix(rest, "]")); e == nil {
		days := y.Off
		if list == "work" {
			days = y.Work
		}
		value = `"` + days[i] + `"`
	}
	copied := *s
	copied.Line = lineOf(content, value)
	copied.Field = fmt.Sprintf("%d.%s", y.Year, s.Field)
	return &copied
}

// lineOf is the line of the last place at which a text stands: of a day given twice that is the second. 0 when it stands nowhere.
func lineOf(content []byte, text string) int {
	at := bytes.LastIndex(content, []byte(text))
	if at < 0 {
		return 0
	}
	return 1 + bytes.Count(content[:at], []byte("\n"))
}
