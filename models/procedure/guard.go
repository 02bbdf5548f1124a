package procedure

import (
	"slices"
	"strings"
	"time"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// look is one act under examination: what the guards see and the effects change.
type look struct {
	p     *Procedure
	o     Options
	c     Case
	act   Act
	actor Actor
	role  Role
	cal   *workday.Calendar
	now   time.Time // instant of the act, or of the limit's end for acts of time
}

func (l *look) today() workday.Date { return workday.DateOf(l.now) }

func must(word string, holds func(*look) error) *Guard { return &Guard{Word: word, Holds: holds} }

func ask(word string, holds func(*look) error) *Guard {
	return &Guard{Word: word, Asks: true, Holds: holds}
}

func when(word string, holds func(*look) bool) *Guard {
	return must(word, func(l *look) error {
		if holds(l) {
			return nil
		}
		return notNow(l.act.Name, l.c.State)
	})
}

// Conditions that choose between rows.
var (
	unitSigns     = when("item asks for the unit's signature", func(l *look) bool { return l.o.UnitSignature && l.c.SubState == "" })
	headHandsIn   = when("the unit's head hands in himself", func(l *look) bool { return l.o.UnitSignature && l.c.SubState == "" })
	personAlone   = when("item asks for no unit's signature", func(l *look) bool { return !l.o.UnitSignature })
	awaitingUnit  = when("waiting for the unit", func(l *look) bool { return l.c.SubState == AwaitingUnit })
	hasCounty     = when("item has county check", func(l *look) bool { return l.o.CountyCheck })
	noCounty      = when("item has no county check", func(l *look) bool { return !l.o.CountyCheck })
	toGrant       = when("proposal is to grant", func(l *look) bool { return l.act.Verdict == Grant })
	lawyerAgrees  = when("lawyer agrees", func(l *look) bool { return l.act.Agree })
	lawyerReturns = when("lawyer returns", func(l *look) bool { return !l.act.Agree })

	proposesRefusal = when("proposal is to refuse", func(l *look) bool { return l.act.Verdict == Refuse })
	onTheSpot       = when("item may be finished on the spot", func(l *look) bool { return l.o.OnTheSpot })
	inSteps         = when("item goes step by step", func(l *look) bool { return !l.o.OnTheSpot })
	madeHere        = when("certificate is made here", func(l *look) bool { return l.o.Certificate == MadeHere })
	madeElsewhere   = when("certificate is made in another system", func(l *look) bool { return l.o.Certificate == MadeElsewhere })
	noCertificate   = when("the decision is the result", func(l *look) bool { return l.o.Certificate == "" })
	nothingToHand   = when("the result is electronic", func(l *look) bool { return l.o.Certificate == "" && l.o.Visit != VisitToCollect && !l.o.Payment })
	somethingToHand = when("something must be handed over", func(l *look) bool { return l.o.Certificate == "" && (l.o.Visit == VisitToCollect || l.o.Payment) })
	arrived         = when("its delivery is proven by the system's own records or by the post", func(l *look) bool { return l.act.Arrived })
	visitAsked      = when("the person must come", func(l *look) bool { return l.o.Visit == VisitBeforeDecision && l.c.VisitedOn.IsZero() })
	feeOwed         = when("a fee is owed", func(l *look) bool { return l.o.Payment && l.c.PaidOn.IsZero() })
	resultGood      = when("the result was found right and is to issue", func(l *look) bool { return l.act.Agree && l.c.Result != nil && l.c.Result.Verdict == Grant })
	resultBad       = when("the result was found right and is not to issue", func(l *look) bool { return l.act.Agree && l.c.Result != nil && l.c.Result.Verdict == Refuse })
	notExpedited    = when("in the ordinary queue", func(l *look) bool { return !l.c.Urgent })
	// leavesExpedited: who moves the journey tells why it is no longer one for the expedited queue (domain.md 3.5, recheck on every change of date).
	leavesExpedited = when("in the expedited queue, conditions no longer met", func(l *look) bool { return l.c.Urgent && l.act.Reason != "" })
	staysInQueue    = when("its queue stays", func(l *look) bool { return !l.c.Urgent || l.act.Reason == "" })
	inExpedited     = when("in the expedited queue", func(l *look) bool { return l.c.Urgent })
	threePersons    = when("no exception recorded yet", func(l *look) bool { return !l.c.TwoPersonShift })
	departed        = when("the departure has passed", func(l *look) bool { return !l.c.Departure.IsZero() && l.today().After(l.c.Departure) })
	resultWrong     = when("the result was found wrong", func(l *look) bool { return !l.act.Agree })
)

// Guards on the case.
var (
	inWindow = must("inside the renewal window", func(l *look) error {
		if w := l.o.WindowOf(l.c.Expiry); l.o.Renewal && !l.c.Expiry.IsZero() && !w.Contains(l.today()) {
			return ItemClosed(w)
		}
		return nil
	})
	realName = must("real name at level L3", func(l *look) error {
		if l.actor.Assurance < 3 {
			return fault.New(fault.Forbidden, "ASSURANCE_TOO_LOW", "needed", 3)
		}
		return nil
	})
	// noBan tells the applicant of a ban before he hands in. Whoever asks for a written decision all the same is received and gets it by T05b
	// (行政许可法 第三十二条第二款, 第三十八条第二款).
	noBan = ask("no ban in force, or a written decision is asked for (T05b)", func(l *look) error {
		if b := l.act.Ban; b.InForce(l.today()) && !l.act.Insist && !l.c.Insists {
			return fault.New(fault.Conflict, "BAN_ACTIVE", "until", b.Until.String(), "basis", b.Basis)
		}
		return nil
	})
	firstCorrection = must("first correction", func(l *look) error {
		if l.c.Corrections > 0 {
			return fault.New(fault.Conflict, "CORRECTION_ONCE")
		}
		return nil
	})
	fourEyes = must("four eyes", func(l *look) error {
		if l.c.recused(l.actor.Officer) {
			return fault.New(fault.Forbidden, "RECUSAL")
		}
		if h, clash := l.c.clash(l.role, l.actor.Officer); clash {
			return fault.New(fault.Forbidden, "FOUR_EYES", "role", string(l.role), "other", string(h.Role))
		}
		return nil
	})
	ownCompetence = must("own competence", func(l *look) error {
		for _, f := range l.c.Findings {
			if f.Competent != "" {
				return notCompetent(f.Competent)
			}
		}
		return nil
	})
	checklistComplete = must("checklist complete", func(l *look) error {
		var open []string
		for _, f := range l.c.Findings {
			if f.Mark == Open {
				open = append(open, f.Code)
			}
		}
		if len(open) > 0 {
			return fault.New(fault.Conflict, "CHECKLIST_OPEN", "checks", strings.Join(open, " "))
		}
		return nil
	})
	allConditionsMet = must("all conditions met", func(l *look) error {
		if failed := l.c.Failed(); len(failed) > 0 {
			return fault.New(fault.Conflict, "CHECKLIST_FORBIDS", "grounds", strings.Join(failed, " "))
		}
		return nil
	})
	someConditionFails = must("some condition fails", func(l *look) error {
		if len(l.c.Failed()) == 0 {
			return fault.New(fault.Conflict, "GROUND_NOT_FOUND", "grounds", strings.Join(l.act.Grounds, " "))
		}
		return nil
	})
	visited = must("the person has come where he must", func(l *look) error {
		if l.o.Visit == VisitBeforeDecision && l.c.VisitedOn.IsZero() {
			return fault.New(fault.Conflict, "VISIT_MISSING")
		}
		return nil
	})
	asProposedGrant  = must("as proposed", func(l *look) error { return asProposed(l, Grant) })
	asProposedRefuse = must("as proposed", func(l *look) error { return asProposed(l, Refuse) })
	paid             = must("fee paid where one is due", func(l *look) error {
		if l.o.Payment && l.c.PaidOn.IsZero() {
			return fault.New(fault.Conflict, "PAYMENT_MISSING")
		}
		return nil
	})
	legalGranting = must("legal review done where required", func(l *look) error { return legalReview(l, Grant) })
	legalRefusing = must("legal review done where required", func(l *look) error { return legalReview(l, Refuse) })
)

// Guards on what the actor hands in.
var (
	formComplete = ask("form and materials complete", func(l *look) error {
		if l.act.FormFaults > 0 {
			return fault.New(fault.Invalid, "FORM_INCOMPLETE", "count", l.act.FormFaults)
		}
		return nil
	})
	reasonGiven = ask("reason given", func(l *look) error {
		return needText("/reason", l.act.Reason, "REASON_REQUIRED")
	})
	competentNamed = ask("competent agency named", func(l *look) error {
		return needText("/competent", l.act.Competent, "COMPETENT_AGENCY_REQUIRED")
	})
	everyDefectListed = ask("every defect listed with its problem and how to mend it", func(l *look) error {
		if len(l.act.Defects) == 0 {
			return fault.Fields(fault.OneField("/defects", "DEFECTS_REQUIRED"))
		}
		for _, d := range l.act.Defects {
			if blank(d.Where) || blank(d.Problem) || blank(d.Mend) {
				return fault.Fields(fault.OneField("/defects", "DEFECT_INCOMPLETE"))
			}
		}
		return nil
	})
	groundsProven = ask("each ground is a failed point of the checklist", func(l *look) error {
		if len(l.act.Grounds) == 0 {
			return fault.Fields(fault.OneField("/grounds", "GROUNDS_REQUIRED"))
		}
		failed := l.c.Failed()
		for _, g := range l.act.Grounds {
			if !slices.Contains(failed, g) {
				return fault.New(fault.Conflict, "GROUND_NOT_FOUND", "grounds", g)
			}
		}
		return nil
	})
	opinionGiven = ask("opinion given", func(l *look) error {
		if l.act.Verdict != Grant && l.act.Verdict != Refuse {
			return fault.Fields(fault.OneField("/verdict", "VERDICT_REQUIRED"))
		}
		return needText("/reason", l.act.Reason, "REASON_REQUIRED")
	})
	journeyGiven = ask("new departure given, after today", func(l *look) error {
		if !l.act.Departure.After(l.today()) {
			return fault.Fields(fault.OneField("/departure", "DEPARTURE_PAST"))
		}
		return nil
	})
	receiptGiven = ask("number of the receipt given", func(l *look) error {
		return needText("/receipt", l.act.Receipt, "RECEIPT_REQUIRED")
	})
	numberGiven = ask("number in the other system given", func(l *look) error {
		return needText("/number", l.act.Number, "NUMBER_REQUIRED")
	})
	resultGiven = ask("result, its system and its number given", func(l *look) error {
		if l.act.Verdict != Grant && l.act.Verdict != Refuse {
			return fault.Fields(fault.OneField("/verdict", "VERDICT_REQUIRED"))
		}
		if err := needText("/source", l.act.Source, "SOURCE_REQUIRED"); err != nil {
			return err
		}
		if l.act.Verdict == Refuse {
			return needText("/reason", l.act.Reason, "REASON_REQUIRED")
		}
		return needText("/number", l.act.Number, "NUMBER_REQUIRED")
	})
	verdictGiven = ask("verdict given, and none against the checklist", func(l *look) error {
		if l.act.Verdict != Grant && l.act.Verdict != Refuse {
			return fault.Fields(fault.OneField("/verdict", "VERDICT_REQUIRED"))
		}
		if l.act.Verdict == Grant {
			return allConditionsMet.Holds(l)
		}
		return nil
	})
	numberKnown = ask("number allocated by the register", func(l *look) error {
		if !l.act.NumberKnown {
			return fault.New(fault.Unavailable, "CERTIFICATE_NUMBER_REQUIRED")
		}
		return nil
	})
)

// ItemClosed is the fault of applying outside the renewal window; its message leads to 初次申领.
func ItemClosed(w Window) *fault.Error {
	return fault.New(fault.Conflict, "ITEM_CLOSED", "opens", w.Opens.String(), "closes", w.Closes.String())
}

// notCompetent is the fault of going on with a case that is another agency's (T05, F3); its message names that agency and the way out.
func notCompetent(agency string) *fault.Error {
	return fault.New(fault.Conflict, "NOT_COMPETENT", "agency", agency)
}

// Failed lists the grounds of all failed points, in the checklist's order.
func (c Case) Failed() []string {
	var grounds []string
	for _, f := range c.Findings {
		if f.Mark != Fail {
			continue
		}
		for _, g := range f.Grounds {
			if !slices.Contains(grounds, g) {
				grounds = append(grounds, g)
			}
		}
		if len(f.Grounds) == 0 {
			grounds = append(grounds, f.Code)
		}
	}
	return grounds
}

// legalReview is mandatory where needsLegal says so and for a decision that departs from the proposal (domain.md 1.7). An opinion that was given
// must be in favour, else three or more discuss the case.
func legalReview(l *look, v Verdict) error {
	departs := l.c.Proposal == nil || l.c.Proposal.Verdict != v
	if !departs && !l.needsLegal(v) && l.c.LegalView == nil {
		return nil
	}
	if o := l.c.LegalView; o != nil && (o.Agree && o.Verdict == v || l.c.Collective != nil && l.c.Collective.Verdict == v) {
		return nil // the lawyer agrees, or the collective discussion has heard him
	}
	return fault.New(fault.Conflict, "LEGAL_REVIEW_REQUIRED")
}

// asProposed keeps a decision without a lawyer to what the reviewer proposed; who thinks otherwise returns it.
func asProposed(l *look, v Verdict) error {
	if l.c.Proposal == nil || l.c.Proposal.Verdict != v {
		return fault.New(fault.Conflict, "PROPOSAL_DIFFERS")
	}
	return nil
}

// apart are the pairs of roles that one natural person may not hold in one case (domain.md 1.6; 受理 and 审查 never for 爆破).
var apart = [][2]Role{{Decider, Intake}, {Decider, Reviewer}, {Intake, Reviewer},
	{Lawyer, Intake}, {Lawyer, Reviewer}, {Lawyer, Decider}, {Lawyer, County}, {Verifier, Printer}, {Verifier, Lawyer}, {Manager, Intake},
	{Leader, Reviewer}, {Leader, Lawyer}}

// chaired tells whether an officer has held a hearing of the case: its chair is nobody who reviews it (行政许可法 第四十八条第一款第三项).
func (c Case) chaired(officer string) bool {
	return officer != "" && slices.ContainsFunc(c.Specials, func(s Special) bool { return s.Chair.Officer == officer && !s.To.IsZero() })
}

// clash finds an earlier hand of the same person that excludes him from the role. On a recorded two-person shift 受理 and 审查 may be one
// person; the decision is always another's (domain.md 3.6).
func (c Case) clash(role Role, officer string) (Hand, bool) {
	if role == Reviewer && c.chaired(officer) {
		return Hand{Role: Chair, Officer: officer}, true
	}
	for _, h := range c.Hands {
		pair := [2]Role{role, h.Role}
		if officer == "" || h.Officer != officer || c.TwoPersonShift && (pair == [2]Role{Intake, Reviewer} || pair == [2]Role{Reviewer, Intake}) {
			continue
		}
		if slices.Contains(apart, pair) || slices.Contains(apart, [2]Role{h.Role, role}) {
			return h, true
		}
	}
	return Hand{}, false
}

// Barred are the officers whom four-eyes keeps away from a role, for the case's queue.
func (c Case) Barred(role Role) []string {
	var officers []string
	for _, h := range c.Hands {
		if _, clash := c.clash(role, h.Officer); clash && !slices.Contains(officers, h.Officer) {
			officers = append(officers, h.Officer)
		}
	}
	return officers
}

func needText(pointer, text, code string) error {
	if blank(text) {
		return fault.Fields(fault.OneField(pointer, code))
	}
	return nil
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }
