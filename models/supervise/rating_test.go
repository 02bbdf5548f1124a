package supervise_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/supervise"
)

// closedCase is a case that has come to its end, with its applicant; 090001 was its host.
func (w *world) closedCase() (uuid.UUID, account.Actor) {
	w.t.Helper()
	id := w.caseAt(procedure.Closed, k2("2026-11-20"), "")
	w.exec(`UPDATE steps SET state = 'DONE', closed_at = now() WHERE case_id = ?`, id)
	w.exec(`UPDATE cases SET host_desk = ? WHERE id = ?`, account.CitySecurity, id)
	var person string
	check(w.t, w.db.Pool().QueryRow(context.Background(), `SELECT person_id::text FROM cases WHERE id = $1`, id).Scan(&person))
	return id, account.Actor{Kind: account.KindPerson, PersonID: uuid.MustParse(person), Name: "刘大山"}
}

func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	if fault.Code(err) != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

func (w *world) at(when time.Time) { w.clock.Set(w.t, when.Format(time.RFC3339)) }

func TestABadRatingIsRepairedByTheDesk(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-23T10:00:00+08:00") // Wednesday before 中秋: 09-25 to 09-27 are off
	ctx := context.Background()
	id, person := w.closedCase()
	head := w.officer("090005", account.Grant{Role: account.Decider, Desk: account.CitySecurity})
	host := w.officer("090001", account.Grant{Role: account.Reviewer, Desk: account.CitySecurity})
	w.officer("090110", inspector.Grants...)

	wantCode(t, w.Rate(ctx, person, id, supervise.Rated{}), "INVALID_FIELDS")         // no grade by default
	wantCode(t, w.Rate(ctx, person, id, supervise.Rated{Grade: 5}), "INVALID_FIELDS") // a bad one says why
	check(t, w.Rate(ctx, person, id, supervise.Rated{Grade: 4, Tags: []string{"slow"}, Text: "等得太久"}))

	repairs, err := w.Repairs(ctx, head, supervise.Filter{OnlyOpen: true, Limit: 10})
	check(t, err)
	if len(repairs.Items) != 1 || repairs.Items[0].Repair.ContactDue.String() != "2026-09-24" || repairs.Items[0].Repair.ResultDue.String() != "2026-09-30" {
		t.Fatalf("the desk's repairs: %+v", repairs.Items)
	}
	ticket := repairs.Items[0].ID
	if own, err := w.Repairs(ctx, host, supervise.Filter{Limit: 10}); err != nil || len(own.Items) != 0 {
		t.Errorf("the rated officer sees his own rating (%v)", err)
	}
	wantCode(t, w.Contact(ctx, host, ticket, "已联系", false, 0), "NOT_FOUND")
	wantCode(t, w.Resolve(ctx, head, ticket, "没联系就答复", false, 0), "REPAIR_DONE")
	check(t, w.Contact(ctx, head, ticket, "已电话联系", true, 0))
	repairs, err = w.Repairs(ctx, head, supervise.Filter{Limit: 10})
	check(t, err)
	if due := repairs.Items[0].Repair.ResultDue.String(); due != "2026-10-08" { // 15 days; C-8
		t.Errorf("a complex matter is due %s", due)
	}
	if all, _, err := w.DeskRates(ctx, inspector); err != nil || all.Bad() != 1 || all.Mended != 0 {
		t.Errorf("before the result is told: %+v %v", all, err)
	}
	check(t, w.Resolve(ctx, head, ticket, "已优化流程", false, 0))
	if all, _, err := w.DeskRates(ctx, inspector); err != nil || all.Mended != 1 || all.MendedPercent() != 1000 {
		t.Errorf("after it: %+v %v", all, err)
	}
	wantCode(t, w.Resolve(ctx, head, ticket, "再答复", false, 0), "REPAIR_DONE")

	o, err := w.OpinionOf(ctx, person, id)
	check(t, err)
	if !o.MayAgain || o.Rating.Repair.Result != "已优化流程" {
		t.Errorf("the citizen sees %+v", o)
	}
	check(t, w.RateAgain(ctx, person, id, 2))
	wantCode(t, w.RateAgain(ctx, person, id, 1), "RATING_FIXED")
	for kind, want := range map[string]int{"bad_rating": 2, "rating_result": 1} {
		if n := w.count(`SELECT count(*) FROM notices WHERE kind = ?`, kind); n != want {
			t.Errorf("%d notices %s, want %d", n, kind, want)
		}
	}
}

func TestARatingIsGivenOnceAndEditedOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-14T10:00:00+08:00")
	ctx := context.Background()
	id, person := w.closedCase()
	open := w.caseAt(procedure.Review, k2("2026-11-20"), "")
	wantCode(t, w.Rate(ctx, person, open, supervise.Rated{Grade: 1}), "NOT_FOUND") // somebody else's
	w.exec(`UPDATE cases SET person_id = ? WHERE id = ?`, person.PersonID, open)
	wantCode(t, w.Rate(ctx, person, open, supervise.Rated{Grade: 1}), "RATING_TOO_EARLY")

	check(t, w.Rate(ctx, person, id, supervise.Rated{Grade: 5, Tags: []string{"attitude"}}))
	w.at(w.clock.Now().Add(7*24*time.Hour - time.Minute))
	check(t, w.Rate(ctx, person, id, supervise.Rated{Grade: 1}))
	if n := w.count(`SELECT count(*) FROM rating_tickets WHERE closed_why = 'RATER_EDITED' AND closed_at = ?`, w.clock.Now()); n != 1 {
		t.Errorf("%d repairs closed of a rating that is good now", n)
	}
	wantCode(t, w.Rate(ctx, person, id, supervise.Rated{Grade: 2}), "RATING_FIXED")

	other, late := w.closedCase()
	check(t, w.Rate(ctx, late, other, supervise.Rated{Grade: 3}))
	w.at(w.clock.Now().Add(7 * 24 * time.Hour))
	wantCode(t, w.Rate(ctx, late, other, supervise.Rated{Grade: 1}), "RATING_FIXED")
	if n := w.count(`SELECT count(*) FROM ratings`); n != 2 {
		t.Errorf("%d ratings", n)
	}
}

func TestAnAppealIsDecidedByTheInspector(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-14T10:00:00+08:00")
	ctx := context.Background()
	id, person := w.closedCase()
	head := w.officer("090005", account.Grant{Role: account.Decider, Desk: account.CitySecurity})
	check(t, w.Rate(ctx, person, id, supervise.Rated{Grade: 5, Text: "恶意"}))
	page, err := w.Repairs(ctx, inspector, supervise.Filter{Limit: 10})
	check(t, err)
	ticket := page.Items[0].ID
	check(t, w.Appeal(ctx, head, ticket, "申请人承认填错", 0))
	page, err = w.Repairs(ctx, inspector, supervise.Filter{OnlyOpen: true, Limit: 10})
	check(t, err)
	if len(page.Items) != 1 || !page.Items[0].Appealing() {
		t.Fatalf("the appeal is not shown: %+v", page.Items)
	}
	if all, _, err := w.DeskRates(ctx, inspector); err != nil || all.Rated != 1 || all.Good != 0 {
		t.Errorf("while it is appealed it counts: %+v, %v", all, err)
	}
	wantCode(t, w.DecideAppeal(ctx, head, ticket, true, "属实", 0), "ROLE_MISSING")
	wantCode(t, w.DecideAppeal(ctx, inspector, ticket, true, "属实", 2), "RATING_EDITED")
	if !page.Items[0].MayJudge {
		t.Error("an inspector of another unit may not decide")
	}
	check(t, w.DecideAppeal(ctx, inspector, ticket, true, "属实", 0))
	if all, _, err := w.DeskRates(ctx, inspector); err != nil || all.Rated != 0 {
		t.Errorf("a struck rating counts: %+v, %v", all, err)
	}
}

