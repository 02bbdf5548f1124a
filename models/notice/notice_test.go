package notice_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/workday"
)

const morning = "2026-11-23T09:00:00+08:00"

// gateway is an SMS gateway that fails as told and keeps what it delivered.
type gateway struct {
	fail      error
	delivered map[uuid.UUID]string
}

func (g *gateway) Send(_ context.Context, mobile, text string, id uuid.UUID) error {
	if g.fail != nil {
		return g.fail
	}
	if g.delivered == nil {
		g.delivered = map[uuid.UUID]string{}
	}
	g.delivered[id] = mobile + " " + text
	return nil
}

type world struct {
	t       *testing.T
	db      *db.DB
	clock   *dbtest.Clock
	gateway *gateway
	notices *notice.Service
	people  int
}

func newWorld(t *testing.T) *world {
	t.Helper()
	d, clock := dbtest.NewAt(t, morning)
	g := &gateway{}
	s, err := notice.New(d, g)
	if err != nil {
		t.Fatal(err)
	}
	return &world{t: t, db: d, clock: clock, gateway: g, notices: s}
}

func (w *world) write(fn func(tx *db.Tx) error) {
	w.t.Helper()
	if err := w.db.Write(context.Background(), fn); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) exec(sql string, values ...any) {
	w.t.Helper()
	w.write(func(tx *db.Tx) error { return tx.Exec(sql, values...).Error })
}

func (w *world) person(name string) account.Actor {
	w.t.Helper()
	w.people++
	id := uuid.New()
	mobile := fmt.Sprintf("1380013%04d", w.people)
	w.exec(`INSERT INTO people (id, id_number, name, typed_name, mobile, verified_at, created_at) VALUES (?, ?, ?, ?, ?, now(), now())`,
		id, fmt.Sprintf("id%d", w.people), name, name, mobile)
	return account.Actor{Kind: account.KindPerson, PersonID: id, Name: name, Mobile: mobile}
}

func (w *world) officer(no, mobile string, grants ...account.Grant) account.Actor {
	w.t.Helper()
	id, login := uuid.New(), uuid.New()
	w.exec(`INSERT INTO officers (id, police_no, name, id_number, mobile, created_at) VALUES (?, ?, ?, ?, ?, now())`, id, no, "民警"+no, no, mobile)
	w.exec(`INSERT INTO accounts (id, kind, login, officer_id, password_hash, password_changed_at, totp_secret, created_at)
		VALUES (?, 'clerk', ?, ?, '', now(), '', now())`, login, "p"+no, id)
	for _, g := range grants {
		w.exec(`INSERT INTO grants (account_id, desk, role) VALUES (?, ?, ?)`, login, g.Desk, g.Role)
	}
	return account.Actor{Kind: account.KindClerk, OfficerID: id, Officer: no, Grants: grants}
}

func (w *world) enterprise(members map[uuid.UUID]string) uuid.UUID {
	w.t.Helper()
	id := uuid.New()
	w.exec(`INSERT INTO enterprises (id, credit_code, name, legal_name, created_at) VALUES (?, ?, '资江爆破', '周', now())`, id, id.String())
	for person, until := range members {
		var last *string
		if until != "" {
			last = &until
		}
		w.exec(`INSERT INTO memberships (id, enterprise_id, id_number, name, person_id, role, until, invited_at, accepted_at)
			VALUES (?, ?, ?, '', ?, 'R-ENT', ?, now(), now())`, uuid.New(), id, person.String(), person, last)
	}
	return id
}

func (w *world) post(orders ...notice.Order) {
	w.t.Helper()
	w.write(func(tx *db.Tx) error { return notice.Post(tx, orders...) })
}

func (w *world) inbox(a account.Actor) notice.Page {
	w.t.Helper()
	page, err := w.notices.Inbox(context.Background(), a, uuid.Nil, 50)
	if err != nil {
		w.t.Fatal(err)
	}
	return page
}

func (w *world) jobs(kind string) (n int) {
	w.t.Helper()
	w.write(func(tx *db.Tx) error {
		return tx.Raw(`SELECT count(*) FROM river_job WHERE kind = ?`, kind).Scan(&n).Error
	})
	return n
}

func words(out notice.Outgoing) string { return string(out.Kind) + " " + out.Facts.Number }

