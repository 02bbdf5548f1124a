package casework

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/journal"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// waiting puts n made-up steps into the intake queue, each of a case of its own.
func (w *world) waiting(n int) {
	w.t.Helper()
	p := w.blaster(399, "2026-12-01")
	w.exec(`
WITH made AS (
  INSERT INTO cases (id, number, item_code, item_version, person_id, state, law, started_at, updated_at)
  SELECT gen_random_uuid(), lpad(n::text, 24, '0'), ?, 1, ?, 'RECEIVED', '{}', now(), now() FROM generate_series(1, ?) n RETURNING id, number)
INSERT INTO steps (id, case_id, desk, stage, state, finish_by, do_by, class, turn, received_at, number, party, opened_at)
SELECT gen_random_uuid(), id, ?, 'intake', 'QUEUED', date '2026-09-24', date '2026-09-20' + (number::numeric % 7)::int, (number::numeric % 2)::int,
       1 + (number::numeric % 3)::int, timestamptz '2026-09-17 08:00+08' + (number::numeric % 11) * interval '1 hour', number, 'p' || (number::numeric % 50), now()
  FROM made`, item, p.PersonID, n, window)
}

func TestAnOfficerHoldsAtMostFive(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	w.waiting(40)
	me := receiver
	var got, full atomic.Int64
	var wait sync.WaitGroup
	for range 20 {
		wait.Go(func() {
			_, err := w.ClaimNext(ctx, me, window, procedure.StageIntake, db.Key{})
			switch {
			case err == nil:
				got.Add(1)
			case fault.Code(err) == "CLAIMS_FULL":
				full.Add(1)
			case !db.IsUnique(err, "steps_hands"): // many hands at once met on a slot more often than is tried again
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if n := w.count(`SELECT count(*) FROM steps WHERE state = 'CLAIMED'`); n > MaxClaims || int64(n) != got.Load() {
		t.Errorf("holds %d after %d claims", n, got.Load())
	}
}

func TestSubmittingTwiceWithOneKeyIsOneCase(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	person := w.blaster(1, "2026-12-01")
	id := w.draft(person)
	_, err := w.Finish(ctx, person, id, key(person, "finish"))
	check(t, err)
	_, err = w.Finish(ctx, person, id, key(person, "finish"))
	check(t, err)
	var wait sync.WaitGroup
	numbers := make([]string, 8)
	for i := range numbers {
		wait.Go(func() {
			r, err := w.UnitSign(ctx, w.unit, id, true, key(w.unit, "sign"))
			if err != nil {
				t.Error(err)
			}
			numbers[i] = r.Number
		})
	}
	wait.Wait()
	slices.Sort(numbers)
	if len(slices.Compact(numbers)) != 1 || numbers[0] == "" {
		t.Errorf("numbers %v", numbers)
	}
	if n := w.count(`SELECT count(*) FROM documents WHERE kind = 'receipt'`); n != 1 {
		t.Errorf("%d receipts", n)
	}
	_, err = w.UnitSign(ctx, w.unit, id, true, db.Key{}) // a double click without a key
	wantCode(t, err, "ACT_NOT_NOW")

	twin := w.draft(person)
	_, err = w.Finish(ctx, person, twin, db.Key{})
	check(t, err)
	_, err = w.UnitSign(ctx, w.unit, twin, true, db.Key{})
	wantCode(t, err, "DUPLICATE_CASE")
}

func TestTwoDecidersAreOneDecision(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	id := w.submit(w.blaster(1, "2026-12-01"))
	w.review(id)
	w.mustDecide(reviewer, id, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "拟准予"})
	first := w.claim(decider, id)
	w.clock.Advance(LeaseFor)
	second := clerk("何军", "090015", account.Decider, city)
	claim := w.claim(second, id)
	version := w.version(id)
	var granted atomic.Int64
	var wait sync.WaitGroup
	for i := range 8 {
		me, fence := decider, first.Fence
		if i%2 == 0 {
			me, fence = second, claim.Fence
		}
		wait.Go(func() {
			_, err := w.Decide(ctx, me, Decision{CaseID: id, StepID: claim.StepID, Fence: fence, Version: version, Act: procedure.ActGrant}, db.Key{})
			if err == nil {
				granted.Add(1)
			} else if c := fault.Code(err); c != "LEASE_LOST" && c != "STALE_VERSION" && c != "ACT_NOT_NOW" {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if n := w.count(`SELECT count(*) FROM documents WHERE case_id = ? AND kind = 'grant'`, id); granted.Load() != 1 || n != 1 {
		t.Errorf("%d decisions, %d documents", granted.Load(), n)
	}
}

// meeting is one case and those who act on it at the same moment.
type meeting struct {
	id    uuid.UUID
	claim Claim
	last  bool // the licence has ended: time moves the case too
}

// meet lets acts meet on so many copies of a case, in every second round in the first moment after the licence's end, and counts the outcomes. One
// of them wins each time: outcome fails the test where what is left is not exactly one lawful state, and the case always agrees with itself.
func (w *world) meet(template uuid.UUID, rounds int, end string, officer account.Actor, acts []func(meeting), outcome func(meeting) string) map[string]int {
	w.t.Helper()
	var stage procedure.Stage
	w.scan(&stage, `SELECT stage FROM steps WHERE case_id = ? AND state = 'QUEUED'`, template)
	w.exec(`UPDATE steps SET state = 'DONE', closed_at = now() WHERE case_id = ? AND state = 'QUEUED'`, template)
	w.exec(`UPDATE cases SET settle_at = NULL WHERE id = ?`, template)
	ended := workday.MustParse(end).AddDays(1).Start()
	outcomes := map[string]int{}
	for round := range rounds {
		w.clock.Set(w.t, ended.Add(-10*time.Minute).Format(time.RFC3339))
		m := meeting{id: w.copy(template, round, stage, officer.Grants[0].Desk, ended), last: round%2 == 1}
		var err error
		m.claim, err = w.ClaimNext(context.Background(), officer, officer.Grants[0].Desk, stage, db.Key{})
		check(w.t, err)
		if w.clock.Advance(9 * time.Minute); m.last {
			w.clock.Advance(time.Minute)
		}
		var wait sync.WaitGroup
		for i := range acts {
			act := acts[(i+round)%len(acts)] // nobody is always the first
			wait.Go(func() { act(m) })
		}
		wait.Wait()
		outcomes[outcome(m)]++
		w.agrees(m.id)
		w.exec(`UPDATE steps SET state = 'DONE', slot = NULL, closed_at = now() WHERE case_id = ? AND state <> 'DONE'`, m.id)
		if w.t.Failed() {
			w.t.Fatalf("round %d: %v", round, outcomes)
		}
	}
	w.t.Logf("%d rounds: %v", rounds, outcomes)
	return outcomes
}

// papers counts the documents of a case, as "kind 1".
func (w *world) papers(id uuid.UUID, kinds ...string) map[string]int {
	w.t.Helper()
	n := map[string]int{}
	for _, kind := range kinds {
		n[kind] = w.count(`SELECT count(*) FROM documents WHERE case_id = ? AND kind = ?`, id, kind)
	}
	return n
}

// ended is the state of a case that has exactly one outcome, with its one letter.
func (w *world) ended(m meeting) string {
	w.t.Helper()
	law := w.law(m.id)
	final := map[procedure.State]string{procedure.Granted: "grant", procedure.Withdrawn: "withdrawal", procedure.Closed: "deemed_renewal"}[law.State]
	n := w.papers(m.id, "grant", "withdrawal", "deemed_renewal")
	if final == "" || n[final] != 1 || n["grant"]+n["withdrawal"]+n["deemed_renewal"] != 1 {
		w.t.Errorf("state %s with %v", law.State, n)
	}
	if m.last != (law.State == procedure.Closed) {
		w.t.Errorf("state %s, licence ended %t", law.State, m.last)
	}
	return string(law.State)
}

// proposed is a case of a licence that waits for its decision, and its applicant.
func (w *world) proposed(expiry string) (uuid.UUID, account.Actor) {
	w.t.Helper()
	person := w.blaster(1, expiry)
	id := w.submit(person)
	w.review(id)
	w.mustDecide(reviewer, id, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "拟准予"})
	return id, person
}

func (w *world) grants(m meeting) {
	_, _ = w.Decide(context.Background(), decider, Decision{CaseID: m.id, StepID: m.claim.StepID, Fence: m.claim.Fence, Version: 1, Act: procedure.ActGrant}, db.Key{})
}

func (w *world) withdraws(person account.Actor) func(meeting) {
	return func(m meeting) { _ = w.Withdraw(context.Background(), person, m.id, "不办了", db.Key{}) }
}

func (w *world) sweeps(meeting) { _, _ = w.SettleDue(context.Background(), 10) }

// The officer grants, the applicant withdraws and time renews at the end of the licence.
func TestApproveWithdrawAndSweepMeet(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-10-20T09:00:00+08:00")
	template, person := w.proposed("2026-11-20")
	w.meet(template, 2000, "2026-11-20", decider, []func(meeting){w.grants, w.withdraws(person), w.sweeps}, w.ended)
}

// The window accepts an endorsement, the applicant withdraws and time accepts at the end of K1: it is accepted once at most, and withdrawn or not.
func TestAcceptWithdrawAndSweepMeetAtAnEndorsement(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-16T10:00:00+08:00")
	template, person, window := w.stepwise(procedure.Endorsement())
	k1, _ := w.law(template).Clock(procedure.K1)
	accept := func(m meeting) {
		_, _ = w.Decide(context.Background(), window, Decision{CaseID: m.id, StepID: m.claim.StepID, Fence: m.claim.Fence, Version: 1, Act: procedure.ActAccept}, db.Key{})
	}
	w.meet(template, 200, k1.Due.String(), window, []func(meeting){accept, w.withdraws(person), w.sweeps}, func(m meeting) string {
		law := w.law(m.id)
		n := w.papers(m.id, "acceptance", "deemed_acceptance", "withdrawal")
		accepted := w.count(`SELECT count(*) FROM journal WHERE case_id = ? AND move IN ('E10', 'E11')`, m.id)
		if withdrawn := law.State == procedure.Withdrawn; !withdrawn && law.State != procedure.Review || withdrawn != (n["withdrawal"] == 1) || n["withdrawal"] > 1 ||
			accepted > 1 || n["acceptance"]+n["deemed_acceptance"] != accepted || law.DeemedAccepted != m.last || (n["deemed_acceptance"] == 1) != m.last || n["deemed_acceptance"] > 1 {
			t.Errorf("state %s, deemed %t, accepted %d times, with %v", law.State, law.DeemedAccepted, accepted, n)
		}
		return fmt.Sprintf("%s, deemed %t", law.State, law.DeemedAccepted)
	})
}

// A held decision is committed, taken back and overtaken by the applicant or by time.
func TestCommitUndoWithdrawAndSweepMeet(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-10-20T09:00:00+08:00")
	template, person := w.proposed("2026-11-20")
	w.undo = UndoFor
	hold := func(m meeting) {
		_, _, _ = w.Hold(ctx, decider, Decision{CaseID: m.id, StepID: m.claim.StepID, Fence: m.claim.Fence, Version: 1, Act: procedure.ActGrant}, db.Key{})
		_ = w.CommitPending(ctx, m.claim.StepID)
	}
	undo := func(m meeting) {
		if m.id[15]%2 == 0 { // not always: he would mostly be quicker
			_, _ = w.Undo(ctx, decider, m.claim.StepID)
		}
	}
	w.meet(template, 500, "2026-11-20", decider, []func(meeting){hold, undo, w.withdraws(person), w.sweeps}, func(m meeting) string {
		_ = w.Dismiss(ctx, decider, m.claim.StepID)
		if n := w.count(`SELECT count(*) FROM pending_decisions WHERE case_id = ?`, m.id); n != 0 {
			t.Errorf("%d decisions are still held", n)
		}
		return w.ended(m)
	})
}

// A special procedure ends while the head extends the limit and time renews the licence.
func TestSuspensionEndExtensionAndSweepMeet(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-04-20T09:00:00+08:00")
	template := w.submit(w.blaster(1, "2026-05-21"))
	w.review(template)
	w.mustAct(reviewer, procedure.StageReview, template, Decision{Act: procedure.ActAskSpecial, Kind: "expert_review", Basis: "《行政许可法》第四十五条", Days: 10, Reason: "涉及新工艺"})
	w.mustAct(decider, procedure.StageDecision, template, Decision{Act: procedure.ActApprove})
	files := map[uuid.UUID][]uuid.UUID{}
	finish := func(m meeting) {
		_, _ = w.Decide(ctx, reviewer, Decision{CaseID: m.id, StepID: m.claim.StepID, Fence: m.claim.Fence, Version: 1, Act: procedure.ActFinishSpecial,
			Record: "专家组一致同意", Pictures: files[m.id]}, db.Key{})
	}
	extend := func(m meeting) {
		_, _ = w.Decide(ctx, head, Decision{CaseID: m.id, Version: 1, Act: procedure.ActExtend, Reason: "需跨市核实"}, db.Key{})
	}
	w.copied = func(id uuid.UUID) { files[id] = w.enclosed(reviewer, id) }
	w.meet(template, 500, "2026-05-21", reviewer, []func(meeting){finish, extend, w.sweeps}, func(m meeting) string {
		law := w.law(m.id)
		n := w.papers(m.id, "special_report", "extension", "deemed_renewal")
		extended := law.Extension != nil
		switch {
		case m.last && law.State == procedure.Closed && n["deemed_renewal"] == 1 && n["special_report"]+n["extension"] == 0:
		case !m.last && law.State == procedure.Review && n["special_report"] == 1 && n["deemed_renewal"] == 0 && (n["extension"] == 1) == extended:
		case !m.last && law.State == procedure.InSpecial && n["special_report"] == 0 && n["deemed_renewal"] == 0 && n["extension"] == 1 && extended: // the version had moved on
		default:
			t.Errorf("state %s with %v", law.State, n)
		}
		return fmt.Sprintf("%s, extended %t", law.State, extended)
	})
}

// copy makes another case that stands where the template stands, with a journal and an open step of its own; time moves it at the end of its licence.
func (w *world) copy(template uuid.UUID, n int, stage procedure.Stage, desk string, settles time.Time) uuid.UUID {
	w.t.Helper()
	id, number := uuid.Must(uuid.NewV7()), fmt.Sprintf("%024d", n)
	w.exec(`INSERT INTO cases (id, number, query_code, item_code, item_version, person_id, unit_code, unit_name, area, subject, state, answers, facts, law,
		clock, due, settle_at, started_at, received_at, updated_at)
		SELECT ?, ?, query_code, item_code, item_version, person_id, unit_code, unit_name, area, ?, state, answers, facts, law, clock, due,
		?, started_at, received_at, updated_at FROM cases WHERE id = ?`, id, number, number, settles, template)
	w.exec(`INSERT INTO register_answers (case_id, source, answered, request, at, result)
		SELECT ?, source, answered, request, at, result FROM register_answers WHERE case_id = ? ORDER BY id`, id, template)
	w.exec(`INSERT INTO checks (case_id, code, mark, note, officer, name, at) SELECT ?, code, mark, note, officer, name, at FROM checks WHERE case_id = ?`,
		id, template)
	w.exec(`INSERT INTO steps (id, case_id, desk, stage, state, finish_by, do_by, class, turn, received_at, number, party, opened_at)
		VALUES (?, ?, ?, ?, 'QUEUED', ?, ?, 1, 1, ?, ?, 'p', ?)`, uuid.New(), id, desk, stage, workday.DateOf(settles), workday.DateOf(settles), w.clock.Now(), number,
		w.clock.Now())
	if w.copied != nil {
		w.copied(id)
	}
	return id
}

// agrees checks what is stored twice: columns against the law, journal against its head, one open step at most.
func (w *world) agrees(id uuid.UUID) {
	w.t.Helper()
	check(w.t, w.db.Read(context.Background(), func(tx *db.Tx) error {
		r, err := selectCase(tx, id, anybody, false)
		if err != nil {
			return err
		}
		entries, err := journal.List(tx, id)
		if err != nil {
			return err
		}
		if err := journal.Verify(entries, r.Head); err != nil {
			return err
		}
		var state, clock string
		var due workday.Date
		if err := tx.Raw(`SELECT state, clock, due FROM cases WHERE id = ?`, id).Row().Scan(&state, &clock, &due); err != nil {
			return err
		}
		k, _ := r.Law.Governing()
		of, err := w.work(context.Background(), tx, r, account.System())
		if err != nil {
			return err
		}
		if state != string(r.Law.State) || clock != string(k.Kind) || due != k.Due || !r.SettleAt.Equal(of.proc.SettleAt(r.Law)) {
			w.t.Errorf("the row says %s %s %s, the law %s %s %s", state, clock, due, r.Law.State, k.Kind, k.Due)
		}
		st, err := openStep(tx, id)
		if stage := of.proc.StageOf(r.Law); err == nil && (stage == "") != (st == nil) {
			w.t.Errorf("state %s and open step %v", r.Law.State, st)
		}
		return err
	}))
}

// The queue of the database and Place.Compare are one order.
func TestQueueOrderOfGoAndSQLAgree(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	w.waiting(60)
	rapid.Check(t, func(r *rapid.T) {
		err := w.db.Write(ctx, func(tx *db.Tx) error {
			seed := rapid.Int64().Draw(r, "seed")
			return tx.Exec(`UPDATE steps SET do_by = date '2026-09-20' + (abs(hashint8(?::bigint # hashtext(id::text))) % 3)::int,
				class = abs(hashtext(id::text || ?::text)) % 2, turn = 1 + abs(hashtext(?::text || id::text)) % 2,
				received_at = timestamptz '2026-09-17 08:00+08' + (abs(hashtext(number || ?::text)) % 2) * interval '1 microsecond'`,
				seed, fmt.Sprint(seed), fmt.Sprint(seed), fmt.Sprint(seed)).Error
		})
		if err != nil {
			r.Fatal(err)
		}
		var places []Place
		after := ""
		for {
			page, err := w.Queue(ctx, receiver, window, procedure.StageIntake, after, rapid.IntRange(1, 25).Draw(r, "limit"))
			if err != nil {
				r.Fatal(err)
			}
			for _, row := range page.Items {
				places = append(places, row.Place)
			}
			if after = page.Next; after == "" {
				break
			}
		}
		if len(places) != 60 || !slices.IsSortedFunc(places, Place.Compare) {
			r.Fatalf("%d steps, sorted %t", len(places), slices.IsSortedFunc(places, Place.Compare))
		}
	})
}
