package procedure

import "slices"

// The procedure of 行政确认, 公共服务, 行政奖励 and 行政给付: like a permit without its special law. What is asked for is done, with a result, or
// declined with reasons and remedies. S12a is 即办: one officer may finish it at the counter; a refusal always passes two more officers.

var (
	undone       = states{Received, Correction, Accepted, Review, Deciding}
	allOfService = clocks{K1, K2, K3, K4, K9}
)

var service = &Procedure{
	Code: "service",
	Stages: map[State]Stage{Received: StageIntake, Review: StageReview, Deciding: StageDecision, Done: StageCertificate,
		Delivery: StageDelivery, Declined: StageDelivery, NotAccepted: StageDelivery},
	After: map[Stage]int{StageReview: 1, StageCertificate: 1},
	Moves: append([]Move{
		{ID: "S01", From: states{None}, To: Draft, Act: ActCreate, By: by{Applicant}, Guards: guards{*realName}},
		{ID: "S02", From: states{Draft}, To: Submitted, Act: ActSubmit, By: by{Applicant},
			Guards: guards{*realName, *formComplete}, Papers: papers{DocApplication}},
		{ID: "S03", From: states{Submitted}, To: Received, Act: ActReceive, By: by{System}, If: inSteps,
			Then: then{receives}, Starts: clocks{K1}, Papers: papers{DocReceipt}, Tells: tells{TellReceived}},
		{ID: "S03a", From: states{Submitted}, To: Received, Act: ActReceive, By: by{System}, If: onTheSpot,
			Then: then{receives}, Starts: clocks{K1, K2, K3}, Papers: papers{DocReceipt}, Tells: tells{TellReceived}},

		{ID: "S05", From: states{Received}, To: NotAccepted, Act: ActNotAccept, By: by{Intake},
			Guards: guards{*fourEyes, *reasonGiven, *competentNamed}, Then: then{owesDelivery}, Stops: allOfService, Papers: papers{DocNotAccepted}, Tells: tells{TellNotAccepted}},
		{ID: "S07", From: states{Received}, To: Correction, Act: ActCorrect, By: by{Intake},
			Guards: guards{*fourEyes, *firstCorrection, *everyDefectListed}, Then: then{asksCorrection},
			Stops: clocks{K1, K2, K3}, Starts: clocks{K9}, Papers: papers{DocCorrection}, Tells: tells{TellCorrection}},
		{ID: "S08", From: states{Correction}, To: Received, Act: ActAnswerCorrection, By: by{Applicant}, If: inSteps,
			Guards: guards{*formComplete}, Stops: clocks{K9}, Starts: clocks{K1}, Papers: papers{DocCorrectedReceipt}, Tells: tells{TellAnswered}},
		{ID: "S08", From: states{Correction}, To: Received, Act: ActAnswerCorrection, By: by{Applicant}, If: onTheSpot,
			Guards: guards{*formComplete}, Stops: clocks{K9}, Starts: clocks{K1, K2, K3}, Papers: papers{DocCorrectedReceipt}, Tells: tells{TellAnswered}},
		{ID: "S09", From: states{Correction}, To: Lapsed, Act: ActLapse, By: by{System}, When: K9,
			Stops: allOfService, Papers: papers{DocLapse}, Tells: tells{TellLapsed}},
		{ID: "S10", From: states{Received}, To: Accepted, Act: ActAccept, By: by{Intake},
			Guards: guards{*fourEyes, *ownCompetence}, Then: then{accepts}, Stops: clocks{K1, K2, K3}, Starts: clocks{K2, K3},
			Papers: papers{DocAcceptance}, Tells: tells{TellAccepted}},
		{ID: "S11", From: states{Received}, To: Accepted, Act: ActDeemAccepted, By: by{System}, When: K1,
			Then: then{acceptsBackdated}, Stops: clocks{K1, K2, K3}, Starts: clocks{K2, K3}, Papers: papers{DocDeemedAcceptance},
			Tells: tells{TellDeemed}, Alarms: alarms{{Yellow, "DEEMED_ACCEPTED", Intake}}},
		{ID: "S12a", From: states{Received}, To: Done, Act: ActDone, By: by{Intake}, If: onTheSpot,
			Guards: guards{*fourEyes, *checklistComplete, *allConditionsMet, *visited}, Then: then{files},
			Stops: clocks{K1, K2, K3}, Starts: clocks{K4}, Papers: papers{DocDone}, Tells: tells{TellDone}},

		{ID: "S15", From: states{Accepted}, To: Review, Act: ActRoute, By: by{System}},
		{ID: "S24", From: states{Review}, To: Deciding, Act: ActPropose, By: by{Reviewer}, If: toGrant,
			Guards: guards{*fourEyes, *checklistComplete, *allConditionsMet, *opinionGiven}, Then: then{proposes}},
		{ID: "S24", From: states{Review}, To: Deciding, Act: ActPropose, By: by{Reviewer}, If: proposesRefusal,
			Guards: guards{*fourEyes, *checklistComplete, *someConditionFails, *groundsProven, *opinionGiven}, Then: then{proposes}},
		{ID: "S25", From: states{Deciding}, To: Review, Act: ActReturn, By: by{Decider},
			Guards: guards{*fourEyes, *reasonGiven}, Then: then{countsReturn}, Tells: tells{TellReturned}},
		{ID: "S27", From: states{Deciding}, To: Done, Act: ActDone, By: by{Decider},
			Guards: guards{*fourEyes, *checklistComplete, *allConditionsMet, *visited, *asProposedGrant}, Then: then{files},
			Stops: clocks{K2, K3}, Starts: clocks{K4}, Papers: papers{DocDone}, Tells: tells{TellDone}},
		{ID: "S28", From: states{Deciding}, To: Declined, Act: ActDecline, By: by{Decider},
			Guards: guards{*fourEyes, *someConditionFails, *asProposedRefuse, *groundsProven, *reasonGiven}, Then: then{refuses},
			Stops: clocks{K2, K3}, Starts: clocks{K4}, Papers: papers{DocDeclined}, Tells: tells{TellDeclined}},
		{ID: "S29", From: undone, To: Withdrawn, Act: ActWithdraw, By: by{Applicant},
			Guards: guards{*realName}, Stops: allOfService, Papers: papers{DocWithdrawal}, Tells: tells{TellWithdrawn}},

		{ID: "S31", From: states{Done}, To: Cert, Act: ActIssueCertificate, By: by{Printer}, If: madeElsewhere,
			Guards: guards{*numberGiven}, Then: then{storesNumber}},
		{ID: "S31", From: states{Cert}, To: Delivery, Act: ActRoute, By: by{System}, Tells: tells{TellCertificate}},
		{ID: "S31", From: states{Done}, To: Delivery, Act: ActRoute, By: by{System}, If: somethingToHand},
		{ID: "S32a", From: states{Done}, To: Closed, Act: ActHandOver, By: by{System}, If: nothingToHand, Then: then{delivers}, Stops: clocks{K4}},

		{ID: "S40", From: undone, Stays: true, Act: ActVisit, By: by{Intake, Deliverer}, If: visitAsked, Guards: guards{*fourEyes}, Then: then{visits}},
		{ID: "S41", From: states{Done, Delivery}, Stays: true, Act: ActPay, By: by{Deliverer}, If: feeOwed, Guards: guards{*receiptGiven}, Then: then{pays}},
	}, slices.Concat(deliveries{Handed: "S32", Posted: "S32b", Back: "S33", Chosen: "S38", Stops: clocks{K4},
		Ends: []handing{{From: Delivery, To: Closed, Result: true}, {From: Declined, To: Closed}, {From: NotAccepted}}}.rows(), recusals("S43", "S44", "S44e", undone),
		archiving("S35", states{NotAccepted, Lapsed, Withdrawn, Closed}))...),
}
