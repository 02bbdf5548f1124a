package supervise_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/migrations"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/catalog/catalogtest"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/material"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/supervise"
	"github.com/yiyang-police/permit-portal/models/workday"
)

const itemCode = "430900-ZA-0022"

// idleSearches that lead to no case are allowed in a day.
const idleSearches = 3

type world struct {
	*supervise.Service
	t     *testing.T
	db    *db.DB
	clock *dbtest.Clock
	docs  *document.Service
	cases int
}

func newWorld(t *testing.T, at string) *world {
	t.Helper()
	d, clock := catalogtest.NewAt(t, at, attacks)
	cal, err := workday.Load(migrations.Calendars())
	check(t, err)
	blobs, err := material.OpenDisk(t.TempDir())
	check(t, err)
	ca, err := document.OpenAuthority(t.TempDir(), "益阳市公安局", "益阳市公安局行政许可专用章")
	check(t, err)
	items := catalog.New(d, cal, nil)
	w := &world{t: t, db: d, clock: clock, docs: document.New(d, blobs, ca, document.House{Agency: "益阳市公安局", Prefix: "益公",
		Reviewer: "益阳市人民政府", ReviewOnline: "https://xzfy.example.gov.cn", Court: "益阳市赫山区人民法院"}, "https://portal.example", func() *workday.Calendar { return cal })}
	w.Service, err = supervise.New(supervise.Config{DB: d, Items: items, Calendar: func() *workday.Calendar { return cal }, Documents: w.docs, IdleSearches: idleSearches})
	check(t, err)
	return w
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (w *world) exec(sql string, args ...any) {
	w.t.Helper()
	check(w.t, w.db.Write(context.Background(), func(tx *db.Tx) error { return tx.Exec(sql, args...).Error }))
}

func (w *world) count(sql string, args ...any) (n int) {
	w.t.Helper()
	check(w.t, w.db.Read(context.Background(), func(tx *db.Tx) error { return tx.Raw(sql, args...).Scan(&n).Error }))
	return n
}

// caseAt is a case with one running clock and a step that nobody or an officer holds.
func (w *world) caseAt(state procedure.State, clock procedure.Clock, holder string) uuid.UUID {
	w.t.Helper()
	w.cases++
	id, person, step := uuid.New(), uuid.New(), uuid.New()
	number := fmt.Sprintf("4309000001202611230000%dG", w.cases)
	law := procedure.Case{State: state, Expiry: workday.MustParse("2027-06-30"), Clocks: []procedure.Clock{clock}}
	raw, err := json.Marshal(law)
	check(w.t, err)
	w.exec(`INSERT INTO people (id, id_number, name, typed_name, mobile, verified_at, created_at) VALUES (?, ?, '刘大山', '刘大山', ?, now(), now())`,
		person, person.String(), person.String())
	w.exec(`INSERT INTO cases (id, number, item_code, item_version, person_id, state, law, clock, due, host_officer, host_name, started_at, updated_at)
		VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, '090001', '陈晓', now(), now())`, id, number, itemCode, person, state, string(raw), clock.Kind, clock.Due)
	w.exec(`INSERT INTO steps (id, case_id, desk, stage, state, class, turn, received_at, number, party, opened_at)
		VALUES (?, ?, '430900-zhi', 'review', 'QUEUED', 1, 1, now(), ?, 'x', now())`, step, id, number)
	if holder != "" {
		w.exec(`UPDATE steps SET state = 'CLAIMED', slot = 1, holder_officer = ?, expires_at = ? WHERE id = ?`, holder, w.clock.Now().AddDate(0, 0, 1), step)
	}
	return id
}

func k2(due string) procedure.Clock {
	return procedure.Clock{Kind: procedure.K2, Day0: workday.MustParse("2026-11-02"), Due: workday.MustParse(due), Limit: workday.Limit{N: 20, Unit: workday.WorkingDays}}
}

func (w *world) officer(no string, grants ...account.Grant) account.Actor {
	w.t.Helper()
	id, login := uuid.New(), uuid.New()
	w.exec(`INSERT INTO officers (id, police_no, name, id_number, mobile, created_at) VALUES (?, ?, ?, ?, '', now())`, id, no, "民警"+no, no)
	w.exec(`INSERT INTO accounts (id, kind, login, officer_id, password_hash, password_changed_at, totp_secret, created_at)
		VALUES (?, 'clerk', ?, ?, '', now(), '', now())`, login, "p"+no, id)
	for _, g := range grants {
		w.exec(`INSERT INTO grants (account_id, desk, role) VALUES (?, ?, ?)`, login, g.Desk, g.Role)
	}
	return account.Actor{Kind: account.KindClerk, OfficerID: id, Officer: no, Grants: grants}
}

func deemed(id uuid.UUID) casework.AlarmArgs {
	return casework.AlarmArgs{CaseID: id, Card: procedure.Yellow, Reason: supervise.DeemedAccepted, Officer: "090001", Desk: account.CityWindow,
		Role: procedure.Intake}
}

var inspector = account.Actor{Kind: account.KindClerk, Officer: "090110", Grants: []account.Grant{{Role: account.Supervisor, Desk: account.CitySupervise}}}

func TestCardIsRaisedOnceWithItsNumber(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-11-20T16:00:00+08:00") // a Friday
	ctx := context.Background()
	id := w.caseAt(procedure.Accepted, k2("2027-01-15"), "")
	w.officer("090001", account.Grant{Role: account.Receiver, Desk: account.CityWindow})
	w.officer("090110", inspector.Grants...)

	var done sync.WaitGroup
	for i := range 8 {
		done.Go(func() {
			if err := w.Raise(ctx, deemed(id), fmt.Sprint("job ", i)); err != nil {
				t.Error(err)
			}
		})
	}
	done.Wait()
	page, err := w.Cards(ctx, inspector, supervise.Filter{Limit: 10})
	check(t, err)
	if len(page.Items) != 1 || page.Total != 1 {
		t.Fatalf("%d cards, want one for case and reason", len(page.Items))
	}
	card := page.Items[0]
	if card.Number != "益公督督〔2026〕1号" || card.AnswerDue != workday.MustParse("2026-11-23") || card.Colour != procedure.Yellow {
		t.Errorf("%+v", card)
	}
	if n := w.count(`SELECT count(*) FROM documents WHERE kind = 'card'`); n != 1 {
		t.Errorf("%d 督办单", n)
	}
	_, letter, err := w.docs.Letter(ctx, card.DocumentID)
	check(t, err)
	if text := fmt.Sprintf("%+v", letter); !strings.Contains(text, "2026年11月23日") || !strings.Contains(text, "第三十二条") {
		t.Errorf("the letter must say when to answer and on which rule it stands: %s", text)
	}
	if n := w.count(`SELECT count(*) FROM notices WHERE kind = 'yellow_card' AND case_id = ?`, id); n != 2 {
		t.Errorf("%d notices, want one for the officer and one for the inspector", n)
	}

	red := deemed(id)
	red.Card, red.Reason = procedure.Red, supervise.DeemedRenewed
	check(t, w.Raise(ctx, red, "job 9"))
	page, err = w.Cards(ctx, inspector, supervise.Filter{Limit: 10})
	check(t, err)
	if len(page.Items) != 2 || page.Items[0].Number != "益公督督〔2026〕2号" || page.Items[0].AnswerDue != workday.MustParse("2026-11-20") {
		t.Errorf("a red card is answered the same day, and numbers have no gap: %+v", page.Items)
	}
}

func TestPatrolEventIsKeptOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-11-23T09:00:00+08:00")
	ctx := context.Background()
	id := w.caseAt(procedure.Deciding, k2("2027-01-15"), "")
	alarm := casework.AlarmArgs{CaseID: id, Card: procedure.Patrol, Reason: "P4", Officer: "090104", Desk: account.CitySecurity, Role: procedure.Decider}
	for _, source := range []string{"job 1", "job 1", "job 2"} {
		check(t, w.Raise(ctx, alarm, source))
	}
	page, err := w.Hits(ctx, inspector, supervise.Filter{OnlyOpen: true, Limit: 10})
	check(t, err)
	if len(page.Items) != 2 || page.Items[0].Rule != "P4" || page.Items[0].PoliceNo != "090104" || *page.Items[0].CaseID != id || page.Items[0].Due != workday.MustParse("2026-11-26") {
		t.Fatalf("two attempts are two events, a repeated job adds none: %+v", page.Items)
	}
	check(t, w.CloseHit(ctx, inspector, page.Items[0].ID, "已谈话提醒"))
	if err := w.CloseHit(ctx, inspector, page.Items[0].ID, "再次"); fault.Code(err) != "NOT_FOUND" {
		t.Errorf("closed twice: %v", err)
	}
	if page, err = w.Hits(ctx, inspector, supervise.Filter{OnlyOpen: true, Limit: 10}); err != nil || page.Total != 1 {
		t.Errorf("%d open, %v", page.Total, err)
	}
	reviewer := account.Actor{Kind: account.KindClerk, Officer: "090003", Grants: []account.Grant{{Role: account.Reviewer, Desk: account.CitySecurity}}}
	if _, err := w.Hits(ctx, reviewer, supervise.Filter{}); fault.Code(err) != "ROLE_MISSING" {
		t.Errorf("patrol events are not for everybody: %v", err)
	}
	if err := w.Raise(ctx, casework.AlarmArgs{CaseID: uuid.New(), Card: procedure.Patrol, Reason: "P4"}, "job 3"); err != nil {
		t.Errorf("a case that is gone is no error: %v", err)
	}
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-11-23T09:00:00+08:00")
	ctx := context.Background()
	id := w.caseAt(procedure.Accepted, k2("2027-01-15"), "")
	check(t, w.Raise(ctx, deemed(id), "job 1"))
	window := account.Grant{Role: account.Receiver, Desk: account.CityWindow}
	named := account.Actor{Kind: account.KindClerk, Officer: "090001", Grants: []account.Grant{window}}
	colleague := account.Actor{Kind: account.KindClerk, Officer: "090002", Grants: []account.Grant{window}}
	stranger := account.Actor{Kind: account.KindClerk, Officer: "090104", Grants: []account.Grant{{Role: account.Reviewer, Desk: account.CitySecurity}}}

	page, err := w.Cards(ctx, colleague, supervise.Filter{Limit: 10})
	check(t, err)
	if len(page.Items) != 1 {
		t.Fatal("the desk sees its cards")
	}
	card := page.Items[0].ID
	if page, _ := w.Cards(ctx, stranger, supervise.Filter{Limit: 10}); len(page.Items) != 0 || page.Total != 0 {
		t.Error("other desks do not")
	}
	for _, test := range []struct {
		who  account.Actor
		text string
		want string
	}{
		{stranger, "说明", "NOT_FOUND"}, {colleague, "说明", "ROLE_MISSING"}, {inspector, "说明", "ROLE_MISSING"},
		{named, "  ", "INVALID_FIELDS"}, {named, strings.Repeat("长", 2001), "INVALID_FIELDS"},
		{named, "材料核对耗时，已受理并加快办理。", ""}, {named, "再答", "CARD_ANSWERED"}, {account.Actor{}, "说明", "NOT_FOUND"},
	} {
		if err := w.Answer(ctx, test.who, card, test.text); fault.Code(err) != test.want {
			t.Errorf("%s %.6s: %v, want %q", test.who.Officer, test.text, err, test.want)
		}
	}
	if page, _ := w.Cards(ctx, inspector, supervise.Filter{OnlyOpen: true, Limit: 10}); page.Total != 0 {
		t.Error("an answered card is closed")
	}
}

