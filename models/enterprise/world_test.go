package enterprise

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/migrations"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/material"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// world is the service on a real database with real accounts; only the outside is the test's own.
type world struct {
	*Service
	t        *testing.T
	accounts *account.Service
	register *companies
	clock    *dbtest.Clock
	db       *db.DB
}

// companies is the register of enterprises.
type companies struct {
	known map[string]account.EnterpriseRecord
	down  bool
}

func (c *companies) Enterprise(_ context.Context, code identity.CreditCode) (account.EnterpriseRecord, error) {
	if c.down {
		return account.EnterpriseRecord{}, fault.New(fault.Unavailable, "REGISTER_UNAVAILABLE", "register", "companies")
	}
	r, ok := c.known[code.String()]
	if !ok {
		return r, fault.New(fault.NotFound, "NOT_FOUND")
	}
	return r, nil
}

// people is the population register; nobody registers in these tests.
type people struct{}

func (people) Person(context.Context, identity.IDNumber) (account.PersonRecord, error) {
	return account.PersonRecord{}, fault.New(fault.NotFound, "NOT_FOUND")
}

type silence struct{}

func (silence) Text(*db.Tx, account.Text) error { return nil }

func (silence) Reached(*db.Tx, string) error { return nil }

func (silence) Moved(*db.Tx, account.Move) error { return nil }

var (
	head   = account.DemoPerson{Name: "王芳", IDNumber: "430902198511203327", Mobile: "13973712345"}
	clerk1 = account.DemoPerson{Name: "张伟", IDNumber: "430903199003074515", Mobile: "13873712345"}
	third  = account.DemoPerson{Name: "李强", IDNumber: "430981199912315020", Mobile: "13773712345"}
)

const school = "124309004461234510"

func newWorld(t *testing.T) *world {
	t.Helper()
	clock := dbtest.NewClock(t, "2026-11-23T09:00:00+08:00")
	d := dbtest.Open(t, db.Options{URL: dbtest.Create(t), Now: clock.Now, Tracer: attacks})
	cal, err := workday.Load(migrations.Calendars())
	check(t, err)
	blobs, err := material.OpenDisk(t.TempDir())
	check(t, err)
	w := &world{t: t, clock: clock, db: d, register: &companies{known: map[string]account.EnterpriseRecord{school: {CreditCode: school, Name: "益阳市梓山湖学校",
		Kind: "事业单位", Business: "义务教育", Address: "益阳市赫山区梓山湖路8号", Area: "430903", LegalName: head.Name, LegalIDNumber: head.IDNumber, Request: "SC-1"}}}}
	w.accounts, err = account.New(account.Config{DB: d, Population: people{}, Texter: silence{}, Secret: []byte(strings.Repeat("k", 32)), Demo: true, Watch: Watch})
	check(t, err)
	w.Service, err = New(Config{DB: d, Companies: w.register, Materials: material.New(d, blobs, material.BuiltinScanner{}), Limiter: w.accounts.Limiter,
		Calendar: func() *workday.Calendar { return cal }})
	check(t, err)
	check(t, w.accounts.SeedDemo(t.Context(), account.Demo{People: []account.DemoPerson{head, clerk1, third}}))
	return w
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (w *world) want(what string, err error, code string) {
	w.t.Helper()
	if got := fault.Code(err); got != code || code == "" && err != nil {
		w.t.Errorf("%s: got %v, want %q", what, err, code)
	}
}

// as is somebody who has just signed in.
func (w *world) as(p account.DemoPerson) account.Actor {
	w.t.Helper()
	in, err := w.accounts.SignIn(w.t.Context(), account.SignIn{Identifier: p.Mobile, Password: account.DemoPassword, Door: account.Page, Address: "192.0.2.7"})
	check(w.t, err)
	a, err := w.accounts.Session(w.t.Context(), in.Secret)
	check(w.t, err)
	return a
}

// officer is a clerk of the window, or another by his police number.
func (w *world) officer(police string) account.Actor {
	return account.Actor{Kind: account.KindClerk, AccountID: uuid.New(), OfficerID: uuid.New(), Name: "民警" + police, Officer: police,
		Grants: []account.Grant{{Role: account.Receiver, Desk: "430900-ban"}}}
}

// told counts notices of a kind to a person.
func (w *world) told(p account.DemoPerson, kind string) (n int) {
	w.t.Helper()
	check(w.t, w.db.Read(context.Background(), func(tx *db.Tx) error {
		return tx.Raw(`SELECT count(*) FROM notices n JOIN people p ON p.id = n.person_id WHERE p.id_number = ? AND n.kind = ?`, p.IDNumber, kind).Row().Scan(&n)
	}))
	return n
}

// opened is the school with its head, and with clerk1 as administrator.
func (w *world) opened() uuid.UUID {
	w.t.Helper()
	r, err := w.Register(w.t.Context(), w.as(clerk1), school)
	check(w.t, err)
	check(w.t, w.Confirm(w.t.Context(), w.as(head), r.ID, true))
	return w.as(head).Enterprises[0].ID
}
