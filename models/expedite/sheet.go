package expedite

import (
	"bytes"
	"encoding/csv"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Limits of a spreadsheet.
const (
	MostSheetBytes = 2 << 20
	mostSheetRows  = 400
)

// ReadSheet reads the rows of the first sheet of an .xlsx file, or of a CSV file in UTF-8, without those that are empty. Faults at /sheet:
// SHEET_TOO_LARGE, SHEET_UNREADABLE.
func ReadSheet(raw []byte) ([][]string, error) {
	if len(raw) > MostSheetBytes {
		return nil, fault.Fields(fault.OneField("/sheet", "SHEET_TOO_LARGE", "max", MostSheetBytes>>20))
	}
	var rows [][]string
	var err error
	if bytes.HasPrefix(raw, []byte("PK")) {
		rows, err = readExcel(raw)
	} else {
		rows, err = readText(string(raw))
	}
	if err != nil {
		return nil, fault.Fields(fault.OneField("/sheet", "SHEET_UNREADABLE"))
	}
	if len(rows) > mostSheetRows {
		return nil, fault.Fields(fault.OneField("/sheet", "SHEET_TOO_LARGE", "max", MostSheetBytes>>20))
	}
	return rows, nil
}

func readExcel(raw []byte) ([][]string, error) {
	f, err := excelize.OpenReader(bytes.NewReader(raw), excelize.Options{UnzipSizeLimit: 16 << 20, UnzipXMLSizeLimit: 16 << 20})
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := f.GetRows(f.GetSheetName(0))
	return filled(rows), err
}

// readText reads lines whose cells are parted by tabs (pasted from a spreadsheet) or commas, Chinese ones included.
func readText(text string) ([][]string, error) {
	if !utf8.ValidString(text) {
		return nil, io.ErrUnexpectedEOF
	}
	text = strings.TrimPrefix(text, "\ufeff")
	r := csv.NewReader(strings.NewReader(strings.ReplaceAll(text, "，", ",")))
	r.FieldsPerRecord, r.LazyQuotes, r.TrimLeadingSpace = -1, true, false
	if strings.Contains(text, "\t") {
		r.Comma = '\t'
	}
	rows, err := r.ReadAll()
	return filled(rows), err
}

func filled(rows [][]string) [][]string {
	var list [][]string
	for _, row := range rows {
		if strings.TrimSpace(strings.Join(row, "")) != "" {
			list = append(list, row)
		}
	}
	return list
}

// column is a word at the head of a column and what it means.
var columns = map[string]string{"姓名": "name", "公民身份号码": "id", "身份证号": "id", "手机": "mobile", "手机号码": "mobile", "户籍地": "household", "职务": "post",
	"关系": "relation", "证件情况": "state", "通行证号": "no", "有效期至": "until", "签注种类": "type", "入台许可号": "entry", "无名额时": "choice"}

// words of cells; the codes themselves are taken too.
var (
	relationWords = map[string]Relation{"法定代表人": Head, "股东": Shareholder, "员工": Staff, "个体工商户经营者": Owner}
	stateWords    = map[string]DocState{"有效持证": DocValid, "申领新证": DocNew, "同时申领新证": DocNew, "换发": DocExchange}
	typeWords     = map[string]Type{"3个月一次": OnceQuarter, "3个月多次": MultiQuarter, "1年多次": MultiYear, "商务": Business, "应邀": Invited, "商务多次": Business, "应邀多次": Invited}
	choiceWords   = map[string]Choice{"改办3个月一次": ChoiceOnce, "排队等候": ChoiceWait}
	areaWords     = map[string]string{"资阳": "430902", "赫山": "430903", "南县": "430921", "桃江": "430922", "安化": "430923", "沅江": "430981", "大通湖": "430971", "高新": "430972", "外地": "other", "其他": "other"}
)

// TravellerColumns and RosterColumns head the sheets that people fill in.
var (
	TravellerColumns = []string{"姓名", "公民身份号码", "手机", "户籍地", "职务", "关系", "证件情况", "通行证号", "有效期至", "签注种类", "入台许可号", "无名额时"}
	RosterColumns    = []string{"姓名", "公民身份号码", "职务", "关系", "手机", "通行证号"}
)

// table pairs cells with the meaning of their columns; without a heading the order is the template's.
func table(rows [][]string, order []string) []map[string]string {
	head := order
	if len(rows) > 0 && columns[clean(rows[0][0])] != "" {
		head, rows = rows[0], rows[1:]
	}
	list := make([]map[string]string, 0, len(rows))
	for _, row := range rows {
		cells := map[string]string{}
		for i, cell := range row {
			if i < len(head) {
				cells[columns[clean(head[i])]] = strings.TrimSpace(cell)
			}
		}
		list = append(list, cells)
	}
	return list
}

func clean(s string) string { return strings.Join(strings.Fields(strings.TrimPrefix(s, "\ufeff")), "") }

// word finds what a cell means; a word that nobody knows stays as it is, so that the check can name it.
func word[T ~string](known map[string]T, cell string) T {
	if v, ok := known[clean(cell)]; ok {
		return v
	}
	return T(cell)
}

// Travellers reads the persons of a batch, in their ranking.
func Travellers(rows [][]string) []Person {
	var list []Person
	for _, c := range table(rows, TravellerColumns) {
		p := Person{Name: c["name"], IDNumber: upper(c["id"]), Mobile: c["mobile"], Post: c["post"], Relation: word(relationWords, c["relation"]),
			DocState: word(stateWords, c["state"]), DocNo: upper(c["no"]), Type: word(typeWords, c["type"]), EntryNo: c["entry"], Choice: word(choiceWords, c["choice"])}
		p.Several = strings.HasSuffix(clean(c["type"]), "多次") && p.Type.ForTaiwan()
		p.Household = areaOfWord(c["household"])
		p.DocValidTo = dateOfCell(c["until"])
		if p.Choice == ChoiceOnce && p.Type.Multiple() {
			p.Type = OnceQuarter
		}
		list = append(list, p)
	}
	return list
}

func areaOfWord(cell string) string {
	for name, code := range areaWords {
		if strings.Contains(cell, name) {
			return code
		}
	}
	return cell
}

// dateOfCell reads 2031-06-30, 2031/6/30 and 2031年6月30日; anything else is no date.
func dateOfCell(cell string) workday.Date {
	parts := strings.FieldsFunc(cell, func(r rune) bool { return r == '-' || r == '/' || r == '.' || r == '年' || r == '月' || r == '日' })
	if len(parts) != 3 || len(parts[0]) != 4 {
		return workday.Date{}
	}
	for i := 1; i < 3; i++ {
		if len(parts[i]) == 1 {
			parts[i] = "0" + parts[i]
		}
	}
	d, err := workday.Parse(strings.Join(parts, "-"))
	if err != nil {
		return workday.Date{}
	}
	return d
}

// RosterOf reads the persons of a roster.
func RosterOf(rows [][]string) []RosterPerson {
	var list []RosterPerson
	for _, c := range table(rows, RosterColumns) {
		list = append(list, RosterPerson{Name: c["name"], IDNumber: upper(c["id"]), Post: c["post"], Relation: word(relationWords, c["relation"]),
			Mobile: c["mobile"], PermitNo: upper(c["no"])})
	}
	return list
}

// spoken finds the sheet's word for a code.
func spoken[T ~string](known map[string]T, v T, first ...string) string {
	for _, w := range first {
		if known[w] == v {
			return w
		}
	}
	for w, code := range known {
		if code == v && v != "" {
			return w
		}
	}
	return string(v)
}

// Lines writes persons as they are typed: a line each, cells parted by commas.
func Lines(persons []Person) string {
	var b strings.Builder
	for _, p := range persons {
		kind := spoken(typeWords, p.Type, "3个月一次", "3个月多次", "1年多次", "商务", "应邀")
		if p.Several {
			kind += "多次"
		}
		cells := []string{p.Name, p.IDNumber, p.Mobile, spoken(areaWords, p.Household, "外地"), p.Post, spoken(relationWords, p.Relation),
			spoken(stateWords, p.DocState, "申领新证"), p.DocNo, p.DocValidTo.String(), kind, p.EntryNo, spoken(choiceWords, p.Choice)}
		b.WriteString(strings.TrimRight(strings.Join(cells, ","), ",") + "\n")
	}
	return b.String()
}

// RosterLines writes a roster as it is typed.
func RosterLines(roster []RosterPerson) string {
	var b strings.Builder
	for _, p := range roster {
		b.WriteString(strings.TrimRight(strings.Join([]string{p.Name, p.IDNumber, p.Post, spoken(relationWords, p.Relation), p.Mobile, p.PermitNo}, ","), ",") + "\n")
	}
	return b.String()
}

// TemplateFor is the empty sheet of travellers or of a roster. Fault: NOT_FOUND for any other word.
func TemplateFor(kind string) ([]byte, error) {
	switch kind {
	case "travellers":
		return Template(TravellerColumns)
	case "roster":
		return Template(RosterColumns)
	}
	return nil, fault.New(fault.NotFound, "NOT_FOUND")
}

// Template is an empty sheet with its heading, as .xlsx.
func Template(head []string) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	for i, name := range head {
		cell, err := excelize.CoordinatesToCellName(i+1, 1)
		if err != nil {
			return nil, err
		}
		if err := f.SetCellStr("Sheet1", cell, name); err != nil {
			return nil, err
		}
	}
	last, err := excelize.ColumnNumberToName(len(head))
	if err != nil {
		return nil, err
	}
	text, err := f.NewStyle(&excelize.Style{NumFmt: 49}) // text: long numbers stay as they are typed
	if err == nil {
		err = f.SetColStyle("Sheet1", "A:"+last, text)
	}
	if err == nil {
		err = f.SetColWidth("Sheet1", "A", last, 20)
	}
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = f.Write(&b)
	return b.Bytes(), err
}
