package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/server/simulator"
)

const sampleItem = "430900-ZA-0022"

// sample is a case of a demonstration: whose it is, who signs for the unit, and which officers have acted on it, in order.
type sample struct {
	person, unit string // of the simulated world
	signed       bool
	acts         []sampleAct
}

type sampleAct struct {
	login    string
	stage    procedure.Stage
	decision casework.Decision
}

// sampleActs lead from receipt to the holder's hands.
func sampleActs(county string) []sampleAct {
	return []sampleAct{
		{"shouli1", procedure.StageIntake, casework.Decision{Act: procedure.ActAccept}},
		{county, procedure.StageCounty, casework.Decision{Act: procedure.ActCountyOpinion, Verdict: procedure.Grant, Reason: "经比对，未发现不宜从事爆破作业的情形。"}},
		{"shencha1", procedure.StageReview, casework.Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "各项条件经审查均符合，建议准予延续。"}},
		{"shenpi1", procedure.StageDecision, casework.Decision{Act: procedure.ActGrant}},
		{"zhizheng1", procedure.StageCertificate, casework.Decision{Act: procedure.ActIssueCertificate}},
		{"zhizheng1", procedure.StageDelivery, casework.Decision{Act: procedure.ActDeliver, Way: "counter", Recipient: "本人"}},
	}
}

// samples makes one case for every desk of a demonstration by the use-cases that people use, so that queues and pages have something to show.
// The complete one comes first: claims take what is oldest. People who already have a case keep it; it returns how many were made.
func (a *app) samples(ctx context.Context) (made int, err error) {
	if made, err = a.filingSamples(ctx, false); err != nil {
		return made, err
	}
	special, err := a.specialSamples(ctx)
	if made += special; err != nil {
		return made, err
	}
	for _, s := range []sample{
		{person: "window-opens", unit: "anhua", signed: true, acts: sampleActs("xian-anhua")},
		{person: "taojiang", unit: "taojiang", signed: true, acts: sampleActs("xian-taojiang")[:2]},
		{person: "first-term", unit: "heshan", signed: true, acts: sampleActs("xian-heshan")[:1]},
		{person: "rare", unit: "anhua", signed: true},
		{person: "minority", unit: "ziyang"},
	} {
		id, err := a.sample(ctx, s)
		if err != nil {
			return made, fmt.Errorf("%s: %w", s.person, err)
		}
		if id != uuid.Nil {
			made++
		}
	}
	waiting := func(ctx context.Context) (int, error) { return a.filingSamples(ctx, true) }
	for _, others := range []func(context.Context) (int, error){waiting, a.itemSamples, a.businessSamples} {
		more, err := others(ctx)
		if made += more; err != nil {
			return made, err
		}
	}
	return made, nil
}

// sample makes one; uuid.Nil when its person has a case already.
func (a *app) sample(ctx context.Context, s sample) (id uuid.UUID, err error) {
	person := a.world.Person(s.person)
	if id, err = a.sampleForm(ctx, person); err != nil || id == uuid.Nil || !s.signed {
		return id, err
	}
	legal := a.world.Person(a.world.Unit(s.unit).Legal)
	err = a.as(ctx, legal.Mobile, func(actor account.Actor) error {
		_, err := a.cases.UnitSign(ctx, actor, id, true, db.Key{})
		return err
	})
	if err != nil {
		return id, err
	}
	if err := a.cases.AskRegisters(ctx, id); err != nil {
		return id, err
	}
	for _, act := range s.acts {
		if err := a.as(ctx, act.login, func(actor account.Actor) error { return a.sampleDecision(ctx, actor, id, act) }); err != nil {
			return id, fmt.Errorf("%s by %s at %s: %w", act.decision.Act, act.login, act.stage, err)
		}
	}
	return id, nil
}

// as runs do in a session of a demo account and ends it.
func (a *app) as(ctx context.Context, login string, do func(account.Actor) error) error {
	actor, err := a.accounts.DemoActor(ctx, login)
	if err != nil {
		return err
	}
	return errors.Join(do(actor), a.accounts.SignOut(ctx, actor))
}

