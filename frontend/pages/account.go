package pages

import (
	"context"
	"net/url"
	"strings"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// Ways to sign in.
const (
	ByPassword = "password"
	ByCode     = "code" // a short message
)

// SignInView is the page that lets people and officers in.
type SignInView struct {
	Entry
	By   string // ByPassword or ByCode
	Back string // where to go on, a local path
	Demo []DemoAccount
	Sent CodeState

	Flash string // what the reader has just done
}

// DemoAccount is an account that anybody may try; all have the same password.
type DemoAccount struct{ Login, Name, Post, Password string }

// link is the address of this page with another way to sign in.
func (v SignInView) link(by string) string {
	q := url.Values{}
	if by != ByPassword {
		q.Set("by", by)
	}
	if v.Back != "" {
		q.Set("back", v.Back)
	}
	if len(q) == 0 {
		return "/sign-in"
	}
	return "/sign-in?" + q.Encode()
}

// CodeState says what became of the request for a code by short message.
type CodeState struct {
	Sent   bool
	Refuse *fault.Error // why none was sent
	Demo   bool         // the test outbox shows the code
	Field  string       // whose it is, on a page with several
}

func (s CodeState) id() string { return strings.TrimSuffix("code-state-"+s.Field, "-") }

// StepView asks an officer for the second factor.
type StepView struct {
	Entry
	Challenge, Back string
	Demo            bool
}

// RegisterView is the page on which a person gets an account.
type RegisterView struct {
	Entry
	Back string
	Sent CodeState
}

// ResetView is the page on which a person sets a new password by short message.
type ResetView struct {
	Entry
	Sent CodeState
}

// EnterpriseView is the page on which a legal representative registers his enterprise.
type EnterpriseView struct {
	Entry
	Name string // of the person, who must be the legal representative
}

// PasswordView is the page on which a password is changed.
type PasswordView struct {
	Entry
	Due  bool   // an officer's password is older than allowed
	Home string // where the other button leads
	Back string // where to go on
}

// ConfirmView asks for a code by short message before something weighty.
type ConfirmView struct {
	Entry
	Back, Mobile string // Mobile is masked
	Sent         CodeState
}

// Ways to show whose number it was.
const (
	ByOldNumber = "old"
	ByIdentity  = "identity"
)

// MobileView changes a person's mobile number.
type MobileView struct {
	Entry
	By            string // ByOldNumber or ByIdentity
	Mobile        string // the old one, masked
	Phone         string // whom to call
	Sent, OldSent CodeState
}

func (v MobileView) newNumber(ctx context.Context) ui.TextInput {
	t := mobileInput(ctx, v.Entry, locale.T(ctx, "account.mobile.new.hint"))
	t.Label = locale.T(ctx, "account.mobile.new")
	return t
}
