package procedure

import "slices"

// The procedure 行政许可, row by row as in domain.md 1.4. Read a row: from these states, to this state, when this person asks for this act
// (or this clock ends), if all guards hold; clocks stop and start; documents and notices follow.
//
// Rows of the portal's own, for the unit's signature of domain.md 2.1: T01a the person finishes, T01b the draft goes back to him, T01c the
// unit is reminded, T01d the draft reopens by itself. T31a: the decision is the result. T34a says that protection ends while the applicant
// owes a correction, T34p that it ends with the licence itself. T40 a person comes to the window, T41 he pays the fee. Letters after a number are steps of one move: q is what one officer
// moves and another approves (T42 is his no), T06a and T06b the applicant's word about a correction on the spot, T12l the lawyer's word before a refusal on the spot, T17a the signatures before the
// last, T18a and T18b the end of a question, T19r to T19n the hearing, T28a to T28d the applicant is heard before a refusal, T32a what is
// handed to the post before it is delivered or comes back, T21b and T23b the decider who thinks otherwise. T43 and T44 are 回避, T45 to T45e are the 利害关系人. T30q is
// intake's as well: before its review a reviewer does not see a case. What
// becomes of a licence later (T36) and the archive (T35) are no moves of the case itself: it stays closed as it was decided. T37 takes up a refusal
// that reconsideration or a court annulled; a grant that a third person had annulled is revoked by the certificate's own table (L05), and after
// 不予受理, which decides nothing about the permit, the application is handed in again.

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
	undecided = states{Received, Correction, Accepted, CountyCheck, Review, Verifying, InSpecial, Legal, Discussing, Deciding}
	protected = states{Received, Accepted, CountyCheck, Review, Verifying, InSpecial, Legal, Discussing, Deciding}
	counting  = states{CountyCheck, Review, Verifying, InSpecial, Legal, Discussing, Deciding}
	examined  = states{Review, Verifying, InSpecial}
	allClocks = clocks{K1, K2, K3, K4, K6, K7, K9, K11, KT, KH}
	refusing  = guards{*fourEyes, *anotherDecider, *someConditionFails, *discussedAgain, *legalRefusing, *collectiveFollowed, *groundsProven, *otherGrounds,
		*reasonGiven, *applicantHeard}
	anyDesk = by{Intake, County, Reviewer, Verifier, Lawyer, Decider, Leader}
)

