package pages

import (
	"context"
	"strings"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

func redecisionTone(c procedure.Case) ui.Tone {
	if c.DecidesAgain() {
		return ui.Warning
	}
	return ui.Info
}

func redecisionTitle(ctx context.Context, v ReviewView) string {
	if v.Law.DecidesAgain() {
		return locale.T(ctx, "redecision.banner", "due", v.Law.EffectiveDue())
	}
	return locale.T(ctx, "redecision.done")
}

// rulingWords are who ruled, by which document, when, and what was found wrong.
func rulingWords(ctx context.Context, r procedure.Ruling) string {
	return locale.T(ctx, "redecision.ruled", "body", r.Body, "number", r.Number, "on", r.On, "wrong", locale.T(ctx, "special.ruling.wrong."+r.Wrong))
}

// firstWords are the decision that was annulled, with its days and grounds.
func firstWords(ctx context.Context, f procedure.Annulled) string {
	text := locale.T(ctx, "redecision.first", "verdict", locale.T(ctx, "verdict."+string(f.Verdict)), "on", f.DecidedOn)
	if !f.DeliveredOn.IsZero() {
		text += locale.T(ctx, "redecision.first.delivered", "on", f.DeliveredOn)
	}
	if len(f.Grounds) > 0 {
		text += "　" + locale.T(ctx, "redecision.first.grounds", "grounds", joinWords(f.Grounds))
	}
	return text
}

func joinWords(list []string) string { return strings.Join(list, "、") }
