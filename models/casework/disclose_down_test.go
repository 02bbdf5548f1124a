package casework

import (
	"context"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/disclosure"
)

// publicly is the published record of a grant to a person.
func (w *world) publicly(person account.Actor) uuid.UUID {
	w.t.Helper()
	id := w.disclosed(w.granted(person))
	n, err := w.disclosures().Publish(context.Background(), publisher, []uuid.UUID{id})
	if err != nil || n != 1 {
		w.t.Fatalf("published %d, %v", n, err)
	}
	return id
}

var removed = disclosure.Ruling{Result: disclosure.Removed, Code: "privacy", Words: "内容涉及个人隐私"}

// What is published is taken down as it is withheld: the publishing officer asks with a reason code, the head of the agency decides (domain.md 1.7).
func TestTakingDownNeedsTheHeadOfTheAgency(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-06-17T09:00:00+08:00")
	w.enrol(leader)
	s := w.disclosures()
	person := w.blaster(1, "2026-08-31")
	id := w.publicly(person)
	o, err := s.Object(ctx, person, id, "涉及隐私，请撤下")
	check(t, err)
	codeless := removed
	codeless.Code = ""
	wantField(t, s.Rule(ctx, publisher, o.ID, codeless), "NOT_AN_OPTION")
	check(t, s.Rule(ctx, publisher, o.ID, removed))
	wantCode(t, s.Rule(ctx, publisher, o.ID, removed), "TAKE_DOWN_ASKED")
	wantCode(t, s.Rule(ctx, publisher, o.ID, disclosure.Ruling{Result: disclosure.Kept, Words: "维持"}), "TAKE_DOWN_ASKED")
	wantCode(t, s.Withhold(ctx, publisher, id, "privacy", "再报"), "DISCLOSURE_NOT_NOW")
	if e, err := s.Entry(ctx, id); err != nil || e.TakenDown != "" || e.Party == "" {
		t.Errorf("before the head has decided the public reads %+v, %v", e, err)
	}
	asked, counts, err := s.Work(ctx, leader, disclosure.Work{Shelf: disclosure.ShelfAsked, Limit: 10})
	check(t, err)
	if len(asked.Items) != 1 || !asked.Items[0].Waits() || asked.Items[0].State != disclosure.Published || asked.Items[0].AskedBy != publisher.Officer || counts.Objections != 1 {
		t.Errorf("the head finds %+v, %+v", asked.Items, counts)
	}
	if n := w.count(`SELECT count(*) FROM notices WHERE kind = 'disclosure_asked'`); n == 0 {
		t.Error("the head was not told in time for K17")
	}
	wantCode(t, s.Approve(ctx, publisher, id, true, "同意"), "NEED_LEADER")
	both := clerk("蒋雯", publisher.Officer, account.Leader, account.City)
	wantCode(t, s.Approve(ctx, both, id, true, "同意"), "FOUR_EYES")

	check(t, s.Approve(ctx, leader, id, false, "许可内容依法应当公示"))
	_, list, err := s.Objecting(ctx, person, id)
	check(t, err)
	if len(list) != 1 || list[0].Result != disclosure.Kept || list[0].Words != "许可内容依法应当公示" || list[0].DecidedBy != leader.Officer {
		t.Errorf("refused: %+v", list)
	}
	if e, err := s.Entry(ctx, id); err != nil || e.TakenDown != "" {
		t.Errorf("refused, and the public reads %+v, %v", e, err)
	}

	_, err = s.Object(ctx, person, id, "仍请撤下")
	check(t, err)
	check(t, s.Withhold(ctx, publisher, id, "safety", "可能危及公共安全"))
	check(t, s.Approve(ctx, leader, id, true, "同意撤下"))
	e, err := s.Entry(ctx, id)
	check(t, err)
	if e.TakenDown != "可能危及公共安全" || e.TakenDownCode != "safety" || e.Party != "" || e.Content != "" || e.CertificateNumber != "" {
		t.Errorf("the trace of a record that was taken down: %+v", e)
	}
	if n := w.count(`SELECT count(*) FROM disclosure_objections WHERE result = 'taken_down'`); n != 1 {
		t.Errorf("%d objections are answered by the take-down", n)
	}
	if n := w.count(`SELECT count(*) FROM notices WHERE person_id = ? AND kind = 'disclosure_ruled'`, person.PersonID); n != 2 {
		t.Errorf("the person was told %d times", n)
	}
	d, err := s.Record(ctx, leader, id)
	check(t, err)
	var kinds []string
	for _, e := range d.Events {
		kinds = append(kinds, e.Kind)
	}
	if !slices.Equal(kinds, []string{"entered", "published", "objected", "asked_down", "not_taken_down", "objected", "asked_down", "taken_down"}) {
		t.Errorf("events %v", kinds)
	}
}

// A ruling against the decision answers what was objected to its publicity.
func TestARulingTakesARecordDownWithItsObjections(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-06-17T09:00:00+08:00")
	s := w.disclosures()
	person := w.blaster(1, "2026-08-31")
	id := w.publicly(person)
	_, err := s.Object(ctx, person, id, "决定有误")
	check(t, err)
	check(t, w.db.Write(ctx, func(tx *db.Tx) error {
		var document uuid.UUID
		w.scan(&document, `SELECT document_id FROM disclosures WHERE id = ?`, id)
		return disclosure.Annul(tx, document, "经复议撤销")
	}))
	_, list, err := s.Objecting(ctx, person, id)
	check(t, err)
	if len(list) != 1 || list[0].Result != disclosure.Removed || list[0].Words != "经复议撤销" {
		t.Errorf("%+v", list)
	}
}