var permit = &Procedure{
	Code: "permit",
	Stages: map[State]Stage{Received: StageIntake, CountyCheck: StageCounty, Review: StageReview, Legal: StageLegal,
		Deciding: StageDecision, Granted: StageCertificate, Delivery: StageDelivery, Refused: StageDelivery, NotAccepted: StageDelivery,
		Verifying: StageVerify, InSpecial: StageSpecial, Discussing: StageCollective},
	After: map[Stage]int{StageCounty: 2, StageReview: 1, StageVerify: 2, StageSpecial: 2, StageLegal: 1, StageCollective: 1, StageCertificate: 1},
	Moves: append([]Move{
		{ID: "T01", From: states{None}, To: Draft, Act: ActCreate, By: by{Applicant}, Guards: guards{*realName, *inWindow, *noBan, *licenceStands}, Then: then{insists}},
		{ID: "T01a", From: states{Draft}, To: Draft, Act: ActFinish, By: by{Applicant}, If: unitSigns,
			Guards: guards{*realName, *inWindow, *noBan, *licenceStands, *formComplete}, Then: then{insists, finishes}, Starts: clocks{KR, KS}, Tells: tells{TellUnitToSign}},
		{ID: "T01b", From: states{Draft}, To: Draft, Act: ActUnitReturn, By: by{UnitHead, Applicant}, If: awaitingUnit,
			Stops: clocks{KR, KS}, Then: then{reopens}, Tells: tells{TellUnitReturned}},
		{ID: "T01c", From: states{Draft}, To: Draft, Act: ActRemindUnit, By: by{System}, When: KR, Stops: clocks{KR}, Tells: tells{TellUnitReminder}},
		{ID: "T01d", From: states{Draft}, To: Draft, Act: ActReopenDraft, By: by{System}, When: KS,
			Stops: clocks{KR, KS}, Then: then{reopens}, Tells: tells{TellUnitLapsed}},

		{ID: "T02", From: states{Draft}, To: Submitted, Act: ActSubmit, By: by{Applicant}, If: personAlone,
			Guards: guards{*realName, *inWindow, *noBan, *licenceStands, *formComplete}, Then: then{insists}, Papers: papers{DocApplication}},
		// The applicant has handed in: a ban that began since is a matter of T05b, not of his unit.
		{ID: "T02", From: states{Draft}, To: Submitted, Act: ActUnitSign, By: by{UnitHead}, If: awaitingUnit,
			Guards: guards{*realName, *inWindow, *licenceStands, *formComplete}, Stops: clocks{KR, KS}, Papers: papers{DocApplication}, Tells: tells{TellUnitSigned}},
		{ID: "T03", From: states{Submitted}, To: Received, Act: ActReceive, By: by{System},
			Then: then{receives}, Starts: clocks{K1, K11}, Papers: papers{DocReceipt}, Tells: tells{TellReceived}},

		{ID: "T04", From: states{Received}, To: NotNeeded, Act: ActNotNeeded, By: by{Intake},
			Guards: guards{*fourEyes, *reasonGiven}, Stops: allClocks, Papers: papers{DocNotNeeded}, Tells: tells{TellNotNeeded}},
		{ID: "T05", From: states{Received}, To: NotAccepted, Act: ActNotAccept, By: by{Intake},
			Guards: guards{*fourEyes, *reasonGiven, *competentNamed}, Then: then{owesDelivery}, Stops: allClocks, Papers: papers{DocNotAccepted}, Tells: tells{TellNotAccepted}},
		{ID: "T05q", From: states{Received}, Stays: true, Act: ActAskNotAccept, By: by{Intake},
			Guards: guards{*fourEyes, *banOrEvidence, *reasonGiven}, Then: then{moves}},
		{ID: "T05b", From: states{Received}, To: NotAccepted, Act: ActApprove, By: by{Lawyer}, If: movedBan, Amid: true,
			Guards: guards{*approver}, Then: then{owesDelivery}, Stops: allClocks, Papers: papers{DocNotAccepted}, Tells: tells{TellNotAccepted}},
		{ID: "T05b", From: states{Received}, To: NotAccepted, Act: ActApprove, By: by{Lawyer}, If: movedFalse, Amid: true,
			Guards: guards{*approver}, Then: then{owesDelivery, warns}, Stops: allClocks, Papers: papers{DocNotAccepted, DocWarning}, Tells: tells{TellNotAccepted, TellWarned}},
		{ID: "T06", From: states{Received}, Stays: true, Act: ActFix, By: by{Intake}, Guards: guards{*fourEyes, *noFixOpen, *fixGiven},
			Then: then{fixes}, Tells: tells{TellFix}},
		{ID: "T06a", From: states{Received}, Stays: true, Act: ActConfirmFix, By: by{Applicant}, If: fixOpen, Then: then{confirmsFix}, Tells: tells{TellSpoke}},
		{ID: "T06b", From: states{Received}, Stays: true, Act: ActDropFix, By: by{Intake, Applicant}, If: fixOpen, Then: then{dropsFix}, Tells: tells{TellFixDropped}},
		{ID: "T07", From: states{Received}, To: Correction, Act: ActCorrect, By: by{Intake},
			Guards: guards{*fourEyes, *firstCorrection, *noFixOpen, *everyDefectListed}, Then: then{asksCorrection},
			Stops: clocks{K1}, Starts: clocks{K9}, Papers: papers{DocCorrection}, Tells: tells{TellCorrection}},
		{ID: "T07q", From: states{Received}, Stays: true, Act: ActAskCorrectAgain, By: by{Intake},
			Guards: guards{*fourEyes, *onceCorrected, *everyDefectListed, *onlyNewDefects, *reasonGiven}, Then: then{moves},
			Alarms: alarms{{Patrol, "P3", Intake}}},
		{ID: "T07b", From: states{Received}, To: Correction, Act: ActApprove, By: by{Manager}, If: movedAgain, Amid: true,
			Guards: guards{*approver}, Then: then{asksAgain}, Stops: clocks{K1}, Starts: clocks{K9}, Papers: papers{DocCorrection}, Tells: tells{TellCorrection}},
		{ID: "T08", From: states{Correction}, To: Received, Act: ActAnswerCorrection, By: by{Applicant},
			Guards: guards{*formComplete}, Stops: clocks{K9}, Starts: clocks{K1}, Papers: papers{DocCorrectedReceipt}, Tells: tells{TellAnswered}},
		{ID: "T09", From: states{Correction}, To: Lapsed, Act: ActLapse, By: by{System}, When: K9,
			Stops: allClocks, Papers: papers{DocLapse}, Tells: tells{TellLapsed}},
		{ID: "T10", From: states{Received}, To: Accepted, Act: ActAccept, By: by{Intake},
			Guards: guards{*fourEyes, *noFixOpen, *ownCompetence}, Then: then{accepts}, Stops: clocks{K1}, Starts: clocks{K2, K3},
			Papers: papers{DocAcceptance}, Tells: tells{TellAccepted}},
		{ID: "T11", From: states{Received}, To: Accepted, Act: ActDeemAccepted, By: by{System}, When: K1,
			Then: then{acceptsBackdated}, Stops: clocks{K1}, Starts: clocks{K2, K3}, Papers: papers{DocDeemedAcceptance, DocAcceptance},
			Tells: tells{TellDeemed}, Alarms: alarms{{Yellow, "DEEMED_ACCEPTED", Intake}}},

		{ID: "T12q", From: states{Received}, Stays: true, Act: ActAskOnTheSpot, By: by{Intake},
			Guards: guards{*fourEyes, *itemOnTheSpot, *noFixOpen, *ownCompetence, *checklistComplete, *visited, *spotProposal, *heardFirst}, Then: then{moves, recordsSpoken}},
		{ID: "T12l", From: states{Received}, Stays: true, Act: ActApprove, By: by{Lawyer}, If: movedSpotRefusal, Amid: true,
			Guards: guards{*approver, *lawyersTurn}, Then: then{agreesOnSpot}, Papers: papers{DocLegalOpinion}},
		{ID: "T12", From: states{Received}, To: Granted, Act: ActGrant, By: by{Decider}, If: movedOnSpot, Amid: true,
			Guards: guards{*approver, *spotVerdict, *licenceStands, *checklistComplete, *allConditionsMet}, Then: then{decidesOnSpot, grants},
			Stops: clocks{K1, K11}, Starts: clocks{K4}, Papers: papers{DocGrant}, Tells: tells{TellGranted}},
		{ID: "T12", From: states{Received}, To: Refused, Act: ActRefuse, By: by{Decider}, If: movedOnSpot, Amid: true,
			Guards: guards{*approver, *spotVerdict, *legalOnSpot, *someConditionFails, *groundsProven, *reasonGiven, *applicantHeard},
			Then:   then{decidesOnSpot, recordsSpoken, refuses}, Stops: clocks{K1, K11}, Starts: clocks{K4}, Papers: papers{DocRefusal}, Tells: tells{TellRefused}},

		{ID: "T13", From: states{Accepted}, To: CountyCheck, Act: ActRoute, By: by{System}, If: hasCounty, Papers: papers{DocRouting}},
		{ID: "T15", From: states{Accepted}, To: Review, Act: ActRoute, By: by{System}, If: noCounty},
		{ID: "T14", From: states{CountyCheck}, To: Review, Act: ActCountyOpinion, By: by{County},
			Guards: guards{*fourEyes, *opinionGiven}, Then: then{storesCounty}, Papers: papers{DocCountyOpinion}},

		{ID: "T16", From: states{Review}, To: Verifying, Act: ActAskVerify, By: by{Reviewer},
			Guards: guards{*fourEyes, *nothingOpen, *kindAmong("KIND_REQUIRED", VerifyField, VerifyOnline), *twoVerifiers, *reasonGiven},
			Then:   then{ordersVerification}, Papers: papers{DocVerifyOrder}, Tells: tells{TellVerifiers}},
		{ID: "T17a", From: states{Verifying}, Stays: true, Passes: true, Act: ActVerify, By: by{Verifier}, If: firstSignature,
			Guards: guards{*fourEyes, *namedToVerify, *recordGiven, *picturesGiven, *unrelated}, Then: then{recordsVerification, signsVerification}},
		{ID: "T17a", From: states{Verifying}, Stays: true, Passes: true, Act: ActVerify, By: by{Verifier}, If: laterSignature,
			Guards: guards{*fourEyes, *namedToVerify, *unrelated}, Then: then{signsVerification}},
		{ID: "T17", From: states{Verifying}, To: Review, Act: ActVerify, By: by{Verifier}, If: lastSignature,
			Guards: guards{*fourEyes, *namedToVerify, *unrelated}, Then: then{signsVerification, endsVerification}, Papers: papers{DocVerification}},
		{ID: "T18", From: states{Review}, Stays: true, Act: ActAskExplanation, By: by{Reviewer},
			Guards: guards{*fourEyes, *noExplanation, *questionAsked}, Then: then{asksExplanation}, Papers: papers{DocExplanation}, Tells: tells{TellExplain}},
		{ID: "T18a", From: examined, Stays: true, Act: ActExplain, By: by{Applicant}, If: explainOpen, Guards: guards{*answerGiven},
			Then: then{explains}, Tells: tells{TellExplained}},
		{ID: "T18b", From: states{Review}, Stays: true, Act: ActDropExplanation, By: by{Reviewer}, If: explainOpen,
			Guards: guards{*fourEyes, *reasonGiven}, Then: then{dropsExplanation}, Tells: tells{TellExplainDropped}},

		{ID: "T19r", From: states{Review}, Stays: true, Act: ActTellHearing, By: by{Reviewer},
			Guards: guards{*fourEyes, *hearingUntold, *reasonGiven}, Starts: clocks{K6}, Papers: papers{DocHearingRight}, Tells: tells{TellHearingRight}},
		{ID: "T19h", From: states{Review}, To: InSpecial, Act: ActRequestHearing, By: by{Applicant}, If: mayAskHearing,
			Guards: guards{*realName}, Then: then{beginsHearing}, Stops: clocks{K6}, Starts: clocks{K7}, Papers: papers{DocSpecial}, Tells: tells{TellHearingAsked}},
		{ID: "T19w", From: states{Review}, Stays: true, Act: ActWaiveHearing, By: by{Applicant}, If: mayAskHearing,
			Guards: guards{*realName}, Then: then{waivesHearing}, Stops: clocks{K6}, Tells: tells{TellSpoke}},
		{ID: "T19e", From: states{Review}, Stays: true, Act: ActHearingLapses, By: by{System}, When: K6, Stops: clocks{K6}},
		{ID: "T19q", From: states{Review}, Stays: true, Act: ActAskSpecial, By: by{Reviewer},
			Guards: guards{*fourEyes, *nothingOpen, *specialAsked}, Then: then{moves}},
		{ID: "T19", From: states{Review}, To: InSpecial, Act: ActApprove, By: by{Decider}, If: movedHearing, Amid: true,
			Guards: guards{*approver}, Then: then{beginsSpecial}, Papers: papers{DocSpecial, DocHearingAnnounce}, Tells: tells{TellSpecial}},
		{ID: "T19", From: states{Review}, To: InSpecial, Act: ActApprove, By: by{Decider}, If: movedSpecial, Amid: true,
			Guards: guards{*approver}, Then: then{beginsSpecial}, Papers: papers{DocSpecial}, Tells: tells{TellSpecial}},
		{ID: "T19n", From: states{InSpecial}, Stays: true, Passes: true, Act: ActSetHearing, By: by{Reviewer}, If: publicHearing,
			Guards: guards{*fourEyes, *hearingSet}, Then: then{setsHearing}, Papers: papers{DocHearingNotice, DocHearingAnnounce}, Tells: tells{TellHearing}},
		{ID: "T19n", From: states{InSpecial}, Stays: true, Passes: true, Act: ActSetHearing, By: by{Reviewer}, If: hearingRuns,
			Guards: guards{*fourEyes, *closedLawfully, *hearingSet}, Then: then{setsHearing}, Papers: papers{DocHearingNotice}, Tells: tells{TellHearing}},
		{ID: "T20", From: states{InSpecial}, To: Review, Act: ActFinishSpecial, By: by{Reviewer}, If: hearingRuns,
			Guards: guards{*hearingHeld, *recordGiven, *picturesGiven}, Then: then{endsSpecial}, Stops: clocks{K7},
			Papers: papers{DocHearingRecord}, Tells: tells{TellSpecialOver}},
		{ID: "T20", From: states{InSpecial}, To: Review, Act: ActFinishSpecial, By: by{Reviewer}, If: otherRuns,
			Guards: guards{*fourEyes, *recordGiven, *picturesGiven}, Then: then{endsSpecial}, Papers: papers{DocSpecialReport}, Tells: tells{TellSpecialOver}},

		{ID: "T28a", From: states{Review}, Stays: true, Act: ActTellRefusal, By: by{Reviewer},
			Guards: guards{*fourEyes, *nothingOpen, *someConditionFails, *groundsProven, *otherGrounds, *refusalNews, *factsTold, *reasonGiven}, Then: then{tellsRefusal},
			Starts: clocks{KH}, Papers: papers{DocRefusalNotice}, Tells: tells{TellRefusalNotice}},
		{ID: "T28b", From: examined, Stays: true, Act: ActState, By: by{Applicant}, If: maySpeak, Guards: guards{*statementGiven},
			Then: then{statesIntent}, Stops: clocks{KH}, Tells: tells{TellStated}},
		{ID: "T28c", From: examined, Stays: true, Act: ActWaiveStatement, By: by{Applicant}, If: maySpeak, Guards: guards{*realName},
			Then: then{waivesStatement}, Stops: clocks{KH}, Tells: tells{TellStated}},
		{ID: "T28d", From: examined, Stays: true, Act: ActHearingEnds, By: by{System}, When: KH, Then: then{endsStatement}, Stops: clocks{KH}},

		{ID: "T24", From: states{Review}, To: Deciding, Act: ActPropose, By: by{Reviewer}, If: grantDirectly,
			Guards: guards{*fourEyes, *collectiveFirst, *licenceStands, *nothingOpen, *checklistComplete, *allConditionsMet, *opinionGiven}, Then: then{proposes}, Papers: papers{DocApproval}},
		{ID: "T21", From: states{Review}, To: Legal, Act: ActPropose, By: by{Reviewer}, If: grantByLaw,
			Guards: guards{*fourEyes, *collectiveFirst, *licenceStands, *nothingOpen, *checklistComplete, *allConditionsMet, *opinionGiven}, Then: then{proposes}, Papers: papers{DocApproval, DocToLegal}},
		{ID: "T21", From: states{Review}, To: Legal, Act: ActPropose, By: by{Reviewer}, If: proposesRefusal,
			Guards: guards{*fourEyes, *collectiveFirst, *nothingOpen, *checklistComplete, *someConditionFails, *groundsProven, *opinionGiven, *heardFirst}, Then: then{proposes, recordsSpoken}, Papers: papers{DocApproval, DocToLegal}},
		{ID: "T23a", From: states{Review}, To: Discussing, Act: ActAskCollective, By: by{Reviewer}, If: toGrant,
			Guards: guards{*fourEyes, *licenceStands, *nothingOpen, *checklistComplete, *allConditionsMet, *opinionGiven}, Then: then{proposes}, Papers: papers{DocApproval}},
		{ID: "T23a", From: states{Review}, To: Discussing, Act: ActAskCollective, By: by{Reviewer}, If: proposesRefusal,
			Guards: guards{*fourEyes, *nothingOpen, *checklistComplete, *someConditionFails, *groundsProven, *otherGrounds, *opinionGiven, *heardFirst}, Then: then{proposes, recordsSpoken}, Papers: papers{DocApproval}},
		{ID: "T22", From: states{Legal}, To: Deciding, Act: ActLegalOpinion, By: by{Lawyer}, If: lawyerAgrees,
			Guards: guards{*fourEyes, *reasonGiven}, Then: then{storesLegal}, Papers: papers{DocLegalOpinion}},
		{ID: "T22", From: states{Legal}, To: Deciding, Act: ActLegalOpinion, By: by{Lawyer}, If: lawyerOpposes,
			Guards: guards{*fourEyes, *reasonGiven}, Then: then{storesLegal}, Papers: papers{DocLegalOpinion}},
		{ID: "T22", From: states{Legal}, To: Review, Act: ActLegalOpinion, By: by{Lawyer}, If: lawyerReturns,
			Guards: guards{*fourEyes, *reasonGiven}, Then: then{storesLegal}, Papers: papers{DocLegalOpinion}, Tells: tells{TellReturned}},
		{ID: "T21b", From: states{Deciding}, To: Legal, Act: ActSendLegal, By: by{Decider},
			Guards: guards{*fourEyes, *anotherDecider, *departing, *verdictGiven, *reasonGiven}, Then: then{asksLawyer}, Papers: papers{DocToLegal}, Tells: tells{TellDeparts}},
		{ID: "T23b", From: states{Deciding}, To: Discussing, Act: ActPersist, By: by{Decider}, If: lawyerAgainst,
			Guards: guards{*fourEyes, *anotherDecider, *reasonGiven}},
		{ID: "T23", From: states{Discussing}, To: Legal, Act: ActCollective, By: by{Leader}, If: discussionFirst,
			Guards: guards{*fourEyes, *quorum, *recordGiven}, Then: then{discusses}, Papers: papers{DocCollective, DocToLegal}},
		{ID: "T23", From: states{Discussing}, To: Deciding, Act: ActCollective, By: by{Leader},
			Guards: guards{*fourEyes, *quorum, *recordGiven}, Then: then{discusses}, Papers: papers{DocCollective}},
		{ID: "T25", From: states{Deciding}, To: Review, Act: ActReturn, By: by{Decider},
			Guards: guards{*fourEyes, *anotherDecider, *reasonGiven}, Then: then{countsReturn}, Papers: papers{DocReturn}, Tells: tells{TellReturned}},
		{ID: "T26", From: counting, Stays: true, Amid: true, Act: ActExtend, By: by{Leader},
			Guards: guards{*k2Runs, *notExtended, *reasonGiven}, Then: then{extends}, Papers: papers{DocExtension}, Tells: tells{TellExtended}},

		{ID: "T27", From: states{Deciding}, To: Granted, Act: ActGrant, By: by{Decider},
			Guards: guards{*fourEyes, *anotherDecider, *licenceStands, *checklistComplete, *allConditionsMet, *visited, *discussedAgain, *legalGranting, *collectiveFollowed}, Then: then{grants},
			Stops: clocks{K2, K3, K11}, Starts: clocks{K4}, Papers: papers{DocGrant}, Tells: tells{TellGranted}},
		{ID: "T28", From: states{Deciding}, To: Refused, Act: ActRefuse, By: by{Decider}, If: forFalseMaterial, Guards: refusing, Then: then{recordsSpoken, refuses, warns},
			Stops: clocks{K2, K3, K11}, Starts: clocks{K4}, Papers: papers{DocRefusal, DocWarning}, Tells: tells{TellRefused, TellWarned}},
		{ID: "T28", From: states{Deciding}, To: Refused, Act: ActRefuse, By: by{Decider}, Guards: refusing, Then: then{recordsSpoken, refuses},
			Stops: clocks{K2, K3, K11}, Starts: clocks{K4}, Papers: papers{DocRefusal}, Tells: tells{TellRefused}},
		{ID: "T29", From: undecided, To: Withdrawn, Act: ActWithdraw, By: by{Applicant},
			Guards: guards{*realName}, Stops: allClocks, Papers: papers{DocWithdrawal}, Tells: tells{TellWithdrawn}},
		{ID: "T30q", From: undecided, Stays: true, Act: ActAskTerminate, By: by{Reviewer, Intake},
			Guards: guards{*fourEyes, *kindAmong("KIND_REQUIRED", EndKinds()...), *reasonGiven, *proofAttached}, Then: then{moves}},
		{ID: "T30", From: undecided, To: Terminated, Act: ActApprove, By: by{Decider}, If: movedEnd, Amid: true,
			Guards: guards{*approver}, Then: then{ends}, Stops: allClocks, Papers: papers{DocTermination}, Tells: tells{TellTerminated}},
		{ID: "T42", From: undecided, Stays: true, Act: ActReject, By: by{Decider, Lawyer, Manager}, Amid: true,
			Guards: guards{*approver, *reasonGiven}, Then: then{dropsMotion}, Tells: tells{TellRejected}},
		{ID: "T31", From: states{Granted}, To: Cert, Act: ActIssueCertificate, By: by{Printer}, If: madeHere,
			Guards: guards{*numberKnown}, Papers: papers{DocCertificate}},
		{ID: "T31", From: states{Granted}, To: Cert, Act: ActIssueCertificate, By: by{Printer}, If: madeElsewhere,
			Guards: guards{*numberGiven}, Then: then{storesNumber}},
		{ID: "T31", From: states{Cert}, To: Delivery, Act: ActRoute, By: by{System}, Tells: tells{TellCertificate}},
		{ID: "T31a", From: states{Granted}, To: Delivery, Act: ActRoute, By: by{System}, If: noCertificate},
		{ID: "T37", From: states{Refused, Closed}, To: Review, Again: true, Act: ActDecideAgain, By: by{Leader}, If: wasRefused,
			Guards: guards{*rulingTold, *proofAttached}, Then: then{opensAgain}, Starts: clocks{K2}, Papers: papers{DocDecideAgain},
			Tells: tells{TellDecideAgain}},

		{ID: "T40", From: undecided, Stays: true, Act: ActVisit, By: by{Intake, Deliverer}, If: visitAsked, Guards: guards{*fourEyes}, Then: then{visits}},
		{ID: "T41", From: states{Granted, Delivery}, Stays: true, Act: ActPay, By: by{Deliverer}, If: feeOwed, Guards: guards{*receiptGiven}, Then: then{pays}},

		{ID: "T34", From: protected, To: Closed, Act: ActDeemRenewed, By: by{System}, When: K11,
			Then: then{renewsByLaw}, Stops: allClocks, Papers: papers{DocDeemedRenewal}, Tells: tells{TellDeemedRenewed},
			Alarms: alarms{{Red, "DEEMED_RENEWED", Decider}}},
		{ID: "T34a", From: states{Correction}, To: Correction, Act: ActProtectionEnds, By: by{System}, When: K11, Stops: clocks{K11}, Tells: tells{TellProtectionEnds}},
		{ID: "T34p", From: undecided, Stays: true, Amid: true, Act: ActLicenceGone, By: by{System}, If: licenceGone,
			Then: then{losesLicence}, Stops: clocks{K11}, Tells: tells{TellLicenceGone}},
	}, slices.Concat(deliveries{Handed: "T32", Posted: "T32a", Back: "T33", Chosen: "T38", Stops: clocks{K4},
		Ends: []handing{{From: Delivery, To: Closed, Result: true}, {From: Refused, To: Closed}, {From: NotAccepted}}}.rows(), thirdParties(), recusals("T43", "T44", "T44e", undecided),
		archiving("T35", states{NotNeeded, NotAccepted, Lapsed, Withdrawn, Terminated, Closed}))...),
}
