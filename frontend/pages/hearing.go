package pages

import (
	"context"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/casework"
)

// HearingsView is the public list of announced hearings.
type HearingsView struct {
	Found       casework.HearingPage
	First, Next string
}

// hearingMatter is what the hearing is about: the item, and what shall become of the certificate.
func hearingMatter(ctx context.Context, h casework.Hearing) string {
	name := locale.Pick(ctx, h.ItemName, h.ItemNameEn)
	if h.Measure == "" {
		return name
	}
	return locale.T(ctx, "hearing.measure", "item", name, "measure", locale.T(ctx, "licence.measure."+string(h.Measure)))
}

// hearingDay is day and hour as the reader's language writes them.
func hearingDay(ctx context.Context, h casework.Hearing) string {
	if h.On.IsZero() {
		return locale.T(ctx, "hearing.day.later")
	}
	day := locale.Date(ctx, h.On)
	if h.At != "" {
		day += " " + h.At
	}
	return day
}

func hearingTone(s casework.HearingState) ui.Tone {
	switch s {
	case casework.HearingSet:
		return ui.Success
	case casework.HearingUnset:
		return ui.Info
	default:
		return ui.Neutral
	}
}
