package expedite_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	. "github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/numbers"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

func (w *world) numbers() *numbers.Service {
	w.t.Helper()
	n, err := numbers.New(numbers.Config{DB: w.db, Calendar: w.Calendar})
	w.check(err)
	return n
}

// answer brings a received case to the national system's answer.
func (w *world) answer(id uuid.UUID) {
	w.t.Helper()
	w.decide(receiver, id, casework.Decision{Act: procedure.ActAccept})
	w.decide(reviewer, id, casework.Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "符合条件"})
	w.check(w.cases.RecordVisit(ctx, officer("091005", hall, account.Receiver), id, db.Key{}))
	w.decide(decider, id, casework.Decision{Act: procedure.ActForward, Verdict: procedure.Grant, Reason: "同意签发"})
	w.decide(officer("091006", hall, account.Printer), id, casework.Decision{Act: procedure.ActEnterResult, Verdict: procedure.Grant, Source: "国家出入境管理信息系统", Number: "E00000001"})
	w.decide(officer("091007", hall, account.Verifier), id, casework.Decision{Act: procedure.ActVerifyResult, Agree: true})
}

// busyMonth is five cases that come to different ends: answered in time, withdrawn, late, still owed, and one to Taiwan.
func (w *world) busyMonth() (persons []CheckedPerson) {
	w.t.Helper()
	w.registered(4)
	w.at("2026-11-23 11:00")
	_, persons = w.submitted(tripTo(HongKong, Macao), travellers(3, OnceQuarter))
	w.check(w.Admit(ctx, receiver, persons[0].CaseID, "", db.Key{}))
	w.check(w.Admit(ctx, receiver, persons[1].CaseID, "", db.Key{}))
	w.at("2026-11-24 10:00")
	w.answer(persons[0].CaseID)
	w.check(w.cases.Withdraw(ctx, w.agent, persons[1].CaseID, "不去了", db.Key{}))
	trip := tripTo(Taiwan)
	trip.Reason = Project
	one := travellers(4, Business)[3:]
	one[0].DocNo, one[0].EntryNo = "L12345678", "115001234567"
	trip.Approval = ApprovalPaper{Number: "国台交字〔2026〕第1234号", From: day("2026-11-01"), To: day("2026-12-31"), Names: []string{one[0].Name}}
	id, err := w.Save(ctx, w.agent, uuid.Nil, 0, trip, one)
	w.check(err)
	for _, kind := range []PaperKind{Approval, EntryPaper} {
		_, err := w.AddPaper(ctx, w.agent, id, Paper{Kind: kind, Dated: day("2026-11-02"), Chinese: true}, noFile)
		w.check(err)
	}
	_, err = w.Submit(ctx, w.agent, id, db.Key{})
	w.check(err)
	c, err := w.Check(ctx, w.agent, id)
	w.check(err)
	w.check(w.Admit(ctx, manager, c.Persons[0].CaseID, "项目临近截止", db.Key{}))
	return append(persons, c.Persons...)
}

