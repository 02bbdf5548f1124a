package casework

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/migrations"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/disclosure"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

var (
	publisher = clerk("蒋雯", "090021", account.Publisher, account.City)
	leader    = clerk("杨建平", "090022", account.Leader, account.City)
)

// disclosures is the publicity of permits on the world's database.
func (w *world) disclosures() *disclosure.Service {
	w.t.Helper()
	cal, err := calendarOnce()
	check(w.t, err)
	s, err := disclosure.New(w.db, func() *workday.Calendar { return cal })
	check(w.t, err)
	return s
}

func (w *world) disclosed(caseID uuid.UUID) (id uuid.UUID) {
	w.t.Helper()
	w.scan(&id, `SELECT id FROM disclosures WHERE case_id = ?`, caseID)
	return id
}

// granted brings a renewal of a person to GRANTED on the clock's day.
func (w *world) granted(person account.Actor) uuid.UUID {
	w.t.Helper()
	id := w.submit(person)
	w.review(id)
	w.mustDecide(reviewer, id, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "拟准予"})
	w.mustDecide(decider, id, Decision{Act: procedure.ActGrant})
	return id
}

// Decisions from before the tables of publicity existed are entered once, by the very words of the migration.
func TestBacklogOfDecisionsIsEnteredOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-06-17T09:00:00+08:00")
	id, _ := w.certified(w.blaster(1, "2026-08-31"))
	var want [2]string
	record := func() (got [2]string) {
		w.scan(&got[0], `SELECT document_number || ' ' || decided_on || ' ' || due || ' ' || valid_to || ' ' || party FROM disclosures WHERE case_id = ?`, id)
		w.scan(&got[1], `SELECT certificate_number || ' ' || standing FROM disclosures WHERE case_id = ?`, id)
		return got
	}
	want = record()
	w.exec(`DELETE FROM disclosure_events`)
	w.exec(`DELETE FROM disclosures`)
	text, err := migrations.SQL.ReadFile("00352_disclosure_backlog.sql")
	check(t, err)
	_, insert, _ := strings.Cut(string(text), ");\n")
	w.exec(insert)
	w.at("2026-07-20 09:00")
	for _, n := range []int{1, 0} {
		if got, err := w.EnterBacklog(ctx); err != nil || got != n {
			t.Fatalf("entered %d, %v, want %d", got, err, n)
		}
	}
	if got := record(); got != want {
		t.Errorf("entered %v, want %v", got, want)
	}
}

func TestA15_PublicityOfAGrant(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-06-17T09:00:00+08:00")
	s := w.disclosures()
	person := w.blaster(1, "2026-08-31")
	id := w.granted(person)

	k4, _ := w.law(id).Clock(procedure.K4)
	wantDate(t, "delivery due", k4.Due, "2026-07-02")
	page, counts, err := s.Work(ctx, publisher, disclosure.Work{Shelf: disclosure.ShelfDue, Limit: 10})
	check(t, err)
	if len(page.Items) != 1 || counts.Shelves[disclosure.ShelfDue] != 1 {
		t.Fatalf("to publish: %+v, %+v", page, counts)
	}
	r := page.Items[0]
	wantDate(t, "publication due", r.Due, "2026-06-29")
	if found, err := s.Search(ctx, disclosure.Search{Limit: 10}); err != nil || found.Total != 0 {
		t.Fatalf("published before anybody did: %+v, %v", found, err)
	}
	w.at("2026-06-28 23:00")
	if n, err := s.Sweep(ctx); err != nil || n != 0 {
		t.Fatalf("published %d before the day (%v)", n, err)
	}
	w.at("2026-06-29 08:00")
	if n, err := s.Sweep(ctx); err != nil || n != 1 {
		t.Fatalf("published %d on the day (%v)", n, err)
	}
	found, err := s.Search(ctx, disclosure.Search{Text: "李", Limit: 10})
	check(t, err)
	if found.Total != 1 || found.Items[0].Party != "李**" || found.Items[0].PartyKind != disclosure.Person || found.Items[0].Standing != disclosure.Valid {
		t.Fatalf("published %+v", found.Items)
	}
	wantDate(t, "valid to", found.Items[0].ValidTo, "2029-08-31")
	public, err := json.Marshal(found.Items[0])
	check(t, err)
	for _, private := range []string{person.Name, person.IDNumber, person.IDNumber[6:], person.Mobile, "桃花江镇"} {
		if strings.Contains(string(public), private) {
			t.Errorf("the public record shows %q:\n%s", private, public)
		}
	}
	w.mustDecide(printer, id, Decision{Act: procedure.ActIssueCertificate})
	if n := w.count(`SELECT count(*) FROM disclosure_events WHERE disclosure_id = ? AND kind = 'certified'`, r.ID); n != 1 {
		t.Errorf("%d records of the certificate", n)
	}
	again, err := s.Entry(ctx, r.ID)
	check(t, err)
	if again.CertificateTitle == "" || !strings.HasSuffix(again.CertificateNumber, "*") {
		t.Errorf("certificate %q %q", again.CertificateTitle, again.CertificateNumber)
	}
	w.at("2029-09-01 00:00")
	if again, err = s.Entry(ctx, r.ID); err != nil || again.Standing != disclosure.Expired {
		t.Errorf("after its term it stands %s (%v)", again.Standing, err)
	}
}

