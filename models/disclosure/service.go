package disclosure

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Service publishes records and hears objections.
type Service struct {
	db       *db.DB
	calendar func() *workday.Calendar
}

// New makes the service.
func New(d *db.DB, calendar func() *workday.Calendar) (*Service, error) {
	if d == nil || calendar == nil {
		return nil, errors.New("disclosure: the service needs a database and a calendar")
	}
	return &Service{db: d, calendar: calendar}, nil
}

// Enter enters the record of a decision in the decision's own transaction, due seven working days after it (K5). What is not published at all
// leaves no record. A decision about the same certificate takes the place of the one before.
func Enter(tx *db.Tx, cal *workday.Calendar, d Decision) error {
	if !Publishes(d.Procedure, d.Department) {
		return nil
	}
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	added, err := insert(tx, id, d, cal.AddWD(d.DecidedOn, PublishDays), cal.Version())
	if err != nil || !added {
		return err
	}
	if d.Standing == Valid && d.Licence != "" && !d.ValidFrom.IsZero() {
		if err := supersede(tx, id, d.ItemCode, d.Licence, d.ValidFrom); err != nil {
			return err
		}
	}
	return trace(tx, id, entered, account.System().Name, "", "", nil)
}

// Certificate is what the record of a grant learns when the certificate is made.
type Certificate struct {
	CaseID            uuid.UUID
	Title, Number, ID string // ID is the holder's
	IsUnit            bool
	From, To          workday.Date
}

// Certify completes the record of a grant with its certificate.
func Certify(tx *db.Tx, c Certificate) error {
	ids, err := certify(tx, c.CaseID, c.Title, CertificateNumber(c.Number, c.ID, c.IsUnit), c.Number, c.From, c.To)
	for _, id := range ids {
		if err == nil {
			err = trace(tx, id, certified, account.System().Name, "", "", nil)
		}
	}
	return err
}

// Change gives the records about a certificate their new standing in the transaction that ends it, so that the public reads it at once; the law
// allows seven working days (K5). A certificate that was revoked, withdrawn or 吊销 may later be cancelled as well (行政许可法 第七十条).
func Change(tx *db.Tx, itemCode, licence string, to Standing, number string) error {
	from := []string{string(Valid)}
	if to == Cancelled {
		from = append(from, string(Revoked), string(Withdrawn), string(Punished))
	}
	ids, err := change(tx, itemCode, licence, to, from)
	for _, id := range ids {
		if err == nil {
			err = trace(tx, id, changed, account.System().Name, "", number, map[string]any{"standing": from[0]})
		}
	}
	return err
}

// Search lists published records for everybody.
func (s *Service) Search(ctx context.Context, q Search) (p Page[Entry], err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p.Items, p.Total, err = selectPublic(tx, q)
		return err
	})
	p.Items, p.Next = cut(p.Items, limit(q.Limit), func(e Entry) uuid.UUID { return e.ID })
	return p, err
}

// Entry is one published record; of one that was taken down only the trace with the reason.
func (s *Service) Entry(ctx context.Context, id uuid.UUID) (e Entry, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		var state State
		if e, state, err = findPublic(tx, id); err == nil && state == TakenDown {
			e.trace()
		}
		return err
	})
	return e, err
}

// Work lists a shelf for who publishes, approves or supervises.
func (s *Service) Work(ctx context.Context, actor account.Actor, w Work) (p Page[Record], c Counts, err error) {
	if err := mayRead(actor); err != nil {
		return p, c, err
	}
	if shelves[w.Shelf] == "" {
		return p, c, fault.New(fault.NotFound, "NOT_FOUND")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if p.Items, p.Total, err = selectWork(tx, w); err != nil {
			return err
		}
		c, err = countWork(tx)
		return err
	})
	p.Items, p.Next = cut(p.Items, limit(w.Limit), func(r Record) uuid.UUID { return r.ID })
	return p, c, err
}

// Detail is a record with its trace and objections.
type Detail struct {
	Record
	Events     []Event     `json:"events"`
	Objections []Objection `json:"objections"`
}

