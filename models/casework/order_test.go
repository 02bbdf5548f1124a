package casework

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

const exitEntry = "430900-jing"

// endorsing opens the review of a made-up endorsement case with this law and returns it.
func (w *world) endorsing(number, unit string, law procedure.Case) (uuid.UUID, procedure.StepOrder) {
	w.t.Helper()
	id, person := uuid.Must(uuid.NewV7()), w.person("文静", uuid.NewString())
	law.State = procedure.Review
	raw, err := json.Marshal(law)
	check(w.t, err)
	w.exec(`INSERT INTO cases (id, number, item_code, item_version, person_id, unit_code, state, law, started_at, received_at, updated_at)
		VALUES (?, ?, ?, 1, ?, ?, 'REVIEW', ?, ?, ?, ?)`, id, number, item, person.PersonID, unit, raw, w.clock.Now(), law.ReceivedAt, w.clock.Now())
	o := procedure.OrderAt(procedure.Endorsement(), procedure.Options{Code: "endorsement"}, law, procedure.StageReview, w.calendar(), w.clock.Now())
	check(w.t, w.db.Write(context.Background(), func(tx *db.Tx) error {
		return insertStep(tx, &record{ID: id, PersonID: person.PersonID, UnitCode: unit, Number: number, Law: law}, exitEntry, o, nil)
	}))
	return id, o
}

func promisedUntil(due string) []procedure.Clock {
	return []procedure.Clock{{Kind: procedure.K3, Due: workday.MustParse(due)}}
}

func instant(t testing.TB, when string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", when, workday.Zone)
	check(t, err)
	return at
}

// TestA12_QueueOrder: the due date is the priority, U stands before O within a day, and enterprises with many cases for one day take turns.
func TestA12_QueueOrder(t *testing.T) {
	t.Parallel()
	ctx, day := context.Background(), workday.MustParse
	w := newWorld(t, "2026-11-23T10:00:00+08:00")
	at := func(when string) time.Time { return instant(t, when) }
	urgent := func(received, day0, departs, due string) procedure.Case {
		return procedure.Case{Urgent: true, PromiseDay0: day(day0), Departure: day(departs), ReceivedAt: at(received), Clocks: promisedUntil(due)}
	}
	_, a := w.endorsing("a", "unit-a", urgent("2026-11-20 10:00", "2026-11-20", "2026-11-27", "2026-11-27"))
	_, b := w.endorsing("b", "", procedure.Case{ReceivedAt: at("2026-11-12 10:00"), Clocks: promisedUntil("2026-11-23")})
	_, c := w.endorsing("c", "unit-c", urgent("2026-11-23 09:00", "2026-11-23", "2026-12-07", "2026-11-30"))
	d4, d := w.endorsing("d", "", procedure.Case{ReceivedAt: at("2026-11-16 10:00"), Clocks: promisedUntil("2026-11-25")})
	for _, x := range []struct {
		name       string
		o          procedure.StepOrder
		finish, do string
	}{{"a", a, "2026-11-25", "2026-11-24"}, {"b", b, "2026-11-23", "2026-11-20"}, {"c", c, "2026-11-26", "2026-11-25"}, {"d", d, "2026-11-25", "2026-11-24"}} {
		wantDate(t, x.name+" finish_by", x.o.FinishBy, x.finish)
		wantDate(t, x.name+" do_by", x.o.DoBy, x.do)
	}
	officer := clerk("文静", "090021", account.Reviewer, exitEntry)
	w.wantOrder(officer, "b a d c")

	w.endorsing("e", "unit-e", urgent("2026-11-20 11:00", "2026-11-20", "2026-11-27", "2026-11-27"))
	for _, more := range []string{"a1", "a2", "a3"} {
		w.endorsing(more, "unit-a", urgent("2026-11-20 12:00", "2026-11-20", "2026-11-27", "2026-11-27"))
	}
	w.wantOrder(officer, "b a e a1 a2 a3 d c")

	// A departure that comes into the case moves its step: d is now due on the day of b, which was received before it.
	law := procedure.Case{ReceivedAt: at("2026-11-16 10:00"), Clocks: promisedUntil("2026-11-25"), Departure: day("2026-11-24"), State: procedure.Review}
	moved := procedure.OrderAt(procedure.Endorsement(), procedure.Options{Code: "endorsement"}, law, procedure.StageReview, w.calendar(), w.clock.Now())
	check(t, w.db.Write(ctx, func(tx *db.Tx) error {
		return reorderStep(tx, &record{ID: d4, PersonID: uuid.New()}, exitEntry, moved)
	}))
	w.wantOrder(officer, "b d a e a1 a2 a3 c")

	// Every claim is told and keeps why it was this one: the five values of the order.
	claim, err := w.ClaimNext(ctx, officer, exitEntry, procedure.StageReview, db.Key{})
	check(t, err)
	var why []byte
	w.scan(&why, `SELECT why FROM claims WHERE step_id = ?`, claim.StepID)
	var kept Place
	check(t, json.Unmarshal(why, &kept))
	if kept.DoBy != claim.Why.DoBy || kept.Class != claim.Why.Class || kept.Turn != claim.Why.Turn || !kept.ReceivedAt.Equal(claim.Why.ReceivedAt) || kept.Number != claim.Code {
		t.Errorf("the claim keeps %+v, the officer is told %+v", kept, claim.Why)
	}
}

func (w *world) wantOrder(officer account.Actor, want string) {
	w.t.Helper()
	page, err := w.Queue(context.Background(), officer, exitEntry, procedure.StageReview, "", 50)
	check(w.t, err)
	var got []string
	for _, r := range page.Items {
		got = append(got, r.Number)
	}
	if !slices.Equal(got, strings.Fields(want)) {
		w.t.Fatalf("the order is %v, want %s", got, want)
	}
}