// Four eyes by person (domain.md 1.6): whoever filed the appeal does not decide it, in no account of his, nor does anybody of the rated unit.
func TestAnAppealIsDecidedByOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-14T10:00:00+08:00")
	ctx := context.Background()
	id, person := w.closedCase()
	sup := account.Grant{Role: account.Supervisor, Desk: account.CitySupervise}
	filer, other := w.officer("090401", sup), w.officer("090402", sup)
	member := w.officer("090403", sup)
	var officer string
	check(t, w.db.Pool().QueryRow(ctx, `SELECT id::text FROM officers WHERE police_no = '090403'`).Scan(&officer))
	second := uuid.New()
	w.exec(`INSERT INTO accounts (id, kind, login, officer_id, password_hash, password_changed_at, totp_secret, created_at)
		VALUES (?, 'clerk', 'p090403b', ?, '', now(), '', now())`, second, officer) // his other account works at the rated desk
	w.exec(`INSERT INTO grants (account_id, desk, role) VALUES (?, ?, 'R-REV')`, second, account.CitySecurity)
	check(t, w.Rate(ctx, person, id, supervise.Rated{Grade: 5, Text: "恶意"}))
	page, err := w.Repairs(ctx, filer, supervise.Filter{Limit: 10})
	check(t, err)
	ticket := page.Items[0].ID
	check(t, w.Appeal(ctx, filer, ticket, "评价针对的是另一件事", 1))
	again := filer
	again.AccountID = uuid.New() // the same police number in another account
	for who, c := range map[string]struct {
		actor account.Actor
		may   bool
	}{"who filed": {filer, false}, "who filed, elsewhere": {again, false}, "a member": {member, false}, "another": {other, true}} {
		page, err := w.Repairs(ctx, c.actor, supervise.Filter{Limit: 10})
		check(t, err)
		if page.Items[0].MayJudge != c.may {
			t.Errorf("%s is offered the judgement: %t", who, !c.may)
		}
		if !c.may {
			wantCode(t, w.DecideAppeal(ctx, c.actor, ticket, true, "属实", 1), "APPEAL_NOT_OWN")
		}
	}
	if n := w.count(`SELECT count(*) FROM ratings WHERE struck IS NOT NULL`); n != 0 {
		t.Error("the appeal was decided")
	}
	check(t, w.DecideAppeal(ctx, other, ticket, true, "属实", 1))
}

// domain.md 1.9: editable once within 7 × 24 hours whatever has become of the repair; the ticket follows, and nothing that was recorded is lost.
func TestARepairFollowsTheEditedRating(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	bad, better := supervise.Rated{Grade: 5, Tags: []string{"slow"}, Text: "等得太久"}, supervise.Rated{Grade: 2}
	less := supervise.Rated{Grade: 4, Text: "是窗口排队久"}
	for name, c := range map[string]struct {
		first, then          supervise.Rated
		contacted, resolved  bool
		open, closed, notice int
		late                 bool // is its repair late on the day after the first limit
	}{
		"bad turned good":             {bad, better, false, false, 0, 1, 1, false},
		"good after the contact":      {bad, better, true, false, 0, 1, 1, false},
		"good after the result":       {bad, better, true, true, 0, 0, 1, false},
		"other words":                 {bad, less, false, false, 1, 0, 1, true},
		"other words after a contact": {bad, less, true, false, 1, 0, 1, false},
		"good turned bad":             {better, bad, false, false, 1, 0, 0, false},
		"good turned fair, with why":  {better, supervise.Rated{Grade: 3, Tags: []string{"online"}}, false, false, 0, 0, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, "2026-09-14T10:00:00+08:00") // Monday
			head := w.officer("090301", account.Grant{Role: account.Decider, Desk: account.CitySecurity})
			id, person := w.closedCase()
			check(t, w.Rate(ctx, person, id, c.first))
			o, err := w.OpinionOf(ctx, person, id)
			check(t, err)
			was := o.Rating
			if c.contacted {
				check(t, w.Contact(ctx, head, was.ID, "已致电致歉", false, 1))
			}
			if c.resolved {
				check(t, w.Resolve(ctx, head, was.ID, "已优化", false, 1))
			}
			w.at(w.clock.Now().Add(48 * time.Hour))
			if o, err := w.OpinionOf(ctx, person, id); err != nil || !o.MayEdit {
				t.Fatalf("he may not edit: %+v %v", o, err)
			}
			check(t, w.Rate(ctx, person, id, c.then))
			wantCode(t, w.Rate(ctx, person, id, c.first), "RATING_FIXED")
			o, err = w.OpinionOf(ctx, person, id)
			check(t, err)
			r := o.Rating
			if r.First == nil || r.First.Grade != c.first.Grade || r.First.Text != c.first.Text || r.Grade != c.then.Grade || len(r.Tags) != len(c.then.Tags) {
				t.Errorf("kept: %+v, first %+v", r, r.First)
			}
			if n := w.count(`SELECT count(*) FROM rating_tickets WHERE result_at IS NULL AND closed_at IS NULL`); n != c.open {
				t.Errorf("%d open repairs, want %d", n, c.open)
			}
			if n := w.count(`SELECT count(*) FROM rating_tickets WHERE closed_why = 'RATER_EDITED'`); n != c.closed {
				t.Errorf("%d closed repairs, want %d", n, c.closed)
			}
			if n := w.count(`SELECT count(*) FROM notices WHERE kind = 'rating_edited' AND officer_id IS NOT NULL`); n != c.notice {
				t.Errorf("the unit was told %d times, want %d", n, c.notice)
			}
			if c.contacted && r.Repair.Contact != "已致电致歉" || c.resolved && r.Repair.Result != "已优化" {
				t.Errorf("what was recorded is lost: %+v", r.Repair)
			}
			if was.Repair != nil && (r.Repair.ContactDue != was.Repair.ContactDue || r.Repair.ResultDue != was.Repair.ResultDue) {
				t.Errorf("the limits moved: %+v, were %+v", r.Repair, was.Repair)
			}
			if c.closed == 1 {
				wantCode(t, w.Contact(ctx, head, r.ID, "再联系", false, 2), "REPAIR_DONE")
				wantCode(t, w.Resolve(ctx, head, r.ID, "再答复", false, 2), "REPAIR_DONE")
			}
			if n, err := w.WatchRepairs(ctx, 10); err != nil || (n > 0) != c.late {
				t.Errorf("%d told of as late (%v), want %t", n, err, c.late)
			}
			page, err := w.Repairs(ctx, inspector, supervise.Filter{Limit: 10})
			check(t, err)
			if shown := len(page.Items) == 1 && page.Items[0].First != nil; shown != (c.open+c.closed > 0 || c.resolved) {
				t.Errorf("the inspector sees %+v", page.Items)
			}
		})
	}
}

