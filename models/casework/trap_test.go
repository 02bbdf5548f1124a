package casework

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// deed is an act of a case that is ready to be done.
type deed struct {
	id    uuid.UUID
	do    func(context.Context) error
	begun func() uuid.UUID // the case that it begins
}

// decisive are the acts that give somebody a right or take it, or let a limit end, each with the move it makes and a paper it writes.
var decisive = map[string]struct {
	start string
	ready func(w *world) deed
	move  procedure.MoveID
	paper string
}{
	"received":   {"2026-09-17T09:00:00+08:00", handedIn, "T03", "receipt"},
	"accepted":   {"2026-09-17T09:00:00+08:00", atIntake(Decision{Act: procedure.ActAccept}), "T10", "acceptance"},
	"correction": {"2026-09-17T09:00:00+08:00", atIntake(Decision{Act: procedure.ActCorrect, Defects: []procedure.Defect{{Where: "体检医院", Problem: "不清楚", Mend: "写明"}}}), "T07", "correction"},
	"granted": {"2026-09-17T09:00:00+08:00", func(w *world) deed {
		id, _ := w.proposed("2026-12-01")
		return w.deciding(decider, id, Decision{Act: procedure.ActGrant})
	}, "T27", "grant"},
	"refused": {"2026-09-17T09:00:00+08:00", toRefuse, "T28", "refusal"},
	"withdrawn": {"2026-09-17T09:00:00+08:00", func(w *world) deed {
		id, person := w.proposed("2026-12-01")
		return deed{id: id, do: func(ctx context.Context) error {
			return w.Service.Withdraw(ctx, person, id, "不办了", key(person, "withdraw"))
		}}
	}, "T29", "withdrawal"},
	"lapsed": {"2026-09-16T10:00:00+08:00", func(w *world) deed {
		id, _ := w.correcting(w.blaster(1, "2026-12-01"))
		return w.sweeping(id, procedure.K9)
	}, "T09", "lapse"},
	"deemed accepted": {"2026-09-17T09:00:00+08:00", func(w *world) deed {
		return w.sweeping(w.submit(w.blaster(1, "2026-12-01")), procedure.K1)
	}, "T11", "deemed_acceptance"},
	"deemed renewed": {"2026-10-20T09:00:00+08:00", func(w *world) deed {
		id, _ := w.proposed("2026-11-20")
		return w.sweeping(id, procedure.K11)
	}, "T34", "deemed_renewal"},
	"certificate": {"2026-09-17T09:00:00+08:00", func(w *world) deed {
		id := w.granted(w.blaster(1, "2026-12-01"))
		return w.deciding(printer, id, Decision{Act: procedure.ActIssueCertificate})
	}, "T31", "certificate"},
	"delivered": {"2026-09-17T09:00:00+08:00", func(w *world) deed {
		person := w.blaster(1, "2026-12-01")
		id := w.granted(person)
		w.mustDecide(printer, id, Decision{Act: procedure.ActIssueCertificate})
		return deed{id: id, do: func(ctx context.Context) error { return w.Service.ConfirmDelivery(ctx, person, id) }}
	}, "T32", "delivery"},
	"filed":             {"2026-09-17T09:00:00+08:00", usual(ownGuards, procedure.Received), "F05a", "filed"},
	"endorsement sent":  {"2026-09-17T09:00:00+08:00", usual(endorsementItem, procedure.Deciding), "E27", ""},
	"result entered":    {"2026-09-17T09:00:00+08:00", usual(endorsementItem, procedure.Forwarded), "E28", ""},
	"result verified":   {"2026-09-17T09:00:00+08:00", usual(endorsementItem, procedure.Entered), "E29", "issued"},
	"licence revoked":   {"2026-06-17T09:00:00+08:00", toRevoke, "L05", "revocation"},
	"licence cancelled": {"2026-06-17T09:00:00+08:00", toCancel, "L08", "cancellation"},
}

// Triggers fail every decisive act at every row that it writes, before and after the row, at the commit, and by killing its connection. Nothing of
// it is ever left; without the triggers it is done once, its numbers go on without a hole, and doing it again changes nothing.
func TestADecisionFailsWholeInTheDatabase(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for name, d := range decisive {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, d.start)
			ready := d.ready(w)
			traps, err := dbtest.SetTraps(ctx, w.db)
			check(t, err)
			w.failsWhole(traps, ready, d.move, d.paper)
		})
	}
}

