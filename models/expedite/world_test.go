package expedite_test

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/migrations"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/document"
	. "github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/material"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/roster"
	"github.com/yiyang-police/permit-portal/models/workday"
)

var (
	ctx  = context.Background()
	day  = workday.MustParse
	noon = "2026-11-23T10:00:00+08:00" // a Monday
)

// outside is the world beyond the portal.
type outside struct {
	tax    TaxRecord
	months map[string]int // by ID number; 12 where nothing is said
	staff  map[string]bool
	area   string
	silent bool

	stayed  map[string]bool // ID numbers of those who did not travel
	unknown map[string]bool // of those whose endorsement the exit-entry register does not have
	asked   []Endorsement
}

var silent = fault.New(fault.Unavailable, "REGISTER_UNAVAILABLE")

func (o *outside) err() error {
	if o.silent {
		return silent
	}
	return nil
}

func (o *outside) Tax(context.Context, string) (TaxRecord, error) { return o.tax, o.err() }

func (o *outside) Insurance(_ context.Context, _ string, ids []string) (map[string]int, error) {
	found := map[string]int{}
	for _, id := range ids {
		if found[id] = 12; o.months[id] != 0 {
			found[id] = o.months[id] - 1
		}
	}
	return found, o.err()
}

func (o *outside) StateStaff(context.Context, []string) (map[string]bool, error) {
	return o.staff, o.err()
}
func (o *outside) Area(context.Context, string) (string, error) { return o.area, o.err() }

func (o *outside) Crossed(_ context.Context, e Endorsement) (Crossing, error) {
	if o.silent {
		return Crossing{}, silent
	}
	o.asked = append(o.asked, e)
	c := Crossing{Known: !o.unknown[e.IDNumber], Source: "国家出入境管理信息系统"}
	if !o.stayed[e.IDNumber] {
		c.On = e.From.AddDays(1)
	}
	return c, nil
}

// nobody answers what cases ask of other registers.
type nobody struct{}

func (nobody) Person(context.Context, string) (casework.PersonAnswer, error) {
	return casework.PersonAnswer{}, silent
}
func (nobody) Family(context.Context, string) (casework.FamilyAnswer, error) {
	return casework.FamilyAnswer{}, silent
}
func (nobody) Photo(context.Context, string) ([]byte, error) { return nil, silent }
func (nobody) Holder(context.Context, string) (casework.HolderAnswer, error) {
	return casework.HolderAnswer{}, silent
}
func (nobody) Unit(context.Context, string) (casework.UnitAnswer, error) {
	return casework.UnitAnswer{}, silent
}
func (nobody) AllocateCertificateNumber(context.Context, casework.NumberOrder) (casework.NumberAnswer, error) {
	return casework.NumberAnswer{}, silent
}
func (nobody) Compare(context.Context, string, string) (casework.BackgroundAnswer, error) {
	return casework.BackgroundAnswer{}, silent
}
func (nobody) Company(context.Context, string) (casework.CompanyAnswer, error) {
	return casework.CompanyAnswer{}, silent
}
func (nobody) Licence(context.Context, string) (casework.SecurityAnswer, error) {
	return casework.SecurityAnswer{}, silent
}

type world struct {
	*Service
	t       testing.TB
	db      *db.DB
	clock   *dbtest.Clock
	cases   *casework.Service
	outside *outside
	agent   account.Actor // acts for the enterprise
	people  int
}

const unitCode = "91430900MA4L0A1B7P"

// files are the fragments and the items of journeys to Hong Kong, Macao and Taiwan, which lead to one another.
var files = sync.OnceValue(func() fs.FS {
	all, some := migrations.Items(), fstest.MapFS{}
	for _, pattern := range []string{"fragments/*.yaml", "churujing/*.yaml"} {
		names, _ := fs.Glob(all, pattern)
		for _, name := range names {
			raw, _ := fs.ReadFile(all, name)
			some[name] = &fstest.MapFile{Data: raw}
		}
	}
	return some
})

var authority = sync.OnceValues(func() (*document.Authority, error) {
	dir, err := os.MkdirTemp("", "expedite-authority")
	if err != nil {
		return nil, err
	}
	return document.OpenAuthority(dir, "益阳市公安局", "益阳市公安局行政许可专用章")
})

