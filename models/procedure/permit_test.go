package procedure

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/yiyang-police/permit-portal/migrations"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

var options = Options{Code: "permit", Renewal: true, UnitSignature: true, CountyCheck: true, Statutory: wd(20), Promised: wd(10), CountyDays: 5,
	WindowDays: 90, TimelyDays: 30, TermYears: 3, RefusalNeedsLegal: true,
	Desks: map[Stage]string{StageIntake: "430900-ban", StageCounty: CountyDesk, StageReview: "430900-zhi", StageLegal: "430900-fa",
		StageDecision: "430900-zhi", StageCertificate: "430900-zhi", StageDelivery: "430900-ban"}}

func calendar(t testing.TB) *workday.Calendar {
	t.Helper()
	cal, err := workday.Load(migrations.Calendars())
	if err != nil {
		t.Fatal(err)
	}
	return cal
}

func at(s string) time.Time {
	when, err := time.ParseInLocation("2006-01-02 15:04", s, workday.Zone)
	if err != nil {
		panic(err)
	}
	return when
}

func day(s string) workday.Date { return workday.MustParse(s) }

// Everybody is another person with all roles that he needs.
func officer(role Role) Actor {
	return Actor{Officer: "0" + string(role), Name: string(role), Roles: []Role{role}, Assurance: 3}
}

var complete = []Finding{{Code: "R1", Mark: Pass}, {Code: "R6", Mark: Pass, Grounds: []string{"B3"}}}
var barred = []Finding{{Code: "R1", Mark: Pass}, {Code: "R6", Mark: Fail, Grounds: []string{"B3"}}}

// asked are acts with everything that they ask for.
var asked = map[ActName]Act{
	ActDeliver:          {Way: AtCounter},
	ActCorrect:          {Defects: []Defect{{"照片", "不合格", "重拍"}}},
	ActNotNeeded:        {Reason: "无需许可"},
	ActNotAccept:        {Reason: "不属本机关", Competent: "长沙市公安局"},
	ActCountyOpinion:    {Verdict: Grant, Reason: "无异常"},
	ActPropose:          {Verdict: Grant, Reason: "拟准予"},
	ActLegalOpinion:     {Agree: true, Reason: "同意"},
	ActReturn:           {Reason: "补充"},
	ActRefuse:           {Reason: "有前科", Grounds: []string{"B3"}, Heard: "放弃", Kind: SpokenWaived, Way: HeardInPerson, On: day("2026-09-17")},
	ActIssueCertificate: {NumberKnown: true},
}

func act(name ActName) Act {
	a := asked[name]
	a.Name = name
	return a
}

// cases gives one case in every state, reached by the acts that lead there.
func walk(t testing.TB, when time.Time, expiry string, steps ...func(Case) (Outcome, error)) Case {
	t.Helper()
	c := Case{Expiry: day(expiry)}
	for i, step := range steps {
		out, err := step(c)
		if err != nil {
			t.Fatalf("step %d from %s: %v", i, c.State, err)
		}
		c = out.Case
		c.Findings = complete
	}
	return c
}

func doing(t testing.TB, when string, actor Actor, a Act) func(Case) (Outcome, error) {
	cal := calendar(t)
	return func(c Case) (Outcome, error) { return Step(Permit(), options, c, a, actor, cal, at(when)) }
}

var intakeSteps = func(t testing.TB, when string) []func(Case) (Outcome, error) {
	return []func(Case) (Outcome, error){doing(t, when, officer(Applicant), act(ActCreate)), doing(t, when, officer(Applicant), act(ActFinish)),
		doing(t, when, officer(UnitHead), act(ActUnitSign))}
}

func received(t testing.TB, when, expiry string, more ...func(Case) (Outcome, error)) Case {
	return walk(t, at(when), expiry, append(intakeSteps(t, when), more...)...)
}

