package procedure

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

var (
	desksOfTest = map[Stage]string{StageIntake: "county-ban", StageCounty: "county", StageReview: "county-zhi", StageLegal: "430900-fa",
		StageDecision: "county-zhi", StageCertificate: "county-zhi", StageVerify: "county-zhi", StageDelivery: "county-ban"}
	limited = Options{Statutory: wd(20), Promised: wd(7), RefusalNeedsLegal: true, Desks: desksOfTest}
)

const walkDay = "2026-09-17 10:00"

// row is a row of the table that a person walks, written down once more and by hand.
type row struct {
	to    State
	roles []Role
}

var everybody = []Role{Applicant, UnitHead, Intake, County, Reviewer, Lawyer, Decider, Printer, Deliverer, Verifier, Leader, Manager, Archivist, "R-SUP", "R-SYS", ""}

var everyAct = []ActName{ActCreate, ActFinish, ActSubmit, ActUnitSign, ActUnitReturn, ActAccept, ActCorrect, ActNotNeeded, ActNotAccept, ActAnswerCorrection,
	ActCountyOpinion, ActPropose, ActLegalOpinion, ActReturn, ActGrant, ActRefuse, ActWithdraw, ActIssueCertificate, ActDeliver, ActVisit, ActPay, ActFile,
	ActNotFile, ActDone, ActDecline, ActForward, ActEnterResult, ActVerifyResult, ActReceive, ActRoute, ActLapse, ActDeemAccepted, ActHandOver,
	ActMarkLate, "nonsense",
	ActAskNotAccept, ActAskCorrectAgain, ActAskOnTheSpot, ActAskSpecial, ActAskTerminate, ActApprove, ActReject, ActFix, ActConfirmFix, ActDropFix, ActAskVerify,
	ActVerify, ActTellThirdParty, ActHearThirdParty, ActAskExplanation, ActExplain, ActDropExplanation, ActTellHearing, ActRequestHearing, ActWaiveHearing, ActSetHearing, ActFinishSpecial,
	ActSendLegal, ActPersist, ActAskCollective, ActCollective, ActExtend, ActFailDelivery, ActRecuse, ActDecideRecusal, ActArchive,
	ActTellRefusal, ActState, ActWaiveStatement, ActDecideAgain}

// holds tries every state, act and role.
func (tr trial) holds(t *testing.T, cases map[State]Case, rows map[State]map[ActName]row) {
	t.Helper()
	cal := calendar(t)
	for state, c := range cases {
		if c.State != state {
			t.Fatalf("%s: case of %s stands at %s", tr.p.Code, state, c.State)
		}
		for _, name := range everyAct {
			for _, role := range everybody {
				out, err := Step(tr.p, tr.o, c, given(name), officer(role), cal, at(walkDay))
				want, known := rows[state][name]
				allowed := known && slices.Contains(want.roles, role)
				switch {
				case allowed && (err != nil || out.Case.State != want.to):
					t.Errorf("%s: %s %s by %s: %s, %v; want %s", tr.p.Code, state, name, role, out.Case.State, err, want.to)
				case !allowed && err == nil:
					t.Errorf("%s: %s %s by %s was allowed", tr.p.Code, state, name, role)
				case !allowed && out.Moved():
					t.Errorf("%s: %s %s by %s was refused and yet moved", tr.p.Code, state, name, role)
				case known && !allowed && fault.Code(err) != "ROLE_REQUIRED":
					t.Errorf("%s: %s %s by %s: %v", tr.p.Code, state, name, role, err)
				}
			}
		}
	}
}

