package document

import (
	"fmt"
	"strings"
)

// The letters of everything that is no renewal. They cite what the item itself stands on; only those of permits cite 行政许可法.

// composeReceipt acknowledges what was received and says what happens next and by when; also after a correction.
func (p power) composeReceipt(f Facts, l *Letter) {
	l.address(f)
	l.say("你（单位）于%s提交的“%s”%s及下列材料已经收到。", chineseTime(f.ReceivedAt), f.ItemName, p.matter)
	l.caseNumbers(f)
	l.materials(f.Materials)
	if !f.DecisionDue.IsZero() || !f.PromisedDue.IsZero() {
		l.due(f)
	}
	l.say("材料不齐全或者不符合要求的，本机关将在五个工作日内（最迟%s）一次告知需要补正的全部内容；逾期不告知的，视为材料齐全。", l.limit(f.IntakeDue))
	if f.QueryCode != "" {
		l.say("请妥善保管查询码。凭办件编号、查询码和证件号码后四位，可以随时在本平台查询办理进度。")
	}
}

func (p power) composeCorrection(f Facts, l *Letter) {
	l.address(f)
	l.say("本机关于%s收到你（单位）提交的“%s”%s（办件编号：%s）。经核对，材料不齐全或者不符合要求，现将需要补正的全部内容一次告知如下：",
		chineseDateOf(f.ReceivedAt), f.ItemName, p.matter, f.CaseNumber)
	l.defects(f)
}

func (p power) composeAcceptance(f Facts, l *Letter) {
	l.address(f)
	l.say("你（单位）于%s提交的“%s”%s（办件编号：%s），材料齐全，符合要求，本机关自%s起予以受理。",
		chineseDateOf(f.ReceivedAt), f.ItemName, p.matter, f.CaseNumber, chineseDate(f.AcceptedOn))
	l.due(f)
	l.say("办理期间本机关可能与你（单位）联系核实有关情况，请予以配合。")
}

func (p power) composeDeemedAcceptance(f Facts, l *Letter) {
	l.address(f)
	l.say("本机关于%s收到你（单位）提交的“%s”%s（办件编号：%s），未在五个工作日内告知需要补正的内容，自收到材料之日即%s起视为受理。",
		chineseDateOf(f.ReceivedAt), f.ItemName, p.matter, f.CaseNumber, chineseDate(f.AcceptedOn))
	l.due(f)
	l.say("因本机关未及时处理给你（单位）带来的不便，谨致歉意。本机关已对有关情况进行督办。")
}

// composeNotAccepted names who is competent and how to reach it (F3).
func (p power) composeNotAccepted(f Facts, l *Letter) {
	l.address(f)
	l.say("本机关于%s收到你（单位）提交的“%s”%s（办件编号：%s）。", chineseDateOf(f.ReceivedAt), f.ItemName, p.matter, f.CaseNumber)
	l.reason("理由", f.Reason)
	decided := "决定不予受理"
	if p.noun == powers["filing"].noun {
		decided = "不予接收备案"
	}
	l.say("该事项不属于本机关办理，本机关%s。请向%s提出。%s", decided, f.CompetentAgency, f.CompetentHow)
}

// composePermit grants what was asked for (行政许可法 第三十八条第一款).
func composePermit(f Facts, l *Letter) {
	l.address(f)
	l.say("本机关于%s受理你（单位）提出的“%s”申请（办件编号：%s）。经审查，申请人符合法定条件、标准。根据《中华人民共和国行政许可法》第三十八条第一款%s的规定，本机关决定：",
		chineseDate(f.AcceptedOn), f.ItemName, f.CaseNumber, basis("和", f.Basis))
	l.stress("准予%s的“%s”申请。", f.Applicant.Name, f.ItemName)
	l.outcome(f)
	l.others(f)
	if f.Outcome.Certificate {
		l.say("本机关将自作出本决定之日起十个工作日内颁发、送达许可证件。")
	}
}

// composeDeclined gives facts, evidence, grounds and what became of the applicant's statement: 不予许可 and 不予办理.
func composeDeclined(f Facts, l *Letter) {
	l.address(f)
	l.say("本机关于%s受理你（单位）提出的“%s”申请（办件编号：%s），现已审查终结。", chineseDate(f.AcceptedOn), f.ItemName, f.CaseNumber)
	l.adverse(f)
	law := basis("根据", f.Basis)
	if l.Kind == Refusal {
		law = "根据《中华人民共和国行政许可法》第三十八条第二款" + basis("和", f.Basis)
	}
	if law != "" {
		law += "的规定，"
	}
	l.stress("%s本机关决定：对%s的“%s”申请不予%s。", law, f.Applicant.Name, f.ItemName, refused(l.Kind))
}

