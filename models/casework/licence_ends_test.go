package casework

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// toldOfEnd lists what a person was told of the end of his certificate: the kind and how many days were left, in order.
func (w *world) toldOfEnd(person account.Actor) string {
	w.t.Helper()
	var told []string
	check(w.t, w.db.Read(context.Background(), func(tx *db.Tx) error {
		return tx.Raw(`SELECT kind || ' ' || coalesce(facts->>'days', '0') FROM notices
WHERE person_id = ? AND kind IN ('licence_ending', 'licence_near_end', 'licence_expired') ORDER BY id`, person.PersonID).Scan(&told).Error
	}))
	return strings.Join(told, ", ")
}

func TestL03_RemindersAndL04_Expiry(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-06-17T09:00:00+08:00")
	person := w.blaster(1, "2026-08-31")
	_, certificate := w.certified(person) // valid to 2029-08-31
	w.exec(`INSERT INTO memberships (id, enterprise_id, id_number, name, person_id, role, invited_at, accepted_at) VALUES (?, ?, ?, ?, ?, 'R-LEG', ?, ?)`,
		uuid.New(), w.unit.Enterprises[0].ID, w.unit.IDNumber, w.unit.Name, w.unit.PersonID, w.clock.Now(), w.clock.Now())
	var want []string
	for _, c := range []struct{ day, told string }{{"2027-06-02", ""}, {"2029-06-01", ""}, {"2029-06-02", "licence_ending 90"}, {"2029-06-03", ""}, {"2029-07-02", "licence_ending 60"},
		{"2029-07-27", "licence_ending 35"}, {"2029-08-01", "licence_ending 30"}, {"2029-08-21", "licence_near_end 10"}, {"2029-08-31", ""}, {"2029-09-01", "licence_expired -1"}} {
		if c.told != "" {
			want = append(want, c.told)
		}
		w.at(c.day + " 08:00")
		for range 2 { // twice on the same day
			check(t, w.SweepLicences(ctx))
		}
		if got := w.toldOfEnd(person); got != strings.Join(want, ", ") {
			t.Errorf("%s: told %q, want %v", c.day, got, want)
		}
	}
	if s := w.standing(certificate); s != document.StandingExpired {
		t.Errorf("the certificate is %s", s)
	}
	if n := w.count(`SELECT count(*) FROM cases WHERE certificate_id = ? AND state = 'REVIEW'`, certificate); n != 1 {
		t.Errorf("%d cases to cancel it (L4)", n)
	}
	if n := w.count(`SELECT count(*) FROM notices WHERE enterprise_id = ? AND kind LIKE 'licence_%'`, w.unit.Enterprises[0].ID); n != len(want) {
		t.Errorf("his unit was told %d times, want %d", n, len(want))
	}
}

// Days on which no sweep ran lose nothing: the next run tells of the threshold that has passed last, with the days that are truly left.
func TestL03_LostDaysAreCaughtUp(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		days []string
		want string
	}{
		"a day late":                   {[]string{"2029-06-03"}, "licence_ending 89"},
		"five thresholds at once":      {[]string{"2029-08-23", "2029-08-24"}, "licence_near_end 8"},
		"late after thirty":            {[]string{"2029-08-02"}, "licence_near_end 29"},
		"the last day":                 {[]string{"2029-08-31", "2029-09-01"}, "licence_near_end 0, licence_expired -1"},
		"ended, once even if late":     {[]string{"2029-09-20", "2029-09-21"}, "licence_expired -20"},
		"some in time and some missed": {[]string{"2029-06-02", "2029-07-30", "2029-08-25", "2029-09-03"}, "licence_ending 90, licence_ending 32, licence_near_end 6, licence_expired -3"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, "2026-06-17T09:00:00+08:00")
			person := w.blaster(1, "2026-08-31")
			w.certified(person)
			for _, day := range c.days {
				w.at(day + " 23:00")
				check(t, w.Service.SweepLicences(context.Background()))
			}
			if got := w.toldOfEnd(person); got != c.want {
				t.Errorf("told %q, want %q", got, c.want)
			}
		})
	}
}

// What was renewed, replaced, taken or struck off ends no more; a copy of the paper is told of what the first was not told of.
func TestL03_WhatEndsOtherwiseIsToldNothing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ change, want string }{
		"renewed ahead": {`UPDATE certificates SET superseded_on = '2029-09-01' WHERE id = ?`, ""},
		"replaced":      {`UPDATE certificates SET superseded_on = '2029-07-01' WHERE id = ?`, ""},
		"revoked":       {`UPDATE certificates SET state = 'REVOKED' WHERE id = ?`, ""},
		"cancelled":     {`UPDATE certificates SET state = 'CANCELLED' WHERE id = ?`, ""},
		"lost":          {`UPDATE certificates SET state = 'LOST' WHERE id = ?`, ""},
		"began later":   {`UPDATE certificates SET valid_from = '2029-07-28' WHERE id = ?`, "licence_near_end 10, licence_expired -1"},
		"none of these": {`UPDATE certificates SET reason = '' WHERE id = ?`, "licence_ending 34, licence_near_end 10, licence_expired -1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, "2026-06-17T09:00:00+08:00")
			person := w.blaster(1, "2026-08-31")
			_, certificate := w.certified(person)
			w.exec(c.change, certificate)
			for _, day := range []string{"2029-07-28", "2029-08-21", "2029-09-01"} {
				w.at(day + " 08:00")
				_, err := w.RemindEnds(context.Background(), 10)
				check(t, err)
			}
			if got := w.toldOfEnd(person); got != c.want {
				t.Errorf("told %q, want %q", got, c.want)
			}
		})
	}
}

