package document

import (
	"strings"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// Told is how an applicant was told of a refusal before it was decided, and what he said against it (行政许可法 第七条).
type Told struct {
	On        workday.Date `json:"on,omitzero"`
	Until     workday.Date `json:"until,omitzero"` // last day to speak
	StatedOn  workday.Date `json:"stated_on,omitzero"`
	Statement string       `json:"statement,omitempty"`
	Papers    []string     `json:"papers,omitempty"` // handed in with it
	Taken     string       `json:"taken,omitempty"`  // 部分采纳, 不予采纳
	WaivedOn  workday.Date `json:"waived_on,omitzero"`
	EndedOn   workday.Date `json:"ended_on,omitzero"`
	Way       string       `json:"way,omitempty"`      // 当面, 电话, 书面: without a letter
	Recorder  string       `json:"recorder,omitempty"` // who recorded it then
}

const (
	refusalNotice = "拟不予行政许可告知书（陈述、申辩权利告知书）"
	headHeard     = "二、申请人陈述申辩意见及采纳情况"
)

// composeRefusalNotice tells facts, grounds and articles of an intended refusal, and until when the applicant may speak (第七条; T28a).
func composeRefusalNotice(f Facts, l *Letter) {
	l.address(f)
	law := "《中华人民共和国行政许可法》第七条"
	if f.Warns {
		law += "、《中华人民共和国行政处罚法》第四十四条"
	}
	l.say("本机关于%s受理你（单位）提出的%s。经审查，本机关拟作出%s的决定。根据%s的规定，现将拟作出决定的事实、理由、依据和你（单位）享有的权利告知如下：",
		chineseDate(f.AcceptedOn), l.matter(f), intended(f), law)
	l.head("一、查明的事实和证据")
	l.say("%s", f.Findings)
	if len(f.Evidence) > 0 {
		l.evidence(f)
	}
	l.head("二、理由和依据")
	l.grounds(f.Grounds)
	l.say("%s", f.Reason)
	l.head("三、你（单位）的权利")
	l.stress("陈述和申辩请于%s前（含当日，自被告知之日起五个工作日内）在本平台办件页面提出，也可以到受理窗口提出，并可以提交证据材料。", l.limit(f.Told.Until))
	l.say("在此期间，本机关不作出决定。你（单位）可以表示放弃陈述、申辩；逾期未提出的，视为放弃，本机关将依法作出决定。")
	if !f.DecisionDue.IsZero() {
		l.say("告知和陈述、申辩的时间不停止计算办理期限，期限仍至%s。", l.decisionLimit(f))
	}
}

// intended is the decision that a refusal would be.
func intended(f Facts) string {
	decision := "不予行政许可"
	if f.Power == "" {
		decision = "不予延续行政许可"
	}
	if f.Warns {
		decision += "，并给予警告"
	}
	return decision
}

// statement quotes what the applicant said against the intended decision, and the answer to it.
func (l *Letter) statement(f Facts) {
	t := f.Told
	if t.Way == "" {
		l.say("本机关于%s以《%s》告知申请人拟作出决定的事实、理由、依据，以及陈述、申辩的权利。", chineseDate(t.On), refusalNotice)
	} else {
		l.say("本机关于%s以%s方式告知申请人拟作出决定的事实、理由、依据，以及陈述、申辩的权利，并听取其意见，由%s记录。", chineseDate(t.On), t.Way, t.Recorder)
	}
	switch {
	case !t.StatedOn.IsZero():
		l.say("申请人于%s提出陈述、申辩意见：“%s”", chineseDate(t.StatedOn), t.Statement)
		l.reason("申请人同时提交", strings.Join(t.Papers, "；"))
		if t.Taken != "" {
			l.say("采纳情况：%s。%s", t.Taken, f.Heard)
		}
	case !t.WaivedOn.IsZero():
		l.say("申请人于%s表示放弃陈述、申辩。%s%s", chineseDate(t.WaivedOn), sentence(t.Statement), f.Heard)
	default:
		l.say("申请人在%s前（含当日）未提出陈述、申辩意见。%s", chineseDate(t.EndedOn), f.Heard)
	}
}
