package procedure

import (
	"slices"
	"strings"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Compensation for a measure against a certificate (domain.md 1.2, 1.4b L5 and L6, 1.7): a case of its own about the case of the measure, so that
// queue, claims, four eyes, clocks, papers and journal hold as they are. Two things of the law, never to be confused:
//
//   - 补偿: a lawful permit was withdrawn (第八条第二款). The law sets neither a time to claim nor one to decide; those of damages are the house's own
//     (本局规则), and an item may set others (Options.Redress).
//   - 赔偿: the agency was at fault when it permitted, and revoked (第六十九条第四款, 第七十六条). 国家赔偿法 holds: two years to claim (第三十九条), two
//     months to decide after hearing the claimant (第十三条), ten days to serve (第十三条), payment by the treasury (第三十七条).
//
// A lawyer looks at every claim (domain.md 1.7). The head of the agency decides on all of them: he took the permit back (L06), and he answers for a
// fault of the agency. Where the agency was at fault the revocation itself was discussed collectively; what it costs follows from the same fault, so
// it is discussed as well. What the law leaves to a window: heirs of a holder, a claim whose time stood still (第三十九条第二款), in-kind redress.

// Compensation is what a case about a loss knows beyond the certificate and its measure, which Case.Licence tells.
type Compensation struct {
	Case    string       `json:"case"`            // of the measure
	Paper   string       `json:"paper"`           // its decision, with its number
	KnownOn workday.Date `json:"known_on"`        // day 0 of the time to claim: the decision was delivered
	Claim   *LossClaim   `json:"claim,omitempty"` // none before the holder claims, nor after he withdrew it
	Awarded Fen          `json:"awarded,omitempty"`
	Payment *Payment     `json:"payment,omitempty"`
}

// LossClaim is what the holder asks for.
type LossClaim struct {
	Amount Fen          `json:"amount"` // in fen
	Reason string       `json:"reason"`
	Proofs []string     `json:"proofs,omitempty"` // numbers of the materials attached
	On     workday.Date `json:"on"`
	Lacks  *ClaimLacks  `json:"lacks,omitempty"`
}

// ClaimLacks is what the claimant was told that his claim lacks, everything at once.
type ClaimLacks struct {
	What string       `json:"what"`
	On   workday.Date `json:"on"`
	By   Clerk        `json:"by"`
}

// Payment is what the treasury paid, as an officer recorded it.
type Payment struct {
	On      workday.Date `json:"on"`
	Voucher string       `json:"voucher"` // number of the treasury's payment voucher
	By      Clerk        `json:"by"`
}

// Redress are the lengths that an item may set for 补偿, of which the law says nothing; those of 赔偿 are the law's.
type Redress struct {
	Claim  workday.Limit `yaml:"claim,omitempty" json:"claim,omitzero"`   // to claim, from the delivery of the measure; two years when left out
	Decide workday.Limit `yaml:"decide,omitempty" json:"decide,omitzero"` // to decide, from the claim; two months when left out
}

// States of its own.
const (
	Offered   State = "OFFERED"   // 待提出请求
	Paying    State = "PAYING"    // 待支付
	Unclaimed State = "UNCLAIMED" // 逾期未请求
)

// The acts of this procedure.
const (
	ActOffer         ActName = "offer_compensation"
	ActUnclaimed     ActName = "unclaimed"
	ActClaimLoss     ActName = "claim_loss"
	ActAward         ActName = "award"
	ActDenyAward     ActName = "deny_award"
	ActRecordPayment ActName = "record_payment"
	ActTellLacks     ActName = "tell_lacks" // C18: what the claim lacks
)

// Clocks of this procedure.
const (
	KL ClockKind = "KL" // 请求时效: two years
	KP ClockKind = "KP" // 支付: seven days to ask the treasury and fifteen for the treasury to pay (国家赔偿法 第三十七条)
)

// Lengths of 国家赔偿法, in natural units.
const (
	claimYears  = 2  // 第三十九条
	lacksDays   = 5  // 第十二条第四款
	awardMonths = 2  // 第十三条
	serveDays   = 10 // 第十三条
	paymentDays = 7 + 15
)

// Documents of this procedure.
const (
	DocClaimReceipt    DocumentKind = "claim_receipt"    // 补偿、赔偿请求收讫凭证
	DocClaimLacks      DocumentKind = "claim_lacks"      // 补偿、赔偿请求补正告知书
	DocClaimWithdrawal DocumentKind = "claim_withdrawal" // 撤回补偿、赔偿请求确认书
	DocCompensation    DocumentKind = "compensation"     // 行政许可补偿决定书
	DocNoCompensation  DocumentKind = "no_compensation"  // 不予行政许可补偿决定书
	DocDamages         DocumentKind = "damages"          // 行政赔偿决定书
	DocNoDamages       DocumentKind = "no_damages"       // 不予行政赔偿决定书
)

// Notices of this procedure.
const (
	TellMayClaim  NoticeKind = "may_claim"
	TellUnclaimed NoticeKind = "unclaimed"
	TellClaimed   NoticeKind = "loss_claimed"
	TellLacks     NoticeKind = "claim_lacks"
	TellAwarded   NoticeKind = "awarded"
	TellDenied    NoticeKind = "award_denied"
	TellPaid      NoticeKind = "award_paid"
)

// Damages tells 赔偿, for a fault of the agency, from 补偿.
func (m Licence) Damages() bool {
	g, _ := LicenceGroundOf(m.Ground)
	return g.Agency
}

// Claimed is the claim that the case decides, a zero one without.
func (c Case) Claimed() (claim LossClaim) {
	if c.Compensation != nil && c.Compensation.Claim != nil {
		claim = *c.Compensation.Claim
	}
	return claim
}

func proposed(v Verdict) func(*look) bool {
	return func(l *look) bool { return l.c.Proposal != nil && l.c.Proposal.Verdict == v }
}

// Conditions of this table.
var (
	forFault      = when("fault of the agency: damages", func(l *look) bool { return l.c.Licence.Damages() })
	forWithdrawal = when("lawful withdrawal: compensation", func(l *look) bool { return !l.c.Licence.Damages() })
	awardProposed = when("an award is proposed", proposed(Grant))
	noneProposed  = when("no award is proposed", proposed(Refuse))
	awarded       = when("an amount was awarded", func(l *look) bool { return l.c.Compensation.Awarded > 0 })
	nothingPaid   = when("nothing was awarded", func(l *look) bool { return l.c.Compensation.Awarded == 0 })
	claimGiven    = ask("loss in fen and its reasons given", func(l *look) error {
		var faults []fault.Field
		if l.act.Amount <= 0 || l.act.Amount > mostFen {
			faults = append(faults, fault.OneField("/amount", "AMOUNT_RANGE"))
		}
		if blank(l.act.Reason) {
			faults = append(faults, fault.OneField("/reason", "REASON_REQUIRED"))
		}
		return fault.Fields(faults...)
	})
	// lacksToldOnce: what a claim lacks is told at once and once, within five days of the claim; what is not told by then counts as complete.
	lacksToldOnce = must("what the claim lacks is told once, within five days of it", func(l *look) error {
		claim := l.c.Claimed()
		switch last := claim.On.AddDays(lacksDays); {
		case claim.Lacks != nil:
			return fault.New(fault.Conflict, "LACKS_TOLD", "on", claim.Lacks.On.String())
		case l.today().After(last):
			return fault.New(fault.Conflict, "LACKS_LATE", "until", last.String())
		}
		return nil
	})
	amountProposed = ask("an amount up to the claim proposed", func(l *look) error {
		if l.act.Amount <= 0 {
			return fault.Fields(fault.OneField("/amount", "AMOUNT_RANGE"))
		}
		if claimed := l.c.Claimed().Amount; l.act.Amount > claimed {
			return fault.Fields(fault.Field{Pointer: "/amount", Code: "AMOUNT_OVER_CLAIM", Params: map[string]any{"most": claimed.String()}})
		}
		return nil
	})
	// claimantHeard: the claimant's view is heard before anything is decided (国家赔偿法 第十三条第一款).
	claimantHeard = ask("what the claimant said to it", func(l *look) error { return needText("/heard", l.act.Heard, "HEARD_REQUIRED") })
	paymentTold   = ask("day and voucher of the payment", func(l *look) error {
		var faults []fault.Field
		if l.act.On.IsZero() || l.act.On.After(l.today()) || l.act.On.Before(l.c.DecidedOn) {
			faults = append(faults, fault.OneField("/on", "PAYMENT_DAY"))
		}
		if blank(l.act.Receipt) {
			faults = append(faults, fault.OneField("/receipt", "VOUCHER_REQUIRED"))
		}
		return fault.Fields(faults...)
	})
)

// Effects of this table.
var (
	offersNow = Effect{"offered today", func(l *look) { l.c.ReceivedAt, l.c.ReceivedOn = l.now, l.today() }}
	claims    = Effect{"claim stored", func(l *look) {
		l.c.AcceptedOn = l.today()
		l.loss().Claim = &LossClaim{Amount: l.act.Amount, Reason: strings.TrimSpace(l.act.Reason), Proofs: l.act.Pictures, On: l.today()}
	}}
	// tellsLacks stops no clock: the law gives two months from the claim, and the claimant keeps the day on which he made it.
	tellsLacks = Effect{"what is missing told", func(l *look) {
		claim := l.c.Claimed()
		claim.Lacks = &ClaimLacks{What: strings.TrimSpace(l.act.Reason), On: l.today(), By: l.self()}
		l.loss().Claim = &claim
	}}
	addsToClaim = Effect{"statement added to the claim", func(l *look) {
		claim := l.c.Claimed()
		claim.Reason = strings.TrimSpace(claim.Reason + "\n" + l.act.Reason)
		claim.Proofs = append(slices.Clone(claim.Proofs), l.act.Pictures...)
		l.loss().Claim = &claim
	}}
	// takesBack leaves the claim open until its time ends: day 0 of KL stays the day on which the measure was known.
	takesBack = Effect{"claim taken back", func(l *look) {
		l.loss().Claim = nil
		l.c.AcceptedOn, l.c.Proposal, l.c.LegalView, l.c.Collective, l.c.Returns = workday.Date{}, nil, nil, nil, 0
	}}
	proposesAward = Effect{"proposal and amount stored", func(l *look) {
		proposes.Apply(l)
		l.c.Proposal.Amount, l.c.Proposal.Heard = l.act.Amount, l.act.Heard
	}}
	proposesNone = Effect{"proposal and hearing of the claimant stored", func(l *look) {
		proposes.Apply(l)
		l.c.Proposal.Heard = l.act.Heard
	}}
	awards = Effect{"amount awarded", func(l *look) {
		l.c.DecidedOn, l.c.Verdict, l.loss().Awarded = l.today(), Grant, l.c.Proposal.Amount
	}}
	denies   = Effect{"nothing awarded", func(l *look) { l.c.DecidedOn, l.c.Verdict = l.today(), Refuse }}
	paysLoss = Effect{"payment recorded", func(l *look) {
		l.loss().Payment = &Payment{On: l.act.On, Voucher: strings.TrimSpace(l.act.Receipt), By: Clerk{l.actor.Officer, l.actor.Name}}
	}}
)

// loss gives the case a copy of its compensation: the old one is shared with the case before.
func (l *look) loss() *Compensation {
	c := *l.c.Compensation
	l.c.Compensation = &c
	return &c
}

// claimed are the states in which a claim waits for its decision.
var claimed = states{Review, Legal, Discussing, Leading}

var compensation = &Procedure{
	Code: "compensation",
	Stages: map[State]Stage{Review: StageReview, Legal: StageLegal, Discussing: StageCollective, Leading: StageCollective, Delivery: StageDelivery,
		Paying: StageManage},
	After: map[Stage]int{StageReview: 2, StageLegal: 1},
	Moves: append([]Move{
		// C01 begins a case, so KL does not run yet and time alone never takes the row: the job that asks for it does (L04a).
		{ID: "C01", From: states{None}, To: Offered, Act: ActOffer, By: by{System}, When: KL, If: openedBy(System),
			Then: then{offersNow}, Starts: clocks{KL}, Tells: tells{TellMayClaim}},
		{ID: "C02", From: states{None}, To: Offered, Act: ActOffer, By: by{Applicant}, If: openedBy(Applicant), Guards: guards{*realName},
			Then: then{offersNow}, Starts: clocks{KL}},
		{ID: "C03", From: states{Offered}, To: Unclaimed, Act: ActUnclaimed, By: by{System}, When: KL, Stops: clocks{KL}, Tells: tells{TellUnclaimed}},
		{ID: "C04", From: states{Offered}, To: Review, Act: ActClaimLoss, By: by{Applicant}, Guards: guards{*realName, *claimGiven},
			Then: then{claims}, Stops: clocks{KL}, Starts: clocks{K2}, Papers: papers{DocClaimReceipt}, Tells: tells{TellClaimed}},
		{ID: "C05", From: states{Review}, Stays: true, Act: ActState, By: by{Applicant}, Guards: guards{*statementGiven}, Then: then{addsToClaim}, Tells: tells{TellSpoke}},
		{ID: "C18", From: states{Review}, Stays: true, Act: ActTellLacks, By: by{Reviewer}, Guards: guards{*fourEyes, *lacksToldOnce, *reasonGiven},
			Then: then{tellsLacks}, Papers: papers{DocClaimLacks}, Tells: tells{TellLacks}},
		{ID: "C06", From: claimed, To: Offered, Act: ActWithdraw, By: by{Applicant}, Guards: guards{*realName}, Then: then{takesBack},
			Stops: clocks{K2}, Starts: clocks{KL}, Papers: papers{DocClaimWithdrawal}, Tells: tells{TellWithdrawn}},

		{ID: "C07", From: states{Review}, To: Legal, Act: ActPropose, By: by{Reviewer}, If: toAward,
			Guards: guards{*fourEyes, *opinionGiven, *amountProposed, *claimantHeard}, Then: then{proposesAward}, Papers: papers{DocToLegal}},
		{ID: "C08", From: states{Review}, To: Legal, Act: ActPropose, By: by{Reviewer}, If: proposesRefusal,
			Guards: guards{*fourEyes, *opinionGiven, *claimantHeard}, Then: then{proposesNone}, Papers: papers{DocToLegal}},
		{ID: "C09", From: states{Legal}, To: Review, Act: ActLegalOpinion, By: by{Lawyer}, If: lawyerReturns,
			Guards: guards{*fourEyes, *reasonGiven}, Then: then{storesLegal}, Papers: papers{DocLegalOpinion}, Tells: tells{TellReturned}},
		{ID: "C10", From: states{Legal}, To: Discussing, Act: ActLegalOpinion, By: by{Lawyer}, If: both(lawyerAgrees, forFault),
			Guards: guards{*fourEyes, *reasonGiven}, Then: then{storesLegal}, Papers: papers{DocLegalOpinion}},
		{ID: "C11", From: states{Legal}, To: Leading, Act: ActLegalOpinion, By: by{Lawyer}, If: both(lawyerAgrees, forWithdrawal),
			Guards: guards{*fourEyes, *reasonGiven}, Then: then{storesLegal}, Papers: papers{DocLegalOpinion}},
		{ID: "C12", From: states{Discussing}, To: Leading, Act: ActCollective, By: by{Leader},
			Guards: guards{*fourEyes, *quorum, *recordGiven}, Then: then{discusses}, Papers: papers{DocCollective}},
		{ID: "C13", From: states{Leading}, To: Review, Act: ActReturn, By: by{Leader},
			Guards: guards{*fourEyes, *reasonGiven}, Then: then{countsReturn}, Papers: papers{DocReturn}, Tells: tells{TellReturned}},

		{ID: "C14", From: states{Leading}, To: Delivery, Act: ActAward, By: by{Leader}, If: both(awardProposed, forWithdrawal),
			Guards: guards{*fourEyes, *lawyerAgreed, *reasonGiven}, Then: then{awards}, Stops: clocks{K2}, Starts: clocks{K4},
			Papers: papers{DocCompensation}, Tells: tells{TellAwarded}},
		{ID: "C15", From: states{Leading}, To: Delivery, Act: ActAward, By: by{Leader}, If: both(awardProposed, forFault),
			Guards: guards{*fourEyes, *lawyerAgreed, *discussedWell, *collectiveFollowed, *reasonGiven}, Then: then{awards}, Stops: clocks{K2}, Starts: clocks{K4},
			Papers: papers{DocDamages}, Tells: tells{TellAwarded}},
		{ID: "C16", From: states{Leading}, To: Delivery, Act: ActDenyAward, By: by{Leader}, If: both(noneProposed, forWithdrawal),
			Guards: guards{*fourEyes, *lawyerAgreed, *reasonGiven}, Then: then{denies}, Stops: clocks{K2}, Starts: clocks{K4},
			Papers: papers{DocNoCompensation}, Tells: tells{TellDenied}},
		{ID: "C17", From: states{Leading}, To: Delivery, Act: ActDenyAward, By: by{Leader}, If: both(noneProposed, forFault),
			Guards: guards{*fourEyes, *lawyerAgreed, *discussedWell, *collectiveFollowed, *reasonGiven}, Then: then{denies}, Stops: clocks{K2}, Starts: clocks{K4},
			Papers: papers{DocNoDamages}, Tells: tells{TellDenied}},
		{ID: "C33", From: states{Paying}, To: Closed, Act: ActRecordPayment, By: by{Manager}, Guards: guards{*paymentTold}, Then: then{paysLoss},
			Stops: clocks{KP}, Tells: tells{TellPaid}},
	}, slices.Concat(deliveries{Handed: "C32", Posted: "C32a", Back: "C32b", Chosen: "C38", Stops: clocks{K4}, Chooses: append(states{Offered}, claimed...),
		Ends: []handing{{From: Delivery, To: Paying, If: awarded, Starts: clocks{KP}}, {From: Delivery, To: Closed, If: nothingPaid}}}.rows(),
		recusals("C43", "C44", "C44e", claimed), archiving("C35", states{Unclaimed, Closed}))...),
}

// toAward is toGrant of this table, told apart for its own list of acts (verdictOf).
var toAward = when("proposal is to award", func(l *look) bool { return l.act.Verdict == Grant })

// CompensationProcedure is what follows from a measure that harmed a certificate's holder.
func CompensationProcedure() *Procedure { return compensation }

// CompensationOptions are those of a claim about a measure: the desks are those of the measure, the limits those of 国家赔偿法 or, for 补偿, what
// the item sets.
func (o Options) CompensationOptions(leader string, damages bool) Options {
	r := Redress{}
	if !damages {
		r = o.Redress
	}
	if r.Claim.IsZero() {
		r.Claim = workday.Limit{N: claimYears, Unit: workday.Years}
	}
	if r.Decide.IsZero() {
		r.Decide = workday.Limit{N: awardMonths, Unit: workday.Months}
	}
	r.Claim.Roll = true // the holder must keep it (C-8)
	own := o.LicenceOptions(leader)
	own.Code, own.Statutory, own.Redress = compensation.Code, r.Decide, r
	return own
}
