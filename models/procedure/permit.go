package procedure

// The procedure 行政许可, row by row as in domain.md 1.4. Read a row: from these states, to this state, when this person asks for this act
// (or this clock ends), if all guards hold; clocks stop and start; documents and notices follow.
//
// Rows of the portal's own, for the unit's signature of domain.md 2.1: T01a the person finishes, T01b the draft goes back to him, T01c the
// unit is reminded, T01d the draft reopens by itself. T31a: the decision is the result. T34a says that protection ends while the applicant
// owes a correction. T40 a person comes to the window, T41 he pays the fee.

type (
	states = []State
	by     = []Role
	guards = []Guard
	clocks = []ClockKind
	then   = []Effect
	papers = []DocumentKind
	tells  = []NoticeKind
	alarms = []Alarm
)

// undecided are the states "any before decision" of T29; protected those of T34 (a correction is the applicant's own delay).
var (
	undecided = states{Received, Correction, Accepted, CountyCheck, Review, Legal, Deciding}
	protected = states{Received, Accepted, CountyCheck, Review, Legal, Deciding}
	allClocks = clocks{K1, K2, K3, K4, K9, K11}
)

var permit = &Procedure{
	Code: "permit",
	Stages: map[State]Stage{Received: StageIntake, CountyCheck: StageCounty, Review: StageReview, Legal: StageLegal,
		Deciding: StageDecision, Granted: StageCertificate, Delivery: StageDelivery, Refused: StageDelivery},
	After: map[Stage]int{StageCounty: 2, StageReview: 1, StageLegal: 1, StageCertificate: 1},
	Moves: []Move{
		{ID: "T01", From: states{None}, To: Draft, Act: ActCreate, By: by{Applicant}, Guards: guards{*realName, *inWindow, *noBan}},
		{ID: "T01a", From: states{Draft}, To: Draft, Act: ActFinish, By: by{Applicant}, If: unitSigns,
			Guards: guards{*realName, *inWindow, *noBan, *formComplete}, Then: then{finishes}, Starts: clocks{KR, KS}, Tells: tells{TellUnitToSign}},
		{ID: "T01b", From: states{Draft}, To: Draft, Act: ActUnitReturn, By: by{UnitHead, Applicant}, If: awaitingUnit,
			Stops: clocks{KR, KS}, Then: then{reopens}, Tells: tells{TellUnitReturned}},
		{ID: "T01c", From: states{Draft}, To: Draft, Act: ActRemindUnit, By: by{System}, When: KR, Stops: clocks{KR}, Tells: tells{TellUnitReminder}},
		{ID: "T01d", From: states{Draft}, To: Draft, Act: ActReopenDraft, By: by{System}, When: KS,
			Stops: clocks{KR, KS}, Then: then{reopens}, Tells: tells{TellUnitLapsed}},

		{ID: "T02", From: states{Draft}, To: Submitted, Act: ActSubmit, By: by{Applicant}, If: personAlone,
			Guards: guards{*realName, *inWindow, *noBan, *formComplete}, Papers: papers{DocApplication}},
		{ID: "T02", From: states{Draft}, To: Submitted, Act: ActUnitSign, By: by{UnitHead}, If: awaitingUnit,
			Guards: guards{*realName, *inWindow, *noBan, *formComplete}, Stops: clocks{KR, KS}, Papers: papers{DocApplication}, Tells: tells{TellUnitSigned}},
		{ID: "T03", From: states{Submitted}, To: Received, Act: ActReceive, By: by{System},
			Then: then{receives}, Starts: clocks{K1, K11}, Papers: papers{DocReceipt}, Tells: tells{TellReceived}},

		{ID: "T04", From: states{Received}, To: NotNeeded, Act: ActNotNeeded, By: by{Intake},
			Guards: guards{*fourEyes, *reasonGiven}, Stops: allClocks, Papers: papers{DocNotNeeded}, Tells: tells{TellNotNeeded}},
		{ID: "T05", From: states{Received}, To: NotAccepted, Act: ActNotAccept, By: by{Intake},
			Guards: guards{*fourEyes, *reasonGiven, *competentNamed}, Stops: allClocks, Papers: papers{DocNotAccepted}, Tells: tells{TellNotAccepted}},
		{ID: "T07", From: states{Received}, To: Correction, Act: ActCorrect, By: by{Intake},
			Guards: guards{*fourEyes, *firstCorrection, *everyDefectListed}, Then: then{asksCorrection},
			Stops: clocks{K1}, Starts: clocks{K9}, Papers: papers{DocCorrection}, Tells: tells{TellCorrection}},
		{ID: "T08", From: states{Correction}, To: Received, Act: ActAnswerCorrection, By: by{Applicant},
			Guards: guards{*formComplete}, Stops: clocks{K9}, Starts: clocks{K1}, Papers: papers{DocCorrectedReceipt}, Tells: tells{TellAnswered}},
		{ID: "T09", From: states{Correction}, To: Lapsed, Act: ActLapse, By: by{System}, When: K9,
			Stops: allClocks, Papers: papers{DocLapse}, Tells: tells{TellLapsed}},
		{ID: "T10", From: states{Received}, To: Accepted, Act: ActAccept, By: by{Intake},
			Guards: guards{*fourEyes}, Then: then{accepts}, Stops: clocks{K1}, Starts: clocks{K2, K3},
			Papers: papers{DocAcceptance}, Tells: tells{TellAccepted}},
		{ID: "T11", From: states{Received}, To: Accepted, Act: ActDeemAccepted, By: by{System}, When: K1,
			Then: then{acceptsBackdated}, Stops: clocks{K1}, Starts: clocks{K2, K3}, Papers: papers{DocDeemedAcceptance, DocAcceptance},
			Tells: tells{TellDeemed}, Alarms: alarms{{Yellow, "DEEMED_ACCEPTED", Intake}}},

		{ID: "T13", From: states{Accepted}, To: CountyCheck, Act: ActRoute, By: by{System}, If: hasCounty},
		{ID: "T15", From: states{Accepted}, To: Review, Act: ActRoute, By: by{System}, If: noCounty},
		{ID: "T14", From: states{CountyCheck}, To: Review, Act: ActCountyOpinion, By: by{County},
			Guards: guards{*fourEyes, *opinionGiven}, Then: then{storesCounty}},

		{ID: "T24", From: states{Review}, To: Deciding, Act: ActPropose, By: by{Reviewer}, If: toGrant,
			Guards: guards{*fourEyes, *checklistComplete, *allConditionsMet, *opinionGiven}, Then: then{proposes}},
		{ID: "T21", From: states{Review}, To: Legal, Act: ActPropose, By: by{Reviewer}, If: refuseByLaw,
			Guards: guards{*fourEyes, *checklistComplete, *someConditionFails, *groundsProven, *opinionGiven}, Then: then{proposes}},
		{ID: "T24", From: states{Review}, To: Deciding, Act: ActPropose, By: by{Reviewer}, If: refuseDirectly,
			Guards: guards{*fourEyes, *checklistComplete, *someConditionFails, *groundsProven, *opinionGiven}, Then: then{proposes}},
		{ID: "T22", From: states{Legal}, To: Deciding, Act: ActLegalOpinion, By: by{Lawyer}, If: lawyerAgrees,
			Guards: guards{*fourEyes, *reasonGiven}, Then: then{storesLegal}},
		{ID: "T22", From: states{Legal}, To: Review, Act: ActLegalOpinion, By: by{Lawyer}, If: lawyerReturns,
			Guards: guards{*fourEyes, *reasonGiven}, Then: then{storesLegal}},
		{ID: "T25", From: states{Deciding}, To: Review, Act: ActReturn, By: by{Decider},
			Guards: guards{*fourEyes, *reasonGiven}, Then: then{countsReturn}},

		{ID: "T27", From: states{Deciding}, To: Granted, Act: ActGrant, By: by{Decider},
			Guards: guards{*fourEyes, *checklistComplete, *allConditionsMet, *visited, *legalGranting}, Then: then{grants},
			Stops: clocks{K2, K3, K11}, Starts: clocks{K4}, Papers: papers{DocGrant}, Tells: tells{TellGranted}},
		{ID: "T28", From: states{Deciding}, To: Refused, Act: ActRefuse, By: by{Decider},
			Guards: guards{*fourEyes, *someConditionFails, *legalRefusing, *groundsProven, *reasonGiven, *applicantHeard}, Then: then{refuses},
			Stops: clocks{K2, K3, K11}, Starts: clocks{K4}, Papers: papers{DocRefusal}, Tells: tells{TellRefused}},
		{ID: "T29", From: undecided, To: Withdrawn, Act: ActWithdraw, By: by{Applicant},
			Guards: guards{*realName}, Stops: allClocks, Papers: papers{DocWithdrawal}, Tells: tells{TellWithdrawn}},

		{ID: "T31", From: states{Granted}, To: Cert, Act: ActIssueCertificate, By: by{Printer}, If: madeHere,
			Guards: guards{*numberKnown}, Papers: papers{DocCertificate}},
		{ID: "T31", From: states{Granted}, To: Cert, Act: ActIssueCertificate, By: by{Printer}, If: madeElsewhere,
			Guards: guards{*numberGiven}, Then: then{storesNumber}},
		{ID: "T31", From: states{Cert}, To: Delivery, Act: ActRoute, By: by{System}, Tells: tells{TellCertificate}},
		{ID: "T31a", From: states{Granted}, To: Delivery, Act: ActRoute, By: by{System}, If: noCertificate},
		{ID: "T32", From: states{Delivery}, To: Closed, Act: ActDeliver, By: by{Deliverer, Applicant}, Guards: guards{*paid, *collected},
			Then: then{collects, delivers}, Stops: clocks{K4}, Papers: papers{DocDelivery}, Tells: tells{TellDelivered}},
		{ID: "T32", From: states{Refused}, To: Closed, Act: ActDeliver, By: by{Deliverer, Applicant},
			Then: then{delivers}, Stops: clocks{K4}, Papers: papers{DocDelivery}, Tells: tells{TellDelivered}},

		{ID: "T40", From: undecided, Stays: true, Act: ActVisit, By: by{Intake, Deliverer}, If: visitAsked, Guards: guards{*fourEyes}, Then: then{visits}},
		{ID: "T41", From: states{Granted, Delivery}, Stays: true, Act: ActPay, By: by{Deliverer}, If: feeOwed, Guards: guards{*receiptGiven}, Then: then{pays}},

		{ID: "T34", From: protected, To: Closed, Act: ActDeemRenewed, By: by{System}, When: K11,
			Then: then{renewsByLaw}, Stops: allClocks, Papers: papers{DocDeemedRenewal}, Tells: tells{TellDeemedRenewed},
			Alarms: alarms{{Red, "DEEMED_RENEWED", Decider}}},
		{ID: "T34a", From: states{Correction}, To: Correction, Act: ActProtectionEnds, By: by{System}, When: K11, Stops: clocks{K11}},
	},
}
