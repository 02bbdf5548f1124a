package pages

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/models/casework"
)

// shortcutKeys is how a shortcut is told to assistive technology.
func shortcutKeys(key string) string { return "Alt+" + strings.ToUpper(key) }

// pendingAct names what was decided.
func pendingAct(ctx context.Context, p casework.Pending) string {
	act := string(p.Act)
	if key := "desk.act." + act + "." + string(p.Verdict); locale.Has(key) {
		return locale.T(ctx, key)
	}
	if key := "desk.act." + act; locale.Has(key) {
		return locale.T(ctx, key)
	}
	return act
}

func secondsLeft(now, until time.Time) int {
	return max(0, int(until.Sub(now).Round(time.Second).Seconds()))
}

// heldHere is the officer's own decision on a step that may still be taken back.
func heldHere(list []casework.Pending, step uuid.UUID) bool {
	return slices.ContainsFunc(list, func(p casework.Pending) bool { return p.StepID == step && p.Fault == "" })
}

// DecisionValues are the fields of an act's form as a decision was typed into it.
func DecisionValues(d casework.Decision) url.Values {
	agree := ""
	if d.Agree {
		agree = "agree"
	}
	values := url.Values{"grounds": d.Grounds}
	for name, value := range map[string]string{"act": string(d.Act), "verdict": string(d.Verdict), "agree": agree, "reason": d.Reason, "heard": d.Heard,
		"competent": d.Competent, "competent_how": d.CompetentHow, "way": d.Way, "waybill": d.Waybill, "recipient": d.Recipient, "number": d.Number,
		"source": d.Source, "kind": d.Kind, "on": d.On.String(), "receipt": d.Receipt, "until": d.Until.String()} {
		values.Set(name, value)
	}
	return values
}