func TestFilingTable(t *testing.T) {
	t.Parallel()
	tr := limited.of(Filing(), madeOutside)
	accept, file := by1(Intake, ActAccept), by1(Reviewer, ActFile)
	withdraw := row{Withdrawn, []Role{Applicant}}
	tr.holds(t, map[State]Case{
		Received: tr.to(t), Correction: tr.to(t, by1(Intake, ActCorrect)), Checking: tr.to(t, accept), Filed: tr.to(t, accept, file),
		NotFiled: tr.to(t, accept, by1(Reviewer, ActNotFile)), Delivery: tr.to(t, accept, file, by1(Printer, ActIssueCertificate)),
		Closed:      tr.to(t, accept, file, by1(Printer, ActIssueCertificate), by1(Deliverer, ActDeliver)),
		NotAccepted: tr.to(t, by1(Intake, ActNotAccept)), Withdrawn: tr.to(t, by1(Applicant, ActWithdraw)),
	}, map[State]map[ActName]row{
		Received: {ActAccept: {Checking, []Role{Intake}}, ActCorrect: {Correction, []Role{Intake}}, ActNotAccept: {NotAccepted, []Role{Intake}},
			ActWithdraw: withdraw},
		Correction: {ActAnswerCorrection: {Received, []Role{Applicant}}, ActWithdraw: withdraw},
		Checking:   {ActFile: {Filed, []Role{Reviewer}}, ActWithdraw: withdraw},
		Filed:      {ActIssueCertificate: {Delivery, []Role{Printer}}},
		Delivery:   {ActDeliver: {Closed, []Role{Deliverer, Applicant}}},
		NotFiled:   {ActDeliver: {Closed, []Role{Deliverer, Applicant}}}, NotAccepted: {ActDeliver: {NotAccepted, []Role{Deliverer, Applicant}}},
	})
}

func TestServiceTable(t *testing.T) {
	t.Parallel()
	tr := limited.of(Service(), madeOutside)
	accept, propose, done := by1(Intake, ActAccept), by1(Reviewer, ActPropose), by1(Decider, ActDone)
	withdraw := row{Withdrawn, []Role{Applicant}}
	tr.holds(t, map[State]Case{
		Received: tr.to(t), Correction: tr.to(t, by1(Intake, ActCorrect)), Review: tr.to(t, accept), Deciding: tr.to(t, accept, propose),
		Done: tr.to(t, accept, propose, done), Delivery: tr.to(t, accept, propose, done, by1(Printer, ActIssueCertificate)),
		Declined:    tr.to(t, accept, refusal(Reviewer, ActPropose), refusal(Decider, ActDecline)),
		Closed:      tr.to(t, accept, propose, done, by1(Printer, ActIssueCertificate), by1(Deliverer, ActDeliver)),
		NotAccepted: tr.to(t, by1(Intake, ActNotAccept)), Withdrawn: tr.to(t, by1(Applicant, ActWithdraw)),
	}, map[State]map[ActName]row{
		Received: {ActAccept: {Review, []Role{Intake}}, ActCorrect: {Correction, []Role{Intake}}, ActNotAccept: {NotAccepted, []Role{Intake}},
			ActWithdraw: withdraw},
		Correction: {ActAnswerCorrection: {Received, []Role{Applicant}}, ActWithdraw: withdraw},
		Review:     {ActPropose: {Deciding, []Role{Reviewer}}, ActWithdraw: withdraw},
		Deciding:   {ActDone: {Done, []Role{Decider}}, ActReturn: {Review, []Role{Decider}}, ActWithdraw: withdraw},
		Done:       {ActIssueCertificate: {Delivery, []Role{Printer}}},
		Delivery:   {ActDeliver: {Closed, []Role{Deliverer, Applicant}}},
		Declined:   {ActDeliver: {Closed, []Role{Deliverer, Applicant}}}, NotAccepted: {ActDeliver: {NotAccepted, []Role{Deliverer, Applicant}}},
	})
}

