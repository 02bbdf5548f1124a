package procedure

import (
	"time"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// OrderAt is when a case must be done at a stage as things stand: the dates and the class of the step that would open there.
func OrderAt(p *Procedure, o Options, c Case, s Stage, cal *workday.Calendar, now time.Time) StepOrder {
	return (&look{p: p, o: o.WithDefaults(), c: c.clone(), actor: BySystem(), cal: cal, now: now}).order(s)
}

// order reckons when a step must be done: finish_by is the earliest date that binds the case now, be it promise, law, internal target or
// journey, do_by the same moved back by a working day for every step that comes after. Intake has a clock of its own, K1, and so have certificate and delivery, K4.
func (l *look) order(s Stage) StepOrder {
	finish := workday.Earliest(l.finishBy(s), l.travelBy(s))
	doBy := finish
	if n := l.p.After[s]; n > 0 && !l.hearing(s) {
		doBy = l.cal.SubWD(finish, n)
	}
	if s == StageIntake {
		doBy = l.intakeBy(finish)
	}
	if s == StageCounty && l.o.CountyDays > 0 {
		doBy = workday.Earliest(doBy, l.cal.AddWD(l.c.AcceptedOn, l.o.CountyDays))
	}
	return StepOrder{Stage: s, FinishBy: finish, DoBy: doBy, Urgent: l.c.Urgent}
}

// intakeBy: the clocks that already run before acceptance leave time for the steps after it; K1 is intake's alone.
func (l *look) intakeBy(finish workday.Date) workday.Date {
	k1, _ := l.c.Clock(K1)
	by := workday.Earliest(k1.Due, finish)
	if end := workday.Earliest(l.decideBy(), l.travelBy(StageIntake)); !end.IsZero() {
		by = workday.Earliest(by, l.cal.SubWD(end, l.p.After[StageIntake]))
	}
	return by
}

// targetDays is the internal target of the expedited queue, from its promise's day 0 (domain.md 3.1, 3.7).
const targetDays = 3

// travelBy is what the journey asks: of class U the internal target, and with a departure the last working day before it, moved back by the
// days on which the result travels. Once the case is decided the target is past; what is left is the handing over. Zero without either.
func (l *look) travelBy(s Stage) workday.Date {
	var by workday.Date
	if l.c.Urgent && !l.c.PromiseDay0.IsZero() && s != StageDelivery {
		by = l.cal.AddWD(l.c.PromiseDay0, targetDays)
	}
	if !l.c.Departure.IsZero() {
		by = workday.Earliest(by, l.cal.SubWD(l.c.Departure, 1+l.c.SendingDays))
	}
	return by
}

// hearing tells whether a stage waits for a hearing that was asked for: K7 is its own limit, and no step comes after it within K7.
func (l *look) hearing(s Stage) bool {
	_, preparing := l.c.Runs(K7)
	return s == StageSpecial && preparing
}

func (l *look) finishBy(s Stage) workday.Date {
	if l.hearing(s) {
		k7, _ := l.c.Clock(K7)
		return workday.Earliest(k7.Due, l.decideBy())
	}
	switch s {
	case StageIntake:
		k1, _ := l.c.Clock(K1)
		finish := workday.Earliest(k1.Due, l.decideBy())
		if l.c.Timely {
			return workday.Earliest(finish, l.c.Expiry)
		}
		return finish
	case StageCertificate, StageVerify, StageDelivery:
		if k4, ok := l.c.Clock(K4); ok {
			return k4.Due
		}
	}
	if by := l.decideBy(); !by.IsZero() {
		return by
	}
	return l.cal.AddWD(l.sinceAcceptance(l.today()), withoutLimit)
}

// withoutLimit orders the work on a case for which nobody has set a length: as 行政许可法 第四十二条 would. It binds nobody and is never told.
const withoutLimit = 20

// decideBy is the earlier of promise and law, while they run.
func (l *look) decideBy() workday.Date {
	var by workday.Date
	if k3, running := l.c.Runs(K3); running {
		by = k3.Due
	}
	if _, running := l.c.Runs(K2); running {
		by = workday.Earliest(by, l.c.EffectiveDue())
	}
	return by
}
