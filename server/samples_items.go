package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/migrations"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/server/simulator"
)

// itemSample is a case made from an item's own example: a household, a traffic, an exit-entry and an enterprise's case for a demonstration.
type itemSample struct {
	item         string
	person, unit string // of the simulated world; with a unit its agent applies for it
	acts         []sampleAct
}

var itemSamples = []itemSample{
	{item: "430900-HZ-0063", person: "compound"},
	{item: "430900-JT-0258", person: "old-photo", acts: []sampleAct{
		{"jiao-shouli1", procedure.StageIntake, casework.Decision{Act: procedure.ActAccept}}}},
	{item: "430900-CJ-0158", person: "last-day", acts: []sampleAct{
		{"jing-shouli1", procedure.StageIntake, casework.Decision{Act: procedure.ActAccept}},
		{"jing-shouli1", "", casework.Decision{Act: procedure.ActVisit}},
		{"jing-shencha1", procedure.StageReview, casework.Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "材料齐全，符合签发条件，建议签发。"}}}},
	{item: "430900-ZA-0013", unit: "heshan"},
}

// itemSamples makes those cases; who has a case or draft of the item keeps it, and an example that no longer fits today's date is left out.
func (a *app) itemSamples(ctx context.Context) (made int, err error) {
	items, err := catalog.Load(migrations.Items(), a.calendars.Current())
	if err != nil {
		return 0, err
	}
	for _, s := range itemSamples {
		i := slices.IndexFunc(items, func(item *catalog.Item) bool { return item.Code == s.item })
		if i < 0 {
			continue
		}
		fresh, err := a.itemSample(ctx, s, items[i])
		if err != nil {
			return made, fmt.Errorf("%s: %w", s.item, err)
		}
		if fresh {
			made++
		}
	}
	return made, nil
}

func (a *app) itemSample(ctx context.Context, s itemSample, item *catalog.Item) (fresh bool, err error) {
	person := a.sampleApplicant(s, item.Procedure.UnitSignature)
	var id uuid.UUID
	err = a.as(ctx, person.Mobile, func(actor account.Actor) error {
		if s.unit != "" {
			for _, m := range actor.Enterprises {
				if m.CreditCode == a.world.Unit(s.unit).CreditCode.String() {
					actor.Acting = m.ID
				}
			}
		}
		id, err = a.applyByExample(ctx, actor, item)
		return err
	})
	if err != nil || id == uuid.Nil {
		return false, err
	}
	if err := a.cases.AskRegisters(ctx, id); err != nil {
		return true, err
	}
	for _, act := range s.acts {
		if err := a.as(ctx, act.login, func(officer account.Actor) error { return a.sampleStep(ctx, officer, id, act) }); err != nil {
			return true, fmt.Errorf("%s by %s: %w", act.decision.Act, act.login, err)
		}
	}
	return true, nil
}

// sampleApplicant is who hands in: the unit's agent, or its head where he must confirm.
func (a *app) sampleApplicant(s itemSample, head bool) simulator.Person {
	if s.unit == "" {
		return a.world.Person(s.person)
	}
	u := a.world.Unit(s.unit)
	if u.Agent != "" && !head {
		return a.world.Person(u.Agent)
	}
	return a.world.Person(u.Legal)
}

// applyByExample hands in the answers of the item's first example that has no faults; uuid.Nil when there is a case already, or the answers
// do not fit.
func (a *app) applyByExample(ctx context.Context, actor account.Actor, item *catalog.Item) (uuid.UUID, error) {
	drafts, err := a.cases.OpenDrafts(ctx, actor, item.Code)
	if err != nil {
		return uuid.Nil, err
	}
	cases, err := a.cases.MyCases(ctx, actor, "", 50)
	if err != nil || len(drafts) > 0 || slices.ContainsFunc(cases.Items, func(c casework.CaseSummary) bool { return c.ItemCode == item.Code }) {
		return uuid.Nil, err
	}
	i := slices.IndexFunc(item.Examples, func(e catalog.Example) bool { return len(e.Faults) == 0 })
	if i < 0 {
		return uuid.Nil, nil
	}
	return a.handInExample(ctx, actor, item, item.Examples[i])
}

