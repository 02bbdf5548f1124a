package roster

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

var today = workday.MustParse("2026-09-17")

var chen = Entry{Name: "陈晓梅", IDNumber: "430922199208150023", Education: "senior", Certificate: "4309002024000123", Since: "2026-08-01", Post: "gate"}

var head = []any{"姓名", "公民身份号码", "学历", "保安员证编号", "上岗日期", "岗位"}

// book writes a file with these lines and lets a case spoil it.
func book(t testing.TB, lines [][]any, spoil func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i := range lines {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &lines[i]); err != nil {
			t.Fatal(err)
		}
	}
	if spoil != nil {
		spoil(f)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func guard(change func(row []any)) []any {
	row := []any{chen.Name, chen.IDNumber, "高中", chen.Certificate, "2026-08-01", "门卫"}
	if change != nil {
		change(row)
	}
	return row
}

func TestASheetIsReadHoweverPeopleFillItIn(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		lines [][]any
		spoil func(f *excelize.File)
	}{
		"as the template asks":    {lines: [][]any{head, guard(nil)}},
		"a title above, merged":   {lines: [][]any{{"益阳某单位保安员名册"}, {}, head, guard(nil)}, spoil: func(f *excelize.File) { _ = f.MergeCell("Sheet1", "A1", "F1") }},
		"empty lines between":     {lines: [][]any{head, {}, {" ", "　"}, guard(nil)}},
		"another order, more":     {lines: [][]any{{"序号", "岗位*", "上岗日期", "身份证号", "备注", "保安证号", "文化程度", "姓 名"}, {1, "门卫", "2026/8/1", chen.IDNumber, "新来", chen.Certificate, "高中毕业", chen.Name}}},
		"spaces of every width":   {lines: [][]any{head, guard(func(r []any) { r[0], r[1], r[5] = "　陈晓梅 ", " 430922 19920815 0023　", "门卫　" })}},
		"full-width digits":       {lines: [][]any{head, guard(func(r []any) { r[1] = "４３０９２２１９９２０８１５００２３" })}},
		"a date in Chinese":       {lines: [][]any{head, guard(func(r []any) { r[4] = "2026年8月1日" })}},
		"a date with dots":        {lines: [][]any{head, guard(func(r []any) { r[4] = "2026.8.1" })}},
		"a date of eight digits":  {lines: [][]any{head, guard(func(r []any) { r[4] = 20260801 })}},
		"a date as serial number": {lines: [][]any{head, guard(func(r []any) { r[4] = 46235 })}},
		"a date counted from 1904": {lines: [][]any{head, guard(func(r []any) { r[4] = 46235 - 1462 })}, spoil: func(f *excelize.File) {
			yes := true
			_ = f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes})
		}},
		"not on a hidden sheet": {lines: [][]any{head, guard(func(r []any) { r[0] = "李建国" })}, spoil: func(f *excelize.File) {
			_, _ = f.NewSheet("名册")
			row := guard(nil)
			_ = f.SetSheetRow("名册", "A1", &head)
			_ = f.SetSheetRow("名册", "A2", &row)
			f.SetActiveSheet(1)
			_ = f.SetSheetVisible("Sheet1", false)
		}},
		"on the second sheet": {lines: [][]any{{"说明"}}, spoil: func(f *excelize.File) {
			_, _ = f.NewSheet("名册")
			row := guard(nil)
			_ = f.SetSheetRow("名册", "A1", &head)
			_ = f.SetSheetRow("名册", "A2", &row)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := Read(book(t, c.lines, c.spoil), today)
			if err != nil || s.Wrong > 0 || len(s.Rows) != 1 || s.Rows[0].Entry != chen {
				t.Fatalf("read %+v, %v", s.Rows, err)
			}
		})
	}
}

