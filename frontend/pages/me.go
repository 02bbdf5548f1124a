package pages

import (
	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/appointment"
	"github.com/yiyang-police/permit-portal/models/enterprise"
)

// MeView is a person's space: what waits for him, what runs, what he holds, what was said to him.
type MeView struct {
	Name          string
	Sides         []Side // himself first; one is current
	Invitations   []account.Invitation
	Registrations []enterprise.Registration // of enterprises that he registers
	ToConfirm     []enterprise.Registration // by him, their legal representative
	ToSign        int                       // forms that wait for the signature of the enterprise he acts for
	Drafts        []CaseLine
	Cases         []CaseLine
	Visits        []appointment.Booking // to come
	Licences      []LicenceLine
	Notices       []NoticeLine
	Unread        int
	ContactFails  bool // the last short message could not be delivered
	HeadsUnit     bool // he heads an enterprise: he signs for it and authorises its members
	Flash         string
}

// Side is for whom the person acts in this session.
type Side struct {
	ID      uuid.UUID // uuid.Nil is the person himself
	Name    string
	Role    string // in the reader's words
	Until   string // last day in words; empty is open
	Current bool
}

// CaseLine is one case in a list.
type CaseLine struct {
	Item, Number, Href string
	Tone               ui.Tone
	State              string // in the reader's words
	When               string // what happened last or comes next, in words
}

// LicenceLine is one certificate that the person holds.
type LicenceLine struct {
	Title, Number, Detail, Valid, Href string
	Tone                               ui.Tone
	State                              string
}

// NoticeLine is one notice in a list.
type NoticeLine struct {
	ID                   uuid.UUID
	Title, Body          string
	At, Machine          string
	Unread               bool
	For                  string // the enterprise for which the person gets it
	CaseHref, DocumentID string
	VisitHref            string // of an appointment
	ListHref             string // of what the notice tells of at once
}

// href opens the notice.
func (n NoticeLine) href() string { return "/me/inbox/" + n.ID.String() }

// InboxView is a page of notices.
type InboxView struct {
	Notices     []NoticeLine
	Unread      int
	Total       int
	First, Next string // addresses
}

// TextsView is where a person chooses of what he wants short messages.
type TextsView struct {
	Topics []ui.Option
	Mobile string // masked
	Fails  bool   // the last message could not be delivered
	Flash  string
}

// MembersView is the page on which a legal representative authorises people to act for the enterprise.
type MembersView struct {
	Entry
	Enterprise uuid.UUID
	Name, Code string
	Members    []MemberLine
	Items      []ui.Option // items to which an authorisation may be limited
	Events     []enterprise.Event
	Heads      bool // the reader is R-LEG: he authorises administrators and heads too
	Flash      string
}

// MemberLine is one authorisation.
type MemberLine struct {
	ID                   uuid.UUID
	Name, IDNumber, Role string
	Scope, Until, Since  string
	Tone                 ui.Tone
	State                string
	CanEnd               bool
	CanSuspend           bool
	CanResume            bool
	Letter               bool // it was accepted: there is a 授权委托书
}