// sampleForm fills in and finishes the form of a person; uuid.Nil when he has a case already.
func (a *app) sampleForm(ctx context.Context, person simulator.Person) (id uuid.UUID, err error) {
	err = a.as(ctx, person.Mobile, func(actor account.Actor) error {
		cases, err := a.cases.MyCases(ctx, actor, "", 1)
		if err != nil || len(cases.Items) > 0 {
			return err
		}
		drafts, err := a.cases.OpenDrafts(ctx, actor, sampleItem)
		if err != nil || len(drafts) > 0 {
			return err
		}
		if id, err = a.cases.StartDraft(ctx, actor, casework.Start{Item: sampleItem}, db.Key{}); err != nil {
			return err
		}
		rule, err := a.cases.UploadRule(ctx, actor, id, "health_cert")
		if err != nil {
			return err
		}
		file, err := a.materials.Receive(ctx, actor.PersonID, rule, "体检证明.pdf", bytes.NewReader(sampleCertificate(person)))
		if err != nil {
			return err
		}
		saved, err := a.cases.SaveAnswers(ctx, actor, id, sampleAnswers(person, file.ID), 0)
		if err != nil {
			return err
		}
		if len(saved.Faults) > 0 {
			return fmt.Errorf("the form is not complete: %+v", saved.Faults)
		}
		_, err = a.cases.Finish(ctx, actor, id, false, db.Key{})
		return err
	})
	return id, err
}

func sampleAnswers(person simulator.Person, file uuid.UUID) form.Answers {
	home := map[string]any{"area": "430903", "detail": "会龙山街道团圆路18号"}
	answers := form.Answers{}
	for key, value := range map[string]any{
		"address": home, "accident": false, "health_cert": map[string]any{"material": file}, "health_date": person.Health.On,
		"health_hospital": person.Health.Hospital, "photo_from_register": true, "deliver": "counter",
		"crime_statement": true, "truth": true, "privacy": true,
	} {
		answers[key], _ = json.Marshal(value) // texts, dates and flags always marshal
	}
	return answers
}

// sampleDecision claims the next case of the queue, which is this one, judges what only eyes can judge, and acts.
func (a *app) sampleDecision(ctx context.Context, officer account.Actor, id uuid.UUID, act sampleAct) error {
	desks := officer.Desks(account.Role(procedure.StageRole(act.stage)))
	if len(desks) != 1 {
		return fmt.Errorf("%s has %d desks for this", officer.Name, len(desks))
	}
	claim, err := a.cases.ClaimNext(ctx, officer, desks[0], act.stage, db.Key{})
	if err != nil {
		return err
	}
	if claim.CaseID != id {
		return errors.Join(errors.New("the queue holds other cases"), a.cases.ReturnStep(ctx, officer, claim.StepID, claim.Fence, casework.SystemFailure, ""))
	}
	return a.sampleAct(ctx, officer, claim, act)
}

// sampleAct judges what only eyes can judge, and acts on a claimed case.
func (a *app) sampleAct(ctx context.Context, officer account.Actor, claim casework.Claim, act sampleAct) error {
	id := claim.CaseID
	view, err := a.cases.Review(ctx, officer, id)
	if err != nil {
		return err
	}
	if act.stage == procedure.StageReview || act.decision.Act == procedure.ActFile { // who files judges what no register can tell
		for _, row := range view.Checks {
			if row.Mark != procedure.Open {
				continue
			}
			if err := a.cases.RecordCheck(ctx, officer, id, claim.StepID, claim.Fence, row.Code, procedure.Pass, "已核对原件影像"); err != nil {
				return err
			}
		}
		if view, err = a.cases.Review(ctx, officer, id); err != nil {
			return err
		}
	}
	d := act.decision
	d.CaseID, d.StepID, d.Fence, d.Version = id, claim.StepID, claim.Fence, view.Version
	_, err = a.cases.Decide(ctx, officer, d, db.Key{})
	return err
}

// sampleCertificate is a small PDF that says what it is.
func sampleCertificate(person simulator.Person) []byte {
	return samplePage("Health certificate", fmt.Sprintf("Examined on %s: fit for blasting work", person.Health.On))
}

// samplePage is a small PDF of one page; its lines are in Latin letters.
func samplePage(lines ...string) []byte {
	text := "BT /F1 18 Tf 72 740 Td (Sample of a demonstration) Tj"
	for _, line := range lines {
		text += " 0 -36 Td (" + strings.NewReplacer("(", " ", ")", " ", `\\`, " ").Replace(line) + ") Tj"
	}
	text += " ET"
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(text), text), "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	offsets := make([]int, len(objects))
	for i, object := range objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, offset := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table)
	return b.Bytes()
}
