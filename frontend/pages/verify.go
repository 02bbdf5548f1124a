package pages

import (
	"strings"

	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/document"
)

// VerificationView is the answer to a stranger who holds a certificate or its code.
type VerificationView struct {
	Code   string
	Result document.Verification
	At     string // when it was asked, in words
	Phone  string // to call in doubt
}

// renewedAhead tells that the certificate was issued before its own term begins.
func (v VerificationView) renewedAhead() bool {
	return v.Result.Standing == document.StandingValid && v.Result.AsOf.Before(v.Result.ValidFrom)
}

// StandingTone is the colour of an answer.
func StandingTone(s document.Standing) ui.Tone {
	switch s {
	case document.StandingValid:
		return ui.Success
	case document.StandingSuperseded, document.StandingUnknown:
		return ui.Warning
	default:
		return ui.Danger
	}
}

func standingIcon(s document.Standing) string {
	switch StandingTone(s) {
	case ui.Success:
		return "check"
	case ui.Danger:
		return "stop"
	default:
		return "alert"
	}
}

// spaced groups a long code, so that two people can compare it.
func spaced(code string) string {
	var groups []string
	for len(code) > 4 {
		groups, code = append(groups, code[:4]), code[4:]
	}
	return strings.Join(append(groups, code), " ")
}