func TestEndorsementTable(t *testing.T) {
	t.Parallel()
	tr := limited.of(Endorsement(), madeOutside)
	accept, propose, forward, enter := by1(Intake, ActAccept), by1(Reviewer, ActPropose), by1(Decider, ActForward), by1(Printer, ActEnterResult)
	verify := by1(Verifier, ActVerifyResult)
	notIssued := said{Printer, Act{Name: ActEnterResult, Verdict: Refuse, Source: "国家出入境管理信息系统", Reason: "不予签发"}}
	withdraw := row{Withdrawn, []Role{Applicant}}
	tr.holds(t, map[State]Case{
		Received: tr.to(t), Correction: tr.to(t, by1(Intake, ActCorrect)), Review: tr.to(t, accept), Deciding: tr.to(t, accept, propose),
		Forwarded: tr.to(t, accept, propose, forward), Entered: tr.to(t, accept, propose, forward, enter),
		Delivery:  tr.to(t, accept, propose, forward, enter, verify),
		NotIssued: tr.to(t, accept, propose, forward, notIssued, verify),
		Closed:    tr.to(t, accept, propose, forward, enter, verify, by1(Deliverer, ActDeliver)), Withdrawn: tr.to(t, by1(Applicant, ActWithdraw)),
	}, map[State]map[ActName]row{
		Received: {ActAccept: {Review, []Role{Intake}}, ActCorrect: {Correction, []Role{Intake}}, ActNotAccept: {NotAccepted, []Role{Intake}},
			ActWithdraw: withdraw},
		Correction: {ActAnswerCorrection: {Received, []Role{Applicant}}, ActWithdraw: withdraw},
		Review:     {ActPropose: {Deciding, []Role{Reviewer}}, ActWithdraw: withdraw},
		Deciding:   {ActForward: {Forwarded, []Role{Decider}}, ActReturn: {Review, []Role{Decider}}, ActWithdraw: withdraw},
		Forwarded:  {ActEnterResult: {Entered, []Role{Printer}}},
		Entered:    {ActVerifyResult: {Delivery, []Role{Verifier}}},
		Delivery:   {ActDeliver: {Closed, []Role{Deliverer, Applicant}}},
		NotIssued:  {ActDeliver: {Closed, []Role{Deliverer, Applicant}}},
	})
}

// 即办: one officer finishes it the same day, and nothing waits to be handed over; a refusal is never one officer's.
func TestOnTheSpot(t *testing.T) {
	t.Parallel()
	for p, finish := range map[*Procedure]ActName{Filing(): ActFile, Service(): ActDone} {
		tr := limited.of(p, atOnce)
		c := tr.to(t)
		if k, ok := c.Governing(); !ok || k.Due != day("2026-09-17") {
			t.Errorf("%s: due %s", p.Code, k.Due)
		}
		l := &look{p: p, o: tr.o.WithDefaults(), c: c, cal: calendar(t), now: at(walkDay)}
		if o := l.order(StageIntake); o.DoBy != day("2026-09-17") {
			t.Errorf("%s: to be done by %s", p.Code, o.DoBy)
		}
		out, err := Step(p, tr.o, c, given(finish), officer(Intake), calendar(t), at(walkDay))
		if err != nil || out.Case.State != Closed || out.Case.Verdict != Grant || out.Case.AcceptedOn != day("2026-09-17") {
			t.Errorf("%s: %s, %v", p.Code, out.Case.State, err)
		}
		c.Findings = barred
		if _, err := Step(p, tr.o, c, given(finish), officer(Intake), calendar(t), at(walkDay)); fault.Code(err) != "CHECKLIST_FORBIDS" {
			t.Errorf("%s with a failed point: %v", p.Code, err)
		}
		for _, against := range []ActName{ActNotFile, ActDecline} {
			if _, err := Step(p, tr.o, c, given(against), officer(Intake), calendar(t), at(walkDay)); err == nil {
				t.Errorf("%s: one officer refused alone", p.Code)
			}
		}
	}
}