func TestA15_PublicityOfARefusal(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-06-17T09:00:00+08:00")
	s := w.disclosures()
	person := w.blaster(1, "2026-08-31")
	w.registers.police[person.IDNumber] = BackgroundAnswer{Criminal: true}
	id := w.submit(person)
	w.review(id)
	w.mustDecide(reviewer, id, Decision{Act: procedure.ActPropose, Verdict: procedure.Refuse, Grounds: []string{"B3"}, Reason: "曾受刑事处罚"})
	w.mustDecide(lawyer, id, Decision{Act: procedure.ActLegalOpinion, Agree: true, Reason: "同意"})
	w.mustDecide(decider, id, Decision{Act: procedure.ActRefuse, Grounds: []string{"B3"}, Reason: "曾受刑事处罚", Heard: "放弃陈述申辩"})
	if n, err := s.Publish(ctx, publisher, []uuid.UUID{w.disclosed(id)}); err != nil || n != 1 {
		t.Fatalf("published %d (%v)", n, err)
	}
	e, err := s.Entry(ctx, w.disclosed(id))
	check(t, err)
	if e.Standing != disclosure.Refused || e.CertificateNumber != "" || strings.Contains(e.Content, "刑事") || e.DocumentNumber == "" {
		t.Errorf("published %+v", e)
	}
	w.at("2026-06-24 10:00")
	w.mustDecide(deliver, id, Decision{Act: procedure.ActDeliver, Way: procedure.AtCounter, Recipient: person.Name})
	for _, want := range []string{"K12 2026-06-24 2026-08-24", "K13 2026-06-24 2026-12-24"} { // 2026-08-23 is a Sunday
		if dates := w.datesOf(id); !slices.Contains(dates, want) {
			t.Errorf("the limits of the remedies are %v, want %s", dates, want)
		}
	}
}

func TestWithholdingNeedsTheHeadOfTheAgency(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-06-17T09:00:00+08:00")
	s := w.disclosures()
	id := w.disclosed(w.granted(w.blaster(1, "2026-08-31")))
	wantCode(t, s.Withhold(ctx, decider, id, "privacy", "x"), "ROLE_REQUIRED")
	wantCode(t, s.Withhold(ctx, publisher, id, "whim", ""), "INVALID_FIELDS")
	check(t, s.Withhold(ctx, publisher, id, "safety", "涉及在办案件"))
	wantCode(t, s.Approve(ctx, publisher, id, true, "同意"), "NEED_LEADER")
	if n, err := s.Publish(ctx, publisher, []uuid.UUID{id}); err != nil || n != 0 {
		t.Fatalf("published what waits for approval: %d, %v", n, err)
	}
	w.at("2026-06-30 08:00")
	for range 2 {
		_, err := s.Sweep(ctx)
		check(t, err)
	}
	if n := w.count(`SELECT count(*) FROM river_job WHERE kind = 'disclosure.overdue'`); n != 1 {
		t.Errorf("the patrol was told %d times, want once (P6)", n)
	}
	check(t, s.Approve(ctx, leader, id, true, "同意"))
	wantCode(t, s.Approve(ctx, leader, id, false, "再想"), "DISCLOSURE_NOT_NOW")
	if _, err := s.Entry(ctx, id); err == nil {
		t.Error("the public reads what is withheld")
	}
}