func TestWatchRaisesCardsByTheLamps(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-11-23T09:00:00+08:00")
	ctx := context.Background()
	w.caseAt(procedure.Review, k2("2026-11-25"), "")             // yellow lamp: no card
	w.caseAt(procedure.Review, k2("2026-11-24"), "090003")       // red lamp, but somebody works on it
	idle := w.caseAt(procedure.Review, k2("2026-11-24"), "")     // red lamp, nobody
	late := w.caseAt(procedure.Review, k2("2026-11-20"), "0903") // overdue, whoever holds it
	for _, want := range []int{2, 0} {
		if n, err := w.Watch(ctx, 100); err != nil || n != want {
			t.Fatalf("%d cards, %v, want %d", n, err, want)
		}
	}
	page, err := w.Cards(ctx, inspector, supervise.Filter{Limit: 10})
	check(t, err)
	got := map[uuid.UUID]string{}
	for _, c := range page.Items {
		got[c.CaseID] = string(c.Colour) + " " + c.Reason + " " + c.PoliceNo
	}
	if got[idle] != "yellow RED_BEGINS_K2 090001" || got[late] != "red OVERDUE_K2 0903" || len(got) != 2 {
		t.Errorf("%v", got)
	}
}

func TestAHearingThatIsNotHeldInTimeIsARedCard(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-11-23T09:00:00+08:00")
	ctx := context.Background()
	id := w.caseAt(procedure.InSpecial, procedure.Clock{Kind: procedure.K7, Day0: workday.MustParse("2026-10-23"), Due: workday.MustParse("2026-11-20"),
		Limit: workday.Limit{N: 20, Unit: workday.WorkingDays}}, "090003")
	if n, err := w.Watch(ctx, 100); err != nil || n != 1 {
		t.Fatalf("%d cards, %v", n, err)
	}
	page, err := w.Cards(ctx, inspector, supervise.Filter{Limit: 10})
	check(t, err)
	card := page.Items[0]
	_, letter, err := w.docs.Letter(ctx, card.DocumentID)
	check(t, err)
	if text := fmt.Sprintf("%+v", letter); card.CaseID != id || card.Colour != procedure.Red || !strings.Contains(text, "第四十七条") || !strings.Contains(text, "听证举行之前不得作出决定") {
		t.Errorf("%+v\n%s", card, text)
	}
}

func TestPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-11-23T09:00:00+08:00")
	ctx := context.Background()
	for range 5 {
		check(t, w.Raise(ctx, deemed(w.caseAt(procedure.Accepted, k2("2027-01-15"), "")), "job"))
	}
	var seen int
	f := supervise.Filter{Limit: 2}
	for {
		page, err := w.Cards(ctx, inspector, f)
		check(t, err)
		seen += len(page.Items)
		if page.Next == nil {
			break
		}
		f.After = *page.Next
	}
	if seen != 5 {
		t.Errorf("%d cards over all pages, want 5", seen)
	}
}
