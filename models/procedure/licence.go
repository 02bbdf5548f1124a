package procedure

import (
	"slices"
	"strings"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// The after-life of a certificate (domain.md 1.4b; 行政许可法 第八条, 第四十九条, 第六十九条, 第七十条): each measure is a case of its own about one
// certificate. Rows are numbered by the line of 1.4b that they carry: L04 and L08 注销, L05 撤销, L06 撤回, L07 吊销 (L07e: what was under way about
// the certificate has lost its object), L09 挂失补证, L10 变更.

// Measure is what shall become of a certificate.
type Measure string

// The measures. They are not to be confused (domain.md 1.2).
const (
	Revoke   Measure = "revoke"   // 撤销: the permit was wrong from the start
	Withdraw Measure = "withdraw" // 撤回: it was right, but law or facts changed
	Punish   Measure = "punish"   // 吊销: a penalty, decided elsewhere
	Cancel   Measure = "cancel"   // 注销: the act that closes the record
	Change   Measure = "change"   // 变更, asked for by the holder
	Reissue  Measure = "reissue"  // 补证 after a loss
)

// Licence is what a case about a certificate is about.
type Licence struct {
	Measure     Measure  `json:"measure"`
	Number      string   `json:"number"` // of the certificate
	Title       string   `json:"title"`  // its name
	Ground      string   `json:"ground"` // code of a LicenceGround
	Facts       string   `json:"facts"`  // what was found, or what the holder asks for
	Proof       string   `json:"proof,omitempty"`
	Penalty     string   `json:"penalty,omitempty"`   // number of the penalty's document
	Statement   string   `json:"statement,omitempty"` // what the holder said
	Harm        string   `json:"harm,omitempty"`      // why public interest does not suffer gravely (第六十九条第三款)
	Compensate  bool     `json:"compensate,omitempty"`
	Unit        string   `json:"unit,omitempty"`         // change: the new employing unit
	UnitCode    string   `json:"unit_code,omitempty"`    // and its credit code
	Name        string   `json:"name,omitempty"`         // change: the holder's new name
	ValidUntil  string   `json:"valid_until,omitempty"`  // as it stood when the case was opened
	StatementOn string   `json:"statement_on,omitempty"` // day on which the holder spoke
	Materials   []string `json:"materials,omitempty"`    // numbers of what he handed in with it
}

// LicenceGround is a legal ground of a measure.
type LicenceGround struct {
	Code    string
	Measure Measure
	Title   string
	Law     string
	Article string
	Agency  bool // the agency's own fault: compensation (第七十六条) and collective discussion
	Fraud   bool // by fraud or bribery: no new application for three years (第七十九条, K19)
}

const permitLaw = "中华人民共和国行政许可法"

var licenceGrounds = []LicenceGround{
	{"A69.1.1", Revoke, "行政机关工作人员滥用职权、玩忽职守作出准予行政许可决定", permitLaw, "第六十九条第一款第一项", true, false},
	{"A69.1.2", Revoke, "超越法定职权作出准予行政许可决定", permitLaw, "第六十九条第一款第二项", true, false},
	{"A69.1.3", Revoke, "违反法定程序作出准予行政许可决定", permitLaw, "第六十九条第一款第三项", true, false},
	{"A69.1.4", Revoke, "对不具备申请资格或者不符合法定条件的申请人准予行政许可", permitLaw, "第六十九条第一款第四项", true, false},
	{"A69.1.5", Revoke, "依法可以撤销行政许可的其他情形", permitLaw, "第六十九条第一款第五项", true, false},
	{"A69.2", Revoke, "被许可人以欺骗、贿赂等不正当手段取得行政许可", permitLaw, "第六十九条第二款", false, true},
	{"A8.law", Withdraw, "行政许可所依据的法律、法规、规章修改或者废止", permitLaw, "第八条第二款", false, false},
	{"A8.facts", Withdraw, "准予行政许可所依据的客观情况发生重大变化", permitLaw, "第八条第二款", false, false},
	{"PENALTY", Punish, "依法被吊销许可证件", permitLaw, "第七十条第四项", false, false},
	{"A70.1", Cancel, "行政许可有效期届满未延续", permitLaw, "第七十条第一项", false, false},
	{"A70.2", Cancel, "赋予公民特定资格的行政许可，该公民死亡或者丧失行为能力", permitLaw, "第七十条第二项", false, false},
	{"A70.3", Cancel, "法人或者其他组织依法终止", permitLaw, "第七十条第三项", false, false},
	{"A70.4", Cancel, "行政许可依法被撤销、撤回，或者行政许可证件依法被吊销", permitLaw, "第七十条第四项", false, false},
	{"A70.5", Cancel, "因不可抗力导致行政许可事项无法实施", permitLaw, "第七十条第五项", false, false},
	{"A70.6", Cancel, "被许可人申请注销或者法律、法规规定的应当注销的其他情形", permitLaw, "第七十条第六项", false, false},
	{"A49", Change, "被许可人要求变更行政许可事项", permitLaw, "第四十九条", false, false},
	{"LOSS", Reissue, "许可证件遗失，申请补发", permitLaw, "第三十九条", false, false},
}

// LicenceGrounds are those of a measure, in the order of the law.
func LicenceGrounds(m Measure) (list []LicenceGround) {
	for _, g := range licenceGrounds {
		if g.Measure == m {
			list = append(list, g)
		}
	}
	return list
}

// LicenceGroundOf finds a ground by its code.
func LicenceGroundOf(code string) (LicenceGround, bool) {
	i := slices.IndexFunc(licenceGrounds, func(g LicenceGround) bool { return g.Code == code })
	if i < 0 {
		return LicenceGround{}, false
	}
	return licenceGrounds[i], true
}

// States of its own.
const (
	Heard   State = "HEARD"   // 待陈述申辩或者要求听证
	Leading State = "LEADING" // 待机关负责人决定
	Dropped State = "DROPPED" // 终止: nothing was done to the certificate
)

// The acts of this procedure.
const (
	ActOpenMeasure     ActName = "open_measure"
	ActRevoke          ActName = "revoke"
	ActWithdrawLicence ActName = "withdraw_licence"
	ActCancelLicence   ActName = "cancel_licence"
	ActDropMeasure     ActName = "drop_measure"
	ActChangeLicence   ActName = "change_licence"
	ActKeepLicence     ActName = "keep_licence"
	ActReissue         ActName = "reissue"
)

// Documents of this procedure.
const (
	DocMeasureNotice DocumentKind = "measure_notice" // 拟作出决定告知书（陈述、申辩、听证权利）
	DocRevocation    DocumentKind = "revocation"     // 撤销行政许可决定书
	DocTakenBack     DocumentKind = "taken_back"     // 撤回行政许可决定书
	DocPunished      DocumentKind = "punished"       // 吊销许可证件登记告知书
	DocCancellation  DocumentKind = "cancellation"   // 注销行政许可决定书
	DocDropped       DocumentKind = "dropped"        // 终止处理告知书
	DocLossReport    DocumentKind = "loss_report"    // 许可证件挂失回执
	DocReissue       DocumentKind = "reissue"        // 补发许可证件决定书
	DocChange        DocumentKind = "change"         // 准予变更行政许可决定书
	DocNoChange      DocumentKind = "no_change"      // 不予变更行政许可决定书
)

// Notices of this procedure.
const (
	TellMeasure  NoticeKind = "measure_notice"
	TellEnded    NoticeKind = "licence_ended"
	TellDropped  NoticeKind = "measure_dropped"
	TellLost     NoticeKind = "licence_lost"
	TellReissued NoticeKind = "licence_reissued"
	TellChanged  NoticeKind = "licence_changed"
	TellKept     NoticeKind = "licence_unchanged"
)

func measure(word string, m ...Measure) *Guard {
	return when(word, func(l *look) bool { return l.c.Licence != nil && slices.Contains(m, l.c.Licence.Measure) })
}

func ground(l *look) LicenceGround {
	g, _ := LicenceGroundOf(l.c.Licence.Ground)
	return g
}

// Conditions of this table.
var (
	adverse      = measure("revocation or withdrawal", Revoke, Withdraw)
	byPenalty    = measure("penalty decided elsewhere", Punish)
	onCancel     = measure("cancellation", Cancel)
	onChange     = measure("change", Change)
	onLoss       = measure("loss", Reissue)
	revoking     = measure("revocation", Revoke)
	agreesPlain  = when("lawyer agrees, no fault of the agency", func(l *look) bool { return l.act.Agree && l.c.Licence.Measure == Revoke && !ground(l).Agency })
	agreesFault  = when("lawyer agrees, fault of the agency", func(l *look) bool { return l.act.Agree && l.c.Licence.Measure == Revoke && ground(l).Agency })
	agreesLeader = when("lawyer agrees, for the head of the agency", func(l *look) bool { return l.act.Agree && l.c.Licence.Measure == Withdraw })
	agreesDrop   = when("lawyer agrees that nothing be done", func(l *look) bool { return l.act.Agree && l.c.Proposal != nil && l.c.Proposal.Verdict == Refuse })
	opensGround  = ask("a ground of the measure, with its facts", func(l *look) error {
		g, known := LicenceGroundOf(l.c.Licence.Ground)
		if !known || g.Measure != l.c.Licence.Measure {
			return fault.Fields(fault.OneField("/ground", "GROUNDS_REQUIRED"))
		}
		return needText("/facts", l.c.Licence.Facts, "REASON_REQUIRED")
	})
	penaltyNamed = ask("number of the penalty's document", func(l *look) error {
		return needText("/penalty", l.c.Licence.Penalty, "PENALTY_NUMBER_REQUIRED")
	})
	proofNamed = ask("proof", func(l *look) error { return needText("/proof", l.c.Licence.Proof, "PROOF_REQUIRED") })
	// harmWeighed: not if revoking would gravely harm the public interest (第六十九条第三款).
	harmWeighed = ask("grave public harm excluded", func(l *look) error {
		if l.c.Licence.Measure != Revoke {
			return nil
		}
		return needText("/heard", l.act.Heard, "HARM_REQUIRED")
	})
	lawyerAgreed = must("lawyer has agreed", func(l *look) error {
		if o := l.c.LegalView; o == nil || !o.Agree {
			return fault.New(fault.Conflict, "LEGAL_REVIEW_REQUIRED")
		}
		return nil
	})
	discussedWell = must("discussed collectively where the agency was at fault", func(l *look) error {
		if ground(l).Agency && l.c.Collective == nil {
			return fault.New(fault.Conflict, "COLLECTIVE_REQUIRED")
		}
		return nil
	})
)

// Effects of this table.
var (
	opensNow = Effect{"opened today", func(l *look) {
		l.c.ReceivedAt, l.c.ReceivedOn = l.now, l.today()
		m := l.matter()
		m.Compensate = ground(l).Agency || m.Measure == Withdraw
	}}
	opensAccepted = Effect{"accepted today", func(l *look) { opensNow.Apply(l); l.c.AcceptedOn = l.today() }}
	hears         = Effect{"statement stored", func(l *look) {
		m := l.matter()
		m.Statement, m.StatementOn = strings.TrimSpace(m.Statement+"\n"+l.act.Reason), l.today().String()
		m.Materials = append(slices.Clone(m.Materials), l.act.Pictures...)
	}}
	weighsHarm = Effect{"proposal and public interest stored", func(l *look) {
		proposes.Apply(l)
		l.matter().Harm = l.act.Heard
	}}
	decidesNow = Effect{"decided", func(l *look) {
		l.c.DecidedOn, l.c.Verdict, l.c.Grounds = l.today(), Grant, []string{l.c.Licence.Ground}
	}}
	dropsNow = Effect{"dropped", func(l *look) { l.c.DecidedOn, l.c.Verdict = l.today(), Refuse }}
)

// matter gives the case a copy of what it is about: the old one is shared with the case before.
func (l *look) matter() *Licence {
	m := *l.c.Licence
	l.c.Licence = &m
	return &m
}

// unmeasured are the states in which nothing has been done to the certificate yet.
var unmeasured = states{Heard, Received, InSpecial, Review, Legal, Discussing, Leading, Deciding}

var licence = &Procedure{
	Code: "licence",
	Stages: map[State]Stage{Received: StageIntake, Review: StageReview, Legal: StageLegal, Discussing: StageCollective, Leading: StageCollective,
		InSpecial: StageSpecial, Deciding: StageDecision, Delivery: StageDelivery},
	After: map[Stage]int{StageReview: 1, StageLegal: 1},
	Moves: append([]Move{
		{ID: "L05a", From: states{None}, To: Heard, Act: ActOpenMeasure, By: by{Reviewer}, If: adverse, Guards: guards{*opensGround},
			Then: then{opensNow}, Starts: clocks{KH, K6}, Papers: papers{DocMeasureNotice}, Tells: tells{TellMeasure}},
		{ID: "L07", From: states{None}, To: Delivery, Act: ActOpenMeasure, By: by{Manager}, If: byPenalty, Guards: guards{*opensGround, *penaltyNamed},
			Then: then{opensNow, decidesNow}, Starts: clocks{K4}, Papers: papers{DocPunished}, Tells: tells{TellEnded}},
		{ID: "L07e", From: unmeasured, To: Dropped, Act: ActMeasureMoot, By: by{System}, If: licenceGone,
			Then: then{dropsNow}, Stops: clocks{KH, K2, K6, K7}, Papers: papers{DocDropped}},
		{ID: "L08a", From: states{None}, To: Deciding, Act: ActOpenMeasure, By: by{Reviewer}, If: both(onCancel, openedBy(Reviewer)), Guards: guards{*opensGround, *proofNamed},
			Then: then{opensAccepted}, Starts: clocks{K2}},
		{ID: "L04a", From: states{None}, To: Review, Act: ActOpenMeasure, By: by{System}, When: KH, If: both(onCancel, openedBy(System)), Guards: guards{*opensGround, *proofNamed},
			Then: then{opensAccepted}, Starts: clocks{K2}},
		{ID: "L08b", From: states{None}, To: Review, Act: ActOpenMeasure, By: by{Applicant}, If: both(onCancel, openedBy(Applicant)), Guards: guards{*realName, *opensGround},
			Then: then{opensAccepted}, Starts: clocks{K2}, Papers: papers{DocAcceptance}, Tells: tells{TellAccepted}},
		{ID: "L10a", From: states{None}, To: Review, Act: ActOpenMeasure, By: by{Applicant}, If: onChange, Guards: guards{*realName, *opensGround},
			Then: then{opensAccepted}, Starts: clocks{K2}, Papers: papers{DocAcceptance}, Tells: tells{TellAccepted}},
		{ID: "L09a", From: states{None}, To: Received, Act: ActOpenMeasure, By: by{Applicant}, If: onLoss, Guards: guards{*realName, *opensGround},
			Then: then{opensNow}, Starts: clocks{K2}, Papers: papers{DocLossReport}, Tells: tells{TellLost}},

		{ID: "L05b", From: states{Heard}, Stays: true, Act: ActState, By: by{Applicant}, Guards: guards{*statementGiven}, Then: then{hears}, Tells: tells{TellSpoke}},
		{ID: "L05c", From: states{Heard}, To: Review, Act: ActHearingEnds, By: by{System}, When: KH, Stops: clocks{KH, K6}},
		{ID: "L05i", From: states{Heard}, To: InSpecial, Act: ActRequestHearing, By: by{Applicant}, If: mayAskHearing, Guards: guards{*realName},
			Then: then{beginsHearing}, Stops: clocks{KH, K6}, Starts: clocks{K7}, Tells: tells{TellHearingAsked}},
		{ID: "L05j", From: states{Heard}, To: Review, Act: ActWaiveHearing, By: by{Applicant}, If: mayAskHearing, Guards: guards{*realName},
			Then: then{waivesHearing}, Stops: clocks{KH, K6}, Tells: tells{TellSpoke}},
		{ID: "L05k", From: states{InSpecial}, Stays: true, Passes: true, Act: ActSetHearing, By: by{Reviewer}, If: publicHearing,
			Guards: guards{*fourEyes, *hearingSet}, Then: then{setsHearing}, Papers: papers{DocHearingNotice, DocHearingAnnounce}, Tells: tells{TellHearing}},
		{ID: "L05k", From: states{InSpecial}, Stays: true, Passes: true, Act: ActSetHearing, By: by{Reviewer}, If: hearingRuns,
			Guards: guards{*fourEyes, *closedLawfully, *hearingSet}, Then: then{setsHearing}, Papers: papers{DocHearingNotice}, Tells: tells{TellHearing}},
		{ID: "L05l", From: states{InSpecial}, To: Review, Act: ActFinishSpecial, By: by{Reviewer}, If: hearingRuns,
			Guards: guards{*hearingHeld, *recordGiven, *picturesGiven}, Then: then{endsSpecial}, Stops: clocks{K7},
			Papers: papers{DocHearingRecord}},

		{ID: "L05d", From: states{Review}, To: Legal, Act: ActPropose, By: by{Reviewer}, If: proposesMeasure,
			Guards: guards{*fourEyes, *opinionGiven, *harmWeighed}, Then: then{weighsHarm}, Papers: papers{DocApproval, DocToLegal}},
		{ID: "L08d", From: states{Review}, To: Deciding, Act: ActPropose, By: by{Reviewer}, If: proposesPlain,
			Guards: guards{*fourEyes, *checklistComplete, *allConditionsMet, *opinionGiven}, Then: then{proposes}, Papers: papers{DocApproval}},
		{ID: "L05m", From: states{Review}, To: Legal, Act: ActPropose, By: by{Reviewer}, If: dropsAfterHearing,
			Guards: guards{*fourEyes, *opinionGiven}, Then: then{proposes}, Papers: papers{DocApproval, DocToLegal}},
		{ID: "L05e", From: states{Review}, To: Deciding, Act: ActPropose, By: by{Reviewer}, If: proposesRefusal,
			Guards: guards{*fourEyes, *opinionGiven}, Then: then{proposes}, Papers: papers{DocApproval}},
		{ID: "L05m", From: states{Legal}, To: Deciding, Act: ActLegalOpinion, By: by{Lawyer}, If: agreesDrop,
			Guards: guards{*fourEyes, *reasonGiven}, Then: then{storesLegal}, Papers: papers{DocLegalOpinion}},
		{ID: "L05f", From: states{Legal}, To: Discussing, Act: ActLegalOpinion, By: by{Lawyer}, If: agreesFault,
			Guards: guards{*fourEyes, *reasonGiven}, Then: then{storesLegal}, Papers: papers{DocLegalOpinion}},
		{ID: "L05f", From: states{Legal}, To: Deciding, Act: ActLegalOpinion, By: by{Lawyer}, If: agreesPlain,
			Guards: guards{*fourEyes, *reasonGiven}, Then: then{storesLegal}, Papers: papers{DocLegalOpinion}},
		{ID: "L06f", From: states{Legal}, To: Leading, Act: ActLegalOpinion, By: by{Lawyer}, If: agreesLeader,
			Guards: guards{*fourEyes, *reasonGiven}, Then: then{storesLegal}, Papers: papers{DocLegalOpinion}},
		{ID: "L05f", From: states{Legal}, To: Review, Act: ActLegalOpinion, By: by{Lawyer}, If: lawyerReturns,
			Guards: guards{*fourEyes, *reasonGiven}, Then: then{storesLegal}, Papers: papers{DocLegalOpinion}, Tells: tells{TellReturned}},
		{ID: "L05g", From: states{Discussing}, To: Deciding, Act: ActCollective, By: by{Leader},
			Guards: guards{*fourEyes, *quorum, *recordGiven}, Then: then{discusses}, Papers: papers{DocCollective}},
		{ID: "L05h", From: states{Deciding, Leading}, To: Review, Act: ActReturn, By: by{Decider, Leader}, If: returnable,
			Guards: guards{*fourEyes, *reasonGiven}, Then: then{countsReturn}, Papers: papers{DocReturn}, Tells: tells{TellReturned}},

		{ID: "L05", From: states{Deciding}, To: Delivery, Act: ActRevoke, By: by{Decider}, If: both(revoking, toCarryOut),
			Guards: guards{*fourEyes, *lawyerAgreed, *discussedWell, *collectiveFollowed, *reasonGiven}, Then: then{decidesNow}, Starts: clocks{K4},
			Papers: papers{DocRevocation}, Tells: tells{TellEnded}},
		{ID: "L06", From: states{Leading}, To: Delivery, Act: ActWithdrawLicence, By: by{Leader},
			Guards: guards{*fourEyes, *lawyerAgreed, *reasonGiven}, Then: then{decidesNow}, Starts: clocks{K4}, Papers: papers{DocTakenBack}, Tells: tells{TellEnded}},
		{ID: "L08", From: states{Deciding}, To: Delivery, Act: ActCancelLicence, By: by{Decider}, If: both(onCancel, toCarryOut),
			Guards: guards{*fourEyes}, Then: then{decidesNow}, Stops: clocks{K2}, Starts: clocks{K4}, Papers: papers{DocCancellation}, Tells: tells{TellEnded}},
		{ID: "L10", From: states{Deciding}, To: Delivery, Act: ActChangeLicence, By: by{Decider}, If: both(onChange, toCarryOut),
			Guards: guards{*fourEyes, *checklistComplete, *allConditionsMet}, Then: then{decidesNow}, Stops: clocks{K2}, Starts: clocks{K4}, Papers: papers{DocChange, DocCertificate}, Tells: tells{TellChanged}},
		{ID: "L10n", From: states{Deciding}, To: Delivery, Act: ActKeepLicence, By: by{Decider}, If: onChange,
			Guards: guards{*fourEyes, *reasonGiven}, Then: then{dropsNow}, Stops: clocks{K2}, Starts: clocks{K4}, Papers: papers{DocNoChange}, Tells: tells{TellKept}},
		{ID: "L05n", From: states{Deciding}, To: Dropped, Act: ActDropMeasure, By: by{Decider}, If: measure("revocation, withdrawal or cancellation", Revoke, Withdraw, Cancel),
			Guards: guards{*fourEyes, *reasonGiven}, Then: then{dropsNow}, Stops: clocks{K2}, Papers: papers{DocDropped}, Tells: tells{TellDropped}},
		{ID: "L09", From: states{Received}, To: Delivery, Act: ActReissue, By: by{Intake}, Guards: guards{*fourEyes},
			Then: then{opensAccepted, decidesNow}, Stops: clocks{K2}, Starts: clocks{K4}, Papers: papers{DocReissue, DocCertificate}, Tells: tells{TellReissued}},
		{ID: "L09b", From: states{Received}, To: Withdrawn, Act: ActWithdraw, By: by{Applicant}, Guards: guards{*realName},
			Stops: clocks{K2}, Papers: papers{DocWithdrawal}, Tells: tells{TellWithdrawn}},
		{ID: "L10w", From: states{Review, Deciding}, To: Withdrawn, Act: ActWithdraw, By: by{Applicant}, If: ownRequest, Guards: guards{*realName},
			Stops: clocks{K2}, Papers: papers{DocWithdrawal}, Tells: tells{TellWithdrawn}},
	}, slices.Concat(deliveries{Handed: "L32", Posted: "L32a", Back: "L33", Chosen: "L38", Stops: clocks{K4}, Chooses: unmeasured,
		Ends: []handing{{From: Delivery, To: Closed}}}.rows(), recusals("L43", "L44", "L44e", unmeasured),
		archiving("L35", states{Withdrawn, Dropped, Closed}))...),
}

var (
	// toCarryOut: nothing was proposed because the ground is plain, or the proposal is to do it.
	toCarryOut      = when("proposed, or plain", func(l *look) bool { return l.c.Proposal == nil || l.c.Proposal.Verdict == Grant })
	proposesMeasure = both(adverse, toGrant)
	// dropsAfterHearing: whatever is decided after a hearing, a lawyer looks at it (domain.md 1.7).
	dropsAfterHearing = both(when("a hearing was held", func(l *look) bool { return l.c.heard() }), proposesRefusal)
	proposesPlain     = both(measure("cancellation or change", Cancel, Change), toGrant)
	returnable        = when("somebody proposed it", func(l *look) bool { return l.c.Proposal != nil })
	ownRequest        = when("asked for by the holder", func(l *look) bool {
		return l.c.Licence.Measure == Change || l.c.Licence.Measure == Cancel && !l.c.opened(Reviewer)
	})
)

// opened tells whether an officer of the role has opened the case.
func (c Case) opened(role Role) bool { return len(c.Hands) > 0 && c.Hands[0].Role == role }

// openedBy chooses the row of who opens the case.
func openedBy(role Role) *Guard {
	return when("opened by "+string(role), func(l *look) bool { return slices.Contains(l.actor.Roles, role) })
}

// joint stands between the words of two conditions that choose a row together.
const joint = "; "

func both(a, b *Guard) *Guard {
	return when(a.Word+joint+b.Word, func(l *look) bool { return a.Holds(l) == nil && b.Holds(l) == nil })
}

// LicenceProcedure is the after-life of certificates (domain.md 1.4b).
func LicenceProcedure() *Procedure { return licence }

// LicenceOptions are those of a case about a certificate of an item: the desks of the item, the law's twenty working days, no renewal.
func (o Options) LicenceOptions(leader string) Options {
	desks := map[Stage]string{StageCollective: leader}
	for stage, desk := range o.Desks {
		desks[stage] = desk
	}
	for _, missing := range []Stage{StageLegal, StageDelivery, StageIntake} {
		if desks[missing] == "" {
			desks[missing] = map[Stage]string{StageLegal: leader + "-fa"}[missing]
		}
		if desks[missing] == "" {
			desks[missing] = leader + "-ban"
		}
	}
	return Options{Code: licence.Code, Area: o.Area, Desks: desks, Statutory: wd(licenceDays)}
}

const licenceDays = 20 // 行政许可法 第四十二条; of 注销 the house's own (domain.md L4)

// Reminders are how many days before the end of a certificate its holder is told, the farthest first (domain.md L3).
var Reminders = []int{90, 60, 35, 30, 10}

// Ended is the threshold of a certificate whose last day has passed.
const Ended = -1

// ReminderThresholds are those before the end and the one after it.
func ReminderThresholds() []int { return append(slices.Clone(Reminders), Ended) }

// PassedReminder is the threshold that a certificate has passed last: on whichever day one looks, only that one is told. It is false before the first.
func PassedReminder(end, today workday.Date) (threshold int, passed bool) {
	left := end.Sub(today)
	for _, days := range slices.Backward(Reminders) {
		if left < 0 {
			return Ended, true
		}
		if left <= days {
			return days, true
		}
	}
	return 0, false
}

// LicenceDue is the day by which an expired certificate is cancelled: twenty working days after its end (domain.md L4).
func LicenceDue(cal *workday.Calendar, end workday.Date) workday.Date {
	return cal.AddWD(end, licenceDays)
}
