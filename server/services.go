package server

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/handlers/api"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/handlers/web"
	"github.com/yiyang-police/permit-portal/migrations"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/appointment"
	"github.com/yiyang-police/permit-portal/models/calendar"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/delivery"
	"github.com/yiyang-police/permit-portal/models/disclosure"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/enterprise"
	"github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/filing"
	"github.com/yiyang-police/permit-portal/models/live"
	"github.com/yiyang-police/permit-portal/models/material"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/numbers"
	"github.com/yiyang-police/permit-portal/models/reading"
	"github.com/yiyang-police/permit-portal/models/roster"
	"github.com/yiyang-police/permit-portal/models/supervise"
	"github.com/yiyang-police/permit-portal/models/workday"
	"github.com/yiyang-police/permit-portal/server/register"
	"github.com/yiyang-police/permit-portal/server/simulator"

	"github.com/labstack/echo/v4"
)

func (a *app) loadCalendars(ctx context.Context) error {
	bundled, err := workday.ReadYears(migrations.Calendars())
	if err != nil {
		return err
	}
	a.calendars, err = calendar.Open(ctx, a.db, bundled, a.log)
	return err
}

// courts are those at the seats of bureaus that decide in their own name (行政诉讼法 第十八条).
var courts = map[string]string{
	"益阳市公安局资阳分局": "益阳市资阳区人民法院", "南县公安局": "南县人民法院", "桃江县公安局": "桃江县人民法院",
	"安化县公安局": "安化县人民法院", "沅江市公安局": "沅江市人民法院",
}

// house is the authority that decides and what its letters say of remedies.
func (a *app) house() document.House {
	return document.House{
		Agency: "益阳市公安局", Prefix: "益公", PermitSeal: "益阳市公安局行政许可专用章",
		Reviewer: "益阳市人民政府", ReviewOnline: a.config.ReviewURL, Court: a.config.Court, Courts: courts,
		Phone: a.config.SupervisionPhone, Demo: a.config.demo(),
	}
}

func (a *app) openFiles(context.Context) error {
	blobs, err := material.OpenDisk(filepath.Join(a.config.DataDir, "blobs"))
	if err != nil {
		return err
	}
	house := a.house()
	authority, err := document.OpenAuthority(a.keys(), house.Agency, house.PermitSeal)
	if err != nil {
		return err
	}
	var scanner material.Scanner = material.BuiltinScanner{}
	if a.config.Clamd != "" {
		scanner = material.ParseClamd(a.config.Clamd)
	}
	a.materials = material.New(a.db, blobs, scanner)
	a.documents = document.New(a.db, blobs, authority, house, a.config.PublicURL, a.calendars.Current)
	return nil
}

// keys is where the local authority's keys are.
func (a *app) keys() string { return filepath.Join(a.config.DataDir, "keys") }

func (a *app) publishItems(ctx context.Context) error {
	a.catalog = catalog.New(a.db, a.calendars.Current(), a.log)
	report, err := a.catalog.Publish(ctx, migrations.Items())
	if err != nil {
		return err
	}
	for _, ref := range report.Published {
		a.log.Info("item published", "item", ref)
	}
	if len(report.Missing) > 0 {
		a.log.Warn("published items have no file in this binary", "items", report.Missing)
	}
	return nil
}

// footer is what the configuration says about the site itself.
func (a *app) footer() ui.Footer {
	c := a.config
	return ui.Footer{
		SupervisionPhone: c.SupervisionPhone, ServicePhone: c.ServicePhone, Address: c.Address,
		ICP: c.ICPNumber, Police: c.PoliceNumber, SiteCode: c.SiteCode, Demo: c.demo(),
	}
}