func TestRatesHideSmallCells(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-14T10:00:00+08:00")
	ctx := context.Background()
	id, person := w.closedCase()
	check(t, w.Rate(ctx, person, id, supervise.Rated{Grade: 1}))
	all, desks, err := w.Rates(ctx)
	check(t, err)
	if !all.Hidden || len(desks) != 1 || !desks[0].Hidden || desks[0].Rated != 0 {
		t.Errorf("one rating is told to everybody: %+v %+v", all, desks)
	}
	if r := (supervise.Rate{Rated: 3, Good: 2}); r.Percent() != 667 {
		t.Errorf("2 of 3 are %d tenths of a percent", r.Percent())
	}
	_, _, err = w.DeskRates(ctx, person)
	wantCode(t, err, "ROLE_MISSING")
}

func TestTheSecondVerifiedComplaintAlertsTheInspectors(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-14T10:00:00+08:00")
	ctx := context.Background()
	w.officer("090110", inspector.Grants...)
	for i := range 2 {
		id, person := w.closedCase()
		check(t, w.Speak(ctx, person, id, supervise.Complaint, "态度生硬"))
		check(t, w.Speak(ctx, person, id, supervise.Praise, "其他人很好"))
		page, err := w.Voices(ctx, inspector, supervise.Filter{OnlyOpen: true, Limit: 10})
		check(t, err)
		if len(page.Items) != 1 || page.Items[0].Due.String() != "2026-09-21" {
			t.Fatalf("open voices: %+v", page.Items)
		}
		check(t, w.AnswerVoice(ctx, inspector, page.Items[0].ID, "查实", true))
		wantCode(t, w.AnswerVoice(ctx, inspector, page.Items[0].ID, "再查", true), "NOT_FOUND")
		if n := w.count(`SELECT count(*) FROM notices WHERE kind = 'complaints_alert'`); n != i {
			t.Errorf("after %d verified complaints there are %d alerts", i+1, n)
		}
	}
	_, person := w.closedCase()
	wantCode(t, w.Speak(ctx, person, uuid.New(), supervise.Stuck, "办不成"), "NOT_FOUND")
	_, err := w.Voices(ctx, person, supervise.Filter{})
	wantCode(t, err, "ROLE_MISSING")
}

