package appointment_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/appointment"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// attacks make every act of the tests fail at each of its statements first: nothing may be left by half, and the same act must succeed when it is
// tried again.
var attacks = &dbtest.Attacks{}

func (w *world) attacked(ctx context.Context, act string, do func(context.Context) error) error {
	w.t.Helper()
	return attacks.Whole(ctx, w.t, w.db, act, do)
}

// No act is forgotten: whatever an exported method writes, a test makes it fail.
func TestEveryActIsAttacked(t *testing.T) {
	t.Parallel()
	acts, err := dbtest.ActsOf(".", nil, nil)
	if err != nil || len(acts.Writing) < 9 {
		t.Fatalf("only %v were found, %v", acts.Writing, err)
	}
	for _, act := range acts.Writing {
		if !slices.Contains(acts.Attacked, act) {
			t.Errorf("%s is not attacked", act)
		}
	}
}

// The acts of the service as tests call them.

func (w *world) Book(ctx context.Context, actor account.Actor, o appointment.Order, key db.Key) (got appointment.Booking, err error) {
	err = w.attacked(ctx, "Book", func(ctx context.Context) (err error) {
		got, err = w.Service.Book(ctx, actor, o, key)
		return err
	})
	return got, err
}

func (w *world) Cancel(ctx context.Context, actor account.Actor, id uuid.UUID, reason string, key db.Key) (got appointment.Booking, err error) {
	err = w.attacked(ctx, "Cancel", func(ctx context.Context) (err error) {
		got, err = w.Service.Cancel(ctx, actor, id, reason, key)
		return err
	})
	return got, err
}

func (w *world) Mark(ctx context.Context, actor account.Actor, id uuid.UUID, mark appointment.State, key db.Key) (got appointment.Booking, err error) {
	err = w.attacked(ctx, "Mark", func(ctx context.Context) (err error) {
		got, err = w.Service.Mark(ctx, actor, id, mark, key)
		return err
	})
	return got, err
}

func (w *world) Move(ctx context.Context, actor account.Actor, id uuid.UUID, window string, start time.Time, key db.Key) (got appointment.Booking, err error) {
	err = w.attacked(ctx, "Move", func(ctx context.Context) (err error) {
		got, err = w.Service.Move(ctx, actor, id, window, start, key)
		return err
	})
	return got, err
}

func (w *world) Remind(ctx context.Context, limit int) (got int, err error) {
	err = w.attacked(ctx, "Remind", func(ctx context.Context) (err error) {
		got, err = w.Service.Remind(ctx, limit)
		return err
	})
	return got, err
}

func (w *world) Set(ctx context.Context, actor account.Actor, code string, in appointment.Settings) (got appointment.Window, err error) {
	err = w.attacked(ctx, "Set", func(ctx context.Context) (err error) {
		got, err = w.Service.Set(ctx, actor, code, in)
		return err
	})
	return got, err
}

func (w *world) SetDay(ctx context.Context, actor account.Actor, code string, e appointment.Exception, cancel bool) (got int, err error) {
	err = w.attacked(ctx, "SetDay", func(ctx context.Context) (err error) {
		got, err = w.Service.SetDay(ctx, actor, code, e, cancel)
		return err
	})
	return got, err
}

func (w *world) UnsetDay(ctx context.Context, actor account.Actor, code string, day workday.Date) error {
	return w.attacked(ctx, "UnsetDay", func(ctx context.Context) error { return w.Service.UnsetDay(ctx, actor, code, day) })
}

func (w *world) WalkIn(ctx context.Context, actor account.Actor, code string, key db.Key) (got int, err error) {
	err = w.attacked(ctx, "WalkIn", func(ctx context.Context) (err error) {
		got, err = w.Service.WalkIn(ctx, actor, code, key)
		return err
	})
	return got, err
}

func (w *world) Managed(ctx context.Context, actor account.Actor, code string) (got appointment.Window, days []appointment.Exception, err error) {
	err = w.attacked(ctx, "Managed", func(ctx context.Context) (err error) {
		got, days, err = w.Service.Managed(ctx, actor, code)
		return err
	})
	return got, days, err
}