func TestPostReachesThoseConcerned(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	chen, zhou, gone := w.person("陈志强"), w.person("周建国"), w.person("离职")
	unit := w.enterprise(map[uuid.UUID]string{zhou.PersonID: "", chen.PersonID: "2026-11-23", gone.PersonID: "2026-11-22"})
	window := account.Grant{Role: account.Receiver, Desk: account.CityWindow}
	li, he := w.officer("091001", "13900139001", window), w.officer("091002", "", window)
	due := workday.MustParse("2026-12-07")

	w.post(
		notice.Order{To: notice.Person(chen.PersonID), Kind: notice.Accepted, CaseID: uuid.New(), Facts: notice.Facts{Number: "N1", Due: due}},
		notice.Order{To: notice.Enterprise(unit), Kind: notice.UnitSign},
		notice.Order{To: notice.Officer("091001"), Kind: notice.YellowCard},
		notice.Order{To: notice.Desk(account.CityWindow, "R-REC"), Kind: notice.ApplicantMessage},
		notice.Order{To: notice.Officer("099999"), Kind: notice.RedCard},
	)
	for _, test := range []struct {
		who  account.Actor
		want string
	}{
		{chen, "unit_to_sign accepted"}, {zhou, "unit_to_sign"}, {gone, ""}, {li, "applicant_message yellow_card"}, {he, "applicant_message"},
	} {
		var kinds []string
		for _, n := range w.inbox(test.who).Items {
			kinds = append(kinds, string(n.Kind))
		}
		if got := strings.Join(kinds, " "); got != test.want {
			t.Errorf("%s has %q, want %q", test.who.Name+test.who.Officer, got, test.want)
		}
	}
	first := w.inbox(chen).Items[1]
	if first.Facts.Due != due || first.SMS != notice.SMSWaiting || first.ReadAt != nil {
		t.Errorf("facts travel with the notice: %+v", first)
	}
	if w.inbox(zhou).Items[0].Enterprise != unit {
		t.Error("a member sees for which enterprise the notice is")
	}
	if n := w.jobs("notice.send"); n != 4 {
		t.Errorf("%d messages queued, want 4: one for the person, two for members, one for the officer's card", n)
	}
}

func TestNothingIsSaidWhenTheActIsUndone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	chen := w.person("陈志强")
	undone := errors.New("undone")
	err := w.db.Write(context.Background(), func(tx *db.Tx) error {
		if err := notice.Post(tx, notice.Order{To: notice.Person(chen.PersonID), Kind: notice.Granted}); err != nil {
			return err
		}
		return undone
	})
	if !errors.Is(err, undone) || w.inbox(chen).Total != 0 || w.jobs("notice.send") != 0 {
		t.Errorf("%v, %d notices, %d jobs", err, w.inbox(chen).Total, w.jobs("notice.send"))
	}
}

func TestOnceIsSaidOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	chen := w.person("陈志强")
	remind := notice.Order{To: notice.Person(chen.PersonID), Kind: notice.UnitRemind, Once: "case-1"}
	other := remind
	other.Once = "case-2"
	for range 3 {
		w.post(remind, other)
	}
	if got := w.inbox(chen).Total; got != 2 {
		t.Errorf("%d notices, want one per key", got)
	}
	if n := w.jobs("notice.send"); n != 2 {
		t.Errorf("%d messages, want 2", n)
	}
}

func TestReading(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	chen, zhou := w.person("陈志强"), w.person("周建国")
	for range 3 {
		w.post(notice.Order{To: notice.Person(chen.PersonID), Kind: notice.Received})
	}
	page, err := w.notices.Inbox(ctx, chen, uuid.Nil, 2)
	if err != nil || len(page.Items) != 2 || page.Next == nil || page.Total != 3 || page.Unread != 3 {
		t.Fatalf("%+v, %v", page, err)
	}
	rest, err := w.notices.Inbox(ctx, chen, *page.Next, 2)
	if err != nil || len(rest.Items) != 1 || rest.Next != nil {
		t.Fatalf("%+v, %v", rest, err)
	}
	id := page.Items[0].ID
	if _, err := w.notices.Read(ctx, zhou, id); fault.Code(err) != "NOT_FOUND" {
		t.Errorf("another person's notice must not be found: %v", err)
	}
	first, err := w.notices.Read(ctx, chen, id)
	if err != nil || first.ReadAt == nil || !first.ReadAt.Equal(w.clock.Now()) {
		t.Fatalf("%+v, %v", first, err)
	}
	w.clock.Set(t, "2026-11-24T09:00:00+08:00")
	again, err := w.notices.Read(ctx, chen, id)
	if err != nil || !again.ReadAt.Equal(*first.ReadAt) {
		t.Errorf("the first reading counts: %v, %v", again.ReadAt, err)
	}
	if n, err := w.notices.Unread(ctx, chen); n != 2 || err != nil {
		t.Errorf("%d unread, %v", n, err)
	}
	if n, err := w.notices.ReadAll(ctx, chen); n != 2 || err != nil {
		t.Errorf("%d read, %v", n, err)
	}
	if n, _ := w.notices.Unread(ctx, chen); n != 0 {
		t.Errorf("%d unread after reading all", n)
	}
	if _, err := w.notices.Inbox(ctx, account.Actor{}, uuid.Nil, 10); fault.Code(err) != "UNAUTHENTICATED" {
		t.Errorf("the public has no inbox: %v", err)
	}
}
