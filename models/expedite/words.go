package expedite

import (
	"slices"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// Destination of a journey. Hong Kong and Macao may be asked for together, as two endorsements; Taiwan never with them.
type Destination string

// Destinations.
const (
	HongKong Destination = "hongkong"
	Macao    Destination = "macao"
	Taiwan   Destination = "taiwan"
)

// Type is the endorsement asked for. The words of S are those of the item's form.
type Type string

// Types: S of Hong Kong and Macao, F and Y of Taiwan (domain.md 3.1).
const (
	OnceQuarter  Type = "once3m"  // 3个月一次; for anybody, takes no seat
	MultiQuarter Type = "multi3m" // 3个月多次
	MultiYear    Type = "multi1y" // 1年多次
	Business     Type = "F"       // 商务, on a 立项批复
	Invited      Type = "Y"       // 应邀, on a 赴台批件
)

// Multiple tells whether the type needs the roster and a seat.
func (t Type) Multiple() bool { return t == MultiQuarter || t == MultiYear }

// ForTaiwan tells to which side a type belongs.
func (t Type) ForTaiwan() bool { return t == Business || t == Invited }

func (t Type) known() bool {
	return slices.Contains([]Type{OnceQuarter, MultiQuarter, MultiYear, Business, Invited}, t)
}

// Reason is why it is urgent (domain.md 3.4).
type Reason string

// Reasons; without one of U1 to U6 a request is ordinary.
const (
	Meeting   Reason = "U1" // 紧急会议、谈判
	Contract  Reason = "U2" // 签订合同、投标开标
	Emergency Reason = "U3" // 处理境外突发事件
	Fair      Reason = "U4" // 展会、验收
	Lost      Reason = "U5" // 行前证件遗失损毁、签注到期
	Project   Reason = "U6" // 台湾项目临近截止
	NotUrgent Reason = "ordinary"
)

// Urgent tells whether it is one of U1 to U6.
func (r Reason) Urgent() bool { return needs[r] != nil }

// needsHost: U1 to U4 name the host.
func (r Reason) needsHost() bool { return r == Meeting || r == Contract || r == Emergency || r == Fair }

// PaperKind is what a piece of evidence is.
type PaperKind string

// Kinds of evidence.
const (
	Invitation PaperKind = "invitation" // 邀请函 with date, place, host's contact
	Assignment PaperKind = "assignment" // 派遣函
	Agreement  PaperKind = "contract"   // 合同草案
	Tender     PaperKind = "tender"     // 招标文件 with its deadline
	Incident   PaperKind = "incident"   // 货损通知、法院文书、维修请求
	Exhibitor  PaperKind = "exhibitor"  // 参展确认
	Acceptance PaperKind = "acceptance" // 验收通知
	LossReport PaperKind = "loss"       // 遗失、损毁报告
	Ticket     PaperKind = "ticket"     // supports, never suffices
	Hotel      PaperKind = "hotel"      // supports, never suffices
	Approval   PaperKind = "approval"   // 立项批复、赴台批件
	EntryPaper PaperKind = "entry"      // 入台许可
	Consent    PaperKind = "consent"    // 同意函 of registered state staff
)

// PaperKinds lists every kind, for choices.
func PaperKinds() []PaperKind {
	return []PaperKind{Invitation, Assignment, Agreement, Tender, Incident, Exhibitor, Acceptance, LossReport, Approval, EntryPaper, Consent, Ticket, Hotel}
}

// needs are, for each reason, the groups of which one paper each must be there.
var needs = map[Reason][][]PaperKind{
	Meeting:   {{Invitation}, {Assignment}},
	Contract:  {{Agreement, Tender}, {Assignment}},
	Emergency: {{Incident}},
	Fair:      {{Exhibitor, Acceptance}},
	Lost:      {{LossReport}, {Ticket}},
	Project:   {{Approval}, {EntryPaper}},
}

// Needs are the groups of evidence of a reason: one paper of each group.
func (r Reason) Needs() [][]PaperKind { return needs[r] }

// Paper is one piece of evidence, shared by everybody of a request, or one traveller's own.
type Paper struct {
	Kind    PaperKind    `json:"kind"`
	Dated   workday.Date `json:"dated"`
	Chinese bool         `json:"chinese"`      // in Chinese, or with a translation
	Of      string       `json:"of,omitempty"` // identity number of the traveller; "": everybody's
}

// Concerns tells whether the paper speaks for a person: his own, or everybody's.
func (p Paper) Concerns(idNumber string) bool { return p.Of == "" || p.Of == idNumber }

// Level is how far the evidence carries.
type Level string

// Levels of evidence (domain.md 3.4).
const (
	E0 Level = "E0" // none
	E1 Level = "E1" // partial
	E2 Level = "E2" // complete, not verified
	E3 Level = "E3" // verified by a clerk: the host was called, the register looked at
)

// Evidence is the level of what was handed in for a reason: dated papers in Chinese or translated. Verified is a clerk's word.
func Evidence(r Reason, papers []Paper, verified bool) Level {
	groups, met := needs[r], 0
	for _, group := range groups {
		if slices.ContainsFunc(papers, func(p Paper) bool { return slices.Contains(group, p.Kind) && !p.Dated.IsZero() && p.Chinese }) {
			met++
		}
	}
	relevant := slices.ContainsFunc(papers, func(p Paper) bool {
		return p.Kind != Ticket && p.Kind != Hotel && slices.ContainsFunc(groups, func(g []PaperKind) bool { return slices.Contains(g, p.Kind) })
	})
	switch {
	case !relevant:
		return E0
	case met < len(groups):
		return E1
	case verified:
		return E3
	}
	return E2
}

// DocState is the state of the travel document.
type DocState string

// States of a document.
const (
	DocValid    DocState = "valid"    // 有效持证
	DocNew      DocState = "new"      // 同时申领新证: comes in person, fee 60
	DocExchange DocState = "exchange" // 换发
)

// Delivery is how the result is handed over.
type Delivery string

// Ways, with the working days that they take (domain.md 3.7).
const (
	Collect Delivery = "self"
	EMSHere Delivery = "ems"     // in Hunan
	EMSFar  Delivery = "ems_far" // outside Hunan
)

// Days are the working days that the way takes.
func (d Delivery) Days() int { return map[Delivery]int{EMSHere: 1, EMSFar: 2}[d] }

// Choice is what the enterprise chose for a person for whom no seat is left.
type Choice string

// Choices.
const (
	ChoiceNone Choice = ""
	ChoiceOnce Choice = "once" // 3个月一次 instead
	ChoiceWait Choice = "wait" // on the waiting list
)
