package casework

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// made brings a blaster's renewal to the day on which its certificate is made; agreed chooses electronic delivery.
func (w *world) made(person account.Actor, agreed bool) uuid.UUID {
	w.t.Helper()
	ctx := context.Background()
	id := w.draft(person)
	if agreed {
		_, err := w.SaveAnswers(ctx, person, id, form.Answers{"deliver": raw("electronic"), "deliver_consent": raw(true)}, 0)
		check(w.t, err)
	}
	_, err := w.Finish(ctx, person, id, db.Key{})
	check(w.t, err)
	_, err = w.UnitSign(ctx, w.unit, id, true, db.Key{})
	check(w.t, err)
	check(w.t, w.AskRegisters(ctx, id))
	w.review(id)
	w.mustAct(reviewer, procedure.StageReview, id, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "拟准"})
	w.mustDecide(decider, id, Decision{Act: procedure.ActGrant})
	w.mustDecide(printer, id, Decision{Act: procedure.ActIssueCertificate})
	return id
}

// The system ends the case on the day of the arrival, also from under an officer who holds it, and never twice; without consent it ends nothing.
func TestT32_TheSystemHandsOver(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-16T10:00:00+08:00")
	id := w.made(w.blaster(1, "2026-12-01"), true)
	c := w.claim(deliver, id)
	arrival := Arrival{SpaceAt: w.clock.Now(), TextedAt: time.Date(2026, 9, 16, 23, 59, 0, 0, workday.Zone), Mobile: "138****1001"}
	w.clock.Set(t, "2026-09-17T00:01:00+08:00")
	if ended, err := w.HandOver(ctx, id, arrival); err != nil || !ended {
		t.Fatalf("ended %t, %v", ended, err)
	}
	law := w.law(id)
	k4, _ := law.Clock(procedure.K4)
	if law.State != procedure.Closed || law.DeliveredOn.String() != "2026-09-16" || k4.Running() {
		t.Errorf("%s, delivered on %s, K4 %+v", law.State, law.DeliveredOn, k4)
	}
	if ended, err := w.HandOver(ctx, id, arrival); err != nil || ended {
		t.Errorf("a second time: %t, %v", ended, err)
	}
	if n := w.count(`SELECT count(*) FROM documents WHERE case_id = ? AND kind = 'delivery'`, id); n != 1 {
		t.Errorf("%d proofs of delivery", n)
	}
	late := Decision{Act: procedure.ActDeliver, Way: "counter", CaseID: id, StepID: c.StepID, Fence: c.Fence, Version: w.version(id)}
	_, err := w.Decide(ctx, deliver, late, db.Key{})
	wantCode(t, err, "LEASE_LOST")
}

func TestT32_NothingArrivesWithoutConsent(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-16T10:00:00+08:00")
	id := w.made(w.blaster(1, "2026-12-01"), false)
	ended, err := w.HandOver(context.Background(), id, Arrival{SpaceAt: w.clock.Now(), TextedAt: w.clock.Now()})
	if err != nil || ended || w.law(id).State != procedure.Delivery {
		t.Errorf("ended %t, %v, %s", ended, err, w.law(id).State)
	}
}
