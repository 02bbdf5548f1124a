package procedure

import (
	"slices"
	"time"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// Clock is a limit that runs or has run. Its due date is stored with the calendar it was counted on (C-6).
type Clock struct {
	Kind        ClockKind          `json:"kind"`
	Day0        workday.Date       `json:"day0"`
	Due         workday.Date       `json:"due"`
	Limit       workday.Limit      `json:"limit,omitzero"` // zero: the due date is a fact, as a licence's expiry
	Calendar    string             `json:"calendar,omitempty"`
	Provisional bool               `json:"provisional"`     // 以国务院正式通知为准
	Off         []workday.Interval `json:"off,omitempty"`   // days that are not counted (C-4)
	Extra       int                `json:"extra,omitempty"` // working days of the extension, after suspensions (C-5)
	Held        bool               `json:"held,omitempty"`  // stands still now; Due is then what is expected
	StoppedOn   workday.Date       `json:"stopped_on,omitzero"`
	Was         []Recount          `json:"was,omitempty"`
}

// Recount is a due date that was replaced: by a newer calendar, a suspension, its end, or the extension.
type Recount struct {
	Due      workday.Date `json:"due"`
	Calendar string       `json:"calendar"`
	Why      string       `json:"why,omitempty"`
	On       workday.Date `json:"on,omitzero"`
}

// Running tells whether the clock still counts.
func (k Clock) Running() bool { return k.StoppedOn.IsZero() }

// Clock is the latest clock of a kind, running or stopped; ok is false when it never started.
func (c Case) Clock(kind ClockKind) (Clock, bool) {
	for _, k := range slices.Backward(c.Clocks) {
		if k.Kind == kind {
			return k, true
		}
	}
	return Clock{}, false
}

// Runs tells whether a clock of the kind is running, and returns it.
func (c Case) Runs(kind ClockKind) (Clock, bool) {
	k, ok := c.Clock(kind)
	return k, ok && k.Running()
}

// EffectiveDue is the day by which the decision must be made: the end of K2 and, for a timely renewal, not later than the licence's
// last day (domain.md 1.3). No date before acceptance. A decision that was annulled had been made in time: what is decided again has the
// ruling's limit alone, and silence renews nothing.
func (c Case) EffectiveDue() workday.Date {
	k2, ok := c.Clock(K2)
	if !ok {
		return workday.Date{}
	}
	if c.Timely && len(c.Redecisions) == 0 {
		return workday.Earliest(k2.Due, c.Expiry)
	}
	return k2.Due
}

// Governing is the clock that the agency, or in a correction the applicant, must keep now; K2 carries the effective due date.
func (c Case) Governing() (Clock, bool) {
	if k, running := c.Runs(KS); running {
		return k, true
	}
	k1, answering := c.Runs(K1)
	for _, kind := range []ClockKind{K2, K3} { // what is done at once has no intake of its own
		if k, running := c.Runs(kind); running && answering && k.Due.Before(k1.Due) {
			k1 = k
		}
	}
	if answering {
		return k1, true
	}
	if k7, preparing := c.Runs(K7); preparing { // the hearing that somebody asked for comes first, unless a licence ends before it
		if due := c.EffectiveDue(); due.IsZero() || !due.Before(k7.Due) {
			return k7, true
		}
	}
	for _, kind := range []ClockKind{K9, K2, K3, KH, K4, KP, KL} {
		if k, running := c.Runs(kind); running {
			if kind == K2 {
				k.Held = k.Held && c.EffectiveDue() == k.Due // a licence's last day does not wait
				if due := c.EffectiveDue(); due != k.Due {   // a licence's last day is a fact
					k.Due, k.Provisional = due, false
				}
			}
			return k, true
		}
	}
	return Clock{}, false
}

// start begins a clock. Day 0 of K2 and K3 is the acceptance day, which may lie in the past (T11), before acceptance the day of the move;
// of K4 it is the decision day. A length that nobody has set starts no clock.
func (l *look) start(kind ClockKind, day workday.Date) {
	k := Clock{Kind: kind, Day0: day, Calendar: l.cal.Version()}
	switch kind {
	case K1:
		k.Limit = wd(l.o.NoticeDays)
	case K2:
		k.Day0, k.Limit = l.decisionLimit(day)
	case K3:
		if l.c.State == Correction {
			return // it stands still until he answers, whichever queue the case is in
		}
		k.Day0, k.Limit = l.promise(day)
	case K4:
		k.Day0, k.Limit = l.c.DecidedOn, wd(l.o.DeliveryDays)
		if l.p == compensation {
			k.Limit = workday.Limit{N: serveDays, Unit: workday.NaturalDays}
		}
	case KL:
		k.Day0, k.Limit = l.c.Compensation.KnownOn, l.o.Redress.Claim
	case KP:
		k.Limit = workday.Limit{N: paymentDays, Unit: workday.NaturalDays}
	case K9:
		k.Limit = wd(l.o.CorrectionDays)
	case K6:
		k.Limit = wd(5)
	case K7:
		k.Limit = wd(20)
	case KR:
		k.Limit = wd(l.o.RemindUnitDays)
	case KS:
		k.Limit = wd(l.o.ReopenDays)
	case KQ:
		if _, open := l.c.Runs(KQ); open {
			return // the superior's day for the first declaration is not put off by a second one
		}
		k.Limit = wd(recusalDays)
	case KT:
		k.Limit = wd(thirdPartyDays)
	case KH:
		k.Limit = wd(heardDays)
	case K11:
		if !l.c.Timely {
			return // no protection for a late renewal
		}
		k.Due = l.c.Expiry
	}
	if k.Due.IsZero() && k.Limit.IsZero() {
		return
	}
	if k.Due.IsZero() {
		k.count(l.cal)
	}
	l.c.Clocks = append(l.c.Clocks, k)
}

// ExpeditedDays is what is promised for an expedited endorsement, in working days from promise day 0 (domain.md 3.8).
const ExpeditedDays = 5

// promise is day 0 and length of K3. An endorsement is promised from the receipt of its complete application, not from acceptance; an
// expedited one from its promise day 0.
func (l *look) promise(day workday.Date) (workday.Date, workday.Limit) {
	switch {
	case l.c.CompleteAt.IsZero() || l.o.Promised.IsZero():
		return l.sinceAcceptance(day), l.o.Promised
	case l.c.Urgent:
		return l.c.PromiseDay0, wd(ExpeditedDays)
	default:
		return workday.DateOf(l.c.CompleteAt), l.o.Promised
	}
}

// cutOff is the time of day, on a working day, until which an expedited application counts for the same day (domain.md 3.8).
const cutOff = 15*60 + 30 // minutes

// PromiseDay is day 0 of an expedited promise: the day of receipt when that is a working day and not later than 15:30, else the next working
// day. The law's own day 0 is always the true day of receipt.
func PromiseDay(cal *workday.Calendar, received time.Time) workday.Date {
	day, at := workday.DateOf(received), received.In(workday.Zone)
	late := at.Hour()*60+at.Minute() > cutOff || at.Hour()*60+at.Minute() == cutOff && at.Second() > 0
	if late {
		day = day.AddDays(1)
	}
	return cal.RollForward(day)
}

func (l *look) sinceAcceptance(day workday.Date) workday.Date {
	if l.c.AcceptedOn.IsZero() {
		return day
	}
	return l.c.AcceptedOn
}

func (l *look) stop(kind ClockKind, day workday.Date) {
	for i := range l.c.Clocks {
		if k := &l.c.Clocks[i]; k.Kind == kind && k.Running() {
			k.StoppedOn = day
		}
	}
}

func (k *Clock) count(cal *workday.Calendar) {
	k.Due = cal.AddWD(k.Limit.End(cal, k.Day0, k.Off...), k.Extra, k.Off...)
	k.Calendar = cal.Version()
	k.Provisional = (k.Limit.OnCalendar() || k.Extra > 0) && !cal.Official(k.Day0, k.Due)
}

// Shift is a due date that a new calendar moved (C-6).
type Shift struct {
	Clock ClockKind    `json:"clock"`
	Was   workday.Date `json:"was"`
	Due   workday.Date `json:"due"`
}

// CountedOn tells whether every running limit was counted on a version of the calendar.
func (c Case) CountedOn(version string) bool {
	return !slices.ContainsFunc(c.Clocks, func(k Clock) bool { return k.Running() && !k.Limit.IsZero() && k.Calendar != version })
}

// recount counts the running clocks again when the calendar is another one, and tells which due dates moved (C-6).
func (l *look) recount() (moved []Shift) {
	counted := false
	for i := range l.c.Clocks {
		k := &l.c.Clocks[i]
		if !k.Running() || k.Limit.IsZero() || k.Calendar == l.cal.Version() {
			continue
		}
		old := Recount{Due: k.Due, Calendar: k.Calendar}
		k.count(l.cal)
		counted = true
		if k.Due != old.Due {
			k.Was = append(slices.Clone(k.Was), old)
			moved = append(moved, Shift{Clock: k.Kind, Was: old.Due, Due: k.Due})
		}
		if k.Kind == KT {
			l.c.ThirdParties[len(l.c.ThirdParties)-1].Until = k.Due
		}
	}
	if e, open := l.c.OpenExplanation(); open && counted {
		until := l.explainBy(e.On)
		l.c.Explanations[len(l.c.Explanations)-1].Until = until
		if until != e.Until {
			moved = append(moved, Shift{Clock: KE, Was: e.Until, Due: until})
		}
	}
	return moved
}

// days is about how many days a limit has.
func days(l workday.Limit) int {
	switch l.Unit {
	case workday.Hours:
		return (l.N + 23) / 24
	case workday.Months, workday.Years:
		return 30 * l.N
	}
	return l.N
}

func wd(n int) workday.Limit { return workday.Limit{N: n, Unit: workday.WorkingDays} }

// Lamp is the colour of a clock (domain.md 1.10).
type Lamp string

// Lamps.
const (
	Green      Lamp = "green"
	LampYellow Lamp = "yellow"
	LampRed    Lamp = "red"
	Overdue    Lamp = "overdue"
	NoLamp     Lamp = "" // the clock is stopped or stands still
)

// LampOf is the lamp of a clock on a day. The thresholds depend on the clock's length in working days.
func LampOf(k Clock, today workday.Date, cal *workday.Calendar) Lamp {
	if !k.Running() || k.Held {
		return NoLamp
	}
	if today.After(k.Due) {
		return Overdue
	}
	yellow, red := 3, 1
	switch n := days(k.Limit); {
	case k.Limit.Unit == workday.Now: // all of it is its last day
		return LampYellow
	case n > 0 && n < 5:
		yellow, red = 1, 0
	case n > 0 && n < 10:
		yellow = 2
	}
	switch r := cal.CountWD(today, k.Due); {
	case r <= red:
		return LampRed
	case r <= yellow:
		return LampYellow
	default:
		return Green
	}
}
