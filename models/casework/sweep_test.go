package casework

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/migrations"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/calendar"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// many makes n received cases that stand where the template stands, each with its open step.
func (w *world) many(template uuid.UUID, n int) {
	w.t.Helper()
	w.exec(`
WITH made AS (
  INSERT INTO cases (id, number, query_code, item_code, item_version, person_id, unit_code, unit_name, area, subject, state, answers, facts, law,
                     clock, due, settle_at, calendar, started_at, received_at, updated_at)
  SELECT gen_random_uuid(), lpad(n::text, 24, '0'), query_code, item_code, item_version, person_id, unit_code, unit_name, area, n::text, state, answers,
         facts, law, clock, due, settle_at, calendar, started_at, received_at, updated_at
    FROM cases, generate_series(1, ?) n WHERE id = ? RETURNING id, number)
INSERT INTO steps (id, case_id, desk, stage, state, finish_by, do_by, class, turn, received_at, number, party, opened_at)
SELECT gen_random_uuid(), id, ?, 'intake', 'QUEUED', date '2026-09-24', date '2026-09-24', 1, 1, ?, number, 'p', ? FROM made`,
		n, template, window, w.clock.Now(), w.clock.Now())
}

// instance is another process on the same database.
func (w *world) instance(cal func() *workday.Calendar, newest func(context.Context) (*workday.Calendar, error)) *Service {
	w.t.Helper()
	s, err := New(Config{DB: w.db, Items: w.items, Calendar: cal, Newest: newest, Documents: w.documents, Roster: w.rosters, Registers: w.Service.registers})
	check(w.t, err)
	return s
}

// tally counts what settling writes.
func (w *world) tally() (n [6]int) {
	w.t.Helper()
	for i, query := range []string{`SELECT count(*) FROM journal`, `SELECT sum(version) FROM cases`, `SELECT count(*) FROM documents`, `SELECT count(*) FROM notices`,
		`SELECT count(*) FROM due_moves`, `SELECT count(*) FROM steps`} {
		n[i] = w.count(query)
	}
	return n
}

func TestTwoInstancesSweepFiveHundredCasesOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	template := w.submit(w.blaster(1, "2026-12-10"))
	const cases = 500
	w.many(template, cases-1)
	w.at("2026-09-25 00:00") // K1 has ended with 09-24
	other := w.instance(w.calendar, nil)
	var moved atomic.Int64
	var wait sync.WaitGroup
	for _, s := range []*Service{w.Service, other} {
		wait.Go(func() {
			n, err := s.SettleDue(ctx, 40)
			if err != nil {
				t.Error(err)
			}
			moved.Add(int64(n))
		})
	}
	wait.Wait()
	if moved.Load() != cases {
		t.Errorf("the two moved %d cases, want %d", moved.Load(), cases)
	}
	if n := w.count(`SELECT count(*) FROM cases WHERE state = 'COUNTY_CHECK' AND deemed AND law->>'accepted_on' = '2026-09-17'`); n != cases {
		t.Errorf("%d cases are deemed accepted as of their receipt", n)
	}
	if n := w.count(`SELECT count(*) FROM (SELECT case_id FROM journal WHERE move = 'T11' GROUP BY case_id HAVING count(*) = 1) j`); n != cases {
		t.Errorf("%d cases have one record of T11", n)
	}
	if n := w.count(`SELECT count(*) FROM journal WHERE move = 'T11'`); n != cases {
		t.Errorf("%d records of T11", n)
	}
	if n := w.count(`SELECT count(*) FROM documents WHERE kind = 'deemed_acceptance'`); n != cases {
		t.Errorf("%d letters", n)
	}
	before := w.tally()
	for _, s := range []*Service{w.Service, other} {
		if n, err := s.SettleDue(ctx, 40); err != nil || n != 0 {
			t.Errorf("again: %d moved (%v)", n, err)
		}
	}
	if after := w.tally(); after != before {
		t.Errorf("sweeping again changed rows: %v, were %v", after, before)
	}
}