// A02's counting; the extension is in TestA02_OnlyTheLeaderExtendsAndOnlyOnce.
func TestA02_DecisionClockOverMidAutumnAndNationalDay(t *testing.T) {
	t.Parallel()
	c := received(t, "2026-09-16 10:00", "2026-12-01", doing(t, "2026-09-17 09:00", officer(Intake), act(ActAccept)))
	k2, _ := c.Clock(K2)
	k3, _ := c.Clock(K3)
	if k2.Day0 != day("2026-09-17") || k2.Due != day("2026-10-21") || k3.Due != day("2026-10-08") {
		t.Errorf("K2 %s to %s, K3 to %s", k2.Day0, k2.Due, k3.Due)
	}
	if c.State != CountyCheck || c.EffectiveDue() != k2.Due {
		t.Errorf("state %s, effective due %s", c.State, c.EffectiveDue())
	}
	explained := workday.Explain(calendar(t), k2.Day0, k2.Limit)
	for _, make := range []string{"2026-09-20", "2026-10-10"} {
		if !slices.ContainsFunc(explained, func(d workday.Day) bool { return d.Date == day(make) && d.Counted }) {
			t.Errorf("%s is not counted", make)
		}
	}
}

func TestA06_EffectiveDueIsTheExpiryOfATimelyRenewal(t *testing.T) {
	t.Parallel()
	c := received(t, "2026-09-24 10:00", "2026-10-31", doing(t, "2026-09-28 09:00", officer(Intake), act(ActAccept)))
	if k2, _ := c.Clock(K2); k2.Due != day("2026-10-30") || c.EffectiveDue() != day("2026-10-30") {
		t.Errorf("K2 %s, effective %s", k2.Due, c.EffectiveDue())
	}
	extended, err := Step(Permit(), options, c, Act{Name: ActExtend, Reason: "需核实爆破项目"}, officer(Leader), calendar(t), at("2026-10-26 10:00"))
	if k2, _ := extended.Case.Clock(K2); err != nil || k2.Due != day("2026-11-13") {
		t.Fatalf("extended to %s, %v", k2.Due, err)
	}
	c = extended.Case
	if c.EffectiveDue() != day("2026-10-31") {
		t.Errorf("after an extension the effective due date is %s", c.EffectiveDue())
	}
	cal := calendar(t)
	k, _ := c.Governing()
	if lamp := LampOf(k, day("2026-10-30"), cal); lamp != LampRed {
		t.Errorf("lamp on the day before is %s", lamp)
	}
	out := Settle(Permit(), options, c, cal, at("2026-11-01 00:00"))
	if !out.Case.DeemedRenewed || out.Case.State != Closed || out.Case.Term.From != day("2026-11-01") || out.Case.Term.To != day("2029-10-31") {
		t.Errorf("at expiry: %+v", out.Case)
	}
	again := Settle(Permit(), options, out.Case, cal, at("2027-11-01 00:00"))
	if again.Moved() {
		t.Errorf("settling again: %+v", again.Entries)
	}
}

// In CORRECTION there is no deemed renewal (domain.md 1.4): the licence expires, and a late answer does not bring it back.
func TestNoDeemedRenewalWhileTheApplicantOwesACorrection(t *testing.T) {
	t.Parallel()
	cal := calendar(t)
	c := received(t, "2026-10-01 10:00", "2026-10-31", doing(t, "2026-10-12 09:00", officer(Intake), act(ActCorrect)))
	if c.State != Correction {
		// K1 ends on 2026-10-13: day 1 is 10-08
		t.Fatalf("state %s", c.State)
	}
	out := Settle(Permit(), options, c, cal, at("2026-11-01 00:00"))
	if out.Case.DeemedRenewed || out.Case.State != Correction && out.Case.State != Lapsed {
		t.Errorf("at expiry: %s, deemed %t", out.Case.State, out.Case.DeemedRenewed)
	}
	if _, running := out.Case.Runs(K11); running {
		t.Error("K11 still runs")
	}
}

