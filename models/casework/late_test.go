package casework

import (
	"context"
	"encoding/json"
	"regexp"
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
	"T45e": {"2026-03-02T09:00:00+08:00", procedure.KT, func(w *world, person account.Actor) (uuid.UUID, func() error) {
		id := w.submit(person)
		w.review(id)
		w.mustAct(reviewer, procedure.StageReview, id, tellNeighbour)
		return id, w.claimed(reviewer, id, Decision{Act: procedure.ActHearThirdParty, Kind: procedure.ThirdPartyStated, Record: "反对夜间作业"})
	}, "2026-05-30"},
	"T28d": {"2026-03-02T09:00:00+08:00", procedure.KH, func(w *world, person account.Actor) (uuid.UUID, func() error) {
		w.registers.police[person.IDNumber] = BackgroundAnswer{Criminal: true}
		id := w.submit(person)
		w.review(id)
		w.mustAct(reviewer, procedure.StageReview, id, tellsRefusal)
		return id, func() error {
			return w.State(context.Background(), person, id, Statement{Text: "已过追诉时效"}, db.Key{})
		}
	}, "2026-05-30"},
	"L05c": {"2026-06-17T09:00:00+08:00", procedure.KH, func(w *world, person account.Actor) (uuid.UUID, func() error) {
		_, certificate := w.certified(person)
		id := w.opened(reviewer, Measure{Certificate: certificate, Measure: procedure.Revoke, Ground: "A69.2", Facts: "提交伪造的培训学时证明"})
		return id, func() error {
			return w.Answer(context.Background(), person, id, ApplicantReply{Act: procedure.ActRequestHearing, Reason: "要求听证"}, db.Key{})
		}
	}, "2026-08-31"},
	"T44e": {"2026-09-16T10:00:00+08:00", procedure.KQ, func(w *world, person account.Actor) (uuid.UUID, func() error) {
		id := w.submit(person)
		w.review(id)
		return w.recusing(reviewer, procedure.StageReview, id)
	}, "2026-12-01"},
	"L44e": {"2026-06-17T09:00:00+08:00", procedure.KQ, func(w *world, person account.Actor) (uuid.UUID, func() error) {
		_, certificate := w.certified(person)
		id := w.opened(reviewer, Measure{Certificate: certificate, Measure: procedure.Revoke, Ground: "A69.2", Facts: "提交伪造的培训学时证明"})
		check(w.t, w.Answer(context.Background(), person, id, ApplicantReply{Act: procedure.ActWaiveHearing}, db.Key{}))
		return w.recusing(reviewer, procedure.StageReview, id)
	}, "2026-08-31"},
	"C03": {"2026-06-17T09:00:00+08:00", procedure.KL, func(w *world, person account.Actor) (uuid.UUID, func() error) {
		id := w.offered(person, w.withdrawn(person))
		return id, func() error {
			return w.ClaimLoss(context.Background(), person, id, Loss{Amount: 1, Reason: "停工损失"}, db.Key{})
		}
	}, "2026-08-31"},
	"C44e": {"2026-06-17T09:00:00+08:00", procedure.KQ, func(w *world, person account.Actor) (uuid.UUID, func() error) {
		id := w.offered(person, w.withdrawn(person))
		check(w.t, w.ClaimLoss(context.Background(), person, id, Loss{Amount: 1, Reason: "停工损失"}, db.Key{}))
		return w.recusing(reviewer, procedure.StageReview, id)
	}, "2026-08-31"},
	"F00c": {"2026-09-16T10:00:00+08:00", procedure.KR, unconfirmed, "2026-12-01"},
	"F00d": {"2026-09-16T10:00:00+08:00", procedure.KS, unconfirmed, "2026-12-01"},
	"F01b": {"2026-09-16T10:00:00+08:00", procedure.K1, corrects(procedure.Filing()), "2026-12-01"},
	"F02b": {"2026-09-16T10:00:00+08:00", procedure.K9, answers(procedure.Filing()), "2026-12-01"},
	"F44e": {"2026-09-16T10:00:00+08:00", procedure.KQ, recuses(procedure.Filing()), "2026-12-01"},
	"S11":  {"2026-09-16T10:00:00+08:00", procedure.K1, corrects(procedure.Service()), "2026-12-01"},
	"S09":  {"2026-09-16T10:00:00+08:00", procedure.K9, answers(procedure.Service()), "2026-12-01"},
	"S44e": {"2026-09-16T10:00:00+08:00", procedure.KQ, recuses(procedure.Service()), "2026-12-01"},
	"E11":  {"2026-09-16T10:00:00+08:00", procedure.K1, corrects(procedure.Endorsement()), "2026-12-01"},
	"E09":  {"2026-09-16T10:00:00+08:00", procedure.K9, answers(procedure.Endorsement()), "2026-12-01"},
	"E45e": {"2026-09-16T10:00:00+08:00", procedure.KQ, recuses(procedure.Endorsement()), "2026-12-01"},
}

// Every row that a clock brings about has its late act. L04a and C01 begin a case of their own:
// TestNothingIsAskedOfALicenceThatHasEnded, TestC01_CompensationIsOfferedWhereItIsOwed.
func TestEveryClockHasALateAct(t *testing.T) {
	t.Parallel()
	for _, p := range []*procedure.Procedure{procedure.Permit(), procedure.Filing(), procedure.Service(), procedure.Endorsement(), procedure.LicenceProcedure(), procedure.CompensationProcedure()} {
		for _, m := range p.Moves {
			if l, covered := lateActs[m.ID]; m.When != "" && m.ID != "L04a" && m.ID != "C01" && (!covered || l.clock != m.When) {
				t.Errorf("nobody is late for %s (%s)", m.ID, m.When)
			}
		}
	}
}

