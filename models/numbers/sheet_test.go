package numbers_test

import (
	"bytes"
	"fmt"
	"reflect"
	"testing"

	"github.com/xuri/excelize/v2"

	. "github.com/yiyang-police/permit-portal/models/numbers"
)

// The workbook reads back as the tables that went in: a sheet for each, numbers to reckon with, and no name that becomes a formula.
func TestWorkbookReadsBack(t *testing.T) {
	t.Parallel()
	tables := []Table{
		{Title: "收件", Head: []string{"日期", "加急", "普通"}, Rows: [][]any{{"2026-11-23", 2, 1}, {"2026-11-24", 1, 0}}},
		{Title: "单位", Head: []string{"单位", "兑现率"}, Rows: [][]any{{"=1+1", 97.5}, {"益阳市某某公司", 0}}},
		{Title: "异常", Head: []string{"民警"}},
	}
	raw, err := XLSX(tables, func(v any) string { return fmt.Sprint(v) })
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got, want := f.GetSheetList(), []string{"收件", "单位", "异常"}; !reflect.DeepEqual(got, want) {
		t.Fatalf("sheets %v, want %v", got, want)
	}
	for _, table := range tables {
		rows, err := f.GetRows(table.Title)
		if err != nil || len(rows) != len(table.Rows)+1 || !reflect.DeepEqual(rows[0], table.Head) {
			t.Fatalf("%s: %v %v", table.Title, rows, err)
		}
		for i, row := range table.Rows {
			for j, v := range row {
				if got := rows[i+1][j]; got != fmt.Sprint(v) {
					t.Errorf("%s, row %d, column %d: %q, want %v", table.Title, i+1, j+1, got, v)
				}
				at, err := excelize.CoordinatesToCellName(j+1, i+2)
				if err != nil {
					t.Fatal(err)
				}
				kind, err := f.GetCellType(table.Title, at)
				formula, wrong := f.GetCellFormula(table.Title, at)
				_, text := v.(string)
				if err != nil || wrong != nil || formula != "" || text != (kind == excelize.CellTypeSharedString) {
					t.Errorf("%s!%s: type %v, formula %q, %v %v", table.Title, at, kind, formula, err, wrong)
				}
			}
		}
	}
}
