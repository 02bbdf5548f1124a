package document

import (
	"fmt"
	"strings"
)

// The Bureau's own papers on the way of a permit: from one desk to the next. They have no number, because domain.md 1.8 knows no mark for them.
const (
	Routing       Kind = "routing"        // 内部流转单 (T13)
	CountyOpinion Kind = "county_opinion" // 背景审查意见 (T14)
	ToLegal       Kind = "to_legal"       // 送审单 (T21)
	Approval      Kind = "approval"       // 行政许可审批表 (T24)
	Return        Kind = "return"         // 退回意见 (T25)
)

// ForApplicant tells the papers that the applicant may read: neither those that stay in the file nor the letter to a third party, with his address.
func (k Kind) ForApplicant() bool { return !k.Internal() && k != ThirdParty }

// Internal tells the papers that stay in the file.
func (k Kind) Internal() bool {
	switch k {
	case Card, Routing, CountyOpinion, VerifyOrder, VerifyRecord, ToLegal, LegalOpinion, Collective, Approval, Return, Returned:
		return true
	}
	return false
}

// matter names the case in a sentence: an application, or what shall become of a certificate.
func (l *Letter) matter(f Facts) string {
	if f.Loss.Word != "" {
		return fmt.Sprintf("因%s提出的%s请求（办件编号：%s）", f.Loss.Paper, f.Loss.Word, f.CaseNumber)
	}
	if f.Matter.Measure != "" {
		return fmt.Sprintf("所持%s的拟%s处理（办件编号：%s）", f.Matter.called(), f.Matter.Measure, f.CaseNumber)
	}
	return fmt.Sprintf("“%s”申请（办件编号：%s）", f.ItemName, f.CaseNumber)
}

// concerning is the case as its party is told of it.
func (l *Letter) concerning(f Facts) string {
	if f.Matter.Measure != "" && f.Loss.Word == "" {
		return "你（单位）" + l.matter(f)
	}
	return "你（单位）提出的" + l.matter(f)
}

// slip is the head of an internal paper: to whom, about what.
func (l *Letter) slip(f Facts, more ...[2]string) {
	l.Addressee = or(f.Proceeding.Desk, "承办部门") + "："
	rows := [][2]string{{"办件", l.matter(f)}, {"申请人", f.Applicant.Name}, {"从业单位", f.Unit.Name},
		{"收件时间", chineseTime(f.ReceivedAt)}, {"受理日期", chineseDate(f.AcceptedOn)}, {"办理期限至", l.decisionLimit(f)}}
	l.pairs(append(rows, more...)...)
}

func composeRouting(f Facts, l *Letter) {
	l.slip(f)
	l.say("本件已经受理，根据《中华人民共和国行政许可法》第三十五条的规定，请你单位进行背景审查，并于%s前（含当日）将审查意见和比对结果直接报送本机关。", l.limit(f.Proceeding.Until))
	l.say("审查时间计算在办理期限之内。不得要求申请人重复提供申请材料，不得要求申请人提供无犯罪记录证明。")
	l.head("随件材料")
	rows := [][]string{{"材料", "份数", "来源"}}
	for _, m := range f.Materials {
		rows = append(rows, []string{m.Name, fmt.Sprint(m.Copies), m.Source})
	}
	l.table(true, []float64{0.5, 0.15, 0.35}, rows...)
}

func composeCountyOpinion(f Facts, l *Letter) {
	p := f.Proceeding
	l.slip(f)
	l.stress("背景审查结论：%s。", p.Result)
	l.say("%s", p.Record)
	l.points(f, "比对结果")
	l.by(f, "审查人")
}

func composeToLegal(f Facts, l *Letter) {
	p := f.Proceeding
	l.slip(f)
	l.stress("拟作出的决定：%s。", p.What)
	l.reason("送审事由", p.Basis)
	l.reason("承办意见", p.Record)
	if len(f.Grounds) > 0 {
		l.head("拟适用的依据")
		l.grounds(f.Grounds)
	}
	l.points(f, "审查要点")
	if !p.Until.IsZero() {
		l.say("请于%s前（含当日）提出法制审核意见。审核时间计算在办理期限之内。", l.limit(p.Until))
	}
	l.by(f, "送审人")
}

func composeApproval(f Facts, l *Letter) {
	p := f.Proceeding
	l.slip(f, [2]string{"原许可证件", f.Licence.Number}, [2]string{"有效期至", chineseDate(f.Licence.ValidTo)})
	l.Addressee = ""
	l.points(f, "审查要点")
	l.head("审查意见")
	l.stress("%s。", p.What)
	l.say("%s", p.Record)
	if len(f.Grounds) > 0 {
		l.head("依据")
		l.grounds(f.Grounds)
	}
	l.others(f)
	l.by(f, "审查人")
	l.head("审批意见")
	l.say("见本办件的决定书；退回的，见退回意见。审批人不得是本件的受理人、审查人。")
}

func composeReturn(f Facts, l *Letter) {
	p := f.Proceeding
	l.slip(f)
	l.say("你单位提出的“%s”意见，现予退回。", p.What)
	l.stress("退回原因：%s", f.Reason)
	l.say("这是本件第%d次退回。退回不停止计算办理期限。", p.Days)
	l.by(f, "退回人")
}

// points is the checklist as it stood: the point, the verdict, what proves it.
func (l *Letter) points(f Facts, head string) {
	if len(f.Proceeding.Voices) == 0 {
		return
	}
	l.head(head)
	rows := [][]string{{"项目", "结论", "证据"}}
	for _, v := range f.Proceeding.Voices {
		rows = append(rows, []string{v[0], v[1], v[2]})
	}
	l.table(true, []float64{0.38, 0.14, 0.48}, rows...)
}

func (l *Letter) by(f Facts, who string) {
	l.pairs([2]string{who, strings.Join(f.Proceeding.Clerks, "；")}, [2]string{"日期", chineseDate(f.Proceeding.On)})
}