// failsWhole springs all traps on a deed, does it without them, and once more.
func (w *world) failsWhole(traps *dbtest.Traps, ready deed, move procedure.MoveID, paper string) {
	w.t.Helper()
	ctx := context.Background()
	before := w.count(`SELECT count(*) FROM journal WHERE case_id = ? AND move = ?`, ready.id, move)
	sprung, err := traps.Spring(ctx, ready.do)
	check(w.t, err)
	check(w.t, traps.Remove(ctx))
	check(w.t, ready.do(ctx))
	if ready.begun != nil {
		ready.id = ready.begun()
	}
	times := w.count(`SELECT count(*) FROM journal WHERE case_id = ? AND move = ?`, ready.id, move)
	states := w.count(`SELECT count(DISTINCT from_state) FROM journal WHERE case_id = ? AND move = ?`, ready.id, move)
	if times == before || before == 0 && times != states {
		w.t.Errorf("%s happened %d times from %d states, before %d times", move, times, states, before)
	}
	if paper != "" && !slices.Contains(w.kinds(ready.id), paper) {
		w.t.Errorf("documents %v, want %s", w.kinds(ready.id), paper)
	}
	w.agrees(ready.id)
	w.numbersAreWhole()
	done := w.tally()
	_ = ready.do(ctx) // refused, or answered from what is kept
	if again := w.tally(); again != done {
		w.t.Errorf("%s: doing it again wrote %v, had %v", move, again, done)
	}
	w.t.Logf("%s: %d rows and %d connections: %v", move, sprung.Rows, sprung.Kills, sprung.Tables)
}

// numbersAreWhole checks that every series of numbers was given from one to its last, each once.
func (w *world) numbersAreWhole() {
	w.t.Helper()
	w.seriesAreWhole()
	if n, m := w.count(`SELECT coalesce(sum(last), 0) FROM case_sequences`), w.count(`SELECT count(*) FROM cases WHERE number IS NOT NULL`); n != m {
		w.t.Errorf("%d numbers were given to %d cases", n, m)
	}
}

// seriesAreWhole checks it of the documents only.
func (w *world) seriesAreWhole() {
	w.t.Helper()
	if n := w.count(`SELECT count(*) FROM document_numbers n WHERE last <> (SELECT count(*) FROM documents d
		WHERE d.body = n.body AND d.mark = n.mark AND d.year = n.year AND d.serial BETWEEN 1 AND n.last)`); n != 0 {
		w.t.Errorf("%d series of documents have a hole", n)
	}
}

// deciding is an officer's decision of a case whose step he holds.
func (w *world) deciding(officer account.Actor, id uuid.UUID, d Decision) deed {
	w.t.Helper()
	var desk, stage string
	w.scan(&desk, `SELECT desk FROM steps WHERE case_id = ? AND state = 'QUEUED'`, id)
	w.scan(&stage, `SELECT stage FROM steps WHERE case_id = ? AND state = 'QUEUED'`, id)
	c, err := w.ClaimNext(context.Background(), officer, desk, procedure.Stage(stage), db.Key{})
	check(w.t, err)
	d.CaseID, d.StepID, d.Fence, d.Version = id, c.StepID, c.Fence, w.version(id)
	return deed{id: id, do: func(ctx context.Context) error {
		_, err := w.Service.Decide(ctx, officer, d, key(officer, "decide "+c.StepID.String()+string(d.Act)))
		return err
	}}
}

// sweeping is the end of a case's limit, whose sweep comes at once.
func (w *world) sweeping(id uuid.UUID, clock procedure.ClockKind) deed {
	w.t.Helper()
	k, running := w.law(id).Clock(clock)
	if !running {
		w.t.Fatalf("%s does not run", clock)
	}
	w.clock.Set(w.t, k.Due.AddDays(1).Start().Format(time.RFC3339))
	return deed{id: id, do: func(ctx context.Context) error {
		_, err := w.Service.SettleDue(ctx, 10)
		return err
	}}
}

