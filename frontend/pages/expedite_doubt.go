package pages

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// BusinessDoubtView is disputed evidence as the legal officer answers.
type BusinessDoubtView struct {
	expedite.DoubtView
	Entry Entry
	Flash string
	Key   string
}

func doubtHref(id fmt.Stringer) string { return "/desk/business-doubts/" + id.String() }

func doubtTone(d expedite.Doubt) ui.Tone {
	switch {
	case d.Open():
		return ui.Warning
	case d.Opinion.Stands:
		return ui.Success
	}
	return ui.Danger
}

func doubtState(ctx context.Context, d expedite.Doubt) string {
	switch {
	case d.Open():
		return locale.T(ctx, "doubt.state.open")
	case d.Opinion.Stands:
		return locale.T(ctx, "doubt.state.stands", "level", string(d.Opinion.Level))
	}
	return locale.T(ctx, "doubt.state.falls")
}

// doubtedPaper names what is doubted: one paper, or all of the evidence.
func doubtedPaper(ctx context.Context, d expedite.Doubt) string {
	if d.Paper == uuid.Nil {
		return locale.T(ctx, "doubt.all")
	}
	return locale.T(ctx, "business.paper."+string(d.PaperKind))
}

func doubtablePapers(ctx context.Context, files []expedite.PaperFile, chosen string) []ui.Option {
	var list []ui.Option
	for _, p := range files {
		label := locale.T(ctx, "business.paper."+string(p.Kind)) + " · " + locale.Date(ctx, p.Dated)
		if p.Name != "" {
			label += " · " + p.Name
		}
		list = append(list, ui.Option{Value: p.ID.String(), Label: label, Checked: p.ID.String() == chosen})
	}
	return list
}

// Falls is the choice that the evidence does not stand; the others are levels.
const Falls = "none"

func findingOptions(ctx context.Context, chosen string) (list []ui.Option) {
	for _, value := range []string{string(expedite.E2), string(expedite.E3), Falls} {
		list = append(list, ui.Option{Value: value, Label: locale.T(ctx, "doubt.finding."+value), Checked: value == chosen})
	}
	return list
}

func travellerNames(ctx context.Context, list []expedite.Traveller) string {
	names := make([]string, len(list))
	for i, t := range list {
		names[i] = t.Name
	}
	return strings.Join(names, locale.T(ctx, "business.and"))
}

// span writes the days of something that lasts.
func span(ctx context.Context, from, to workday.Date) string {
	if from == to || to.IsZero() {
		return locale.Date(ctx, from)
	}
	return locale.Date(ctx, from) + " – " + locale.Date(ctx, to)
}

// basisWords name the legal officer's answer on which an admission stands.
func basisWords(ctx context.Context, doubts []expedite.Doubt, d expedite.AdmissionRow) string {
	for _, doubt := range doubts {
		if doubt.ID == d.DoubtID {
			return locale.T(ctx, "doubt.basis", "state", doubtState(ctx, doubt))
		}
	}
	return ""
}
