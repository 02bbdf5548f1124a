package procedure

// States of a permit beyond its plain way (domain.md 1.4).
const (
	Verifying  State = "VERIFY"     // 核查
	InSpecial  State = "SPECIAL"    // 特别程序
	Discussing State = "COLLECTIVE" // 集体议案
	Terminated State = "TERMINATED" // 终止
)

// Stages of these states. What one officer asks and another must approve waits at the stage of who approves.
const (
	StageSpecial    Stage = "special"    // 特别程序
	StageCollective Stage = "collective" // 集体议案
	StageManage     Stage = "manage"     // 办件管理
)

// Roles beyond the desks' own.
const (
	Leader Role = "R-LDR" // 机关负责人
	Chair  Role = "R-CHR" // 听证主持人: nobody holds it, a hearing names him
)

// Acts of people beyond the plain way. ask_… are motions: another officer approves or rejects them.
const (
	ActAskNotAccept    ActName = "ask_not_accept"    // T05b: a ban in force, or false material
	ActAskCorrectAgain ActName = "ask_correct_again" // T07b
	ActAskOnTheSpot    ActName = "ask_on_the_spot"   // T12
	ActAskSpecial      ActName = "ask_special"       // T19
	ActAskTerminate    ActName = "ask_terminate"     // T30
	ActApprove         ActName = "approve"
	ActReject          ActName = "reject"
	ActFix             ActName = "fix" // T06: an error mended on the spot
	ActConfirmFix      ActName = "confirm_fix"
	ActDropFix         ActName = "drop_fix"
	ActAskVerify       ActName = "ask_verify"      // T16
	ActVerify          ActName = "verify"          // T17: one of the two signatures
	ActAskExplanation  ActName = "ask_explanation" // T18
	ActExplain         ActName = "explain"
	ActDropExplanation ActName = "drop_explanation"
	ActTellHearing     ActName = "tell_hearing" // 听证权利告知
	ActRequestHearing  ActName = "request_hearing"
	ActWaiveHearing    ActName = "waive_hearing"
	ActSetHearing      ActName = "set_hearing"    // 听证通知
	ActFinishSpecial   ActName = "finish_special" // T20
	ActSendLegal       ActName = "send_legal"     // a decision that departs from the proposal
	ActPersist         ActName = "persist"        // against the lawyer: 集体议案
	ActAskCollective   ActName = "ask_collective" // the host officer asks for it
	ActCollective      ActName = "collective"     // T23
	ActExtend          ActName = "extend"         // T26
	ActPost            ActName = "post"           // handed to the post (EMS)
	ActComeBack        ActName = "come_back"      // the post reports that it brings it back
	ActFailDelivery    ActName = "delivery_failed"
	ActRecuse          ActName = "recuse" // 回避
	ActDecideRecusal   ActName = "decide_recusal"
)

// ActHearingLapses is an act of time: nobody asked for a hearing within K6.
const ActHearingLapses ActName = "hearing_lapses"

// Clocks of a hearing (行政许可法 第四十七条、第四十八条). K8, the notice of seven working days, is a guard.
const (
	K6 ClockKind = "K6" // 听证申请期, 5 working days
	K7 ClockKind = "K7" // 组织听证, 20 working days
)

// Documents of these moves.
const (
	DocWarning         DocumentKind = "warning"          // 警告: 行政许可法 第七十八条
	DocExplanation     DocumentKind = "explanation"      // 补充说明函
	DocVerifyOrder     DocumentKind = "verify_order"     // 核查通知
	DocVerification    DocumentKind = "verification"     // 核查笔录
	DocSpecial         DocumentKind = "special"          // 特别程序（所需时间）告知书
	DocSpecialReport   DocumentKind = "special_report"   // 鉴定、检验、检测、专家评审意见
	DocHearingRight    DocumentKind = "hearing_right"    // 权利告知书
	DocHearingAnnounce DocumentKind = "hearing_announce" // 听证公告
	DocHearingNotice   DocumentKind = "hearing_notice"   // 听证通知书
	DocHearingRecord   DocumentKind = "hearing_record"   // 听证笔录
	DocLegalOpinion    DocumentKind = "legal_opinion"    // 法制审核意见书
	DocCollective      DocumentKind = "collective"       // 集体讨论记录
	DocExtension       DocumentKind = "extension"        // 延期通知书
	DocTermination     DocumentKind = "termination"      // 终止办理告知书
	DocReturned        DocumentKind = "returned"         // 退件记录
)

