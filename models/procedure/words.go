package procedure

import "strings"

// State is where a case stands (domain.md 1.4).
type State string

// The states of a permit.
const (
	None        State = ""
	Draft       State = "DRAFT"        // 草稿
	Submitted   State = "SUBMITTED"    // 已提交
	Received    State = "RECEIVED"     // 已收件
	Correction  State = "CORRECTION"   // 待补正
	Lapsed      State = "LAPSED"       // 逾期未补正退件
	NotNeeded   State = "NOT_NEEDED"   // 无需许可
	NotAccepted State = "NOT_ACCEPTED" // 不予受理
	Accepted    State = "ACCEPTED"     // 已受理
	CountyCheck State = "COUNTY_CHECK" // 县级背景审查
	Review      State = "REVIEW"       // 审查
	Legal       State = "LEGAL"        // 法制审核
	Deciding    State = "DECISION"     // 待决定
	Granted     State = "GRANTED"      // 准予
	Refused     State = "REFUSED"      // 不予
	Cert        State = "CERT"         // 制证
	Delivery    State = "DELIVERY"     // 送达
	Closed      State = "CLOSED"       // 办结
	Withdrawn   State = "WITHDRAWN"    // 申请人撤回
)

// States of their own of filings, services and endorsements.
const (
	Checking  State = "CHECK"      // 备案核对
	Filed     State = "FILED"      // 已备案
	NotFiled  State = "NOT_FILED"  // 不予备案
	Done      State = "DONE"       // 已办理
	Declined  State = "DECLINED"   // 不予办理
	Forwarded State = "FORWARDED"  // 已录入国家出入境系统
	Entered   State = "ENTERED"    // 结果已回填，待核对
	Issued    State = "ISSUED"     // 已签发
	NotIssued State = "NOT_ISSUED" // 不予签发
)

// Undecided are the received states in which something may still be decided.
func Undecided() []State {
	return []State{Received, Correction, Accepted, CountyCheck, Review, Verifying, InSpecial, Legal, Discussing, Deciding, Checking, Forwarded, Entered}
}

// SubState says more about a draft.
type SubState string

// AwaitingUnit 待单位签章: the person has finished, the unit has not signed yet (domain.md 2.1).
const AwaitingUnit SubState = "awaiting_unit"

// Stage is a desk's kind of work; every stage has one queue per desk (domain.md 3.6).
type Stage string

// The stages.
const (
	StageIntake      Stage = "intake"      // 受理
	StageCounty      Stage = "county"      // 县级背景审查
	StageReview      Stage = "review"      // 审查
	StageLegal       Stage = "legal"       // 法制审核
	StageDecision    Stage = "decision"    // 审批
	StageCertificate Stage = "certificate" // 制证; of an endorsement 结果回填
	StageVerify      Stage = "verify"      // 结果核对
	StageDelivery    Stage = "delivery"    // 送达
)

// ActName is what a person, or the passage of time, asks for.
type ActName string

// Acts of people.
const (
	ActCreate           ActName = "create"
	ActFinish           ActName = "finish" // the person has filled the form; the unit is next
	ActSubmit           ActName = "submit"
	ActUnitSign         ActName = "unit_sign"
	ActUnitReturn       ActName = "unit_return"
	ActAccept           ActName = "accept"
	ActCorrect          ActName = "correct"
	ActNotNeeded        ActName = "not_needed"
	ActNotAccept        ActName = "not_accept"
	ActAnswerCorrection ActName = "answer_correction"
	ActCountyOpinion    ActName = "county_opinion"
	ActPropose          ActName = "propose"
	ActLegalOpinion     ActName = "legal_opinion"
	ActReturn           ActName = "return"
	ActGrant            ActName = "grant"
	ActRefuse           ActName = "refuse"
	ActWithdraw         ActName = "withdraw"
	ActIssueCertificate ActName = "issue_certificate"
	ActDeliver          ActName = "deliver"
	ActVisit            ActName = "visit_done"    // the person came to the window
	ActPay              ActName = "payment"       // the fee was paid
	ActFile             ActName = "file"          // 予以备案
	ActNotFile          ActName = "not_file"      // 不予备案
	ActDone             ActName = "done"          // 予以办理
	ActDecline          ActName = "decline"       // 不予办理
	ActForward          ActName = "forward"       // the opinion goes to the national system
	ActEnterResult      ActName = "enter_result"  // the national system's answer
	ActVerifyResult     ActName = "verify_result" // a second person has compared it
	ActAdmit            ActName = "admit"         // to the expedited queue
	ActOrdinary         ActName = "ordinary"      // back to the ordinary queue, never a refusal
	ActShift            ActName = "two_shift"     // the exception of a two-person shift
	ActDeparted         ActName = "departed"      // 逾期失效: the departure has passed, after contact
	ActRedate           ActName = "redate"        // the journey moved
	ActDoubt            ActName = "doubt"         // an officer doubts the evidence of urgency: it goes to the legal officer
	ActSettleDoubt      ActName = "settle_doubt"  // his answer
)

