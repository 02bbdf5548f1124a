package notice

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/calendar"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// Service keeps the inboxes and sends short messages.
type Service struct {
	db  *db.DB
	sms SMS
}

// New makes the service.
func New(database *db.DB, sms SMS) (*Service, error) {
	if database == nil || sms == nil {
		return nil, errors.New("notice: the service needs a database and an SMS gateway")
	}
	return &Service{db: database, sms: sms}, nil
}

// Post puts notices into inboxes and queues their short messages, in the caller's transaction. A recipient that does not exist (an
// enterprise without members) gets nothing and is no error: there is nobody to tell.
func Post(tx *db.Tx, orders ...Order) error {
	for _, o := range orders {
		if !o.Kind.Known() {
			return fmt.Errorf("notice: unknown kind %q", o.Kind)
		}
		recipients, err := selectRecipients(tx, o.To)
		if err != nil {
			return err
		}
		for _, r := range recipients {
			if err := post(tx, o, r); err != nil {
				return err
			}
		}
	}
	return nil
}

// PostRun tells a desk what a new calendar moved, in the caller's transaction.
func PostRun(tx *db.Tx, r calendar.Run) error { return Post(tx, MovedAtOnce(r)) }

func post(tx *db.Tx, o Order, r recipient) error {
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	texted := o.Kind.Texted() && r.Texts
	if texted {
		if texted, err = wantsSMS(tx, r, o.Kind); err != nil {
			return err
		}
	}
	posted, err := insertNotice(tx, id, o, r, texted)
	if err != nil || !posted || !texted {
		return err
	}
	tx.Enqueue(SendArgs{ID: id})
	return nil
}

// Page is one page of an inbox, newest first. Next continues it; nil at the end.
type Page struct {
	Items  []Notice   `json:"items"`
	Next   *uuid.UUID `json:"next"`
	Total  int        `json:"total"`
	Unread int        `json:"-"`
}

const maxPage = 100

// SendChecklist sends the address of a checklist to the person's own number and inbox, once a day for each address. PERSON_REQUIRED for others.
func (s *Service) SendChecklist(ctx context.Context, actor account.Actor, f Facts) error {
	if !actor.IsPerson() {
		return fault.New(fault.Forbidden, "PERSON_REQUIRED")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		return Post(tx, Order{To: Person(actor.PersonID), Kind: Checklist, Facts: f, Once: "checklist " + tx.Today().String() + " " + f.Text})
	})
}

// Inbox lists what was said to the actor, as a person or as an officer, newest first.
func (s *Service) Inbox(ctx context.Context, actor account.Actor, after uuid.UUID, limit int) (page Page, err error) {
	reader, err := readerOf(actor)
	if err != nil {
		return Page{}, err
	}
	limit = min(max(limit, 1), maxPage)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if page.Items, err = selectInbox(tx, reader, after, limit+1); err != nil {
			return err
		}
		page.Total, page.Unread, err = countInbox(tx, reader)
		return err
	})
	if len(page.Items) > limit {
		page.Items = page.Items[:limit]
		page.Next = &page.Items[limit-1].ID
	}
	return page, err
}

// Unread counts what the actor has not read; 0 for somebody without an inbox.
func (s *Service) Unread(ctx context.Context, actor account.Actor) (n int, err error) {
	reader, err := readerOf(actor)
	if err != nil {
		return 0, nil
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		n, err = countUnread(tx, reader)
		return err
	})
	return n, err
}

// Read opens one notice of the actor and keeps the time of the first reading, which proves when he could know (domain.md 1.10).
func (s *Service) Read(ctx context.Context, actor account.Actor, id uuid.UUID) (n Notice, err error) {
	reader, err := readerOf(actor)
	if err != nil {
		return Notice{}, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		var ok bool
		if n, ok, err = markRead(tx, reader, id); err == nil && !ok {
			return fault.New(fault.NotFound, "NOT_FOUND")
		}
		return err
	})
	return n, err
}

// ReadAll marks everything in the actor's inbox as read and tells how many were not.
func (s *Service) ReadAll(ctx context.Context, actor account.Actor) (n int64, err error) {
	reader, err := readerOf(actor)
	if err != nil {
		return 0, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		n, err = markAllRead(tx, reader)
		return err
	})
	return n, err
}

// Told is one line of what was said about a case, to whom, when it was read and what became of the short message.
type Told struct {
	Notice
	Recipient string `json:"recipient"`
	SMSReason string `json:"sms_reason,omitempty"`
}

// OfCase lists what was said about a case, oldest first. The caller has checked that the case may be seen.
func OfCase(tx *db.Tx, caseID uuid.UUID) ([]Told, error) { return selectOfCase(tx, caseID) }

// ContactFails tells whether the last short message to the actor's mobile could not be delivered: his contact counts as unverified.
func (s *Service) ContactFails(ctx context.Context, actor account.Actor) (fails bool, err error) {
	if actor.Mobile == "" {
		return false, nil
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		fails, err = isUnreachable(tx, actor.Mobile)
		return err
	})
	return fails, err
}

// readerOf is whose inbox the actor reads.
func readerOf(a account.Actor) (reader, error) {
	switch {
	case a.IsPerson() && a.PersonID != uuid.Nil:
		return reader{column: "person_id", id: a.PersonID}, nil
	case a.IsClerk() && a.OfficerID != uuid.Nil:
		return reader{column: "officer_id", id: a.OfficerID}, nil
	default:
		return reader{}, fault.New(fault.Unauthenticated, "UNAUTHENTICATED")
	}
}