// Record shows one record to officers.
func (s *Service) Record(ctx context.Context, actor account.Actor, id uuid.UUID) (d Detail, err error) {
	if err := mayRead(actor); err != nil {
		return d, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if d.Record, err = findRecord(tx, id, false); err != nil {
			return err
		}
		if d.Events, err = eventsOf(tx, id); err != nil {
			return err
		}
		d.Objections, err = selectObjections(tx, `o.disclosure_id = ? ORDER BY o.id`, id)
		return err
	})
	return d, err
}

func mayRead(actor account.Actor) error {
	if !actor.HasAny(account.Publisher, account.Leader, account.Supervisor, account.CaseManager) {
		return fault.New(fault.Forbidden, "ROLE_MISSING")
	}
	return nil
}

func must(actor account.Actor, role account.Role) error {
	if !actor.HasAny(role) {
		return fault.New(fault.Forbidden, "ROLE_REQUIRED", "role", string(role))
	}
	return nil
}

// mostAtOnce is how many records one act publishes.
const mostAtOnce = 200

// Publish publishes records that wait for it and returns how many it did; those that somebody else was first with, or asked to withhold, stay.
func (s *Service) Publish(ctx context.Context, actor account.Actor, ids []uuid.UUID) (n int, err error) {
	if err := must(actor, account.Publisher); err != nil {
		return 0, err
	}
	if len(ids) == 0 || len(ids) > mostAtOnce {
		return 0, fault.Fields(fault.OneField("/ids", "CHOOSE_SOME", "max", mostAtOnce))
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		n, err = publish(tx, ids, actor)
		return err
	})
	return n, err
}

func publish(tx *db.Tx, ids []uuid.UUID, actor account.Actor) (n int, err error) {
	for _, id := range ids {
		done, err := setPublished(tx, id)
		if err != nil {
			return n, err
		}
		if !done {
			continue
		}
		n++
		if err := trace(tx, id, published, actor.Name, actor.Officer, "", nil); err != nil {
			return n, err
		}
	}
	return n, nil
}

// Withhold asks that a record be not published, or that a published one be taken down, with a reason code and words; the head of the agency decides
// (domain.md 1.7). Until then what is published stays public.
func (s *Service) Withhold(ctx context.Context, actor account.Actor, id uuid.UUID, code, text string) error {
	if err := must(actor, account.Publisher); err != nil {
		return err
	}
	if err := fault.Fields(reasonFaults(code, text)...); err != nil {
		return err
	}
	return s.turn(ctx, id, func(tx *db.Tx, r Record) error {
		return ask(tx, r, request{Code: code, Words: text, By: actor.Officer}, actor, r.Due)
	})
}

// ask puts a request before the head of the agency, who has until a day to decide on it.
func ask(tx *db.Tx, r Record, q request, actor account.Actor, due workday.Date) error {
	to, kind := Asked, asked
	switch {
	case r.State == Published && !r.Waits():
		to, kind = Published, askedDown
	case r.State != Due:
		return notNow(r)
	}
	if err := move(tx, r, to, q); err != nil {
		return err
	}
	if err := trace(tx, r.ID, kind, actor.Name, actor.Officer, q.Words, nil); err != nil {
		return err
	}
	return notice.Post(tx, notice.Order{To: notice.Desk(account.City, string(account.Leader)), Kind: notice.DisclosureAsked, Facts: notice.Facts{
		Item: r.ItemName, ItemEn: r.ItemNameEn, Number: r.DocumentNumber, Due: due, Reason: "disclosure_" + kind, Text: q.Words}})
}

func notNow(r Record) error {
	return fault.New(fault.Conflict, "DISCLOSURE_NOT_NOW", "state", string(r.State))
}

func reasonFaults(code, text string) (faults []fault.Field) {
	if !slices.Contains(Reasons(), code) {
		faults = append(faults, fault.OneField("/code", "NOT_AN_OPTION"))
	}
	if f, bad := fault.As(words("/words", text)); bad {
		faults = append(faults, f.Fields...)
	}
	return faults
}

