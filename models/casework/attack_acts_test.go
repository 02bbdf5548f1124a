package casework

import (
	"context"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// The acts of the service as tests call them: each is attacked (attack_test.go).

func (w *world) Decide(ctx context.Context, actor account.Actor, d Decision, idem db.Key) (got Decided, err error) {
	err = w.attacked(ctx, "Decide "+string(d.Act), func(ctx context.Context) (err error) {
		got, err = w.Service.Decide(ctx, actor, d, idem)
		return err
	})
	return got, err
}

func (w *world) Finish(ctx context.Context, actor account.Actor, id uuid.UUID, insist bool, idem db.Key) (got Receipt, err error) {
	err = w.attacked(ctx, "Finish", func(ctx context.Context) (err error) {
		got, err = w.Service.Finish(ctx, actor, id, insist, idem)
		return err
	})
	return got, err
}

func (w *world) UnitSign(ctx context.Context, actor account.Actor, id uuid.UUID, agreed bool, idem db.Key) (got Receipt, err error) {
	err = w.attacked(ctx, "UnitSign", func(ctx context.Context) (err error) {
		got, err = w.Service.UnitSign(ctx, actor, id, agreed, idem)
		return err
	})
	return got, err
}

func (w *world) UnitReturn(ctx context.Context, actor account.Actor, id uuid.UUID, reason string) error {
	return w.attacked(ctx, "UnitReturn", func(ctx context.Context) error { return w.Service.UnitReturn(ctx, actor, id, reason) })
}

func (w *world) AnswerCorrection(ctx context.Context, actor account.Actor, id uuid.UUID, patch form.Answers, idem db.Key) (got Receipt, err error) {
	err = w.attacked(ctx, "AnswerCorrection", func(ctx context.Context) (err error) {
		got, err = w.Service.AnswerCorrection(ctx, actor, id, patch, idem)
		return err
	})
	return got, err
}

func (w *world) Withdraw(ctx context.Context, actor account.Actor, id uuid.UUID, reason string, idem db.Key) error {
	return w.attacked(ctx, "Withdraw", func(ctx context.Context) error { return w.Service.Withdraw(ctx, actor, id, reason, idem) })
}

func (w *world) ConfirmDelivery(ctx context.Context, actor account.Actor, id uuid.UUID) error {
	return w.attacked(ctx, "ConfirmDelivery", func(ctx context.Context) error { return w.Service.ConfirmDelivery(ctx, actor, id) })
}

func (w *world) ChooseDelivery(ctx context.Context, actor account.Actor, id uuid.UUID, c DeliveryChoice, idem db.Key) error {
	return w.attacked(ctx, "ChooseDelivery", func(ctx context.Context) error { return w.Service.ChooseDelivery(ctx, actor, id, c, idem) })
}

func (w *world) Answer(ctx context.Context, actor account.Actor, id uuid.UUID, r ApplicantReply, idem db.Key) error {
	return w.attacked(ctx, "Answer", func(ctx context.Context) error { return w.Service.Answer(ctx, actor, id, r, idem) })
}

func (w *world) State(ctx context.Context, actor account.Actor, id uuid.UUID, said Statement, idem db.Key) error {
	return w.attacked(ctx, "State", func(ctx context.Context) error { return w.Service.State(ctx, actor, id, said, idem) })
}

func (w *world) OpenMeasure(ctx context.Context, actor account.Actor, m Measure, idem db.Key) (got Decided, err error) {
	err = w.attacked(ctx, "OpenMeasure", func(ctx context.Context) (err error) {
		got, err = w.Service.OpenMeasure(ctx, actor, m, idem)
		return err
	})
	return got, err
}

func (w *world) AskMeasure(ctx context.Context, actor account.Actor, m Measure, idem db.Key) (got Decided, err error) {
	err = w.attacked(ctx, "AskMeasure", func(ctx context.Context) (err error) {
		got, err = w.Service.AskMeasure(ctx, actor, m, idem)
		return err
	})
	return got, err
}

func (w *world) CancelLicence(ctx context.Context, a CancelLicenceArgs) error {
	return w.attacked(ctx, "CancelLicence", func(ctx context.Context) error { return w.Service.CancelLicence(ctx, a) })
}

func (w *world) OfferCompensation(ctx context.Context, a OfferCompensationArgs) error {
	return w.attacked(ctx, "OfferCompensation", func(ctx context.Context) error { return w.Service.OfferCompensation(ctx, a) })
}

func (w *world) AskCompensation(ctx context.Context, actor account.Actor, measure uuid.UUID) (id uuid.UUID, err error) {
	err = w.attacked(ctx, "AskCompensation", func(ctx context.Context) (err error) {
		id, err = w.Service.AskCompensation(ctx, actor, measure)
		return err
	})
	return id, err
}

func (w *world) SweepCompensations(ctx context.Context) error {
	return w.attacked(ctx, "SweepCompensations", func(ctx context.Context) error { return w.Service.SweepCompensations(ctx) })
}

func (w *world) ClaimLoss(ctx context.Context, actor account.Actor, id uuid.UUID, l Loss, idem db.Key) error {
	return w.attacked(ctx, "ClaimLoss", func(ctx context.Context) error { return w.Service.ClaimLoss(ctx, actor, id, l, idem) })
}

func (w *world) AddToClaim(ctx context.Context, actor account.Actor, id uuid.UUID, l Loss, idem db.Key) error {
	return w.attacked(ctx, "AddToClaim", func(ctx context.Context) error { return w.Service.AddToClaim(ctx, actor, id, l, idem) })
}

func (w *world) SweepLicences(ctx context.Context) error {
	return w.attacked(ctx, "SweepLicences", func(ctx context.Context) error { return w.Service.SweepLicences(ctx) })
}

func (w *world) RemindEnds(ctx context.Context, portion int) (n int, err error) {
	err = w.attacked(ctx, "RemindEnds", func(ctx context.Context) (err error) {
		n, err = w.Service.RemindEnds(ctx, portion)
		return err
	})
	return n, err
}

func (w *world) Hold(ctx context.Context, actor account.Actor, d Decision, idem db.Key) (got Pending, also bool, err error) {
	err = w.attacked(ctx, "Hold "+string(d.Act), func(ctx context.Context) (err error) {
		got, also, err = w.Service.Hold(ctx, actor, d, idem)
		return err
	})
	return got, also, err
}

func (w *world) Undo(ctx context.Context, actor account.Actor, step uuid.UUID) (got Decision, err error) {
	err = w.attacked(ctx, "Undo", func(ctx context.Context) (err error) {
		got, err = w.Service.Undo(ctx, actor, step)
		return err
	})
	return got, err
}

func (w *world) CommitHeld(ctx context.Context, actor account.Actor) error {
	return w.attacked(ctx, "CommitHeld", func(ctx context.Context) error { return w.Service.CommitHeld(ctx, actor) })
}

func (w *world) CommitPending(ctx context.Context, step uuid.UUID) error {
	return w.attacked(ctx, "CommitPending", func(ctx context.Context) error { return w.Service.CommitPending(ctx, step) })
}

func (w *world) DecideAndGoOn(ctx context.Context, actor account.Actor, d Decision, next Next, idem db.Key) (got Went, err error) {
	err = w.attacked(ctx, "DecideAndGoOn "+string(d.Act), func(ctx context.Context) (err error) {
		got, err = w.Service.DecideAndGoOn(ctx, actor, d, next, idem)
		return err
	})
	return got, err
}

func (w *world) Dismiss(ctx context.Context, actor account.Actor, step uuid.UUID) error {
	return w.attacked(ctx, "Dismiss", func(ctx context.Context) error { return w.Service.Dismiss(ctx, actor, step) })
}

func (w *world) ClaimNext(ctx context.Context, actor account.Actor, desk string, stage procedure.Stage, idem db.Key) (got Claim, err error) {
	err = w.attacked(ctx, "ClaimNext", func(ctx context.Context) (err error) {
		got, err = w.Service.ClaimNext(ctx, actor, desk, stage, idem)
		return err
	})
	return got, err
}

func (w *world) ReturnStep(ctx context.Context, actor account.Actor, id uuid.UUID, fence int64, reason ReturnReason, text string) error {
	return w.attacked(ctx, "ReturnStep", func(ctx context.Context) error { return w.Service.ReturnStep(ctx, actor, id, fence, reason, text) })
}

func (w *world) Release(ctx context.Context, actor account.Actor, id uuid.UUID, reason string) error {
	return w.attacked(ctx, "Release", func(ctx context.Context) error { return w.Service.Release(ctx, actor, id, reason) })
}

func (w *world) StartDraft(ctx context.Context, actor account.Actor, start Start, idem db.Key) (got uuid.UUID, err error) {
	err = w.attacked(ctx, "StartDraft", func(ctx context.Context) (err error) {
		got, err = w.Service.StartDraft(ctx, actor, start, idem)
		return err
	})
	return got, err
}

func (w *world) SaveAnswers(ctx context.Context, actor account.Actor, id uuid.UUID, patch form.Answers, ifVersion int) (got Saved, err error) {
	err = w.attacked(ctx, "SaveAnswers", func(ctx context.Context) (err error) {
		got, err = w.Service.SaveAnswers(ctx, actor, id, patch, ifVersion)
		return err
	})
	return got, err
}

func (w *world) DiscardDraft(ctx context.Context, actor account.Actor, id uuid.UUID) error {
	return w.attacked(ctx, "DiscardDraft", func(ctx context.Context) error { return w.Service.DiscardDraft(ctx, actor, id) })
}

func (w *world) OfferCase(ctx context.Context, actor account.Actor, id, to uuid.UUID) error {
	return w.attacked(ctx, "OfferCase", func(ctx context.Context) error { return w.Service.OfferCase(ctx, actor, id, to) })
}

func (w *world) AnswerOffer(ctx context.Context, actor account.Actor, id uuid.UUID, take bool) error {
	return w.attacked(ctx, "AnswerOffer", func(ctx context.Context) error { return w.Service.AnswerOffer(ctx, actor, id, take) })
}

func (w *world) UseFromBox(ctx context.Context, actor account.Actor, id uuid.UUID, question string, paper uuid.UUID) (got Saved, err error) {
	err = w.attacked(ctx, "UseFromBox", func(ctx context.Context) (err error) {
		got, err = w.Service.UseFromBox(ctx, actor, id, question, paper)
		return err
	})
	return got, err
}

func (w *world) RecordCheck(ctx context.Context, actor account.Actor, id uuid.UUID, stepID uuid.UUID, fence int64, code string, mark procedure.Mark, note string) error {
	return w.attacked(ctx, "RecordCheck", func(ctx context.Context) error {
		return w.Service.RecordCheck(ctx, actor, id, stepID, fence, code, mark, note)
	})
}

func (w *world) AskRegisters(ctx context.Context, id uuid.UUID) error {
	return w.attacked(ctx, "AskRegisters", func(ctx context.Context) error { return w.Service.AskRegisters(ctx, id) })
}

func (w *world) SettleDue(ctx context.Context, portion int) (got int, err error) {
	err = w.attacked(ctx, "SettleDue", func(ctx context.Context) error {
		n, err := w.Service.SettleDue(ctx, portion)
		got += n
		return err
	})
	return got, err
}

func (w *world) Recount(ctx context.Context, portion int) (got int, err error) {
	err = w.attacked(ctx, "Recount", func(ctx context.Context) error {
		n, err := w.Service.Recount(ctx, portion)
		got += n
		return err
	})
	return got, err
}

func (w *world) WatchQueues(ctx context.Context) (got int, err error) {
	err = w.attacked(ctx, "WatchQueues", func(ctx context.Context) error {
		n, err := w.Service.WatchQueues(ctx)
		got += n
		return err
	})
	return got, err
}

func (w *world) RecordVisit(ctx context.Context, actor account.Actor, id uuid.UUID, idem db.Key) error {
	return w.attacked(ctx, "RecordVisit", func(ctx context.Context) error { return w.Service.RecordVisit(ctx, actor, id, idem) })
}

func (w *world) SendMessage(ctx context.Context, actor account.Actor, id uuid.UUID, text string, idem db.Key) (got Message, err error) {
	err = w.attacked(ctx, "SendMessage", func(ctx context.Context) (err error) {
		got, err = w.Service.SendMessage(ctx, actor, id, text, idem)
		return err
	})
	return got, err
}

func (w *world) SaveNote(ctx context.Context, actor account.Actor, id uuid.UUID, fence int64, text string) error {
	return w.attacked(ctx, "SaveNote", func(ctx context.Context) error { return w.Service.SaveNote(ctx, actor, id, fence, text) })
}

func (w *world) HandOver(ctx context.Context, id uuid.UUID, a Arrival) (ended bool, err error) {
	err = w.attacked(ctx, "HandOver", func(ctx context.Context) (err error) {
		ended, err = w.Service.HandOver(ctx, id, a)
		return err
	})
	return ended, err
}

func (w *world) ImportPenalty(ctx context.Context, actor account.Actor, in PenaltyImport) (got Penalty, err error) {
	err = w.attacked(ctx, "ImportPenalty", func(ctx context.Context) (err error) {
		got, err = w.Service.ImportPenalty(ctx, actor, in)
		return err
	})
	return got, err
}

func (w *world) RulePenalty(ctx context.Context, actor account.Actor, id uuid.UUID, r PenaltyRuling, idem db.Key) (got Penalty, err error) {
	err = w.attacked(ctx, "RulePenalty", func(ctx context.Context) (err error) {
		got, err = w.Service.RulePenalty(ctx, actor, id, r, idem)
		return err
	})
	return got, err
}

func (w *world) Mailed(ctx context.Context, id uuid.UUID, m Mail) (moved bool, err error) {
	err = w.attacked(ctx, "Mailed", func(ctx context.Context) (err error) {
		moved, err = w.Service.Mailed(ctx, id, m)
		return err
	})
	return moved, err
}