// eventMoves is what each event makes of a record, so that a trace can be read again: from a state, with or without a request, to another one.
var eventMoves = map[string]map[string]string{
	"entered": {"": "DUE"}, "published": {"DUE": "PUBLISHED"}, "asked": {"DUE": "ASKED"}, "withheld": {"ASKED": "WITHHELD"},
	"asked_down": {"PUBLISHED": "PUBLISHED asked"}, "taken_down": {"PUBLISHED asked": "TAKEN_DOWN"},
	"objected": {"PUBLISHED": "PUBLISHED", "PUBLISHED asked": "PUBLISHED asked"},
	"kept":     {"PUBLISHED": "PUBLISHED", "PUBLISHED asked": "PUBLISHED asked"},
}

// Objecting, publishing, withholding, taking down, answering and the end of the certificate meet on one record, by turns before and after it is
// published: its trace is always a lawful one, and every objection has one answer or waits on a record that is still public.
func TestWhatBecomesOfARecordMeets(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-06-17T09:00:00+08:00")
	s := w.disclosures()
	person := w.blaster(1, "2026-08-31")
	id := w.disclosed(w.granted(person))
	var item, licence string
	w.scan(&item, `SELECT item_code FROM disclosures WHERE id = ?`, id)
	w.scan(&licence, `SELECT licence FROM disclosures WHERE id = ?`, id)
	w.exec(`UPDATE disclosures SET due = '2026-06-17' WHERE id = ?`, id)
	open := func() (o uuid.NullUUID) {
		w.scan(&o, `SELECT (SELECT id FROM disclosure_objections WHERE disclosure_id = ? AND decided_at IS NULL)`, id)
		return o
	}
	type round struct{ objection uuid.NullUUID }
	outcomes := dbtest.Race[round]{Rounds: 400,
		Ready: func(n int) (r round) {
			w.exec(`UPDATE disclosures SET state = 'DUE', standing = 'VALID', published_at = NULL, taken_down_at = NULL, taken_down_words = '', withhold_code = '',
				withhold_words = '', asked_by = '', asked_objection = NULL WHERE id = ?`, id)
			for _, table := range []string{"disclosure_objections", "disclosure_events"} {
				w.exec(`DELETE FROM `+table+` WHERE disclosure_id = ?`, id)
			}
			w.exec(`DELETE FROM notices WHERE kind LIKE 'disclosure%'`)
			w.exec(`INSERT INTO disclosure_events (disclosure_id, at, kind, name) VALUES (?, ?, 'entered', '')`, id, w.clock.Now())
			if n%3 > 0 {
				_, err := s.Publish(ctx, publisher, []uuid.UUID{id})
				check(t, err)
			}
			if n%3 == 2 {
				_, err := s.Object(ctx, person, id, "请撤下")
				check(t, err)
				r.objection = open()
			}
			return r
		},
		Actors: []func(round){
			func(round) { _, _ = s.Publish(ctx, publisher, []uuid.UUID{id}) },
			func(round) { _, _ = s.Sweep(ctx) },
			func(round) { _, _ = s.Object(ctx, person, id, "有误") },
			func(round) { _ = s.Withhold(ctx, publisher, id, "privacy", "涉及隐私") },
			func(round) { _ = s.Approve(ctx, leader, id, true, "同意") },
			func(r round) { _ = s.Rule(ctx, publisher, r.objection.UUID, removed) },
			func(r round) {
				_ = s.Rule(ctx, publisher, r.objection.UUID, disclosure.Ruling{Result: disclosure.Kept, Words: "维持"})
			},
			func(round) {
				check(t, w.db.Write(ctx, func(tx *db.Tx) error {
					return disclosure.Change(tx, item, licence, disclosure.Revoked, "益公治许销〔2026〕1号")
				}))
			},
		},
		Verdict: func(round) string {
			d, err := s.Record(ctx, leader, id)
			check(t, err)
			state, changes := "", 0
			for _, e := range d.Events {
				if e.Kind == "changed" {
					changes++
					continue
				}
				next, lawful := eventMoves[e.Kind][state]
				if !lawful {
					t.Errorf("%s came when the record was %s: %+v", e.Kind, state, d.Events)
				}
				state = next
			}
			got := string(d.State)
			if d.Waits() && d.State == disclosure.Published {
				got += " asked"
			}
			answers := w.count(`SELECT count(*) FROM disclosure_objections WHERE disclosure_id = ? AND result IS NOT NULL`, id)
			told := w.count(`SELECT count(*) FROM notices WHERE kind = 'disclosure_ruled'`)
			if got != state || changes != 1 || d.Standing != disclosure.Revoked || answers != told || open().Valid && d.State != disclosure.Published {
				t.Errorf("the record is %s, its trace says %s; changed %d times, %s; %d answers, told %d; open %v", got, state, changes, d.Standing, answers, told, open())
			}
			return got
		}}.Run(t)
	if outcomes["TAKEN_DOWN"] == 0 || outcomes["WITHHELD"]+outcomes["ASKED"] == 0 || outcomes["PUBLISHED"]+outcomes["PUBLISHED asked"] == 0 {
		t.Errorf("not everything came first once: %v", outcomes)
	}
}