// Acts of time, done by the system.
const (
	ActReceive        ActName = "receive"
	ActRoute          ActName = "route"
	ActLapse          ActName = "lapse"
	ActDeemAccepted   ActName = "deem_accepted"
	ActDeemRenewed    ActName = "deem_renewed"
	ActProtectionEnds ActName = "protection_ends"
	ActRemindUnit     ActName = "remind_unit"
	ActReopenDraft    ActName = "reopen_draft"
	ActHandOver       ActName = "hand_over" // the result is in the applicant's space
	ActMarkLate       ActName = "mark_late" // F7
	ActNotOurs        ActName = "not_ours"  // F3, where the registers leave no doubt
	ActRecount        ActName = "recount"   // a new calendar moved a due date (C-6)
)

// MoveID is a row's number: T of permits (domain.md 1.4), F of filings (1.5), S of services, E of endorsements, L of certificates, C of compensation.
type MoveID string

// IsMove tells a row of a table from the other things that a journal records: checks, attempts, recounts.
func (id MoveID) IsMove() bool {
	return len(id) > 1 && strings.ContainsRune("TFSELC", rune(id[0])) && '0' <= id[1] && id[1] <= '9' // C-6 is a recount
}

// Role is a role code of domain.md 0.4.
type Role string

// Roles that move a case. System is the passage of time, not the administrator R-SYS.
const (
	Applicant Role = "R-APP"
	UnitHead  Role = "R-LEG"
	Intake    Role = "R-REC"
	County    Role = "R-CTY"
	Reviewer  Role = "R-REV"
	Lawyer    Role = "R-LAW"
	Decider   Role = "R-DEC"
	Printer   Role = "R-PRN"
	Deliverer Role = "R-DLV"
	Verifier  Role = "R-VER"
	Manager   Role = "R-CAG"
	System    Role = "system"
)

// StageRole is the role that works at a stage.
func StageRole(s Stage) Role { return stageRoles[s] }

var stageRoles = map[Stage]Role{StageSpecial: Reviewer, StageCollective: Leader, StageManage: Manager, StageIntake: Intake, StageCounty: County, StageReview: Reviewer, StageLegal: Lawyer,
	StageDecision: Decider, StageCertificate: Printer, StageVerify: Verifier, StageDelivery: Deliverer}

// Stages lists every stage in the order in which a case meets them.
func Stages() []Stage {
	return []Stage{StageIntake, StageManage, StageCounty, StageReview, StageSpecial, StageLegal, StageCollective, StageDecision,
		StageCertificate, StageVerify, StageDelivery}
}

// ClockKind is a clock of domain.md 1.3; KS and KR are the portal's own for the unit's signature (domain.md 2.1).
type ClockKind string

// The clocks of a permit.
const (
	K1  ClockKind = "K1"  // 补正告知期限, 5 working days
	K2  ClockKind = "K2"  // 法定办结期限
	K3  ClockKind = "K3"  // 承诺办结期限
	K4  ClockKind = "K4"  // 证件颁发送达
	K9  ClockKind = "K9"  // 申请人补正期
	K10 ClockKind = "K10" // 延续申请提前期, natural days backwards from the expiry
	K11 ClockKind = "K11" // 视为准予延续, the licence's last day
	KR  ClockKind = "KR"  // reminder to the unit, 3 working days
	KS  ClockKind = "KS"  // 单位签章期, 10 working days
)

// DocumentKind is a 文书 of a procedure; the words are those of models/document.
type DocumentKind string

