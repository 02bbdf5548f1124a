package casework

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/journal"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// Judged is an officer's verdict on one point, as he hands it in.
type Judged struct {
	Code string         `json:"code"`
	Mark procedure.Mark `json:"mark"`
	Note string         `json:"note"`
}

// RecordCheck records an officer's verdict on a point; the journal keeps every one. Faults: LEASE_LOST, CHECK_UNKNOWN, CHECK_MARK,
// CHECK_BY_REGISTER (milder than the register), REASON_REQUIRED (a failed point needs words). Where the register has passed a point, an officer
// may fail it and take that back.
func (s *Service) RecordCheck(ctx context.Context, actor account.Actor, id uuid.UUID, stepID uuid.UUID, fence int64, code string, mark procedure.Mark, note string) error {
	if err := fault.Fields(checkMark("", mark, note)...); err != nil {
		return err
	}
	return s.record(ctx, actor, id, stepID, fence, []Judged{{Code: code, Mark: mark, Note: note}})
}

// RecordChecks records several verdicts or none. Its field faults stand at /<code>/mark and /<code>/note.
func (s *Service) RecordChecks(ctx context.Context, actor account.Actor, id, stepID uuid.UUID, fence int64, judged []Judged) error {
	var faults []fault.Field
	for _, j := range judged {
		faults = append(faults, checkMark("/"+j.Code, j.Mark, j.Note)...)
	}
	if err := fault.Fields(faults...); err != nil || len(judged) == 0 {
		return err
	}
	return s.record(ctx, actor, id, stepID, fence, judged)
}

func (s *Service) record(ctx context.Context, actor account.Actor, id, stepID uuid.UUID, fence int64, judged []Judged) error {
	return s.edit(ctx, id, officer(actor), actor, func(w *work) error {
		w.asOfficer()
		st, err := hold(w.tx, actor, stepID, fence)
		if err != nil {
			return err
		}
		if st.CaseID != w.ID {
			return fault.New(fault.NotFound, "NOT_FOUND")
		}
		if !judges(st.Stage) {
			return notNow("check", w.Law.State)
		}
		if !worksAt(actor, st.Desk, st.Stage) { // who supervises may hold a step, and edits no case (domain.md 0.4)
			return fault.New(fault.Forbidden, "ROLE_REQUIRED", "role", string(procedure.StageRole(st.Stage)))
		}
		if err := s.judge(w); err != nil {
			return err
		}
		for _, j := range judged {
			i := slices.IndexFunc(w.checks, func(c CheckRow) bool { return c.Code == j.Code })
			if i < 0 {
				return fault.New(fault.NotFound, "CHECK_UNKNOWN", "check", j.Code)
			}
			if c := w.checks[i]; !c.Settable || j.Mark == procedure.NotApplicable && c.ByRegister {
				return fault.New(fault.Conflict, "CHECK_BY_REGISTER", "check", j.Code)
			} else if c.Overruled && j.Note == "" {
				return fault.Fields(fault.OneField("/note", "REASON_REQUIRED"))
			}
			if err := w.recordCheck(Recorded{Code: j.Code, Mark: j.Mark, Note: j.Note, Officer: actor.Officer, Name: actor.Name}); err != nil {
				return err
			}
		}
		return nil
	})
}

// judges tells whether a stage comes before the decision, when points are still judged.
func judges(stage procedure.Stage) bool {
	return stage != procedure.StageCertificate && stage != procedure.StageVerify && stage != procedure.StageDelivery
}

func checkMark(at string, mark procedure.Mark, note string) []fault.Field {
	if mark != procedure.Pass && mark != procedure.Fail && mark != procedure.NotApplicable {
		return []fault.Field{fault.OneField(at+"/mark", "CHECK_MARK")}
	}
	if mark == procedure.Fail && note == "" {
		return []fault.Field{fault.OneField(at+"/note", "REASON_REQUIRED")}
	}
	return checkText(at+"/note", note)
}

func (w *work) recordCheck(r Recorded) (err error) {
	if err := upsertCheck(w.tx, w.ID, r); err != nil {
		return err
	}
	w.Head, err = journal.Append(w.tx, w.ID, w.Head, journal.Entry{Move: "check", ActorID: w.actor.AccountID, ActorName: w.actor.Name,
		PoliceNo: w.actor.Officer, Org: w.org, Terminal: w.actor.Terminal, From: string(w.Law.State), To: string(w.Law.State),
		Reason: r.Note, Details: checkDetails(r)})
	if err != nil {
		return err
	}
	return updateHead(w.tx, w.record)
}
