package enterprise

import (
	"bytes"
	"context"
	"io"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
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
	if err != nil || len(acts.Writing) < 11 {
		t.Fatalf("only %v were found, %v", acts.Writing, err)
	}
	for _, act := range acts.Writing {
		if act != "AskTakeover" && !slices.Contains(acts.Attacked, act) { // it counts how often a person tries, and would be refused
			t.Errorf("%s is not attacked", act)
		}
	}
}

// The acts of the service as tests call them.

func (w *world) AddPaper(ctx context.Context, actor account.Actor, enterprise uuid.UUID, p NewPaper, name string, file io.Reader) (got uuid.UUID, err error) {
	content, err := io.ReadAll(file)
	check(w.t, err)
	err = w.attacked(ctx, "AddPaper", func(ctx context.Context) (err error) {
		got, err = w.Service.AddPaper(ctx, actor, enterprise, p, name, bytes.NewReader(content))
		return err
	})
	return got, err
}

func (w *world) AskAgain(ctx context.Context, id uuid.UUID) error {
	return w.attacked(ctx, "AskAgain", func(ctx context.Context) error { return w.Service.AskAgain(ctx, id) })
}

func (w *world) Confirm(ctx context.Context, actor account.Actor, id uuid.UUID, agreed bool) error {
	return w.attacked(ctx, "Confirm", func(ctx context.Context) error { return w.Service.Confirm(ctx, actor, id, agreed) })
}

func (w *world) DecideTakeover(ctx context.Context, actor account.Actor, id uuid.UUID, approve bool, reason string) (got bool, err error) {
	err = w.attacked(ctx, "DecideTakeover", func(ctx context.Context) (err error) {
		got, err = w.Service.DecideTakeover(ctx, actor, id, approve, reason)
		return err
	})
	return got, err
}

func (w *world) Object(ctx context.Context, actor account.Actor, id uuid.UUID, text string) error {
	return w.attacked(ctx, "Object", func(ctx context.Context) error { return w.Service.Object(ctx, actor, id, text) })
}

func (w *world) RecordByHand(ctx context.Context, actor account.Actor, id uuid.UUID, record account.EnterpriseRecord) error {
	return w.attacked(ctx, "RecordByHand", func(ctx context.Context) error { return w.Service.RecordByHand(ctx, actor, id, record) })
}

func (w *world) Refresh(ctx context.Context, limit int) (got int, err error) {
	err = w.attacked(ctx, "Refresh", func(ctx context.Context) error {
		n, err := w.Service.Refresh(ctx, limit)
		got += n
		return err
	})
	return got, err
}

func (w *world) Register(ctx context.Context, actor account.Actor, creditCode string) (got Registration, err error) {
	err = w.attacked(ctx, "Register", func(ctx context.Context) (err error) {
		got, err = w.Service.Register(ctx, actor, creditCode)
		return err
	})
	return got, err
}

func (w *world) RemovePaper(ctx context.Context, actor account.Actor, id uuid.UUID) error {
	return w.attacked(ctx, "RemovePaper", func(ctx context.Context) error { return w.Service.RemovePaper(ctx, actor, id) })
}

func (w *world) WarnOfExpiry(ctx context.Context, limit int) (got int, err error) {
	err = w.attacked(ctx, "WarnOfExpiry", func(ctx context.Context) (err error) {
		got, err = w.Service.WarnOfExpiry(ctx, limit)
		return err
	})
	return got, err
}

func (w *world) Recount(ctx context.Context, cal *workday.Calendar, portion int) (got int, err error) {
	err = w.attacked(ctx, "Recount", func(ctx context.Context) error {
		n, err := w.Service.Recount(ctx, cal, portion)
		got += n
		return err
	})
	return got, err
}
