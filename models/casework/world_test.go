package casework

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/migrations"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/catalog/catalogtest"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/material"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/roster"
	"github.com/yiyang-police/permit-portal/models/workday"
)

const item = "430900-ZA-0022"

// Desks of the item.
const (
	window = "430900-ban"
	city   = "430900-zhi"
	legal  = "430900-fa"
	county = "430922-zhi"
)

// world is the service on a real database; only the registers are the test's own.
type world struct {
	*Service
	t         testing.TB
	clock     *dbtest.Clock
	registers *registers
	documents *document.Service
	rosters   *roster.Book
	blobs     material.Blobs
	unit      account.Actor // signs for the unit

	before      func()                   // to do in the last minutes before a limit ends
	copied      func(uuid.UUID)          // what every copy of a case needs
	known       map[string]account.Actor // people by ID number, officers by desk and stage
	enterprises map[string]uuid.UUID
}

var (
	calendarOnce = sync.OnceValues(func() (*workday.Calendar, error) { return workday.Load(migrations.Calendars()) })
	authority    = sync.OnceValues(func() (*document.Authority, error) {
		dir, err := os.MkdirTemp("", "casework-authority")
		if err != nil {
			return nil, err
		}
		return document.OpenAuthority(dir, "益阳市公安局", "益阳市公安局行政许可专用章")
	})
)

