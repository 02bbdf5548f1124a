// Package casework is the life of a case 办件: the draft, its receipt, the queues and claims of desks, the review and the decision. Its use-cases
// settle what time has decided, decide with the pure rules of models/procedure, and commit everything in one transaction.
package casework

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/filing"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/material"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/roster"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Items are the frozen items; *catalog.Service gives them.
type Items interface {
	Item(ctx context.Context, code string) (*catalog.Item, error)
	Version(ctx context.Context, code string, version int) (*catalog.Item, error)
}

// Registers are what a case asks outside (domain.md 6.8).
type Registers struct {
	Population Population
	Explosives Explosives
	Background Background
	Companies  Companies
	Security   Security
	Guards     Guards
}

// Config is what the service stands on.
type Config struct {
	DB        *db.DB
	Items     Items
	Calendar  func() *workday.Calendar                         // the one in use; asked at every act
	Newest    func(context.Context) (*workday.Calendar, error) // the same, read again: asked before limits are counted again (C-6); nil asks Calendar
	Registers Registers
	Documents *document.Service
	Roster    *roster.Book
	Undo      time.Duration // how long Hold keeps a decision that may be taken back; 0 commits at once
	Follow    []Follower    // who is told of every move, in its transaction
}

// Follower is a capability that stands on cases: it is told of every move inside the move's transaction, writes what follows from it, and may
// refuse the move by a fault.
type Follower func(tx *db.Tx, m Moved) error

// Moved is a case that an act or the passage of time has moved.
type Moved struct {
	CaseID  uuid.UUID
	Item    string
	Number  string
	Law     procedure.Case
	Entries []procedure.Entry
	Settled int // how many of the entries are acts of time that came first
	Officer string

	Issued       []document.Document // papers of the move
	Electronic   bool                // the applicant gets them in his space: he agreed to it, or was not asked for another way
	Arrives      bool                // the result waits to be delivered into the space of an applicant who agreed to that
	DeliveryDesk string              // whose deliverer hands them over
}

// Service is the casework's use-cases, each one transaction.
type Service struct {
	db        *db.DB
	items     Items
	calendar  func() *workday.Calendar
	newest    func(context.Context) (*workday.Calendar, error)
	registers Registers
	documents *document.Service
	roster    *roster.Book
	undo      time.Duration
	follow    []Follower
	figures   counting
	paces     sync.Map // queueKey → countedPace: how fast each queue moves
	claims    sync.Map // queueKey → *atomic.Int64: since its head was moved on
}

// New makes the service.
func New(c Config) (*Service, error) {
	if c.DB == nil || c.Items == nil || c.Calendar == nil || c.Documents == nil || c.Roster == nil {
		return nil, errors.New("casework: the service needs a database, items, a calendar, documents and the register of rosters")
	}
	if c.Registers.Population == nil || c.Registers.Explosives == nil || c.Registers.Background == nil || c.Registers.Companies == nil || c.Registers.Security == nil {
		return nil, errors.New("casework: the service needs every register")
	}
	if c.Newest == nil {
		c.Newest = func(context.Context) (*workday.Calendar, error) { return c.Calendar(), nil }
	}
	return &Service{db: c.DB, items: c.Items, calendar: c.Calendar, newest: c.Newest, registers: c.Registers, documents: c.Documents, roster: c.Roster, undo: c.Undo,
		follow: c.Follow}, nil
}

// work is one case in the hands of one use-case: its row is locked, and everything it changes is committed with the transaction.
type work struct {
	tx *db.Tx
	*record
	item  *catalog.Item
	proc  *procedure.Procedure
	cal   *workday.Calendar
	actor account.Actor
	ban   procedure.Ban // of a draft that is shown

	act      procedure.Act
	by       procedure.Actor
	org      string // desk or enterprise for the journal
	step     *step  // the claim that the act needs; nil for applicants, units and time
	decision Decision
	motion   *procedure.Motion // that waited when the act began
	signer   string
	arrival  *Arrival
	number   string // of the certificate, from the register
	photo    string // of its holder, from the register: the blob's key
	holder   string // police number of who held the step when time moved the case
	shifts   []procedure.Shift
	uploads  map[uuid.UUID]material.Material
	checks   []CheckRow
	ends     *Ending    // why it might end early
	compared []Compared // what was filed beside what registers say
	guards   []GuardRow // of the roster, each with what the rules say of him

	entering filing.Entry // what the receipt at hand means to the register of filings

	issued []document.Document
	cert   *document.IssuedCertificate
	alarms []procedure.Alarm // of a refused attempt
}

// errUnsettled says that a limit has ended that nobody has applied yet.
var errUnsettled = errors.New("casework: a limit has ended")

// open loads and locks a case. With a limit that has ended it returns errUnsettled: settling comes first, in a transaction of its own, so that
// it stays even when the act is refused.
func (s *Service) open(ctx context.Context, tx *db.Tx, id uuid.UUID, see sight, actor account.Actor) (*work, error) {
	r, err := selectCase(tx, id, see, true)
	if err != nil {
		return nil, lacking(tx, id, actor, err)
	}
	if !r.SettleAt.IsZero() && !r.SettleAt.After(tx.Now) {
		return nil, errUnsettled
	}
	return s.work(ctx, tx, r, actor)
}

