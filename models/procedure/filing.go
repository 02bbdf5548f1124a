package procedure

import "slices"

// The procedure 备案, row by row as in domain.md 1.5. A filing is never approved or denied on discretion: it is complete and true, or a legal
// condition of the filing itself is missing. F00 to F09 are domain.md's, with rows of the portal's own: F00a to F00d the unit's head confirms
// what his agent filled in (as T01a to T01d), F1a what is owed at once is counted from
// receipt, F2a the answer to a correction, F2b its lapse, F5a, F8a and F9a 即办, F10 to F12 the way into the applicant's hands, F13 his withdrawal.
//
// F3 happens by itself where the registers leave no doubt. Lateness (F7) is marked at receipt and hinders nothing; what is late enough is
// referred once to the 治安大队 of the county. What is filed stands in the register of active filings until F9 takes it out.

// unfiled are the states of a filing in which it can still be taken back.
var unfiled = states{Received, Correction, Checking}

// allOfFiling are the clocks that a filing's end stops.
var allOfFiling = clocks{K1, K2, K3, K9}

var filing = &Procedure{
	Code: "filing",
	Stages: map[State]Stage{Received: StageIntake, Checking: StageReview, Filed: StageCertificate, Delivery: StageDelivery,
		NotFiled: StageDelivery, NotAccepted: StageDelivery},
	After: map[Stage]int{StageCertificate: 1},
	Moves: append([]Move{
		{ID: "F00", From: states{None}, To: Draft, Act: ActCreate, By: by{Applicant}, Guards: guards{*realName}},
		{ID: "F00a", From: states{Draft}, To: Draft, Act: ActFinish, By: by{Applicant}, If: unitSigns,
			Guards: guards{*realName, *formComplete}, Then: then{finishes}, Starts: clocks{KR, KS}, Tells: tells{TellUnitToSign}},
		{ID: "F00b", From: states{Draft}, To: Draft, Act: ActUnitReturn, By: by{UnitHead, Applicant}, If: awaitingUnit,
			Stops: clocks{KR, KS}, Then: then{reopens}, Tells: tells{TellUnitReturned}},
		{ID: "F00c", From: states{Draft}, To: Draft, Act: ActRemindUnit, By: by{System}, When: KR, Stops: clocks{KR}, Tells: tells{TellUnitReminder}},
		{ID: "F00d", From: states{Draft}, To: Draft, Act: ActReopenDraft, By: by{System}, When: KS,
			Stops: clocks{KR, KS}, Then: then{reopens}, Tells: tells{TellUnitLapsed}},
		{ID: "F00", From: states{Draft}, To: Submitted, Act: ActSubmit, By: by{Applicant}, If: personAlone,
			Guards: guards{*realName, *formComplete}, Papers: papers{DocApplication}},
		{ID: "F00", From: states{Draft}, To: Submitted, Act: ActSubmit, By: by{UnitHead}, If: headHandsIn,
			Guards: guards{*realName, *formComplete}, Papers: papers{DocApplication}},
		{ID: "F00", From: states{Draft}, To: Submitted, Act: ActUnitSign, By: by{UnitHead}, If: awaitingUnit,
			Guards: guards{*realName, *formComplete}, Stops: clocks{KR, KS}, Papers: papers{DocApplication}, Tells: tells{TellUnitSigned}},
		{ID: "F01", From: states{Submitted}, To: Received, Act: ActReceive, By: by{System}, If: inSteps,
			Then: then{receivesFiling}, Starts: clocks{K1}, Papers: papers{DocReceipt}, Tells: tells{TellReceived}},
		{ID: "F01a", From: states{Submitted}, To: Received, Act: ActReceive, By: by{System}, If: onTheSpot,
			Then: then{receivesFiling}, Starts: clocks{K1, K2, K3}, Papers: papers{DocReceipt}, Tells: tells{TellReceived}},
		{ID: "F03", From: states{Received}, To: NotAccepted, Act: ActNotOurs, By: by{System}, If: notOurs,
			Then: then{owesDelivery}, Stops: allOfFiling, Papers: papers{DocNotAccepted}, Tells: tells{TellNotAccepted}},
		{ID: "F07", From: states{Received}, Stays: true, Act: ActMarkLate, By: by{System}, If: referred,
			Then: then{tellsLate}, Papers: papers{DocReferral}, Alarms: alarms{{Patrol, "FILING_LATE", Reviewer}}},

		{ID: "F02", From: states{Received}, To: Correction, Act: ActCorrect, By: by{Intake},
			Guards: guards{*fourEyes, *firstCorrection, *everyDefectListed}, Then: then{asksCorrection},
			Stops: clocks{K1, K2, K3}, Starts: clocks{K9}, Papers: papers{DocCorrection}, Tells: tells{TellCorrection}},
		{ID: "F02a", From: states{Correction}, To: Received, Act: ActAnswerCorrection, By: by{Applicant}, If: inSteps,
			Guards: guards{*formComplete}, Stops: clocks{K9}, Starts: clocks{K1}, Papers: papers{DocCorrectedReceipt}, Tells: tells{TellAnswered}},
		{ID: "F02a", From: states{Correction}, To: Received, Act: ActAnswerCorrection, By: by{Applicant}, If: onTheSpot,
			Guards: guards{*formComplete}, Stops: clocks{K9}, Starts: clocks{K1, K2, K3}, Papers: papers{DocCorrectedReceipt}, Tells: tells{TellAnswered}},
		{ID: "F02b", From: states{Correction}, To: Lapsed, Act: ActLapse, By: by{System}, When: K9,
			Stops: allOfFiling, Papers: papers{DocLapse}, Tells: tells{TellLapsed}},
		{ID: "F03", From: states{Received}, To: NotAccepted, Act: ActNotAccept, By: by{Intake},
			Guards: guards{*fourEyes, *reasonGiven, *competentNamed}, Then: then{owesDelivery}, Stops: allOfFiling, Papers: papers{DocNotAccepted}, Tells: tells{TellNotAccepted}},
		{ID: "F04", From: states{Received}, To: Checking, Act: ActAccept, By: by{Intake},
			Guards: guards{*fourEyes, *ownCompetence}, Then: then{accepts}, Stops: clocks{K1, K2, K3}, Starts: clocks{K2, K3}, Tells: tells{TellAccepted}},
		{ID: "F01b", From: states{Received}, To: Checking, Act: ActDeemAccepted, By: by{System}, When: K1,
			Then: then{completesNow}, Stops: clocks{K1, K2, K3}, Starts: clocks{K2, K3}, Tells: tells{TellDeemed},
			Alarms: alarms{{Yellow, "DEEMED_ACCEPTED", Intake}}},

		{ID: "F05", From: states{Checking}, To: Filed, Act: ActFile, By: by{Reviewer}, If: begins,
			Guards: guards{*fourEyes, *checklistComplete, *allConditionsMet, *visited}, Then: then{files},
			Stops: clocks{K2, K3}, Papers: papers{DocFiled}, Tells: tells{TellFiled}},
		{ID: "F08", From: states{Checking}, To: Filed, Act: ActFile, By: by{Reviewer}, If: changes,
			Guards: guards{*fourEyes, *checklistComplete, *allConditionsMet, *visited}, Then: then{files},
			Stops: clocks{K2, K3}, Papers: papers{DocFilingChanged}, Tells: tells{TellFiled}},
		{ID: "F09", From: states{Checking}, To: Filed, Act: ActFile, By: by{Reviewer}, If: endsIt,
			Guards: guards{*fourEyes, *checklistComplete, *allConditionsMet, *visited}, Then: then{files},
			Stops: clocks{K2, K3}, Papers: papers{DocFilingEnded}, Tells: tells{TellFiled}},
		{ID: "F05a", From: states{Received}, To: Filed, Act: ActFile, By: by{Intake}, If: beginsAtOnce,
			Guards: guards{*fourEyes, *checklistComplete, *allConditionsMet, *visited}, Then: then{files},
			Stops: clocks{K1, K2, K3}, Papers: papers{DocFiled}, Tells: tells{TellFiled}},
		{ID: "F08a", From: states{Received}, To: Filed, Act: ActFile, By: by{Intake}, If: changesAtOnce,
			Guards: guards{*fourEyes, *checklistComplete, *allConditionsMet, *visited}, Then: then{files},
			Stops: clocks{K1, K2, K3}, Papers: papers{DocFilingChanged}, Tells: tells{TellFiled}},
		{ID: "F09a", From: states{Received}, To: Filed, Act: ActFile, By: by{Intake}, If: endsAtOnce,
			Guards: guards{*fourEyes, *checklistComplete, *allConditionsMet, *visited}, Then: then{files},
			Stops: clocks{K1, K2, K3}, Papers: papers{DocFilingEnded}, Tells: tells{TellFiled}},
		{ID: "F06", From: states{Checking}, To: NotFiled, Act: ActNotFile, By: by{Reviewer},
			Guards: guards{*fourEyes, *someConditionFails, *groundsProven, *reasonGiven}, Then: then{notFiles},
			Stops: clocks{K2, K3}, Papers: papers{DocNotFiled}, Tells: tells{TellNotFiled}},
		{ID: "F13", From: unfiled, To: Withdrawn, Act: ActWithdraw, By: by{Applicant},
			Guards: guards{*realName}, Stops: allOfFiling, Papers: papers{DocWithdrawal}, Tells: tells{TellWithdrawn}},

		{ID: "F10", From: states{Filed}, To: Cert, Act: ActIssueCertificate, By: by{Printer}, If: madeElsewhere,
			Guards: guards{*numberGiven}, Then: then{storesNumber}},
		{ID: "F10", From: states{Cert}, To: Delivery, Act: ActRoute, By: by{System}, Tells: tells{TellCertificate}},
		{ID: "F10", From: states{Filed}, To: Delivery, Act: ActRoute, By: by{System}, If: somethingToHand},
		{ID: "F11", From: states{Filed}, To: Closed, Act: ActHandOver, By: by{System}, If: nothingToHand, Then: then{delivers}},

		{ID: "F40", From: unfiled, Stays: true, Act: ActVisit, By: by{Intake, Deliverer}, If: visitAsked, Guards: guards{*fourEyes}, Then: then{visits}},
		{ID: "F41", From: states{Filed, Delivery}, Stays: true, Act: ActPay, By: by{Deliverer}, If: feeOwed, Guards: guards{*receiptGiven}, Then: then{pays}},
	}, slices.Concat(deliveries{Handed: "F12", Posted: "F12a", Back: "F12b", Chosen: "F38",
		Ends: []handing{{From: Delivery, To: Closed, Result: true}, {From: NotFiled, To: Closed}, {From: NotAccepted}}}.rows(), recusals("F43", "F44", "F44e", unfiled),
		archiving("F35", states{NotAccepted, Lapsed, Withdrawn, Closed}))...),
}
