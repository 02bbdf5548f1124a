package notice

// Kind says what a notice is about. Its value is stored and names the messages notice.<kind>.title, .body and .sms; it never changes.
type Kind string

// To the applicant, one for each move that concerns him (domain.md 1.4). Where a move of models/procedure tells somebody, the word is
// the same there.
const (
	Received           Kind = "received"            // T03
	Late               Kind = "late"                // received inside the last 30 days: work must stop at expiry if undecided (2.1)
	Correction         Kind = "correction"          // T07
	CorrectionReceived Kind = "correction_received" // T08
	Lapsed             Kind = "lapsed"              // T09
	Accepted           Kind = "accepted"            // T10
	DeemedAccepted     Kind = "deemed_accepted"     // T11
	NotNeeded          Kind = "not_needed"          // T04
	NotAccepted        Kind = "not_accepted"        // T05
	Granted            Kind = "granted"             // T27
	Refused            Kind = "refused"             // T28
	Withdrawn          Kind = "withdrawn"           // T29
	CertificateReady   Kind = "certificate"         // T31
	Delivered          Kind = "delivered"           // T32
	DeemedRenewed      Kind = "deemed_renewed"      // T34
	Permitted          Kind = "permitted"           // T27, of what is no renewal
	Denied             Kind = "denied"              // T28, of what is no renewal
	AcceptedNoLimit    Kind = "accepted_without_limit"
	DeemedComplete     Kind = "deemed_complete"  // F1, S11, E11
	CertificateMade    Kind = "certificate_made" // in another system
	Filed              Kind = "filed"            // F05
	NotFiled           Kind = "not_filed"        // F06
	Done               Kind = "done"             // S27
	Declined           Kind = "declined"         // S28
	Forwarded          Kind = "forwarded"        // E27
	IssuedResult       Kind = "issued"           // E29
	NotIssued          Kind = "not_issued"       // E29
	ExpeditedQueue     Kind = "expedited"        // E06
	OrdinaryQueue      Kind = "ordinary_queue"   // E06
	Departed           Kind = "departed"         // E12
	RatingResult       Kind = "rating_result"    // what became of a bad rating
	VoiceAnswered      Kind = "voice_answered"
	DueMoved           Kind = "due_moved"   // a new calendar moved a due date (C-6)
	LimitMoved         Kind = "limit_moved" // and one that is no limit of a case; Facts.Title is what it is about
	Message            Kind = "message"     // the host officer wrote
)

// Of the moves beyond the plain way of a permit (domain.md T05b to T33).
const (
	Fix              Kind = "fix"                // T06
	Warned           Kind = "warned"             // T05b
	Explain          Kind = "explain"            // T18
	Special          Kind = "special"            // T19
	HearingRight     Kind = "hearing_right"      // 听证权利告知
	ThirdPartyTold   Kind = "third_party"        // somebody else whose interest is concerned is heard (行政许可法 第三十六条)
	ThirdPartyCalled Kind = "third_party_called" // to himself, at the mobile that the reviewer knows
	Hearing          Kind = "hearing"            // 听证通知
	HearingAsked     Kind = "hearing_asked"
	RefusalIntended  Kind = "refusal_notice" // T28a: what is intended, and until when to speak
	SpecialOver      Kind = "special_over"   // T20
	Extended         Kind = "extended"       // T26
	Terminated       Kind = "terminated"     // T30
	DecideAgain      Kind = "decide_again"   // T37
	DeliveryFailed   Kind = "delivery_failed"
)

// To officers, of the same moves.
const (
	ApplicantExplained Kind = "applicant_explained"
	ApplicantHearing   Kind = "applicant_hearing" // asks for a hearing
	ApplicantStated    Kind = "applicant_stated"  // has spoken against an intended refusal, or will not
	MotionRejected     Kind = "motion_rejected"   // to who moved it
	RecusalAsked       Kind = "recusal_asked"     // to the superior who decides on it within a working day
)

// About the unit's signature (domain.md 2.1, 待单位签章).
const (
	UnitSign     Kind = "unit_to_sign"   // to the enterprise: a form waits
	UnitRemind   Kind = "unit_reminder"  // to the enterprise after 3 WD
	UnitSigned   Kind = "unit_signed"    // to the person
	UnitReturned Kind = "unit_returned"  // to the person: the unit refused, with its reason
	UnitLapsed   Kind = "draft_reopened" // to the person and the enterprise: not signed within 10 WD, the form is a draft again
)