func newWorld(t testing.TB, at string) *world {
	t.Helper()
	d, clock := catalogtest.NewAt(t, at, attacks)
	cal, err := calendarOnce()
	check(t, err)
	ca, err := authority()
	check(t, err)
	blobs, err := material.OpenDisk(t.TempDir())
	check(t, err)
	items := catalog.New(d, cal, nil)
	house := document.House{Agency: "益阳市公安局", Prefix: "益公", PermitSeal: "益阳市公安局行政许可专用章", Reviewer: "益阳市人民政府",
		ReviewOnline: "https://xzfy.example.gov.cn", Court: "益阳市赫山区人民法院"}
	w := &world{t: t, known: map[string]account.Actor{}, enterprises: map[string]uuid.UUID{}, clock: clock, registers: newRegisters(clock), blobs: blobs, documents: document.New(d, blobs, ca, house, "https://portal.example", func() *workday.Calendar { return cal })}
	w.rosters, err = roster.Open(d, make([]byte, 32))
	check(t, err)
	w.Service, err = New(Config{DB: d, Roster: w.rosters, Items: items, Calendar: func() *workday.Calendar { return cal }, Documents: w.documents,
		Registers: Registers{Population: w.registers, Explosives: w.registers, Background: w.registers, Companies: w.registers, Security: w.registers, Guards: w.registers}})
	check(t, err)
	enterprise := uuid.New()
	w.exec(`INSERT INTO enterprises (id, credit_code, name, legal_name, created_at) VALUES (?, ?, '益阳资江爆破工程有限公司', '周志强', ?)`,
		enterprise, w.registers.unit.CreditCode, clock.Now())
	w.unit = w.person("周志强", identity.MakeIDNumber("430903", workday.MustParse("1975-05-06"), 11).String())
	w.unit.Enterprises = []account.Membership{{ID: enterprise, CreditCode: w.registers.unit.CreditCode, Name: w.registers.unit.Name, Role: account.Legal}}
	return w
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (w *world) exec(query string, args ...any) {
	w.t.Helper()
	check(w.t, w.db.Write(context.Background(), func(tx *db.Tx) error { return tx.Exec(query, args...).Error }))
}

func (w *world) scan(into any, query string, args ...any) {
	w.t.Helper()
	check(w.t, w.db.Read(context.Background(), func(tx *db.Tx) error { return tx.Raw(query, args...).Row().Scan(into) }))
}

func (w *world) count(query string, args ...any) (n int) {
	w.t.Helper()
	w.scan(&n, query, args...)
	return n
}

// at moves the clock to a time in 益阳: "2026-02-27 00:00".
func (w *world) at(when string) {
	w.t.Helper()
	instant, err := time.ParseInLocation("2006-01-02 15:04", when, workday.Zone)
	check(w.t, err)
	w.clock.Set(w.t, instant.Format(time.RFC3339))
}

var people int // counts mobiles
var peopleMu sync.Mutex

// person is a signed-in natural person.
func (w *world) person(name, idNumber string) account.Actor {
	w.t.Helper()
	peopleMu.Lock()
	people++
	mobile := fmt.Sprintf("138%08d", people)
	peopleMu.Unlock()
	a := account.Actor{Kind: account.KindPerson, AccountID: uuid.New(), PersonID: uuid.New(), Name: name, IDNumber: idNumber, Mobile: mobile,
		Assurance: account.AssuranceStep, Terminal: "192.0.2.7"}
	w.exec(`INSERT INTO people (id, id_number, name, typed_name, mobile, verified_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		a.PersonID, idNumber, name, name, mobile, w.clock.Now(), w.clock.Now())
	return a
}

// blaster is a person with a licence that ends on a day; seq makes him another person.
func (w *world) blaster(seq int, expiry string) account.Actor {
	w.t.Helper()
	id := identity.MakeIDNumber("430922", workday.MustParse("1990-03-07").AddDays(seq/400), seq%400*2+1).String()
	w.registers.hold(id, workday.MustParse(expiry))
	return w.person("李建国", id)
}

// clerk is an officer with one role at one desk, on an account of its own.
func clerk(name, police string, role account.Role, desk string) account.Actor {
	return account.Actor{Kind: account.KindClerk, AccountID: uuid.New(), OfficerID: uuid.New(), Name: name, Officer: police,
		Grants: []account.Grant{{Role: role, Desk: desk}}, Terminal: "10.0.0.9"}
}

// The officers of most tests.
var (
	receiver = clerk("陈晓", "090001", account.Receiver, window)
	counter  = clerk("罗平", "090002", account.County, county)
	reviewer = clerk("王磊", "090003", account.Reviewer, city)
	lawyer   = clerk("赵敏", "090004", account.LegalReviewer, legal)
	decider  = clerk("孙伟", "090005", account.Decider, city)
	printer  = clerk("吴芳", "090006", account.Printer, city)
	deliver  = clerk("郑洁", "090007", account.Deliverer, window)
)

func key(actor account.Actor, value string) db.Key {
	return db.Key{Actor: actor.AccountID.String(), Route: "test", Value: value}
}

// draft is a complete draft of a person.
func (w *world) draft(person account.Actor) uuid.UUID {
	w.t.Helper()
	return w.draftOf(person, Start{Item: item})
}

func (w *world) draftOf(person account.Actor, start Start) uuid.UUID {
	w.t.Helper()
	ctx := context.Background()
	id, err := w.StartDraft(ctx, person, start, db.Key{})
	check(w.t, err)
	file := uuid.Must(uuid.NewV7())
	w.exec(`INSERT INTO materials (id, owner_id, case_id, question, photo, max_bytes, name, bytes, state, mime, sha256, created_at, touched_at)
		VALUES (?, ?, ?, 'health_cert', false, 1000000, '体检证明.pdf', 4000, 'CLEAN', 'application/pdf', 'ab', ?, ?)`,
		file, person.PersonID, id, w.clock.Now(), w.clock.Now())
	saved, err := w.SaveAnswers(ctx, person, id, form.Answers{
		"address": raw(map[string]any{"area": "430922", "detail": "桃花江镇芙蓉路18号"}), "accident": raw(false),
		"health_cert": raw(map[string]any{"material": file}), "health_date": raw(workday.DateOf(w.clock.Now()).AddDays(-20)),
		"health_hospital": raw("桃江县人民医院"), "photo_from_register": raw(true), "deliver": raw("ems"),
		"deliver_address": raw(map[string]any{"area": "430922", "detail": "桃花江镇芙蓉路18号"}),
		"crime_statement": raw(true), "truth": raw(true), "privacy": raw(true)}, 0)
	check(w.t, err)
	if len(saved.Faults) > 0 {
		w.t.Fatalf("the draft is not complete: %+v", saved.Faults)
	}
	return id
}

func raw(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}

// submit brings a person's draft to RECEIVED: he finishes, his unit signs, the registers answer.
func (w *world) submit(person account.Actor) uuid.UUID {
	w.t.Helper()
	ctx := context.Background()
	id := w.draft(person)
	_, err := w.Finish(ctx, person, id, false, db.Key{})
	check(w.t, err)
	_, err = w.UnitSign(ctx, w.unit, id, true, db.Key{})
	check(w.t, err)
	check(w.t, w.AskRegisters(ctx, id))
	return id
}

// claim takes the case's step for an officer: the queue holds nothing else in these tests.
func (w *world) claim(officer account.Actor, id uuid.UUID) Claim {
	w.t.Helper()
	g := officer.Grants[0]
	for _, stage := range procedure.Stages() {
		if string(procedure.StageRole(stage)) != string(g.Role) {
			continue
		}
		c, err := w.ClaimNext(context.Background(), officer, g.Desk, stage, db.Key{})
		check(w.t, err)
		if c.CaseID != id {
			w.t.Fatalf("claimed case %s instead of %s", c.CaseID, id)
		}
		return c
	}
	w.t.Fatalf("%s works at no stage", g.Role)
	return Claim{}
}

// heardToday completes the proposal of a refusal with the record that the applicant was heard, unless a test says how.
func (w *world) heardToday(d Decision) Decision {
	proposes := d.Act == procedure.ActPropose || d.Act == procedure.ActAskCollective
	if proposes && d.Verdict == procedure.Refuse && d.Way == "" && d.Heard == "" {
		d.Kind, d.Way, d.On, d.Heard = procedure.SpokenWaived, procedure.HeardByPhone, workday.DateOf(w.clock.Now()), "申请人表示没有意见。"
	}
	return d
}

// decide claims and decides.
func (w *world) decide(officer account.Actor, id uuid.UUID, d Decision) (Decided, error) {
	w.t.Helper()
	c, d := w.claim(officer, id), w.heardToday(d)
	d.CaseID, d.StepID, d.Fence, d.Version = id, c.StepID, c.Fence, w.version(id)
	return w.Decide(context.Background(), officer, d, db.Key{})
}

func (w *world) mustDecide(officer account.Actor, id uuid.UUID, d Decision) Decided {
	w.t.Helper()
	done, err := w.decide(officer, id, d)
	check(w.t, err)
	return done
}

func (w *world) version(id uuid.UUID) (n int) {
	w.t.Helper()
	w.scan(&n, `SELECT version FROM cases WHERE id = ?`, id)
	return n
}

func (w *world) law(id uuid.UUID) (c procedure.Case) {
	w.t.Helper()
	var raw []byte
	w.scan(&raw, `SELECT law FROM cases WHERE id = ?`, id)
	check(w.t, json.Unmarshal(raw, &c))
	return c
}

// see marks what only eyes can decide.
func (w *world) see(id uuid.UUID) {
	w.t.Helper()
	ctx := context.Background()
	c := w.claim(reviewer, id)
	v, err := w.Review(ctx, reviewer, id)
	check(w.t, err)
	for _, row := range v.Checks {
		if row.Mark == procedure.Open {
			check(w.t, w.RecordCheck(ctx, reviewer, id, c.StepID, c.Fence, row.Code, procedure.Pass, ""))
		}
	}
	check(w.t, w.ReturnStep(ctx, reviewer, c.StepID, c.Fence, SystemFailure, ""))
}

// review brings an accepted case to the reviewer: county opinion given, points seen.
func (w *world) review(id uuid.UUID) {
	w.t.Helper()
	w.mustDecide(receiver, id, Decision{Act: procedure.ActAccept})
	w.mustDecide(counter, id, Decision{Act: procedure.ActCountyOpinion, Verdict: procedure.Grant, Reason: "经比对无异常"})
	w.see(id)
}

func wantCode(t testing.TB, err error, code string) {
	t.Helper()
	if fault.Code(err) != code {
		t.Fatalf("error %v, want %s", err, code)
	}
}

func wantDate(t testing.TB, what string, got workday.Date, want string) {
	t.Helper()
	if got.String() != want {
		t.Errorf("%s is %s, want %s", what, got, want)
	}
}

// registers is the outside world of a test.
type registers struct {
	mu       sync.Mutex
	clock    *dbtest.Clock
	holders  map[string]HolderAnswer
	families map[string][]Relative
	dead     map[string]bool
	unit     UnitAnswer
	police   map[string]BackgroundAnswer
	down     map[Source]bool
	names    map[string]string // people other than 李建国
	faceless map[string]bool   // without a usable photo

	companies map[string]CompanyAnswer  // bodies other than plain companies, by credit code
	security  map[string]SecurityAnswer // licences other than a valid one
	guards    map[string]roster.Record  // guards other than those with a certificate in force and nothing else
}

func newRegisters(clock *dbtest.Clock) *registers {
	return &registers{clock: clock, holders: map[string]HolderAnswer{}, police: map[string]BackgroundAnswer{}, down: map[Source]bool{},
		names: map[string]string{}, faceless: map[string]bool{}, companies: map[string]CompanyAnswer{}, security: map[string]SecurityAnswer{}, guards: map[string]roster.Record{},
		unit: UnitAnswer{Name: "益阳资江爆破工程有限公司", CreditCode: identity.MakeCreditCode("91", "430900", "MA4L0A1B").String(), Number: "4309001300012",
			Status: LicenceValid, ValidTo: workday.MustParse("2029-06-30"), Area: "430922", Head: "周志强"}}
}

func (r *registers) hold(id string, expiry workday.Date) {
	r.mu.Lock()
	defer r.mu.Unlock()
	h := HolderAnswer{Licences: []HeldLicence{{Number: "4309" + id[len(id)-12:], Category: Blaster, Status: LicenceValid,
		FirstIssue: workday.MustParse("2018-01-02"), ValidFrom: expiry.AddYears(-3).AddDays(1), ValidTo: expiry, Issuer: "益阳市公安局", IssuerArea: "430900"}},
		Employment: Employment{Unit: r.unit.Name, CreditCode: r.unit.CreditCode}}
	for y := expiry.Year() - 3; y <= expiry.Year(); y++ {
		h.Training = append(h.Training, TrainingYear{Year: y, Hours: 24, Provider: "湖南省爆破协会"})
	}
	r.holders[id] = h
}

func (r *registers) change(id string, edit func(*HolderAnswer)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	h := r.holders[id]
	edit(&h)
	r.holders[id] = h
}

func (r *registers) reply(s Source) (Reply, error) {
	if r.down[s] {
		return Reply{}, fault.New(fault.Unavailable, "REGISTER_UNAVAILABLE")
	}
	return Reply{Request: "R-" + string(s), At: r.clock.Now(), Found: true}, nil
}

func (r *registers) Person(_ context.Context, id string) (PersonAnswer, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	reply, err := r.reply(FromPopulation)
	p := PersonAnswer{Reply: reply, Name: "李建国", Sex: "male", Nation: "汉族", PhotoTaken: workday.DateOf(r.clock.Now()).AddDays(-100)}
	if name, other := r.names[id]; other {
		p.Name = name
	}
	p.Deceased = r.dead[id]
	if r.faceless[id] {
		p.PhotoTaken = workday.Date{}
	}
	return p, err
}

func (r *registers) Family(_ context.Context, id string) (FamilyAnswer, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	reply, err := r.reply(FromPopulation)
	return FamilyAnswer{Reply: reply, Members: r.families[id]}, err
}

// know registers a person in 人口库.
func (r *registers) know(id, name string, photo bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.names[id], r.faceless[id] = name, !photo
}

func (r *registers) Photo(context.Context, string) ([]byte, error) {
	_, err := r.reply(FromPopulation)
	return portrait(), err
}

// portrait is a grey picture of the size that the population register keeps.
var portrait = sync.OnceValue(func() []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 358, 441)), nil); err != nil {
		panic(err)
	}
	return b.Bytes()
})

func (r *registers) Holder(_ context.Context, id string) (HolderAnswer, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	reply, err := r.reply(FromHolder)
	h := r.holders[id]
	h.Reply = reply
	return h, err
}

func (r *registers) Unit(_ context.Context, code string) (UnitAnswer, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	reply, err := r.reply(FromUnit)
	u := r.unit
	u.Reply = reply
	return u, err
}

func (r *registers) Compare(_ context.Context, id, name string) (BackgroundAnswer, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	reply, err := r.reply(FromBackground)
	b := r.police[id]
	b.Reply = reply
	return b, err
}

func (r *registers) AllocateCertificateNumber(_ context.Context, o NumberOrder) (NumberAnswer, error) {
	reply, err := r.reply(FromHolder)
	return NumberAnswer{Reply: reply, Number: o.Previous}, err
}

// Company knows every code as a plain company of the example's, unless told otherwise.
func (r *registers) Company(_ context.Context, code string) (CompanyAnswer, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	reply, err := r.reply(FromCompany)
	c, told := r.companies[code]
	if !told {
		c = CompanyAnswer{Name: "益阳资江商贸有限公司", Kind: LegalPerson, Area: "430903", Head: "李建国"}
	}
	c.Reply, c.CreditCode = reply, code
	return c, err
}

func (r *registers) Licence(_ context.Context, code string) (SecurityAnswer, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	reply, err := r.reply(FromSecurity)
	s, told := r.security[code]
	if !told {
		s = SecurityAnswer{Name: "湖南安邦保安服务有限公司", Number: "湘公保服20110001号", Status: LicenceValid, Scope: []string{"gate", "patrol", "guarding"}}
	}
	s.Reply = reply
	return s, err
}

func (r *registers) Guards(_ context.Context, ids []string) (GuardsAnswer, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	reply, err := r.reply(FromGuards)
	a := GuardsAnswer{Reply: reply}
	for _, id := range ids {
		g, told := r.guards[id]
		if !told {
			g.Certificate = roster.CertificateValid
		}
		g.IDNumber = id
		a.Records = append(a.Records, g)
	}
	return a, err
}

func contains(s, part string) bool { return strings.Contains(s, part) }
