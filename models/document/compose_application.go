package document

import (
	"fmt"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// composeApplication is the applicant's own paper: every answer as given, the materials, the declaration and who signed.
func composeApplication(f Facts, l *Letter) {
	l.Date = ""
	if f.CaseNumber != "" {
		l.Number = "办件编号 " + f.CaseNumber
	}
	for i, s := range f.Sections {
		l.head(fmt.Sprintf("%s、%s", chineseNumber(i+1), s.Title))
		rows := make([][]string, 0, len(s.Rows))
		for _, r := range s.Rows {
			rows = append(rows, []string{r[0], or(r[1], "—")})
		}
		l.table(false, []float64{0.3, 0.7}, rows...)
	}
	n := len(f.Sections)
	if len(f.Materials) > 0 {
		n++
		l.head(chineseNumber(n) + "、申请材料")
		l.materials(f.Materials)
	}
	if f.Statement != "" {
		n++
		l.head(chineseNumber(n) + "、声明")
		l.say("%s", f.Statement)
	}
	if len(f.Signed) > 0 {
		rows := [][]string{{"签署身份", "签署人", "签署时间"}}
		for _, s := range f.Signed {
			rows = append(rows, []string{s.Role, s.Name, chineseTime(s.At)})
		}
		l.table(true, []float64{0.4, 0.25, 0.35}, rows...)
	}
	if u := f.UnitSeal; u.ID != "" {
		l.Signatory, l.Seal, l.unit = u.Name, u.Name, u
		for _, s := range f.Signed {
			l.Date = chineseDate(workday.DateOf(s.At)) // of the last, who is the head
		}
		l.Notes = append(l.Notes, "电子印章由"+u.Name+"法定代表人（授权人）确认后加盖，签名可在 PDF 阅读器中验证。")
	}
	l.Notes = append(l.Notes, "本申请表由申请人在线填写、签署，提交后内容固定，不能更改。")
}

// digestShown is how much of a file's SHA-256 the list shows.
const digestShown = 12

// materials lists what was handed in; the digest's beginning lets anybody compare a file with the list.
func (l *Letter) materials(ms []Material) {
	rows := [][]string{{"序号", "材料名称", "份数", "来源", "备注（校验码）"}}
	for i, m := range ms {
		note := m.Note
		if len(m.Digest) >= digestShown {
			if note != "" {
				note += "\n"
			}
			note += m.Digest[:digestShown]
		}
		rows = append(rows, []string{fmt.Sprint(i + 1), m.Name, fmt.Sprint(max(m.Copies, 1)), m.Source, note})
	}
	l.table(true, []float64{0.08, 0.35, 0.08, 0.25, 0.24}, rows...)
}
