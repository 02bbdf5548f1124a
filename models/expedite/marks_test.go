package expedite_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	. "github.com/yiyang-police/permit-portal/models/expedite"
)

func (w *world) police(numbers ...string) {
	for i, no := range numbers {
		w.exec(`INSERT INTO officers (id, police_no, name, id_number, created_at) VALUES (?, ?, ?, ?, now()) ON CONFLICT DO NOTHING`, uuid.New(), no, "民警"+no, idOf(900+i))
	}
}

// proposed begins the proceedings of a mark.
func (w *world) proposed(kind MarkKind) uuid.UUID {
	w.t.Helper()
	id, err := w.Propose(ctx, receiver, NewMark{Kind: kind, UnitCode: unitCode, Evidence: "行程改期未告知"})
	w.check(err)
	return id
}

var yes = Ruling{Impose: true, Reason: "情况属实", Members: []string{"091002", "091004"}}

// Y1: heard within three working days, in force for ninety days, and only verified evidence is admitted meanwhile (domain.md 3.9).
func TestY1IsHeardNeedsE3AndExpires(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.police("091002", "091003", "091004")
	w.registered(1)
	id := w.proposed(Y1)
	v, err := w.Overview(ctx, w.agent)
	w.check(err)
	if len(v.Marks) != 1 || v.Marks[0].HearBy != day("2026-11-26") || v.Marks[0].InForce(w.db.Today()) {
		t.Fatalf("%+v", v.Marks)
	}
	w.want(w.Decide(ctx, decider, id, yes), "HEARING_OPEN")
	w.want(w.Hear(ctx, w.person("外人"), id, "与我无关"), "ENTERPRISE_REQUIRED")
	w.check(w.Hear(ctx, w.agent, id, "客户临时改期"))
	w.want(w.Decide(ctx, receiver, id, yes), "ROLE_REQUIRED")
	w.want(w.Decide(ctx, officer(receiver.Officer, hall, "R-REC", "R-DEC"), id, yes), "FOUR_EYES")
	w.check(w.Decide(ctx, decider, id, yes))
	w.want(w.Decide(ctx, decider, id, yes), "MARK_DECIDED")
	w.want(w.Hear(ctx, w.agent, id, "再说一次"), "MARK_DECIDED")

	_, persons := w.submitted(tripTo(HongKong), travellers(1, OnceQuarter))
	c, err := w.Case(ctx, receiver, persons[0].CaseID)
	w.check(err)
	if c.Admitted || c.Conditions[4].Code != "EVIDENCE_UNVERIFIED" {
		t.Errorf("under Y1 with E2: %+v", c.Conditions)
	}
	w.want(w.Admit(ctx, receiver, persons[0].CaseID, "", db.Key{}), "CONDITIONS_UNMET")
	w.check(w.Verify(ctx, receiver, persons[0].CaseID, true, "电话联系接待方", ""))
	w.check(w.Admit(ctx, receiver, persons[0].CaseID, "", db.Key{}))

	v, err = w.Overview(ctx, w.agent)
	w.check(err)
	if m := v.Marks[0]; m.Until != day("2027-02-21") || !m.InForce(day("2027-02-21")) || m.InForce(day("2027-02-22")) {
		t.Errorf("until %s", m.Until)
	}
	if told := w.text(`SELECT string_agg(kind, ' ' ORDER BY id) FROM notices WHERE kind LIKE 'mark%'`); told != "mark_proposed mark_imposed" {
		t.Errorf("told %s", told)
	}
}

// Silence within three working days is no obstacle, and a mark that is not imposed has no effect.
func TestAHearingEndsByTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.proposed(Y1)
	w.at("2026-11-27 09:00")
	w.want(w.Hear(ctx, w.agent, id, "迟了"), "HEARING_OVER")
	w.check(w.Decide(ctx, decider, id, Ruling{Reason: "证据不足"}))
	b, err := w.Marks(ctx, manager)
	w.check(err)
	if m := b.Marks[0]; m.Imposed || m.InForce(w.db.Today()) || len(b.Suggestions) != 0 {
		t.Errorf("%+v", m)
	}
}

