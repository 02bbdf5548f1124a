package document

import (
	"fmt"
	"strings"
	"time"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// Documents of the moves beyond the plain way of a permit (domain.md 1.4, 1.7, 1.8).
const (
	WarningPaper    Kind = "warning"          // 警告 (行政许可法 第七十八条)
	Explanation     Kind = "explanation"      // 补充说明函 (T18)
	VerifyOrder     Kind = "verify_order"     // 核查通知 (T16)
	VerifyRecord    Kind = "verification"     // 核查笔录 (T17)
	Special         Kind = "special"          // 特别程序（所需时间）告知书 (T19)
	SpecialReport   Kind = "special_report"   // 鉴定、检验、检测、专家评审意见 (T20)
	HearingRight    Kind = "hearing_right"    // 权利告知书
	ThirdParty      Kind = "third_party"      // 利害关系人权利告知书 (T45)
	RefusalNotice   Kind = "refusal_notice"   // 拟不予行政许可告知书
	HearingAnnounce Kind = "hearing_announce" // 听证公告
	HearingNotice   Kind = "hearing_notice"   // 听证通知书
	HearingRecord   Kind = "hearing_record"   // 听证笔录
	LegalOpinion    Kind = "legal_opinion"    // 法制审核意见书 (T22)
	Collective      Kind = "collective"       // 集体讨论记录 (T23)
	Extension       Kind = "extension"        // 延期通知书 (T26)
	Termination     Kind = "termination"      // 终止办理告知书 (T30)
	Returned        Kind = "returned"         // 退件记录 (T33)
	DecideAgain     Kind = "decide_again"     // 重新办理告知书 (T37)
)

// Proceeding is what the documents of special moves say beyond the rest.
type Proceeding struct {
	What    string       `json:"what,omitempty"`  // 专家评审, 实地核查, 申请人死亡 …
	Basis   string       `json:"basis,omitempty"` // the rule that asks for it
	Days    int          `json:"days,omitempty"`
	From    workday.Date `json:"from,omitzero"`
	To      workday.Date `json:"to,omitzero"`
	On      workday.Date `json:"on,omitzero"`
	Until   workday.Date `json:"until,omitzero"`
	Was     workday.Date `json:"was,omitzero"`
	Place   string       `json:"place,omitempty"`
	Record  string       `json:"record,omitempty"`
	Result  string       `json:"result,omitempty"`
	Clerks  []string     `json:"clerks,omitempty"` // name and police number
	Desk    string       `json:"desk,omitempty"`   // to which an internal paper goes
	Voices  [][3]string  `json:"voices,omitempty"` // member, voice, words; of a checklist point, verdict, proof
	Papers  []string     `json:"papers,omitempty"` // what is attached
	Waybill string       `json:"waybill,omitempty"`
	Phone   string       `json:"phone,omitempty"`
	At      time.Time    `json:"at,omitzero"`      // when a hearing begins
	Asked   bool         `json:"asked,omitempty"`  // that hearing was asked for (行政许可法 第四十七条)
	Closed  string       `json:"closed,omitempty"` // 国家秘密 …, why it is not public
}

// specialFamilies are worded alike for every power; only permits have them. 警, 函, 利, 听公, 听录, 意, 终 and 重 are the portal's own marks; the Bureau's
// internal papers have none.
var specialFamilies = map[Kind]family{
	WarningPaper:    {"行政许可警告决定书", "许警", sealBureau, true, composeWarning},
	Explanation:     {"补充说明函", "许函", sealPermit, false, composeExplanation},
	VerifyOrder:     {"行政许可核查通知", "", sealPermit, false, composeVerifyOrder},
	VerifyRecord:    {"行政许可核查工作记录", "", sealPermit, false, composeVerification},
	Special:         {"行政许可特别程序（所需时间）告知书", "许特", sealPermit, false, composeSpecial},
	SpecialReport:   {"行政许可特别程序意见书", "许意", sealPermit, false, composeSpecialReport},
	HearingRight:    {"行政许可权利告知书", "听告", sealPermit, false, composeHearingRight},
	ThirdParty:      {"行政许可利害关系人权利告知书", "许利", sealPermit, false, composeThirdParty},
	RefusalNotice:   {refusalNotice, "许拟", sealPermit, false, composeRefusalNotice},
	HearingAnnounce: {"听证公告", "听公", sealBureau, false, composeHearingAnnounce},
	HearingNotice:   {"行政许可听证通知书", "听通", sealPermit, false, composeHearingNotice},
	HearingRecord:   {"听证笔录", "听录", sealPermit, false, composeHearingRecord},
	LegalOpinion:    {"重大行政许可法制审核意见书", "", sealPermit, false, composeLegalOpinion},
	Collective:      {"行政许可集体讨论记录", "", sealPermit, false, composeCollective},
	Extension:       {"行政许可延期决定通知书", "许延", sealBureau, false, composeExtension},
	Termination:     {"行政许可终止办理告知书", "许终", sealBureau, true, composeTermination},
	DecideAgain:     {"行政许可重新办理告知书", "许重", sealBureau, false, composeDecideAgain},
	Routing:         {"内部流转单", "", sealPermit, false, composeRouting},
	CountyOpinion:   {"背景审查意见", "", sealPermit, false, composeCountyOpinion},
	ToLegal:         {"法制审核送审单", "", sealPermit, false, composeToLegal},
	Approval:        {"行政许可审批表", "", sealPermit, false, composeApproval},
	Return:          {"退回意见", "", sealPermit, false, composeReturn},
	Returned:        {"退件记录", "", sealPermit, false, composeReturned},
}

func composeWarning(f Facts, l *Letter) {
	l.address(f)
	l.say("你（单位）于%s提出%s。经查，申请材料存在隐瞒有关情况或者提供虚假材料的情形。", chineseDateOf(f.ReceivedAt), l.matter(f))
	l.head("一、查明的事实和证据")
	l.say("%s", f.Reason)
	l.say("上述事实有以下证据证明：%s", f.Proceeding.Record)
	l.head(headHeard)
	l.heard(f)
	l.head("三、决定")
	l.stress("根据《中华人民共和国行政许可法》第七十八条的规定，本机关决定：对%s给予警告。", f.Applicant.Name)
	if !f.Proceeding.Until.IsZero() {
		l.say("该行政许可属于直接关系公共安全的事项，在%s前不得再次申请该行政许可。", chineseDate(f.Proceeding.Until))
	}
}

func composeExplanation(f Facts, l *Letter) {
	l.address(f)
	l.say("本机关正在审查你（单位）提出的%s，请就下列问题作出说明：", l.matter(f))
	l.stress("%s", f.Reason)
	l.say("请于%s前（含当日）在本平台办件页面答复。本函不是补正告知，不停止计算办理期限，期限仍至%s。", l.limit(f.Proceeding.Until), l.decisionLimit(f))
}

func composeVerifyOrder(f Facts, l *Letter) {
	l.Addressee = strings.Join(f.Proceeding.Clerks, "、") + "："
	l.say("根据《中华人民共和国行政许可法》第三十四条第三款的规定，请你们对%s的%s进行%s，由两名以上工作人员共同进行。", f.Applicant.Name, l.matter(f), f.Proceeding.What)
	l.reason("核查内容", f.Reason)
	l.say("核查人员与申请人、利害关系人有利害关系的，应当回避。")
}

func composeVerification(f Facts, l *Letter) {
	p := f.Proceeding
	l.pairs([2]string{"办件", l.matter(f)}, [2]string{"申请人", f.Applicant.Name}, [2]string{"核查方式", p.What}, [2]string{"核查内容", f.Reason},
		[2]string{"完成日期", chineseDate(p.On)}, [2]string{"核查人员", strings.Join(p.Clerks, "；")}, [2]string{"附件", strings.Join(p.Papers, "；")})
	l.head("核查情况")
	l.say("%s", p.Record)
	l.say("核查人员均已声明与申请人、利害关系人没有利害关系，并在平台上分别签名确认。")
}

func composeSpecial(f Facts, l *Letter) {
	p := f.Proceeding
	l.address(f)
	l.say("你（单位）提出的%s，需要依法进行%s。", l.matter(f), p.What)
	l.reason("理由", f.Reason)
	l.pairs([2]string{"依据", p.Basis}, [2]string{"起始日期", chineseDate(p.From)}, [2]string{"所需时间", fmt.Sprintf("%d个工作日", p.Days)},
		[2]string{"预计完成", l.limit(p.Until)})
	l.stress("根据《中华人民共和国行政许可法》第四十五条的规定，上述时间不计算在行政许可期限内。程序完成后期限继续计算，本机关将告知新的期限。")
}

func composeSpecialReport(f Facts, l *Letter) {
	p := f.Proceeding
	l.address(f)
	l.say("对你（单位）提出的%s所进行的%s已于%s完成。", l.matter(f), p.What, chineseDate(p.To))
	l.head("意见")
	l.say("%s", p.Record)
	l.reason("附件", strings.Join(p.Papers, "；"))
	l.stress("自次日起继续计算行政许可期限，期限至%s。", l.decisionLimit(f))
}

func composeHearingRight(f Facts, l *Letter) {
	l.address(f)
	l.say("本机关正在审查%s，该行政许可直接涉及申请人与他人之间重大利益关系。", l.matter(f))
	l.reason("情况", f.Reason)
	l.stress("根据《中华人民共和国行政许可法》第四十七条的规定，你（单位）享有要求听证的权利。要求听证的，请于%s前（含当日，自被告知之日起五个工作日内）在本平台办件页面提出；逾期不提出的，视为放弃。", l.limit(f.Proceeding.Until))
	l.say("申请人、利害关系人不承担行政机关组织听证的费用。你（单位）还可以陈述、申辩。")
}

func composeThirdParty(f Facts, l *Letter) {
	p := f.Proceeding
	l.Addressee = p.What + "："
	l.say("本机关正在审查%s提出的%s，发现该行政许可事项直接关系贵方的重大利益。", f.Applicant.Name, l.matter(f))
	l.reason("关系", f.Reason)
	l.stress("根据《中华人民共和国行政许可法》第三十六条、第四十七条的规定，贵方有权陈述、申辩，并可以要求听证。请于%s前（含当日，自被告知之日起五个工作日内）向本机关提出；逾期不提出的，视为放弃。", l.limit(p.Until))
	l.say("可以当面、邮寄或者委托代理人提出，由审查人员记录在案。申请人、利害关系人不承担行政机关组织听证的费用。")
	l.pairs([2]string{"送达", p.Place})
}

func composeHearingAnnounce(f Facts, l *Letter) {
	p := f.Proceeding
	if p.Asked {
		l.say("就%s，申请人或者利害关系人依照《中华人民共和国行政许可法》第四十七条的规定要求听证，本机关决定公开举行听证，根据该法第四十八条的规定，现予公告。", l.matter(f))
		l.pairs(p.hearing()...)
		l.say(comeAndHear)
		return
	}
	l.say("本机关正在审查%s。该事项属于应当听证或者涉及公共利益的重大行政许可事项，根据《中华人民共和国行政许可法》第四十六条的规定，决定举行听证，现予公告。", l.matter(f))
	l.reason("理由", f.Reason)
	if p.On.IsZero() {
		l.say("听证的时间、地点将于举行前七个工作日通知申请人、利害关系人，并予公告。听证公开举行。本次程序预计需要%d个工作日。", p.Days)
		return
	}
	l.pairs(p.hearing()...)
	l.say(comeAndHear)
}

const comeAndHear = "听证公开举行，公民、法人或者其他组织可以到场旁听。旁听的，请凭有效身份证件于听证开始前到场登记。"

// hearing is when, where and under whom (行政许可法 第四十八条第一款第一项、第三项).
func (p Proceeding) hearing() [][2]string {
	return [][2]string{{"时间", or(chineseTime(p.At), chineseDate(p.On))}, {"地点", p.Place}, {"主持人", strings.Join(p.Clerks, "；")}}
}

// publicity tells whether the hearing is public, and why not (行政许可法 第五条第二款、第四十八条第一款第三项).
func (p Proceeding) publicity() string {
	if p.Closed != "" {
		return "因涉及" + p.Closed + "，听证不公开举行"
	}
	return "听证公开举行"
}

func composeHearingNotice(f Facts, l *Letter) {
	p := f.Proceeding
	l.address(f)
	l.say("就%s，本机关决定举行听证：", l.concerning(f))
	l.pairs(p.hearing()...)
	l.say("主持人不是审查本案的工作人员。你（单位）认为主持人与本行政许可事项有直接利害关系的，有权申请回避。%s，不收取费用；你（单位）可以委托代理人，可以提出证据，并进行申辩和质证。", p.publicity())
	l.say("依据：《中华人民共和国行政许可法》第四十八条。")
}

func composeHearingRecord(f Facts, l *Letter) {
	p := f.Proceeding
	l.pairs([2]string{"办件", l.matter(f)}, [2]string{"申请人", f.Applicant.Name})
	l.pairs(append(p.hearing(), [2]string{"附件", strings.Join(p.Papers, "；")})...)
	l.head("听证情况")
	l.say("%s", p.Record)
	l.say("本笔录经听证参加人确认无误后签字或者盖章。行政机关应当根据听证笔录作出行政许可决定。")
	if !f.DecisionDue.IsZero() {
		l.stress("自次日起继续计算行政许可期限，期限至%s。", l.decisionLimit(f))
	}
}

func composeLegalOpinion(f Facts, l *Letter) {
	p := f.Proceeding
	l.Addressee = or(f.Officer.Desk, "承办部门") + "："
	l.say("对%s的%s拟作出“%s”的决定，经法制审核：", f.Applicant.Name, l.matter(f), p.What)
	l.stress("审核结论：%s。", p.Result)
	l.reason("意见", f.Reason)
	l.pairs([2]string{"审核人员", strings.Join(p.Clerks, "；")}, [2]string{"日期", chineseDate(p.On)})
}

func composeCollective(f Facts, l *Letter) {
	p := f.Proceeding
	l.pairs([2]string{"议题", f.Applicant.Name + "的" + l.matter(f)}, [2]string{"日期", chineseDate(p.On)}, [2]string{"主持人", strings.Join(p.Clerks, "；")})
	rows := [][]string{{"参加人", "意见", "说明"}}
	for _, v := range p.Voices {
		rows = append(rows, []string{v[0], v[1], v[2]})
	}
	l.table(true, []float64{0.3, 0.2, 0.5}, rows...)
	l.head("讨论情况")
	l.say("%s", p.Record)
	l.stress("讨论结论：%s。", p.Result)
	l.say("不同意见已按姓名如实记录。")
}

func composeExtension(f Facts, l *Letter) {
	p := f.Proceeding
	l.address(f)
	l.say("本机关于%s受理你（单位）提出的%s，因故不能在法定期限内作出决定。", chineseDate(f.AcceptedOn), l.matter(f))
	l.reason("理由", f.Reason)
	l.stress("根据《中华人民共和国行政许可法》第四十二条第一款的规定，经本机关负责人批准，延长十个工作日，办理期限由%s延长至%s。", chineseDate(p.Was), l.limit(p.Until))
	if f.DecisionDue.Before(p.Until) {
		l.say("原许可证有效期至%s。延长办理期限不影响你（单位）依照《中华人民共和国行政许可法》第五十条第二款享有的权利：届时仍未作出决定的，视为准予延续。", chineseDate(f.DecisionDue))
	}
}

func composeDecideAgain(f Facts, l *Letter) {
	p := f.Proceeding
	l.address(f)
	l.say("本机关对你（单位）提出的%s所作的%s，已被%s撤销，本机关应当重新作出决定。", l.matter(f), strings.Join(p.Papers, "、"), p.Basis)
	l.pairs([2]string{"裁决日期", chineseDate(p.On)}, [2]string{"认定的问题", p.What}, [2]string{"要求", p.Record})
	l.reason("主要内容", f.Reason)
	l.say("原决定书自被撤销之日起不再有效，其编号保留。你（单位）先前提交的申请和材料继续有效，不需要重新申请，可以补充陈述、申辩和证据。")
	l.stress("本机关自%s起重新办理，经集体讨论后作出决定，办理期限至%s。", chineseDate(p.From), l.limit(p.Until))
	l.say("依据：%s。", p.Result)
}

func composeTermination(f Facts, l *Letter) {
	l.address(f)
	l.say("%s提出的%s，因%s，本机关决定终止办理。", f.Applicant.Name, l.matter(f), f.Proceeding.What)
	l.reason("理由", f.Reason)
	l.say("终止办理不是不予许可。情形消除后，可以依法重新提出申请。")
}

func composeReturned(f Facts, l *Letter) {
	p := f.Proceeding
	l.pairs([2]string{"办件", l.matter(f)}, [2]string{"收件人", f.Applicant.Name}, [2]string{"第几次", fmt.Sprint(p.Days)}, [2]string{"邮件号码", p.Waybill},
		[2]string{"退回原因", f.Reason}, [2]string{"电话联系", p.Phone}, [2]string{"日期", chineseDate(p.On)}, [2]string{"送达人员", strings.Join(p.Clerks, "；")})
	if p.Days >= 2 {
		l.say("已两次投递未成，改为窗口领取或者其他法定方式送达。送达期限继续计算，不因此办结。")
	} else {
		l.say("将再次投递。送达期限继续计算。")
	}
}