// Every figure equals a recount of the cases that were driven through the use-cases (domain.md 3.7, 3.8, 3.11).
func TestNumbersEqualARecount(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	persons := w.busyMonth()
	n := w.numbers()
	head := officer("091003", hall, account.Decider)
	f, err := n.Figures(ctx, head, numbers.Ask{})
	w.check(err)
	if f.Period != (numbers.Period{From: day("2026-10-26"), To: day("2026-11-24")}) || f.Weekly || len(f.Arrivals) != 30 {
		t.Errorf("period %+v, %d spans", f.Period, len(f.Arrivals))
	}
	if f.Received != (numbers.Split{Expedited: 3, Ordinary: 1}) || f.Arrivals[28].Split != (numbers.Split{Expedited: 2, Ordinary: 1}) || f.Arrivals[29].Split != (numbers.Split{Expedited: 1}) {
		t.Errorf("received %+v: %+v", f.Received, f.Arrivals[28:])
	}
	open := map[string]int{} // the answered one is still to be handed over
	for _, id := range []uuid.UUID{persons[0].CaseID, persons[2].CaseID, persons[3].CaseID} {
		open[w.text(`SELECT do_by::text FROM steps WHERE case_id = ? AND state <> 'DONE'`, id)]++
	}
	waits := 0
	for _, d := range f.Waiting {
		if open[d.DoBy.String()] != d.All() {
			t.Errorf("%d wait for %s, want %d", d.All(), d.DoBy, open[d.DoBy.String()])
		}
		waits += d.All()
	}
	if waits != 3 {
		t.Errorf("%d wait: %+v", waits, f.Waiting)
	}
	if f.Expedited != (numbers.Promises{Kept: 1, Owed: 1}) || f.Ordinary != (numbers.Promises{Owed: 1}) || f.Expedited.Share() != 100 || f.Ordinary.Share() != -1 {
		t.Errorf("promises %+v %+v", f.Expedited, f.Ordinary)
	}
	if len(f.Units) != 1 || f.Units[0].Code != unitCode || f.Units[0].Split != f.Received {
		t.Errorf("units %+v", f.Units)
	}
	for i, want := range []numbers.Split{{Expedited: 2, Ordinary: 1}, {}, {}, {}, {}, {Expedited: 1}, {}} {
		if f.Reasons[i].Split != want {
			t.Errorf("%s: %+v, want %+v", f.Reasons[i].Code, f.Reasons[i].Split, want)
		}
	}
	for i, want := range []numbers.Split{{Expedited: 2, Ordinary: 1}, {Expedited: 2, Ordinary: 1}, {Expedited: 1}} {
		if f.Destinations[i].Split != want {
			t.Errorf("%s: %+v, want %+v", f.Destinations[i].Code, f.Destinations[i].Split, want)
		}
	}
	// from Monday 11:00 to Tuesday 10:00 intake stood open for an hour, an afternoon of three, and an hour and a half
	if s := f.Steps[0]; s.Steps != 1 || s.Median.Hours() != 5.5 || s.P90 != s.Median {
		t.Errorf("intake %+v", s)
	}
	if len(f.Officers) != 2 || f.Officers[0].Officer != receiver.Officer || f.Officers[0].Admitted != 2 || f.Officers[1].Admitted != 1 || len(f.Odd) != 0 {
		t.Errorf("officers %+v, odd %+v", f.Officers, f.Odd)
	}
	if b := f.Baseline; b.Passports != 879 || b.HKMacao != 18 || b.Taiwan != 13 || b.Expedited() != 31 {
		t.Errorf("2023: %+v", b)
	}
	if y := f.ThisYear; y.Year != 2026 || y.HKMacao != 2 || y.Taiwan != 1 || y.Expedited() != 3 || y.Passports != 0 {
		t.Errorf("this year %+v", y)
	}
	// later nothing more comes, and what was owed is late
	w.at("2026-12-14 10:00")
	f, err = n.Figures(ctx, manager, numbers.Ask{Period: numbers.Period{From: day("2026-11-01"), To: day("2026-12-14")}, Desk: hall})
	w.check(err)
	if !f.Weekly || len(f.Arrivals) != 8 || f.Arrivals[4].Split != f.Received || f.Arrivals[0].From != day("2026-11-01") || f.Arrivals[0].To != day("2026-11-01") {
		t.Errorf("weeks %+v", f.Arrivals)
	}
	if f.Expedited != (numbers.Promises{Kept: 1, Missed: 1}) || f.Ordinary.Missed != 1 || f.Expedited.Share() != 50 {
		t.Errorf("late: %+v %+v", f.Expedited, f.Ordinary)
	}
}

