package enterprise

import (
	"cmp"
	"context"
	"io"
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/material"
	"github.com/yiyang-police/permit-portal/models/notice"
)

// NewTakeover is what somebody says who asks for an account. A staff member proves that he is one; the legal representative is known by the
// register.
type NewTakeover struct {
	CreditCode string
	Reason     string
	File       string // name of the evidence, "" for none
	Content    io.Reader
}

const longestReason = 500 // code points

// AskTakeover asks for the account of an enterprise; every member is told and may object for some working days. Faults: INVALID_FIELDS,
// ENTERPRISE_NOT_HERE, TAKEOVER_OPEN, TAKEOVER_NEEDLESS (he manages it already), those of an upload.
func (s *Service) AskTakeover(ctx context.Context, actor account.Actor, n NewTakeover) (uuid.UUID, error) {
	if !actor.IsPerson() {
		return uuid.Nil, forbidden()
	}
	code, err := identity.ParseCreditCode(n.CreditCode)
	if err != nil {
		f, _ := fault.As(err)
		return uuid.Nil, fault.Fields(fault.Field{Pointer: "/credit_code", Code: f.Code, Params: f.Params})
	}
	if n.Reason = strings.TrimSpace(n.Reason); n.Reason == "" || len([]rune(n.Reason)) > longestReason {
		return uuid.Nil, fault.Fields(fault.OneField("/reason", "REASON_REQUIRED"))
	}
	if err := s.limiter.Allow(ctx, "enterprise|"+actor.AccountID.String(), account.DefaultLimits.ByAccount); err != nil {
		return uuid.Nil, err
	}
	record, _, err := s.ask(ctx, code.String())
	if err != nil {
		return uuid.Nil, err
	}
	t := Takeover{ID: uuid.Must(uuid.NewV7()), CreditCode: code.String(), Reason: n.Reason,
		Legal: record.LegalIDNumber == actor.IDNumber && record.LegalName == actor.Name}
	if !t.Legal && n.File == "" {
		return uuid.Nil, fault.Fields(fault.OneField("/file", "TAKEOVER_EVIDENCE"))
	}
	if n.File != "" {
		m, err := s.materials.Receive(ctx, actor.PersonID, material.Rule{CaseID: t.ID, Question: "takeover"}, n.File, n.Content)
		if err != nil {
			return uuid.Nil, err
		}
		t.Evidence = uuid.NullUUID{UUID: m.ID, Valid: true}
	}
	return t.ID, s.db.Write(ctx, func(tx *db.Tx) error { return s.askTakeover(tx, actor, t) })
}

func (s *Service) askTakeover(tx *db.Tx, actor account.Actor, t Takeover) error {
	id, name, found, err := enterpriseByCode(tx, t.CreditCode)
	if err != nil || !found {
		return cmp.Or(err, fault.Fields(fault.OneField("/credit_code", "ENTERPRISE_NOT_HERE")))
	}
	if m, ok := actor.Member(id); ok && (m.Role == account.Legal || m.Role == account.Administrator && !t.Legal) {
		return fault.New(fault.Conflict, "TAKEOVER_NEEDLESS")
	}
	cal := s.calendar()
	t.Enterprise, t.ObjectUntil = id, cal.AddWD(tx.Today(), s.wait)
	made, err := insertTakeover(tx, t, actor.PersonID, cal.Version())
	if err != nil || !made {
		return either(err, fault.New(fault.Conflict, "TAKEOVER_OPEN"))
	}
	if t.Evidence.Valid {
		if err := material.Keep(tx, t.Evidence.UUID); err != nil {
			return err
		}
	}
	if err := note(tx, id, actor, Event{Kind: "takeover_asked", About: t.ObjectUntil.String()}); err != nil {
		return err
	}
	return notice.Post(tx, notice.Order{To: notice.Enterprise(id), Kind: notice.TakeoverAsked,
		Facts: notice.Facts{Unit: name, Applicant: actor.Name, Due: t.ObjectUntil}})
}

// OwnTakeovers lists what the actor asked for, newest first.
func (s *Service) OwnTakeovers(ctx context.Context, actor account.Actor) (list []Takeover, err error) {
	if !actor.IsPerson() {
		return nil, forbidden()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = selectTakeovers(tx, `t.person_id = ? ORDER BY t.created_at DESC LIMIT 20`, actor.PersonID)
		return err
	})
	return list, err
}

// OpenTakeovers lists what is asked of the actor's enterprises; any of their members may object.
func (s *Service) OpenTakeovers(ctx context.Context, actor account.Actor) (list []Takeover, err error) {
	ids := actor.EnterpriseIDs()
	if len(ids) == 0 {
		return nil, nil
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = selectTakeovers(tx, `t.enterprise_id IN ? AND t.state = 'waiting' AND t.person_id <> ? ORDER BY t.created_at`, ids, actor.PersonID)
		return err
	})
	return list, err
}

