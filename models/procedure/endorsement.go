package procedure

import "slices"

// The procedure of documents that the national exit-entry system issues (domain.md 3.10). The portal receives, verifies and forms an opinion;
// the opinion is entered in the national system, whose answer is entered here with its source, time and operator and compared by a second
// person. The promise runs from the receipt of a complete application (domain.md 3.8), the law from acceptance.

var (
	unforwarded      = states{Received, Correction, Accepted, Review, Deciding}
	allOfEndorsement = clocks{K1, K2, K3, K4, K9}
)

var endorsement = &Procedure{
	Code: "endorsement", Things: true,
	Stages: map[State]Stage{Received: StageIntake, Review: StageReview, Deciding: StageDecision, Forwarded: StageCertificate,
		Entered: StageVerify, Delivery: StageDelivery, NotIssued: StageDelivery, NotAccepted: StageDelivery},
	After: map[Stage]int{StageIntake: 2, StageReview: 1},
	Moves: append([]Move{
		{ID: "E01", From: states{None}, To: Draft, Act: ActCreate, By: by{Applicant}, Guards: guards{*realName}},
		{ID: "E02", From: states{Draft}, To: Submitted, Act: ActSubmit, By: by{Applicant},
			Guards: guards{*realName, *formComplete}, Papers: papers{DocApplication}},
		{ID: "E03", From: states{Submitted}, To: Received, Act: ActReceive, By: by{System},
			Then: then{receives, completes}, Starts: clocks{K1, K3}, Papers: papers{DocReceipt}, Tells: tells{TellReceived}},
		{ID: "E05", From: states{Received}, To: NotAccepted, Act: ActNotAccept, By: by{Intake},
			Guards: guards{*fourEyes, *reasonGiven, *competentNamed}, Then: then{owesDelivery}, Stops: allOfEndorsement, Papers: papers{DocNotAccepted}, Tells: tells{TellNotAccepted}},
		{ID: "E07", From: states{Received}, To: Correction, Act: ActCorrect, By: by{Intake},
			Guards: guards{*fourEyes, *firstCorrection, *everyDefectListed}, Then: then{asksCorrection},
			Stops: clocks{K1, K3}, Starts: clocks{K9}, Papers: papers{DocCorrection}, Tells: tells{TellCorrection}},
		{ID: "E08", From: states{Correction}, To: Received, Act: ActAnswerCorrection, By: by{Applicant},
			Guards: guards{*formComplete}, Then: then{completes}, Stops: clocks{K9}, Starts: clocks{K1, K3}, Papers: papers{DocCorrectedReceipt}, Tells: tells{TellAnswered}},
		{ID: "E09", From: states{Correction}, To: Lapsed, Act: ActLapse, By: by{System}, When: K9,
			Stops: allOfEndorsement, Papers: papers{DocLapse}, Tells: tells{TellLapsed}},
		{ID: "E10", From: states{Received}, To: Accepted, Act: ActAccept, By: by{Intake},
			Guards: guards{*fourEyes, *ownCompetence}, Then: then{accepts}, Stops: clocks{K1}, Starts: clocks{K2},
			Papers: papers{DocAcceptance}, Tells: tells{TellAccepted}},
		{ID: "E11", From: states{Received}, To: Accepted, Act: ActDeemAccepted, By: by{System}, When: K1,
			Then: then{acceptsBackdated}, Stops: clocks{K1}, Starts: clocks{K2}, Papers: papers{DocDeemedAcceptance},
			Tells: tells{TellDeemed}, Alarms: alarms{{Yellow, "DEEMED_ACCEPTED", Intake}}},

		{ID: "E15", From: states{Accepted}, To: Review, Act: ActRoute, By: by{System}},
		{ID: "E24", From: states{Review}, To: Deciding, Act: ActPropose, By: by{Reviewer}, If: toGrant,
			Guards: guards{*fourEyes, *checklistComplete, *allConditionsMet, *opinionGiven}, Then: then{proposes}},
		{ID: "E24", From: states{Review}, To: Deciding, Act: ActPropose, By: by{Reviewer}, If: proposesRefusal,
			Guards: guards{*fourEyes, *checklistComplete, *someConditionFails, *groundsProven, *opinionGiven}, Then: then{proposes}},
		{ID: "E25", From: states{Deciding}, To: Review, Act: ActReturn, By: by{Decider},
			Guards: guards{*fourEyes, *reasonGiven}, Then: then{countsReturn}, Tells: tells{TellReturned}},
		{ID: "E27", From: states{Deciding}, To: Forwarded, Act: ActForward, By: by{Decider},
			Guards: guards{*fourEyes, *checklistComplete, *visited, *verdictGiven}, Then: then{forwards}, Tells: tells{TellForwarded}},
		{ID: "E28", From: states{Forwarded}, To: Entered, Act: ActEnterResult, By: by{Printer},
			Guards: guards{*fourEyes, *resultGiven}, Then: then{entersResult}},
		{ID: "E29", From: states{Entered}, To: Issued, Act: ActVerifyResult, By: by{Verifier}, If: resultGood,
			Guards: guards{*fourEyes}, Then: then{issues}, Stops: clocks{K2, K3}, Starts: clocks{K4}, Papers: papers{DocIssued}, Tells: tells{TellIssued}},
		{ID: "E29", From: states{Entered}, To: NotIssued, Act: ActVerifyResult, By: by{Verifier}, If: resultBad,
			Guards: guards{*fourEyes}, Then: then{notIssues}, Stops: clocks{K2, K3}, Starts: clocks{K4}, Papers: papers{DocNotIssued}, Tells: tells{TellNotIssued}},
		{ID: "E29", From: states{Entered}, To: Forwarded, Act: ActVerifyResult, By: by{Verifier}, If: resultWrong,
			Guards: guards{*fourEyes, *reasonGiven}, Then: then{dropsResult}},
		{ID: "E30", From: unforwarded, To: Withdrawn, Act: ActWithdraw, By: by{Applicant},
			Guards: guards{*realName}, Stops: allOfEndorsement, Papers: papers{DocWithdrawal}, Tells: tells{TellWithdrawn}},

		{ID: "E31", From: states{Issued}, To: Delivery, Act: ActRoute, By: by{System}},

		{ID: "E40", From: unforwarded, Stays: true, Act: ActVisit, By: by{Intake, Deliverer}, If: visitAsked, Guards: guards{*fourEyes}, Then: then{visits}},
		{ID: "E06", From: states{Received, Accepted}, Stays: true, Apart: true, Act: ActAdmit, By: by{Intake, Manager}, If: notExpedited, Guards: guards{*fourEyes},
			Then: then{admits}, Stops: clocks{K3}, Starts: clocks{K3}, Tells: tells{TellExpedited}},
		{ID: "E06", From: unforwarded, Stays: true, Apart: true, Act: ActOrdinary, By: by{Intake, Manager, Applicant}, If: inExpedited, Guards: guards{*reasonGiven},
			Then: then{putsBack}, Stops: clocks{K3}, Starts: clocks{K3}, Tells: tells{TellOrdinary}},
		{ID: "E12", From: unforwarded, To: Lapsed, Apart: true, Act: ActDeparted, By: by{Intake, Manager}, If: departed, Guards: guards{*reasonGiven},
			Stops: allOfEndorsement, Tells: tells{TellDeparted}},
		{ID: "E42", From: states{Received, Accepted, Review}, Stays: true, Apart: true, Act: ActShift, By: by{Manager}, If: threePersons, Guards: guards{*reasonGiven},
			Then: then{shifts}},
		{ID: "E43", From: unforwarded, Stays: true, Apart: true, Act: ActRedate, By: by{Applicant, Intake}, If: staysInQueue, Guards: guards{*journeyGiven}, Then: then{redates}},
		{ID: "E43", From: unforwarded, Stays: true, Apart: true, Act: ActRedate, By: by{Applicant, Intake}, If: leavesExpedited, Guards: guards{*journeyGiven},
			Then: then{redates, putsBack}, Stops: clocks{K3}, Starts: clocks{K3}, Tells: tells{TellOrdinary}},
		{ID: "E46", From: states{Received}, Stays: true, Apart: true, Act: ActDoubt, By: by{Intake}, Guards: guards{*fourEyes, *reasonGiven}},
		{ID: "E46", From: states{Review}, Stays: true, Apart: true, Act: ActDoubt, By: by{Reviewer}, Guards: guards{*fourEyes, *reasonGiven}},
		{ID: "E47", From: unforwarded, Stays: true, Apart: true, Act: ActSettleDoubt, By: by{Lawyer}, Guards: guards{*fourEyes, *reasonGiven}},
		{ID: "E41", From: states{Delivery}, Stays: true, Act: ActPay, By: by{Deliverer}, If: feeOwed, Guards: guards{*receiptGiven}, Then: then{pays}},
	}, slices.Concat(deliveries{Handed: "E32", Posted: "E32a", Back: "E33", Chosen: "E38", Stops: clocks{K4},
		Ends: []handing{{From: Delivery, To: Closed, Result: true}, {From: NotIssued, To: Closed}, {From: NotAccepted}}}.rows(),
		recusals("E44", "E45", "E45e", states{Received, Correction, Accepted, Review, Deciding, Forwarded, Entered}),
		archiving("E35", states{NotAccepted, Lapsed, Withdrawn, Closed}))...),
}