// Approve is the decision of the head of the agency on a request to withhold or to take down. He may not decide on his own request. An objection
// that the take-down was to answer is answered by it.
func (s *Service) Approve(ctx context.Context, actor account.Actor, id uuid.UUID, yes bool, text string) error {
	if !actor.HasAny(account.Leader) {
		return fault.New(fault.Forbidden, "NEED_LEADER")
	}
	if err := words("/words", text); err != nil {
		return err
	}
	return s.turn(ctx, id, func(tx *db.Tx, r Record) error {
		if !r.Waits() {
			return notNow(r)
		}
		if r.AskedBy == actor.Officer {
			return fault.New(fault.Forbidden, "FOUR_EYES")
		}
		verdict := verdicts[r.State][yes]
		kept := request{Code: r.WithholdCode, Words: r.WithholdWords, By: r.AskedBy}
		if !yes {
			kept = request{}
		}
		if err := move(tx, r, verdict.to, kept); err != nil {
			return err
		}
		if err := trace(tx, id, verdict.kind, actor.Name, actor.Officer, text, nil); err != nil {
			return err
		}
		switch {
		case verdict.to == TakenDown:
			return answerAll(tx, r, r.WithholdWords, actor.Officer)
		case r.State == Published && r.objection.Valid:
			return answer(tx, r, r.objection.UUID, Kept, text, actor.Officer)
		}
		return nil
	})
}

// verdict is what the head's word makes of a record.
type verdict struct {
	to   State
	kind string
}

// verdicts are what he may say to a request about a record that is not, and that is, published.
var verdicts = map[State]map[bool]verdict{
	Asked:     {true: {Withheld, withheld}, false: {Due, notWithheld}},
	Published: {true: {TakenDown, takenDown}, false: {Published, notDown}},
}

// turn locks a record and does something about it.
func (s *Service) turn(ctx context.Context, id uuid.UUID, do func(*db.Tx, Record) error) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		r, err := findRecord(tx, id, true)
		if err != nil {
			return err
		}
		return do(tx, r)
	})
}

// sweepPortion is how many records one run looks at.
const sweepPortion = 500

// Sweep counts due dates of records and objections on a new calendar, publishes what is due today, and tells the patrol of what is overdue (P6): what waits for the
// head's word beyond its day. Harmless when repeated. It returns how many records it published.
func (s *Service) Sweep(ctx context.Context) (n int, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := recount(tx, s.calendar(), sweepPortion); err != nil {
			return err
		}
		moved, err := recountObjections(tx, s.calendar(), sweepPortion)
		if err != nil {
			return err
		}
		if err := tellMoved(tx, moved); err != nil {
			return err
		}
		ids, err := dueNow(tx, sweepPortion)
		if err != nil {
			return err
		}
		late, err := patrol(tx, sweepPortion) // first, so that a record which the portal itself publishes late is told as well
		if err != nil {
			return err
		}
		for _, one := range late {
			tx.Enqueue(one)
		}
		n, err = publish(tx, ids, account.System())
		return err
	})
	return n, err
}

// cut makes a page of at most most rows out of one that may hold one more.
func cut[T any](rows []T, most int, id func(T) uuid.UUID) ([]T, string) {
	if rows == nil {
		rows = []T{}
	}
	if len(rows) <= most {
		return rows, ""
	}
	return rows[:most], id(rows[most-1]).String()
}

// Annulled is why a record is not published whose decision a ruling annulled before; it is no reason that an officer may choose.
const Annulled = "annulled"

// Annul takes the record of a decision down in the transaction in which a ruling against it is carried out: it stays as a trace with the reason. One
// that was not published yet never is. No record is no fault: not everything is published.
func Annul(tx *db.Tx, documentID uuid.UUID, text string) error {
	id, state, err := annul(tx, documentID, text)
	if err != nil || id == uuid.Nil {
		return err
	}
	if state == Withheld {
		return trace(tx, id, withheld, account.System().Name, "", text, nil)
	}
	if err := trace(tx, id, takenDown, account.System().Name, "", text, nil); err != nil {
		return err
	}
	r, err := findRecord(tx, id, true)
	if err != nil {
		return err
	}
	return answerAll(tx, r, text, "")
}