// Object ends a takeover by the word of a member, until the end of its last day. Faults: NOT_FOUND, REASON_REQUIRED, TAKEOVER_LATE.
func (s *Service) Object(ctx context.Context, actor account.Actor, id uuid.UUID, text string) error {
	if text = strings.TrimSpace(text); text == "" || len([]rune(text)) > longestReason {
		return fault.Fields(fault.OneField("/text", "REASON_REQUIRED"))
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		t, person, err := lockTakeover(tx, id)
		if err != nil {
			return err
		}
		if _, member := actor.Member(t.Enterprise); !actor.IsPerson() || !member || person == actor.PersonID {
			return notFound()
		}
		if t.State != TakeoverWaiting || tx.Today().After(t.ObjectUntil) {
			return fault.New(fault.Conflict, "TAKEOVER_LATE")
		}
		if err := endTakeover(tx, id, TakeoverObjected, actor.Name, text, ""); err != nil {
			return err
		}
		if err := note(tx, t.Enterprise, actor, Event{Kind: "takeover_objected", About: t.Applicant}); err != nil {
			return err
		}
		return notice.Post(tx, notice.Order{To: notice.Person(person), Kind: notice.TakeoverObjected,
			Facts: notice.Facts{Unit: t.Name, Applicant: actor.Name, Text: text}})
	})
}

// Takeovers lists those that wait, oldest first, for officers.
func (s *Service) Takeovers(ctx context.Context, actor account.Actor) (list []Takeover, err error) {
	if !officer(actor) {
		return nil, forbidden()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = selectTakeovers(tx, `t.state = 'waiting' ORDER BY t.created_at LIMIT 100`)
		return err
	})
	return list, err
}

// Evidence reads what a staff member handed in, for officers.
func (s *Service) Evidence(ctx context.Context, actor account.Actor, id uuid.UUID) (m material.Material, r io.ReadSeekCloser, err error) {
	if !officer(actor) {
		return m, nil, forbidden()
	}
	var t Takeover
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err := selectTakeovers(tx, `t.id = ?`, id)
		if err != nil || len(list) == 0 || !list[0].Evidence.Valid {
			return cmp.Or(err, notFound())
		}
		t = list[0]
		return nil
	})
	if err != nil {
		return m, nil, err
	}
	return s.materials.OpenOf(ctx, id, t.Evidence.UUID)
}

// DecideTakeover is an officer's word. The first approval is noted; with that of a second officer, another person by police number, the account
// passes: whoever administered it before loses his rights. A refusal ends the wish with a reason. It tells whether the account passed. Faults:
// NOT_FOUND, TAKEOVER_WAITING, FOUR_EYES, REASON_REQUIRED.
func (s *Service) DecideTakeover(ctx context.Context, actor account.Actor, id uuid.UUID, approve bool, reason string) (passed bool, err error) {
	if !officer(actor) {
		return false, forbidden()
	}
	if reason = strings.TrimSpace(reason); !approve && (reason == "" || len([]rune(reason)) > longestReason) {
		return false, fault.Fields(fault.OneField("/reason", "REASON_REQUIRED"))
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		t, person, err := lockTakeover(tx, id)
		if err != nil || t.State != TakeoverWaiting {
			return cmp.Or(err, notFound())
		}
		if !approve {
			if err := endTakeover(tx, id, TakeoverRefused, "", reason, actor.Officer); err != nil {
				return err
			}
			if err := note(tx, t.Enterprise, actor, Event{Kind: "takeover_refused", About: t.Applicant}); err != nil {
				return err
			}
			return notice.Post(tx, notice.Order{To: notice.Person(person), Kind: notice.TakeoverRefused, Facts: notice.Facts{Unit: t.Name, Text: reason}})
		}
		if passed, err = t.decide(actor, tx.Today()); err != nil {
			return err
		}
		if !passed {
			if err := approveFirst(tx, id, actor); err != nil {
				return err
			}
			return note(tx, t.Enterprise, actor, Event{Kind: "takeover_approved", About: t.Applicant})
		}
		return s.pass(tx, actor, t, person)
	})
	return passed, err
}

// pass gives the account into the applicant's hands. Everybody who was a member hears of it, those who lose their rights too.
func (s *Service) pass(tx *db.Tx, actor account.Actor, t Takeover, person uuid.UUID) error {
	told := notice.Order{To: notice.Enterprise(t.Enterprise), Kind: notice.TakeoverDone, Facts: notice.Facts{Unit: t.Name, Applicant: t.Applicant}}
	if err := notice.Post(tx, told); err != nil {
		return err
	}
	idNumber, err := idNumberOf(tx, person)
	if err != nil {
		return err
	}
	gone, err := account.Displace(tx, t.Enterprise, idNumber, account.Legal, account.Administrator)
	if err != nil {
		return err
	}
	if err := account.Join(tx, actor, t.Enterprise, account.Founder{Name: t.Applicant, IDNumber: idNumber, Person: person, Role: t.role()}); err != nil {
		return err
	}
	if err := endTakeover(tx, t.ID, TakeoverDone, "", "", actor.Officer); err != nil {
		return err
	}
	told.To, told.Once = notice.Person(person), "takeover "+t.ID.String()
	if err := notice.Post(tx, told); err != nil {
		return err
	}
	return note(tx, t.Enterprise, actor, Event{Kind: "takeover_done", About: t.Applicant, Detail: strings.Join(gone, "、")})
}