func TestUnitIsRemindedAndTheDraftReopens(t *testing.T) {
	t.Parallel()
	cal := calendar(t)
	c := walk(t, at("2026-09-17 10:00"), "2026-12-01", intakeSteps(t, "2026-09-17 10:00")[:2]...)
	if c.SubState != AwaitingUnit {
		t.Fatalf("sub-state %q", c.SubState)
	}
	for _, test := range []struct {
		when   string
		notice []NoticeKind
		sub    SubState
	}{
		{"2026-09-21 23:59", nil, AwaitingUnit}, // 09-18, 09-20 (make-up), 09-21
		{"2026-09-22 00:00", []NoticeKind{TellUnitReminder}, AwaitingUnit},
		{"2026-10-08 23:59", []NoticeKind{TellUnitReminder}, AwaitingUnit},
		{"2026-10-09 00:00", []NoticeKind{TellUnitReminder, TellUnitLapsed}, ""},
	} {
		out := Settle(Permit(), options, c, cal, at(test.when))
		if !slices.Equal(out.Notices, test.notice) || out.Case.SubState != test.sub {
			t.Errorf("%s: notices %v, sub-state %q", test.when, out.Notices, out.Case.SubState)
		}
	}
}

func TestLateRenewalHasNoProtection(t *testing.T) {
	t.Parallel()
	c := received(t, "2026-11-02 10:00", "2026-12-01", doing(t, "2026-11-03 09:00", officer(Intake), act(ActAccept)))
	if c.Timely || !c.Late {
		t.Fatalf("timely %t, late %t", c.Timely, c.Late)
	}
	out := Settle(Permit(), options, c, calendar(t), at("2026-12-02 00:00"))
	if out.Case.DeemedRenewed || out.Case.State != CountyCheck {
		t.Errorf("state %s, deemed %t", out.Case.State, out.Case.DeemedRenewed)
	}
}

func TestNewTerm(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ expiry, decided, from, to string }{
		{"2026-12-31", "2026-12-01", "2027-01-01", "2029-12-31"},
		{"2026-12-31", "2026-12-31", "2027-01-01", "2029-12-31"},
		{"2026-12-31", "2027-01-04", "2027-01-04", "2030-01-03"},
		{"2028-02-28", "2028-02-01", "2028-02-29", "2031-02-27"},
	} {
		term := options.NewTerm(day(test.expiry), day(test.decided))
		if term.From != day(test.from) || term.To != day(test.to) {
			t.Errorf("%s decided %s: %s to %s", test.expiry, test.decided, term.From, term.To)
		}
	}
}

// A new calendar counts running clocks again and keeps what was (C-6).
func TestRecount(t *testing.T) {
	t.Parallel()
	c := received(t, "2026-09-17 10:00", "2026-12-01")
	closed, err := workday.NewCalendar("storm", workday.Year{Year: 2026, Status: workday.Official, Source: "test", Off: []string{"2026-09-18"}})
	if err != nil {
		t.Fatal(err)
	}
	out := Settle(Permit(), options, c, closed, at("2026-09-17 12:00"))
	k1, _ := out.Case.Clock(K1)
	if len(k1.Was) != 1 || k1.Was[0].Due != day("2026-09-23") || k1.Due != day("2026-09-25") || out.Reorders == nil || out.Reorders.DoBy != k1.Due {
		t.Errorf("K1 %+v, reorders %+v", k1, out.Reorders)
	}
	if old, _ := c.Clock(K1); len(old.Was) != 0 {
		t.Error("Settle changed its argument")
	}
}

