package casework

import (
	"context"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/roster"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// unattacked are the acts that no test of this package attacks, with who does.
var unattacked = map[string]string{
	"FileIn":    "writes in its caller's transaction: models/expedite attacks it as Submit, Apply and TakeSeats",
	"Beside":    "models/expedite attacks it as Admit, Ordinary, Departed and Shift",
	"BesideAll": "models/expedite attacks it as Redate",
	"Together":  "models/expedite attacks it as Answer",
}

// No act is forgotten: whatever an exported method writes, a test makes it fail.
func TestEveryActIsAttacked(t *testing.T) {
	t.Parallel()
	acts, err := dbtest.ActsOf(".", nil, []string{"settle"}) // readers let time move a case first, which SettleDue is attacked for
	check(t, err)
	if len(acts.Writing) < 40 {
		t.Fatalf("only %d acts were found", len(acts.Writing))
	}
	for _, act := range acts.Writing {
		if attacked := slices.Contains(acts.Attacked, act); attacked == (unattacked[act] != "") {
			t.Errorf("%s: attacked %t, excused by %q", act, attacked, unattacked[act])
		}
	}
}

// The acts of case management, of rosters and of periodic jobs as tests call them.

func (w *world) Pick(ctx context.Context, actor account.Actor, id uuid.UUID, reason string, idem db.Key) (got Claim, err error) {
	err = w.attacked(ctx, "Pick", func(ctx context.Context) (err error) {
		got, err = w.Service.Pick(ctx, actor, id, reason, idem)
		return err
	})
	return got, err
}

func (w *world) TakeOver(ctx context.Context, actor account.Actor, id uuid.UUID, reason string, idem db.Key) (got Claim, err error) {
	err = w.attacked(ctx, "TakeOver", func(ctx context.Context) (err error) {
		got, err = w.Service.TakeOver(ctx, actor, id, reason, idem)
		return err
	})
	return got, err
}

func (w *world) Assign(ctx context.Context, actor account.Actor, steps []uuid.UUID, of, login, reason string) (got []Assigned, err error) {
	err = w.attacked(ctx, "Assign", func(ctx context.Context) (err error) {
		got, err = w.Service.Assign(ctx, actor, steps, of, login, reason)
		return err
	})
	return got, err
}

func (w *world) SetLeave(ctx context.Context, actor account.Actor, officer string, from, until workday.Date, reason string) error {
	return w.attacked(ctx, "SetLeave", func(ctx context.Context) error { return w.Service.SetLeave(ctx, actor, officer, from, until, reason) })
}

func (w *world) SetShift(ctx context.Context, actor account.Actor, officer, starts, ends string) error {
	return w.attacked(ctx, "SetShift", func(ctx context.Context) error { return w.Service.SetShift(ctx, actor, officer, starts, ends) })
}

func (w *world) ReleaseAbsent(ctx context.Context) (got int, err error) {
	err = w.attacked(ctx, "ReleaseAbsent", func(ctx context.Context) (err error) {
		got, err = w.Service.ReleaseAbsent(ctx)
		return err
	})
	return got, err
}

func (w *world) Heartbeat(ctx context.Context, actor account.Actor, id uuid.UUID, fence int64, input bool) (got Claim, err error) {
	err = w.attacked(ctx, "Heartbeat", func(ctx context.Context) (err error) {
		got, err = w.Service.Heartbeat(ctx, actor, id, fence, input)
		return err
	})
	return got, err
}

func (w *world) RecordChecks(ctx context.Context, actor account.Actor, id, stepID uuid.UUID, fence int64, judged []Judged) error {
	return w.attacked(ctx, "RecordChecks", func(ctx context.Context) error {
		return w.Service.RecordChecks(ctx, actor, id, stepID, fence, judged)
	})
}

func (w *world) ReadMessages(ctx context.Context, actor account.Actor, id uuid.UUID) error {
	return w.attacked(ctx, "ReadMessages", func(ctx context.Context) error { return w.Service.ReadMessages(ctx, actor, id) })
}

func (w *world) ImportRoster(ctx context.Context, actor account.Actor, id uuid.UUID, raw []byte) (got roster.Sheet, err error) {
	err = w.attacked(ctx, "ImportRoster", func(ctx context.Context) (err error) {
		got, err = w.Service.ImportRoster(ctx, actor, id, raw)
		return err
	})
	return got, err
}

func (w *world) OfferByDesk(ctx context.Context, actor account.Actor, id, to uuid.UUID, reason string) error {
	return w.attacked(ctx, "OfferByDesk", func(ctx context.Context) error { return w.Service.OfferByDesk(ctx, actor, id, to, reason) })
}

func (w *world) Declare(ctx context.Context, actor account.Actor, subject, what string, idem db.Key) error {
	return w.attacked(ctx, "Declare", func(ctx context.Context) error { return w.Service.Declare(ctx, actor, subject, what, idem) })
}

func (w *world) Undeclare(ctx context.Context, actor account.Actor, id uuid.UUID) error {
	return w.attacked(ctx, "Undeclare", func(ctx context.Context) error { return w.Service.Undeclare(ctx, actor, id) })
}

func (w *world) AskFamilies(ctx context.Context) error {
	return w.attacked(ctx, "AskFamilies", func(ctx context.Context) error { return w.Service.AskFamilies(ctx) })
}

func (w *world) Archive(ctx context.Context, actor account.Actor, id uuid.UUID) (name string, data []byte, err error) {
	err = w.attacked(ctx, "Archive", func(ctx context.Context) (err error) {
		name, data, err = w.Service.Archive(ctx, actor, id)
		return err
	})
	return name, data, err
}

func (w *world) ArchiveDue(ctx context.Context, portion int) (got int, err error) {
	err = w.attacked(ctx, "ArchiveDue", func(ctx context.Context) error {
		n, err := w.Service.ArchiveDue(ctx, portion)
		got += n
		return err
	})
	return got, err
}

func (w *world) EnterBacklog(ctx context.Context) (got int, err error) {
	err = w.attacked(ctx, "EnterBacklog", func(ctx context.Context) error {
		n, err := w.Service.EnterBacklog(ctx)
		got += n
		return err
	})
	return got, err
}

func (w *world) RemindBegun(ctx context.Context, portion int) (got int, err error) {
	err = w.attacked(ctx, "RemindBegun", func(ctx context.Context) error {
		n, err := w.Service.RemindBegun(ctx, portion)
		got += n
		return err
	})
	return got, err
}

func (w *world) TellRetired(ctx context.Context, code string, version int) error {
	return w.attacked(ctx, "TellRetired", func(ctx context.Context) error { return w.Service.TellRetired(ctx, code, version) })
}

func (w *world) AskEnds(ctx context.Context, portion int) (got int, err error) {
	err = w.attacked(ctx, "AskEnds", func(ctx context.Context) error {
		n, err := w.Service.AskEnds(ctx, portion)
		got += n
		return err
	})
	return got, err
}
