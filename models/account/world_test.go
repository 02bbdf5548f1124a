package account

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/workday"
)

const (
	start    = "2026-09-17T09:00:00+08:00"
	password = "correct horse battery"
	home     = "192.0.2.7"
)

// world is the service with outside registers that the test fills.
type world struct {
	*Service
	clock *dbtest.Clock
	out   *outbox
}

type registers struct {
	people map[string]PersonRecord
}

func (r registers) Person(_ context.Context, id identity.IDNumber) (PersonRecord, error) {
	if p, ok := r.people[id.String()]; ok {
		return p, nil
	}
	return PersonRecord{}, fault.New(fault.NotFound, "NOT_FOUND")
}

// outbox is the mobile network.
type outbox struct {
	mu    sync.Mutex
	texts []Text
}

// Reached is of no matter here; models/notice tests it.
func (o *outbox) Reached(*db.Tx, string) error { return nil }

// Moved stands as a text without a code at the old number.
func (o *outbox) Moved(tx *db.Tx, m Move) error { return o.Text(tx, Text{Mobile: m.From}) }

func (o *outbox) Text(_ *db.Tx, t Text) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.texts = append(o.texts, t)
	return nil
}

func (o *outbox) last(t *testing.T) Text {
	t.Helper()
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.texts) == 0 {
		t.Fatal("no message was sent")
	}
	return o.texts[len(o.texts)-1]
}

func (o *outbox) count() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.texts)
}

var (
	zhang = DemoPerson{Name: "张伟", IDNumber: "430903199003074515", Mobile: "13873712345"}
	wang  = DemoPerson{Name: "王芳", IDNumber: "430902198511203327", Mobile: "13973712345"}
	li    = DemoPerson{Name: "李强", IDNumber: "430981199912315020", Mobile: "13773712345"}
	unit  = DemoUnit{
		CreditCode: "91430903MA4PC7TH50", Name: "赫山爆破工程有限公司", Address: "赫山区康富路1号", Area: "430903", Legal: wang,
	}
	firm = DemoUnit{CreditCode: "91430981MA7BQ2W19J", Name: "沅江爆破有限公司", Area: "430981", Legal: wang}
)

func record1(p DemoPerson) PersonRecord {
	return PersonRecord{Name: p.Name, IDNumber: p.IDNumber, Nation: "汉族", Request: "RK-1"}
}

func newWorld(t *testing.T) world {
	t.Helper()
	d, clock := dbtest.NewAt(t, start)
	reg := registers{
		people: map[string]PersonRecord{zhang.IDNumber: record1(zhang), wang.IDNumber: record1(wang), li.IDNumber: record1(li)},
	}
	out := &outbox{}
	s, err := New(Config{DB: d, Population: reg, Texter: out, Secret: []byte(strings.Repeat("k", 32)), Demo: true})
	if err != nil {
		t.Fatal(err)
	}
	return world{Service: s, clock: clock, out: out}
}

// seeded has the demo accounts: zhang, wang with unit, and the clerks.
func seeded(t *testing.T) world {
	t.Helper()
	w := newWorld(t)
	if err := w.SeedDemo(t.Context(), Demo{People: []DemoPerson{zhang}, Units: []DemoUnit{unit}}); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w world) person(t *testing.T, p DemoPerson) (Actor, SignedIn) {
	t.Helper()
	in, err := w.SignIn(t.Context(), SignIn{Identifier: p.Mobile, Password: DemoPassword, Door: Page, Address: home})
	if err != nil {
		t.Fatal(err)
	}
	return w.actor(t, in), in
}

func (w world) clerk(t *testing.T, login string) (Actor, SignedIn) {
	t.Helper()
	in, err := w.SignIn(t.Context(), SignIn{Identifier: login, Password: DemoPassword, TOTP: w.totp(t, login), Door: Page, Address: home})
	if err != nil {
		t.Fatal(err)
	}
	return w.actor(t, in), in
}

func (w world) actor(t *testing.T, in SignedIn) Actor {
	t.Helper()
	a, err := w.Session(t.Context(), in.Secret)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func (w world) totp(t *testing.T, login string) string {
	t.Helper()
	codes, err := w.DemoCodes(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range codes {
		if c.Login == login {
			return c.Code
		}
	}
	t.Fatalf("no demo clerk %s", login)
	return ""
}

func wantCode(t *testing.T, what string, err error, code string) {
	t.Helper()
	if got := fault.Code(err); got != code || (code == "" && err != nil) {
		t.Errorf("%s: got %v, want %q", what, err, code)
	}
}

var today = workday.MustParse("2026-09-17")
