package delivery

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Service is the use-cases of electronic delivery.
type Service struct {
	db       *db.DB
	calendar func() *workday.Calendar
	post     Post
}

// Cases ends a case whose result has reached its applicant (T32); *casework.Service does.
type Cases interface {
	HandOver(ctx context.Context, id uuid.UUID, a casework.Arrival) (ended bool, err error)
}

// New makes the service.
func New(d *db.DB, calendar func() *workday.Calendar, post Post) (*Service, error) {
	if d == nil || calendar == nil || post == nil {
		return nil, errors.New("delivery: the service needs a database, a calendar and the post")
	}
	return &Service{db: d, calendar: calendar, post: post}, nil
}

// Follow notes the papers that a move puts into the applicant's space, within the transaction of the move. Where they are delivered electronically,
// they should be read within three working days; what goes by post or over the counter may be read in the space all the same.
func (s *Service) Follow(tx *db.Tx, m casework.Moved) error {
	cal := s.calendar()
	for _, d := range m.Issued {
		if !Proven(d.Kind) {
			continue
		}
		row := Delivery{DocumentID: d.ID, CaseID: m.CaseID, Desk: m.DeliveryDesk, SentAt: tx.Now}
		if m.Electronic || always(d.Kind) {
			row.Due = cal.AddWD(tx.Today(), unreadDays)
		}
		if err := insertDelivery(tx, row, cal.Version()); err != nil {
			return err
		}
	}
	if slices.ContainsFunc(m.Entries, func(e procedure.Entry) bool { return e.Act == procedure.ActDecideAgain }) {
		return endAll(tx, m.CaseID) // what was on its way is annulled
	}
	if err := followParcel(tx, m); err != nil {
		return err
	}
	switch {
	case m.Arrives:
		return insertArrival(tx, m.CaseID)
	case !m.Law.DeliveredOn.IsZero():
		return endArrival(tx, m.CaseID)
	}
	return nil
}

// followParcel begins to ask the post about a letter, and ends it.
func followParcel(tx *db.Tx, m casework.Moved) error {
	p := m.Law.Parcel
	if p == nil && len(m.Law.Attempts) == 0 {
		return nil
	}
	if !m.Law.DeliveredOn.IsZero() {
		return settleParcels(tx, m.CaseID)
	}
	if p == nil {
		return returnParcels(tx, m.CaseID)
	}
	fresh, err := insertParcel(tx, m.CaseID, p.Waybill)
	if fresh {
		tx.Enqueue(TrackArgs{})
	}
	return err
}

// Read keeps when a paper was first opened by the person or a member of his unit; the caller has checked that the actor may see its case. Papers
// that are not delivered electronically, and readers who are officers, leave nothing.
func (s *Service) Read(ctx context.Context, actor account.Actor, documentID uuid.UUID) error {
	if !actor.IsPerson() {
		return nil
	}
	return s.db.Write(ctx, func(tx *db.Tx) error { return markRead(tx, documentID, actor.Name) })
}

// Of finds how a paper was delivered; ok is false when it is none that is proven. The caller has checked that the case may be seen.
func (s *Service) Of(ctx context.Context, documentID uuid.UUID) (d Delivery, ok bool, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err := selectDeliveries(tx, `d.document_id = ?`, documentID)
		if err == nil && len(list) > 0 {
			d, ok = list[0], true
		}
		return err
	})
	return d, ok, err
}

// OfCase lists the deliveries of a case, oldest first. The caller has checked that the case may be seen.
func (s *Service) OfCase(ctx context.Context, caseID uuid.UUID) (list []Delivery, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = selectDeliveries(tx, `d.case_id = ? ORDER BY d.sent_at, d.document_id`, caseID)
		return err
	})
	return list, err
}

// Remedies are the last days of the remedies against a paper of a kind, on the calendar in use.
func (s *Service) Remedies(k document.Kind, known, issued workday.Date) (review, suit workday.Date) {
	if k.AboutDamages() {
		return procedure.DamagesRemedies(s.calendar(), known, issued)
	}
	return procedure.Remedies(s.calendar(), known)
}

