package casework

import (
	"context"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/material"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// SaveAnswers stores some answers; ifVersion 0 means any version. Wrong values are reported and stored all the same. Faults: STALE_VERSION,
// those of form.CheckPatch, ACT_NOT_NOW when the draft is not open.
func (s *Service) SaveAnswers(ctx context.Context, actor account.Actor, id uuid.UUID, patch form.Answers, ifVersion int) (saved Saved, err error) {
	err = s.edit(ctx, id, owner(actor), actor, func(w *work) error {
		if !w.writable() {
			return notNow("save", w.Law.State)
		}
		if ifVersion != 0 && ifVersion != w.Version {
			return stale()
		}
		saved, err = w.save(patch)
		return err
	})
	return saved, err
}

// save stores a patch of the answers, and keeps the uploads that they name now.
func (w *work) save(patch form.Answers) (saved Saved, err error) {
	if err := w.files(); err != nil {
		return saved, err
	}
	if err := w.mayCorrect(patch); err != nil {
		return saved, err
	}
	result, err := w.item.Form.CheckPatch(w.Answers, patch, w.env())
	if err != nil {
		return saved, err
	}
	saved = Saved{Version: w.Version + 1, Faults: result.Faults, Visible: result.Visible, SavedAt: w.tx.Now}
	before := w.Answers
	w.Answers = result.Clean
	for key := range patch {
		if materialID(before[key]) != materialID(result.Clean[key]) {
			if err := w.attach(); err != nil {
				return saved, err
			}
			break
		}
	}
	return saved, updateAnswers(w.tx, w.ID, w.Version, result.Clean, w.begins())
}

// writable tells whether the applicant may change answers now.
func (r *record) writable() bool {
	return r.Law.State == procedure.Draft && r.Law.SubState == "" || r.Law.State == procedure.Correction
}

// UploadRule tells what a file may be handed in for: the question of a draft or correction that the actor may change. Faults: NOT_FOUND,
// ACT_NOT_NOW, UNKNOWN_QUESTION.
func (s *Service) UploadRule(ctx context.Context, actor account.Actor, id uuid.UUID, question string) (rule material.Rule, err error) {
	err = s.look(ctx, id, owner(actor), actor, func(w *work) error {
		if !w.writable() {
			return notNow("save", w.Law.State)
		}
		q, known := w.item.Form.Question(question)
		if !known || q.Kind != form.KindFile && q.Kind != form.KindPhoto {
			return fault.New(fault.Invalid, "UNKNOWN_QUESTION")
		}
		rule = material.Rule{CaseID: id, Question: question, Photo: q.Kind == form.KindPhoto, Accept: q.Accept, MaxBytes: q.MaxBytes}
		return nil
	})
	return rule, err
}

// DiscardDraft removes a draft that was never received.
func (s *Service) DiscardDraft(ctx context.Context, actor account.Actor, id uuid.UUID) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := deleteDraft(tx, id, owner(actor)); err != nil {
			return err
		}
		return material.Attach(tx, id)
	})
}