// Case management, supervision and the head of an exit-entry section read numbers, he only his own desk's; nobody else knows of them.
func TestWhoReadsNumbers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.busyMonth()
	n := w.numbers()
	for name, c := range map[string]struct {
		who      account.Actor
		desk     string
		code     string
		received int
	}{
		"head":               {officer("091003", hall, account.Decider), "", "", 4},
		"head of another":    {officer("091013", "430921-jing", account.Decider), "", "", 0},
		"head, other's desk": {officer("091003", hall, account.Decider), "430921-jing", "NOT_FOUND", 0},
		"decides elsewhere":  {officer("091014", "430900-zhi", account.Decider), "", "NOT_FOUND", 0},
		"case management":    {manager, "", "", 4},
		"supervision":        {officer("091015", "430900", account.Supervisor), "", "", 4},
		"one desk":           {manager, "430921-jing", "", 0},
		"no such desk":       {manager, "430900-zhi", "NOT_FOUND", 0},
		"receiver":           {receiver, "", "NOT_FOUND", 0},
		"enterprise":         {w.agent, "", "NOT_FOUND", 0},
	} {
		f, err := n.Figures(ctx, c.who, numbers.Ask{Desk: c.desk})
		if w.want(err, c.code); f.Received.All() != c.received {
			t.Errorf("%s: %d received", name, f.Received.All())
		}
		_, err = n.WhatIf(ctx, c.who, numbers.Question{Desk: c.desk})
		w.want(err, c.code)
	}
	for code, p := range map[string]numbers.Period{
		"/to PERIOD_ORDER":      {From: day("2026-11-02"), To: day("2026-11-01")},
		"/from PERIOD_TOO_LONG": {From: day("2025-01-01"), To: day("2026-11-01")},
		"/to NOT_A_DATE":        {From: day("2026-11-02")},
	} {
		_, err := n.Figures(ctx, manager, numbers.Ask{Period: p})
		w.wantField(err, code)
	}
}

// One clerk fewer, a shorter day and closed days are played on the real arrivals of the month.
func TestWhatIfReplaysRealArrivals(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.registered(12)
	for _, at := range []string{"2026-11-23 10:00", "2026-11-23 16:00"} {
		w.at(at)
		trip := tripTo(HongKong)
		people := travellers(12, OnceQuarter)
		if at == "2026-11-23 16:00" {
			trip, people = tripTo(Macao), people[:6]
			trip.Reason = NotUrgent
		}
		_, persons := w.submitted(trip, people)
		if trip.Reason == Meeting {
			w.at("2026-11-23 15:00")
			w.answer(persons[0].CaseID)
		}
	}
	n := w.numbers()
	month := day("2026-11-01")
	a, err := n.WhatIf(ctx, manager, numbers.Question{Month: month})
	w.check(err)
	if a.Question.Desk != hall || a.Measured != (numbers.Staff{Clerks: 1, PerDay: 1}) || a.Before.Arrived != 18 || a.Before != a.After {
		t.Errorf("as it is: %+v", a)
	}
	if len(a.Days) != 23 || a.Days[22].Arrived != 18 || a.Days[22].Day != day("2026-11-23") {
		t.Errorf("days %+v", a.Days)
	}
	more, err := n.WhatIf(ctx, manager, numbers.Question{Month: month, More: 2, PerDay: 2})
	w.check(err)
	if more.After.Late >= more.Before.Late || more.After.Mean >= more.Before.Mean || more.Before.Late == 0 {
		t.Errorf("two more: %+v, then %+v", more.Before, more.After)
	}
	closed, err := n.WhatIf(ctx, manager, numbers.Question{Month: month, Clerks: 3, PerDay: 2, Closed: numbers.Period{From: day("2026-11-24"), To: day("2026-11-26")}})
	w.check(err)
	if closed.After.Mean <= closed.Before.Mean || closed.After.Late < closed.Before.Late {
		t.Errorf("closed: %+v, then %+v", closed.Before, closed.After)
	}
	none, err := n.WhatIf(ctx, manager, numbers.Question{Month: month, More: -1})
	w.check(err)
	if none.After.Late != none.After.Arrived {
		t.Errorf("nobody works: %+v", none.After)
	}
	for code, q := range map[string]numbers.Question{
		"/more OUT_OF_RANGE":         {Month: month, More: 6},
		"/month MONTH_UNKNOWN":       {Month: day("2027-01-01")},
		"/closed_to PERIOD_ORDER":    {Month: month, Closed: numbers.Period{From: day("2026-11-02"), To: day("2026-11-01")}},
		"/closed_to PERIOD_TOO_LONG": {Month: month, Closed: numbers.Period{From: day("2026-11-02"), To: day("2026-11-30")}},
	} {
		_, err := n.WhatIf(ctx, manager, q)
		w.wantField(err, code)
	}
}