func newWorld(t testing.TB) *world {
	t.Helper()
	clock := dbtest.NewClock(t, noon)
	d := dbtest.Open(t, db.Options{URL: dbtest.Create(t), Now: clock.Now, Tracer: attacks})
	w := &world{t: t, db: d, clock: clock, outside: &outside{tax: TaxRecord{Found: true, Year: 2025, Yuan: 620_000}, months: map[string]int{}, area: "430903"}}
	cal, err := workday.Load(migrations.Calendars())
	w.check(err)
	ca, err := authority()
	w.check(err)
	blobs, err := material.OpenDisk(t.TempDir())
	w.check(err)
	items := catalog.New(d, cal, nil)
	_, err = items.Publish(ctx, files())
	w.check(err)
	quota, err := ParseQuota(migrations.Quota)
	w.check(err)
	calendar := func() *workday.Calendar { return cal }
	house := document.House{Agency: "益阳市公安局", Prefix: "益公", PermitSeal: "益阳市公安局行政许可专用章", Reviewer: "益阳市人民政府", Court: "益阳市赫山区人民法院"}
	rosters, err := roster.Open(d, make([]byte, 32))
	w.check(err)
	w.cases, err = casework.New(casework.Config{DB: d, Roster: rosters, Items: items, Calendar: calendar, Documents: document.New(d, blobs, ca, house, "https://portal.example", calendar),
		Registers: casework.Registers{Population: nobody{}, Explosives: nobody{}, Background: nobody{}, Companies: nobody{}, Security: nobody{}},
		Follow:    []casework.Follower{func(tx *db.Tx, m casework.Moved) error { return w.Follow(tx, m) }}})
	w.check(err)
	w.Service, err = New(Config{DB: d, Cases: w.cases, Calendar: calendar, Registers: w.outside, Quota: quota})
	w.check(err)
	enterprise := uuid.New()
	w.exec(`INSERT INTO enterprises (id, credit_code, name, address, area, legal_name, created_at) VALUES (?, ?, '益阳资江商贸有限公司', '益阳市赫山区金山路18号', '430903', '周志强', now())`,
		enterprise, unitCode)
	w.agent = w.person("周志强")
	w.exec(`INSERT INTO memberships (id, enterprise_id, id_number, name, person_id, role, invited_at, accepted_at) VALUES (?, ?, ?, ?, ?, 'R-LEG', now(), now())`,
		uuid.New(), enterprise, w.agent.IDNumber, w.agent.Name, w.agent.PersonID)
	w.agent.Acting = enterprise
	w.agent.Enterprises = []account.Membership{{ID: enterprise, CreditCode: unitCode, Name: "益阳资江商贸有限公司", Role: account.Legal}}
	return w
}

func (w *world) check(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) want(err error, code string) {
	w.t.Helper()
	if fault.Code(err) != code {
		w.t.Errorf("%v, want %s", err, code)
	}
}

func (w *world) exec(query string, args ...any) {
	w.t.Helper()
	w.check(w.db.Write(ctx, func(tx *db.Tx) error { return tx.Exec(query, args...).Error }))
}

func (w *world) text(query string, args ...any) (s string) {
	w.t.Helper()
	w.check(w.db.Read(ctx, func(tx *db.Tx) error { return tx.Raw(query, args...).Row().Scan(&s) }))
	return s
}

func (w *world) at(text string) {
	w.t.Helper()
	w.clock.Set(w.t, strings.Replace(text, " ", "T", 1)+":00+08:00")
}

func (w *world) person(name string) account.Actor {
	w.t.Helper()
	w.people++
	a := account.Actor{Kind: account.KindPerson, AccountID: uuid.New(), PersonID: uuid.New(), Name: name, IDNumber: idOf(600 + w.people),
		Mobile: fmt.Sprintf("1380013%04d", w.people), Assurance: account.AssuranceStep}
	w.exec(`INSERT INTO people (id, id_number, name, typed_name, mobile, verified_at, created_at) VALUES (?, ?, ?, ?, ?, now(), now())`,
		a.PersonID, a.IDNumber, name, name, a.Mobile)
	return a
}

const hall = "430903-jing"

func officer(no string, desk string, roles ...account.Role) account.Actor {
	a := account.Actor{Kind: account.KindClerk, AccountID: uuid.NewSHA1(uuid.Nil, []byte(no)), Officer: no, Name: "民警" + no, Assurance: account.AssuranceStep}
	for _, r := range roles {
		a.Grants = append(a.Grants, account.Grant{Role: r, Desk: desk})
	}
	return a
}

var (
	receiver = officer("091001", hall, account.Receiver)
	reviewer = officer("091002", hall, account.Reviewer)
	decider  = officer("091003", hall, account.Decider)
	manager  = officer("091004", "430900", account.CaseManager)
	lawyer   = officer("091005", "430900-fa", account.LegalReviewer)
)

func idOf(seq int) string { return identity.MakeIDNumber("430903", day("1988-04-05"), seq).String() }

var names = []rune("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉")

func nameOf(i int) string { return "李" + string(names[i%len(names)]) }

func rosterOf(n int) (list []RosterPerson) {
	for i := range n {
		list = append(list, RosterPerson{Name: nameOf(i), IDNumber: idOf(i + 1), Post: "经理", Relation: Staff, Mobile: fmt.Sprintf("138123456%02d", i)})
	}
	return list
}