// Three Y1 of twelve months suggest Y2 to an officer; it needs three who decide together, closes the expedited queue for six months, leaves the
// ordinary one open, and is lifted on appeal.
func TestThreeY1SuggestY2WhichIsDecidedTogether(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.police("091001", "091002", "091003", "091004")
	w.registered(1)
	for i := range 3 {
		b, err := w.Marks(ctx, manager)
		w.check(err)
		if len(b.Suggestions) != 0 {
			t.Fatalf("suggested after %d: %+v", i, b.Suggestions)
		}
		id := w.proposed(Y1)
		w.check(w.Hear(ctx, w.agent, id, "知道了"))
		w.check(w.Decide(ctx, decider, id, yes))
	}
	b, err := w.Marks(ctx, manager)
	w.check(err)
	if len(b.Suggestions) != 1 || b.Suggestions[0] != (Suggestion{Kind: Y2, UnitCode: unitCode, UnitName: "益阳资江商贸有限公司", Marks: 3}) {
		t.Fatalf("%+v", b.Suggestions)
	}
	id := w.proposed(Y2)
	if b, _ = w.Marks(ctx, manager); len(b.Suggestions) != 0 {
		t.Error("suggested again while it is under way")
	}
	w.check(w.Hear(ctx, w.agent, id, "知道了"))
	w.wantField(w.Decide(ctx, decider, id, Ruling{Impose: true, Reason: "多次"}), "/members COLLECTIVE_REQUIRED")
	w.wantField(w.Decide(ctx, decider, id, Ruling{Impose: true, Reason: "多次", Members: []string{"091001", "091002"}}), "/members COLLECTIVE_REQUIRED")
	w.wantField(w.Decide(ctx, decider, id, Ruling{Impose: true, Reason: "多次", Members: []string{"099999", "091002"}}), "/members OFFICER_UNKNOWN")
	w.check(w.Decide(ctx, decider, id, yes))

	_, persons := w.submitted(tripTo(HongKong), travellers(1, OnceQuarter)) // the ordinary queue stays open
	c, err := w.Case(ctx, receiver, persons[0].CaseID)
	w.check(err)
	if c.Admitted || c.Conditions[4].Code != "SANCTION" {
		t.Errorf("under Y2: %+v", c.Conditions)
	}
	w.want(w.Lift(ctx, decider, id, "复议撤销"), "ROLE_REQUIRED")
	w.check(w.Lift(ctx, manager, id, "复议撤销"))
	if c, err = w.Case(ctx, receiver, persons[0].CaseID); err != nil || c.Conditions[4].Code != "EVIDENCE_UNVERIFIED" {
		t.Errorf("after the appeal: %+v, %v", c.Conditions[4], err)
	}
}

// Y3 ends the registration and bars applications of the enterprise's staff for three years; it is never suggested.
func TestY3EndsTheRegistrationAndBars(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.police("091002", "091003", "091004")
	w.registered(1)
	id := w.proposed(Y3)
	w.check(w.Hear(ctx, w.agent, id, "邀请函是中介给的"))
	w.check(w.Decide(ctx, decider, id, yes))
	v, err := w.Overview(ctx, w.agent)
	w.check(err)
	if v.Registration.Valid(w.db.Today()) || v.Marks[0].Until != day("2029-11-23") {
		t.Errorf("%+v, until %s", v.Registration, v.Marks[0].Until)
	}
	_, err = w.Save(ctx, w.agent, uuid.Nil, 0, tripTo(HongKong), travellers(1, OnceQuarter))
	w.want(err, "BUSINESS_BARRED")
	w.at("2029-11-24 09:00")
	if _, err = w.Save(ctx, w.agent, uuid.Nil, 0, tripTo(HongKong), travellers(1, OnceQuarter)); err != nil {
		t.Errorf("after three years: %v", err)
	}
}
