package numbers

import (
	"bytes"
	"encoding/csv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Table is one table of the numbers as it is shown and exported: a head, and rows of text and numbers.
type Table struct {
	Title string
	Head  []string
	Rows  [][]any
}

// bom tells spreadsheets that the file is UTF-8.
const bom = "\ufeff"

// CSV writes tables one below the other, each with its title and an empty line after it (RFC 4180).
func CSV(tables []Table, say func(any) string) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(bom)
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	for i, t := range tables {
		if i > 0 {
			_ = w.Write([]string{""}) // a bytes.Buffer never fails; Error tells of the rest
		}
		_ = w.Write([]string{t.Title})
		_ = w.Write(t.Head)
		for _, row := range t.Rows {
			cells := make([]string, len(row))
			for j, v := range row {
				cells[j] = harmless(say(v))
			}
			_ = w.Write(cells)
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// harmless keeps a spreadsheet from taking a name for a formula.
func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// XLSX writes a workbook with a sheet for each table; numbers stay numbers.
func XLSX(tables []Table, say func(any) string) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	head, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"DDE6F3"}}})
	if err != nil {
		return nil, err
	}
	for i, t := range tables {
		if i == 0 {
			err = f.SetSheetName("Sheet1", t.Title)
		} else {
			_, err = f.NewSheet(t.Title)
		}
		if err == nil {
			err = fill(f, t, head, say)
		}
		if err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	err = f.Write(&b)
	return b.Bytes(), err
}

func fill(f *excelize.File, t Table, head int, say func(any) string) error {
	last, err := excelize.ColumnNumberToName(len(t.Head))
	if err != nil {
		return err
	}
	top := make([]any, len(t.Head))
	for i, h := range t.Head {
		top[i] = h
	}
	lines := [][]any{top}
	for _, row := range t.Rows {
		cells := make([]any, len(row))
		for i, v := range row {
			switch v.(type) {
			case int, float64:
				cells[i] = v
			default:
				cells[i] = say(v)
			}
		}
		lines = append(lines, cells)
	}
	for i := range lines {
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return err
		}
		if err := f.SetSheetRow(t.Title, at, &lines[i]); err != nil {
			return err
		}
	}
	if err := f.SetCellStyle(t.Title, "A1", last+"1", head); err != nil {
		return err
	}
	if err := f.SetColWidth(t.Title, "A", last, 18); err != nil {
		return err
	}
	return f.SetPanes(t.Title, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}
