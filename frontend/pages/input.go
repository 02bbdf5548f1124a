package pages

import (
	"context"
	"net/url"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// Fields that several pages ask for in the same way.

func identifierInput(ctx context.Context, e Entry) ui.TextInput {
	t := e.Text("identifier", locale.T(ctx, "account.identifier"), "")
	t.Autocomplete, t.MaxLength = "username", 40
	return t
}

func mobileInput(ctx context.Context, e Entry, hint string) ui.TextInput {
	t := e.Text("mobile", locale.T(ctx, "account.mobile"), hint)
	t.Type, t.InputMode, t.Autocomplete, t.MaxLength = "tel", "tel", "tel", 20
	return t
}

func nameInput(ctx context.Context, e Entry) ui.TextInput {
	t := e.Text("name", locale.T(ctx, "account.name"), locale.T(ctx, "account.name.hint"))
	t.Autocomplete, t.MaxLength = "name", 100
	return t
}

func idInput(ctx context.Context, e Entry) ui.TextInput {
	t := e.Text("id_number", locale.T(ctx, "account.id"), locale.T(ctx, "account.id.hint"))
	t.Autocomplete, t.MaxLength = "off", 30
	return t
}

func creditInput(ctx context.Context, e Entry) ui.TextInput {
	t := e.Text("credit_code", locale.T(ctx, "account.credit"), locale.T(ctx, "account.credit.hint"))
	t.Autocomplete, t.MaxLength = "off", 30
	return t
}

// withBack is an address that carries on where to come back to.
func withBack(path, back string) string {
	if back == "" {
		return path
	}
	return path + "?" + url.Values{"back": {back}}.Encode()
}

func cancelTo(back string) string {
	if back == "" {
		return "/me"
	}
	return back
}

// refusal is the first sentence of a fault: of its first field when it has any.
func refusal(ctx context.Context, f *fault.Error) string {
	if len(f.Fields) > 0 {
		return locale.Field(ctx, f.Fields[0])
	}
	return locale.Fault(ctx, f)
}

// currentPage is the value of aria-current on a link of a row of pages.
func currentPage(is bool) string {
	if is {
		return "page"
	}
	return "false"
}

func untilInput(ctx context.Context, e Entry) ui.TextInput {
	t := e.Text("until", locale.T(ctx, "members.until"), locale.T(ctx, "members.until.hint"))
	t.Type = "date"
	return t
}

func memberRole(ctx context.Context, role account.Role, chosen string) ui.Option {
	return ui.Option{
		Value: string(role), Label: locale.T(ctx, "members.role."+string(role)), Hint: locale.T(ctx, "members.role."+string(role)+".hint"),
		Checked: string(role) == chosen || chosen == "" && role == account.Agent,
	}
}

func verifyInput(ctx context.Context, e Entry) ui.TextInput {
	t := e.Text("code", locale.T(ctx, "verify.code"), locale.T(ctx, "verify.code.hint"))
	t.Autocomplete, t.MaxLength = "off", 64
	return t
}

func caseNumberInput(ctx context.Context, e Entry) ui.TextInput {
	t := e.Text("number", locale.T(ctx, "progress.number"), locale.T(ctx, "progress.number.hint"))
	t.Autocomplete, t.MaxLength = "off", 40
	return t
}

func queryCodeInput(ctx context.Context, e Entry) ui.TextInput {
	t := e.Digits("query_code", locale.T(ctx, "progress.code"), locale.T(ctx, "progress.code.hint"), 8)
	t.Autocomplete = "off"
	return t
}

func lastFourInput(ctx context.Context, e Entry) ui.TextInput {
	t := e.Text("last_four", locale.T(ctx, "progress.last4"), locale.T(ctx, "progress.last4.hint"))
	t.Autocomplete, t.MaxLength = "off", 4
	return t
}

// hintWords are the words of a hint, none for "".
func hintWords(ctx context.Context, key string) string {
	if key == "" {
		return ""
	}
	return locale.T(ctx, key)
}
