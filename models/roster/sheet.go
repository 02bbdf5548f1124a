// Package roster reads and writes rosters of guards 保安员名册 as spreadsheets (domain.md 2.2, 2.3): people fill in a template, and what
// comes back from Excel or LibreOffice is read right or refused with the cell named.
package roster

import (
	"archive/zip"
	"bytes"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Limits of a sheet. A roster of 500 guards is some 40 KB, and 300 KB unpacked.
const (
	MostBytes    = 2 << 20
	MostRows     = 500
	mostUnpacked = 16 << 20
	mostParts    = 500  // files in the package
	mostLines    = 5000 // lines looked at, empty ones included
	headWithin   = 10   // lines in which the heading is looked for; titles stand above it
)

// Entry is a guard as the form asks for him; the keys are those of the form's columns.
type Entry struct {
	Name        string `json:"name"`
	IDNumber    string `json:"id_number"`
	Education   string `json:"education"` // declared; 初中 at least (条例 第十六条)
	Certificate string `json:"certificate"`
	Since       string `json:"since"` // YYYY-MM-DD
	Post        string `json:"post"`
}

// Problem is what is wrong with a cell. Code is that of a field fault.
type Problem struct {
	Cell   string // B17
	Code   string
	Params map[string]any
}

// Row is a line of the sheet that is not empty.
type Row struct {
	Line     int
	Entry    Entry
	Problems []Problem
}

// Sheet is what a file holds.
type Sheet struct {
	Rows  []Row
	Wrong int // rows with problems
	name  string
	head  int // line of the heading
	width int // columns in use
}

// Entries are the guards in the order of the sheet.
func (s Sheet) Entries() []Entry {
	list := make([]Entry, len(s.Rows))
	for i, r := range s.Rows {
		list[i] = r.Entry
	}
	return list
}

// refuse is a fault of the file as a whole.
func refuse(code string, params ...any) error {
	return fault.Fields(fault.OneField("/sheet", code, params...))
}

// Read reads the first sheet in sight that has the heading; of a hidden one nobody sees whom he registers. What is wrong with single cells stands in the rows; the fault is about the file at /sheet:
// ROSTER_TOO_LARGE, ROSTER_NOT_XLSX, ROSTER_OLD_OR_LOCKED, ROSTER_MACROS, ROSTER_UNREADABLE, ROSTER_HEAD_MISSING, ROSTER_EMPTY, ROSTER_ROWS_TOO_MANY.
func Read(raw []byte, today workday.Date) (s Sheet, err error) {
	if err := wrapping(raw); err != nil {
		return s, err
	}
	defer func() { // the library indexes what a crafted file promises; its panic is the file's fault
		if recover() != nil {
			s, err = Sheet{}, refuse("ROSTER_UNREADABLE")
		}
	}()
	f, err := open(raw)
	if err != nil {
		return s, refuse("ROSTER_UNREADABLE")
	}
	defer f.Close()
	missing := ""
	for _, name := range f.GetSheetList() {
		if seen, err := f.GetSheetVisible(name); err != nil || !seen {
			continue
		}
		columns, head, lacks, err := heading(f, name)
		if err != nil {
			return s, refuse("ROSTER_UNREADABLE")
		}
		if lacks == "" {
			r := &reader{f: f, today: today, columns: columns, seen: map[string]int{}, Sheet: Sheet{name: name, head: head}}
			return r.read()
		}
		if missing == "" {
			missing = lacks
		}
	}
	if missing == "" { // no sheet is in sight
		missing = strings.Join(Columns[:], "、")
	}
	return s, refuse("ROSTER_HEAD_MISSING", "columns", missing)
}

func open(raw []byte) (*excelize.File, error) {
	return excelize.OpenReader(bytes.NewReader(raw), excelize.Options{UnzipSizeLimit: mostUnpacked, UnzipXMLSizeLimit: mostUnpacked})
}

// wrapping looks at the file before anything is unpacked.
func wrapping(raw []byte) error {
	switch {
	case len(raw) > MostBytes:
		return refuse("ROSTER_TOO_LARGE", "max", MostBytes>>20)
	case bytes.HasPrefix(raw, []byte("\xd0\xcf\x11\xe0")): // the old container: .xls, or .xlsx under a password
		return refuse("ROSTER_OLD_OR_LOCKED")
	case !bytes.HasPrefix(raw, []byte("PK")):
		return refuse("ROSTER_NOT_XLSX")
	}
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return refuse("ROSTER_UNREADABLE")
	}
	var unpacked uint64
	for _, part := range z.File {
		if strings.HasSuffix(strings.ToLower(part.Name), "vbaproject.bin") {
			return refuse("ROSTER_MACROS")
		}
		if unpacked += min(part.UncompressedSize64, mostUnpacked+1); unpacked > mostUnpacked || len(z.File) > mostParts {
			return refuse("ROSTER_TOO_LARGE", "max", MostBytes>>20)
		}
	}
	return nil
}

// headings are the words at the head of a column, and those that people write instead.
var headings = map[string]column{"姓名": nameColumn, "公民身份号码": idColumn, "身份证号": idColumn, "身份证号码": idColumn, "身份证": idColumn,
	"学历": educationColumn, "文化程度": educationColumn, "受教育程度": educationColumn,
	"保安员证编号": certificateColumn, "保安员证号": certificateColumn, "保安证号": certificateColumn, "上岗日期": sinceColumn, "上岗时间": sinceColumn,
	"岗位": postColumn, "岗位类别": postColumn}

type column int

const (
	nameColumn column = iota
	idColumn
	educationColumn
	certificateColumn
	sinceColumn
	postColumn
	allColumns
)

// Columns head the template, in its order.
var Columns = [allColumns]string{"姓名", "公民身份号码", "学历", "保安员证编号", "上岗日期", "岗位"}

// heading finds the line that names the columns and where each stands (from 1); lacks names the columns that nobody found.
func heading(f *excelize.File, sheet string) (columns [allColumns]int, line int, lacks string, err error) {
	rows, err := f.Rows(sheet)
	if err != nil {
		return columns, 0, "", err
	}
	defer rows.Close()
	best := 0
	for n := 1; n <= headWithin && rows.Next(); n++ {
		cells, err := rows.Columns()
		if err != nil {
			return columns, 0, "", err
		}
		var found [allColumns]int
		hits := 0
		for i, cell := range cells {
			if c, ok := headings[strings.Trim(squeeze(cell), "*")]; ok && found[c] == 0 {
				found[c] = i + 1
				hits++
			}
		}
		if hits > best {
			best, columns, line = hits, found, n
		}
	}
	var names []string
	for c, at := range columns {
		if at == 0 {
			names = append(names, Columns[c])
		}
	}
	return columns, line, strings.Join(names, "、"), rows.Error()
}
