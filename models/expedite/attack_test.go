package expedite_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	. "github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/material"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// attacks make every act of the tests fail at each of its statements first: nothing of a batch, an admission or a mark may be left by half, and
// the same act must succeed when it is tried again.
var attacks = &dbtest.Attacks{}

func (w *world) attacked(ctx context.Context, act string, do func(context.Context) error) error {
	w.t.Helper()
	return attacks.Whole(ctx, w.t, w.db, act, do)
}

// The acts of the service as tests call them.

func (w *world) Verify(ctx context.Context, actor account.Actor, id uuid.UUID, verified bool, how, disagrees string) error {
	return w.attacked(ctx, "Verify", func(ctx context.Context) error { return w.Service.Verify(ctx, actor, id, verified, how, disagrees) })
}

func (w *world) Doubt(ctx context.Context, actor account.Actor, id uuid.UUID, reason string, paper uuid.UUID, key db.Key) error {
	return w.attacked(ctx, "Doubt", func(ctx context.Context) error { return w.Service.Doubt(ctx, actor, id, reason, paper, key) })
}

func (w *world) Answer(ctx context.Context, actor account.Actor, id uuid.UUID, o Opinion, key db.Key) error {
	return w.attacked(ctx, "Answer", func(ctx context.Context) error { return w.Service.Answer(ctx, actor, id, o, key) })
}

func (w *world) Admit(ctx context.Context, actor account.Actor, id uuid.UUID, reason string, key db.Key) error {
	return w.attacked(ctx, "Admit", func(ctx context.Context) error { return w.Service.Admit(ctx, actor, id, reason, key) })
}

func (w *world) Ordinary(ctx context.Context, actor account.Actor, id uuid.UUID, reason string, key db.Key) error {
	return w.attacked(ctx, "Ordinary", func(ctx context.Context) error { return w.Service.Ordinary(ctx, actor, id, reason, key) })
}

func (w *world) Departed(ctx context.Context, actor account.Actor, id uuid.UUID, contact string, key db.Key) error {
	return w.attacked(ctx, "Departed", func(ctx context.Context) error { return w.Service.Departed(ctx, actor, id, contact, key) })
}

func (w *world) Shift(ctx context.Context, actor account.Actor, id uuid.UUID, reason string, key db.Key) error {
	return w.attacked(ctx, "Shift", func(ctx context.Context) error { return w.Service.Shift(ctx, actor, id, reason, key) })
}

func (w *world) Propose(ctx context.Context, actor account.Actor, n NewMark) (got uuid.UUID, err error) {
	err = w.attacked(ctx, "Propose", func(ctx context.Context) (err error) {
		got, err = w.Service.Propose(ctx, actor, n)
		return err
	})
	return got, err
}

func (w *world) Hear(ctx context.Context, actor account.Actor, id uuid.UUID, statement string) error {
	return w.attacked(ctx, "Hear", func(ctx context.Context) error { return w.Service.Hear(ctx, actor, id, statement) })
}

func (w *world) Decide(ctx context.Context, actor account.Actor, id uuid.UUID, r Ruling) error {
	return w.attacked(ctx, "Decide", func(ctx context.Context) error { return w.Service.Decide(ctx, actor, id, r) })
}

func (w *world) Lift(ctx context.Context, actor account.Actor, id uuid.UUID, reason string) error {
	return w.attacked(ctx, "Lift", func(ctx context.Context) error { return w.Service.Lift(ctx, actor, id, reason) })
}

func (w *world) Apply(ctx context.Context, actor account.Actor, a Application, key db.Key) (got casework.Receipt, err error) {
	err = w.attacked(ctx, "Apply", func(ctx context.Context) (err error) {
		got, err = w.Service.Apply(ctx, actor, a, key)
		return err
	})
	return got, err
}

func (w *world) ChangeRoster(ctx context.Context, actor account.Actor, roster []RosterPerson, key db.Key) (got casework.Receipt, err error) {
	err = w.attacked(ctx, "ChangeRoster", func(ctx context.Context) (err error) {
		got, err = w.Service.ChangeRoster(ctx, actor, roster, key)
		return err
	})
	return got, err
}

