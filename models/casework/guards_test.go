package casework

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/roster"
)

// guardOfExample stands on the rosters of the items' examples.
const guardOfExample = "430922199208150023"

// guardsPoint is the point about guards as an officer of the review sees it.
func (w *world) guardsPoint(id uuid.UUID) CheckRow {
	w.t.Helper()
	ctx := context.Background()
	reviews := w.officerOf("430900-zhi", procedure.StageReview)
	c := w.claim(reviews, id)
	v, err := w.Review(ctx, reviews, id)
	check(w.t, err)
	check(w.t, w.ReturnStep(ctx, reviews, c.StepID, c.Fence, SystemFailure, ""))
	i := slices.IndexFunc(v.Checks, func(r CheckRow) bool { return r.Word == "guards_qualify" })
	if i < 0 {
		w.t.Fatal("no point about guards")
	}
	return v.Checks[i]
}

// F6: a guard who does not qualify stays on the roster after the correction: nothing is filed, by name and ground alone.
func TestF6_BarredGuardKeptAfterCorrection(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	w.registers.guards[guardOfExample] = roster.Record{Certificate: roster.CertificateValid, Detentions: 3, Drugs: true,
		Crimes: []roster.Crime{{Year: 2011, Intentional: true}}}
	id, person, err := w.report(example(t, ownGuards, nil, nil))
	check(t, err)
	window := w.officerOf("430900-ban", procedure.StageIntake)
	_, err = w.decide(window, id, Decision{Act: procedure.ActCorrect, Defects: []procedure.Defect{{Where: "guards", Problem: "陈晓梅不符合条例规定条件", Mend: "更换或者移出名册"}}})
	check(t, err)
	_, err = w.AnswerCorrection(ctx, person, id, form.Answers{"guards": raw([]roster.Entry{
		{Name: "陈晓梅", IDNumber: guardOfExample, Education: "senior", Certificate: "4309002024000123", Since: "2026-08-01", Post: "patrol"}})}, db.Key{})
	check(t, err)
	check(t, w.AskRegisters(ctx, id))
	_, err = w.decide(window, id, Decision{Act: procedure.ActAccept})
	check(t, err)

	point := w.guardsPoint(id)
	if point.Mark != procedure.Fail || point.Evidence.Params["names"] != "陈晓梅" || point.Evidence.Params["rules"] != "陈晓梅 G4、G5" {
		t.Errorf("the point says %+v", point)
	}
	reviews := w.officerOf("430900-zhi", procedure.StageReview)
	_, err = w.decide(reviews, id, Decision{Act: procedure.ActFile})
	if code := fault.Code(err); code != "CHECKLIST_FORBIDS" && code != "CHECKLIST_OPEN" {
		t.Errorf("filed with a barred guard: %v", err)
	}
	held, err := w.Mine(ctx, reviews)
	check(t, err)
	check(t, w.ReturnStep(ctx, reviews, held[0].StepID, held[0].Fence, SystemFailure, ""))
	_, err = w.decide(reviews, id, Decision{Act: procedure.ActNotFile, Grounds: []string{"C4"}, Reason: "名册中的陈晓梅不符合条例规定条件，经告知仍未更换"})
	check(t, err)
	text := w.letter(id, "not_filed")
	if !contains(text, "第十六条") || !contains(text, "益阳市人民政府") {
		t.Errorf("reasons or remedies are missing: %s", text)
	}
	view, err := w.CaseForApplicant(ctx, person, id)
	check(t, err)
	seen, err := json.Marshal(view)
	check(t, err)
	for _, word := range []string{"detentions", "drugs", "crimes", "intentional", "拘留", "戒毒", "犯罪", "G4", "G5"} {
		if contains(string(seen), word) {
			t.Errorf("the unit reads %q", word)
		}
		if contains(text, word) {
			t.Errorf("the notice says %q", word)
		}
	}
}

// A07: a negligent crime bars no guard, whatever the comparison for blasters says. A silent register leaves the point to an officer.
func TestA07_GuardWithNegligentCrimeIsFiled(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	w.registers.police[guardOfExample] = BackgroundAnswer{Criminal: true}
	w.registers.guards[guardOfExample] = roster.Record{Certificate: roster.CertificateValid, Crimes: []roster.Crime{{Year: 2009}}}
	w.file(example(t, ownGuards, nil, nil))
	if e := w.entry("self_guards"); !strings.HasPrefix(e.Number, "益公治备") {
		t.Errorf("filed %+v", e)
	}
}

func TestSilentRegisterLeavesGuardsToAnOfficer(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	w.registers.down[FromGuards] = true
	id, _, err := w.report(example(t, branch, nil, nil))
	check(t, err)
	_, err = w.decide(w.officerOf("430900-ban", procedure.StageIntake), id, Decision{Act: procedure.ActAccept})
	check(t, err)
	if point := w.guardsPoint(id); point.Mark != procedure.Open || point.Evidence.Key != "not_returned" || !point.Settable {
		t.Errorf("the point says %+v", point)
	}
}
