package expedite_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	. "github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// doubted is a request whose evidence an officer doubts, and the doubt.
func (w *world) doubted(persons int) (cases []uuid.UUID, doubt uuid.UUID) {
	w.t.Helper()
	w.registered(persons)
	w.employ(lawyer)
	_, people := w.submitted(tripTo(HongKong), travellers(persons, OnceQuarter))
	for _, p := range people {
		cases = append(cases, p.CaseID)
	}
	w.check(w.Doubt(ctx, receiver, cases[0], "邀请函的印章与公司登记名称不符", uuid.Nil, db.Key{}))
	list, err := w.Doubts(ctx, lawyer)
	w.check(err)
	if len(list) != 1 || !list[0].Open() {
		w.t.Fatalf("the lawyer finds %+v", list)
	}
	return cases, list[0].ID
}

// employ makes an officer known to notices.
func (w *world) employ(a account.Actor) {
	w.t.Helper()
	w.police(a.Officer)
	w.exec(`INSERT INTO accounts (id, kind, officer_id, login, password_hash, password_changed_at, totp_secret, created_at)
		SELECT ?, 'clerk', o.id, ?, '', now(), '', now() FROM officers o WHERE o.police_no = ?`, a.AccountID, a.Officer, a.Officer)
	for _, g := range a.Grants {
		w.exec(`INSERT INTO grants (account_id, role, desk) VALUES (?, ?, ?)`, a.AccountID, string(g.Role), g.Desk)
	}
}

func (w *world) condition2(who account.Actor, id uuid.UUID) string {
	w.t.Helper()
	v, err := w.Case(ctx, who, id)
	w.check(err)
	return v.Conditions[1].Code + " " + v.Conditions[1].With
}

func (w *world) told(kind string) string {
	w.t.Helper()
	return w.text(`SELECT count(*) || ' ' || coalesce(min(facts->>'reason'), '') FROM notices WHERE kind = ?`, kind)
}

// Disputed evidence goes to R-LAW (domain.md 3.6): he finds it in his list, the enterprise is told without the officers' reasons, and until he answers no
// case of the request is admitted, while the ordinary queue stays open (3.5 condition 2).
func TestADoubtSendsTheEvidenceToTheLawyer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cases, id := w.doubted(2)
	for _, c := range cases { // the evidence is shared
		if got := w.condition2(receiver, c); got != "EVIDENCE_DISPUTED 2026-11-23" {
			t.Errorf("condition 2: %s", got)
		}
		w.want(w.Admit(ctx, receiver, c, "", db.Key{}), "EVIDENCE_DISPUTED")
	}
	w.want(w.Admit(ctx, manager, cases[0], "催得急", db.Key{}), "EVIDENCE_DISPUTED")
	w.want(w.Doubt(ctx, receiver, cases[1], "再疑", uuid.Nil, db.Key{}), "DOUBT_OPEN")
	if got := w.told("evidence_doubted"); got != "1 " {
		t.Errorf("the enterprise was told %s", got)
	}
	if got := w.told("doubt_raised"); got != "1 邀请函的印章与公司登记名称不符" {
		t.Errorf("the lawyer was told %s", got)
	}
	w.decide(receiver, cases[1], casework.Decision{Act: procedure.ActAccept}) // the ordinary queue goes on
	if w.state(cases[1]) != procedure.Review {
		t.Errorf("stands at %s", w.state(cases[1]))
	}
	v, err := w.DoubtOf(ctx, lawyer, id)
	w.check(err)
	if !v.MayAnswer || len(v.Request.Files) != 2 || v.Officer != receiver.Officer {
		t.Errorf("%+v", v)
	}
	c, err := w.Check(ctx, w.agent, v.RequestID)
	w.check(err)
	if got := c.Persons[0].Conditions[1]; got.Code != "EVIDENCE_DISPUTED" || strings.Contains(got.With, "印章") {
		t.Errorf("the enterprise reads %+v", got)
	}
	applicant, err := w.cases.CaseForApplicant(ctx, w.agent, cases[0])
	w.check(err)
	if last := applicant.Timeline[len(applicant.Timeline)-1]; last.Act != procedure.ActDoubt || last.Reason != "" {
		t.Errorf("the applicant's story: %+v", last)
	}
}

