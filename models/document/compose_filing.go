package document

import "github.com/yiyang-police/permit-portal/models/workday"

// Filing is what the documents of a filing say beyond the case: what is filed, and how late it came (domain.md 1.5, 2.2, 2.3).
type Filing struct {
	Rows     [][2]string  `json:"rows,omitempty"` // what stands in the register of filings: label and value
	Changed  []Changed    `json:"changed,omitempty"`
	Number   string       `json:"number,omitempty"` // of the receipt that began it, on later ones
	Verify   string       `json:"verify,omitempty"` // address in the QR code
	Brigade  string       `json:"brigade,omitempty"`
	DutyFrom workday.Date `json:"duty_from,omitzero"`
	DutyDue  workday.Date `json:"duty_due,omitzero"`
	LateFrom workday.Date `json:"late_from,omitzero"` // last day before LATE
	Duty     string       `json:"duty,omitempty"`     // what had to be filed in time, in words
}

// Changed is one line of the register before and after a change.
type Changed struct {
	Label  string `json:"label"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// composeFiled acknowledges a filing. It authorises nothing (domain.md 0.2).
func composeFiled(f Facts, l *Letter) {
	l.address(f)
	l.say("你（单位）于%s报送的“%s”材料（办件编号：%s）已经收到。经核对，材料齐全，与共享数据相符%s，自%s起予以备案。",
		chineseDateOf(f.ReceivedAt), f.ItemName, f.CaseNumber, f.basisAside(), chineseDate(f.DecidedOn))
	if len(f.Filing.Rows) > 0 {
		l.pairs(f.Filing.Rows...)
	} else {
		l.outcome(f)
	}
	l.say("本备案没有有效期，备案事项发生变化的，请及时报送变更。备案不是行政许可，不改变你（单位）依法应当取得许可、接受监督检查的义务。")
	l.code(f.Filing.Verify)
}

// composeFilingChanged acknowledges a change of what is filed (F8).
func composeFilingChanged(f Facts, l *Letter) {
	l.address(f)
	l.say("你（单位）于%s报送的“%s”变更材料（办件编号：%s）已经收到，经核对材料齐全，自%s起按下列内容变更备案（原备案回执：%s）。",
		chineseDateOf(f.ReceivedAt), f.ItemName, f.CaseNumber, chineseDate(f.DecidedOn), f.Filing.Number)
	if len(f.Filing.Changed) > 0 {
		rows := [][]string{{"备案内容", "变更前", "变更后"}}
		for _, c := range f.Filing.Changed {
			rows = append(rows, []string{c.Label, or(c.Before, "—"), or(c.After, "—")})
		}
		l.table(true, []float64{0.24, 0.38, 0.38}, rows...)
	} else {
		l.say("登记的主要内容没有变化，名册和其他材料以本次报送的为准。")
	}
	l.pairs(f.Filing.Rows...)
	l.code(f.Filing.Verify)
}

// composeFilingEnded acknowledges that a filing was taken out (F9).
func composeFilingEnded(f Facts, l *Letter) {
	l.address(f)
	l.say("你（单位）于%s报送的“%s”材料（办件编号：%s）已经收到。经核对，自%s起撤销%s备案（原备案回执：%s）。",
		chineseDateOf(f.ReceivedAt), f.ItemName, f.CaseNumber, chineseDate(f.DecidedOn), f.Applicant.Name, f.Filing.Number)
	l.pairs(f.Filing.Rows...)
	l.say("今后再次开展相应活动的，应当重新备案。")
	l.code(f.Filing.Verify)
}

// composeReferral passes a late filing on to the county's brigade, which orders the unit to put it right (保安服务管理条例 第四十二条;
// F7). It goes to the brigade, not to the unit.
func composeReferral(f Facts, l *Letter) {
	l.Addressee = or(f.Filing.Brigade, "治安大队") + "："
	l.say("%s于%s报送“%s”材料（办件编号：%s）。经计算已经逾期，备案照常办理，现将线索移送你单位。", f.Applicant.Name, chineseDateOf(f.ReceivedAt),
		f.ItemName, f.CaseNumber)
	l.pairs(
		[2]string{"单位", f.Applicant.Name}, [2]string{"统一社会信用代码", f.Applicant.ID}, [2]string{"应当备案的事由", f.Filing.Duty},
		[2]string{"起算日", chineseDate(f.Filing.DutyFrom)}, [2]string{"应当备案的最后一日", l.limit(f.Filing.DutyDue)},
		[2]string{"收到备案材料", chineseDateOf(f.ReceivedAt)},
	)
	l.stress("请依照《保安服务管理条例》第四十二条第一款第二项核实，责令改正，并将处理结果录入本平台。")
}

// code puts an address into the letter as a QR code with its words.
func (l *Letter) code(address string) {
	if address != "" {
		l.Blocks = append(l.Blocks, Block{Kind: Code, Text: address})
	}
}