// To an enterprise, about marks of abuse (domain.md 3.9).
const (
	MarkProposed Kind = "mark_proposed" // it may state its view
	MarkImposed  Kind = "mark_imposed"
	MarkDropped  Kind = "mark_dropped"
	MarkLifted   Kind = "mark_lifted"
	SeatOffered  Kind = "seat_offered" // a seat is free for somebody who waits (domain.md 3.8)
	SeatKept     Kind = "seat_kept"    // to himself: his enterprise may hand him in now
)

// Of what is over, or in other hands: to the applicant.
const (
	FixDropped     Kind = "fix_dropped"     // T06b
	ExplainDropped Kind = "explain_dropped" // T18b
	ProtectionEnds Kind = "protection_ends" // T34a
	HostRecused    Kind = "host_recused"    // T44
)

// Of what others did with an officer's case: to him.
const (
	VerifyNamed    Kind = "verify_named"    // T16
	ApplicantSpoke Kind = "applicant_spoke" // he has confirmed, waived or added something
	WorkReturned   Kind = "work_returned"   // T22, T25: to who proposed
	WorkDeparts    Kind = "work_departs"    // T21b: to who proposed
	RecusalDecided Kind = "recusal_decided" // T44: to who declared
	RecusalDenied  Kind = "recusal_denied"
)

// About evidence of urgency that an officer doubts (domain.md 3.6): to who asked, without the officers' reasons.
const (
	EvidenceDoubted  Kind = "evidence_doubted"
	EvidenceStands   Kind = "evidence_stands"
	EvidenceRejected Kind = "evidence_rejected"
)

// About appointments at a window.
const (
	VisitBooked    Kind = "visit_booked"
	VisitMoved     Kind = "visit_moved"
	VisitCancelled Kind = "visit_cancelled" // by the person
	VisitClosed    Kind = "visit_closed"    // by the bureau: the window is closed then
	VisitReminder  Kind = "visit_reminder"  // on the working day before
)

// About publicity 双公示 (domain.md 1.7).
const (
	DisclosureObjected Kind = "disclosure_objected" // to the publishing officers
	DisclosureAsked    Kind = "disclosure_asked"    // to the head of the agency
	DisclosureRuled    Kind = "disclosure_ruled"    // to the person who objected
)

// About the after-life of a certificate (domain.md 1.4b): to its holder, most of them to his unit as well.
const (
	LicenceEnding    Kind = "licence_ending"   // E−90, −60, −35, −30, while a renewal may still be applied for in time
	LicenceNearEnd   Kind = "licence_near_end" // the same later
	LicenceExpired   Kind = "licence_expired"  // L3
	MeasureIntended  Kind = "measure_notice"   // L5, L6: what is intended, and until when to answer
	MeasureDropped   Kind = "measure_dropped"
	LicenceEnded     Kind = "licence_ended"    // 撤销, 撤回, 吊销, 注销
	LicenceLost      Kind = "licence_lost"     // L9
	LicenceGone      Kind = "licence_gone"     // a licence ended while its renewal was under way
	LicenceReissued  Kind = "licence_reissued" // L9
	LicenceChanged   Kind = "licence_changed"  // L10
	LicenceUnchanged Kind = "licence_unchanged"
)

// DeliveryChosen confirms to the applicant how he receives the papers of his case (送达地址确认书, domain.md 1.9).
const DeliveryChosen Kind = "delivery_chosen"

// About compensation for a measure against a certificate (domain.md 1.4b, 1.7): to its holder.
const (
	MayClaim    Kind = "may_claim" // the measure has been delivered: until when he may claim
	Unclaimed   Kind = "unclaimed"
	LossClaimed Kind = "loss_claimed"
	ClaimLacks  Kind = "claim_lacks" // what the claim lacks, everything at once
	Awarded     Kind = "awarded"
	AwardDenied Kind = "award_denied"
	AwardPaid   Kind = "award_paid"
)

// Checklist is what to bring to a window, sent to the reader who asked for it.
const Checklist Kind = "checklist"

