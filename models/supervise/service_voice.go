package supervise

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/notice"
)

// Speak takes a complaint, praise or 办不成事 about a case from its applicant, at any time. It reaches the inspectors; all but praise has a limit.
// Faults: NOT_FOUND, VOICE_KIND, and those of the text.
func (s *Service) Speak(ctx context.Context, actor account.Actor, caseID uuid.UUID, kind VoiceKind, text string) error {
	if !slices.Contains(VoiceKinds(), kind) {
		return fault.Fields(fault.OneField("/kind", "VOICE_KIND"))
	}
	if text = strings.TrimSpace(text); text == "" || checkWords("/text", text, true) != nil {
		return checkWords("/text", text, true)
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		c, err := s.ownCase(tx, actor, caseID)
		if err != nil {
			return err
		}
		v := Voice{CaseID: c.ID, Kind: kind, Text: text, Desk: c.Desk, Officer: c.Officer}
		if v.ID, err = uuid.NewV7(); err != nil {
			return err
		}
		if kind != Praise {
			v.Due = voiceLimit.End(s.Calendar(), tx.Today())
		}
		if err := insertVoice(tx, v, actor.PersonID); err != nil {
			return err
		}
		return notice.Post(tx, notice.Order{To: notice.Desk(account.CitySupervise, string(account.Supervisor)), Kind: notice.VoiceHeard, CaseID: c.ID,
			Facts: notice.Facts{Number: c.Number, Reason: "VOICE_" + strings.ToUpper(string(kind)), Due: v.Due}})
	})
}

// Voices lists what was said, newest first, for those who supervise. Fault: ROLE_MISSING.
func (s *Service) Voices(ctx context.Context, actor account.Actor, f Filter) (page Page[Voice], err error) {
	if !actor.HasAny(account.Supervisor, account.CaseManager, account.Leader) {
		return page, fault.New(fault.Forbidden, "ROLE_MISSING")
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		page.Items, page.Total, err = selectVoices(tx, f)
		return err
	})
	page.Items, page.Next = cut(page.Items, f.limit(), func(v Voice) uuid.UUID { return v.ID })
	return page, err
}

// AnswerVoice answers and says whether a complaint proved true. The second true one about an officer within twelve months alerts the inspectors
// (公安部令第80号). Faults: ROLE_MISSING, NOT_FOUND (also when it was answered).
func (s *Service) AnswerVoice(ctx context.Context, actor account.Actor, id uuid.UUID, text string, verified bool) error {
	if !actor.HasAny(account.Supervisor, account.CaseManager) {
		return fault.New(fault.Forbidden, "ROLE_MISSING")
	}
	if err := checkWords("/text", text, true); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		v, ok, err := answerVoice(tx, id, actor.Officer, text, verified)
		if err != nil || !ok {
			return or(err, fault.New(fault.NotFound, "NOT_FOUND"))
		}
		orders := []notice.Order{{To: notice.Person(v.PersonID), Kind: notice.VoiceAnswered, CaseID: v.CaseID, Facts: notice.Facts{Number: v.Number, Text: text}}}
		if v.Kind == Complaint && verified && v.Officer != "" {
			n, err := countVerified(tx, v.Officer)
			if err != nil {
				return err
			}
			if n >= alarmAt {
				orders = append(orders, notice.Order{To: notice.Desk(account.CitySupervise, string(account.Supervisor)), Kind: notice.ComplaintsAlert,
					CaseID: v.CaseID, Once: v.ID.String(), Facts: notice.Facts{Number: v.Number, Officer: v.Officer}})
			}
		}
		return notice.Post(tx, orders...)
	})
}
