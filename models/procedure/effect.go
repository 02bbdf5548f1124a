package procedure

import (
	"strings"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// What a move makes true of the case beyond its state and clocks. Effects come before clocks start, so that these find their day 0.
var (
	finishes = Effect{"finished by the person", func(l *look) {
		l.c.SubState, l.c.FinishedOn, l.c.FinishedAt = AwaitingUnit, l.today(), l.now
	}}
	insists = Effect{"written decision asked for in spite of a ban", func(l *look) {
		l.c.Insists = l.c.Insists || l.act.Insist && l.act.Ban.InForce(l.today())
	}}
	reopens = Effect{"open for writing again", func(l *look) { l.c.SubState = "" }}

	// receives fixes the receipt day, which decides whether a renewal is timely (K10).
	receives = Effect{"received now", func(l *look) {
		l.c.SubState, l.c.ReceivedAt, l.c.ReceivedOn = "", l.now, l.today()
		if l.o.Renewal && !l.c.Expiry.IsZero() {
			l.c.Timely = !l.today().After(l.o.WindowOf(l.c.Expiry).Timely)
			l.c.Late = !l.c.Timely
		}
	}}
	asksCorrection = Effect{"correction asked", func(l *look) {
		l.c.Corrections++
		l.c.Defects = l.act.Defects
	}}
	accepts = Effect{"accepted today", func(l *look) { l.c.AcceptedOn = l.today() }}

	// acceptsBackdated: whoever sends no notice in time has accepted on the day he received (行政许可法 第三十二条第一款第四项).
	acceptsBackdated = Effect{"accepted as of day 0", func(l *look) {
		k1, _ := l.c.Clock(K1)
		l.c.AcceptedOn, l.c.DeemedAccepted = k1.Day0, true
	}}
	storesCounty = Effect{"county opinion stored", func(l *look) { l.c.County = l.opinion(l.act.Verdict) }}
	proposes     = Effect{"proposal stored", func(l *look) {
		l.c.Proposal, l.c.LegalView, l.c.Departs, l.c.Collective = l.opinion(l.act.Verdict), nil, "", nil
	}}
	storesLegal = Effect{"lawyer's opinion stored", func(l *look) {
		o := l.opinion("")
		if l.c.Proposal != nil {
			o.Verdict = l.c.Proposal.Verdict
		}
		if l.c.Departs != "" {
			o.Verdict = l.c.Departs
		}
		l.c.LegalView = o
	}}
	countsReturn = Effect{"counts as one return", func(l *look) { l.c.Returns++ }}
	grants       = Effect{"granted", func(l *look) {
		l.c.DecidedOn, l.c.Verdict = l.today(), Grant
		l.giveTerm()
	}}
	refuses = Effect{"refused", func(l *look) {
		l.c.DecidedOn, l.c.Verdict, l.c.Grounds = l.today(), Refuse, l.act.Grounds
	}}
	// renewsByLaw: one full term from the day after expiry (行政许可法 第五十条第二款).
	renewsByLaw = Effect{"renewed by law", func(l *look) {
		l.c.DecidedOn, l.c.Verdict, l.c.DeemedRenewed = l.c.Expiry, Grant, true
		l.giveTerm()
	}}
	// completesNow: a filing that nobody answered in time goes on as complete; nothing is back-dated, because nobody decides on it (F1).
	completesNow = Effect{"complete because nobody said otherwise", func(l *look) {
		k1, _ := l.c.Clock(K1)
		l.c.AcceptedOn, l.c.DeemedAccepted = k1.Due, true
	}}
	// receivesFiling fixes the receipt day, and whether the filing was owed earlier. Being late never hinders it (F7). A change is not late by
	// the day on which the filing itself began: what changed was not a fact then.
	receivesFiling = Effect{"received now", func(l *look) {
		if receives.Apply(l); l.c.Filing == ChangesIt {
			return
		}
		l.c.LateLevel = l.o.level(l.cal, l.c.DutyFrom, l.today())
		l.c.Late = l.c.LateLevel != OnTime
	}}
	tellsLate = Effect{"told to be late", func(l *look) { l.c.LateTold = true }}
	files     = Effect{"filed", func(l *look) {
		l.c.DecidedOn, l.c.Verdict = l.today(), Grant
		l.acceptedToday()
		if strings.TrimSpace(l.act.Number+l.act.Reason) != "" { // what was found, or under which number it stands
			l.c.Result = l.result(Grant)
		}
	}}
	notFiles = Effect{"not filed", func(l *look) { refuses.Apply(l) }}
	visits   = Effect{"came to the window", func(l *look) { l.c.VisitedOn = l.today() }}
	pays     = Effect{"fee paid", func(l *look) { l.c.PaidOn, l.c.PaidBy = l.today(), strings.TrimSpace(l.act.Receipt) }}
	collects = Effect{"collected at a window", func(l *look) {
		if l.act.Way == AtCounter && l.o.Visit == VisitToCollect {
			l.c.VisitedOn = l.today()
		}
	}}
	// completes fixes from when an endorsement is promised (domain.md 3.8).
	completes = Effect{"complete application received now", func(l *look) {
		l.c.CompleteAt = l.now
		l.promiseFrom()
	}}
	admits = Effect{"admitted to the expedited queue", func(l *look) {
		l.c.Urgent = true
		l.promiseFrom()
	}}
	putsBack     = Effect{"in the ordinary queue", func(l *look) { l.c.Urgent, l.c.PromiseDay0 = false, workday.Date{} }}
	redates      = Effect{"journey moved", func(l *look) { l.c.Departure = l.act.Departure }}
	shifts       = Effect{"two-person shift recorded", func(l *look) { l.c.TwoPersonShift = true }}
	forwards     = Effect{"opinion formed", func(l *look) { l.c.Verdict = ""; l.c.Opinion = l.opinion(l.act.Verdict) }}
	storesNumber = Effect{"number of the certificate stored", func(l *look) {
		told := l.c.Result
		l.c.Result = l.result(Grant)
		if told != nil {
			l.c.Result.Text = told.Text
		}
	}}
	entersResult = Effect{"national result stored", func(l *look) { l.c.Result = l.result(l.act.Verdict) }}
	dropsResult  = Effect{"result to be entered again", func(l *look) { l.c.Result = nil }}
	// issues and notIssues: what the national system said has been compared by a second person.
	issues = Effect{"issued", func(l *look) {
		l.verifies()
		l.c.DecidedOn, l.c.Verdict = l.today(), Grant
	}}
	notIssues = Effect{"not issued", func(l *look) {
		l.verifies()
		l.c.DecidedOn, l.c.Verdict = l.today(), Refuse
	}}
	delivers = Effect{"delivered", func(l *look) { l.c.DeliveredOn, l.c.Undelivered = l.today(), false }}
)

func (l *look) giveTerm() {
	if l.o.Renewal {
		t := l.o.NewTerm(l.c.Expiry, l.c.DecidedOn)
		l.c.Term = &t
	}
}

// promiseFrom sets day 0 of the expedited promise.
func (l *look) promiseFrom() {
	if l.c.Urgent {
		l.c.PromiseDay0 = PromiseDay(l.cal, l.c.CompleteAt)
	}
}

func (l *look) opinion(v Verdict) *Opinion {
	return &Opinion{Verdict: v, Agree: l.act.Agree, Grounds: l.act.Grounds, Text: l.act.Reason,
		Officer: l.actor.Officer, Name: l.actor.Name, On: l.today()}
}

// acceptedToday says of what was finished in one step that it was accepted the same day.
func (l *look) acceptedToday() {
	if l.c.AcceptedOn.IsZero() {
		l.c.AcceptedOn = l.today()
	}
}

func (l *look) result(v Verdict) *Result {
	return &Result{Verdict: v, Number: strings.TrimSpace(l.act.Number), Source: strings.TrimSpace(l.act.Source), At: l.now, Until: l.act.Until,
		Text: l.act.Reason, Operator: l.actor.Officer}
}

// verifies writes a new result: the old one is shared with the case before.
func (l *look) verifies() {
	if l.c.Result != nil {
		r := *l.c.Result
		r.Verified = l.actor.Officer
		l.c.Result = &r
	}
}