// openServices builds the use-cases on registers and gateways of the outside world.
func (a *app) openServices(ctx context.Context) error {
	a.live = live.New(a.db, a.log)
	outside, err := a.registers(ctx)
	if err != nil {
		return err
	}
	a.licences = outside.Licences
	if err := a.openNotices(); err != nil {
		return err
	}
	secret, err := a.config.sealSecret()
	if err != nil {
		return err
	}
	a.accounts, err = account.New(account.Config{
		DB: a.db, Population: outside.RealNames, Texter: notice.Texter{}, Secret: secret, Demo: a.config.demo(),
		Watch: enterprise.Watch,
	})
	if err != nil {
		return err
	}
	a.enterprises, err = enterprise.New(enterprise.Config{
		DB: a.db, Companies: outside.Companies, Materials: a.materials, Limiter: a.accounts.Limiter, Wait: a.config.TakeoverWait,
		Calendar: a.calendars.Current,
	})
	if err != nil {
		return err
	}
	if a.readings, err = reading.Open(a.db, secret); err != nil {
		return err
	}
	if a.rosters, err = roster.Open(a.db, secret); err != nil {
		return err
	}
	if a.deliveries, err = delivery.New(a.db, a.calendars.Current, outside.Post); err != nil {
		return err
	}
	a.cases, err = casework.New(casework.Config{
		DB: a.db, Roster: a.rosters, Items: a.catalog, Calendar: a.calendars.Current, Newest: a.calendars.Newest, Documents: a.documents, Undo: a.config.Undo,
		Registers: casework.Registers{Population: outside.Population, Explosives: outside.Explosives, Background: outside.Background,
			Companies: outside.Businesses, Security: outside.Security, Guards: outside.Guards},
		Follow: []casework.Follower{func(tx *db.Tx, m casework.Moved) error { return a.expedite.Follow(tx, m) }, a.deliveries.Follow},
	})
	if err != nil {
		return err
	}
	quota, err := expedite.ParseQuota(migrations.Quota)
	if err != nil {
		return err
	}
	a.expedite, err = expedite.New(expedite.Config{DB: a.db, Cases: a.cases, Calendar: a.calendars.Current, Registers: outside.Business, Quota: quota})
	if err != nil {
		return err
	}
	if a.filings, err = filing.New(a.db); err != nil {
		return err
	}
	a.disclosures, err = disclosure.New(a.db, a.calendars.Current)
	if err != nil {
		return err
	}
	if a.numbers, err = numbers.New(numbers.Config{DB: a.db, Calendar: a.calendars.Current}); err != nil {
		return err
	}
	a.supervise, err = supervise.New(supervise.Config{
		DB: a.db, Items: a.catalog, Calendar: a.calendars.Current, Documents: a.documents, IdleSearches: a.config.IdleSearches,
	})
	if err != nil {
		return err
	}
	a.appointments, err = appointment.New(appointment.Config{
		DB: a.db, Items: a.catalog, Cases: a.cases, Calendar: a.calendars.Current,
	})
	return err
}

// registers are the real ones behind their gateway, or in a demonstration without one those of the simulated world. None keeps the
// portal waiting for long.
func (a *app) registers(ctx context.Context) (outside register.Set, err error) {
	if a.config.demo() {
		if a.world, err = simulator.Open(ctx, a.db); err != nil {
			return outside, err
		}
		outside = a.world.Registers()
	}
	if a.config.RegisterURL != "" {
		gateway, err := register.NewGateway(a.config.RegisterURL, a.config.RegisterKey)
		if err != nil {
			return outside, err
		}
		outside = gateway.Set()
	}
	return register.Timely(outside, register.Patience), nil
}

// openNotices sends short messages by the gateway; a demonstration without one shows them in its outbox.
func (a *app) openNotices() error {
	if a.config.SMSURL == "" {
		a.outbox = notice.NewOutbox(a.db)
	}
	var sms notice.SMS = a.outbox
	if a.world != nil {
		sms = simulator.Network{World: a.world, Next: a.outbox}
	}
	if a.outbox == nil {
		gateway, err := register.NewSMS(a.config.SMSURL, a.config.SMSKey)
		if err != nil {
			return err
		}
		sms = gateway
	}
	var err error
	a.notices, err = notice.New(a.db, sms)
	return err
}