// handInExample hands in one example; uuid.Nil when its answers do not fit.
func (a *app) handInExample(ctx context.Context, actor account.Actor, item *catalog.Item, e catalog.Example) (uuid.UUID, error) {
	id, err := a.cases.StartDraft(ctx, actor, casework.Start{Item: item.Code, Situations: toldIn(item, e)}, db.Key{})
	if err != nil {
		return uuid.Nil, err
	}
	answers, err := a.exampleAnswers(ctx, actor, id, item, e)
	if err != nil {
		return uuid.Nil, err
	}
	saved, err := a.cases.SaveAnswers(ctx, actor, id, answers, 0)
	if err != nil || len(saved.Faults) > 0 {
		return uuid.Nil, errors.Join(err, a.cases.DiscardDraft(ctx, actor, id))
	}
	_, err = a.cases.Finish(ctx, actor, id, false, db.Key{})
	return id, err
}

// toldIn are the situations of an example; what it leaves open is answered so that it goes on.
func toldIn(item *catalog.Item, e catalog.Example) map[string]string {
	told := map[string]string{}
	for path, value := range e.Facts {
		if key, ok := strings.CutPrefix(path, "situation."); ok {
			told[key] = fmt.Sprint(value)
		}
	}
	for next := item.Situate(told).Next; next != nil && told[next.Key] == ""; next = item.Situate(told).Next {
		i := slices.IndexFunc(next.Options, func(o catalog.SituationOption) bool { return o.Item == "" && o.Stop.IsZero() })
		if i < 0 {
			break
		}
		told[next.Key] = next.Options[i].Value
	}
	return told
}

// exampleAnswers are the answers with files of their own in the place of the example's made-up uploads.
func (a *app) exampleAnswers(ctx context.Context, actor account.Actor, id uuid.UUID, item *catalog.Item, e catalog.Example) (form.Answers, error) {
	answers := form.Answers{}
	for key, value := range e.Answers {
		raw, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		q, known := item.Form.Question(key)
		if known && (q.Kind == form.KindFile || q.Kind == form.KindPhoto) && string(raw) != "null" {
			rule, err := a.cases.UploadRule(ctx, actor, id, key)
			if err != nil {
				if fault.Code(err) == "UNKNOWN_QUESTION" {
					continue
				}
				return nil, err
			}
			name, body := q.Label.Zh+".pdf", samplePage(q.Label.En)
			if q.Kind == form.KindPhoto {
				name, body = q.Label.Zh+".jpg", samplePortrait()
			}
			file, err := a.materials.Receive(ctx, actor.PersonID, rule, name, bytes.NewReader(body))
			if err != nil {
				return nil, err
			}
			raw, _ = json.Marshal(map[string]any{"material": file.ID}) // an id always marshals
		}
		answers[key] = raw
	}
	return answers, nil
}

// sampleStep lets an officer act on a case at whichever of his desks it waits; "" as a stage is an act at the window, without a claim.
func (a *app) sampleStep(ctx context.Context, officer account.Actor, id uuid.UUID, act sampleAct) error {
	if act.stage == "" {
		return a.cases.RecordVisit(ctx, officer, id, db.Key{})
	}
	for _, desk := range officer.Desks(account.Role(procedure.StageRole(act.stage))) {
		claim, err := a.cases.ClaimNext(ctx, officer, desk, act.stage, db.Key{})
		switch {
		case fault.Code(err) == "QUEUE_EMPTY":
			continue
		case err != nil:
			return err
		case claim.CaseID == id:
			return a.sampleAct(ctx, officer, claim, act)
		}
		if err := a.cases.ReturnStep(ctx, officer, claim.StepID, claim.Fence, casework.SystemFailure, ""); err != nil {
			return err
		}
	}
	return errors.New("the case waits at no desk of the officer")
}

// samplePortrait is a grey oval on white, of the size of a certificate's portrait.
func samplePortrait() []byte {
	img := image.NewRGBA(image.Rect(0, 0, 358, 441))
	for y := range 441 {
		for x := range 358 {
			dx, dy := float64(x-179)/110, float64(y-210)/150
			c := color.RGBA{255, 255, 255, 255}
			if dx*dx+dy*dy < 1 {
				c = color.RGBA{170, 150, 140, 255}
			}
			img.Set(x, y, c)
		}
	}
	var b bytes.Buffer
	_ = jpeg.Encode(&b, img, nil) // a buffer takes every byte
	return b.Bytes()
}