func (s *Service) work(ctx context.Context, tx *db.Tx, r *record, actor account.Actor) (*work, error) {
	item, err := s.items.Version(ctx, r.ItemCode, r.ItemVersion)
	if err != nil {
		return nil, err
	}
	proc, ok := procedure.Named(cmp.Or(r.Procedure, item.Procedure.Code))
	if !ok {
		return nil, fault.New(fault.NotFound, "NOT_FOUND")
	}
	cal := s.calendar()
	if !r.Law.CountedOn(cal.Version()) { // one of the two is older: never count back
		if cal, err = s.newest(ctx); err != nil {
			return nil, err
		}
	}
	return &work{tx: tx, record: r, item: item, proc: proc, cal: cal, actor: actor}, nil
}

// options are those of the case's own item version.
func (w *work) options() procedure.Options {
	switch w.Procedure {
	case procedure.CompensationProcedure().Code:
		return optionsOf(w.item).CompensationOptions(account.City, w.Law.Licence.Damages())
	case procedure.LicenceProcedure().Code:
		return optionsOf(w.item).LicenceOptions(account.City)
	}
	return optionsOf(w.item)
}

// optionsOf completes an item's procedure with what its guide tells: lengths, 即办, fees.
func optionsOf(item *catalog.Item) procedure.Options {
	o := item.Procedure
	if o.Statutory.IsZero() {
		o.Statutory = item.Limits.Statutory
	}
	if o.Promised.IsZero() {
		o.Promised = item.Limits.Promised
	}
	byOne := o.Code == procedure.Filing().Code || o.Code == procedure.Service().Code
	o.OnTheSpot = o.OnTheSpot || item.OnTheSpot && byOne
	o.Thing = !slices.Contains(item.Delivery, procedure.Electronic)
	o.Payment = o.Payment || item.Fee.Charged && o.Code != procedure.Filing().Code
	return o
}

// desk works at a stage of this case.
func (w *work) desk(stage procedure.Stage) string { return w.options().Desk(stage, w.Area) }

// env is what the form is checked against.
func (w *work) env() form.Env {
	return form.Env{Today: w.tx.Today(), Facts: w.Facts, Material: w.material}
}

func (w *work) material(id uuid.UUID) (form.MaterialFacts, bool) {
	u, ok := w.uploads[id]
	return u.Facts(), ok
}

// files reads what was uploaded for the case.
func (w *work) files() error {
	list, err := material.List(w.tx, w.ID)
	w.uploads = make(map[uuid.UUID]material.Material, len(list))
	for _, m := range list {
		w.uploads[m.ID] = m
	}
	return err
}

// attach keeps the uploads that the answers name; those of a received case stay for good, whatever a correction replaced.
func (w *work) attach() error {
	var ids []uuid.UUID
	for id, u := range w.uploads {
		if w.Number != "" && u.Attached {
			ids = append(ids, id)
		}
	}
	for _, answer := range w.Answers {
		if _, ok := w.uploads[materialID(answer)]; ok {
			ids = append(ids, materialID(answer))
		}
	}
	return material.Attach(w.tx, w.ID, ids...)
}

// settled runs a transaction, and once more after the cases are settled when it came upon a limit that has ended.
func (s *Service) settled(ctx context.Context, run func() error, cases ...uuid.UUID) error {
	err := run()
	if !errors.Is(err, errUnsettled) {
		return err
	}
	for _, id := range cases {
		if _, err := s.settle(ctx, id); err != nil {
			return err
		}
	}
	return run()
}

// move takes the step of the work's act and writes it.
func (s *Service) move(w *work) error {
	w.motion = w.Law.Motion
	out, err := procedure.Step(w.proc, w.options(), w.Law, w.act, w.by, w.cal, w.tx.Now)
	if err != nil {
		w.alarms = out.Alarms
		return err
	}
	return s.commit(w, out)
}

// do runs one act: load, settle, decide, commit. Prepare completes the work's act and actor; answer is what the caller gets and what is kept
// under the key.
func do[T any](ctx context.Context, s *Service, key db.Key, id uuid.UUID, see sight, actor account.Actor, prepare func(*work) error,
	answer func(*work) T) (got T, err error) {
	var w *work
	err = s.settled(ctx, func() (err error) {
		got, _, err = db.Once(ctx, s.db, key, func(tx *db.Tx) (none T, err error) {
			if w, err = s.open(ctx, tx, id, see, actor); err != nil {
				return none, err
			}
			if err = prepare(w); err != nil {
				return none, err
			}
			if err = s.move(w); err != nil {
				return none, err
			}
			return answer(w), nil
		})
		return err
	}, id)
	return got, s.attempted(ctx, w, err)
}

// edit runs a change that moves nothing, on a settled and locked case.
func (s *Service) edit(ctx context.Context, id uuid.UUID, see sight, actor account.Actor, change func(*work) error) error {
	return s.settled(ctx, func() error {
		return s.db.Write(ctx, func(tx *db.Tx) error {
			w, err := s.open(ctx, tx, id, see, actor)
			if err != nil {
				return err
			}
			return change(w)
		})
	}, id)
}

// look reads a settled case without locking it.
func (s *Service) look(ctx context.Context, id uuid.UUID, see sight, actor account.Actor, read func(*work) error) error {
	return s.settled(ctx, func() error {
		return s.db.Read(ctx, func(tx *db.Tx) error {
			r, err := selectCase(tx, id, see, false)
			if err != nil {
				return lacking(tx, id, actor, err)
			}
			if !r.SettleAt.IsZero() && !r.SettleAt.After(tx.Now) {
				return errUnsettled
			}
			w, err := s.work(ctx, tx, r, actor)
			if err != nil {
				return err
			}
			return read(w)
		})
	}, id)
}
