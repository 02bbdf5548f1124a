package procedure

import (
	"slices"
	"testing"
	"time"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

var endorsed = Options{Statutory: workday.Limit{N: 60, Unit: workday.NaturalDays}, Promised: wd(7), Desks: desksOfTest}

// An expedited application counts for its own day until 15:30 of a working day (domain.md 3.8).
func TestPromiseDayHasACutOff(t *testing.T) {
	t.Parallel()
	cal := calendar(t)
	for at, want := range map[string]string{
		"2026-09-17T15:30:00+08:00": "2026-09-17",
		"2026-09-17T15:30:01+08:00": "2026-09-18",
		"2026-09-18T16:00:00+08:00": "2026-09-20", // Sunday made up for 国庆
		"2026-09-19T09:00:00+08:00": "2026-09-20",
		"2026-09-24T15:31:00+08:00": "2026-09-28", // 中秋 from the 25th to the 27th
		"2026-09-17T07:30:00Z":      "2026-09-17", // the same instant elsewhere
	} {
		when, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		if got := PromiseDay(cal, when); got != day(want) {
			t.Errorf("%s: %s, want %s", at, got, want)
		}
	}
}

func TestAdmissionShortensThePromise(t *testing.T) {
	t.Parallel()
	cal, tr := calendar(t), endorsed.of(Endorsement())
	c := tr.to(t)
	out, err := Step(tr.p, tr.o, c, Act{Name: ActAdmit}, officer(Intake), cal, at("2026-09-17 11:00"))
	if err != nil || !out.Case.Urgent || out.Reorders == nil {
		t.Fatalf("%+v, %v", out, err)
	}
	k3, _ := out.Case.Runs(K3)
	if k3.Day0 != day("2026-09-17") || k3.Due != day("2026-09-23") || !slices.Equal(out.Notices, []NoticeKind{TellExpedited}) { // 18, 20 make-up, 21, 22, 23
		t.Errorf("K3 %+v, %v", k3, out.Notices)
	}
	// finish_by is the target of 3 WD, and intake is two steps before it
	if out.Reorders.FinishBy != day("2026-09-21") || out.Reorders.DoBy != day("2026-09-18") {
		t.Errorf("order %+v", out.Reorders)
	}
	if _, err := Step(tr.p, tr.o, out.Case, Act{Name: ActAdmit}, officer(Intake), cal, at("2026-09-17 11:01")); fault.Code(err) != "ACT_NOT_NOW" {
		t.Errorf("admitted twice: %v", err)
	}
	back, err := Step(tr.p, tr.o, out.Case, Act{Name: ActOrdinary, Reason: "行程改期"}, officer(Manager), cal, at("2026-09-18 09:00"))
	if k3, _ := back.Case.Runs(K3); err != nil || back.Case.Urgent || k3.Day0 != day("2026-09-17") || k3.Due != day("2026-09-28") {
		t.Errorf("K3 back %+v, %v", k3, err)
	}
}

// The last working day before departure binds, moved back by the time of delivery (domain.md 3.7).
func TestDepartureOrdersTheWork(t *testing.T) {
	t.Parallel()
	cal, tr := calendar(t), endorsed.of(Endorsement())
	c := tr.to(t)
	c.Departure = day("2026-09-24")
	for post, want := range map[int]string{0: "2026-09-23", 1: "2026-09-22", 2: "2026-09-21"} {
		c.SendingDays = post
		l := &look{p: tr.p, o: tr.o.WithDefaults(), c: c, cal: cal, now: at("2026-09-17 11:00")}
		if got := l.order(StageDecision); got.FinishBy != day(want) || got.DoBy != day(want) {
			t.Errorf("post %d: %+v", post, got)
		}
	}
}

// A case whose departure has passed is closed after contact, which must be written down; nobody may do it before.
func TestDepartedCasesAreClosedAfterContact(t *testing.T) {
	t.Parallel()
	cal, tr := calendar(t), endorsed.of(Endorsement())
	c := tr.to(t)
	c.Departure = day("2026-09-21")
	try := func(when, reason string) (Outcome, error) {
		return Step(tr.p, tr.o, c, Act{Name: ActDeparted, Reason: reason}, officer(Intake), cal, at(when))
	}
	if _, err := try("2026-09-21 10:00", "已电话联系"); fault.Code(err) != "ACT_NOT_NOW" {
		t.Errorf("on the day: %v", err)
	}
	if _, err := try("2026-09-22 10:00", ""); fault.Code(err) != "INVALID_FIELDS" {
		t.Errorf("without contact: %v", err)
	}
	if out, err := try("2026-09-22 10:00", "9月22日电话联系，行程已取消"); err != nil || out.Case.State != Lapsed || !out.Closes {
		t.Errorf("after contact: %+v, %v", out, err)
	}
	moved, err := Step(tr.p, tr.o, c, Act{Name: ActRedate, Departure: day("2026-09-30")}, officer(Applicant), cal, at("2026-09-18 10:00"))
	if err != nil || moved.Case.Departure != day("2026-09-30") || moved.Reorders == nil {
		t.Errorf("moved: %+v, %v", moved, err)
	}
	if _, err := Step(tr.p, tr.o, c, Act{Name: ActRedate, Departure: day("2026-09-18")}, officer(Applicant), cal, at("2026-09-18 10:00")); fault.Code(err) != "INVALID_FIELDS" {
		t.Errorf("moved to today: %v", err)
	}
}

// Three persons, unless case management has recorded the exception of a two-person shift; the decision is always another's (domain.md 3.6).
func TestTwoPersonShiftIsRecorded(t *testing.T) {
	t.Parallel()
	cal, tr := calendar(t), endorsed.of(Endorsement())
	both := Actor{Officer: "0" + string(Intake), Roles: []Role{Intake, Reviewer, Decider}}
	c := tr.to(t, by1(Intake, ActAccept))
	propose := func(c Case) (Outcome, error) {
		return Step(tr.p, tr.o, c, Act{Name: ActPropose, Verdict: Grant, Reason: "同意"}, both, cal, at(walkDay))
	}
	if _, err := propose(c); fault.Code(err) != "FOUR_EYES" {
		t.Fatalf("without exception: %v", err)
	}
	if _, err := Step(tr.p, tr.o, c, Act{Name: ActShift}, officer(Manager), cal, at(walkDay)); fault.Code(err) != "INVALID_FIELDS" {
		t.Errorf("without a reason: %v", err)
	}
	out, err := Step(tr.p, tr.o, c, Act{Name: ActShift, Reason: "周末值班两人"}, officer(Manager), cal, at(walkDay))
	if err != nil || len(out.Case.Barred(Reviewer)) != 0 {
		t.Fatalf("%+v, %v", out.Case.Barred(Reviewer), err)
	}
	c = out.Case
	c.Findings = complete
	if out, err = propose(c); err != nil {
		t.Fatal(err)
	}
	c = out.Case
	c.Findings = complete
	if _, err := Step(tr.p, tr.o, c, given(ActForward), both, cal, at(walkDay)); fault.Code(err) != "FOUR_EYES" {
		t.Errorf("one person decided too: %v", err)
	}
}

// While a correction is owed no promise runs, not even where the case changes its queue meanwhile; the answer begins one.
func TestNoPromiseRunsDuringACorrection(t *testing.T) {
	t.Parallel()
	tr := limited.of(Endorsement())
	c := tr.to(t, by1(Intake, ActCorrect))
	c.Urgent = true
	out, err := Step(tr.p, tr.o, c, Act{Name: ActOrdinary, Reason: "不再紧急"}, officer(Intake), calendar(t), at(walkDay))
	if _, runs := out.Case.Runs(K3); err != nil || runs || out.Case.Urgent {
		t.Errorf("in the ordinary queue: %v, K3 runs %t", err, runs)
	}
	out, err = Step(tr.p, tr.o, out.Case, given(ActAnswerCorrection), officer(Applicant), calendar(t), at(walkDay))
	if k, runs := out.Case.Runs(K3); err != nil || !runs || k.Limit != tr.o.Promised {
		t.Errorf("answered: %v, K3 %+v", err, k)
	}
}