// A visit comes before the decision, or the result is collected at a window.
func TestVisits(t *testing.T) {
	t.Parallel()
	cal := calendar(t)
	accept, propose := by1(Intake, ActAccept), by1(Reviewer, ActPropose)
	for _, test := range []struct {
		trial
		before []said
		decide said
	}{
		{limited.of(Permit(), comesFirst), []said{accept, propose}, by1(Decider, ActGrant)},
		{limited.of(Filing(), comesFirst), []said{accept}, by1(Reviewer, ActFile)},
		{limited.of(Service(), comesFirst), []said{accept, propose}, by1(Decider, ActDone)},
		{limited.of(Endorsement(), comesFirst), []said{accept, propose}, by1(Decider, ActForward)},
	} {
		c := test.to(t, test.before...)
		if _, err := Step(test.p, test.o, c, test.decide.Act, officer(test.decide.by), cal, at(walkDay)); fault.Code(err) != "VISIT_MISSING" {
			t.Errorf("%s: decided without a visit: %v", test.p.Code, err)
		}
		out, err := Step(test.p, test.o, c, given(ActVisit), officer(Deliverer), cal, at(walkDay))
		if err != nil || out.Case.State != c.State || out.Case.VisitedOn.IsZero() || out.Closes || out.Opens != nil {
			t.Errorf("%s: visit: %+v, %v", test.p.Code, out, err)
		}
		out.Case.Findings = complete
		if _, err := Step(test.p, test.o, out.Case, given(ActVisit), officer(Deliverer), cal, at(walkDay)); fault.Code(err) != "ACT_NOT_NOW" {
			t.Errorf("%s: a second visit: %v", test.p.Code, err)
		}
		if _, err := Step(test.p, test.o, out.Case, test.decide.Act, officer(test.decide.by), cal, at(walkDay)); err != nil {
			t.Errorf("%s: after the visit: %v", test.p.Code, err)
		}
	}
	tr := limited.of(Service(), collectsIt)
	c := tr.to(t, accept, propose, by1(Decider, ActDone))
	if c.State != Delivery {
		t.Fatalf("to be collected: %s", c.State)
	}
	for who, a := range map[Role]Act{Applicant: {Name: ActDeliver, Way: Electronic, Agreed: true}, Deliverer: {Name: ActDeliver, Way: ByPost}} {
		if _, err := Step(tr.p, tr.o, c, a, officer(who), cal, at(walkDay)); fault.Code(err) != "VISIT_MISSING" {
			t.Errorf("handed over from afar by %s: %v", who, err)
		}
	}
	if out, err := Step(tr.p, tr.o, c, given(ActDeliver), officer(Deliverer), cal, at(walkDay)); err != nil || out.Case.VisitedOn.IsZero() {
		t.Errorf("at the window: %v", err)
	}
}

func TestFeesComeBeforeTheResult(t *testing.T) {
	t.Parallel()
	cal := calendar(t)
	accept, propose := by1(Intake, ActAccept), by1(Reviewer, ActPropose)
	for _, test := range []struct {
		trial
		acts []said
	}{
		{limited.of(Permit(), chargesAFee), []said{accept, propose, by1(Decider, ActGrant)}},
		{limited.of(Service(), chargesAFee), []said{accept, propose, by1(Decider, ActDone)}},
		{limited.of(Endorsement(), chargesAFee, madeOutside), []said{accept, propose, by1(Decider, ActForward), by1(Printer, ActEnterResult), by1(Verifier, ActVerifyResult)}},
	} {
		c := test.to(t, test.acts...)
		if _, err := Step(test.p, test.o, c, given(ActDeliver), officer(Deliverer), cal, at(walkDay)); fault.Code(err) != "PAYMENT_MISSING" {
			t.Errorf("%s: %s: %v", test.p.Code, c.State, err)
		}
		if _, err := Step(test.p, test.o, c, Act{Name: ActPay}, officer(Deliverer), cal, at(walkDay)); fault.Code(err) != "INVALID_FIELDS" {
			t.Errorf("%s: paid without a receipt: %v", test.p.Code, err)
		}
		out, err := Step(test.p, test.o, c, given(ActPay), officer(Deliverer), cal, at(walkDay))
		if err != nil {
			t.Fatalf("%s: %v", test.p.Code, err)
		}
		if out, err = Step(test.p, test.o, out.Case, given(ActDeliver), officer(Deliverer), cal, at(walkDay)); err != nil || out.Case.State != Closed {
			t.Errorf("%s: %s, %v", test.p.Code, out.Case.State, err)
		}
	}
}

