package roster

import (
	"bytes"
	"strings"

	"github.com/xuri/excelize/v2"
)

// problems heads the column that Mark adds.
const problems = "问题"

// Template is an empty roster as .xlsx: a heading, columns of text, so that long numbers stay as they are typed, and the posts to choose from.
func Template(entries ...Entry) ([]byte, error) {
	const sheet = "保安员名册"
	f := excelize.NewFile()
	defer f.Close()
	text, err := f.NewStyle(&excelize.Style{NumFmt: 49})
	if err != nil {
		return nil, err
	}
	head, err := f.NewStyle(&excelize.Style{NumFmt: 49, Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"DDE6F3"}}})
	if err != nil {
		return nil, err
	}
	names := []string{"门卫", "巡逻", "守护", "秩序维护", "押运", "技术防范"}
	choose := func(cells string, words []string) func() error {
		return func() error {
			v := excelize.NewDataValidation(true)
			v.Sqref = cells
			if err := v.SetDropList(words); err != nil {
				return err
			}
			return f.AddDataValidation(sheet, v)
		}
	}
	lines := [][]any{{Columns[0], Columns[1], Columns[2], Columns[3], Columns[4], Columns[5]}}
	for _, e := range entries {
		lines = append(lines, []any{e.Name, e.IDNumber, educationOf(e.Education), e.Certificate, e.Since, wordOf(e.Post)})
	}
	steps := []func() error{
		func() error { return f.SetSheetName("Sheet1", sheet) },
		func() error { return f.SetColStyle(sheet, "A:F", text) },
		func() error { return f.SetColWidth(sheet, "A", "F", 22) },
		func() error { return f.SetCellStyle(sheet, "A1", "F1", head) },
		choose("C2:C501", educationWords),
		choose("F2:F501", names),
		func() error {
			return f.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
		},
	}
	for i := range lines {
		steps = append(steps, func() error {
			at, err := excelize.CoordinatesToCellName(1, i+1)
			if err != nil {
				return err
			}
			return f.SetSheetRow(sheet, at, &lines[i])
		})
	}
	return written(f, steps)
}

// Mark is a copy of the sheet in which every wrong cell is red, where the workbook has styles, and the column 问题 says why. say words a problem.
func Mark(raw []byte, s Sheet, say func(Problem) string) ([]byte, error) {
	f, err := open(raw)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	red, styled := redOf(f)
	at := s.width + 1
	if last, err := excelize.CoordinatesToCellName(s.width, s.head); err == nil { // a copy that was marked before gets no second column
		if word, err := f.GetCellValue(s.name, last); err == nil && word == problems {
			at = s.width
		}
	}
	name, err := excelize.ColumnNumberToName(at)
	if err != nil {
		return nil, err
	}
	put := func(line int, text string) error {
		cell, err := excelize.CoordinatesToCellName(at, line)
		if err != nil {
			return err
		}
		return f.SetCellStr(s.name, cell, text)
	}
	steps := []func() error{func() error { return put(s.head, problems) }, func() error { return f.SetColWidth(s.name, name, name, 48) }}
	for _, row := range s.Rows {
		steps = append(steps, func() error {
			words := make([]string, 0, len(row.Problems))
			for _, p := range row.Problems {
				words = append(words, p.Cell+"："+say(p))
				if !styled {
					continue
				}
				if err := f.SetCellStyle(s.name, p.Cell, p.Cell, red); err != nil {
					return err
				}
			}
			return put(row.Line, strings.Join(words, " "))
		})
	}
	return written(f, steps)
}

// redOf adds the style of a wrong cell. The library takes it for granted that a workbook has styles, which those of small programs lack: there
// the column of problems alone says what is wrong.
func redOf(f *excelize.File) (style int, ok bool) {
	defer func() {
		if recover() != nil {
			style, ok = 0, false
		}
	}()
	style, err := f.NewStyle(&excelize.Style{NumFmt: 49, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"F8C9C4"}}})
	return style, err == nil
}

func written(f *excelize.File, steps []func() error) ([]byte, error) {
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	err := f.Write(&b)
	return b.Bytes(), err
}

// educationOf is the word of a schooling.
func educationOf(value string) string {
	for _, word := range educationWords {
		if educations[word] == value {
			return word
		}
	}
	return value
}

// wordOf is the word of a post.
func wordOf(post string) string {
	for word, value := range posts {
		if value == post {
			return word
		}
	}
	return post
}
