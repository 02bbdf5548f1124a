package supervise_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/supervise"
)

// rated is a bad rating in a race.
type rated struct {
	caseID, id uuid.UUID
	person     account.Actor
	lawful     []string
	strikes    bool // the last moment passes meanwhile
}

// badlyRated is a case that its applicant has rated badly on the clock's day.
func (w *world) badlyRated() (r rated) {
	w.t.Helper()
	r.caseID, r.person = w.closedCase()
	check(w.t, w.Service.Rate(context.Background(), r.person, r.caseID, supervise.Rated{Grade: 5, Tags: []string{"attitude"}}))
	check(w.t, w.db.Pool().QueryRow(context.Background(), `SELECT id FROM ratings WHERE case_id = $1`, r.caseID).Scan(&r.id))
	return r
}

// fate is what became of a rating and its repair, and how many were told of it as late.
func (w *world) fate(r rated) (told string) {
	w.t.Helper()
	check(w.t, w.db.Pool().QueryRow(context.Background(), `
SELECT concat_ws(', ', r.grade, CASE WHEN r.first_grade IS NOT NULL THEN 'was ' || r.first_grade END, CASE WHEN r.edited_at IS NOT NULL THEN 'edited' END, CASE WHEN t.rating_id IS NULL THEN 'no repair' END,
       CASE WHEN t.contacted_at IS NOT NULL THEN 'contacted' END, CASE WHEN t.result_at IS NOT NULL THEN 'mended' END, CASE WHEN r.again IS NOT NULL THEN 'again' END,
       CASE WHEN t.closed_at IS NOT NULL THEN 'closed' END, CASE WHEN t.result_told_at IS NOT NULL THEN 'late' END, (SELECT string_agg(n.kind, ' ' ORDER BY n.kind) FROM notices n WHERE n.case_id = r.case_id AND n.kind <> 'bad_rating'))
  FROM ratings r LEFT JOIN rating_tickets t ON t.rating_id = r.id WHERE r.id = $1`, r.id).Scan(&told))
	return told
}

func (w *world) verdict(r rated) string {
	w.t.Helper()
	fate := w.fate(r)
	if !slices.Contains(r.lawful, fate) {
		w.t.Errorf("the rating ended as %q, lawful are only %q", fate, r.lawful)
	}
	return fate
}

// He changes his rating in two windows while the desk contacts him about what it has read and his seven times 24 hours end: it is changed once, in time,
// whatever the desk has done; what he said first is kept; and the desk records nothing about words that it has not read.
func TestEditContactAndEndOfSevenDaysMeet(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	const begin = "2026-09-14T10:00:00+08:00"
	w := newWorld(t, begin)
	head := w.officer("090301", account.Grant{Role: account.Decider, Desk: account.CitySecurity})
	w.officer("090302", account.Grant{Role: account.Supervisor, Desk: account.CitySupervise})
	edit := func(g supervise.Grade) func(rated) {
		return func(r rated) {
			_ = w.Service.Rate(ctx, r.person, r.caseID, supervise.Rated{Grade: g, Text: "又想了想"})
		}
	}
	before := []string{"1, was 5, edited, closed, rating_edited rating_edited", "4, was 5, edited, rating_edited rating_edited",
		"1, was 5, edited, contacted, closed, rating_edited rating_edited", "4, was 5, edited, contacted, rating_edited rating_edited"}
	ended := []string{"5, contacted"}
	dbtest.Race[rated]{Rounds: 300,
		Ready: func(round int) rated {
			w.clock.Set(t, begin)
			r := w.badlyRated()
			r.lawful = before
			switch w.clock.Advance(7*24*time.Hour - time.Second); round % 3 {
			case 1:
				w.clock.Advance(time.Second)
				r.lawful = ended
			case 2:
				r.strikes = true
				r.lawful = append(slices.Clone(before), ended...)
			}
			return r
		},
		Actors: []func(rated){edit(1), edit(4), func(r rated) {
			if code := fault.Code(w.Service.Contact(ctx, head, r.id, "已致电致歉", false, 1)); code != "" && code != "RATING_EDITED" {
				t.Errorf("the contact was refused with %s", code)
			}
		},
			func(r rated) {
				if r.strikes {
					w.clock.Advance(time.Second)
				}
			}},
		Verdict: w.verdict}.Run(t)
}

// A repair is answered while two instances tell of it as late, and he rates again as soon as he may: who is told, is told once.
func TestAnswerAndWatchOfALateRepairMeet(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	const begin = "2026-09-14T10:00:00+08:00"
	w := newWorld(t, begin)
	head := w.officer("090301", account.Grant{Role: account.Decider, Desk: account.CitySecurity})
	watch := func(rated) { _, _ = w.Service.WatchRepairs(ctx, 10) }
	dbtest.Race[rated]{Rounds: 200,
		Ready: func(int) rated {
			w.clock.Set(t, begin)
			r := w.badlyRated()
			check(t, w.Service.Contact(ctx, head, r.id, "已致电致歉", false, 0))
			w.clock.Advance(10 * 24 * time.Hour)
			r.lawful = []string{"5, contacted, mended, rating_result", "5, contacted, mended, again, rating_result",
				"5, contacted, mended, late, rating_result repair_late", "5, contacted, mended, again, late, rating_result repair_late"}
			return r
		},
		Actors: []func(rated){watch, watch, func(r rated) { _ = w.Service.Resolve(ctx, head, r.id, "已重新办理", false, 0) },
			func(r rated) { _ = w.Service.RateAgain(ctx, r.person, r.caseID, 1) }},
		Verdict: w.verdict}.Run(t)
}