func (w *world) Save(ctx context.Context, actor account.Actor, id uuid.UUID, version int, t Trip, persons []Person) (got uuid.UUID, err error) {
	err = w.attacked(ctx, "Save", func(ctx context.Context) (err error) {
		got, err = w.Service.Save(ctx, actor, id, version, t, persons)
		return err
	})
	return got, err
}

func (w *world) Redate(ctx context.Context, actor account.Actor, id uuid.UUID, departure, back, from, to workday.Date) error {
	return w.attacked(ctx, "Redate", func(ctx context.Context) error { return w.Service.Redate(ctx, actor, id, departure, back, from, to) })
}

func (w *world) Submit(ctx context.Context, actor account.Actor, id uuid.UUID, key db.Key) (got []string, err error) {
	err = w.attacked(ctx, "Submit", func(ctx context.Context) (err error) {
		got, err = w.Service.Submit(ctx, actor, id, key)
		return err
	})
	return got, err
}

func (w *world) OfferSeats(ctx context.Context) error {
	return w.attacked(ctx, "OfferSeats", func(ctx context.Context) error { return w.Service.OfferSeats(ctx) })
}

func (w *world) WatchDoubts(ctx context.Context) (got int, err error) {
	err = w.attacked(ctx, "WatchDoubts", func(ctx context.Context) error {
		n, err := w.Service.WatchDoubts(ctx)
		got += n
		return err
	})
	return got, err
}

func (w *world) AskJourneys(ctx context.Context) (got int, err error) {
	err = w.attacked(ctx, "AskJourneys", func(ctx context.Context) (err error) {
		got, err = w.Service.AskJourneys(ctx)
		return err
	})
	return got, err
}

func (w *world) TakeSeats(ctx context.Context, actor account.Actor, id uuid.UUID, key db.Key) (got []string, err error) {
	err = w.attacked(ctx, "TakeSeats", func(ctx context.Context) (err error) {
		got, err = w.Service.TakeSeats(ctx, actor, id, key)
		return err
	})
	return got, err
}

func (w *world) AddPaper(ctx context.Context, actor account.Actor, id uuid.UUID, p Paper, file material.Material) (got PaperFile, err error) {
	err = w.attacked(ctx, "AddPaper", func(ctx context.Context) (err error) {
		got, err = w.Service.AddPaper(ctx, actor, id, p, file)
		return err
	})
	return got, err
}

func (w *world) ReadTravellers(ctx context.Context, actor account.Actor, id uuid.UUID, version int, sheet []byte) error {
	return w.attacked(ctx, "ReadTravellers", func(ctx context.Context) error { return w.Service.ReadTravellers(ctx, actor, id, version, sheet) })
}

func (w *world) RemovePaper(ctx context.Context, actor account.Actor, id, paper uuid.UUID) error {
	return w.attacked(ctx, "RemovePaper", func(ctx context.Context) error { return w.Service.RemovePaper(ctx, actor, id, paper) })
}

// No act is forgotten: whatever an exported method writes, a test makes it fail.
func TestEveryActIsAttacked(t *testing.T) {
	t.Parallel()
	acts, err := dbtest.ActsOf(".", []string{"Beside", "BesideAll", "Together"}, nil)
	if err != nil || len(acts.Writing) < 15 {
		t.Fatalf("only %v were found, %v", acts.Writing, err)
	}
	for _, act := range acts.Writing {
		if !slices.Contains(acts.Attacked, act) {
			t.Errorf("%s is not attacked", act)
		}
	}
}

func (w *world) Recount(ctx context.Context, cal *workday.Calendar, portion int) (got int, err error) {
	err = w.attacked(ctx, "Recount", func(ctx context.Context) error {
		n, err := w.Service.Recount(ctx, cal, portion)
		got += n
		return err
	})
	return got, err
}