func TestObjectionOfThePersonConcerned(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-06-17T09:00:00+08:00")
	s := w.disclosures()
	person := w.blaster(1, "2026-08-31")
	id := w.disclosed(w.granted(person))
	_, err := s.Object(ctx, person, id, "有效期有误")
	wantCode(t, err, "NOT_FOUND") // nothing is published yet
	_, err = s.Publish(ctx, publisher, []uuid.UUID{id})
	check(t, err)
	_, err = s.Object(ctx, w.blaster(2, "2026-08-31"), id, "与我无关")
	wantCode(t, err, "NOT_CONCERNED")
	o, err := s.Object(ctx, person, id, "有效期有误")
	check(t, err)
	wantDate(t, "objection due (K17)", o.Due, "2026-06-25")
	_, err = s.Object(ctx, person, id, "再说一次")
	wantCode(t, err, "OBJECTION_OPEN")

	w.exec(`UPDATE disclosure_objections SET due = '2026-06-24', calendar = 'old'`) // counted before the dragon boat festival was announced
	for range 2 {
		_, err = s.Sweep(ctx)
		check(t, err)
	}
	for what, query := range map[string]string{
		"objection counted again": `SELECT count(*) FROM disclosure_objections WHERE due = '2026-06-25' AND calendar <> 'old'`,
		"old day kept":            `SELECT count(*) FROM due_moves WHERE clock = 'K17' AND was = '2026-06-24' AND due = '2026-06-25'`,
		"person told":             `SELECT count(*) FROM notices WHERE kind = 'due_moved' AND facts ->> 'clock' = 'K17'`,
	} {
		if n := w.count(query); n != 1 {
			t.Errorf("%s: %d, want 1 (C-6)", what, n)
		}
	}

	wantCode(t, s.Rule(ctx, publisher, o.ID, disclosure.Ruling{Result: disclosure.Corrected, Words: "已更正"}), "INVALID_FIELDS")
	check(t, s.Rule(ctx, publisher, o.ID, disclosure.Ruling{Result: disclosure.Corrected, Words: "已更正",
		Correction: disclosure.Correction{ValidTo: workday.MustParse("2029-08-30")}}))
	wantCode(t, s.Rule(ctx, publisher, o.ID, disclosure.Ruling{Result: disclosure.Kept, Words: "维持"}), "OBJECTION_DECIDED")
	e, err := s.Entry(ctx, id)
	check(t, err)
	wantDate(t, "corrected end", e.ValidTo, "2029-08-30")

	o, err = s.Object(ctx, person, id, "涉及隐私，请撤下")
	check(t, err)
	check(t, s.Rule(ctx, publisher, o.ID, removed))
	check(t, s.Approve(ctx, leader, id, true, "同意"))
	e, err = s.Entry(ctx, id)
	check(t, err)
	if e.TakenDown != removed.Words || e.TakenDownCode != removed.Code || e.Party != "" || e.Content != "" || e.CertificateNumber != "" {
		t.Errorf("the trace of a record that was taken down: %+v", e)
	}
	d, err := s.Record(ctx, publisher, id)
	check(t, err)
	if len(d.Objections) != 2 || len(d.Events) != 7 {
		t.Errorf("%d objections, %d events: %+v", len(d.Objections), len(d.Events), d.Events)
	}
	if n := w.count(`SELECT count(*) FROM notices WHERE person_id = ? AND kind = 'disclosure_ruled'`, person.PersonID); n != 2 {
		t.Errorf("the person was told %d times", n)
	}
}