// K1 and K9 end by themselves in every procedure.
func TestLimitsThatEnd(t *testing.T) {
	t.Parallel()
	cal := calendar(t)
	for _, test := range []struct {
		trial
		after State
	}{{limited.of(Permit()), Review}, {limited.of(Filing()), Checking}, {limited.of(Service()), Review}, {limited.of(Endorsement()), Review},
		{limited.of(Filing(), atOnce), Checking}, {limited.of(Service(), atOnce), Review}, {limited.of(Service(), withoutLimits), Review}} {
		out := Settle(test.p, test.o, test.to(t), cal, at("2026-09-24 00:00")) // 09-18, 09-20 (make-up), 09-21, 22, 23
		if out.Case.State != test.after || !out.Case.DeemedAccepted || out.Opens == nil || out.Opens.DoBy.IsZero() || len(out.Alarms) != 1 {
			t.Errorf("%s: %s, deemed %t, opens %v", test.p.Code, out.Case.State, out.Case.DeemedAccepted, out.Opens)
		}
		if _, err := Step(test.p, test.o, out.Case, given(ActCorrect), officer(Intake), cal, at("2026-09-24 00:00")); fault.Code(err) != "DEEMED_ACCEPTED" {
			t.Errorf("%s: a late correction: %v", test.p.Code, err)
		}
		owed := test.to(t, by1(Intake, ActCorrect))
		if out := Settle(test.p, test.o, owed, cal, at("2026-12-01 00:00")); out.Case.State != Lapsed || test.p.Stage(Lapsed) != "" {
			t.Errorf("%s: %s", test.p.Code, out.Case.State)
		}
		if _, err := Step(test.p, test.o, test.to(t, by1(Intake, ActCorrect), by1(Applicant, ActAnswerCorrection)), given(ActCorrect), officer(Intake), cal,
			at(walkDay)); fault.Code(err) != "CORRECTION_ONCE" {
			t.Errorf("%s: a second correction: %v", test.p.Code, err)
		}
	}
}

// Being late never hinders a filing; it is marked and told (F7).
func TestF07_LateFilingIsMarked(t *testing.T) {
	t.Parallel()
	cal := calendar(t)
	tr := limited.of(Filing(), func(o *Options) { o.Duty = Duty{Question: "opened", N: 30, Unit: workday.NaturalDays} })
	for _, test := range []struct {
		from string
		late bool
	}{{"2026-08-18", false}, {"2026-08-17", true}, {"", false}} {
		c := Case{State: Draft}
		if test.from != "" {
			c.DutyFrom = day(test.from)
		}
		out, err := Step(tr.p, tr.o, c, given(ActSubmit), officer(Applicant), cal, at(walkDay))
		if err != nil || out.Case.State != Received || out.Case.Late != test.late || (len(out.Alarms) == 1) != test.late {
			t.Errorf("from %q: %s, late %t, alarms %v, %v", test.from, out.Case.State, out.Case.Late, out.Alarms, err)
		}
	}
}

// The promise of an endorsement runs from the receipt of a complete application, the law's limit from acceptance (domain.md 3.8).
func TestEndorsementClocks(t *testing.T) {
	t.Parallel()
	tr := Options{Statutory: workday.Limit{N: 15, Unit: workday.NaturalDays}, Promised: wd(7), Desks: desksOfTest}.of(Endorsement())
	c := tr.to(t)
	if k3, ok := c.Clock(K3); !ok || k3.Day0 != day("2026-09-17") || k3.Due != day("2026-09-28") { // 18, 20, 21, 22, 23, 24, 28 (25 is 中秋)
		t.Errorf("K3 %+v", k3)
	}
	if _, ok := c.Clock(K2); ok {
		t.Error("K2 runs before acceptance")
	}
	c = tr.to(t, by1(Intake, ActAccept))
	if k2, _ := c.Clock(K2); k2.Due != day("2026-10-02") {
		t.Errorf("K2 %+v", k2)
	}
}

