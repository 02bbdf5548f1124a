package roster

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/xuri/excelize/v2"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// posts are the words of a post; the values are those of the form.
var posts = map[string]string{"门卫": "gate", "巡逻": "patrol", "守护": "guarding", "秩序维护": "order", "押运": "escort", "技术防范": "technical"}

// educations are the words of a schooling of 初中 at least (保安服务管理条例 第十六条); the values are those of the form.
var educations = map[string]string{"初中": "junior", "高中": "senior", "中专": "senior", "高中（中专）": "senior", "中技": "senior", "技校": "senior", "职高": "senior",
	"职业高中": "senior", "大专": "college", "专科": "college", "高职": "college", "大学专科": "college", "本科": "bachelor", "大学本科": "bachelor", "大学": "bachelor",
	"本科及以上": "bachelor", "研究生": "bachelor", "硕士": "bachelor", "硕士研究生": "bachelor", "博士": "bachelor", "博士研究生": "bachelor"}

// educationWords are the four that the template offers.
var educationWords = []string{"初中", "高中（中专）", "大专", "本科及以上"}

// unschooled are the words of a schooling that is not enough.
var unschooled = []string{"小学", "文盲", "半文盲", "未上学", "无"}

// reader walks the lines below the heading.
type reader struct {
	f       *excelize.File
	today   workday.Date
	columns [allColumns]int
	seen    map[string]int // line of each ID number
	date04  bool           // dates count from 1904
	Sheet
}

func (r *reader) read() (Sheet, error) {
	props, err := r.f.GetWorkbookProps()
	if err != nil {
		return Sheet{}, refuse("ROSTER_UNREADABLE")
	}
	r.date04 = props.Date1904 != nil && *props.Date1904
	rows, err := r.f.Rows(r.name)
	if err != nil {
		return Sheet{}, refuse("ROSTER_UNREADABLE")
	}
	defer rows.Close()
	for line := 1; rows.Next(); line++ {
		if line > mostLines {
			return Sheet{}, refuse("ROSTER_ROWS_TOO_MANY", "max", MostRows)
		}
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return Sheet{}, refuse("ROSTER_UNREADABLE")
		}
		r.width = max(r.width, len(cells))
		if line <= r.head || squeeze(strings.Join(r.own(cells), "")) == "" {
			continue
		}
		if len(r.Rows) == MostRows {
			return Sheet{}, refuse("ROSTER_ROWS_TOO_MANY", "max", MostRows)
		}
		row := r.row(line, r.own(cells), rows.GetRowOpts().Hidden)
		if r.Rows = append(r.Rows, row); len(row.Problems) > 0 {
			r.Wrong++
		}
	}
	switch {
	case rows.Error() != nil:
		return Sheet{}, refuse("ROSTER_UNREADABLE")
	case len(r.Rows) == 0:
		return Sheet{}, refuse("ROSTER_EMPTY")
	}
	return r.Sheet, nil
}

// own picks the cells of the columns that count, in the template's order.
func (r *reader) own(cells []string) []string {
	list := make([]string, allColumns)
	for c, at := range r.columns {
		if at <= len(cells) {
			list[c] = cells[at-1]
		}
	}
	return list
}

// row reads one line. A hidden line is refused: nobody sees whom he registers.
func (r *reader) row(line int, cells []string, hidden bool) Row {
	row := Row{Line: line}
	wrong := func(c column, code string, params ...any) {
		row.Problems = append(row.Problems, Problem{Cell: r.cell(c, line), Code: code, Params: fault.OneField("", code, params...).Params})
	}
	if hidden {
		wrong(nameColumn, "ROSTER_ROW_HIDDEN")
	}
	for c := range allColumns {
		text := trim(strings.TrimLeft(trim(cells[c]), "'’‘`"))
		if text == "" {
			if formula, err := r.f.GetCellFormula(r.name, r.cell(c, line)); err == nil && formula != "" {
				wrong(c, "ROSTER_FORMULA")
			} else {
				wrong(c, "REQUIRED")
			}
			continue
		}
		if kind, err := r.f.GetCellType(r.name, r.cell(c, line)); err == nil && kind == excelize.CellTypeError {
			wrong(c, "ROSTER_FORMULA")
			continue
		}
		if code, params := r.take(&row.Entry, c, line, text); code != "" {
			wrong(c, code, params...)
		}
	}
	return row
}

func (r *reader) take(e *Entry, c column, line int, text string) (code string, params []any) {
	switch c {
	case nameColumn:
		e.Name = text
		name, err := identity.ParseName(text)
		if err != nil {
			return codeOf(err), nil
		}
		e.Name = name.String()
	case idColumn:
		return r.takeID(e, line, text)
	case educationColumn:
		word := strings.NewReplacer("(", "（", ")", "）").Replace(strings.TrimSuffix(squeeze(text), "学历"))
		if word = strings.TrimSuffix(word, "毕业"); slices.Contains(unschooled, word) {
			return "ROSTER_EDUCATION_LOW", nil
		}
		if e.Education = educations[word]; e.Education == "" {
			return "ROSTER_EDUCATION_UNKNOWN", []any{"educations", strings.Join(educationWords, "、")}
		}
	case certificateColumn:
		e.Certificate = squeeze(text)
		if r.imprecise(c, line, text) {
			return "ROSTER_PRECISION_LOST", nil
		}
		if len([]rune(e.Certificate)) > 40 {
			return "TOO_LONG", []any{"max", 40}
		}
	case sinceColumn:
		day, ok := r.date(text)
		if !ok {
			e.Since = text
			return "DATE_FORMAT", nil
		}
		e.Since = day.String()
	case postColumn:
		word := squeeze(text)
		if e.Post = posts[word]; e.Post == "" {
			return "ROSTER_POST_UNKNOWN", []any{"posts", strings.Join(slices.Sorted(maps.Keys(posts)), "、")}
		}
	}
	return "", nil
}

func (r *reader) takeID(e *Entry, line int, text string) (code string, params []any) {
	e.IDNumber = squeeze(text)
	if r.imprecise(idColumn, line, text) {
		return "ROSTER_PRECISION_LOST", nil
	}
	id, err := identity.ParseIDNumber(e.IDNumber, r.today)
	if err != nil {
		return codeOf(err), nil
	}
	e.IDNumber = id.String()
	if first, twice := r.seen[e.IDNumber]; twice {
		return "ROSTER_ID_TWICE", []any{"line", first}
	}
	r.seen[e.IDNumber] = line
	return "", nil
}

// imprecise tells whether the cell is a number of which a spreadsheet has kept only fifteen digits.
func (r *reader) imprecise(c column, line int, text string) bool {
	if _, err := strconv.ParseFloat(text, 64); err != nil || len(text) <= 15 && !strings.ContainsAny(text, "eE") {
		return false
	}
	kind, err := r.f.GetCellType(r.name, r.cell(c, line))
	return err != nil || kind == excelize.CellTypeUnset || kind == excelize.CellTypeNumber || strings.ContainsAny(text, "eE.")
}

// date reads a day: the spreadsheet's number of it, 20260102, 2026-1-2, 2026/1/2, 2026.1.2 or 2026年1月2日, with or without a time.
func (r *reader) date(text string) (workday.Date, bool) {
	if serial, err := strconv.ParseFloat(text, 64); err == nil && serial >= 1 && serial < 200000 {
		t, err := excelize.ExcelDateToTime(math.Floor(serial), r.date04)
		if err != nil {
			return workday.Date{}, false
		}
		day, err := workday.Parse(t.Format("2006-01-02"))
		return day, err == nil
	}
	text = squeeze(strings.SplitN(strings.TrimSuffix(text, "Z"), "T", 2)[0])
	if len(text) == 8 && !strings.ContainsFunc(text, func(c rune) bool { return c < '0' || c > '9' }) {
		text = text[:4] + "-" + text[4:6] + "-" + text[6:]
	}
	parts := strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune("-/.年月日号", c) })
	if len(parts) != 3 || len(parts[0]) != 4 {
		return workday.Date{}, false
	}
	for i := 1; i < 3; i++ {
		if len(parts[i]) == 1 {
			parts[i] = "0" + parts[i]
		}
	}
	day, err := workday.Parse(strings.Join(parts, "-"))
	return day, err == nil
}

func (r *reader) cell(c column, line int) string {
	name, err := excelize.CoordinatesToCellName(r.columns[c], line)
	if err != nil {
		return ""
	}
	return name
}

func codeOf(err error) string {
	if f, ok := fault.As(err); ok {
		return f.Code
	}
	return "WRONG_TYPE"
}

// trim takes away spaces of every kind at both ends, and what copying leaves behind.
func trim(s string) string {
	return strings.TrimFunc(halfWidth(s), func(r rune) bool {
		return unicode.IsSpace(r) || r == '\ufeff' || r == '\u200b' || unicode.IsControl(r)
	})
}

// squeeze takes away all spaces.
func squeeze(s string) string { return strings.Join(strings.Fields(trim(s)), "") }

// halfWidth turns full-width letters, digits and spaces into plain ones.
func halfWidth(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\u3000':
			return ' '
		case r >= '！' && r <= '～':
			return r - 0xfee0
		}
		return r
	}, s)
}
