package procedure

import "github.com/yiyang-police/permit-portal/models/workday"

// stepsAfter is how many steps of the case come after a stage before the clock that governs it ends (domain.md 3.7). Intake has a clock
// of its own, K1, and so have certificate and delivery, K4.
var stepsAfter = map[Stage]int{StageCounty: 2, StageReview: 1, StageLegal: 1, StageDecision: 0, StageCertificate: 1}

// order reckons when a step must be done: finish_by is the earliest date that binds the case now, do_by the same moved back by a working
// day for every step that comes after.
func (l *look) order(s Stage) StepOrder {
	finish := l.finishBy(s)
	doBy := finish
	if n := stepsAfter[s]; n > 0 && !finish.IsZero() {
		doBy = l.cal.SubWD(finish, n)
	}
	if s == StageCounty && l.o.CountyDays > 0 {
		doBy = workday.Earliest(doBy, l.cal.AddWD(l.c.AcceptedOn, l.o.CountyDays))
	}
	return StepOrder{Stage: s, FinishBy: finish, DoBy: doBy}
}

func (l *look) finishBy(s Stage) workday.Date {
	switch s {
	case StageIntake:
		k1, _ := l.c.Clock(K1)
		if l.c.Timely {
			return workday.Earliest(k1.Due, l.c.Expiry)
		}
		return k1.Due
	case StageCertificate, StageDelivery:
		k4, _ := l.c.Clock(K4)
		return k4.Due
	default:
		k3, _ := l.c.Clock(K3)
		return workday.Earliest(k3.Due, l.c.EffectiveDue())
	}
}
