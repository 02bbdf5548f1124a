package pages

import (
	"context"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// StateWords says in a word or two how a case stands, the same on every page, with the colour that goes with it.
// Some procedures have their own word for a state.
func StateWords(ctx context.Context, proc string, state procedure.State, sub procedure.SubState, verdict procedure.Verdict) (ui.Tone, string) {
	key := string(state)
	switch {
	case state == procedure.Draft && sub != "":
		key = string(sub)
	case state == procedure.Closed && verdict != "":
		key += "." + string(verdict)
	}
	return stateTone(state, verdict), wordOf(ctx, "state.", proc, key)
}

// NextWords says what happens next in a state.
func NextWords(ctx context.Context, proc string, state procedure.State) string {
	return wordOf(ctx, "next.", proc, string(state))
}

// wordOf is a message in a procedure's own words, else in those of all.
func wordOf(ctx context.Context, prefix, proc, key string) string {
	if own := prefix + proc + "." + key; locale.Has(own) {
		return locale.T(ctx, own)
	}
	return locale.T(ctx, prefix+key)
}

// dialect is whose words an item's acts have: a renewal speaks its own.
func dialect(item *catalog.Item) string {
	if item.Procedure.Renewal {
		return "renewal"
	}
	return item.Procedure.Code
}

func stateTone(state procedure.State, verdict procedure.Verdict) ui.Tone {
	switch state {
	case procedure.Correction:
		return ui.Warning
	case procedure.Refused, procedure.NotAccepted, procedure.NotFiled, procedure.Declined, procedure.NotIssued:
		return ui.Danger
	case procedure.Granted, procedure.Cert, procedure.Delivery, procedure.Filed, procedure.Done, procedure.Issued:
		return ui.Success
	case procedure.Closed:
		if verdict == procedure.Grant {
			return ui.Success
		}
		return ui.Neutral
	case procedure.Draft, procedure.Lapsed, procedure.NotNeeded, procedure.Withdrawn, procedure.Unclaimed:
		return ui.Neutral
	default:
		return ui.Info
	}
}

// CaseTitle names a case: its item and, where it is about a certificate, what shall become of that or the claim that follows.
func CaseTitle(ctx context.Context, c casework.CaseSummary) string {
	name := locale.Pick(ctx, c.Name.Zh, c.Name.En)
	switch {
	case c.Procedure == procedure.CompensationProcedure().Code:
		return name + " · " + locale.T(ctx, "compensation.card")
	case c.Measure != "":
		return name + " · " + locale.T(ctx, "licence.case", "measure", locale.T(ctx, "licence.measure."+string(c.Measure)))
	}
	return name
}
