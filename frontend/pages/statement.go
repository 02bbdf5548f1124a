package pages

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// StatementView is where somebody speaks before a refusal, or a measure against his certificate, is decided.
type StatementView struct {
	Entry
	Case casework.ApplicantView
}

// lead says against what he speaks, and what follows from it.
func (v StatementView) lead() string {
	if v.Case.Law.Licence != nil {
		return "licence.say.lead"
	}
	return "statement.lead"
}

// intentRows are what was told of an intended refusal: facts, grounds with their articles, reason.
func intentRows(ctx context.Context, item *catalog.Item, i procedure.Intent) []ui.Row {
	return []ui.Row{{Label: locale.T(ctx, "statement.facts"), Value: i.Facts}, {Label: locale.T(ctx, "statement.grounds"), Value: groundWords(ctx, item, i.Grounds)},
		{Label: locale.T(ctx, "statement.reason"), Value: i.Reason}}
}

// groundWords name grounds with their articles.
func groundWords(ctx context.Context, item *catalog.Item, codes []string) string {
	var words []string
	for _, code := range codes {
		if g, ok := item.Ground(code); ok {
			code = locale.Pick(ctx, g.Title.Zh, g.Title.En) + "（" + locale.Pick(ctx, g.Law.Zh, g.Law.En) + " " + locale.Pick(ctx, g.Article.Zh, g.Article.En) + "）"
		}
		words = append(words, code)
	}
	return strings.Join(words, "；")
}

// outcomeOf is what became of the right to speak.
func outcomeOf(ctx context.Context, i procedure.Intent) string {
	switch {
	case !i.StatedOn.IsZero():
		return locale.T(ctx, "statement.stated", "on", i.StatedOn)
	case !i.WaivedOn.IsZero():
		return locale.T(ctx, "statement.waived", "on", i.WaivedOn)
	case !i.EndedOn.IsZero():
		return locale.T(ctx, "statement.ended", "on", i.EndedOn)
	}
	return locale.T(ctx, "statement.open")
}

// intents are the rows of the story about refusals that were told before they were decided.
func (v ReviewView) intents(ctx context.Context) (rows []storyRow) {
	for _, i := range v.Law.Intents {
		text := groundWords(ctx, v.Item, i.Grounds) + "\n" + i.Facts + "\n" + i.Reason + "\n" + outcomeOf(ctx, i)
		if kh, open := v.Law.Runs(procedure.KH); open && !i.Heard() {
			text += "\n" + locale.T(ctx, "special.until", "due", kh.Due)
		}
		if i.Statement != "" {
			text += "\n" + i.Statement
		}
		rows = append(rows, storyRow{Title: locale.T(ctx, "desk.act.tell_refusal"), By: by(ctx, i.By, i.On), Text: text, Open: !i.Heard(),
			Papers: papersOf(v.ID, v.Material, i.Materials)})
	}
	if s := v.Law.Spoken; s != nil {
		rows = append(rows, storyRow{Title: spokenTitle(ctx, *s), By: by(ctx, s.By, s.On), Text: groundWords(ctx, v.Item, s.Grounds) + "\n" + s.Words})
	}
	return rows
}

// paper is a file of a case that a page leads to.
type paper struct{ Name, Href string }

// papersOf are the files of a case that an act brought along.
func papersOf(caseID uuid.UUID, known func(uuid.UUID) (form.MaterialFacts, bool), ids []string) (list []paper) {
	for _, text := range ids {
		if id, err := uuid.Parse(text); err == nil && known != nil {
			if m, ok := known(id); ok {
				list = append(list, paper{m.Name, "/cases/" + caseID.String() + "/materials/" + text})
			}
		}
	}
	return list
}

// spokenOn is the record of his being heard on which this refusal may stand.
func (v ReviewView) spokenOn() (procedure.Spoken, bool) { return v.Law.SpokenOn(v.refusedOn()) }

// hearingHeld tells whether a hearing was held, on whose record the decision stands.
func (v ReviewView) hearingHeld() bool { return v.Law.HeardSince() }

func spokenTitle(ctx context.Context, s procedure.Spoken) string {
	kind := procedure.SpokenStated
	if s.Waived {
		kind = procedure.SpokenWaived
	}
	return locale.T(ctx, "statement.spoken.title", "on", s.On, "way", locale.T(ctx, "statement.way."+s.Way), "kind", locale.T(ctx, "statement.spoken."+kind))
}

// heardOn is the told refusal on which this one may stand, going by the grounds that are proposed.
func (v ReviewView) heardOn() (procedure.Intent, bool) { return v.Law.HeardOn(v.refusedOn()) }

// refusedOn are the grounds of a refusal: those that are proposed or moved, else all that have failed.
func (v ReviewView) refusedOn() []string {
	if m := v.Law.Motion; m != nil && m.Verdict == procedure.Refuse {
		return m.Grounds
	}
	grounds := v.Law.Failed()
	if p := v.Law.Proposal; p != nil && p.Verdict == procedure.Refuse {
		grounds = p.Grounds
	}
	return grounds
}
