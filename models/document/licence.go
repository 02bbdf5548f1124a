package document

import (
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// The documents of a certificate's after-life (domain.md 1.4b).
const (
	MeasureNotice Kind = "measure_notice" // 拟作出决定告知书
	Revocation    Kind = "revocation"     // 撤销行政许可决定书 (L5)
	TakenBack     Kind = "taken_back"     // 撤回行政许可决定书 (L6)
	PunishedNote  Kind = "punished"       // 吊销许可证件登记告知书 (L7)
	Cancellation  Kind = "cancellation"   // 注销行政许可决定书 (L4, L8)
	DroppedNote   Kind = "dropped"        // 终止处理告知书
	LossReport    Kind = "loss_report"    // 许可证件挂失回执 (L9)
	ReissueNote   Kind = "reissue"        // 补发许可证件决定书 (L9)
	ChangeGrant   Kind = "change"         // 准予变更行政许可决定书 (L10)
	ChangeRefusal Kind = "no_change"      // 不予变更行政许可决定书 (L10)
)

// The marks 许销, 许回, 许注 are those of domain.md 1.8; 许拟, 许吊, 许终, 许失, 许换, 许变 and 许不变 are the portal's own.
func init() {
	for kind, f := range map[Kind]family{
		MeasureNotice: {"拟作出行政许可处理决定告知书", "许拟", sealPermit, false, composeMeasureNotice},
		Revocation:    {"撤销行政许可决定书", "许销", sealBureau, true, composeMeasure("撤销")},
		TakenBack:     {"撤回行政许可决定书", "许回", sealBureau, true, composeMeasure("撤回")},
		PunishedNote:  {"吊销许可证件登记告知书", "许吊", sealBureau, false, composePunished},
		Cancellation:  {"注销行政许可决定书", "许注", sealBureau, true, composeMeasure("注销")},
		DroppedNote:   {"终止处理告知书", "许终", sealPermit, false, composeDropped},
		LossReport:    {"许可证件挂失回执", "许失", sealPermit, false, composeLoss},
		ReissueNote:   {"补发许可证件决定书", "许换", sealBureau, false, composeReissue},
		ChangeGrant:   {"准予变更行政许可决定书", "许变", sealBureau, false, composeChange},
		ChangeRefusal: {"不予变更行政许可决定书", "许不变", sealBureau, true, composeNoChange},
	} {
		families[kind] = f
	}
}

// Matter is what a document says about a certificate and what became of it.
type Matter struct {
	Title      string       `json:"title,omitempty"` // of the certificate
	Number     string       `json:"number,omitempty"`
	ValidTo    workday.Date `json:"valid_to,omitzero"`
	Measure    string       `json:"measure,omitempty"` // 撤销, 撤回 …
	Proof      string       `json:"proof,omitempty"`
	Penalty    string       `json:"penalty,omitempty"`
	Harm       string       `json:"harm,omitempty"`
	Compensate bool         `json:"compensate,omitempty"`
	BanUntil   workday.Date `json:"ban_until,omitzero"` // first day on which one may apply again
	Discussed  bool         `json:"discussed,omitempty"`
	AnswerDue  workday.Date `json:"answer_due,omitzero"`
	HearingOn  workday.Date `json:"hearing_on,omitzero"` // held on that day
	Waived     bool         `json:"waived,omitempty"`    // the holder asked for no hearing
	Unit       string       `json:"unit,omitempty"`      // changed to
	Name       string       `json:"name,omitempty"`      // of the holder, changed to
	Copy       int          `json:"copy,omitempty"`
	Gone       string       `json:"gone,omitempty"` // the decision by which the certificate lost its effect meanwhile
}

func (m Matter) called() string { return "《" + m.Title + "》" + bracketed(m.Number) }

// composeMeasureNotice tells facts, grounds and what is intended, and the rights to speak and to a hearing (行政许可法 第七条, 第四十七条).
func composeMeasureNotice(f Facts, l *Letter) {
	l.address(f)
	l.say("经查，你（单位）持有的%s存在下列情形，本机关拟作出%s行政许可的决定，现将事实、理由和依据告知如下：", f.Matter.called(), f.Matter.Measure)
	l.reason("事实", f.Findings)
	l.head("理由和依据")
	l.grounds(f.Grounds)
	l.head("你（单位）的权利")
	l.say("你（单位）有权进行陈述和申辩，也有权要求听证。请在%s前（含当日）通过本平台或者到受理窗口提出；要求听证的，请在同一期限内提出，听证不收取费用。逾期未提出的，视为放弃听证，本机关将依法作出决定。要求听证的，本机关在二十个工作日内组织听证，并于举行听证的七个工作日前通知时间、地点；听证举行之前不作出决定。",
		l.limit(f.Matter.AnswerDue))
}

// composeMeasure is the decision to revoke, withdraw or cancel.
func composeMeasure(verb string) func(Facts, *Letter) {
	return func(f Facts, l *Letter) {
		l.address(f)
		l.head("一、查明的事实和证据")
		l.say("%s", f.Findings)
		if f.Matter.Proof != "" {
			l.say("上述事实有以下证据证明：%s。", strings.TrimRight(f.Matter.Proof, "。"))
		}
		l.head("二、陈述和申辩")
		l.say("%s", or(f.Heard, "你（单位）未提出陈述、申辩意见。"))
		switch {
		case !f.Matter.HearingOn.IsZero():
			l.say("本机关应你（单位）的要求于%s举行听证，本决定根据听证笔录作出。", chineseDate(f.Matter.HearingOn))
		case verb != "注销":
			l.say("本机关已告知你（单位）有要求听证的权利，你（单位）%s。", map[bool]string{true: "表示不要求听证", false: "在规定期限内未要求听证"}[f.Matter.Waived])
		}
		l.head("三、理由和依据")
		l.grounds(f.Grounds)
		if f.Matter.Harm != "" {
			l.say("对公共利益的影响：%s", f.Matter.Harm)
		}
		if f.Matter.Discussed {
			l.say("本决定经本机关负责人集体讨论。")
		}
		if f.Reason != "" {
			l.say("%s", f.Reason)
		}
		l.head("四、决定")
		l.stress("本机关决定：%s%s的%s，自本决定作出之日起生效。", verb, f.Applicant.Name, f.Matter.called())
		if verb != "注销" {
			l.say("许可证件自即日起失去效力，请停止从事被许可的活动，并交回纸质证件。本机关随后依法办理注销手续。")
		}
		if f.Matter.Compensate {
			l.say("你（单位）的合法权益因此受到损害的，可以依照《中华人民共和国行政许可法》第八条第二款、第七十六条的规定向本机关提出补偿或者赔偿请求。")
		}
		if !f.Matter.BanUntil.IsZero() {
			l.say("根据《中华人民共和国行政许可法》第七十九条的规定，你（单位）在%s前不得再次申请该行政许可。基于该行政许可取得的利益不受保护。", chineseDate(f.Matter.BanUntil))
		}
	}
}

func composePunished(f Facts, l *Letter) {
	l.address(f)
	l.say("你（单位）持有的%s已由处罚决定书（%s）依法吊销。本机关已在许可证件登记中作出记载，该证件自即日起失去效力。", f.Matter.called(), f.Matter.Penalty)
	l.say("对处罚决定不服的，请按照该处罚决定书载明的途径和期限申请行政复议或者提起行政诉讼。")
}

func composeDropped(f Facts, l *Letter) {
	l.address(f)
	if f.Matter.Gone != "" {
		l.say("你（单位）持有的%s已经失去效力，依据是%s。关于该证件的%s（办件编号：%s）因此终止。", f.Matter.called(), f.Matter.Gone, f.Matter.Measure, f.CaseNumber)
		return
	}
	l.say("本机关就你（单位）持有的%s拟作出的%s处理（办件编号：%s）现已终止，许可证件的效力不变。", f.Matter.called(), f.Matter.Measure, f.CaseNumber)
	l.reason("理由", f.Reason)
}

func composeLoss(f Facts, l *Letter) {
	l.address(f)
	l.say("你（单位）于%s报告遗失的%s已经挂失（办件编号：%s）。自即日起，遗失的证件（第%d本）扫码核验显示“已挂失”。", chineseDateOf(f.ReceivedAt), f.Matter.called(),
		f.CaseNumber, max(f.Matter.Copy, 1))
	l.say("本机关核对后补发证件，许可证编号不变。补发之前找到原证件的，可以在本平台撤回挂失。")
}

func composeReissue(f Facts, l *Letter) {
	l.address(f)
	l.say("你（单位）报告%s遗失（办件编号：%s），情况属实。", f.Matter.called(), f.CaseNumber)
	l.stress("本机关决定：补发许可证件（第%d本），许可证编号和有效期不变。原证件作废。", f.Matter.Copy)
}

func composeChange(f Facts, l *Letter) {
	l.address(f)
	l.say("你（单位）申请变更%s的许可事项（办件编号：%s）。经审查，符合法定条件、标准。", f.Matter.called(), f.CaseNumber)
	l.reason("申请变更的内容", f.Findings)
	l.stress("根据《中华人民共和国行政许可法》第四十九条的规定，本机关决定：准予变更。%s有效期不变。", f.Matter.changes())
}

// changes are what the new copy says otherwise.
func (m Matter) changes() (text string) {
	if m.Name != "" {
		text += "持证人姓名变更为" + m.Name + "，"
	}
	if m.Unit != "" {
		text += "从业单位变更为" + m.Unit + "，"
	}
	return text
}

func composeNoChange(f Facts, l *Letter) {
	l.address(f)
	l.say("你（单位）申请变更%s的许可事项（办件编号：%s），现已审查终结。", f.Matter.called(), f.CaseNumber)
	l.reason("申请变更的内容", f.Findings)
	l.reason("理由", f.Reason)
	l.stress("根据《中华人民共和国行政许可法》第三十八条第二款、第四十九条的规定，本机关决定：不予变更。")
}

// Certified is a certificate as a case about it needs it.
type Certified struct {
	ID, CaseID, DocumentID uuid.UUID
	ItemCode               string
	Number, Title          string
	HolderID               string
	State                  CertificateState
	StateOn                workday.Date // since when it stands so
	Reason                 string       // the paper that ended it
	ValidTo                workday.Date
	Superseded             workday.Date
	Copy                   int
}

// Punishable tells whether 吊销 can still take something away: a right in force, also where the paper was lost.
func (c Certified) Punishable(today workday.Date) bool {
	return c.Live(today) || c.State == CertLost && c.Superseded.IsZero() && !today.After(c.ValidTo)
}

// Live tells whether the certificate gives a right on the day.
func (c Certified) Live(today workday.Date) bool {
	return standing(c.State, c.ValidTo, c.Superseded, today) == StandingValid
}
