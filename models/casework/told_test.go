package casework

import (
	"context"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// told lists to whom a kind of notice about a case went: "applicant", or the officers' numbers.
func (w *world) told(id uuid.UUID, kind string) (to []string) {
	w.t.Helper()
	check(w.t, w.db.Read(context.Background(), func(tx *db.Tx) error {
		return tx.Raw(`SELECT coalesce(o.police_no, 'applicant') FROM notices n LEFT JOIN officers o ON o.id = n.officer_id WHERE n.case_id = ? AND n.kind = ? ORDER BY 1`,
			id, kind).Scan(&to).Error
	}))
	return to
}

func (w *world) wantTold(id uuid.UUID, kind string, want ...string) {
	w.t.Helper()
	if got := w.told(id, kind); !slices.Equal(got, want) {
		w.t.Errorf("%s was told to %v, want %v", kind, got, want)
	}
}

// What was asked of the applicant and is dropped again, is told to him; what he drops or confirms, to the host officer (T06a, T06b, T18b).
func TestWhatIsDroppedIsTold(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-16T10:00:00+08:00")
	w.enrol(receiver, reviewer)
	person := w.blaster(1, "2026-12-01")
	id := w.submit(person)
	fix := func() {
		w.mustAct(receiver, procedure.StageIntake, id, Decision{Act: procedure.ActFix, Where: "health_hospital", Value: "桃江县中医医院", Reason: "笔误"})
	}
	fix()
	w.mustAct(receiver, procedure.StageIntake, id, Decision{Act: procedure.ActDropFix})
	w.wantTold(id, "fix_dropped", "applicant")
	fix()
	check(t, w.Answer(ctx, person, id, ApplicantReply{Act: procedure.ActDropFix}, db.Key{}))
	w.wantTold(id, "fix_dropped", "applicant")
	w.wantTold(id, "applicant_spoke", receiver.Officer)
	fix()
	check(t, w.Answer(ctx, person, id, ApplicantReply{Act: procedure.ActConfirmFix}, db.Key{}))
	w.wantTold(id, "applicant_spoke", receiver.Officer, receiver.Officer)

	w.mustAct(receiver, procedure.StageIntake, id, Decision{Act: procedure.ActAccept})
	w.mustDecide(counter, id, Decision{Act: procedure.ActCountyOpinion, Verdict: procedure.Grant, Reason: "经比对无异常"})
	w.mustAct(reviewer, procedure.StageReview, id, Decision{Act: procedure.ActAskExplanation, Reason: "两份证明为何不同"})
	w.mustAct(reviewer, procedure.StageReview, id, Decision{Act: procedure.ActDropExplanation, Reason: "已查明"})
	w.wantTold(id, "explain_dropped", "applicant")
}

// Officers are told by name of what others did with their work: who must verify (T16), whose proposal came back (T25).
func TestOfficersAreToldByName(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-16T10:00:00+08:00")
	w.enrol(checker1, checker2, reviewer)
	id := w.submit(w.blaster(1, "2026-12-01"))
	w.review(id)
	w.mustAct(reviewer, procedure.StageReview, id, Decision{Act: procedure.ActAskVerify, Kind: procedure.VerifyField, Named: []string{checker1.Officer, checker2.Officer}, Reason: "查看储存库"})
	w.wantTold(id, "verify_named", checker1.Officer, checker2.Officer)
	for _, c := range []account.Actor{checker1, checker2} {
		w.mustAct(c, procedure.StageVerify, id, Decision{Act: procedure.ActVerify, Record: "与申报一致", Pictures: w.enclosed(checker1, id), Unrelated: true})
	}
	w.mustDecide(reviewer, id, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "拟准予"})
	w.wantTold(id, "work_returned")
	w.mustDecide(decider, id, Decision{Act: procedure.ActReturn, Reason: "请核实照片"})
	w.wantTold(id, "work_returned", reviewer.Officer)
}

// A declared relation is decided: who declared it is told, and the applicant where another officer takes over (T44).
func TestADecidedRecusalIsTold(t *testing.T) {
	t.Parallel()
	for _, upheld := range []bool{true, false} {
		w := newWorld(t, "2026-09-16T10:00:00+08:00")
		head := clerk("刘刚", "090031", account.Leader, city)
		w.enrol(reviewer, head)
		id := w.submit(w.blaster(1, "2026-12-01"))
		w.review(id)
		w.mustAct(reviewer, procedure.StageReview, id, Decision{Act: procedure.ActRecuse, Reason: "同学"})
		check(t, w.aside(leader, id, Decision{Act: procedure.ActDecideRecusal, Officer: reviewer.Officer, Agree: upheld, Reason: "已核实"}))
		if upheld {
			w.wantTold(id, "recusal_decided", reviewer.Officer)
			w.wantTold(id, "host_recused", "applicant")
			w.wantTold(id, "recusal_denied")
		} else {
			w.wantTold(id, "recusal_denied", reviewer.Officer)
			w.wantTold(id, "host_recused")
		}
	}
}

// The licence ends while a correction is awaited: silence renews nothing, and the applicant is told to stop (T34a).
func TestTheEndOfProtectionIsTold(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-30T09:00:00+08:00")
	id, _ := w.correcting(w.blaster(1, "2026-10-30")) // on the last day of intake, so that the answer has time until after the licence's end
	w.at("2026-10-31 00:00")
	_, err := w.SettleDue(ctx, 10)
	check(t, err)
	w.wantState(id, procedure.Correction)
	w.wantTold(id, "protection_ends", "applicant")
}