func application(n int) Application {
	return Application{Scope: "竹制品进出口", With: []Destination{HongKong, Macao}, Partners: "香港南洋贸易有限公司，竹制品采购", Promise: true,
		Liaisons: []Liaison{{Name: "陈晓梅", IDNumber: idOf(500), Mobile: "13873700002", Authorised: day("2026-11-20")}}, Roster: rosterOf(n)}
}

// registered applies and has the bureau finish it.
func (w *world) registered(n int) {
	w.t.Helper()
	r, err := w.Apply(ctx, w.agent, application(n), db.Key{})
	w.check(err)
	w.finish(r.CaseID)
}

// finish walks a registration through its desks at the city.
func (w *world) finish(id uuid.UUID) {
	w.t.Helper()
	w.decide(officer("092001", "430900-jing", account.Receiver), id, casework.Decision{Act: procedure.ActAccept})
	w.decide(officer("092002", "430900-jing", account.Reviewer), id, casework.Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "材料真实"})
	w.decide(officer("092003", "430900-jing", account.Decider), id, casework.Decision{Act: procedure.ActDone})
}

// decide claims the step of a case and acts.
func (w *world) decide(who account.Actor, id uuid.UUID, d casework.Decision) {
	w.t.Helper()
	w.check(w.tryDecide(who, id, d))
}

func (w *world) tryDecide(who account.Actor, id uuid.UUID, d casework.Decision) error {
	w.t.Helper()
	v, err := w.cases.Review(ctx, who, id)
	if err != nil || v.Step == nil {
		return fmt.Errorf("%s cannot see %s: %w", who.Officer, id, err)
	}
	who.Grants = append(who.Grants, account.Grant{Role: account.Supervisor, Desk: v.Step.Desk}) // picks this very case
	claim, err := w.cases.Pick(ctx, who, v.Step.StepID, "测试", db.Key{})
	if err != nil {
		return err
	}
	for _, c := range v.Checks {
		if c.Settable && c.Mark == procedure.Open {
			w.check(w.cases.RecordCheck(ctx, who, id, claim.StepID, claim.Fence, c.Code, procedure.Pass, ""))
		}
	}
	v, err = w.cases.Review(ctx, who, id)
	w.check(err)
	d.CaseID, d.StepID, d.Fence, d.Version = id, claim.StepID, claim.Fence, v.Version
	_, err = w.cases.Decide(ctx, who, d, db.Key{})
	return err
}

func tripTo(destinations ...Destination) Trip {
	return Trip{Destinations: destinations, Reason: Meeting, Host: Host{Name: "香港南洋贸易有限公司", Contact: "陈先生", Phone: "00852-21234567", Address: "香港中环德辅道中1号"},
		EventFrom: day("2026-12-02"), EventTo: day("2026-12-03"), Departure: day("2026-12-01"), Return: day("2026-12-04"), Delivery: Collect, Truth: true}
}

func travellers(n int, kind Type) (list []Person) {
	for i := range n {
		list = append(list, Person{Name: nameOf(i), IDNumber: idOf(i + 1), Mobile: fmt.Sprintf("138123456%02d", i), Household: "430903", Post: "经理", Relation: Staff,
			DocState: DocValid, DocNo: fmt.Sprintf("C123456%02d", i), DocValidTo: day("2031-06-30"), Type: kind})
	}
	return list
}

// request saves a request with complete evidence.
func (w *world) request(t Trip, persons []Person) uuid.UUID {
	w.t.Helper()
	id, err := w.Save(ctx, w.agent, uuid.Nil, 0, t, persons)
	w.check(err)
	for _, kind := range []PaperKind{Invitation, Assignment} {
		_, err := w.AddPaper(ctx, w.agent, id, Paper{Kind: kind, Dated: day("2026-11-20"), Chinese: true}, material.Material{})
		w.check(err)
	}
	return id
}

// submitted hands a request in and returns its travellers with their cases.
func (w *world) submitted(t Trip, persons []Person) (uuid.UUID, []CheckedPerson) {
	w.t.Helper()
	id := w.request(t, persons)
	_, err := w.Submit(ctx, w.agent, id, db.Key{})
	if err != nil {
		c, _ := w.Check(ctx, w.agent, id)
		w.t.Fatalf("%v: %+v %+v", err, c.Faults, c.Persons)
	}
	c, err := w.Check(ctx, w.agent, id)
	w.check(err)
	return id, c.Persons
}

func (w *world) state(id uuid.UUID) procedure.State {
	return procedure.State(strings.TrimSpace(w.text(`SELECT state FROM cases WHERE id = ?`, id)))
}

var noFile = material.Material{}

// wantField wants exactly one faulty field: "/pointer CODE".
func (w *world) wantField(err error, want string) {
	w.t.Helper()
	if f, ok := fault.As(err); !ok || len(f.Fields) != 1 || f.Fields[0].Pointer+" "+f.Fields[0].Code != want {
		w.t.Errorf("%v, want %s", err, want)
	}
}