// Silence renews at the end: the holder is not told that his certificate has expired, whether the sweep of limits has come before or not.
func TestL03_WhatSilenceRenewsHasNotExpired(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for _, swept := range []bool{false, true} {
		w := newWorld(t, "2026-06-17T09:00:00+08:00")
		person, certificate, renewal := w.licensed()
		w.exec(`UPDATE cases SET subject = (SELECT number FROM certificates WHERE id = ?), settle_at = '2029-09-01 00:00+08' WHERE id = ?`, certificate, renewal)
		w.at("2029-09-01 00:00")
		if swept {
			_, err := w.SettleDue(ctx, 10)
			check(t, err)
		}
		check(t, w.SweepLicences(ctx))
		if got := w.toldOfEnd(person); got != "" || !w.law(renewal).DeemedRenewed {
			t.Errorf("swept %t: told %q, renewed %t", swept, got, w.law(renewal).DeemedRenewed)
		}
	}
}

// endingCertificates makes n certificates of one person's that end together, and returns the person.
func (w *world) endingCertificates(n int) account.Actor {
	w.t.Helper()
	person := w.blaster(1, "2026-08-31")
	_, certificate := w.certified(person)
	for i := range n - 1 {
		w.certificateOf(meeting{number: padded(i)}, certificate)
	}
	return person
}

// Two instances remind at once, after a run that was killed at one certificate: each is told of once.
func TestL03_AKilledRunIsFinishedByTwo(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-06-17T09:00:00+08:00")
	const certificates = 30
	w.endingCertificates(certificates)
	w.at("2029-08-05 08:00")
	var victim uuid.UUID
	w.scan(&victim, `SELECT id FROM certificates ORDER BY valid_to, id OFFSET 10 LIMIT 1`)
	first, err := w.killedOn(`SELECT id FROM certificates WHERE id = $1 FOR UPDATE`, victim, func() (int, error) { return w.Service.RemindEnds(ending(20), 7) })
	if err == nil || first < 10 || first >= certificates-1 {
		t.Errorf("the killed run told of %d certificates (%v)", first, err)
	}
	instances := []*Service{w.Service, w.instance(w.calendar, nil), w.instance(w.calendar, nil)}
	if n := together(t, instances, func(s *Service) (int, error) { return s.RemindEnds(ctx, 7) }); first+n != certificates {
		t.Errorf("%d and %d of %d certificates were told of", first, n, certificates)
	}
	told := `SELECT count(*) FROM notices WHERE kind = 'licence_near_end' AND facts->>'days' = '26'`
	if n, rows := w.count(told), w.count(`SELECT count(*) FROM licence_reminders WHERE threshold = 30 AND days_left = 26`); n != certificates || rows != certificates {
		t.Errorf("%d notices, %d rows, want %d", n, rows, certificates)
	}
	if n := together(t, instances, func(s *Service) (int, error) { return s.RemindEnds(ctx, 7) }); n != 0 || w.count(told) != certificates {
		t.Errorf("another run told of %d", n)
	}
}

// A certificate is revoked while two instances tell of its end: who is told at all is told once, and what is kept says the same.
func TestL03_RemindersAndAnEndMeet(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-06-17T09:00:00+08:00")
	person := w.blaster(1, "2026-08-31")
	_, certificate := w.certified(person)
	w.at("2029-08-05 08:00")
	remind := func(uuid.UUID) {
		if _, err := w.Service.RemindEnds(ctx, 7); err != nil {
			t.Error(err)
		}
	}
	dbtest.Race[uuid.UUID]{Rounds: 40,
		Ready: func(round int) uuid.UUID { return w.certificateOf(meeting{number: padded(round)}, certificate) },
		Actors: []func(uuid.UUID){remind, remind, func(id uuid.UUID) {
			w.exec(`UPDATE certificates SET state = 'REVOKED' WHERE id = ?`, id)
		}},
		Verdict: func(id uuid.UUID) string {
			var number string
			w.scan(&number, `SELECT number FROM certificates WHERE id = ?`, id)
			told := w.count(`SELECT count(*) FROM notices WHERE facts->>'number' = ? AND kind = 'licence_near_end'`, number)
			if rows := w.count(`SELECT count(*) FROM licence_reminders WHERE number = ?`, number); told != rows || told > 1 {
				t.Errorf("%d notices, %d rows", told, rows)
			}
			return fmt.Sprint("told ", told)
		}}.Run(t)
	if w.law(w.caseOf(certificate)).State != procedure.Closed {
		t.Error("a reminder moved a case")
	}
}

func (w *world) caseOf(certificate uuid.UUID) (id uuid.UUID) {
	w.scan(&id, `SELECT case_id FROM certificates WHERE id = ?`, certificate)
	return id
}
