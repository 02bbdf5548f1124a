package enterprise

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/notice"
)

// askAgain is when a silent register is asked again.
const askAgain = 10 * time.Minute

// AskArgs is the job that asks the register again about a registration.
type AskArgs struct {
	ID uuid.UUID `json:"id"`
}

// Kind names the job in the queue.
func (AskArgs) Kind() string { return "enterprise.ask" }

// registration is a row with whom it concerns.
type registration struct {
	Registration
	Person   account.Founder
	LegalID  string
	Record   account.EnterpriseRecord
	Official string // police number of who looked by hand
}

// Register registers an enterprise by its credit code; the register says the rest. Its legal representative is let in at once. Anybody else
// becomes its administrator when the legal representative has confirmed. A silent register is asked again (WaitingRegister). Faults: the
// credit code's own, ENTERPRISE_UNKNOWN, ENTERPRISE_CLOSED, ENTERPRISE_EXISTS, ENTERPRISE_PENDING.
func (s *Service) Register(ctx context.Context, actor account.Actor, creditCode string) (Registration, error) {
	if !actor.IsPerson() {
		return Registration{}, forbidden()
	}
	code, err := identity.ParseCreditCode(creditCode)
	if err != nil {
		return Registration{}, err
	}
	if err := s.limiter.Allow(ctx, "enterprise|"+actor.AccountID.String(), account.DefaultLimits.ByAccount); err != nil {
		return Registration{}, err
	}
	record, answered, err := s.ask(ctx, code.String())
	if err != nil {
		return Registration{}, err
	}
	r := registration{Registration: Registration{ID: uuid.Must(uuid.NewV7()), CreditCode: code.String(), Applicant: actor.Name, State: WaitingRegister},
		Person: account.Founder{Name: actor.Name, IDNumber: actor.IDNumber, Person: actor.PersonID}}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		r.CreatedAt = tx.Now
		if exists, err := codeExists(tx, r.CreditCode); err != nil || exists {
			return either(err, fault.New(fault.Conflict, "ENTERPRISE_EXISTS"))
		}
		if answered {
			if err := s.settle(tx, &r, record, actor); err != nil {
				return err
			}
		} else {
			tx.EnqueueAt(tx.Now.Add(askAgain), AskArgs{ID: r.ID})
		}
		made, err := insertRegistration(tx, r)
		if err != nil || !made {
			return either(err, fault.New(fault.Conflict, "ENTERPRISE_PENDING"))
		}
		return nil
	})
	if err != nil {
		return Registration{}, err
	}
	return r.Registration, nil
}

// ask asks the register; answered is false when it is silent. An enterprise that nobody has registered comes back without a name.
func (s *Service) ask(ctx context.Context, creditCode string) (r account.EnterpriseRecord, answered bool, err error) {
	code, err := identity.ParseCreditCode(creditCode)
	if err != nil {
		return r, false, err
	}
	r, err = s.companies.Enterprise(ctx, code)
	if f, ok := fault.As(err); ok && f.Kind == fault.NotFound {
		return account.EnterpriseRecord{CreditCode: creditCode}, true, nil
	}
	return r, err == nil, ctx.Err()
}

// settle decides on a registration by what the register says. Who heads the enterprise is let in; otherwise he is asked.
func (s *Service) settle(tx *db.Tx, r *registration, record account.EnterpriseRecord, by account.Actor) error {
	switch {
	case record.Name == "":
		return fault.New(fault.Invalid, "ENTERPRISE_UNKNOWN")
	case record.Cancelled:
		return fault.New(fault.Conflict, "ENTERPRISE_CLOSED", "enterprise", record.Name, "reason", record.Reason)
	}
	r.Record, r.Name, r.LegalID = record, record.Name, record.LegalIDNumber
	if record.LegalIDNumber == r.Person.IDNumber && record.LegalName == r.Person.Name {
		return s.found(tx, r, by)
	}
	r.State = WaitingLegal
	legal, known, err := personOf(tx, r.LegalID)
	if err != nil || !known {
		return err // he finds it when he signs in for the first time
	}
	return notice.Post(tx, notice.Order{To: notice.Person(legal), Kind: notice.EnterpriseToConfirm, Facts: notice.Facts{Unit: r.Name, Applicant: r.Applicant}})
}

// found makes the enterprise: its legal representative by the register, and who registered it as administrator when that is another.
func (s *Service) found(tx *db.Tx, r *registration, by account.Actor) error {
	founders := []account.Founder{{Name: r.Person.Name, IDNumber: r.Person.IDNumber, Person: r.Person.Person, Role: account.Legal}}
	if r.LegalID != r.Person.IDNumber {
		founders = []account.Founder{{Name: by.Name, IDNumber: by.IDNumber, Person: by.PersonID, Role: account.Legal}, r.Person}
		founders[1].Role = account.Administrator
	}
	id, err := account.Found(tx, by, r.Record, founders...)
	if err != nil {
		return err
	}
	r.State, r.EnterpriseID = Registered, uuid.NullUUID{UUID: id, Valid: true}
	return note(tx, id, by, Event{Kind: "registered", About: r.Applicant, Detail: r.Record.Request})
}