// A wrong result goes back, and who entered it does not compare it.
func TestNationalResultIsCompared(t *testing.T) {
	t.Parallel()
	cal := calendar(t)
	tr := limited.of(Endorsement())
	c := tr.to(t, by1(Intake, ActAccept), by1(Reviewer, ActPropose), by1(Decider, ActForward), by1(Printer, ActEnterResult))
	both := Actor{Officer: "0" + string(Printer), Roles: []Role{Printer, Verifier}}
	if _, err := Step(tr.p, tr.o, c, given(ActVerifyResult), both, cal, at(walkDay)); fault.Code(err) != "FOUR_EYES" {
		t.Errorf("compared by who entered it: %v", err)
	}
	if _, err := Step(tr.p, tr.o, c, Act{Name: ActVerifyResult}, officer(Verifier), cal, at(walkDay)); fault.Code(err) != "INVALID_FIELDS" {
		t.Errorf("returned without a reason: %v", err)
	}
	out, err := Step(tr.p, tr.o, c, Act{Name: ActVerifyResult, Reason: "编号不一致"}, officer(Verifier), cal, at(walkDay))
	if err != nil || out.Case.State != Forwarded || out.Case.Result != nil {
		t.Errorf("wrong result: %s %+v, %v", out.Case.State, out.Case.Result, err)
	}
	if _, err := Step(tr.p, tr.o, tr.to(t, by1(Intake, ActAccept), by1(Reviewer, ActPropose), by1(Decider, ActForward)),
		Act{Name: ActEnterResult, Verdict: Grant, Source: "国家系统"}, officer(Printer), cal, at(walkDay)); fault.Code(err) != "INVALID_FIELDS" {
		t.Errorf("issued without a number: %v", err)
	}
	barredCase := tr.to(t, by1(Intake, ActAccept), by1(Reviewer, ActPropose))
	barredCase.Findings = barred
	if _, err := Step(tr.p, tr.o, barredCase, given(ActForward), officer(Decider), cal, at(walkDay)); fault.Code(err) != "CHECKLIST_FORBIDS" {
		t.Errorf("in favour against the checklist: %v", err)
	}
}

// However people act and time passes, a case stands in a state of its table, has work at the stage of that state, and ends only in states
// that nobody can leave.
func TestWalksStayInTheTable(t *testing.T) {
	t.Parallel()
	cal := calendar(t)
	rapid.Check(t, func(r *rapid.T) {
		p := rapid.SampledFrom([]*Procedure{Permit(), Filing(), Service(), Endorsement()}).Draw(r, "procedure")
		o := limited
		o.Code = p.Code
		o.Payment = rapid.Bool().Draw(r, "fee")
		o.Visit = rapid.SampledFrom([]Visit{"", VisitBeforeDecision, VisitToCollect}).Draw(r, "visit")
		o.Certificate = rapid.SampledFrom([]Certificate{"", MadeElsewhere}).Draw(r, "certificate")
		o.OnTheSpot = rapid.Bool().Draw(r, "spot") && (p == Filing() || p == Service())
		if rapid.Bool().Draw(r, "unlimited") {
			withoutLimits(&o)
		}
		states := map[State]bool{None: true}
		for _, m := range p.Moves {
			states[m.To] = true
		}
		c, now, open := Case{}, at("2026-09-17 08:00"), Stage("")
		for range rapid.IntRange(1, 25).Draw(r, "acts") {
			now = now.Add(time.Duration(rapid.IntRange(0, 90).Draw(r, "hours")) * time.Hour)
			name := rapid.SampledFrom(everyAct).Draw(r, "act")
			actor := Actor{Officer: string(name), Roles: everybody, Assurance: 3}
			a := given(name)
			c.Findings = complete
			if rapid.Bool().Draw(r, "against") {
				a.Verdict, a.Grounds, a.Reason, c.Findings = Refuse, []string{"B3"}, "有前科", barred
			}
			out, err := Step(p, o, c, a, actor, cal, now)
			if !out.Moved() {
				continue
			}
			was, is := c.State, out.Case.State
			if !states[is] {
				r.Fatalf("%s: %s leads to %q", p.Code, name, is)
			}
			if out.Closes || out.Opens != nil {
				open = ""
			}
			if out.Opens != nil {
				open = out.Opens.Stage
				if out.Opens.DoBy.IsZero() || out.Opens.FinishBy.IsZero() || o.Desk(open, "430922") == "" {
					r.Fatalf("%s: work at %s without a day: %+v", p.Code, open, out.Opens)
				}
			}
			if open != p.Stage(is) {
				r.Fatalf("%s: %s by %s (%v): from %s to %s, open %q, due %q", p.Code, name, actor.Officer, err, was, is, open, p.Stage(is))
			}
			for _, e := range out.Entries {
				if !e.Move.IsMove() && e.Move != "C-6" {
					r.Fatalf("%s is no row", e.Move)
				}
			}
			if next := p.SettleAt(out.Case); !next.IsZero() && !next.After(now) {
				r.Fatalf("%s: a limit that ended at %s is still there at %s in %s", p.Code, next, now, is)
			}
			if again := Settle(p, o, out.Case, cal, now); again.Moved() {
				r.Fatalf("%s: settling twice moved %s to %s", p.Code, is, again.Case.State)
			}
			c = out.Case
		}
	})
}

