package expedite

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// AdmissionRow is one decision on admission, kept with what it stood on.
type AdmissionRow struct {
	At         time.Time       `json:"at"`
	Officer    string          `json:"officer"`
	Name       string          `json:"name"`
	Role       string          `json:"role"`
	Admitted   bool            `json:"admitted"`
	Reason     string          `json:"reason"`
	Conditions []Condition     `json:"conditions"`
	Effect     []casework.Harm `json:"effect"`
	DoubtID    uuid.UUID       `json:"doubt_id,omitzero"` // the last doubt about the evidence, whose answer it stands on
}

// admission is what would be fixed of the case.
func (s *Service) admission(c casework.Standing, t Trip) casework.Admission {
	return casework.Admission{PromiseDay0: procedure.PromiseDay(s.Calendar(), c.Law.CompleteAt), Departure: c.Law.Departure, SendingDays: t.Delivery.Days()}
}

// mayAdmit tells whether the actor may admit the case now: all conditions hold, and whoever would make others late is case management.
func mayAdmit(actor account.Actor, c casework.Standing, conditions []Condition, harms []casework.Harm) error {
	manager, receiver := actor.HasAny(account.CaseManager), actor.HasAny(account.Receiver)
	switch {
	case c.Law.Urgent || c.Law.State != procedure.Received:
		return fault.New(fault.Conflict, "ACT_NOT_NOW", "act", string(procedure.ActAdmit), "state", string(c.Law.State))
	case !manager && !receiver:
		return fault.New(fault.Forbidden, "ROLE_REQUIRED", "role", string(procedure.Intake))
	case disputed(conditions):
		return fault.New(fault.Conflict, "EVIDENCE_DISPUTED")
	case !Admitted(conditions):
		return fault.New(fault.Conflict, "CONDITIONS_UNMET", "why", reasonOf(conditions))
	case len(harms) > 0 && !manager:
		return fault.New(fault.Forbidden, "EFFECT_NEEDS_MANAGER", "count", len(harms))
	}
	return nil
}

// reasonOf names the first condition that does not hold, in the code's words; pages show all of them in their own.
func reasonOf(conditions []Condition) string {
	for _, c := range conditions {
		if !c.Met {
			return unmetWords[c.Code]
		}
	}
	return ""
}

// unmetWords go into the notice and the journal, which are Chinese.
var unmetWords = map[string]string{
	"EVIDENCE_DISPUTED": "证明材料存疑，正在法制审核", "EVIDENCE_REJECTED": "证明材料经法制审核不能成立",
	"NOT_LOCAL": "单位和户籍都不在益阳", "NO_REASON": "没有紧急事由", "EVIDENCE_WEAK": "紧急事由的证明材料不齐", "NO_DATE": "没有出发日期",
	"DATE_PAST": "出发日期已到", "DATE_FAR": "出发日期在收件 15 天以后", "PAPERS_DISAGREE": "材料之间不一致", "TYPE_MISMATCH": "签注种类与前往地不符",
	"EVENT_OUTSIDE": "活动日期超出签注有效期", "SANCTION": "单位处于加急限制期内", "EVIDENCE_UNVERIFIED": "单位的材料须经核实",
	"LETTER_REQUIRED": "缺少同意函", "EQUAL_CASE": "已有同样的办件在办", "APPROVAL_INCOMPLETE": "批复、批件或者入台许可不齐",
}

// Admit takes a case into the expedited queue. The conditions and the effect on others are reckoned again in the same transaction and kept with
// the decision. Faults: EVIDENCE_DISPUTED, CONDITIONS_UNMET, EFFECT_NEEDS_MANAGER (others would become late: only R-CAG), and those of the procedure.
func (s *Service) Admit(ctx context.Context, actor account.Actor, id uuid.UUID, reason string, key db.Key) error {
	if err := words("/reason", reason, false); err != nil {
		return err
	}
	return s.Cases.Beside(ctx, actor, id, key, func(tx *db.Tx, c casework.Standing) (act procedure.Act, err error) {
		f, conditions, err := s.inquire(tx, c)
		if err != nil {
			return act, err
		}
		harms, err := s.Cases.AdmissionEffectIn(ctx, tx, id, s.admission(c, f.request.Trip))
		if err == nil {
			err = mayAdmit(actor, c, conditions, harms)
		}
		if err == nil && len(harms) > 0 {
			err = words("/reason", reason, true)
		}
		if err != nil {
			return act, err
		}
		row := AdmissionRow{Officer: actor.Officer, Name: actor.Name, Role: roleOf(actor), Admitted: true, Reason: reason, Conditions: conditions, Effect: harms,
			DoubtID: f.doubt()}
		return procedure.Act{Name: procedure.ActAdmit, Reason: reason}, insertAdmission(tx, id, row)
	})
}

func roleOf(actor account.Actor) string {
	if actor.HasAny(account.CaseManager) {
		return string(account.CaseManager)
	}
	return string(account.Receiver)
}

// Ordinary puts a case back into the ordinary queue with a reason that the applicant reads; it is never a refusal.
func (s *Service) Ordinary(ctx context.Context, actor account.Actor, id uuid.UUID, reason string, key db.Key) error {
	return s.Cases.Beside(ctx, actor, id, key, func(tx *db.Tx, c casework.Standing) (act procedure.Act, err error) {
		f, conditions, err := s.inquire(tx, c)
		if err == nil {
			err = words("/reason", reason, true)
		}
		if err != nil {
			return act, err
		}
		row := AdmissionRow{Officer: actor.Officer, Name: actor.Name, Role: roleOf(actor), Reason: reason, Conditions: conditions, Effect: []casework.Harm{},
			DoubtID: f.doubt()}
		return procedure.Act{Name: procedure.ActOrdinary, Reason: reason}, insertAdmission(tx, id, row)
	})
}

// Departed closes a case whose departure has passed, after contact, which is written down.
func (s *Service) Departed(ctx context.Context, actor account.Actor, id uuid.UUID, contact string, key db.Key) error {
	return s.aside(ctx, actor, id, procedure.ActDeparted, contact, key)
}

// Shift records the exception of a two-person shift, by case management.
func (s *Service) Shift(ctx context.Context, actor account.Actor, id uuid.UUID, reason string, key db.Key) error {
	return s.aside(ctx, actor, id, procedure.ActShift, reason, key)
}

func (s *Service) aside(ctx context.Context, actor account.Actor, id uuid.UUID, name procedure.ActName, reason string, key db.Key) error {
	if err := words("/reason", reason, true); err != nil {
		return err
	}
	return s.Cases.Beside(ctx, actor, id, key, func(*db.Tx, casework.Standing) (procedure.Act, error) {
		return procedure.Act{Name: name, Reason: reason}, nil
	})
}
