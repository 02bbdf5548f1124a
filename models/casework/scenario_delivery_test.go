package casework

import (
	"context"
	"testing"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// What is posted is delivered when the post says that it was signed for, and comes back to the queue when it does not: twice by post, then otherwise.
func TestT33_TwoReturnedLetters(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-16T10:00:00+08:00")
	id := w.made(w.blaster(1, "2026-12-01"), false)
	c := w.claim(deliver, id)
	on := func(d Decision) error {
		d.CaseID, d.StepID, d.Fence, d.Version = id, c.StepID, c.Fence, w.version(id)
		_, err := w.Decide(ctx, deliver, d, db.Key{})
		return err
	}
	wantCode(t, on(Decision{Act: procedure.ActDeliver, Way: "ems", Waybill: "1"}), "POST_FIRST")
	wantField(t, on(Decision{Act: procedure.ActPost}), "WAYBILL_REQUIRED")
	check(t, on(Decision{Act: procedure.ActPost, Waybill: "EB1"}))
	if n := w.count(`SELECT count(*) FROM steps WHERE case_id = ? AND state <> 'DONE'`, id); n != 0 {
		t.Errorf("%d steps wait while the letter is on its way", n)
	}
	if moved, err := w.Mailed(ctx, id, Mail{Waybill: "other", At: w.clock.Now(), Signer: "x"}); err != nil || moved {
		t.Errorf("another letter moved the case: %v", err)
	}
	back := Mail{Waybill: "EB1", At: w.clock.Now(), Reason: "拒收"}
	for i, want := range []bool{true, false} {
		if moved, err := w.Mailed(ctx, id, back); err != nil || moved != want {
			t.Errorf("%d: moved %t, %v", i, moved, err)
		}
	}
	c = w.claim(deliver, id)
	wantField(t, on(Decision{Act: procedure.ActPost, Waybill: "EB2"}), "CALL_REQUIRED")
	check(t, on(Decision{Act: procedure.ActPost, Waybill: "EB2", Phone: "9 月 16 日通话，地址无误"}))
	// The post is silent: the deliverer records without a claim what he knows.
	_, err := w.Decide(ctx, deliver, Decision{Act: procedure.ActFailDelivery, CaseID: id, Version: w.version(id), Waybill: "EB2", Reason: "地址查无此人"}, db.Key{})
	check(t, err)
	c = w.claim(deliver, id)
	wantCode(t, on(Decision{Act: procedure.ActPost, Waybill: "EB3", Phone: "x"}), "DELIVERY_BY_WINDOW")
	if k4, runs := w.law(id).Runs(procedure.K4); !runs || k4.Due.IsZero() {
		t.Error("K4 does not run on")
	}
	if a := w.law(id).Attempts; len(a) != 2 || a[1].Phone == "" {
		t.Errorf("attempts: %+v", a)
	}
	check(t, on(Decision{Act: procedure.ActDeliver, Way: "counter"}))
}

// A signature ends the case on its day, once; without a letter on its way nobody delivers without a claim.
func TestT32_SignedFor(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-16T10:00:00+08:00")
	id := w.made(w.blaster(1, "2026-12-01"), false)
	beside := Decision{Act: procedure.ActDeliver, Way: "ems", CaseID: id, Version: w.version(id)}
	_, err := w.Decide(ctx, deliver, beside, db.Key{})
	wantCode(t, err, "ROLE_REQUIRED")
	w.mustDecide(deliver, id, Decision{Act: procedure.ActPost, Waybill: "EA1"})
	signed := w.clock.Now()
	w.clock.Set(t, "2026-09-18T10:00:00+08:00")
	for i, want := range []bool{true, false} {
		if moved, err := w.Mailed(ctx, id, Mail{Waybill: "EA1", At: signed, Signer: "本人"}); err != nil || moved != want {
			t.Errorf("%d: moved %t, %v", i, moved, err)
		}
	}
	if law := w.law(id); law.State != procedure.Closed || law.DeliveredOn.String() != "2026-09-16" {
		t.Errorf("%s, delivered on %s", law.State, law.DeliveredOn)
	}
}