// Every state × act × role: what is no row of the table is refused, what is one goes where the table says, and only for its roles.
func TestTable(t *testing.T) {
	t.Parallel()
	const when, expiry = "2026-09-17 10:00", "2026-12-01"
	cal := calendar(t)
	do := func(role Role, name ActName) func(Case) (Outcome, error) {
		return doing(t, when, officer(role), act(name))
	}
	accept, opinion, propose := do(Intake, ActAccept), do(County, ActCountyOpinion), do(Reviewer, ActPropose)
	refusing := func(next func(Case) (Outcome, error)) func(Case) (Outcome, error) {
		return func(c Case) (Outcome, error) { c.Findings = barred; return next(c) }
	}
	proposeRefusal := refusing(doing(t, when, officer(Reviewer), Act{Name: ActPropose, Verdict: Refuse, Reason: "有前科", Grounds: []string{"B3"}, Heard: "放弃", Kind: SpokenWaived, Way: HeardInPerson, On: day("2026-09-17")}))
	at0 := map[State]Case{
		Draft:       walk(t, at(when), expiry, intakeSteps(t, when)[:1]...),
		Received:    received(t, when, expiry),
		Correction:  received(t, when, expiry, do(Intake, ActCorrect)),
		CountyCheck: received(t, when, expiry, accept),
		Review:      received(t, when, expiry, accept, opinion),
		Legal:       received(t, when, expiry, accept, opinion, proposeRefusal),
		Deciding:    received(t, when, expiry, accept, opinion, propose),
		Granted:     received(t, when, expiry, accept, opinion, propose, do(Decider, ActGrant)),
		Refused:     received(t, when, expiry, accept, opinion, proposeRefusal, do(Lawyer, ActLegalOpinion), refusing(do(Decider, ActRefuse))),
		Delivery:    received(t, when, expiry, accept, opinion, propose, do(Decider, ActGrant), do(Printer, ActIssueCertificate)),
		Closed:      received(t, when, expiry, accept, opinion, propose, do(Decider, ActGrant), do(Printer, ActIssueCertificate), do(Deliverer, ActDeliver)),
		Withdrawn:   received(t, when, expiry, do(Applicant, ActWithdraw)),
		NotNeeded:   received(t, when, expiry, do(Intake, ActNotNeeded)),
		NotAccepted: received(t, when, expiry, do(Intake, ActNotAccept)),
	}
	// The rows that people walk, written down once more and by hand.
	rows := map[State]map[ActName]struct {
		to    State
		roles []Role
	}{
		Draft:       {ActFinish: {Draft, []Role{Applicant}}},
		Received:    {ActAccept: {CountyCheck, []Role{Intake}}, ActCorrect: {Correction, []Role{Intake}}, ActNotNeeded: {NotNeeded, []Role{Intake}}, ActNotAccept: {NotAccepted, []Role{Intake}}, ActWithdraw: {Withdrawn, []Role{Applicant}}},
		Correction:  {ActAnswerCorrection: {Received, []Role{Applicant}}, ActWithdraw: {Withdrawn, []Role{Applicant}}},
		CountyCheck: {ActCountyOpinion: {Review, []Role{County}}, ActWithdraw: {Withdrawn, []Role{Applicant}}},
		Review:      {ActPropose: {Deciding, []Role{Reviewer}}, ActWithdraw: {Withdrawn, []Role{Applicant}}},
		Legal:       {ActLegalOpinion: {Deciding, []Role{Lawyer}}, ActWithdraw: {Withdrawn, []Role{Applicant}}},
		Deciding:    {ActGrant: {Granted, []Role{Decider}}, ActReturn: {Review, []Role{Decider}}, ActWithdraw: {Withdrawn, []Role{Applicant}}},
		Granted:     {ActIssueCertificate: {Delivery, []Role{Printer}}},
		Refused:     {ActDeliver: {Closed, []Role{Deliverer, Applicant}}},
		Delivery:    {ActDeliver: {Closed, []Role{Deliverer, Applicant}}},
		NotAccepted: {ActDeliver: {NotAccepted, []Role{Deliverer, Applicant}}},
	}
	acts := []ActName{ActCreate, ActFinish, ActSubmit, ActUnitSign, ActUnitReturn, ActAccept, ActCorrect, ActNotNeeded, ActNotAccept, ActAnswerCorrection,
		ActCountyOpinion, ActPropose, ActLegalOpinion, ActReturn, ActGrant, ActRefuse, ActWithdraw, ActIssueCertificate, ActDeliver,
		ActReceive, ActRoute, ActLapse, ActDeemAccepted, ActDeemRenewed, "nonsense"}
	roles := []Role{Applicant, UnitHead, Intake, County, Reviewer, Lawyer, Decider, Printer, Deliverer, "R-SUP", "R-SYS", "R-LDR", ""}
	for state, c := range at0 {
		if c.State != state {
			t.Fatalf("case of %s stands at %s", state, c.State)
		}
		for _, name := range acts {
			for _, role := range roles {
				out, err := Step(Permit(), options, c, act(name), officer(role), cal, at(when))
				row, known := rows[state][name]
				allowed := known && slices.Contains(row.roles, role)
				switch {
				case allowed && (err != nil || out.Case.State != row.to):
					t.Errorf("%s %s by %s: %s, %v; want %s", state, name, role, out.Case.State, err, row.to)
				case !allowed && err == nil:
					t.Errorf("%s %s by %s was allowed", state, name, role)
				case !allowed && out.Moved():
					t.Errorf("%s %s by %s was refused and yet moved", state, name, role)
				case known && !allowed && fault.Code(err) != "ROLE_REQUIRED":
					t.Errorf("%s %s by %s: %v", state, name, role, err)
				}
			}
		}
	}
}