// AskAgain is the job for a registration that waits for the register; harmless when repeated.
func (s *Service) AskAgain(ctx context.Context, id uuid.UUID) error {
	var code string
	if err := s.db.Read(ctx, func(tx *db.Tx) (err error) { code, err = silentCode(tx, id); return err }); err != nil || code == "" {
		return err
	}
	record, answered, err := s.ask(ctx, code)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if !answered {
			tx.EnqueueAt(tx.Now.Add(askAgain), AskArgs{ID: id})
			return countTry(tx, id)
		}
		return s.answered(tx, id, record, account.System(), "")
	})
}

// answered brings a registration on that waited for the register, and tells who waits.
func (s *Service) answered(tx *db.Tx, id uuid.UUID, record account.EnterpriseRecord, by account.Actor, officer string) error {
	r, found, err := lockRegistration(tx, id, WaitingRegister)
	if err != nil || !found {
		return either(err, fault.New(fault.NotFound, "NOT_FOUND"))
	}
	r.Official = officer
	err = s.settle(tx, &r, record, by)
	if f, refused := fault.As(err); refused {
		r.State, r.Reason, err = Refused, f.Code, nil
	}
	if err != nil {
		return err
	}
	return s.moved(tx, r)
}

// moved stores a registration's new state and tells its applicant.
func (s *Service) moved(tx *db.Tx, r registration) error {
	if err := updateRegistration(tx, r); err != nil {
		return err
	}
	kind := map[RegistrationState]notice.Kind{Registered: notice.EnterpriseRegistered, Refused: notice.EnterpriseRefused, WaitingLegal: notice.EnterpriseFound}[r.State]
	return notice.Post(tx, notice.Order{To: notice.Person(r.Person.Person), Kind: kind,
		Facts: notice.Facts{Unit: or(r.Name, r.CreditCode), Applicant: r.Record.LegalName, Reason: r.Reason}})
}

// Registrations lists what the actor registers, and what he as legal representative has to confirm.
func (s *Service) Registrations(ctx context.Context, actor account.Actor) (own, toConfirm []Registration, err error) {
	if !actor.IsPerson() {
		return nil, nil, forbidden()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if own, err = ownRegistrations(tx, actor.PersonID); err != nil {
			return err
		}
		toConfirm, err = registrationsToConfirm(tx, actor.IDNumber)
		return err
	})
	return own, toConfirm, err
}

// Confirm is the legal representative's word on a registration: he becomes R-LEG and who registered becomes R-ADM, or it is refused
// (REGISTRATION_DECLINED). Another's registration is NOT_FOUND.
func (s *Service) Confirm(ctx context.Context, actor account.Actor, id uuid.UUID, agreed bool) error {
	if !actor.IsPerson() {
		return forbidden()
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		r, found, err := lockRegistration(tx, id, WaitingLegal)
		if err != nil || !found || r.LegalID != actor.IDNumber || r.Record.LegalName != actor.Name {
			return either(err, fault.New(fault.NotFound, "NOT_FOUND"))
		}
		if !agreed {
			r.State, r.Reason = Refused, "REGISTRATION_DECLINED"
			return s.moved(tx, r)
		}
		if exists, err := codeExists(tx, r.CreditCode); err != nil {
			return err
		} else if exists {
			r.State, r.Reason = Refused, "ENTERPRISE_EXISTS"
			return s.moved(tx, r)
		}
		if err := s.found(tx, &r, actor); err != nil {
			return err
		}
		return s.moved(tx, r)
	})
}

// Silent lists registrations that wait for the register, for officers who look by hand (暂未返回, 人工核验).
func (s *Service) Silent(ctx context.Context, actor account.Actor) (list []Registration, err error) {
	if !officer(actor) {
		return nil, forbidden()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = silentRegistrations(tx)
		return err
	})
	return list, err
}

// RecordByHand enters what an officer read in the public register while the adapter is silent. Faults: INVALID_FIELDS, NOT_FOUND.
func (s *Service) RecordByHand(ctx context.Context, actor account.Actor, id uuid.UUID, record account.EnterpriseRecord) error {
	if !officer(actor) {
		return forbidden()
	}
	record, err := byHand(record, s.db.Today())
	if err != nil {
		return err
	}
	record.Request = "人工核验 " + actor.Officer
	return s.db.Write(ctx, func(tx *db.Tx) error { return s.answered(tx, id, record, actor, actor.Officer) })
}

// officer tells who sees to enterprises' accounts: the window and case management.
func officer(a account.Actor) bool { return a.HasAny(account.Receiver, account.CaseManager) }

func either(err error, f *fault.Error) error {
	if err != nil {
		return err
	}
	return f
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
