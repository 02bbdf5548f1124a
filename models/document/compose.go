package document

import (
	"fmt"
	"strings"
	"time"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Compose writes the letter of a kind from its frozen facts. It is pure: the same document always reads the same. number is the
// 文书号 (empty for kinds without one) and issued the day in the signature block. It fails with DOCUMENT_KIND_UNKNOWN.
func Compose(kind Kind, number string, issued workday.Date, f Facts, h House) (Letter, error) {
	fam, ok := familyOf(kind, f.Power)
	if !ok {
		return Letter{}, fault.New(fault.NotFound, "DOCUMENT_KIND_UNKNOWN", "kind", string(kind))
	}
	h = h.of(f)
	l := Letter{you: "你", Kind: kind, Agency: h.Agency, Title: fam.title, Number: number, Date: chineseDate(issued), Demo: h.Demo}
	if f.Applicant.IsUnit {
		l.you = "你单位"
	}
	if f.Title != "" {
		l.Title = f.Title
	}
	switch fam.seal {
	case sealPermit:
		l.Signatory, l.Seal = h.Agency, h.PermitSeal
	case sealBureau:
		l.Signatory, l.Seal, l.bureau = h.Agency, h.Agency, true
	case sealNone:
		l.Agency = ""
	}
	fam.compose(f, &l)
	if f.Provisional {
		l.say("上述期限涉及国务院尚未公布节假日安排的年份，以国务院正式通知为准；期限因此变动的，本机关将另行告知。")
	}
	if l.Final = fam.adverse && f.Final != ""; l.Final {
		l.head("救济途径")
		l.say("依照%s的规定，本%s为最终决定，不能申请行政复议或者提起行政诉讼。情况发生变化的，可以重新申请。", f.Final, l.noun())
	} else if fam.adverse {
		l.remedies(h.remedies(f), kind.AboutDamages())
	}
	l.officer(f.Officer, h)
	return l, nil
}

// of is the house of a county's bureau where that decides.
func (h House) of(f Facts) House {
	if f.Agency != "" && f.Agency != h.Agency {
		h.Agency, h.PermitSeal = f.Agency, f.Agency+"行政许可专用章"
		h.Reviewer = or(f.Reviewer, h.Reviewer)
	}
	return h
}

// remedies are those that were told when the paper was issued. Papers from before they were kept named no online channel.
func (h House) remedies(f Facts) Remedies {
	if f.Remedies.Reviewer != "" {
		return f.Remedies
	}
	return Remedies{Reviewer: h.Reviewer, Court: h.Court}
}

// tells are the remedies of a paper that is issued now: the court is that of the bureau's seat (行政诉讼法 第十八条).
func (h House) tells(f Facts) Remedies {
	house := h.of(f)
	return Remedies{Reviewer: house.Reviewer, Online: house.ReviewOnline, Court: or(h.Courts[f.Agency], h.Court)}
}

func (l *Letter) say(format string, args ...any) { l.block(Paragraph, fmt.Sprintf(format, args...)) }

func (l *Letter) head(text string) { l.block(Heading, text) }

func (l *Letter) stress(format string, args ...any) {
	l.block(Emphasis, fmt.Sprintf(format, args...))
}

// block appends a text that speaks to the addressee, a person or a unit.
func (l *Letter) block(kind BlockKind, text string) {
	l.Blocks = append(l.Blocks, Block{Kind: kind, Text: strings.ReplaceAll(text, "你（单位）", l.you)})
}

func (l *Letter) list(items ...string) {
	l.Blocks = append(l.Blocks, Block{Kind: List, Items: items})
}

// table appends rows; widths are shares of the page.
func (l *Letter) table(head bool, widths []float64, rows ...[]string) {
	if len(rows) == 0 || head && len(rows) == 1 {
		return
	}
	l.Blocks = append(l.Blocks, Block{Kind: Table, Head: head, Widths: widths, Rows: rows})
}

// pairs appends a two-column table of labels and values and leaves out empty values.
func (l *Letter) pairs(rows ...[2]string) {
	var kept [][]string
	for _, r := range rows {
		if r[1] != "" {
			kept = append(kept, []string{r[0], r[1]})
		}
	}
	l.table(false, []float64{0.28, 0.72}, kept...)
}

// remedies tells where and until when the addressee may turn. A paper that is delivered online names the online way as well (行政复议法 第二十条,
// 第二十二条第二款; 行政诉讼法 第四十六条; domain.md 1.10). A lawsuit about damages has a time of its own (国家赔偿法 第十四条).
func (l *Letter) remedies(r Remedies, damages bool) {
	l.head("救济途径")
	online := ""
	if r.Online != "" {
		online = "，也可以通过网上渠道（" + r.Online + "）提出"
	}
	suit := "知道之日起六个月内"
	if damages {
		suit = "本" + l.noun() + "作出之日起三个月内"
	}
	l.say("如不服本%s，你（单位）可以自知道之日起六十日内向%s申请行政复议%s；也可以自%s依法向%s提起行政诉讼。", l.noun(), r.Reviewer, online, suit, r.Court)
}

// noun is what the letter calls itself in a sentence.
func (l *Letter) noun() string {
	switch {
	case strings.HasSuffix(l.Title, "决定书"):
		return "决定"
	case strings.HasSuffix(l.Title, "告知书"):
		return "告知"
	default:
		return "文书"
	}
}

// officer names the host officer on every notice (执法公示, domain.md 1.7).
func (l *Letter) officer(o Officer, h House) {
	if l.Agency == "" || l.Kind == Certificate {
		return
	}
	if o.Name != "" {
		line := "承办人：" + o.Name
		if o.PoliceNo != "" {
			line += "　警号：" + o.PoliceNo
		}
		if o.Desk != "" {
			line += "　" + o.Desk
		}
		if o.Phone != "" {
			line += "　电话：" + o.Phone
		}
		l.Notes = append(l.Notes, line)
	}
	if h.Phone != "" {
		l.Notes = append(l.Notes, "监督电话："+h.Phone)
	}
}

// address greets the applicant, and the unit where there is one.
func (l *Letter) address(f Facts) { l.Addressee = f.Applicant.Name + "：" }

// chineseDate writes a date as documents do, in Arabic numerals without leading zeros (GB/T 9704-2012, 7.3.5.4).
func chineseDate(d workday.Date) string {
	if d.IsZero() {
		return ""
	}
	year, month, day := d.YMD()
	return fmt.Sprintf("%d年%d月%d日", year, int(month), day)
}

// limit writes a day that was counted with the calendar of working days. A paper that tells one in a year without an official calendar says so at its end.
func (l *Letter) limit(d workday.Date) string {
	l.limits = append(l.limits, d)
	return chineseDate(d)
}

// decisionLimit writes by when is decided; a licence's last day, where that comes first, is a fact.
func (l *Letter) decisionLimit(f Facts) string {
	if f.DecisionDue == f.Licence.ValidTo {
		return chineseDate(f.DecisionDue)
	}
	return l.limit(f.DecisionDue)
}

// chineseTime writes a moment in Asia/Shanghai.
func chineseTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return chineseDate(workday.DateOf(t)) + t.In(workday.Zone).Format(" 15时04分")
}

// chineseNumber counts the parts of a letter: 一 … 九十九.
func chineseNumber(n int) string {
	const digits = "零一二三四五六七八九"
	d := []rune(digits)
	switch {
	case n < 0 || n > 99:
		return fmt.Sprint(n)
	case n < 10:
		return string(d[n])
	case n < 20:
		return "十" + strings.TrimPrefix(string(d[n%10]), "零")
	default:
		return string(d[n/10]) + "十" + strings.TrimPrefix(string(d[n%10]), "零")
	}
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
