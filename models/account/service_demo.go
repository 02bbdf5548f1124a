package account

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// DemoCode is the TOTP code that a demo clerk needs next. Code is "" when all codes that count now are used; Seconds is how long the code
// still counts, or how long to wait for one.
type DemoCode struct {
	Login   string `json:"login"`
	Name    string `json:"name"`
	Code    string `json:"code"`
	Seconds int    `json:"seconds"`
}

// DemoCodes lists the next second-factor code of every demo clerk, for the visible test outbox. Forbidden outside demo mode.
func (s *Service) DemoCodes(ctx context.Context) ([]DemoCode, error) {
	if !s.demo {
		return nil, forbidden()
	}
	var rows []demoSecret
	var now time.Time
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		now = tx.Now
		rows, err = selectDemoSecrets(tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	codes := make([]DemoCode, len(rows))
	for i, r := range rows {
		secret, err := s.vault.open(r.TotpSecret, r.Login)
		if err != nil {
			return nil, err
		}
		codes[i] = DemoCode{Login: r.Login, Name: r.Name}
		if codes[i].Code, codes[i].Seconds, err = nextTOTP(secret, now, r.TotpStep); err != nil {
			return nil, err
		}
	}
	return codes, nil
}

// DemoActor is a demo account in a session of its own that every factor has confirmed, so that the samples of a demonstration can be made by the
// use-cases themselves. End it with SignOut. Forbidden outside demo mode.
func (s *Service) DemoActor(ctx context.Context, login string) (Actor, error) {
	if !s.demo {
		return Actor{}, forbidden()
	}
	who := parseIdentifier(login, s.db.Today())
	var c credentials
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		c, err = findCredentials(tx, who)
		return err
	})
	if err != nil {
		return Actor{}, err
	}
	in, err := s.enter(ctx, c, Program, AssuranceStep, "127.0.0.1", who.key())
	if err != nil {
		return Actor{}, fmt.Errorf("demo account %s: %w", login, err)
	}
	return s.SessionByID(ctx, in.Session)
}

// SeedDemo makes the demo's accounts where they are missing: its persons and units, and a clerk for every stage. Harmless when repeated;
// a start that finds everything in place asks one question and writes nothing. Forbidden outside demo mode.
func (s *Service) SeedDemo(ctx context.Context, d Demo) error {
	if !s.demo {
		return forbidden()
	}
	var have map[string]bool
	var stale bool
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		have, stale, err = demoInPlace(tx, d.keys())
		return err
	})
	if err != nil {
		return err
	}
	todo := demoTodo{}
	for _, p := range d.everybody() {
		if !have[p.IDNumber] {
			todo.people = append(todo.people, p)
		}
	}
	for _, c := range demoClerks {
		if !have[c.Login] {
			todo.clerks = append(todo.clerks, c)
		}
	}
	for _, u := range d.Units {
		if !have[u.CreditCode] {
			todo.units = append(todo.units, u)
		}
	}
	return s.seed(ctx, todo, stale)
}

// demoTodo is what is missing.
type demoTodo struct {
	people []DemoPerson
	clerks []NewClerk
	units  []DemoUnit
}

// seed hashes the one password once for all accounts, because a hash takes a noticeable part of a start. stale tells that clerks'
// demo passwords are old and would have to be changed: they are made young again.
func (s *Service) seed(ctx context.Context, todo demoTodo, stale bool) (err error) {
	hash := ""
	if len(todo.people)+len(todo.clerks) > 0 {
		if hash, err = s.hasher.hash(ctx, DemoPassword); err != nil {
			return err
		}
	}
	for _, c := range todo.clerks {
		if _, err := s.addClerk(ctx, System(), c, hash, true); err != nil {
			return fmt.Errorf("demo clerk %s: %w", c.Login, err)
		}
	}
	if len(todo.people)+len(todo.units) == 0 && !stale {
		return nil
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		for _, p := range todo.people {
			if err := seedPerson(tx, p, hash); err != nil {
				return fmt.Errorf("demo person %s: %w", p.Name, err)
			}
		}
		for _, u := range todo.units {
			if err := seedUnit(tx, u); err != nil {
				return fmt.Errorf("demo unit %s: %w", u.Name, err)
			}
		}
		return renewDemoPasswords(tx)
	})
}

func seedPerson(tx *db.Tx, p DemoPerson, hash string) error {
	who, err := p.parse(tx.Today())
	if err != nil {
		return err
	}
	person, err := newID()
	if err != nil {
		return err
	}
	account, err := newID()
	if err != nil {
		return err
	}
	made, err := insertPerson(tx, newPerson{id: person, who: who, request: "demo"})
	if err != nil {
		return err
	}
	if !made {
		return fmt.Errorf("the mobile number %s is taken", p.Mobile)
	}
	return insertAccount(tx, newAccount{id: account, kind: kindPerson, person: person, hash: hash, demo: true})
}

func (p DemoPerson) parse(today workday.Date) (who registrant, err error) {
	if who.name, err = identity.ParseName(p.Name); err != nil {
		return who, err
	}
	if who.number, err = identity.ParseIDNumber(p.IDNumber, today); err != nil {
		return who, err
	}
	who.mobile, err = identity.ParseMobile(p.Mobile)
	return who, err
}

func seedUnit(tx *db.Tx, u DemoUnit) error {
	id, err := newID()
	if err != nil {
		return err
	}
	register := EnterpriseRecord{
		CreditCode: u.CreditCode, Name: u.Name, Address: u.Address, Area: u.Area, LegalName: u.Legal.Name,
		LegalIDNumber: u.Legal.IDNumber, Request: "demo",
	}
	if _, err := insertEnterprise(tx, id, register); err != nil {
		return err
	}
	members := append([]DemoMember{{Person: u.Legal, Role: Legal}}, u.Members...)
	for _, m := range members {
		person, found, err := personByIDNumber(tx, m.Person.IDNumber)
		if err != nil {
			return err
		}
		if !found {
			return fmt.Errorf("%s has no account", m.Person.Name)
		}
		n := NewMember{Name: m.Person.Name, IDNumber: m.Person.IDNumber, Role: m.Role, Until: m.Until}
		if _, err := insertMembership(tx, id, n, uuid.NullUUID{UUID: person, Valid: true}, uuid.Nil); err != nil {
			return err
		}
	}
	return nil
}