// The answer decides condition 2, is kept with the admission, written into the journal of every undecided case, and told: to the doubter with its
// reasons, to the enterprise without.
func TestTheLawyersAnswerDecidesCondition2(t *testing.T) {
	t.Parallel()
	for name, run := range map[string]struct {
		answer Opinion
		want   string // condition 2
		level  Level
		told   string
	}{
		"it stands":           {Opinion{Stands: true, Level: E2, Reason: "更名公告可证"}, " ", E2, "evidence_stands"},
		"it stands, verified": {Opinion{Stands: true, Level: E3, Reason: "向邀请方所在地公司注册处查实"}, " ", E3, "evidence_stands"},
		"it does not stand":   {Opinion{Reason: "印章主体不存在"}, "EVIDENCE_REJECTED 2026-11-24", E2, "evidence_rejected"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			cases, id := w.doubted(2)
			w.at("2026-11-24 09:00")
			w.check(w.Answer(ctx, lawyer, id, run.answer, db.Key{}))
			w.want(w.Answer(ctx, lawyer, id, run.answer, db.Key{}), "DOUBT_ANSWERED")
			for _, c := range cases {
				if got := w.condition2(receiver, c); got != run.want {
					t.Errorf("condition 2: %q", got)
				}
				if got := w.text(`SELECT count(*) || ' ' || min(reason) FROM journal WHERE case_id = ? AND move = 'E47'`, c); got != "1 "+run.answer.Reason {
					t.Errorf("journal: %s", got)
				}
			}
			if v, err := w.Case(ctx, receiver, cases[0]); err != nil || v.Level != run.level {
				t.Errorf("level %s, %v", v.Level, err)
			}
			if got := w.told(run.told); got != "1 " {
				t.Errorf("the enterprise was told %s", got)
			}
			if !run.answer.Stands {
				w.want(w.Admit(ctx, receiver, cases[0], "", db.Key{}), "CONDITIONS_UNMET")
				w.check(w.Verify(ctx, receiver, cases[0], true, "再次电话核实", ""))
				w.want(w.Admit(ctx, receiver, cases[0], "", db.Key{}), "CONDITIONS_UNMET") // a clerk does not overrule the legal officer
				w.check(w.Doubt(ctx, receiver, cases[0], "单位补交了更名公告，请再审", uuid.Nil, db.Key{}))
				return
			}
			w.check(w.Admit(ctx, receiver, cases[0], "", db.Key{}))
			v, err := w.Case(ctx, receiver, cases[0])
			w.check(err)
			if d := v.Decisions[len(v.Decisions)-1]; d.DoubtID != id {
				t.Errorf("admitted on %s", d.DoubtID)
			}
			w.at("2026-11-24 09:30")
			w.check(w.Verify(ctx, receiver, cases[0], true, "又打了电话", ""))
			if v, _ = w.Case(ctx, receiver, cases[0]); v.Level != E3 {
				t.Errorf("verified after the answer: %s", v.Level)
			}
		})
	}
}

