package document

import (
	"fmt"
	"strings"
	"time"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// composeGrant prolongs the licence (行政许可法 第三十八条第一款, 第五十条; T27).
func composeGrant(f Facts, l *Letter) {
	l.address(f)
	l.say("本机关于%s受理你（单位）提出的“%s”申请（办件编号：%s）。经审查，申请人符合法定条件、标准。根据《中华人民共和国行政许可法》第三十八条第一款、第五十条第二款和《民用爆炸物品安全管理条例》第三十三条的规定，本机关决定：",
		chineseDate(f.AcceptedOn), f.ItemName, f.CaseNumber)
	l.stress("准予延续《爆破作业人员许可证》，有效期自%s至%s。", chineseDate(f.Licence.NewFrom), chineseDate(f.Licence.NewTo))
	l.licence(f)
	l.others(f)
	l.say("本机关将自作出本决定之日起十个工作日内颁发、送达许可证件。请按照许可证载明的类别和范围从事爆破作业。")
}

// composeRefusal gives facts, evidence, grounds with their articles, and what became of the applicant's statement (第三十八条第二款; T28).
func composeRefusal(f Facts, l *Letter) {
	l.address(f)
	l.say("本机关于%s受理你（单位）提出的“%s”申请（办件编号：%s），现已审查终结。", chineseDate(f.AcceptedOn), f.ItemName, f.CaseNumber)
	l.head("一、查明的事实和证据")
	l.say("%s", or(f.Findings, f.Reason))
	if len(f.Evidence) > 0 {
		l.evidence(f)
	}
	l.head(headHeard)
	l.heard(f)
	l.head("三、理由和依据")
	l.grounds(f.Grounds)
	if f.Findings != "" && f.Reason != "" {
		l.say("%s", f.Reason)
	}
	l.head("四、决定")
	l.stress("根据《中华人民共和国行政许可法》第三十八条第二款、第五十条第二款的规定，本机关决定：不予延续%s的《爆破作业人员许可证》%s。",
		f.Applicant.Name, bracketed(f.Licence.Number))
	if !f.Licence.ValidTo.IsZero() {
		l.say("原许可证有效期至%s。有效期届满后，不得继续从事爆破作业。", chineseDate(f.Licence.ValidTo))
	}
}

// evidence names what proves the facts, in one sentence.
func (l *Letter) evidence(f Facts) {
	proofs := make([]string, len(f.Evidence))
	for i, e := range f.Evidence {
		proofs[i] = strings.TrimRight(e, "。；")
	}
	l.say("上述事实有以下证据证明：%s。", strings.Join(proofs, "；"))
}

// heard tells what became of the applicant's statement, and of a hearing, on whose record the decision stands.
func (l *Letter) heard(f Facts) {
	if f.Told.On.IsZero() {
		l.say("%s", or(f.Heard, "本机关已告知申请人享有陈述、申辩的权利，申请人未提出陈述、申辩意见。"))
	} else {
		l.statement(f)
	}
	if !f.HeardOn.IsZero() {
		l.say("本机关于%s举行听证，根据《中华人民共和国行政许可法》第四十八条第二款的规定，本决定根据听证笔录作出。", chineseDate(f.HeardOn))
	}
	l.others(f)
}

// others tells what the third parties said (行政许可法 第三十六条).
func (l *Letter) others(f Facts) {
	if len(f.Others) > 0 {
		l.say("本机关依法听取了利害关系人的意见：%s。", strings.Join(f.Others, "；"))
	}
}

// composeDeemedRenewal confirms what the law itself did: undecided at expiry, the licence counts as renewed (第五十条第二款; T34).
func composeDeemedRenewal(f Facts, l *Letter) {
	l.address(f)
	l.say("你（单位）于%s提出“%s”申请（办件编号：%s），申请在许可证有效期届满三十日前提出。本机关在许可证有效期届满（%s）前未作出是否准予延续的决定。",
		chineseDateOf(f.ReceivedAt), f.ItemName, f.CaseNumber, chineseDate(f.Licence.ValidTo))
	l.stress("根据《中华人民共和国行政许可法》第五十条第二款的规定，视为准予延续，有效期自%s至%s。", chineseDate(f.Licence.NewFrom), chineseDate(f.Licence.NewTo))
	l.licence(f)
	l.say("因本机关未在法定期限内作出决定给你（单位）带来的不便，谨致歉意。本机关已对有关情况进行督办。")
}

// grounds lists each ground with the article that carries it, in its own words.
func (l *Letter) grounds(gs []Ground) {
	items := make([]string, 0, len(gs))
	for _, g := range gs {
		line := g.Title + "。依据：" + lawTitle(g.Law) + g.Article
		if g.Text != "" {
			line += "：“" + strings.TrimRight(g.Text, "。") + "。”"
		} else {
			line += "。"
		}
		items = append(items, line)
	}
	if len(items) > 0 {
		l.list(items...)
	}
}

func (l *Letter) licence(f Facts) {
	n := f.Licence
	l.pairs(
		[2]string{"持证人", f.Applicant.Name},
		[2]string{"公民身份号码", or(f.Applicant.IDMasked, f.Applicant.ID)},
		[2]string{"人员类别", strings.TrimSpace(n.Category + " " + n.Grade)},
		[2]string{"作业范围", n.Scope},
		[2]string{"许可证编号", or(n.NewNumber, n.Number)},
		[2]string{"从业单位", f.Unit.Name},
		[2]string{"有效期", span(n.NewFrom, n.NewTo)},
	)
}

func bracketed(number string) string {
	if number == "" {
		return ""
	}
	return "（编号：" + number + "）"
}

func lawTitle(law string) string {
	if law == "" || strings.HasPrefix(law, "《") {
		return law
	}
	return "《" + law + "》"
}

func span(from, to workday.Date) string {
	if from.IsZero() || to.IsZero() {
		return ""
	}
	return fmt.Sprintf("%s至%s", chineseDate(from), chineseDate(to))
}

func chineseDateOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return chineseDate(workday.DateOf(t))
}
