package notice

import (
	"context"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/identity"
)

// Send sends the short message of a notice; write puts it into words. It is harmless when repeated: what was sent is not sent again, and
// the gateway gets the notice's id. A failed try is an error, so that the job is tried again; the last try, and a number that can never
// receive, put the message on the dead list, mark the number as unreachable and are no error.
func (s *Service) Send(ctx context.Context, id uuid.UUID, write func(Outgoing) string, last bool) error {
	var out Outgoing
	var waiting bool
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		out, waiting, err = selectOutgoing(tx, id)
		return err
	})
	if err != nil || !waiting {
		return err
	}
	failed := s.sms.Send(ctx, out.Mobile, write(out), out.ID)
	if failed == nil {
		return s.db.Write(ctx, func(tx *db.Tx) error { return markSent(tx, out) })
	}
	dead := last || hopeless(failed)
	err = s.db.Write(ctx, func(tx *db.Tx) error { return markFailed(tx, out, failed.Error(), dead) })
	if err != nil || dead {
		return err
	}
	return failed
}

// hopeless tells whether the gateway said that the number can never receive the message.
func hopeless(err error) bool {
	f, ok := fault.As(err)
	return ok && f.Kind == fault.Invalid
}

// CodeArgs is the job that sends a one-time code.
type CodeArgs struct {
	ID      uuid.UUID       `json:"id"`
	Mobile  string          `json:"mobile"`
	Purpose account.Purpose `json:"purpose"`
	Code    string          `json:"code"`
	Minutes int             `json:"minutes"`
}

// Kind names the job.
func (CodeArgs) Kind() string { return "notice.code" }

// Queue keeps a slow gateway from holding up other jobs.
func (CodeArgs) Queue() string { return outside }

// Texter queues one-time codes: it is the account.Texter.
type Texter struct{}

// Text queues a one-time code in the caller's transaction.
func (Texter) Text(tx *db.Tx, t account.Text) error {
	tx.Enqueue(CodeArgs{ID: t.ID, Mobile: t.Mobile, Purpose: t.Purpose, Code: t.Code, Minutes: t.Minutes})
	return nil
}

// Reached takes a number off the list of those that cannot be reached, once a code sent to it has come back, and sends its owner what was given up
// within the last thirty days once more.
func (Texter) Reached(tx *db.Tx, mobile string) error {
	reached, err := deleteUnreachable(tx, mobile)
	if err != nil || !reached {
		return err
	}
	return revive(tx, mobile)
}

// revive sends the owner of a number what was given up within the last thirty days.
func revive(tx *db.Tx, mobile string) error {
	ids, err := reviveAllDead(tx, mobile, tx.Now.AddDate(0, 0, -30))
	for _, id := range ids {
		tx.Enqueue(SendArgs{ID: id})
	}
	return err
}

// Moved tells a person at both numbers of the change, and sends to the new one what the old one could not receive.
func (Texter) Moved(tx *db.Tx, m account.Move) error {
	to, err := identity.ParseMobile(m.To)
	if err != nil {
		return err
	}
	facts := Facts{Applicant: m.Name, Mobile: to.Masked()}
	if err := Post(tx, Order{To: Person(m.Person), Kind: MobileChanged, Facts: facts}, Order{To: Mobile(m.From), Kind: MobileChanged, Facts: facts}); err != nil {
		return err
	}
	if _, err := deleteUnreachable(tx, m.To); err != nil {
		return err
	}
	return revive(tx, m.To)
}

// SendCode sends a one-time code; a number that can never receive it is no error, because nobody waits for the answer.
func (s *Service) SendCode(ctx context.Context, args CodeArgs, text string) error {
	err := s.sms.Send(ctx, args.Mobile, text, args.ID)
	if err != nil && hopeless(err) {
		return nil
	}
	return err
}

// Dead is a short message that could not be delivered: somebody must be called.
type Dead struct {
	Told
	Mobile string `json:"mobile"`
	Tries  int    `json:"tries"`
}

// DeadList lists undelivered messages for case managers and inspectors, newest first.
func (s *Service) DeadList(ctx context.Context, actor account.Actor, after uuid.UUID, limit int) (dead []Dead, err error) {
	if !actor.HasAny(account.CaseManager, account.Supervisor) {
		return nil, fault.New(fault.Forbidden, "ROLE_MISSING")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		dead, err = selectDead(tx, after, min(max(limit, 1), maxPage))
		return err
	})
	return dead, err
}

// Resend tries a dead message once more.
func (s *Service) Resend(ctx context.Context, actor account.Actor, id uuid.UUID) error {
	if !actor.HasAny(account.CaseManager, account.Supervisor) {
		return fault.New(fault.Forbidden, "ROLE_MISSING")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		revived, err := reviveDead(tx, id)
		if err != nil {
			return err
		}
		if !revived {
			return fault.New(fault.NotFound, "NOT_FOUND")
		}
		tx.Enqueue(SendArgs{ID: id})
		return nil
	})
}