func TestWhatIsWrongIsNamedByItsCell(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change     func(row []any)
		spoil      func(f *excelize.File)
		cell, code string
	}{
		"number instead of text":  {change: func(r []any) { r[1] = 430922199208150023 }, cell: "B2", code: "ROSTER_PRECISION_LOST"},
		"scientific notation":     {change: func(r []any) { r[1] = "4.30922E+17" }, cell: "B2", code: "ROSTER_PRECISION_LOST"},
		"certificate as a number": {change: func(r []any) { r[3] = 4309002024000123 }, cell: "D2", code: "ROSTER_PRECISION_LOST"},
		"wrong check digit":       {change: func(r []any) { r[1] = "430922199208150024" }, cell: "B2", code: "ID_NUMBER_CHECK"},
		"fifteen digits":          {change: func(r []any) { r[1] = "430922920815002" }, cell: "B2", code: "ID_NUMBER_15"},
		"a day that is not":       {change: func(r []any) { r[4] = "2026-02-30" }, cell: "E2", code: "DATE_FORMAT"},
		"a post of nobody":        {change: func(r []any) { r[5] = "队长" }, cell: "F2", code: "ROSTER_POST_UNKNOWN"},
		"primary school":          {change: func(r []any) { r[2] = "小学" }, cell: "C2", code: "ROSTER_EDUCATION_LOW"},
		"no such schooling":       {change: func(r []any) { r[2] = "优秀" }, cell: "C2", code: "ROSTER_EDUCATION_UNKNOWN"},
		"no certificate":          {change: func(r []any) { r[3] = "" }, cell: "D2", code: "REQUIRED"},
		"formula without value":   {change: func(r []any) { r[3] = nil }, spoil: func(f *excelize.File) { _ = f.SetCellFormula("Sheet1", "D2", "A1&B1") }, cell: "D2", code: "ROSTER_FORMULA"},
		"hidden row":              {spoil: func(f *excelize.File) { _ = f.SetRowVisible("Sheet1", 2, false) }, cell: "A2", code: "ROSTER_ROW_HIDDEN"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := Read(book(t, [][]any{head, guard(c.change)}, c.spoil), today)
			if err != nil || s.Wrong != 1 || len(s.Rows[0].Problems) != 1 || s.Rows[0].Problems[0].Cell != c.cell || s.Rows[0].Problems[0].Code != c.code {
				t.Fatalf("read %+v, %v", s.Rows, err)
			}
		})
	}
	s, err := Read(book(t, [][]any{head, guard(nil), guard(nil)}, nil), today)
	if err != nil || s.Wrong != 1 || s.Rows[1].Problems[0].Code != "ROSTER_ID_TWICE" {
		t.Fatalf("twice: %+v, %v", s.Rows, err)
	}
}

