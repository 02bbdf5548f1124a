package casework

import (
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/roster"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// otherGuard may serve as well.
var otherGuard = identity.MakeIDNumber("430903", workday.MustParse("1990-03-07"), 21).String()

func guard(name, id string) roster.Entry {
	return roster.Entry{Name: name, IDNumber: id, Education: "senior", Certificate: "4309002024000123", Since: "2026-08-01", Post: "gate"}
}

func withGuards(list ...roster.Entry) map[string]any { return map[string]any{"guards": list} }

// roster is the roster of the only filing of a list, as its unit sees it.
func (w *world) rosterOf(list string, unit account.Actor) roster.Standing {
	w.t.Helper()
	s, err := w.rosters.Show(context.Background(), unit, w.entry(list).Code)
	check(w.t, err)
	return s
}

func names(list []roster.Stay) (names []string) {
	for _, s := range list {
		names = append(names, s.Name)
	}
	return names
}

// F5, F8, F9: the roster of a filing is a register of its own. A change adds, replaces and removes guards, the end removes all, and nothing is
// forgotten. Its identity numbers are sealed.
func TestRosterIsKeptWithItsHistory(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	first := example(t, ownGuards, nil, withGuards(guard("陈晓梅", guardOfExample), guard("罗立新", otherGuard)))
	begun := w.file(first)
	unit := w.applicant(first)
	s := w.rosterOf("self_guards", unit)
	if got := names(s.Active); !slices.Equal(got, []string{"陈晓梅", "罗立新"}) || len(s.Gone) != 0 || s.Active[0].AddedBy != begun || s.Active[0].AddedOn.String() != "2026-09-17" {
		t.Fatalf("the roster begins with %+v", s)
	}
	if n := w.count(`SELECT count(*) FROM roster_guards WHERE position(convert_to(?, 'UTF8') IN id_number) > 0 OR position(convert_to(?, 'UTF8') IN id_index) > 0`,
		guardOfExample, guardOfExample); n != 0 {
		t.Error("an identity number lies open in the table")
	}
	stranger := w.person("何平", identity.MakeIDNumber("430903", workday.MustParse("1975-05-06"), 33).String())
	_, err := w.rosters.Show(ctx, stranger, s.Filing.Code)
	wantCode(t, err, "NOT_FOUND")

	w.at("2026-10-12 09:00")
	third := identity.MakeIDNumber("430902", workday.MustParse("1995-01-02"), 41).String()
	moved := guard("罗立新", otherGuard)
	moved.Post = "patrol"
	change := example(t, ownGuards, nil, withGuards(moved, guard("文武", third)))
	id, _, err := w.report(change)
	check(t, err)
	v := w.seen(w.officerOf("430900-ban", procedure.StageIntake), id)
	var lines []string
	for _, g := range v.Guards {
		lines = append(lines, g.Name+" "+string(g.Change))
	}
	if want := []string{"罗立新 altered", "文武 added", "陈晓梅 removed"}; !slices.Equal(lines, want) || v.Guards[0].Before.Post != "gate" {
		t.Errorf("the officer sees %v", lines)
	}
	check(t, w.drive(unit, id, change.item))
	s = w.rosterOf("self_guards", unit)
	if got := names(s.Active); !slices.Equal(got, []string{"罗立新", "文武"}) {
		t.Errorf("after the change stand %v", got)
	}
	if got := names(s.Gone); len(got) != 2 || s.Gone[0].RemovedBy != id || s.Gone[0].RemovedOn.String() != "2026-10-12" {
		t.Errorf("gone are %+v", s.Gone)
	}

	w.at("2026-10-26 09:00")
	end := w.file(example(t, ownEnds, nil, map[string]any{"stop_date": "2026-10-20"}))
	s = w.rosterOf("self_guards", unit)
	if len(s.Active) != 0 || len(s.Gone) != 4 || s.Gone[0].RemovedBy != end {
		t.Errorf("after the end: %v stand, %v are gone", names(s.Active), names(s.Gone))
	}
}

// seen is the case as an officer of the step sees it.
func (w *world) seen(officer account.Actor, id uuid.UUID) ClerkView {
	w.t.Helper()
	ctx := context.Background()
	c := w.claim(officer, id)
	v, err := w.Review(ctx, officer, id)
	check(w.t, err)
	check(w.t, w.ReturnStep(ctx, officer, c.StepID, c.Fence, SystemFailure, ""))
	return v
}

// G7: who stands on another active roster is a warning, never a block; both units are told, and neither learns which the other is.
func TestG7_GuardOfTwoUnits(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	first := example(t, ownGuards, nil, withGuards(guard("陈晓梅", guardOfExample)))
	w.file(first)
	w.joins(w.applicant(first))
	w.at("2026-09-21 09:00")
	second := example(t, branch, nil, withGuards(guard("罗立新", otherGuard), guard("陈晓梅", guardOfExample)))
	second.example.Facts[form.EnterpriseCode] = identity.MakeCreditCode("91", "430900", "MA4L0A77").String()
	second.example.Facts[form.EnterpriseName] = "益阳星城保安服务有限公司"
	id, person, err := w.report(second)
	check(t, err)
	v, err := w.CaseForApplicant(ctx, person, id)
	check(t, err)
	if len(v.Guards) != 2 || v.Guards[0].Elsewhere || !v.Guards[1].Elsewhere || v.Guards[1].Verdict != GuardQualifies {
		t.Fatalf("the unit sees %+v", v.Guards)
	}
	w.joins(person)
	check(t, w.drive(person, id, second.item))
	if e := w.entry("guard_branch"); e.CaseID != id {
		t.Errorf("filed %+v", e)
	}
	told := w.count(`SELECT count(*) FROM notices WHERE kind = 'guard_elsewhere'`)
	if told != 2 {
		t.Errorf("%d notices", told)
	}
	if n := w.count(`SELECT count(*) FROM notices WHERE kind = 'guard_elsewhere' AND facts->>'unit' = '益阳星城保安服务有限公司'`); n != 1 {
		t.Errorf("%d notices to the second unit", n)
	}
	if s := w.rosterOf("self_guards", w.applicant(example(t, ownGuards, nil, nil))); !s.Others[guardOfExample] {
		t.Error("the first unit's roster does not say so")
	}
}

// A barred guard becomes one point of a correction, by row and name alone; the others proceed. Officers who need no police records see no
// rule that stands on them.
func TestBarredGuardIsOnePointOfTheCorrection(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	w.registers.guards[otherGuard] = roster.Record{Certificate: roster.CertificateValid, Detentions: 3, Revoked: []workday.Date{workday.MustParse("2025-09-17")}}
	w.registers.guards[guardOfExample] = roster.Record{Certificate: roster.CertificateValid, Number: "4309002020999999"}
	id, person, err := w.report(example(t, ownGuards, nil, withGuards(guard("陈晓梅", guardOfExample), guard("罗立新", otherGuard))))
	check(t, err)
	window := w.officerOf("430900-ban", procedure.StageIntake)
	v := w.seen(window, id)
	if len(v.Suggested) != 2 || v.Suggested[1].Problem != "第 2 行 罗立新不符合条例规定条件" || v.Suggested[0].Problem != "第 1 行 陈晓梅的保安员证编号与登记不一致" {
		t.Fatalf("points %+v", v.Suggested)
	}
	if g := v.Guards[1]; !slices.Equal(g.Rules, []roster.Rule{roster.G6}) || !g.Withheld {
		t.Errorf("the window sees %+v", g)
	}
	raws, err := json.Marshal(v)
	check(t, err)
	if said := regexp.MustCompile(`.{0,40}\bG4\b.{0,40}`).Find(raws); said != nil { // a random code may hold the letters
		t.Errorf("the window reads the rule behind a police record: %s", said)
	}
	_, err = w.decide(window, id, Decision{Act: procedure.ActCorrect, Defects: v.Suggested})
	check(t, err)
	unit, err := w.CaseForApplicant(ctx, person, id)
	check(t, err)
	if unit.Guards[1].Verdict != GuardBarred || len(unit.Guards[1].Rules) != 0 || unit.Guards[0].Verdict != GuardQualifies {
		t.Errorf("the unit sees %+v", unit.Guards)
	}
	draft, err := w.Draft(ctx, person, id)
	check(t, err)
	if !slices.Contains(draft.Opened, "guards") || slices.Contains(draft.Opened, "unit_addr") {
		t.Errorf("the correction opens %v", draft.Opened)
	}
	mended := guard("陈晓梅", guardOfExample)
	mended.Certificate = "4309002020999999"
	_, err = w.AnswerCorrection(ctx, person, id, form.Answers{"guards": raw([]roster.Entry{mended})}, db.Key{})
	check(t, err)
	check(t, w.AskRegisters(ctx, id))
	reviews := w.officerOf("430900-zhi", procedure.StageReview)
	_, err = w.decide(window, id, Decision{Act: procedure.ActAccept})
	check(t, err)
	if v := w.seen(reviews, id); v.Guards[0].Verdict != GuardQualifies || v.Guards[0].Misnumbered {
		t.Errorf("after the correction: %+v", v.Guards)
	}
	_, err = w.decide(reviews, id, Decision{Act: procedure.ActFile})
	check(t, err)
}

// joins makes the person a member of his enterprise whom notices reach.
func (w *world) joins(person account.Actor) {
	w.t.Helper()
	w.exec(`INSERT INTO memberships (id, enterprise_id, id_number, name, person_id, role, invited_at, accepted_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		uuid.New(), person.Enterprises[0].ID, person.IDNumber, person.Name, person.PersonID, account.Legal, w.clock.Now(), w.clock.Now())
}

// A filing that begins in the future stays a draft with what was typed, and its applicant is reminded once on the day (domain.md 2.3).
func TestFutureStartIsKeptAndRemindedOnTheDay(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	a := example(t, ownGuards, nil, nil)
	person := w.applicant(a)
	id, err := w.start(person, a)
	check(t, err)
	check(t, w.fill(person, id, a))
	_, err = w.SaveAnswers(ctx, person, id, form.Answers{"start_date": raw("2026-10-08")}, 0)
	check(t, err)
	_, err = w.Finish(ctx, person, id, false, db.Key{})
	wantCode(t, err, "INVALID_FIELDS")
	v, err := w.Draft(ctx, person, id)
	check(t, err)
	if string(v.Answers["start_date"]) != `"2026-10-08"` || !slices.ContainsFunc(v.Warnings, func(w Warned) bool { return w.Code == "BEGINS_LATER" }) {
		t.Errorf("kept %s, warned %+v", v.Answers["start_date"], v.Warnings)
	}
	for _, day := range []struct {
		at   string
		sent int
	}{{"2026-10-07 23:00", 0}, {"2026-10-08 08:00", 1}, {"2026-10-08 09:00", 0}} {
		w.at(day.at)
		n, err := w.RemindBegun(ctx, 10)
		check(t, err)
		if n != day.sent {
			t.Errorf("%s: %d reminders", day.at, n)
		}
	}
	if n := w.count(`SELECT count(*) FROM notices WHERE kind = 'draft_begins' AND person_id = ? AND facts->>'due' = '2026-11-09'`, person.PersonID); n != 1 {
		t.Errorf("%d notices", n)
	}
	_, err = w.Finish(ctx, person, id, false, db.Key{})
	check(t, err)
}

// A change begins with what stands, and is never late by the day on which the filing began. Twenty guards need the information system.
func TestChangeBeginsWithWhatStands(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	var many []roster.Entry
	for i := range 20 {
		many = append(many, guard("罗立新", identity.MakeIDNumber("430903", workday.MustParse("1990-03-07").AddDays(i), 21).String()))
	}
	first := example(t, ownGuards, nil, withGuards(many...))
	w.file(first)
	w.at("2027-01-12 09:00")
	person := w.applicant(first)
	id, err := w.start(person, first)
	check(t, err)
	v, err := w.Draft(ctx, person, id)
	check(t, err)
	var rows []roster.Entry
	check(t, json.Unmarshal(v.Answers["guards"], &rows))
	if !slices.Equal(rows, many) || string(v.Answers["unit_type"]) != `"enterprise"` || v.Answers["sys_post"] != nil || v.Answers["truth"] != nil {
		t.Errorf("the draft begins with %d guards and %v", len(rows), v.Answers)
	}
	if !slices.ContainsFunc(v.Warnings, func(w Warned) bool { return w.Code == "GUARDS_SYSTEM" }) {
		t.Errorf("warned %+v", v.Warnings)
	}
	check(t, w.DiscardDraft(ctx, person, id))
	changed, _, err := w.report(first)
	check(t, err)
	if law := w.law(changed); law.LateLevel != procedure.OnTime {
		t.Errorf("the change is %s", law.LateLevel)
	}
}
