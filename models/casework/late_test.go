package casework

import (
	"context"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// lateActs are, for every clock that moves a case by its own end, an act in the first moment after it.
var lateActs = map[procedure.MoveID]struct {
	start string
	clock procedure.ClockKind
	// begin brings a case to where the clock runs, and returns the act that comes too late.
	begin  func(w *world, person account.Actor) (uuid.UUID, func() error)
	expiry string // of the licence
}{
	"T01c": {"2026-09-16T10:00:00+08:00", procedure.KR, unsigned, "2026-12-01"},
	"T01d": {"2026-09-16T10:00:00+08:00", procedure.KS, unsigned, "2026-12-01"},
	"T11": {"2026-02-12T16:40:00+08:00", procedure.K1, func(w *world, person account.Actor) (uuid.UUID, func() error) {
		id := w.submit(person)
		return id, w.claimed(receiver, id, Decision{Act: procedure.ActCorrect, Defects: []procedure.Defect{{Where: "体检证明", Problem: "缺少", Mend: "上传"}}})
	}, "2026-04-30"},
	"T09": {"2026-09-16T10:00:00+08:00", procedure.K9, func(w *world, person account.Actor) (uuid.UUID, func() error) {
		return w.correcting(person)
	}, "2026-12-01"},
	"T34": {"2026-10-20T09:00:00+08:00", procedure.K11, func(w *world, person account.Actor) (uuid.UUID, func() error) {
		id := w.submit(person)
		w.review(id)
		w.mustDecide(reviewer, id, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "拟准予"})
		return id, w.claimed(decider, id, Decision{Act: procedure.ActGrant})
	}, "2026-11-20"},
	"T34a": {"2026-09-30T09:00:00+08:00", procedure.K11, func(w *world, person account.Actor) (uuid.UUID, func() error) {
		return w.correcting(person) // on the last day of intake, so that the answer has time until after the licence's end
	}, "2026-10-30"},
	"T19e": {"2026-03-02T09:00:00+08:00", procedure.K6, func(w *world, person account.Actor) (uuid.UUID, func() error) {
		id := w.submit(person)
		w.review(id)
		w.mustAct(reviewer, procedure.StageReview, id, Decision{Act: procedure.ActTellHearing, Reason: "涉及相邻单位"})
		return id, func() error {
			return w.Answer(context.Background(), person, id, ApplicantReply{Act: procedure.ActRequestHearing, Reason: "要求听证"}, db.Key{})
		}
	}, "2026-05-30"},
	"L05c": {"2026-06-17T09:00:00+08:00", procedure.KH, func(w *world, person account.Actor) (uuid.UUID, func() error) {
		_, certificate := w.certified(person)
		id := w.opened(reviewer, Measure{Certificate: certificate, Measure: procedure.Revoke, Ground: "A69.2", Facts: "提交伪造的培训学时证明"})
		return id, func() error {
			return w.Answer(context.Background(), person, id, ApplicantReply{Act: procedure.ActRequestHearing, Reason: "要求听证"}, db.Key{})
		}
	}, "2026-08-31"},
}

func unsigned(w *world, person account.Actor) (uuid.UUID, func() error) {
	id := w.draft(person)
	_, err := w.Finish(context.Background(), person, id, db.Key{})
	check(w.t, err)
	return id, func() error {
		_, err := w.UnitSign(context.Background(), w.unit, id, true, db.Key{})
		return err
	}
}

func (w *world) correcting(person account.Actor) (uuid.UUID, func() error) {
	id := w.submit(person)
	k1, _ := w.law(id).Clock(procedure.K1)
	w.at(k1.Due.String() + " 10:00")
	w.mustDecide(receiver, id, Decision{Act: procedure.ActCorrect, Defects: []procedure.Defect{{Where: "体检医院", Problem: "不清楚", Mend: "写明"}}})
	return id, func() error {
		_, err := w.AnswerCorrection(context.Background(), person, id, nil, db.Key{})
		return err
	}
}

// claimed is a decision of an officer who claims in the last minutes of the day and has looked at the case before it ended.
func (w *world) claimed(officer account.Actor, id uuid.UUID, d Decision) func() error {
	var c Claim
	d.CaseID = id
	w.before = func() { c, d.Version = w.claim(officer, id), w.version(id) }
	return func() error {
		d.StepID, d.Fence = c.StepID, c.Fence
		_, err := w.Decide(context.Background(), officer, d, db.Key{})
		return err
	}
}

// Whether a sweep has come first or not: an act after the end of a limit meets the case as the law left it. What becomes of the act and of the
// case is the same to the letter.
func TestALateActMeetsTheCaseAsTimeLeftIt(t *testing.T) {
	t.Parallel()
	for move, l := range lateActs {
		t.Run(string(move), func(t *testing.T) {
			t.Parallel()
			run := func(swept bool) (told error, s story) {
				w := newWorld(t, l.start)
				w.enrol(chair)
				id, act := l.begin(w, w.blaster(1, l.expiry))
				k, running := w.law(id).Clock(l.clock)
				if !running || k.Due.IsZero() {
					t.Fatalf("%s does not run: %+v", l.clock, k)
				}
				end := k.Due.AddDays(1).Start()
				w.clock.Set(t, end.Add(-5*time.Minute).Format(time.RFC3339))
				if w.before != nil {
					w.before()
				}
				w.clock.Set(t, end.Format(time.RFC3339))
				if swept {
					if n, err := w.SettleDue(context.Background(), 10); err != nil || n != 1 {
						t.Errorf("the sweep moved %d cases (%v)", n, err)
					}
				}
				told = act()
				return told, w.story(id)
			}
			unswept, without := run(false)
			swept, with := run(true)
			if (unswept == nil) != (swept == nil) {
				t.Errorf("without a sweep the act is told %v, with one %v", unswept, swept)
			}
			if without.law != with.law || !slices.Equal(without.moves, with.moves) || !slices.Equal(without.papers, with.papers) {
				t.Errorf("without a sweep %+v\nwith one %+v", without, with)
			}
			if !slices.Contains(with.moves, string(move)) {
				t.Errorf("%s did not happen: %v", move, with.moves)
			}
			t.Logf("%s at the end of %s: %v; %v", move, l.clock, swept, with.moves)
		})
	}
}

// story is what became of a case.
type story struct {
	law    string
	moves  []string
	papers []string
}

func (w *world) story(id uuid.UUID) (s story) {
	w.t.Helper()
	raw, err := json.Marshal(w.law(id))
	check(w.t, err)
	s.law = string(raw)
	for query, into := range map[string]*[]string{`SELECT move FROM journal WHERE case_id = ? ORDER BY seq`: &s.moves,
		`SELECT kind FROM documents WHERE case_id = ? ORDER BY kind`: &s.papers} {
		check(w.t, w.db.Read(context.Background(), func(tx *db.Tx) error { return tx.Raw(query, id).Scan(into).Error }))
	}
	return s
}