// R-LAW is none of the case's other officers, the doubter least of all, and takes no other part in it afterwards (domain.md 1.6).
func TestTheLawyerIsNobodyElseOfTheCase(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cases, id := w.doubted(2)
	w.decide(receiver, cases[1], casework.Decision{Act: procedure.ActAccept})
	second := officer("091007", hall, account.Receiver)
	w.decide(second, cases[0], casework.Decision{Act: procedure.ActAccept})
	stands := Opinion{Stands: true, Level: E2, Reason: "可以采信"}
	asLawyer := func(a account.Actor) account.Actor {
		a.Grants = append([]account.Grant{{Role: account.LegalReviewer, Desk: "430900-fa"}}, a.Grants...)
		return a
	}
	w.want(w.Answer(ctx, asLawyer(receiver), id, stands, db.Key{}), "FOUR_EYES") // who doubted
	w.want(w.Answer(ctx, asLawyer(second), id, stands, db.Key{}), "FOUR_EYES")   // who accepted a case of the request
	w.want(w.Answer(ctx, manager, id, stands, db.Key{}), "ROLE_REQUIRED")
	w.want(w.Answer(ctx, receiver, id, stands, db.Key{}), "NOT_FOUND")
	w.want(w.Answer(ctx, officer("091008", "430903-fa", account.LegalReviewer), id, stands, db.Key{}), "NOT_FOUND")
	w.check(w.Answer(ctx, lawyer, id, stands, db.Key{}))
	w.want(w.tryDecide(officer(lawyer.Officer, hall, account.Reviewer), cases[0], casework.Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "同意"}), "FOUR_EYES")
	w.want(w.tryDecide(officer(lawyer.Officer, hall, account.Reviewer), cases[1], casework.Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "同意"}), "FOUR_EYES")
}

// Who may doubt: the officers at work on the case, with a reason; and what an answer needs.
func TestWhoMayDoubtEvidence(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.registered(1)
	w.employ(lawyer)
	_, persons := w.submitted(tripTo(HongKong), travellers(1, OnceQuarter))
	id := persons[0].CaseID
	w.want(w.Doubt(ctx, reviewer, id, "不像", uuid.Nil, db.Key{}), "NOT_FOUND") // not his turn yet
	w.want(w.Doubt(ctx, decider, id, "不像", uuid.Nil, db.Key{}), "NOT_FOUND")
	w.want(w.Doubt(ctx, officer("091020", "430902-jing", account.Receiver), id, "不像", uuid.Nil, db.Key{}), "NOT_FOUND")
	w.want(w.Doubt(ctx, w.agent, id, "不像", uuid.Nil, db.Key{}), "ROLE_REQUIRED")
	w.wantField(w.Doubt(ctx, receiver, id, " ", uuid.Nil, db.Key{}), "/doubt REASON_REQUIRED")
	w.wantField(w.Doubt(ctx, receiver, id, "不像", uuid.New(), db.Key{}), "/paper PAPER_UNKNOWN")
	w.decide(receiver, id, casework.Decision{Act: procedure.ActAccept})
	v, err := w.Case(ctx, reviewer, id)
	w.check(err)
	if !v.MayDoubt {
		t.Error("the reviewer is not offered to doubt")
	}
	w.check(w.Doubt(ctx, reviewer, id, "派遣函没有日期", v.Request.Files[1].ID, db.Key{}))
	if v, err = w.Case(ctx, reviewer, id); err != nil || v.MayDoubt || v.Doubts[0].PaperKind != v.Request.Files[1].Kind {
		t.Errorf("%+v, %v", v.Doubts, err)
	}
	doubt := v.Doubts[0].ID
	w.wantField(w.Answer(ctx, lawyer, doubt, Opinion{Stands: true, Reason: "可以"}, db.Key{}), "/level LEVEL_REQUIRED")
	w.wantField(w.Answer(ctx, lawyer, doubt, Opinion{Level: E3, Reason: "不行"}, db.Key{}), "/level LEVEL_REQUIRED")
	w.wantField(w.Answer(ctx, lawyer, doubt, Opinion{Stands: true, Level: E2}, db.Key{}), "/reason REASON_REQUIRED")
	w.check(w.cases.Withdraw(ctx, w.agent, id, "不去了", db.Key{}))
	w.check(w.Answer(ctx, lawyer, doubt, Opinion{Reason: "已撤回，存档"}, db.Key{})) // no case is left: the doubt still gets its answer
}

