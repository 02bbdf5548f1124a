package pages

import (
	"context"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// StateWords says in a word or two how a case stands, the same on every page, with the colour that goes with it.
func StateWords(ctx context.Context, state procedure.State, sub procedure.SubState, verdict procedure.Verdict) (ui.Tone, string) {
	key := string(state)
	switch {
	case state == procedure.Draft && sub != "":
		key = string(sub)
	case state == procedure.Closed && verdict != "":
		key += "." + string(verdict)
	}
	return stateTone(state, verdict), locale.T(ctx, "state."+key)
}

func stateTone(state procedure.State, verdict procedure.Verdict) ui.Tone {
	switch state {
	case procedure.Correction:
		return ui.Warning
	case procedure.Refused, procedure.NotAccepted:
		return ui.Danger
	case procedure.Granted, procedure.Cert, procedure.Delivery:
		return ui.Success
	case procedure.Closed:
		if verdict == procedure.Grant {
			return ui.Success
		}
		return ui.Neutral
	case procedure.Draft, procedure.Lapsed, procedure.NotNeeded, procedure.Withdrawn:
		return ui.Neutral
	default:
		return ui.Info
	}
}