// demoAccounts makes the accounts of a demonstration, and keeps production from running on a database that has them.
func (a *app) demoAccounts(ctx context.Context) error {
	if a.config.demo() {
		return a.accounts.SeedDemo(ctx, a.world.Demo())
	}
	found, err := a.accounts.HasDemoAccounts(ctx)
	if err == nil && found {
		err = errors.New("the database holds demo accounts, whose passwords everybody knows: production needs a database of its own")
	}
	return err
}

// pageCache is how many bytes of rendered public pages are kept.
const pageCache = 16 << 20

// Searches of one address that are not answered from memory: a whole office may sit behind it, typing.
const (
	searchesPerSecond = 50
	searchesAtOnce    = 500
)

// openSite builds the doors and renders the error pages of last resort.
func (a *app) openSite(context.Context) error {
	text, err := a.config.tokenKeys()
	if err != nil {
		return err
	}
	keys, err := auth.ParseKeys(text)
	if err != nil {
		return err
	}
	tokens, err := auth.NewTokens(keys, a.db.Now)
	if err != nil {
		return err
	}
	machines, err := a.config.machines()
	if err != nil {
		return err
	}
	a.auth = auth.New(a.accounts, tokens, machines, a.log)
	front, err := catalog.ParseFront(migrations.Front)
	if err != nil {
		return err
	}
	searches := respond.NewPace(searchesPerSecond, searchesAtOnce)
	a.site = &web.Site{
		Enterprises: a.enterprises,
		Accounts:    a.accounts, Calendars: a.calendars, Catalog: a.catalog, Cases: a.cases, Documents: a.documents, Materials: a.materials, Notices: a.notices, Outbox: a.outbox,
		Supervise: a.supervise, Appointments: a.appointments, Expedite: a.expedite, Numbering: a.numbers, Auth: a.auth, Cache: respond.NewCache(pageCache), Footer: a.footer(), PublicURL: a.config.PublicURL, Now: a.db.Now,
		Front: front, Searches: searches,
		Delivering: a.deliveries,
		Publicity:  a.disclosures, Filing: a.filings, Live: a.live.Hub,
		Rosters: a.rosters, ReadingLog: a.readings,
	}
	for _, d := range a.demoLogins() {
		a.site.DemoAccounts = append(a.site.DemoAccounts, pages.DemoAccount{Login: d.Login, Name: d.Name, Post: postOf(d), Password: d.Password})
	}
	a.site.Prepare()
	a.api = &api.API{
		Enterprise: a.enterprises,
		Accounts:   a.accounts, Calendars: a.calendars, Catalog: a.catalog, Cases: a.cases, Documents: a.documents, Materials: a.materials, Notices: a.notices,
		Supervise: a.supervise, Appointments: a.appointments, Expedite: a.expedite, Numbering: a.numbers, Auth: a.auth, Cache: a.site.Cache, Frame: a.docsFrame,
		Searches:  searches,
		Publicity: a.disclosures, Filing: a.filings, Deliveries: a.deliveries,
		Rosters: a.rosters, ReadingLog: a.readings,
	}
	a.errors = &respond.Errors{Log: a.log, Frame: a.site.ErrorFrame}
	return a.errors.Prepare()
}

// docsFrame stands around the API's documentation: like any public page, and fit to be found.
func (a *app) docsFrame(c echo.Context, title string) ui.Frame {
	f := a.site.ErrorFrame(c)
	f.Title, f.NoIndex = title, false
	return f
}

// demoLogins are the accounts that a demonstration shows to everybody.
func (a *app) demoLogins() []account.DemoAccount {
	if !a.config.demo() {
		return nil
	}
	logins := account.DemoAccounts(a.world.Demo())
	for _, p := range a.world.Newcomers() { // they have no account yet: what registering asks for
		logins = append(logins, account.DemoAccount{Login: p.Mobile, Password: "—", Name: p.Name, Note: p.Note + "；公民身份号码 " + p.IDNumber})
	}
	return logins
}

// postOf says what somebody is in a demonstration: a clerk's desk and roles, or what a person is good for.
func postOf(d account.DemoAccount) string {
	words := []string{d.Note, d.Desk}
	for _, role := range d.Roles {
		words = append(words, string(role))
	}
	return strings.TrimSpace(strings.Join(words, " "))
}