// To people with a draft of an item that is gone.
const (
	ItemRetired  Kind = "item_retired"
	ItemReplaced Kind = "item_replaced" // by the item of Facts.Text
)

// About an enterprise's account: its registration, its members, its papers.
const (
	EnterpriseToConfirm  Kind = "enterprise_to_confirm" // to the legal representative: somebody registers his enterprise
	EnterpriseFound      Kind = "enterprise_found"      // the register answered, the legal representative has to confirm
	EnterpriseRegistered Kind = "enterprise_registered"
	EnterpriseRefused    Kind = "enterprise_refused"
	MemberInvited        Kind = "member_invited"
	MemberSuspended      Kind = "member_suspended"
	MemberResumed        Kind = "member_resumed"
	MemberEnded          Kind = "member_ended"
	TakeoverAsked        Kind = "takeover_asked"    // to all members: object by Facts.Due
	TakeoverObjected     Kind = "takeover_objected" // to who asked
	TakeoverDone         Kind = "takeover_done"     // to who asked and all who were members
	TakeoverRefused      Kind = "takeover_refused"
	PaperExpires         Kind = "paper_expires" // of the document box; Facts.Title is the paper
	DraftOffered         Kind = "draft_offered"
	DraftTaken           Kind = "draft_taken"
	CaseOffered          Kind = "case_offered" // to who acted and is gone: case management offers his case to another member
)

// MobileChanged tells a person, and the number that he had, of his new number.
const MobileChanged Kind = "mobile_changed"

// GuardElsewhere tells a unit that a guard on its roster is registered with another unit, which it does not name (domain.md 2.4, G7).
const GuardElsewhere Kind = "guard_elsewhere"

// DraftBegins reminds of a draft whose beginning has come: it can be filed now (domain.md 2.3, start_date).
const DraftBegins Kind = "draft_begins"

// PromiseMissed is the apology to the applicant when a promised date has passed, with the new one (domain.md 3.8).
const PromiseMissed Kind = "promise_missed"

// To officers.
const (
	StepAssigned      Kind = "step_assigned"      // case management gave him a case
	StepTaken         Kind = "step_taken"         // and took it from the former holder
	QueueAlarm        Kind = "queue_alarm"        // to leaders: a case is near its end (domain.md 3.6, 3.8)
	ApplicantMessage  Kind = "applicant_message"  // the applicant wrote
	ApplicantAnswered Kind = "applicant_answered" // the correction is answered
	ApplicantWithdrew Kind = "applicant_withdrew"
	YellowCard        Kind = "yellow_card" // 督办单 to answer (domain.md 1.10)
	RedCard           Kind = "red_card"
	PatrolHit         Kind = "patrol_hit"       // to 督察 (domain.md 4.11)
	BadRating         Kind = "bad_rating"       // 差评: contact within one working day (K14)
	RepairLate        Kind = "repair_late"      // a repair is behind its limit (K14, K15)
	VoiceHeard        Kind = "voice_heard"      // a complaint, praise or 办不成事, to 督察
	ComplaintsAlert   Kind = "complaints_alert" // the second verified complaint about an officer within twelve months
	PaperUnread       Kind = "paper_unread"     // to the deliverer: nobody opened a paper within three working days (domain.md 1.9)
	TextFailed        Kind = "text_failed"      // to the deliverer: the short message about a paper could not be delivered
	DoubtRaised       Kind = "doubt_raised"     // to the legal officers: disputed evidence waits (domain.md 3.6)
	DoubtAnswered     Kind = "doubt_answered"   // to the officer who doubted
	DoubtLate         Kind = "doubt_late"       // the legal officer's answer is late
	RatingEdited      Kind = "rating_edited"    // to the desk's head and the inspectors: a rating under repair was changed by who gave it
	JusticePaper      Kind = "justice_paper"    // a paper of the justice department waits for its answer (domain.md 1.10)
	JusticeLate       Kind = "justice_late"     // the answer to such a paper is late
	WorkMoved         Kind = "work_moved"       // a new calendar moved the due date of what the officer holds (C-6)
	TaskMoved         Kind = "task_moved"       // and of what he owes beside his cases; Facts.Title is what it is about
	TasksMoved        Kind = "tasks_moved"      // to a desk, of all that its officers owe beside their cases: Facts.Count of them, the first due on Facts.Due
)