// Papers from one desk to the next, which stay in the file.
const (
	DocRouting       DocumentKind = "routing"        // 内部流转单 (T13)
	DocCountyOpinion DocumentKind = "county_opinion" // 背景审查意见 (T14)
	DocToLegal       DocumentKind = "to_legal"       // 送审单 (T21)
	DocApproval      DocumentKind = "approval"       // 行政许可审批表 (T24)
	DocReturn        DocumentKind = "return"         // 退回意见 (T25)
)

// Working days that desks have for their part; they lie inside K2 and stop nothing (domain.md T13, T21).
const (
	CountyDays = 5
	LegalDays  = 3
)

// Notices of these moves.
const (
	TellFix            NoticeKind = "fix"
	TellWarned         NoticeKind = "warned"
	TellExplain        NoticeKind = "explain"
	TellSpecial        NoticeKind = "special"
	TellHearingRight   NoticeKind = "hearing_right"
	TellHearing        NoticeKind = "hearing"
	TellHearingAsked   NoticeKind = "hearing_asked"
	TellSpecialOver    NoticeKind = "special_over"
	TellExtended       NoticeKind = "extended"
	TellTerminated     NoticeKind = "terminated"
	TellDeliveryFailed NoticeKind = "delivery_failed"
	TellExplained      NoticeKind = "explained"       // to the host officer
	TellRejected       NoticeKind = "motion_rejected" // to who moved it
	TellFixDropped     NoticeKind = "fix_dropped"     // to the applicant, or to the host officer where the applicant drops it
	TellExplainDropped NoticeKind = "explain_dropped"
	TellVerifiers      NoticeKind = "verify_named"    // to each officer who is named
	TellSpoke          NoticeKind = "applicant_spoke" // to the host officer
	TellReturned       NoticeKind = "work_returned"   // to who proposed
	TellDeparts        NoticeKind = "departs"         // to who proposed: the decider means otherwise
	TellProtectionEnds NoticeKind = "protection_ends" // the licence ended while a correction was awaited
)

// SpecialKind is one of the procedures whose time is not counted (行政许可法 第四十五条).
type SpecialKind string

// Special procedures.
const (
	HearingOnRequest SpecialKind = "hearing"        // 依申请听证
	HearingExOfficio SpecialKind = "public_hearing" // 依职权听证
	Inspection       SpecialKind = "inspection"     // 检验
	Testing          SpecialKind = "testing"        // 检测
	Quarantine       SpecialKind = "quarantine"     // 检疫
	Appraisal        SpecialKind = "appraisal"      // 鉴定
	ExpertReview     SpecialKind = "expert_review"  // 专家评审
)

// SpecialKinds lists those that an officer may move for; a hearing on request is the applicant's.
func SpecialKinds() []SpecialKind {
	return []SpecialKind{HearingExOfficio, Inspection, Testing, Quarantine, Appraisal, ExpertReview}
}

// ClosedReasons are those for which a hearing on request is not held in public (行政许可法 第五条第二款).
func ClosedReasons() []string { return []string{"state_secret", "trade_secret", "privacy"} }

// IsHearing tells the two hearings from the rest.
func (k SpecialKind) IsHearing() bool { return k == HearingOnRequest || k == HearingExOfficio }

// Kinds of other acts: why a case ends early (T30), why an application is not accepted (T05b), how a lawyer disagrees (T22), how a verification
// is made (T16).
const (
	EndDead      = "dead"      // 申请人死亡
	EndDissolved = "dissolved" // 法人终止
	EndGone      = "gone"      // 许可事项的标的消失
	EndRepealed  = "repealed"  // 事项取消

	NotAcceptBan   = "ban"   // a ban is in force
	NotAcceptFalse = "false" // false material (行政许可法 第七十八条)
	FalseMaterial  = "A78"   // the ground of a refusal for it

	LawyerDisagrees = "disagree" // does not agree; the decider returns it or persists

	VerifyField  = "field"  // 实地核查
	VerifyOnline = "online" // 线上核查
)

// EndKinds lists why a case may end early.
func EndKinds() []string { return []string{EndDead, EndDissolved, EndGone, EndRepealed} }
