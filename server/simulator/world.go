package simulator

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/workday"
	"github.com/yiyang-police/permit-portal/server/register"
)

// World is the simulated outside world. Its people never change; what it remembers are the numbers it allocated.
type World struct {
	base    workday.Date
	now     func() time.Time
	memory  memory
	people  []Person
	units   []Unit
	byID    map[string]*Person
	byKey   map[string]*Person
	byCode  map[string]*Unit
	unitKey map[string]*Unit
	state   map[Source]*atomic.Int64 // how a register behaves: nanoseconds it waits, or down
}

// New makes a world that counts from a base day and forgets its numbers with the process. For tests; Add more people before using it.
func New(base workday.Date, now func() time.Time) *World { return build(base, now, &forgetful{}) }

// Open makes the world of a database: the base day is the day of the first start, kept from then on, as are allocated numbers.
func Open(ctx context.Context, d *db.DB) (*World, error) {
	base, err := keepBase(ctx, d)
	if err != nil {
		return nil, fmt.Errorf("simulator: %w", err)
	}
	return build(base, d.Now, stored{d}), nil
}

func build(base workday.Date, now func() time.Time, m memory) *World {
	w := &World{base: base, now: now, memory: m, byID: map[string]*Person{}, byKey: map[string]*Person{}, byCode: map[string]*Unit{},
		unitKey: map[string]*Unit{}, state: map[Source]*atomic.Int64{}}
	for _, s := range Sources() {
		w.state[s] = new(atomic.Int64)
	}
	areas := map[string]string{}
	for _, u := range append(units(base), filingUnits()...) {
		w.AddUnit(u)
		areas[u.Key] = u.Area
	}
	for _, p := range everybody(base, areas) {
		w.Add(p)
	}
	return w
}

// Add puts another person into the world, for tests; one with the same key or ID number is replaced.
func (w *World) Add(p Person) {
	w.people = append(w.people, p)
	w.byID[p.IDNumber.String()], w.byKey[p.Key] = &p, &p
}

// AddUnit puts another enterprise into the world, for tests.
func (w *World) AddUnit(u Unit) {
	w.units = append(w.units, u)
	w.byCode[u.CreditCode.String()], w.unitKey[u.Key] = &u, &u
}

// Base is the day from which licences and ages count.
func (w *World) Base() workday.Date { return w.base }

// Person finds somebody by key ("citizen", "B3"); it panics when there is nobody, because keys stand in code only.
func (w *World) Person(key string) Person {
	p, ok := w.byKey[key]
	if !ok {
		panic("simulator: nobody is called " + key)
	}
	return *p
}

// Unit finds an enterprise by key; it panics when there is none.
func (w *World) Unit(key string) Unit {
	u, ok := w.unitKey[key]
	if !ok {
		panic("simulator: no unit is called " + key)
	}
	return *u
}

// People lists everybody, for the page that explains the demonstration.
func (w *World) People() []Person { return w.people }

// Units lists every enterprise.
func (w *World) Units() []Unit { return w.units }

// Registers are the doors to this world.
func (w *World) Registers() register.Set {
	return register.Set{RealNames: realNames{w}, Companies: companies{w}, Population: population{w}, Explosives: explosives{w}, Background: background{w},
		Business: business{w}, Businesses: businesses{w}, Security: security{w}, Guards: guards{w},
		Licences: licences{w}, Post: post{w}}
}

// Source is one simulated register.
type Source string

// The simulated registers.
const (
	Population Source = "population"
	Companies  Source = "companies"
	Explosives Source = "explosives"
	Background Source = "background"
	Security   Source = "security"
	Licences   Source = "licences" // 电子证照库
	Post       Source = "post"     // EMS
	Border     Source = "border"   // 国家出入境管理信息系统: who crossed
)

// Sources lists the registers.
func Sources() []Source {
	return []Source{Population, Companies, Explosives, Background, Security, Licences, Post, Border}
}

const isDown = -1

// SetDown makes a register answer nothing, or answer again. An unknown name changes nothing.
func (w *World) SetDown(s Source, down bool) {
	if state, ok := w.state[s]; ok {
		state.Store(0)
		if down {
			state.Store(isDown)
		}
	}
}

// SetDelay makes a register slow: it answers after a while, or not at all when the asker gives up first.
func (w *World) SetDelay(s Source, delay time.Duration) {
	if state, ok := w.state[s]; ok {
		state.Store(int64(max(delay, 0)))
	}
}

// Down tells whether a register is switched off.
func (w *World) Down(s Source) bool {
	state, ok := w.state[s]
	return ok && state.Load() == isDown
}

// reply waits as the register does and begins its answer.
func (w *World) reply(ctx context.Context, s Source) (casework.Reply, error) {
	wait := w.state[s].Load()
	if wait == isDown {
		return casework.Reply{}, fault.New(fault.Unavailable, "REGISTER_UNAVAILABLE", "register", string(s))
	}
	if wait > 0 {
		timer := time.NewTimer(time.Duration(wait))
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
			return casework.Reply{}, ctx.Err()
		}
	}
	return casework.Reply{Request: requestMarks[s] + uuid.NewString()[:18], At: w.now()}, nil
}

// requestMarks begin the request numbers of each register.
var requestMarks = map[Source]string{Population: "RK-", Companies: "SC-", Explosives: "MB-", Background: "BD-", Security: "BA-", Licences: "DZ-", Post: "YZ-", Border: "CR-"}

// resident finds a person of the population register.
func (w *World) resident(idNumber string) (*Person, bool) {
	p, ok := w.byID[idNumber]
	return p, ok && !p.Unlisted
}

type realNames struct{ *World }

func (w realNames) Person(ctx context.Context, id identity.IDNumber) (account.PersonRecord, error) {
	reply, err := w.reply(ctx, Population)
	if err != nil {
		return account.PersonRecord{}, err
	}
	p, ok := w.resident(id.String())
	if !ok {
		return account.PersonRecord{}, fault.New(fault.NotFound, "NOT_FOUND")
	}
	return account.PersonRecord{Name: p.Name, IDNumber: id.String(), Nation: p.Nation, Deceased: p.Deceased, Request: reply.Request}, nil
}

type companies struct{ *World }

func (w companies) Enterprise(ctx context.Context, code identity.CreditCode) (account.EnterpriseRecord, error) {
	reply, err := w.reply(ctx, Companies)
	if err != nil {
		return account.EnterpriseRecord{}, err
	}
	u, ok := w.byCode[code.String()]
	if !ok {
		return account.EnterpriseRecord{}, fault.New(fault.NotFound, "NOT_FOUND")
	}
	r := account.EnterpriseRecord{CreditCode: code.String(), Name: u.Name, Kind: u.Kind, Business: u.Business, Address: u.Address,
		Cancelled: u.Cancelled, Suspended: u.Suspended, Reason: u.Reason, Request: reply.Request}
	if r.Kind == "" {
		r.Kind = "有限责任公司"
	}
	if _, err := identity.ParseArea(u.Area); err == nil {
		r.Area = u.Area
	}
	if legal, ok := w.byKey[u.Legal]; ok {
		r.LegalName, r.LegalIDNumber = legal.Name, legal.IDNumber.String()
	}
	return r, nil
}
