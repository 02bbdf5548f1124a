package casework

import (
	"context"
	"testing"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

func TestL09_LossAndReissue(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-06-17T09:00:00+08:00")
	person := w.blaster(1, "2026-08-31")
	_, certificate := w.certified(person)
	m := Measure{Certificate: certificate, Measure: procedure.Reissue, Facts: "6月15日在公交车上遗失"}
	_, err := w.AskMeasure(ctx, w.blaster(2, "2026-08-31"), m, db.Key{})
	wantCode(t, err, "NOT_FOUND")
	d, err := w.AskMeasure(ctx, person, m, db.Key{})
	check(t, err)
	if got := w.standing(certificate); got != document.StandingLost {
		t.Fatalf("the lost copy is %s", got)
	}
	check(t, w.Withdraw(ctx, person, d.CaseID, "找到了", db.Key{}))
	if got := w.standing(certificate); got != document.StandingValid {
		t.Fatalf("the found copy is %s", got)
	}
	d, err = w.AskMeasure(ctx, person, m, db.Key{})
	check(t, err)
	w.mustDecide(receiver, d.CaseID, Decision{Act: procedure.ActReissue})
	held, err := w.documents.HeldBy(ctx, person.IDNumber)
	check(t, err)
	if len(held) != 2 || held[0].Number != held[1].Number || held[0].Copy != 2 || held[0].Standing != document.StandingValid || held[1].Standing != document.StandingLost {
		t.Errorf("held: %+v", held)
	}
}

func TestL10_Change(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-06-17T09:00:00+08:00")
	person := w.blaster(1, "2026-08-31")
	_, certificate := w.certified(person)
	m := Measure{Certificate: certificate, Measure: procedure.Change, Facts: "变更从业单位", Unit: "益阳洞庭爆破有限公司"}
	_, err := w.AskMeasure(ctx, person, m, db.Key{})
	wantCode(t, err, "INVALID_FIELDS") // a unit is told by its code
	m.UnitCode = identity.MakeCreditCode("91", "430900", "MA4L0D2D").String()
	d, err := w.AskMeasure(ctx, person, m, db.Key{})
	check(t, err)
	check(t, w.AskRegisters(ctx, d.CaseID))
	w.see(d.CaseID)
	_, err = w.decide(reviewer, d.CaseID, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "仍符合条件"})
	wantCode(t, err, "CHECKLIST_FORBIDS") // the register knows him at the old unit
	work := w.registers.holders[person.IDNumber]
	work.Employment = Employment{Unit: m.Unit, CreditCode: m.UnitCode}
	w.registers.holders[person.IDNumber] = work
	w.registers.unit.Name, w.registers.unit.CreditCode = m.Unit, m.UnitCode
	check(t, w.AskRegisters(ctx, d.CaseID))
	k2, _ := w.law(d.CaseID).Clock(procedure.K2)
	wantDate(t, "20 working days", k2.Due, "2026-07-16")
	w.mustAct(reviewer, procedure.StageReview, d.CaseID, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "仍符合条件"})
	w.mustDecide(decider, d.CaseID, Decision{Act: procedure.ActChangeLicence})
	held, err := w.documents.HeldBy(ctx, person.IDNumber)
	check(t, err)
	if len(held) != 2 || held[0].Standing != document.StandingValid || held[1].Standing != document.StandingSuperseded {
		t.Errorf("held: %+v", held)
	}
	letter := w.letterText(held[0].DocumentID)
	if !contains(letter, "益阳洞庭爆破有限公司") {
		t.Errorf("the new certificate does not name the new unit: %s", letter)
	}
}

// The holder's name changes when the population register says so, and it is the person's from then on (行政许可法 第四十九条).
func TestL10_ChangeOfName(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-06-17T09:00:00+08:00")
	person := w.blaster(1, "2026-08-31")
	_, certificate := w.certified(person)
	ask := Measure{Certificate: certificate, Measure: procedure.Change, Facts: "已在户籍地变更姓名"}
	for _, wrong := range []struct{ name, unit, code, pointer string }{{"", "", "", "/unit"}, {"李7", "", "", "/name"}, {"李建国", "", "", "/name"},
		{"李建业", "只有名称", "", "/unit_code"}, {"李建业", "", "91430900MA4L0D2D00", "/unit"}} {
		m := ask
		m.Name, m.Unit, m.UnitCode = wrong.name, wrong.unit, wrong.code
		if _, err := w.AskMeasure(ctx, person, m, db.Key{}); fieldCodes(err)[wrong.pointer] == "" {
			t.Errorf("%+v: %v", wrong, err)
		}
	}
	ask.Name = "李建业"
	d, err := w.AskMeasure(ctx, person, ask, db.Key{})
	check(t, err)
	check(t, w.AskRegisters(ctx, d.CaseID))
	w.see(d.CaseID)
	_, err = w.decide(reviewer, d.CaseID, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "姓名已变更"})
	wantCode(t, err, "CHECKLIST_FORBIDS") // 人口库 still has the old name
	w.mustAct(reviewer, procedure.StageReview, d.CaseID, Decision{Act: procedure.ActPropose, Verdict: procedure.Refuse, Reason: "与人口库不一致"})
	refused := w.mustDecide(decider, d.CaseID, Decision{Act: procedure.ActKeepLicence, Reason: "与人口库不一致"})
	if letter := w.letterText(refused.Documents[0].ID); !contains(letter, "不予变更") || !contains(letter, "六十日") {
		t.Errorf("the refusal:\n%s", letter)
	}
	check(t, w.ConfirmDelivery(ctx, person, d.CaseID))

	w.registers.names[person.IDNumber] = "李建业"
	d, err = w.AskMeasure(ctx, person, ask, db.Key{})
	check(t, err)
	check(t, w.AskRegisters(ctx, d.CaseID))
	w.see(d.CaseID)
	w.mustDecide(reviewer, d.CaseID, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "姓名已变更"})
	granted := w.mustDecide(decider, d.CaseID, Decision{Act: procedure.ActChangeLicence})
	if letter := w.letterText(granted.Documents[0].ID); !contains(letter, "持证人姓名变更为李建业") || contains(letter, "从业单位变更为") {
		t.Errorf("the decision:\n%s", letter)
	}
	held, err := w.documents.HeldBy(ctx, person.IDNumber)
	check(t, err)
	if len(held) != 2 || held[0].Standing != document.StandingValid || held[0].Copy != 2 || held[1].Standing != document.StandingSuperseded {
		t.Fatalf("held: %+v", held)
	}
	if card := w.letterText(held[0].DocumentID); !contains(card, "李建业") || !contains(card, w.registers.unit.Name) {
		t.Errorf("the new certificate says %s", card)
	}
	v, err := w.documents.Verify(ctx, held[0].VerifyCode)
	check(t, err)
	if v.MaskedName != "李**" || w.count(`SELECT count(*) FROM people WHERE id = ? AND name = '李建业'`, person.PersonID) != 1 {
		t.Errorf("verified as %s", v.MaskedName)
	}
	if n := w.count(`SELECT count(*) FROM disclosures WHERE case_id = ? AND content LIKE '%（姓名）' AND content NOT LIKE '%李建业%'`, d.CaseID); n != 1 {
		t.Errorf("%d public records of the change", n)
	}
}