func handedIn(w *world) deed {
	person := w.blaster(1, "2026-12-01")
	id := w.draft(person)
	_, err := w.Finish(context.Background(), person, id, false, db.Key{})
	check(w.t, err)
	return deed{id: id, do: func(ctx context.Context) error {
		_, err := w.Service.UnitSign(ctx, w.unit, id, true, key(w.unit, "sign"))
		return err
	}}
}

func atIntake(d Decision) func(w *world) deed {
	return func(w *world) deed { return w.deciding(receiver, w.submit(w.blaster(1, "2026-12-01")), d) }
}

func toRefuse(w *world) deed {
	person := w.blaster(1, "2026-12-01")
	w.registers.police[person.IDNumber] = BackgroundAnswer{Criminal: true}
	id := w.submit(person)
	w.review(id)
	w.mustDecide(reviewer, id, Decision{Act: procedure.ActPropose, Verdict: procedure.Refuse, Grounds: []string{"B3"}, Reason: "曾受刑事处罚"})
	w.mustDecide(lawyer, id, Decision{Act: procedure.ActLegalOpinion, Agree: true, Reason: "同意"})
	return w.deciding(decider, id, Decision{Act: procedure.ActRefuse, Grounds: []string{"B3"}, Reason: "申请人曾受刑事处罚", Heard: "申请人放弃陈述申辩"})
}

func toRevoke(w *world) deed {
	person := w.blaster(1, "2026-08-31")
	_, certificate := w.certified(person)
	id := w.opened(reviewer, Measure{Certificate: certificate, Measure: procedure.Revoke, Ground: "A69.2", Facts: "提交伪造的培训学时证明"})
	check(w.t, w.Answer(context.Background(), person, id, ApplicantReply{Act: procedure.ActWaiveHearing}, db.Key{}))
	w.mustDecide(reviewer, id, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "拟撤销", Heard: "无重大损害"})
	w.mustDecide(lawyer, id, Decision{Act: procedure.ActLegalOpinion, Agree: true, Reason: "同意"})
	return w.deciding(decider, id, Decision{Act: procedure.ActRevoke, Reason: "以欺骗手段取得许可"})
}

func toCancel(w *world) deed {
	_, certificate := w.certified(w.blaster(1, "2026-08-31"))
	check(w.t, w.CancelLicence(context.Background(), CancelLicenceArgs{Certificate: certificate, Ground: "A70.2", Proof: "死亡证明"}))
	var id uuid.UUID
	w.scan(&id, `SELECT id FROM cases WHERE certificate_id = ? AND state <> 'CLOSED' ORDER BY started_at DESC LIMIT 1`, certificate)
	w.mustDecide(reviewer, id, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "拟注销"})
	return w.deciding(decider, id, Decision{Act: procedure.ActCancelLicence})
}

// endorsementItem ends with a result that another system gives.
const endorsementItem = "430900-CJ-0158"

// usual is what usually follows in a state of an item's example.
func usual(code string, state procedure.State) func(w *world) deed {
	return func(w *world) deed {
		a := example(w.t, code, nil, nil)
		w.day(a.example.Today)
		id, person, err := w.report(a)
		check(w.t, err)
		view, err := w.bring(person, id, a.item, state)
		check(w.t, err)
		var desk, stage string
		w.scan(&desk, `SELECT desk FROM steps WHERE case_id = ? AND state = 'QUEUED'`, id)
		w.scan(&stage, `SELECT stage FROM steps WHERE case_id = ? AND state = 'QUEUED'`, id)
		officer := w.officerOf(desk, procedure.Stage(stage))
		d := w.deciding(officer, id, usualAct(a.item.Procedure, view.Law, false))
		held, err := w.Mine(context.Background(), officer)
		check(w.t, err)
		seen, err := w.Review(context.Background(), officer, id)
		check(w.t, err)
		for _, row := range seen.Checks {
			if row.Mark == procedure.Open && row.Settable {
				check(w.t, w.RecordCheck(context.Background(), officer, id, held[0].StepID, held[0].Fence, row.Code, procedure.Pass, ""))
			}
		}
		return d
	}
}
