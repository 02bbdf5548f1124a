package appointment_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/migrations"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/appointment"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// shelf holds the two items of these tests: one of the city's window for public order, one of the counties' exit and entry halls.
type shelf map[string]*catalog.Item

func (s shelf) Item(_ context.Context, code string) (*catalog.Item, error) {
	if item, ok := s[code]; ok {
		return item, nil
	}
	return nil, fault.New(fault.NotFound, "NOT_FOUND")
}

func (s shelf) Version(ctx context.Context, code string, _ int) (*catalog.Item, error) {
	return s.Item(ctx, code)
}

const (
	cityItem   = "430900-ZA-0001"
	countyItem = "430900-CR-0001"
	otherItem  = "430900-ZA-0002"
	fourthItem = "430900-ZA-0003"
	onlineItem = "430900-ZA-0009"

	hall     = "430900-ban"
	nanxian  = "430921-jing"
	morning  = "2026-09-17T09:00:00+08:00" // a Thursday
	tomorrow = "2026-09-18"
)

// dossiers are cases of one person that ask for a visit until it is recorded.
type dossiers map[uuid.UUID]*dossier

type dossier struct {
	person   uuid.UUID
	item     *catalog.Item
	visited  int
	recusal  bool
	finished bool
}

func (d dossiers) CaseForApplicant(_ context.Context, actor account.Actor, id uuid.UUID) (v casework.ApplicantView, err error) {
	c, ok := d[id]
	if !ok || c.person != actor.PersonID {
		return v, fault.New(fault.NotFound, "NOT_FOUND")
	}
	v.Item, v.VisitAsked = c.item, c.visited == 0 && !c.finished
	return v, nil
}

func (d dossiers) RecordVisit(_ context.Context, _ account.Actor, id uuid.UUID, _ db.Key) error {
	switch c := d[id]; {
	case c.recusal:
		return fault.New(fault.Forbidden, "RECUSAL")
	case c.visited > 0 || c.finished:
		return fault.New(fault.Conflict, "ACT_NOT_NOW")
	default:
		c.visited++
		return nil
	}
}

type world struct {
	*appointment.Service
	t      testing.TB
	db     *db.DB
	clock  *dbtest.Clock
	people int
	items  shelf
	cases  dossiers
}

// dossier gives a person a case.
func (w *world) dossier(who account.Actor, item string) (uuid.UUID, *dossier) {
	w.t.Helper()
	id := uuid.New()
	w.exec(`INSERT INTO cases (id, number, item_code, item_version, person_id, state, law, host_officer, host_name, started_at, updated_at)
		VALUES (?, ?, ?, 1, ?, 'REVIEW', '{}', '', '', now(), now())`, id, id.String()[:30], item, who.PersonID)
	w.cases[id] = &dossier{person: who.PersonID, item: w.items[item]}
	return id, w.cases[id]
}

func newWorld(t testing.TB, at string) *world {
	t.Helper()
	clock := dbtest.NewClock(t, at)
	d := dbtest.Open(t, db.Options{URL: dbtest.Create(t), Now: clock.Now, Tracer: attacks})
	cal, err := workday.Load(migrations.Calendars())
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, db: d, clock: clock}
	items := shelf{}
	w.items, w.cases = items, dossiers{}
	for code, item := range map[string]catalog.Item{
		cityItem:   {Department: "zhian", Level: "city", OnlineDepth: 1},
		otherItem:  {Department: "zhian", Level: "city", OnlineDepth: 1},
		fourthItem: {Department: "zhian", Level: "all", OnlineDepth: 3},
		countyItem: {Department: "churujing", Level: "city_county", OnlineDepth: 1},
		onlineItem: {Department: "zhian", Level: "city", OnlineDepth: 4, Channels: []string{"online"}},
	} {
		item.Code, item.Version, item.Status, item.Name = code, 1, catalog.Published, form.Text{Zh: "事项" + code, En: "Item " + code}
		items[code] = &item
		w.exec(`INSERT INTO item_versions (code, version, short_code, digest, source, compiled, published_at) VALUES (?, 1, ?, sha256(?::bytea), '', '{}', now())`,
			code, code[10:], code)
	}
	w.Service, err = appointment.New(appointment.Config{DB: d, Items: items, Cases: w.cases, Calendar: func() *workday.Calendar { return cal }})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) exec(sql string, args ...any) {
	w.t.Helper()
	if err := w.db.Write(context.Background(), func(tx *db.Tx) error { return tx.Exec(sql, args...).Error }); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) count(sql string, args ...any) (n int) {
	w.t.Helper()
	if err := w.db.Read(context.Background(), func(tx *db.Tx) error { return tx.Raw(sql, args...).Scan(&n).Error }); err != nil {
		w.t.Fatal(err)
	}
	return n
}

func (w *world) person() account.Actor {
	w.t.Helper()
	w.people++
	id := uuid.New()
	w.exec(`INSERT INTO people (id, id_number, name, typed_name, mobile, verified_at, created_at) VALUES (?, ?, '刘大山', '刘大山', ?, now(), now())`,
		id, id.String(), fmt.Sprintf("1380013%04d", w.people))
	return account.Actor{Kind: account.KindPerson, PersonID: id, Name: "刘大山"}
}

func officer(no string, role account.Role, desk string) account.Actor {
	return account.Actor{Kind: account.KindClerk, Officer: no, Name: "民警", Grants: []account.Grant{{Role: role, Desk: desk}}}
}

var (
	clerk   = officer("090101", account.Receiver, hall)
	manager = officer("090109", account.CaseManager, hall)
)

func at(day, clock string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", day+" "+clock, workday.Zone)
	if err != nil {
		panic(err)
	}
	return t
}

func (w *world) book(who account.Actor, item, window string, start time.Time) appointment.Booking {
	w.t.Helper()
	b, err := w.Book(context.Background(), who, appointment.Order{Item: item, Window: window, Start: start}, db.Key{})
	if err != nil {
		w.t.Fatalf("book %s at %s: %v", window, start, err)
	}
	return b
}

func (w *world) want(err error, code string) {
	w.t.Helper()
	if fault.Code(err) != code || code == "" && err != nil {
		w.t.Errorf("%v, want %q", err, code)
	}
}

// slot reads how many are booked in a slot.
func (w *world) booked(window string, start time.Time) int {
	w.t.Helper()
	return w.count(`SELECT COALESCE((SELECT booked FROM appointment_slots WHERE window_code = ? AND starts_at = ?), 0)`, window, start)
}