// dying is the context of a process that is killed after so many looks at it.
type dying struct {
	context.Context
	left *atomic.Int64
}

func (d dying) Err() error {
	if d.left.Add(-1) < 0 {
		return context.Canceled
	}
	return nil
}

func TestASweepThatIsKilledGoesOnWhereItStopped(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	template := w.submit(w.blaster(1, "2026-12-10"))
	w.many(template, 59)
	w.at("2026-09-25 00:00")
	var left atomic.Int64
	left.Store(25)
	first, err := w.Service.SettleDue(dying{context.Background(), &left}, 10)
	if !errors.Is(err, context.Canceled) || first == 0 || first >= 60 {
		t.Fatalf("the first run moved %d cases (%v)", first, err)
	}
	if n := w.count(`SELECT count(*) FROM journal WHERE move = 'T11'`); n != first {
		t.Errorf("%d records for %d moved cases", n, first)
	}
	second, err := w.SettleDue(context.Background(), 10)
	if err != nil || first+second != 60 {
		t.Errorf("%d and %d cases moved (%v)", first, second, err)
	}
	if n := w.count(`SELECT count(*) FROM journal WHERE move = 'T11'`); n != 60 {
		t.Errorf("%d records of T11", n)
	}
}

// A case that cannot be settled must not hold up those behind it.
func TestASweepPassesByWhatItCannotSettle(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	template := w.submit(w.blaster(1, "2026-12-10"))
	w.many(template, 9)
	w.exec(`UPDATE cases SET settle_at = settle_at - interval '1 day', law = '{"state": 7}' WHERE number IN (lpad('1', 24, '0'), lpad('2', 24, '0'))`)
	w.at("2026-09-25 00:00")
	n, err := w.Service.SettleDue(context.Background(), 2)
	if err == nil || n != 8 {
		t.Errorf("%d cases moved (%v), want 8 and the faults of two", n, err)
	}
}

const official2027 = `{"2027": {"status": "OFFICIAL", "source": "国务院办公厅通知（测试）",
 "off": ["2027-01-01..2027-01-03", "2027-02-05..2027-02-12", "2027-04-03..2027-04-05", "2027-05-01..2027-05-05", "2027-06-09", "2027-09-15", "2027-10-01..2027-10-07"],
 "work": ["2027-02-20"]}}`

func (w *world) calendars() *calendar.Service {
	w.t.Helper()
	years, err := workday.ReadYears(migrations.Calendars())
	check(w.t, err)
	s, err := calendar.Open(context.Background(), w.db, years, nil)
	check(w.t, err)
	return s
}