// stepwise is a received case of the first item of a procedure that goes through its stages one by one, and who receives it.
func (w *world) stepwise(p *procedure.Procedure) (id uuid.UUID, person, window account.Actor) {
	w.t.Helper()
	for _, a := range applications(w.t) {
		if o := optionsOf(a.item); o.Code != p.Code || o.OnTheSpot || o.Register.Always {
			continue
		}
		w.day(a.example.Today)
		id, person, err := w.report(a)
		check(w.t, err)
		return id, person, w.officerOf(a.item.Procedure.Desk(procedure.StageIntake, w.area(id)), procedure.StageIntake)
	}
	w.t.Fatalf("no item of %s has steps", p.Code)
	return id, person, window
}

var unclear = []procedure.Defect{{Where: "材料", Problem: "不清晰", Mend: "重新上传"}}

// corrects is an officer who asks for a correction when it is too late to ask (K1).
func corrects(p *procedure.Procedure) func(*world, account.Actor) (uuid.UUID, func() error) {
	return func(w *world, _ account.Actor) (uuid.UUID, func() error) {
		id, _, window := w.stepwise(p)
		return id, w.claimed(window, id, Decision{Act: procedure.ActCorrect, Defects: unclear})
	}
}

// answers is an applicant who answers a correction when its time is over (K9).
func answers(p *procedure.Procedure) func(*world, account.Actor) (uuid.UUID, func() error) {
	return func(w *world, _ account.Actor) (uuid.UUID, func() error) {
		id, person, window := w.stepwise(p)
		w.mustDecide(window, id, Decision{Act: procedure.ActCorrect, Defects: unclear})
		return id, func() error {
			_, err := w.AnswerCorrection(context.Background(), person, id, nil, db.Key{})
			return err
		}
	}
}

// recuses is a superior who decides on a recusal after his day (KQ).
func recuses(p *procedure.Procedure) func(*world, account.Actor) (uuid.UUID, func() error) {
	return func(w *world, _ account.Actor) (uuid.UUID, func() error) {
		id, _, window := w.stepwise(p)
		return w.recusing(window, procedure.StageIntake, id)
	}
}

func (w *world) recusing(officer account.Actor, stage procedure.Stage, id uuid.UUID) (uuid.UUID, func() error) {
	w.t.Helper()
	w.enrol(leader, manager)
	w.mustAct(officer, stage, id, Decision{Act: procedure.ActRecuse, Reason: "同学"})
	d := Decision{CaseID: id, Act: procedure.ActDecideRecusal, Officer: officer.Officer, Agree: true, Reason: "有碍公正"}
	w.before = func() { d.Version = w.version(id) }
	return id, func() error {
		_, err := w.Decide(context.Background(), leader, d, db.Key{})
		return err
	}
}

func unconfirmed(w *world, _ account.Actor) (uuid.UUID, func() error) {
	a, agent, head := w.filing(w.t)
	id := w.prepared(w.t, agent, a)
	_, err := w.Finish(context.Background(), agent, id, false, db.Key{})
	check(w.t, err)
	return id, func() error {
		_, err := w.UnitSign(context.Background(), head, id, true, db.Key{})
		return err
	}
}

func unsigned(w *world, person account.Actor) (uuid.UUID, func() error) {
	id := w.draft(person)
	_, err := w.Finish(context.Background(), person, id, false, db.Key{})
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

var anyID = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

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
	s.law = anyID.ReplaceAllString(string(raw), "id") // a case that names another one
	for query, into := range map[string]*[]string{`SELECT move FROM journal WHERE case_id = ? ORDER BY seq`: &s.moves,
		`SELECT kind FROM documents WHERE case_id = ? ORDER BY kind`: &s.papers} {
		check(w.t, w.db.Read(context.Background(), func(tx *db.Tx) error { return tx.Raw(query, id).Scan(into).Error }))
	}
	return s
}

// L04a begins a case instead of moving one. In the first moment after the last day of a licence nobody can take it, lose it or have it changed any more,
// whether the sweep that cancels it has come or not, and what was asked too late leaves no case behind.
func TestNothingIsAskedOfALicenceThatHasEnded(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for _, swept := range []bool{false, true} {
		w := newWorld(t, "2026-06-17T09:00:00+08:00")
		person := w.blaster(1, "2026-08-31")
		_, certificate := w.certified(person) // valid to 2029-08-31
		w.at("2029-09-01 00:00")
		sweep := func() int {
			check(t, w.SweepLicences(ctx))
			return w.count(`SELECT count(*) FROM journal j JOIN cases c ON c.id = j.case_id WHERE c.certificate_id = ? AND j.move = 'L04a'`, certificate)
		}
		if swept && sweep() != 1 {
			t.Error("the sweep began no case")
		}
		before := w.count(`SELECT count(*) FROM cases`)
		for _, m := range []Measure{{Measure: procedure.Reissue, Ground: "LOSS", Facts: "证件遗失"},
			{Measure: procedure.Change, Ground: "A49", Facts: "变更单位", Unit: "益阳星城爆破工程有限公司", UnitCode: w.registers.unit.CreditCode}} {
			m.Certificate = certificate
			_, err := w.AskMeasure(ctx, person, m, db.Key{})
			wantCode(t, err, "CERTIFICATE_NOT_VALID")
		}
		_, err := w.OpenMeasure(ctx, reviewer, Measure{Certificate: certificate, Measure: procedure.Revoke, Ground: "A69.2", Facts: "提交伪造的培训学时证明"}, db.Key{})
		wantCode(t, err, "CERTIFICATE_NOT_VALID")
		if n := w.count(`SELECT count(*) FROM cases`); n != before || sweep() != 1 {
			t.Errorf("swept %t: %d cases, had %d", swept, n, before)
		}
	}
}