// What LibreOffice writes is read right or refused with the cell named; testdata/README.md says how the files were made.
func TestFilesOfLibreOffice(t *testing.T) {
	t.Parallel()
	rare := Entry{Name: "𬱖㛃", IDNumber: "430903199003074515", Education: "college", Certificate: "4309002024000124", Since: "2026-08-01", Post: "patrol"}
	made := Entry{Name: "李建国", IDNumber: "430903199003074558", Education: "junior", Certificate: "4309002024000125", Since: "2026-08-03", Post: "guarding"}
	for name, want := range map[string][]Entry{
		"libreoffice":      {chen, rare, made}, // a merged title, full-width spaces, an empty line, rare characters, formulas with their results
		"libreoffice-1904": {chen},
	} {
		raw, err := os.ReadFile("testdata/" + name + ".xlsx")
		if err != nil {
			t.Fatal(err)
		}
		s, err := Read(raw, today)
		if err != nil || s.Wrong != 0 || !slices.Equal(s.Entries(), want) {
			t.Errorf("%s: %+v, %v", name, s.Rows, err)
		}
	}
	raw, err := os.ReadFile("testdata/libreoffice-wrong.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	s, err := Read(raw, today)
	var found []string
	for _, row := range s.Rows {
		for _, p := range row.Problems {
			found = append(found, p.Cell+" "+p.Code)
		}
	}
	if want := []string{"B2 ROSTER_PRECISION_LOST", "A3 ROSTER_ROW_HIDDEN", "B4 ROSTER_FORMULA"}; err != nil || !slices.Equal(found, want) {
		t.Errorf("found %v, %v", found, err)
	}
}

// Apostrophes that people type to keep a number as text stay in the file only where they were typed twice.
func TestALeadingApostropheIsNoPartOfANumber(t *testing.T) {
	t.Parallel()
	s, err := Read(book(t, [][]any{head, guard(func(r []any) { r[1], r[3] = "'"+chen.IDNumber, "’"+chen.Certificate })}, nil), today)
	if err != nil || s.Wrong != 0 || s.Rows[0].Entry != chen {
		t.Fatalf("%+v, %v", s.Rows, err)
	}
}

func packed(t testing.TB, name string, body []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err == nil {
		_, err = w.Write(body)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestFilesThatAreNoSheetAreRefused(t *testing.T) {
	t.Parallel()
	for code, raw := range map[string][]byte{
		"ROSTER_NOT_XLSX":      []byte("姓名,公民身份号码\n"),
		"ROSTER_OLD_OR_LOCKED": []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 encrypted"),
		"ROSTER_UNREADABLE":    []byte("PK\x03\x04 broken"),
		"ROSTER_MACROS":        packed(t, "xl/vbaProject.bin", nil),
		"ROSTER_TOO_LARGE":     packed(t, "xl/worksheets/sheet1.xml", bytes.Repeat([]byte{' '}, mostUnpacked+1)),
		"ROSTER_HEAD_MISSING":  book(t, [][]any{{"姓名", "岗位"}, {"陈晓梅", "门卫"}}, nil),
		"ROSTER_EMPTY":         book(t, [][]any{head}, nil),
		"ROSTER_ROWS_TOO_MANY": book(t, many(MostRows+1), nil),
	} {
		_, err := Read(raw, today)
		f, ok := fault.As(err)
		if !ok || len(f.Fields) != 1 || f.Fields[0].Code != code {
			t.Errorf("%s: %v", code, err)
		}
	}
}

// idNumber makes the valid number of somebody born on a day of 1990.
func idNumber(n int) string {
	digits := fmt.Sprintf("430903199003%02d%03d", n%28+1, n)
	sum := 0
	for i, w := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(digits[i]-'0') * w
	}
	return digits + string("10X98765432"[sum%11])
}

func many(n int) [][]any {
	lines := [][]any{head}
	for i := range n {
		lines = append(lines, guard(func(r []any) { r[1] = idNumber(i) }))
	}
	return lines
}

func TestFiveHundredGuardsFit(t *testing.T) {
	t.Parallel()
	s, err := Read(book(t, many(MostRows), nil), today)
	if err != nil || len(s.Rows) != MostRows || s.Wrong != 0 {
		t.Fatalf("%d rows, %d wrong, %v", len(s.Rows), s.Wrong, err)
	}
}

func TestTheMarkedCopySaysWhatIsWrongAndComesBackMended(t *testing.T) {
	t.Parallel()
	raw := book(t, [][]any{head, guard(nil), guard(func(r []any) { r[0], r[1] = "李建国", "430903199003074516" })}, nil)
	for range 2 { // marking a marked copy adds no second column
		s, err := Read(raw, today)
		if err != nil || s.Wrong != 1 {
			t.Fatalf("%+v, %v", s, err)
		}
		if raw, err = Mark(raw, s, func(p Problem) string { return p.Code }); err != nil {
			t.Fatal(err)
		}
	}
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("Sheet1")
	if err != nil || len(rows[0]) != 7 || rows[0][6] != problems || !strings.Contains(rows[2][6], "B3：ID_NUMBER_CHECK") {
		t.Fatalf("%q, %v", rows, err)
	}
	if err := f.SetCellStr("Sheet1", "B3", "430903199003074515"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	if s, err := Read(b.Bytes(), today); err != nil || s.Wrong != 0 || len(s.Rows) != 2 {
		t.Fatalf("mended: %+v, %v", s, err)
	}
}

// Small programs write sheets without styles; such a sheet is marked like any other.
func TestASheetWithoutStylesIsMarked(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("testdata/bare.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	s, err := Read(raw, today)
	if err != nil || s.Wrong != 1 || s.Rows[0].Problems[0].Cell != "E2" {
		t.Fatalf("%+v, %v", s, err)
	}
	marked, err := Mark(raw, s, func(p Problem) string { return p.Code })
	if err != nil {
		t.Fatal(err)
	}
	if again, err := Read(marked, today); err != nil || again.Wrong != 1 {
		t.Fatalf("%+v, %v", again, err)
	}
}

func TestTheTemplateReadsAsItIsWritten(t *testing.T) {
	t.Parallel()
	raw, err := Template(chen)
	if err != nil {
		t.Fatal(err)
	}
	if s, err := Read(raw, today); err != nil || s.Wrong != 0 || s.Rows[0].Entry != chen {
		t.Fatalf("%+v, %v", s, err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(book(f, [][]any{head, guard(nil)}, nil))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if s, err := Read(raw, today); err == nil && len(s.Rows) > MostRows {
			t.Fatal("too many rows")
		} else if _, known := fault.As(err); err != nil && !known {
			t.Fatal(err)
		}
	})
}

// BenchmarkRead reads rosters as long as they may be, and one that is refused for its length: its cost does not grow with what stands behind.
func BenchmarkRead(b *testing.B) {
	for _, n := range []int{50, MostRows, 10 * MostRows} {
		raw := book(b, many(n), nil)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Read(raw, today); (err == nil) != (n <= MostRows) {
					b.Fatal(err)
				}
			}
		})
	}
}
