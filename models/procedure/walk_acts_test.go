package procedure

import (
	"math/rand/v2"
	"slices"
	"time"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// walker is one random walk through a procedure: a case, the people who act on it and the time that passes.
type walker struct {
	*rand.Rand
	p   *Procedure
	o   Options
	cal *workday.Calendar
	c   Case
	now time.Time

	hands []Hand // of acts that four eyes guards
	edge  bool   // a renewal of the last timely day, whose correction outlasts the licence
}

func one[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

// often is true n times out of ten.
func (w *walker) often(n int) bool { return w.IntN(10) < n }

// newWalker draws a procedure, an item's options and what is known of the case before anybody acts.
func newWalker(r *rand.Rand, cal *workday.Calendar) *walker {
	w := &walker{Rand: r, cal: cal, now: at("2026-03-02 09:00").Add(time.Duration(r.IntN(330*24)) * time.Hour)}
	w.p, _ = Named(one(r, Codes()...))
	o := limited
	if w.p == permit && w.often(6) {
		o = options
		w.c.Expiry = workday.DateOf(w.now).AddDays(r.IntN(80))
		if w.often(5) { // on the last timely day, before the longest holidays
			w.now = at("2026-09-21 09:00").Add(time.Duration(r.IntN(96)) * time.Hour)
			w.c.Expiry, w.edge = workday.DateOf(w.now).AddDays(30), true
		}
	}
	o.LegalAlways = w.often(2)
	o.Payment, o.UnitSignature = w.often(3), w.often(4)
	o.Visit = one(r, "", "", VisitBeforeDecision, VisitToCollect)
	o.Certificate = one(r, "", MadeHere, MadeElsewhere)
	o.OnTheSpot = w.often(4) && w.p != endorsement
	switch w.p {
	case filing:
		w.c.Filing = one(r, FirstFiling, ChangesIt, EndsIt)
		if w.often(3) {
			o.Duty, w.c.DutyFrom = Duty{Question: "opened", N: 30, Unit: workday.NaturalDays}, workday.DateOf(w.now).AddDays(-60)
		}
		if w.often(1) {
			w.c.NotOurs = &Bar{Code: BarElsewhere, Competent: "长沙市公安局", How: "向其备案", Reason: "第十四条"}
		}
		if o.Certificate == MadeHere {
			o.Certificate = ""
		}
	case service:
		if o.Certificate == MadeHere {
			o.Certificate = ""
		}
	case endorsement:
		o.Statutory = workday.Limit{N: 15, Unit: workday.NaturalDays}
		w.c.Departure = workday.DateOf(w.now).AddDays(r.IntN(20))
	case licence, compensation:
		g := one(r, licenceGrounds...)
		if w.p == compensation {
			g = one(r, append(LicenceGrounds(Revoke), LicenceGrounds(Withdraw)...)...)
		}
		w.c.Licence = &Licence{Measure: g.Measure, Ground: g.Code, Number: "4309001", Title: "许可证", Facts: "事实", Proof: "证明", Penalty: "益公罚〔2026〕1号"}
		if o = limited.LicenceOptions("430900"); w.p == compensation {
			o = limited.CompensationOptions("430900", w.c.Licence.Damages())
			w.c.Compensation = &Compensation{Case: "1", KnownOn: workday.DateOf(w.now)}
		}
	}
	o.Code = w.p.Code
	w.o = o
	return w
}

// passes lets time pass: hours, or until just when a limit ends, its last hour or a hearing begins.
func (w *walker) passes() {
	if s, on := w.c.Special(); on && !s.Begins().IsZero() && s.Begins().After(w.now) && w.often(8) {
		w.now = s.Begins()
		return
	}
	end := w.p.SettleAt(w.c)
	waits := w.c.State == Correction || w.c.SubState == AwaitingUnit
	k1, answering := w.c.Runs(K1)
	last := k1.Due.End().Add(-time.Hour)
	switch {
	case !end.IsZero() && (w.often(1) || waits && w.often(3)):
		w.now = end
	case (w.c.State == Draft || w.c.State == None) && w.often(7):
	case answering && last.After(w.now) && (w.edge || w.often(2)):
		w.now = last
	case w.often(7):
		w.now = w.now.Add(time.Duration(w.IntN(30)) * time.Hour)
	}
}

// meets lets the world outside touch the case: its certificate is taken by another decision.
func (w *walker) meets() {
	renewal := w.p == permit && !w.c.Expiry.IsZero() && slices.Contains(undecided, w.c.State)
	measured := w.p == licence && slices.Contains(unmeasured, w.c.State)
	if w.c.Gone == nil && (renewal || measured) && w.IntN(150) == 0 {
		w.c.Gone = &Gone{Measure: Revoke, Paper: "益公治撤〔2026〕1号", On: workday.DateOf(w.now)}
	}
}

// candidates are the rows that start from where the case stands, time's own left out.
func (w *walker) candidates() (rows []*Move) {
	for i := range w.p.Moves {
		m := &w.p.Moves[i]
		waits := slices.Contains(m.By, System) && m.Act != ActHandOver && m.Act != ActComeBack && m.Act != ActOffer && m.Act != ActOpenMeasure
		if slices.Contains(m.From, w.c.State) && !m.Beside && !waits {
			rows = append(rows, m)
		}
	}
	return rows
}

// picks chooses a row: mostly what was tried least.
func (w *walker) picks(rows []*Move, tried map[*Move]int) *Move {
	m := one(w.Rand, rows...)
	if w.often(7) {
		m = slices.MinFunc(rows, func(a, b *Move) int { return tried[a] - tried[b] })
	}
	act := ActName("")
	switch motion := w.c.Motion; {
	case motion != nil && w.p.StageOf(w.c) != StageDecision:
		act = ActApprove
	case motion != nil && motion.Act == ActAskOnTheSpot && motion.Verdict == Refuse:
		act = ActRefuse
	case motion != nil && motion.Act == ActAskOnTheSpot:
		act = ActGrant
	case motion != nil:
		act = ActApprove
	case w.c.Corrections == 1:
		act = ActAskCorrectAgain
	case w.edge:
		act = ActCorrect
	}
	if i := slices.IndexFunc(rows, func(m *Move) bool { return m.Act == act }); i >= 0 && w.often(4) {
		m = rows[i]
	}
	tried[m]++
	return m
}

// actor is somebody who holds a role of the row: mostly of one role, sometimes of several in the same case, or the one whom the case names.
func (w *walker) actor(m *Move, a Act) Actor {
	role := one(w.Rand, m.By...)
	if w.c.Motion != nil && (a.Name == ActApprove || a.Name == ActReject) && w.often(9) {
		role = StageRole(w.c.motionStage())
	}
	if role == System {
		return BySystem()
	}
	if role == Applicant || role == UnitHead {
		return Actor{Roles: []Role{role}, Assurance: 3}
	}
	number := string(role) + one(w.Rand, "1", "2", "3")
	if w.often(1) {
		number = one(w.Rand, "x1", "x2")
	}
	if v, on := w.c.Verification(); on && a.Name == ActVerify && w.often(9) {
		number = one(w.Rand, v.Officers...).Officer
	}
	if s, on := w.c.Special(); on && a.Name == ActFinishSpecial && s.Chair.Officer != "" && w.often(9) {
		number = s.Chair.Officer
	}
	return Actor{Officer: number, Name: number, Roles: []Role{role}}
}

var falsified = []Finding{{Code: "R1", Mark: Pass}, {Code: "R6", Mark: Fail, Grounds: []string{"B3"}}, {Code: "R9", Mark: Fail, Grounds: []string{FalseMaterial}}}

// act brings along what a row asks for, now and then with something else; findings are those of the case today.
func (w *walker) act(m *Move) (a Act) {
	if a = whole(m.Act); w.p == compensation {
		a = loss(m.Act)
	}
	today, refuses := workday.DateOf(w.now), verdictOf(*m) == Refuse || w.often(3) || m.Act == ActAskOnTheSpot && w.often(7)
	w.c.Findings = complete
	switch m.Act {
	case ActRefuse, ActTellRefusal, ActDecline, ActNotFile:
		refuses = true
	case ActGrant, ActDone, ActFile, ActChangeLicence:
		refuses = false
	}
	if verdictOf(*m) == Grant && w.often(9) {
		refuses = false
	}
	a.On, a.Name, a.Agree = today, m.Act, w.often(7)
	a.Arrived, a.Returned = m.Act == ActHandOver, m.Act == ActComeBack
	a.Waybill, a.Phone = "EB1", "无人接听"
	if refuses {
		w.c.Findings = barred
		a.Verdict, a.Grounds, a.Heard, a.Way = Refuse, []string{"B3"}, "放弃", HeardByPhone
		a.Kind = one(w.Rand, SpokenWaived, SpokenStated, TakenPartly)
		if w.often(2) {
			w.c.Findings, a.Grounds = falsified, []string{FalseMaterial}
		}
	}
	w.special(m, &a, today)
	if blank(a.Reason) && w.often(9) {
		a.Reason = "理由"
	}
	return a
}

// special is what single acts bring along besides.
func (w *walker) special(m *Move, a *Act, today workday.Date) {
	switch m.Act {
	case ActDeliver, ActHandOver:
		a.Way, a.Agreed = one(w.Rand, Ways()...), w.often(7)
	case ActPost:
		a.Way = ByPost
	case ActChooseDelivery:
		a.Way, a.Agreed, a.Party, a.Place = one(w.Rand, Ways()...), true, "李建国", "益阳市赫山区康富路1号"
	case ActAskNotAccept:
		a.Kind, a.Ban.Until = one(w.Rand, NotAcceptBan, NotAcceptFalse), today.AddDays(9)
	case ActAskTerminate:
		a.Kind = one(w.Rand, EndKinds()...)
	case ActAskVerify:
		a.Kind, a.Named = one(w.Rand, VerifyField, VerifyOnline), []Clerk{{"v1", "甲"}, {"v2", "乙"}, {"v3", "丙"}}[:2+w.IntN(2)]
	case ActAskSpecial:
		a.Kind = string(one(w.Rand, SpecialKinds()...))
	case ActSetHearing:
		a.Named, a.At, a.Place = []Clerk{{one(w.Rand, "chair1", "chair2"), "主持人"}}, "09:00", "听证室"
		a.On, a.Unrelated, a.Kind = w.cal.RollForward(FirstHearingDay(today, w.cal)), true, one(w.Rand, "", "", ClosedReasons()[w.IntN(3)])
	case ActHearThirdParty:
		a.Kind, a.Pictures = one(w.Rand, ThirdPartyStated, ThirdPartyDeclines, ThirdPartyHearing), []string{"1"}
	case ActDecideAgain:
		a.Wrong, a.Kind = one(w.Rand, Wrongs()...), one(w.Rand, RulingKinds()...)
	case ActLegalOpinion:
		a.Kind = one(w.Rand, "", LawyerDisagrees)
	case ActCollective:
		a.Members = slices.Clone(a.Members)
		for i := range a.Members {
			a.Members[i].Verdict, a.Members[i].Text = one(w.Rand, Grant, Grant, Refuse), "另有看法"
		}
	case ActRedate:
		a.Departure, a.Reason = today.AddDays(1+w.IntN(20)), one(w.Rand, "", "改签")
	case ActEnterResult:
		a.Verdict = one(w.Rand, Grant, Grant, Refuse)
	case ActPropose:
		if w.p == licence {
			a.Heard = "无重大损害"
		}
	case ActDecideRecusal:
		if r, open := w.c.OpenRecusal(); open {
			a.Officer = r.Officer
		}
	case ActPay, ActRecordPayment:
		a.Receipt = "43090001"
	}
}
