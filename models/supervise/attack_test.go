package supervise_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/supervise"
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
	if err != nil || len(acts.Writing) < 13 {
		t.Fatalf("only %v were found, %v", acts.Writing, err)
	}
	for _, act := range acts.Writing {
		if !slices.Contains(acts.Attacked, act) {
			t.Errorf("%s is not attacked", act)
		}
	}
}

// The acts of the service as tests call them.

func (w *world) Answer(ctx context.Context, actor account.Actor, id uuid.UUID, text string) error {
	return w.attacked(ctx, "Answer", func(ctx context.Context) error { return w.Service.Answer(ctx, actor, id, text) })
}

func (w *world) AnswerVoice(ctx context.Context, actor account.Actor, id uuid.UUID, text string, verified bool) error {
	return w.attacked(ctx, "AnswerVoice", func(ctx context.Context) error { return w.Service.AnswerVoice(ctx, actor, id, text, verified) })
}

func (w *world) Appeal(ctx context.Context, actor account.Actor, id uuid.UUID, text string, seen int) error {
	return w.attacked(ctx, "Appeal", func(ctx context.Context) error { return w.Service.Appeal(ctx, actor, id, text, seen) })
}

func (w *world) CloseHit(ctx context.Context, actor account.Actor, id uuid.UUID, result string) error {
	return w.attacked(ctx, "CloseHit", func(ctx context.Context) error { return w.Service.CloseHit(ctx, actor, id, result) })
}

func (w *world) Contact(ctx context.Context, actor account.Actor, id uuid.UUID, text string, complex bool, seen int) error {
	return w.attacked(ctx, "Contact", func(ctx context.Context) error { return w.Service.Contact(ctx, actor, id, text, complex, seen) })
}

func (w *world) DecideAppeal(ctx context.Context, actor account.Actor, id uuid.UUID, strike bool, why string, seen int) error {
	return w.attacked(ctx, "DecideAppeal", func(ctx context.Context) error { return w.Service.DecideAppeal(ctx, actor, id, strike, why, seen) })
}

func (w *world) Raise(ctx context.Context, alarm casework.AlarmArgs, source string) error {
	return w.attacked(ctx, "Raise", func(ctx context.Context) error { return w.Service.Raise(ctx, alarm, source) })
}

func (w *world) Rate(ctx context.Context, actor account.Actor, caseID uuid.UUID, r supervise.Rated) error {
	return w.attacked(ctx, "Rate", func(ctx context.Context) error { return w.Service.Rate(ctx, actor, caseID, r) })
}

func (w *world) RateAgain(ctx context.Context, actor account.Actor, caseID uuid.UUID, grade supervise.Grade) error {
	return w.attacked(ctx, "RateAgain", func(ctx context.Context) error { return w.Service.RateAgain(ctx, actor, caseID, grade) })
}

func (w *world) Resolve(ctx context.Context, actor account.Actor, id uuid.UUID, text string, noBasis bool, seen int) error {
	return w.attacked(ctx, "Resolve", func(ctx context.Context) error { return w.Service.Resolve(ctx, actor, id, text, noBasis, seen) })
}

func (w *world) Speak(ctx context.Context, actor account.Actor, caseID uuid.UUID, kind supervise.VoiceKind, text string) error {
	return w.attacked(ctx, "Speak", func(ctx context.Context) error { return w.Service.Speak(ctx, actor, caseID, kind, text) })
}

func (w *world) Watch(ctx context.Context, limit int) (got int, err error) {
	err = w.attacked(ctx, "Watch", func(ctx context.Context) error {
		n, err := w.Service.Watch(ctx, limit)
		got += n
		return err
	})
	return got, err
}

func (w *world) WatchRepairs(ctx context.Context, portion int) (got int, err error) {
	err = w.attacked(ctx, "WatchRepairs", func(ctx context.Context) error {
		n, err := w.Service.WatchRepairs(ctx, portion)
		got += n
		return err
	})
	return got, err
}

func (w *world) RegisterJustice(ctx context.Context, actor account.Actor, n supervise.NewJustice) (got uuid.UUID, err error) {
	err = w.attacked(ctx, "RegisterJustice", func(ctx context.Context) (err error) {
		got, err = w.Service.RegisterJustice(ctx, actor, n)
		return err
	})
	return got, err
}

func (w *world) IssueOrder(ctx context.Context, actor account.Actor, o supervise.Order, idem db.Key) error {
	return w.attacked(ctx, "IssueOrder", func(ctx context.Context) error { return w.Service.IssueOrder(ctx, actor, o, idem) })
}

func (w *world) Patrol(ctx context.Context) (got int, err error) {
	err = w.attacked(ctx, "Patrol", func(ctx context.Context) error {
		n, err := w.Service.Patrol(ctx)
		got += n
		return err
	})
	return got, err
}

func (w *world) WatchJustice(ctx context.Context) (got int, err error) {
	err = w.attacked(ctx, "WatchJustice", func(ctx context.Context) error {
		n, err := w.Service.WatchJustice(ctx)
		got += n
		return err
	})
	return got, err
}

func (w *world) AnswerJustice(ctx context.Context, actor account.Actor, id uuid.UUID, text string) error {
	return w.attacked(ctx, "AnswerJustice", func(ctx context.Context) error { return w.Service.AnswerJustice(ctx, actor, id, text) })
}

func (w *world) Recount(ctx context.Context, cal *workday.Calendar, portion int) (got int, err error) {
	err = w.attacked(ctx, "Recount", func(ctx context.Context) error {
		n, err := w.Service.Recount(ctx, cal, portion)
		got += n
		return err
	})
	return got, err
}
