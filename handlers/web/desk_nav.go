package web

import (
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/numbers"
)

// room is a page of the side menu and who finds it there.
type room struct {
	key, href string
	open      func(account.Actor) bool
}

func roles(of ...account.Role) func(account.Actor) bool {
	return func(a account.Actor) bool { return a.HasAny(of...) }
}

// rooms are the pages of officers in the order of the side menu.
var rooms = []room{
	{"desk.home", clerkHome, roles(account.CaseRoles()...)},
	{"desk.search", clerkHome + "/search", roles(account.CaseRoles()...)},
	{"business.desk.title", businessDesk, expedite.SeesDesk},
	{"business.marks", businessMarks, expedite.SeesMarks},
	{"numbers.title", numbersHome, numbers.Reads},
	{"desk.supervise", clerkHome + "/cards", roles(account.CaseRoles()...)},
	{"repair.title", repairsHome, roles(account.CaseRoles()...)},
	{"desk.editor", editorHome, roles(account.Editor)},
	{"shifts.title", shiftsPath, roles(account.CaseManager)},
	{"relation.title", relationsPath, roles(account.CaseRoles()...)},
	{"desk.patrol", clerkHome + "/patrol", roles(account.Supervisor, account.CaseManager, account.Leader)},
	{"visit.desk.title", dayLists, roles(account.Receiver, account.Deliverer, account.CaseManager)},
	{"calendar.nav", clerkHome + "/calendar", roles(account.CaseManager, account.SystemAdmin)},
	{"licence.desk", deskLicences, roles(account.Reviewer, account.CaseManager)},
	{"referral.title", referralsPath, roles(account.County)},
	{"delivery.title", deliveriesPath, roles(account.Deliverer, account.Supervisor, account.CaseManager)},
	{"archive.title", archivesPath, roles(account.Archivist, account.Supervisor, account.CaseManager)},
	{"dead.title", deadPath, roles(account.Supervisor, account.CaseManager)},
	{"disclosure.desk", deskDisclosures, roles(account.Publisher, account.Leader, account.Supervisor, account.CaseManager)},
	{"enterprise.desk", deskEnterprises, roles(account.Receiver, account.CaseManager)},
}

// deskNav is the side menu of officers: the rooms that are open to him, his messages, and in a demonstration the outbox.
func deskNav(c echo.Context, actor account.Actor, unread int, outbox bool) []ui.Link {
	ctx, path := respond.Context(c), c.Path()
	var nav []ui.Link
	for _, r := range rooms {
		if r.open(actor) {
			nav = append(nav, ui.Link{Label: locale.T(ctx, r.key), Href: r.href, Current: path == r.href})
		}
	}
	nav = append(nav, ui.Link{Label: locale.T(ctx, "nav.inbox"), Href: inboxPath, Count: unread, Current: path == inboxPath})
	if outbox {
		nav = append(nav, ui.Link{Label: locale.T(ctx, "desk.outbox"), Href: "/demo/outbox", Current: path == "/demo/outbox"})
	}
	return nav
}