func refused(k Kind) string {
	if k == Refusal {
		return "许可"
	}
	return "办理"
}

// adverse writes what every decision against somebody must say.
func (l *Letter) adverse(f Facts) {
	l.head("一、查明的事实和证据")
	l.say("%s", or(f.Findings, f.Reason))
	if len(f.Evidence) > 0 {
		l.evidence(f)
	}
	parts := []string{"二、理由和依据", "三、决定"}
	if l.Kind == Refusal {
		l.head(headHeard)
		l.heard(f)
		parts = []string{"三、理由和依据", "四、决定"}
	}
	l.head(parts[0])
	l.grounds(f.Grounds)
	if f.Findings != "" && f.Reason != "" {
		l.say("%s", f.Reason)
	}
	l.head(parts[1])
}

// composeDone says that it is done, and with what result.
func composeDone(f Facts, l *Letter) {
	l.address(f)
	l.say("你（单位）提出的“%s”申请（办件编号：%s），经审核符合办理条件%s，已于%s办结。", f.ItemName, f.CaseNumber, f.basisAside(), chineseDate(f.DecidedOn))
	l.outcome(f)
}

// composeNotFiled says which legal condition of the filing is missing (F6).
func composeNotFiled(f Facts, l *Letter) {
	l.address(f)
	l.say("你（单位）于%s报送的“%s”材料（办件编号：%s），经核对：", chineseDateOf(f.ReceivedAt), f.ItemName, f.CaseNumber)
	l.adverse(f)
	l.stress("本机关对上述材料不予备案。消除上述情形后，可以重新报送。")
}

// composeIssued tells what the national system has issued.
func composeIssued(f Facts, l *Letter) {
	l.address(f)
	l.say("你（单位）提出的“%s”申请（办件编号：%s），国家出入境管理信息系统已经签发。", f.ItemName, f.CaseNumber)
	l.outcome(f)
}

func composeNotIssued(f Facts, l *Letter) {
	l.address(f)
	l.say("你（单位）提出的“%s”申请（办件编号：%s），国家出入境管理信息系统反馈的结果为不予签发。", f.ItemName, f.CaseNumber)
	l.reason("理由", or(f.Outcome.Text, f.Reason))
	l.grounds(f.Grounds)
}

// outcome tells what the applicant gets, under which number and for how long.
func (l *Letter) outcome(f Facts) {
	o := f.Outcome
	l.pairs(
		[2]string{"申请人", f.Applicant.Name}, [2]string{"证件号码", or(f.Applicant.IDMasked, f.Applicant.ID)}, [2]string{"单位", f.Unit.Name},
		[2]string{"办理结果", o.Name}, [2]string{"办理情况", o.Text}, [2]string{"证件（结果）编号", o.Number}, [2]string{"记载系统", o.Source},
		[2]string{"有效期", or(untilText(o), o.Validity)},
	)
}

func untilText(o Outcome) string {
	if o.Until.IsZero() {
		return ""
	}
	return "至" + chineseDate(o.Until)
}

func (l *Letter) defects(f Facts) {
	rows := [][]string{{"序号", "材料或填写项目", "存在的问题", "补正办法"}}
	for i, d := range f.Defects {
		rows = append(rows, []string{fmt.Sprint(i + 1), d.What, d.Problem, d.Mend})
	}
	l.table(true, []float64{0.08, 0.24, 0.34, 0.34}, rows...)
	l.stress("请在%s前（含当日）通过本平台一次提交全部补正材料。", l.limit(f.CorrectionDue))
	l.say("逾期未补正或者补正不完整的，本机关将退回申请。退回不是行政处罚，不影响你（单位）再次提出申请，已经提交的材料可以继续使用。")
}

// mostBasis is how many rules a letter cites of those that the item stands on.
const mostBasis = 2

func basis(before string, rules []string) string {
	if len(rules) == 0 {
		return ""
	}
	return before + strings.Join(rules[:min(len(rules), mostBasis)], "、")
}

func (f Facts) basisAside() string {
	if b := basis("根据", f.Basis); b != "" {
		return "，" + b + "的规定"
	}
	return ""
}
