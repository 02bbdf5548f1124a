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
	_, err := w.Finish(ctx, person, id, false, db.Key{})
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

// The holder of a certificate that is revoked says himself how its decision reaches him. Nothing of his application before counts as an agreement; by
// post it is delivered when it is signed for, whatever became of the first letter.
func TestL32_AMeasureByPost(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-16T10:00:00+08:00")
	w.enrol(chair, leader, manager)
	person := w.blaster(1, "2026-12-01")
	measure := w.faulty(person)
	if v, err := w.CaseForApplicant(ctx, person, measure); err != nil || len(v.Ways) != 3 || v.Ways[0].Why != "" {
		t.Errorf("the holder may choose between %+v, %v", v.Ways, err)
	}
	v, err := w.Review(ctx, deliver, measure)
	check(t, err)
	for _, way := range v.Ways {
		if (way.Why == "DELIVERY_NOT_AGREED") != (way.Way == procedure.Electronic) {
			t.Errorf("offered to the officer: %+v", way)
		}
	}
	wantField(t, w.ChooseDelivery(ctx, person, measure, DeliveryChoice{Way: "electronic"}, db.Key{}), "MUST_BE_TRUE")
	wantField(t, w.ChooseDelivery(ctx, person, measure, DeliveryChoice{Way: "ems", Name: "李建国", Phone: "1", Address: "益阳"}, db.Key{}), "PHONE_FORMAT")
	check(t, w.ChooseDelivery(ctx, person, measure, DeliveryChoice{Way: "ems", Name: "李建国", Phone: "13873700001", Address: "湖南省益阳市赫山区金山路18号"}, db.Key{}))
	w.mustDecide(deliver, measure, Decision{Act: procedure.ActPost, Waybill: "EB1"})
	if moved, err := w.Mailed(ctx, measure, Mail{Waybill: "EB1", At: w.clock.Now(), Reason: "无人签收"}); err != nil || !moved {
		t.Fatalf("came back: %t, %v", moved, err)
	}
	w.mustDecide(deliver, measure, Decision{Act: procedure.ActPost, Waybill: "EA2", Phone: "已通话，地址无误"})
	wantCode(t, w.ChooseDelivery(ctx, person, measure, DeliveryChoice{Way: "counter"}, db.Key{}), "ACT_NOT_NOW")
	if moved, err := w.Mailed(ctx, measure, Mail{Waybill: "EA2", At: w.clock.Now(), Signer: "本人"}); err != nil || !moved {
		t.Fatalf("signed for: %t, %v", moved, err)
	}
	if law := w.law(measure); law.State != procedure.Closed || law.DeliveredOn.IsZero() || len(law.Attempts) != 1 {
		t.Errorf("%s, delivered on %s, %d failed", law.State, law.DeliveredOn, len(law.Attempts))
	}
	for kind, want := range map[string]int{"delivery": 1, "returned": 1, "delivery_address": 1} {
		if n := w.count(`SELECT count(*) FROM documents WHERE case_id = ? AND kind = ?`, measure, kind); n != want {
			t.Errorf("%d papers of kind %s", n, kind)
		}
	}
}

// With the holder's own agreement the system delivers a measure as it does a permit.
func TestL32_AMeasureElectronically(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-16T10:00:00+08:00")
	w.enrol(chair, leader, manager)
	person := w.blaster(1, "2026-12-01")
	measure := w.faulty(person)
	proof := Arrival{SpaceAt: w.clock.Now(), TextedAt: w.clock.Now(), Mobile: "138****1001"}
	if ended, err := w.HandOver(ctx, measure, proof); err != nil || ended {
		t.Fatalf("delivered without an agreement: %t, %v", ended, err)
	}
	check(t, w.ChooseDelivery(ctx, person, measure, DeliveryChoice{Way: "electronic", Agree: true}, db.Key{}))
	if ended, err := w.HandOver(ctx, measure, proof); err != nil || !ended || w.law(measure).State != procedure.Closed {
		t.Errorf("ended %t, %v", ended, err)
	}
}