// A doubt about one traveller's own paper bears on his case alone.
func TestADoubtAboutOnePersonsPaperIsHisAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.registered(2)
	w.employ(lawyer)
	people := travellers(2, OnceQuarter)
	id := w.request(tripTo(HongKong), people)
	_, err := w.AddPaper(ctx, w.agent, id, Paper{Kind: Invitation, Dated: day("2026-11-20"), Chinese: true, Of: people[1].IDNumber}, noFile)
	w.check(err)
	_, err = w.Submit(ctx, w.agent, id, db.Key{})
	w.check(err)
	c, err := w.Check(ctx, w.agent, id)
	w.check(err)
	first, second := c.Persons[0].CaseID, c.Persons[1].CaseID
	own := c.Files[len(c.Files)-1]
	if own.Of == "" {
		t.Fatalf("%+v", c.Files)
	}
	w.wantField(w.Doubt(ctx, receiver, first, "不像", own.ID, db.Key{}), "/paper PAPER_UNKNOWN")
	w.check(w.Doubt(ctx, receiver, second, "不像", own.ID, db.Key{}))
	if got := w.condition2(receiver, second); got != "EVIDENCE_DISPUTED 2026-11-23" {
		t.Errorf("his: %s", got)
	}
	if got := w.condition2(receiver, first); got != " " {
		t.Errorf("the other's: %s", got)
	}
	w.check(w.Admit(ctx, receiver, first, "", db.Key{}))
	list, err := w.Doubts(ctx, lawyer)
	w.check(err)
	w.check(w.Answer(ctx, lawyer, list[0].ID, Opinion{Reason: "姓名不符"}, db.Key{}))
	if got := w.text(`SELECT string_agg(case_id::text, ' ') FROM journal WHERE move = 'E47'`); got != second.String() {
		t.Errorf("written into %s", got)
	}
}

// What was found later counts, but a clerk never raises evidence that the legal officer has turned down.
func TestDisputedEvidence(t *testing.T) {
	t.Parallel()
	at := func(hour int) time.Time { return time.Date(2026, 11, 23, hour, 0, 0, 0, time.UTC) }
	stands := &Doubt{At: at(1), AnsweredAt: at(3), Opinion: Opinion{Stands: true, Level: E2}}
	falls := &Doubt{At: at(1), AnsweredAt: at(3)}
	for _, c := range []struct {
		name     string
		last     *Doubt
		verified []Verification
		reason   string
		level    Level
	}{
		{"nobody doubts", nil, nil, "", ""},
		{"open", &Doubt{At: at(1)}, []Verification{{At: at(2), Verified: true}}, "EVIDENCE_DISPUTED", ""},
		{"stands", stands, []Verification{{At: at(2), Verified: true}}, "", E2},
		{"verified since", stands, []Verification{{At: at(4), Verified: true}}, "", ""},
		{"falls", falls, []Verification{{At: at(4), Verified: true}}, "EVIDENCE_REJECTED", ""},
	} {
		if reason, level := Disputed(c.last, c.verified); reason != c.reason || level != c.level {
			t.Errorf("%s: %s %s", c.name, reason, level)
		}
	}
}

// A doubt is answered within one working day; that it is late is told once, and on the list until it is answered (domain.md 3.6).
func TestADoubtHasADayAndIsLateAfterIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.at("2026-11-20 16:00") // a Friday
	_, id := w.doubted(1)
	v, err := w.DoubtOf(ctx, lawyer, id)
	w.check(err)
	if v.Due != day("2026-11-23") || v.Late(day("2026-11-23")) || !v.Late(day("2026-11-24")) {
		t.Errorf("due %s", v.Due)
	}
	watch := func(at string, want int) {
		t.Helper()
		w.at(at)
		n, err := w.WatchDoubts(ctx)
		w.check(err)
		if n != want {
			t.Errorf("%s: %d told, want %d", at, n, want)
		}
	}
	watch("2026-11-23 23:59", 0)
	watch("2026-11-24 00:00", 1)
	watch("2026-11-24 09:00", 0)
	if got := w.told("doubt_late"); got != "1 " {
		t.Errorf("the legal officer was told %s", got)
	}
	w.check(w.Answer(ctx, lawyer, id, Opinion{Stands: true, Level: E2, Reason: "更名公告可证"}, db.Key{}))
	if v, err = w.DoubtOf(ctx, lawyer, id); err != nil || v.Late(day("2026-12-01")) {
		t.Errorf("answered and late: %v", err)
	}
}