// Documents.
const (
	DocApplication      DocumentKind = "application"       // 申请书
	DocReceipt          DocumentKind = "receipt"           // 收件凭证
	DocCorrection       DocumentKind = "correction"        // 补正告知书
	DocCorrectedReceipt DocumentKind = "corrected_receipt" // 补正材料收件凭证
	DocAcceptance       DocumentKind = "acceptance"        // 受理通知书
	DocDeemedAcceptance DocumentKind = "deemed_acceptance" // 视为受理告知
	DocNotNeeded        DocumentKind = "not_needed"        // 不受理告知书
	DocNotAccepted      DocumentKind = "not_accepted"      // 不予受理决定书
	DocGrant            DocumentKind = "grant"             // 准予延续决定书
	DocRefusal          DocumentKind = "refusal"           // 不予延续决定书
	DocDeemedRenewal    DocumentKind = "deemed_renewal"    // 视为准予延续确认书
	DocLapse            DocumentKind = "lapse"             // 退件告知书
	DocWithdrawal       DocumentKind = "withdrawal"        // 撤回申请确认书
	DocDelivery         DocumentKind = "delivery"          // 送达回证
	DocCertificate      DocumentKind = "certificate"       // 许可证件
	DocFiled            DocumentKind = "filed"             // 备案回执
	DocNotFiled         DocumentKind = "not_filed"         // 不予备案告知书
	DocFilingChanged    DocumentKind = "filing_changed"    // 备案变更回执 (F8)
	DocFilingEnded      DocumentKind = "filing_ended"      // 撤销备案回执 (F9)
	DocReferral         DocumentKind = "referral"          // 逾期备案线索移送单 (F7)
	DocDone             DocumentKind = "done"              // 办结通知书
	DocDeclined         DocumentKind = "declined"          // 不予办理决定书
	DocIssued           DocumentKind = "issued"            // 签发结果告知书
	DocNotIssued        DocumentKind = "not_issued"        // 不予签发告知书
)

// NoticeKind is a message that somebody is owed; its text is a letter.
type NoticeKind string

// Notices.
const (
	TellUnitToSign    NoticeKind = "unit_to_sign"
	TellUnitReminder  NoticeKind = "unit_reminder"
	TellUnitReturned  NoticeKind = "unit_returned"
	TellUnitLapsed    NoticeKind = "draft_reopened"
	TellUnitSigned    NoticeKind = "unit_signed"
	TellReceived      NoticeKind = "received"
	TellAnswered      NoticeKind = "correction_received"
	TellCorrection    NoticeKind = "correction"
	TellLapsed        NoticeKind = "lapsed"
	TellNotNeeded     NoticeKind = "not_needed"
	TellNotAccepted   NoticeKind = "not_accepted"
	TellAccepted      NoticeKind = "accepted"
	TellDeemed        NoticeKind = "deemed_accepted"
	TellGranted       NoticeKind = "granted"
	TellRefused       NoticeKind = "refused"
	TellWithdrawn     NoticeKind = "withdrawn"
	TellCertificate   NoticeKind = "certificate"
	TellDelivered     NoticeKind = "delivered"
	TellDeemedRenewed NoticeKind = "deemed_renewed"
	TellFiled         NoticeKind = "filed"
	TellNotFiled      NoticeKind = "not_filed"
	TellDone          NoticeKind = "done"
	TellDeclined      NoticeKind = "declined"
	TellForwarded     NoticeKind = "forwarded"
	TellIssued        NoticeKind = "issued"
	TellNotIssued     NoticeKind = "not_issued"
	TellExpedited     NoticeKind = "expedited"
	TellOrdinary      NoticeKind = "ordinary_queue"
	TellDeparted      NoticeKind = "departed"
	TellDueMoved      NoticeKind = "due_moved" // C-6
)

// Verdict is what is proposed, agreed or decided.
type Verdict string

// Verdicts.
const (
	Grant  Verdict = "grant"
	Refuse Verdict = "refuse"
)

// Card is the colour of a 督办单; Patrol marks an event for the patrol rules without a card.
type Card string

// Cards.
const (
	Yellow Card = "yellow"
	Red    Card = "red"
	Patrol Card = "patrol"
)

// Alarm asks supervision to raise a card. Role says whose work it concerns.
type Alarm struct {
	Card   Card   `json:"card"`
	Reason string `json:"reason"`
	Role   Role   `json:"role"`
}