// Sweep hands papers that nobody read in time, or whose short message could not be delivered, to the deliverers of their desks, each once, in portions until none is left. It returns how many.
// Running it again, or twice at once, hands over nothing twice.
func (s *Service) Sweep(ctx context.Context, portion int) (n int, err error) {
	for {
		var raised []Delivery
		err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
			if raised, err = raise(tx, portion); err != nil {
				return err
			}
			for _, d := range raised {
				facts := notice.Facts{Number: d.CaseNumber, Applicant: d.Applicant, Title: d.Title, Due: d.Due, Document: d.DocumentID}
				kind := notice.PaperUnread
				if d.Unreached && !d.Due.Before(tx.Today()) {
					kind = notice.TextFailed
				}
				err := notice.Post(tx, notice.Order{To: notice.Desk(d.Desk, string(account.Deliverer)), Kind: kind, CaseID: d.CaseID,
					Facts: facts, Once: d.DocumentID.String()})
				if err != nil {
					return err
				}
			}
			return nil
		})
		n += len(raised)
		if err != nil || len(raised) < portion {
			return n, err
		}
	}
}

const mostRows = 200

// desks are those whose deliveries somebody sees.
type desks struct {
	codes []string
	all   bool
}

// reach is where an officer delivers; who supervises sees all. Others: ROLE_REQUIRED.
func reach(actor account.Actor) (in desks, err error) {
	in = desks{codes: actor.Desks(account.Deliverer), all: actor.HasAny(account.Supervisor, account.CaseManager)}
	if len(in.codes) == 0 && !in.all {
		return in, fault.New(fault.Forbidden, "ROLE_REQUIRED", "role", string(account.Deliverer))
	}
	return in, nil
}

// Tasks lists unread papers at the desks where the actor delivers, the longest waiting first. Who supervises sees all. Others: ROLE_REQUIRED.
func (s *Service) Tasks(ctx context.Context, actor account.Actor) ([]Delivery, error) {
	return s.papers(ctx, actor, `d.raised_at IS NOT NULL AND d.closed_at IS NULL`)
}

// Waiting lists papers whose time to be read has not passed, the first due first, in the reach of Tasks.
func (s *Service) Waiting(ctx context.Context, actor account.Actor) ([]Delivery, error) {
	return s.papers(ctx, actor, `d.due IS NOT NULL AND d.read_at IS NULL AND d.raised_at IS NULL AND d.closed_at IS NULL`)
}

func (s *Service) papers(ctx context.Context, actor account.Actor, which string) (list []Delivery, err error) {
	in, err := reach(actor)
	if err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = selectDeliveries(tx, which+` AND (? OR d.desk = ANY(?::text[])) ORDER BY d.due, d.document_id LIMIT ?`, in.all, texts(in.codes), mostRows)
		return err
	})
	return list, err
}

// Posts tells whether the actor is to send a copy of the paper by post: he opens it whether or not the case ever came to his desk.
func (s *Service) Posts(ctx context.Context, actor account.Actor, documentID uuid.UUID) (posts bool, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err := selectDeliveries(tx, `d.document_id = ? AND d.raised_at IS NOT NULL AND d.closed_at IS NULL AND d.desk = ANY(?::text[])`,
			documentID, texts(actor.Desks(account.Deliverer)))
		posts = len(list) > 0
		return err
	})
	return posts, err
}

// Record keeps what a deliverer did about an unread paper. A copy by post closes it; until then, and until the paper is read, it stays on the list.
// Faults: NOT_FOUND, INVALID_FIELDS, ALREADY_READ (Conflict).
func (s *Service) Record(ctx context.Context, actor account.Actor, documentID uuid.UUID, n NewRecord) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		d, err := lockTask(tx, documentID, actor.Desks(account.Deliverer))
		if err != nil {
			return err
		}
		if !d.ReadAt.IsZero() {
			return fault.New(fault.Conflict, "ALREADY_READ", "at", d.ReadAt)
		}
		if n, err = n.check(); err != nil {
			return err
		}
		return insertRecord(tx, documentID, n, actor.Officer, actor.Name)
	})
}
