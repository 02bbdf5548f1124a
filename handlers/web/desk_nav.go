package web

import (
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/numbers"
	"github.com/yiyang-police/permit-portal/models/reading"
)

// room is a page of the side menu and who finds it there.
type room struct {
	key, href string
	open      func(account.Actor) bool
}

func roles(of ...account.Role) func(account.Actor) bool {
	return func(a account.Actor) bool { return a.HasAny(of...) }
}

// corridor are rooms that belong together, under a heading of the side menu.
type corridor struct {
	key   string
	rooms []room
}

// corridors are the pages of officers in the order of the side menu.
var corridors = []corridor{
	{"desk.nav.cases", []room{
		{"desk.home", clerkHome, roles(account.CaseRoles()...)},
		{"desk.search", clerkHome + "/search", roles(account.CaseRoles()...)},
		{"business.desk.title", businessDesk, expedite.SeesDesk},
		{"doubt.title", businessDoubts, expedite.SeesDoubts},
		{"business.marks", businessMarks, expedite.SeesMarks},
		{"licence.desk", deskLicences, roles(account.Reviewer, account.CaseManager, account.Supervisor)},
		{"referral.title", referralsPath, roles(account.County)},
		{"visit.desk.title", dayLists, roles(account.Receiver, account.Deliverer, account.CaseManager)},
		{"delivery.title", deliveriesPath, roles(account.Deliverer, account.Supervisor, account.CaseManager)},
		{"archive.title", archivesPath, roles(account.Archivist, account.Supervisor, account.CaseManager)},
		{"disclosure.desk", deskDisclosures, roles(account.Publisher, account.Leader, account.Supervisor, account.CaseManager)},
		{"relation.title", relationsPath, roles(account.CaseRoles()...)},
	}},
	{"desk.nav.supervision", []room{
		{"numbers.title", numbersHome, numbers.Reads},
		{"desk.supervise", clerkHome + "/cards", roles(account.CaseRoles()...)},
		{"repair.title", repairsHome, roles(account.CaseRoles()...)},
		{"desk.patrol", clerkHome + "/patrol", roles(account.Supervisor, account.CaseManager, account.Leader)},
		{"justice.title", justicePath, roles(account.CaseRoles()...)},
		{"reading.title", readingsPath, reading.Reads},
		{"dead.title", deadPath, roles(account.Supervisor, account.CaseManager)},
	}},
	{"desk.nav.arrangements", []room{
		{"shifts.title", shiftsPath, roles(account.CaseManager, account.Supervisor)},
		{"calendar.nav", clerkHome + "/calendar", roles(account.CaseManager, account.SystemAdmin)},
		{"enterprise.desk", deskEnterprises, roles(account.Receiver, account.CaseManager)},
		{"desk.editor", editorHome, roles(account.Editor)},
	}},
}

// deskNav is the side menu of officers: the rooms that are open to him, his messages, and in a demonstration the outbox.
func deskNav(c echo.Context, actor account.Actor, unread int, outbox bool) []ui.NavGroup {
	ctx, path := respond.Context(c), c.Path()
	link := func(key, href string, count int) ui.Link {
		return ui.Link{Label: locale.T(ctx, key), Href: href, Count: count, Current: path == href}
	}
	var nav []ui.NavGroup
	for _, along := range corridors {
		group := ui.NavGroup{Label: locale.T(ctx, along.key)}
		for _, r := range along.rooms {
			if r.open(actor) {
				group.Links = append(group.Links, link(r.key, r.href, 0))
			}
		}
		if len(group.Links) > 0 {
			nav = append(nav, group)
		}
	}
	own := ui.NavGroup{Label: locale.T(ctx, "desk.nav.own"), Links: []ui.Link{link("nav.inbox", inboxPath, unread)}}
	if outbox {
		own.Links = append(own.Links, link("desk.outbox", "/demo/outbox", 0))
	}
	return append(nav, own)
}