// texted are the kinds that also go to the mobile; it is the whole list of kinds as well.
var texted = map[Kind]bool{
	Received: true, Late: true, Correction: true, CorrectionReceived: true, Lapsed: true, Accepted: true, DeemedAccepted: true,
	NotNeeded: true, NotAccepted: true, Granted: true, Refused: true, Withdrawn: true, CertificateReady: true, Delivered: true,
	DeemedRenewed: true, Message: true, Permitted: true, Denied: true, AcceptedNoLimit: true, DeemedComplete: true,
	CertificateMade: true, Filed: true, NotFiled: true, Done: true, Declined: true, Forwarded: false, IssuedResult: true, NotIssued: true,
	UnitSign: true, UnitRemind: true, UnitSigned: false, UnitReturned: true, UnitLapsed: true,
	VisitBooked: true, VisitMoved: true, VisitCancelled: true, VisitClosed: true, VisitReminder: true,
	Checklist: true, ApplicantMessage: false, ApplicantAnswered: false, ApplicantWithdrew: false, YellowCard: true, RedCard: true, PatrolHit: false,
	StepAssigned: true, StepTaken: false, QueueAlarm: true, PromiseMissed: true,
	ItemRetired: true, ItemReplaced: true,
	FixDropped: true, ExplainDropped: true, ProtectionEnds: true, HostRecused: false,
	VerifyNamed: true, ApplicantSpoke: false, WorkReturned: false, WorkDeparts: false, RecusalDecided: false, RecusalDenied: false,
	MarkProposed: true, MarkImposed: true, MarkDropped: true, MarkLifted: true, SeatOffered: true, SeatKept: true,
	EvidenceDoubted: true, EvidenceStands: true, EvidenceRejected: true, DoubtRaised: true, DoubtAnswered: false, DoubtLate: false,
	ExpeditedQueue: true, OrdinaryQueue: true, Departed: true,
	DueMoved: true, WorkMoved: false, LimitMoved: true, TaskMoved: false, TasksMoved: false, PaperUnread: false, TextFailed: false,
	BadRating: true, RatingEdited: false, RepairLate: false, JusticePaper: false, JusticeLate: true, VoiceHeard: false, ComplaintsAlert: true, RatingResult: true, VoiceAnswered: true,
	DisclosureObjected: false, DisclosureAsked: false, DisclosureRuled: true,
	Fix: true, Warned: true, Explain: true, Special: true, HearingRight: true, RefusalIntended: true, ThirdPartyTold: true, ThirdPartyCalled: true, Hearing: true, HearingAsked: true, SpecialOver: true, Extended: true,
	Terminated: true, DecideAgain: true, DeliveryFailed: true, ApplicantExplained: false, ApplicantHearing: false, ApplicantStated: false, MotionRejected: false, RecusalAsked: false,
	EnterpriseToConfirm: true, EnterpriseFound: false, EnterpriseRegistered: true, EnterpriseRefused: true, MemberInvited: true, MemberSuspended: true,
	MemberResumed: false, MemberEnded: true, TakeoverAsked: true, TakeoverObjected: true, TakeoverDone: true, TakeoverRefused: true,
	PaperExpires: true, DraftOffered: true, DraftTaken: false, CaseOffered: true, GuardElsewhere: true, DraftBegins: true,
	LicenceEnding: true, LicenceNearEnd: true, LicenceExpired: true, MeasureIntended: true, MeasureDropped: true, LicenceEnded: true, LicenceGone: true, LicenceLost: true, LicenceReissued: true,
	LicenceChanged: true, LicenceUnchanged: true, DeliveryChosen: true, MobileChanged: true,
	MayClaim: true, Unclaimed: true, LossClaimed: true, ClaimLacks: true, Awarded: true, AwardDenied: true, AwardPaid: true,
}

// Known tells whether k is a kind of notice.
func (k Kind) Known() bool { _, ok := texted[k]; return ok }

// Texted tells whether k also sends a short message.
func (k Kind) Texted() bool { return texted[k] }

// Kinds lists every kind, in no order.
func Kinds() []Kind {
	kinds := make([]Kind, 0, len(texted))
	for k := range texted {
		kinds = append(kinds, k)
	}
	return kinds
}