func TestC6_AnOfficialCalendarMovesOpenLimitsOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2027-01-25T09:00:00+08:00")
	here, there := w.calendars(), w.calendars() // there has not heard of the import yet
	w.Service = w.instance(here.Current, here.Newest)
	behind := w.instance(there.Current, there.Newest)
	person := w.blaster(1, "2027-04-20")
	id := w.submit(person)
	w.mustDecide(receiver, id, Decision{Act: procedure.ActAccept})
	held := w.claim(counter, id)
	k2, _ := w.law(id).Clock(procedure.K2)
	wantDate(t, "K2 on the provisional calendar", k2.Due, "2027-02-26")
	if !k2.Provisional {
		t.Error("K2 is not labelled as provisional")
	}
	if v, err := w.CaseForApplicant(ctx, person, id); err != nil || !v.Provisional {
		t.Errorf("the applicant is not told that the date is provisional: %v", err)
	}

	done, err := here.Import(ctx, []byte(official2027), "夏敏")
	check(t, err)
	if len(done.Taken) != 1 || done.Taken[0] != 2027 {
		t.Fatalf("taken: %+v", done)
	}
	if n, err := behind.Recount(ctx, 10); err != nil || n != 1 { // whichever instance sweeps counts on the newest
		t.Fatalf("%d cases moved (%v)", n, err)
	}
	law := w.law(id)
	k2, _ = law.Clock(procedure.K2)
	wantDate(t, "K2 on the official calendar", k2.Due, "2027-03-01")
	if k2.Provisional || len(k2.Was) != 1 || k2.Was[0].Due.String() != "2027-02-26" || k2.Calendar != done.Version {
		t.Errorf("the old value is not kept: %+v", k2)
	}
	if n := w.count(`SELECT count(*) FROM cases WHERE id = ? AND due = '2027-03-01' AND calendar = ?`, id, done.Version); n != 1 {
		t.Error("the row of the case was not counted again")
	}
	if n := w.count(`SELECT count(*) FROM steps WHERE id = ? AND finish_by > '2027-02-10' AND do_by <= finish_by AND state = 'CLAIMED'`, held.StepID); n != 1 {
		t.Error("the step was not ordered anew")
	}
	if n := w.count(`SELECT count(*) FROM journal WHERE case_id = ? AND move = 'C-6' AND reason LIKE '%K2 2027-02-26→2027-03-01%'`, id); n != 1 {
		t.Errorf("%d records of C-6", n)
	}
	if n := w.count(`SELECT count(*) FROM notices WHERE case_id = ? AND kind = 'due_moved' AND person_id = ? AND facts->>'was' = '2027-02-26' AND facts->>'due' = '2027-03-01'`,
		id, person.PersonID); n != 1 {
		t.Errorf("the applicant was told %d times", n)
	}
	w.agrees(id)

	before := w.tally()
	again, err := here.Import(ctx, []byte(official2027), "夏敏")
	check(t, err)
	if len(again.Taken) != 0 || again.Version != done.Version {
		t.Errorf("the same file again: %+v", again)
	}
	for _, s := range []*Service{w.Service, behind} {
		if n, err := s.Recount(ctx, 10); err != nil || n != 0 {
			t.Errorf("again: %d moved (%v)", n, err)
		}
	}
	if after := w.tally(); after != before {
		t.Errorf("the second run changed rows: %v, were %v", after, before)
	}
	if n := w.count(`SELECT count(*) FROM calendar_years WHERE year = 2027`); n != 2 {
		t.Errorf("%d versions of 2027", n)
	}

	manager := clerk("夏敏", "090011", account.CaseManager, window)
	moves, err := w.DueMoves(ctx, manager, []string{done.Version}, 0, 50)
	check(t, err)
	if moves.Total == 0 || len(moves.Items) != moves.Total {
		t.Errorf("what the import moved is not listed: %+v", moves)
	}
	_, err = w.DueMoves(ctx, receiver, []string{done.Version}, 0, 50)
	wantCode(t, err, "ROLE_MISSING")
}

// An act on an instance that has not heard of a new calendar counts on it all the same.
func TestC6_NobodyCountsBackToAnOlderCalendar(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2027-01-25T09:00:00+08:00")
	here, there := w.calendars(), w.calendars()
	w.Service = w.instance(here.Current, here.Newest)
	id := w.submit(w.blaster(1, "2027-04-20"))
	w.mustDecide(receiver, id, Decision{Act: procedure.ActAccept})
	done, err := here.Import(ctx, []byte(official2027), "夏敏")
	check(t, err)
	if n, err := w.Recount(ctx, 10); err != nil || n != 1 {
		t.Fatalf("%d cases moved (%v)", n, err)
	}
	w.Service = w.instance(there.Current, there.Newest)
	w.mustDecide(counter, id, Decision{Act: procedure.ActCountyOpinion, Verdict: procedure.Grant, Reason: "经比对无异常"})
	k2, _ := w.law(id).Clock(procedure.K2)
	wantDate(t, "K2", k2.Due, "2027-03-01")
	if k2.Calendar != done.Version || w.count(`SELECT count(*) FROM journal WHERE case_id = ? AND move = 'C-6'`, id) != 1 {
		t.Errorf("the limit was counted back: %+v", k2)
	}
}
