// Package letters is what the portal says to people outside its pages: notices and short messages.
package letters

import (
	"context"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/models/notice"
)

// Words are a notice in the reader's language.
type Words struct{ Title, Body string }

// Notice puts a notice into words for its inbox.
func Notice(ctx context.Context, kind notice.Kind, facts notice.Facts) Words {
	pairs := placeholders(ctx, facts)
	return Words{
		Title: locale.T(ctx, "notice."+string(kind)+".title", pairs...),
		Body:  locale.T(ctx, "notice."+string(kind)+".body", pairs...),
	}
}

// SMS is the short message of a notice with the sender's sign in front; "" for a kind that sends none.
func SMS(ctx context.Context, kind notice.Kind, facts notice.Facts) string {
	key := "notice." + string(kind) + ".sms"
	if !kind.Texted() || !locale.Has(key) {
		return ""
	}
	return signed(ctx, locale.T(ctx, key, placeholders(ctx, facts)...))
}

// CodeSMS is the short message that carries a one-time code; purpose is account.Purpose.
func CodeSMS(ctx context.Context, purpose, code string, minutes int) string {
	return signed(ctx, locale.T(ctx, "sms.code."+purpose, "code", code, "minutes", minutes))
}

func signed(ctx context.Context, text string) string { return locale.T(ctx, "sms.sign", "text", text) }

// placeholders gives every fact by the name that messages use; Due is {due} where it was counted on the calendar and {until} where it was not. A person's own words come last, so that braces in them stay as typed.
func placeholders(ctx context.Context, f notice.Facts) []any {
	reason := f.Reason
	if key := "notice.reason." + reason; locale.Has(key) {
		reason = locale.T(ctx, key)
	}
	due := any(f.Due)
	if f.Firm {
		due = locale.Told(ctx, f.Due, false)
	}
	return []any{
		"item", locale.Pick(ctx, f.Item, f.ItemEn), "number", f.Number, "due", due, "until", f.Due, "was", f.Was, "on", f.On,
		"valid_to", f.ValidTo, "days", f.Days, "count", f.Count, "document_title", f.Title, "desk", f.Desk, "officer", f.Officer, "unit", f.Unit,
		"clock", clockName(ctx, f.Clock), "applicant", f.Applicant, "time", f.Time, "place", f.Place, "chair", f.Chair, "reason", reason, "mobile", f.Mobile, "text", f.Text,
	}
}

func clockName(ctx context.Context, clock string) string {
	if clock == "" {
		return ""
	}
	return locale.T(ctx, "notice.clock."+clock)
}
