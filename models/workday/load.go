package workday

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"
)

// Year is one year's announcement, as it stands in a calendar file. Off and Work hold days ("2026-01-04") and ranges
// ("2026-10-01..2026-10-07"), both ends included.
type Year struct {
	Year   int      `json:"year"`
	Status Status   `json:"status"`
	Source string   `json:"source"`
	Off    []string `json:"off"`
	Work   []string `json:"work"`
}

// Load reads every *.json at the top of fsys, named after its year (2026.json), and builds the calendar. Its version is a digest
// over the days and statuses, so the same data has the same version however it is written. Errors name file and place.
func Load(fsys fs.FS) (*Calendar, error) {
	years, err := ReadYears(fsys)
	if err != nil {
		return nil, err
	}
	c, err := NewCalendar("", years...)
	if err != nil {
		return nil, fmt.Errorf("calendars: %w", err)
	}
	return c, nil
}

// ReadYears reads the year files that Load makes a calendar of.
func ReadYears(fsys fs.FS) ([]Year, error) {
	names, err := fs.Glob(fsys, "*.json")
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, errors.New("calendars: no year files found")
	}
	years := make([]Year, 0, len(names))
	for _, name := range names {
		year, err := readYear(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("calendars: %s: %w", name, err)
		}
		years = append(years, year)
	}
	return years, nil
}

// NewCalendar builds a calendar from announcements; an empty version becomes the digest of the data.
func NewCalendar(version string, years ...Year) (*Calendar, error) {
	c := &Calendar{version: version, status: map[int]Status{}, source: map[int]string{}, special: map[Date]Reason{}}
	for _, y := range years {
		if err := c.add(y); err != nil {
			return nil, fmt.Errorf("%d: %w", y.Year, err)
		}
	}
	if c.version == "" {
		c.version = c.digest()
	}
	return c, nil
}

func readYear(fsys fs.FS, name string) (Year, error) {
	content, err := fs.ReadFile(fsys, name)
	if err != nil {
		return Year{}, err
	}
	var y Year
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&y); err != nil {
		return Year{}, fmt.Errorf("near byte %d: %w", decoder.InputOffset(), err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return Year{}, fmt.Errorf("near byte %d: more than one JSON value", decoder.InputOffset())
	}
	if want := fmt.Sprintf("%d.json", y.Year); name != want {
		return Year{}, fmt.Errorf("year: %d belongs into %s", y.Year, want)
	}
	return y, nil
}

func (c *Calendar) add(y Year) error {
	if y.Year < 1949 || y.Year > 9998 {
		return slip("year", "not a year of this calendar")
	}
	if _, twice := c.status[y.Year]; twice {
		return slip("year", "given twice")
	}
	if y.Status != Official && y.Status != Provisional {
		return slip("status", "%q is neither %s nor %s", y.Status, Official, Provisional)
	}
	if strings.TrimSpace(y.Source) == "" {
		return slip("source", "missing")
	}
	c.status[y.Year], c.source[y.Year] = y.Status, y.Source
	if err := c.mark(y.Year, "off", y.Off, Holiday); err != nil {
		return err
	}
	return c.mark(y.Year, "work", y.Work, MakeUp)
}

// mark enters the days of one list; a day outside the year, a day given twice and a make-up day from Monday to Friday are slips of
// the pen, so they are refused.
func (c *Calendar) mark(year int, list string, spans []string, reason Reason) error {
	for i, span := range spans {
		field := fmt.Sprintf("%s[%d]", list, i)
		from, to, err := parseSpan(span)
		if err != nil {
			return slip(field, "%v", err)
		}
		for d := from; !d.After(to); d = d.AddDays(1) {
			weekday := d.Weekday()
			switch {
			case d.Year() != year:
				return slip(field, "%s is not in %d", d, year)
			case c.special[d] != "":
				return slip(field, "%s is given twice", d)
			case reason == MakeUp && weekday != time.Saturday && weekday != time.Sunday:
				return slip(field, "%s is a working day already", d)
			}
			c.special[d] = reason
		}
	}
	return nil
}

func parseSpan(span string) (from, to Date, err error) {
	first, last, ranged := strings.Cut(span, "..")
	if !ranged {
		last = first
	}
	for _, end := range []struct {
		text string
		date *Date
	}{{first, &from}, {last, &to}} {
		if *end.date, err = Parse(end.text); err != nil {
			return Date{}, Date{}, fmt.Errorf("%q is not a date", end.text)
		}
	}
	if to.Before(from) || ranged && to == from {
		return Date{}, Date{}, fmt.Errorf("%q is not a range", span)
	}
	return from, to, nil
}

func (c *Calendar) digest() string {
	var lines []string
	for year, status := range c.status {
		lines = append(lines, fmt.Sprintf("%04d %s\n", year, status))
	}
	for day, reason := range c.special {
		lines = append(lines, fmt.Sprintf("%s %s\n", day, reason))
	}
	slices.Sort(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, "")))
	return hex.EncodeToString(sum[:6])
}