// What is done at once is due on the day it comes, and not a warning by that alone.
func TestLampsOfShortLimits(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		limit workday.Limit
		today string
		want  Lamp
	}{{workday.Limit{Unit: workday.Now}, "2026-06-12", LampYellow}, {workday.Limit{Unit: workday.Now}, "2026-06-15", Overdue},
		{workday.Limit{N: 24, Unit: workday.Hours}, "2026-06-11", LampYellow}, {workday.Limit{N: 24, Unit: workday.Hours}, "2026-06-12", LampRed},
		{workday.Limit{N: 6, Unit: workday.Months}, "2026-06-01", Green}} {
		if got := LampOf(Clock{Limit: test.limit, Due: day("2026-06-12")}, day(test.today), calendar(t)); got != test.want {
			t.Errorf("%+v on %s: %s, want %s", test.limit, test.today, got, test.want)
		}
	}
}

func TestDesks(t *testing.T) {
	t.Parallel()
	o := Options{Desks: map[Stage]string{StageIntake: "county-hu", StageReview: "county", StageDecision: "430900-zhi"}}
	for _, test := range []struct {
		stage      Stage
		area, want string
	}{
		{StageIntake, "430922", "430922-hu"}, {StageReview, "430922", "430922-zhi"}, {StageDecision, "430922", "430900-zhi"},
		{StageIntake, "", "430900-hu"}, {StageIntake, "430100", "430900-hu"}, {StageReview, "other", "430900-zhi"}, {StageLegal, "430922", ""},
	} {
		if got := o.Desk(test.stage, test.area); got != test.want {
			t.Errorf("%s in %q: %s, want %s", test.stage, test.area, got, test.want)
		}
	}
}

func TestOptionsOfEveryProcedure(t *testing.T) {
	t.Parallel()
	for _, p := range []*Procedure{Permit(), Filing(), Service(), Endorsement()} {
		o := limited
		o.Code = p.Code
		if faults := o.Check(); len(faults) > 0 {
			t.Errorf("%s: %v", p.Code, faults)
		}
		o.Desks = map[Stage]string{StageIntake: "somewhere"}
		missing := 0
		for _, f := range o.Check() {
			if f.Code == "OPTION_DESK" {
				missing++
			}
		}
		named := slices.DeleteFunc(o.Stages(), func(s Stage) bool { return s == StageLegal }) // the house's lawyers work for every permit
		if missing != len(named) {
			t.Errorf("%s: %d desks missing of %v", p.Code, missing, named)
		}
	}
	unchecked := limited
	unchecked.Code, unchecked.RefusalNeedsLegal = "permit", false
	if faults := unchecked.Check(); len(faults) != 1 || faults[0].Code != "OPTION_BY_LAW" || faults[0].Pointer != "/procedure/refusal_needs_legal" {
		t.Errorf("refusals without 法制审核: %v", faults)
	}
	for code, change := range map[string]func(*Options){
		"OPTION_UNKNOWN_VISIT": func(o *Options) { o.Visit = "sometimes" }, "OPTION_UNKNOWN_CERTIFICATE": func(o *Options) { o.Certificate = "paper" },
		"OPTION_BY_LAW": func(o *Options) { o.NoticeDays = 6 }, "OPTION_PROMISE_LONGER": func(o *Options) { o.Promised = wd(21) },
		"OPTION_RANGE": func(o *Options) { o.Statutory = wd(60) },
	} {
		o := limited
		o.Code = "permit"
		change(&o)
		if faults := o.Check(); len(faults) != 1 || faults[0].Code != code {
			t.Errorf("%s: %v", code, faults)
		}
	}
}
