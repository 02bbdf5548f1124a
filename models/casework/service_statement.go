package casework

import (
	"context"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/material"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// Statement is what somebody says against what is intended, with what he hands in for it.
type Statement struct {
	Text  string
	Files []uuid.UUID // uploaded before, under StatementRule
}

// statement is the question under which the files of a statement stand.
const statement = "_statement"

// mostStatementFiles is how many files one statement brings.
const mostStatementFiles = 10

// State takes what the applicant says before a refusal, or the holder before a measure against his certificate, is decided (行政许可法 第七条).
// Faults: ACT_NOT_NOW when nothing was told or his days are over, INVALID_FIELDS, NOT_FOUND for files of others.
func (s *Service) State(ctx context.Context, actor account.Actor, id uuid.UUID, said Statement, idem db.Key) error {
	_, err := do(ctx, s, idem, id, owner(actor), actor, func(w *work) error {
		w.asPerson()
		w.act = procedure.Act{Name: procedure.ActState, Reason: said.Text}
		faults := checkText("/reason", said.Text)
		if len(said.Files) > mostStatementFiles {
			faults = append(faults, fault.Field{Pointer: "/files", Code: "FILES_TOO_MANY", Params: map[string]any{"max": mostStatementFiles}})
		}
		if len(faults) > 0 {
			return fault.Fields(faults...)
		}
		return w.enclose(statement, said.Files)
	}, func(*work) struct{} { return struct{}{} })
	return err
}

// StatementRule tells what may be handed in with a statement: pictures and PDF. Faults: NOT_FOUND for cases of others, ACT_NOT_NOW while
// there is nothing to speak against.
func (s *Service) StatementRule(ctx context.Context, actor account.Actor, id uuid.UUID) (material.Rule, error) {
	rule := material.Rule{CaseID: id, Question: statement}
	return rule, s.look(ctx, id, owner(actor), actor, func(w *work) error {
		if w.asPerson(); !w.proc.Allows(w.options(), w.Law, procedure.ActState, w.by, w.cal, w.tx.Now) {
			return notNow(string(procedure.ActState), w.Law.State)
		}
		return nil
	})
}