// domain.md 1.10: verified complaints are counted for each officer, over the last twelve months and no further; what proved untrue does not count.
func TestComplaintsAreCountedOverTwelveMonths(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2025-09-15T10:00:00+08:00")
	ctx := context.Background()
	w.officer("090110", inspector.Grants...)
	alerts := 0
	complain := func(at, host string, verified, alert bool) {
		t.Helper()
		w.clock.Set(t, at+"T10:00:00+08:00")
		id, person := w.closedCase()
		w.exec(`UPDATE cases SET host_officer = ? WHERE id = ?`, host, id)
		check(t, w.Speak(ctx, person, id, supervise.Complaint, "态度生硬"))
		page, err := w.Voices(ctx, inspector, supervise.Filter{OnlyOpen: true, Limit: 10})
		check(t, err)
		check(t, w.AnswerVoice(ctx, inspector, page.Items[0].ID, "已核实", verified))
		if alert {
			alerts++
		}
		if n := w.count(`SELECT count(*) FROM notices WHERE kind = 'complaints_alert'`); n != alerts {
			t.Fatalf("%s about %s: %d alerts, want %d", at, host, n, alerts)
		}
	}
	complain("2025-09-15", "090001", true, false)
	complain("2025-10-20", "090002", true, false)  // another officer
	complain("2025-11-20", "090001", false, false) // untrue
	complain("2026-09-16", "090001", true, false)  // the first one is more than twelve months ago
	complain("2026-09-17", "090001", true, true)
	complain("2026-10-19", "090002", true, true) // a day before the end of his twelve months
}

// K14 and K15: a repair that is late is told of once for each limit, however often one looks.
func TestK14K15_LateRepairsAreToldOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	id := w.caseAt(procedure.Closed, k2("2026-10-15"), "")
	rating := uuid.New()
	w.exec(`INSERT INTO ratings (id, case_id, person_id, grade, text, desk, given_at) SELECT ?, id, person_id, 5, '', '430900-zhi', now() FROM cases WHERE id = ?`, rating, id)
	w.exec(`INSERT INTO rating_tickets (rating_id, desk, opened_at, contact_due, result_due, calendar) VALUES (?, '430900-zhi', ?, '2026-09-18', '2026-09-24', 'x')`,
		rating, w.clock.Now())
	w.officer("090301", account.Grant{Role: account.Supervisor, Desk: account.CitySupervise})
	look := func(at string, want int) {
		t.Helper()
		w.clock.Set(t, at+"T09:00:00+08:00")
		if n, err := w.WatchRepairs(ctx, 10); err != nil || n != want {
			t.Errorf("on %s %d repairs were told of (%v), want %d", at, n, err, want)
		}
	}
	look("2026-09-18", 0) // the last day
	look("2026-09-20", 1)
	look("2026-09-20", 0)
	look("2026-09-24", 0)
	look("2026-09-28", 1)
	look("2026-09-29", 0)
	if n := w.count(`SELECT count(*) FROM notices WHERE kind = 'repair_late'`); n != 2 {
		t.Errorf("the inspector was told %d times", n)
	}
}

// C-6 for K14 and K15: an open repair is counted again on a new calendar, once; the old days are kept and those whom it concerns are told.
func TestK14K15_ANewCalendarCountsRepairsAgain(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-24T09:00:00+08:00")
	id := w.caseAt(procedure.Closed, k2("2026-10-15"), "")
	rating := uuid.New()
	w.exec(`INSERT INTO ratings (id, case_id, person_id, grade, text, desk, given_at) SELECT ?, id, person_id, 5, '', '430900-zhi', now() FROM cases WHERE id = ?`, rating, id)
	w.exec(`INSERT INTO rating_tickets (rating_id, desk, opened_at, contact_due, result_due, calendar) VALUES (?, '430900-zhi', ?, '2026-09-25', '2026-10-01', 'old')`,
		rating, w.clock.Now())
	for range 2 { // the second look changes nothing
		if n, err := w.WatchRepairs(ctx, 10); err != nil || n != 0 {
			t.Fatalf("%d repairs were told of as late: %v", n, err)
		}
		for what, query := range map[string]string{
			"repair with both days counted again": `SELECT count(*) FROM rating_tickets WHERE contact_due = '2026-09-28' AND result_due = '2026-10-08' AND calendar <> 'old'`,
			"old contact day":                     `SELECT count(*) FROM due_moves WHERE clock = 'K14' AND was = '2026-09-25' AND due = '2026-09-28'`,
			"old result day":                      `SELECT count(*) FROM due_moves WHERE clock = 'K15' AND was = '2026-10-01' AND due = '2026-10-08'`,
			"citizen told of the result's day":    `SELECT count(*) FROM notices WHERE kind = 'due_moved' AND facts ->> 'clock' = 'K15' AND person_id IS NOT NULL`,
		} {
			if n := w.count(query); n != 1 {
				t.Errorf("%s: %d, want 1", what, n)
			}
		}
	}
}