func TestFourEyes(t *testing.T) {
	t.Parallel()
	roles := []Role{Intake, County, Reviewer, Lawyer, Decider}
	together := map[[2]Role]bool{{Intake, County}: true, {County, Reviewer}: true, {County, Decider}: true}
	for _, a := range roles {
		for _, b := range roles {
			_, excluded := Case{Hands: []Hand{{b, "1"}}}.clash(a, "1")
			if want := a != b && !together[[2]Role{a, b}] && !together[[2]Role{b, a}]; excluded != want {
				t.Errorf("%s after %s: excluded %t", a, b, excluded)
			}
			if _, excluded := (Case{Hands: []Hand{{b, "1"}}}).clash(a, "2"); excluded {
				t.Errorf("%s excluded by another person", a)
			}
		}
	}
}

// Whatever happens and whenever time is looked at: settling in many small steps or in one gives the same case, and settling twice changes
// nothing.
func TestSettlingOftenIsSettlingOnce(t *testing.T) {
	t.Parallel()
	cal := calendar(t)
	rapid.Check(t, func(r *rapid.T) {
		now := at("2026-09-17 08:00")
		c := Case{Expiry: day("2026-10-01").AddDays(rapid.IntRange(0, 60).Draw(r, "expiry"))}
		if out, err := Step(Permit(), options, c, act(ActCreate), officer(Applicant), cal, now); err == nil {
			c = out.Case
		}
		often := c
		for range rapid.IntRange(1, 14).Draw(r, "acts") {
			name := rapid.SampledFrom([]ActName{ActFinish, ActUnitSign, ActAccept, ActCorrect, ActAnswerCorrection, ActCountyOpinion, ActPropose, ActReturn,
				ActWithdraw, ActGrant}).Draw(r, "act")
			until := now.Add(time.Duration(rapid.IntRange(1, 200).Draw(r, "hours")) * time.Hour)
			for t := now; !t.After(until); t = t.Add(7 * time.Hour) {
				often = Settle(Permit(), options, often, cal, t).Case
				often.Findings = complete
			}
			now = until
			actor := Actor{Officer: string(name), Roles: []Role{Applicant, UnitHead, Intake, County, Reviewer, Decider}, Assurance: 3}
			c.Findings, often.Findings = complete, complete
			a, errA := Step(Permit(), options, c, act(name), actor, cal, now)
			b, errB := Step(Permit(), options, often, act(name), actor, cal, now)
			if fault.Code(errA) != fault.Code(errB) || asJSON(a.Case) != asJSON(b.Case) {
				r.Fatalf("%s at %s:\n%+v %v\n%+v %v", name, now, a.Case, errA, b.Case, errB)
			}
			if Settle(Permit(), options, a.Case, cal, now).Moved() {
				r.Fatalf("settling twice moved the case")
			}
			if next := Permit().SettleAt(a.Case); !next.IsZero() && !next.After(now) {
				r.Fatalf("a limit that ended at %s is still there at %s", next, now)
			}
			c, often = a.Case, b.Case
		}
	})
}

func asJSON(c Case) string {
	raw, err := json.Marshal(c)
	if err != nil {
		panic(err)
	}
	return string(raw)
}
