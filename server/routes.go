package server

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/assets"
	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/web"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/numbers"
)

// route is one URL: who may knock, and who answers. Whose objects may be seen is the query's business.
type route struct {
	Method, Path string
	Rule         auth.Rule
	Handler      echo.HandlerFunc
}

const (
	get  = http.MethodGet
	post = http.MethodPost
)

// routes is the whole site on one screen.
func routes(site *web.Site) []route {
	uploads := &web.Uploads{Materials: site.Materials, Rules: site.Cases}
	clerk, editor := auth.Clerk(account.CaseRoles()...), auth.Clerk(account.Editor)
	accounts := auth.Clerk(account.Receiver, account.CaseManager)
	windows := auth.Clerk(account.Receiver, account.Deliverer, account.CaseManager)
	keepers := auth.Clerk(account.CaseManager, account.SystemAdmin)
	heads := auth.Clerk(account.Decider, account.CaseManager, account.Supervisor)                    // of what they decide, or of everything (domain.md 0.4)
	brigade := auth.Clerk(account.County, account.Reviewer, account.Supervisor, account.CaseManager) // late filings
	audit := auth.Clerk(account.AuditAdmin, account.Supervisor)                                      // the log of readings
	open := auth.Clerk(account.Publisher, account.Leader, account.Supervisor, account.CaseManager)   // the publicity of permits
	return []route{
		// for everybody
		{get, "/", auth.Public, site.Home(catalog.AudiencePerson)},
		{get, "/enterprise", auth.Public, site.EnterpriseFront()},
		{get, "/items", auth.Public, site.Items},
		{get, "/items/:code", auth.Public, site.Guide},
		{get, "/items/:code/situations", auth.Public, site.Situations},
		{get, "/items/:code/checklist", auth.Public, site.Checklist},
		{post, "/items/:code/checklist", auth.Public, site.SendChecklist}, // who is not signed in is led to the sign-in
		{get, "/items/:code/form", auth.Public, site.Blank},
		{get, "/items/:code/sample", auth.Public, site.Sample},
		{get, "/verify", auth.Public, site.VerifyForm},
		{get, "/verify/:code", auth.Public, site.Verify},
		{get, "/filings", auth.Public, site.Filings},
		{get, "/filings/:code", auth.Public, site.ShowFiling},
		{get, "/disclosure", auth.Public, site.Disclosures},
		{get, "/disclosure/:id", auth.Public, site.Disclosure},
		{get, "/hearings", auth.Public, site.Hearings},
		{get, "/disclosure/:id/objection", auth.Person, site.ObjectionForm},
		{post, "/disclosure/:id/objection", auth.Person, site.Object},
		{get, "/progress", auth.Public, site.ProgressForm},
		{post, "/progress", auth.Public, site.Progress},
		{get, "/about", auth.Public, site.About(pages.AboutContact)},
		{get, "/about/contact", auth.Public, site.About(pages.AboutContact)},
		{get, "/about/accessibility", auth.Public, site.About(pages.AboutAccessibility)},
		{get, "/about/privacy", auth.Public, site.About(pages.AboutPrivacy)},
		{get, "/about/procedure/:code", auth.Public, site.Procedure},
		{get, "/about/ratings", auth.Public, site.Rates},
		{get, "/about/open-data", auth.Public, site.About(pages.AboutOpenData)},
		{get, "/preferences", auth.Public, site.Prefer},
		{get, "/demo/outbox", auth.Public, site.TestOutbox},
		{get, "/robots.txt", auth.Public, site.Robots},
		{get, "/sitemap.xml", auth.Public, site.Sitemap},
		{get, assets.Prefix + "*", auth.Public, asset(assets.Handler())},

		// coming and going
		{get, "/sign-in", auth.Public, site.SignInForm},
		{post, "/sign-in", auth.Public, site.SignIn},
		{post, "/sign-in/code", auth.Public, site.SignInCode},
		{post, "/sign-in/step", auth.Public, site.SecondFactor},
		{get, "/register", auth.Public, site.RegisterForm},
		{post, "/register", auth.Public, site.Register},
		{post, "/register/code", auth.Public, site.RegisterCode},
		{get, "/reset-password", auth.Public, site.ResetForm},
		{post, "/reset-password", auth.Public, site.ResetPassword},
		{post, "/reset-password/code", auth.Public, site.ResetCode},
		{post, "/sign-out", auth.Public, site.SignOut},
		{post, "/session/touch", auth.SignedIn, site.Touch},

		// a person's own space
		{get, "/me", auth.SignedIn, site.Me},
		{get, "/me/live", auth.Person, site.LiveOwn()},
		{post, "/me/side", auth.Person, site.ActFor},
		{get, "/me/inbox", auth.SignedIn, site.Inbox},
		{post, "/me/inbox/read", auth.SignedIn, site.ReadNotices},
		{get, "/me/texts", auth.Person, site.Texts},
		{post, "/me/texts", auth.Person, site.ChooseTexts},
		{get, "/me/inbox/:id", auth.SignedIn, site.ShowNotice},
		{get, "/me/password", auth.SignedIn, site.PasswordForm},
		{post, "/me/password", auth.SignedIn, site.ChangePassword},
		{get, "/me/mobile", auth.Person, site.MobileForm},
		{post, "/me/mobile", auth.Person, site.ChangeMobile},
		{post, "/me/mobile/code", auth.Person, site.MobileCode},
		{post, "/me/mobile/old-code", auth.Person, site.OldMobileCode},
		{get, "/me/confirm", auth.Person, site.ConfirmForm},
		{post, "/me/confirm", auth.Person, site.Confirm},
		{post, "/me/confirm/code", auth.Person, site.ConfirmCode},

		// enterprises and who acts for them
		{get, "/register/enterprise", auth.Person, site.RegisterEnterpriseForm},
		{post, "/register/enterprise", auth.Person, site.RegisterEnterprise},
		{get, "/me/enterprise", auth.Enterprise, site.Members},
		{get, "/me/filings", auth.Enterprise, site.MyFilings},
		{get, "/me/filings/:code/roster", auth.Enterprise, site.Roster},
		{post, "/me/enterprise/members", auth.Enterprise, site.AddMember},
		{post, "/me/memberships/:id/accept", auth.Person, site.AcceptMembership},
		{post, "/me/memberships/:id/end", auth.Person, site.EndMembership},
		{post, "/me/memberships/:id/suspend", auth.Enterprise, site.SuspendMembership},
		{post, "/me/memberships/:id/resume", auth.Enterprise, site.ResumeMembership},
		{get, "/me/memberships/:id", auth.Person, site.Authorisation},
		{post, "/me/registrations/:id/confirm", auth.Person, site.ConfirmRegistration},
		{get, "/enterprise/cases", auth.Enterprise, site.EnterpriseCases},
		{get, "/enterprise/cases/live", auth.Enterprise, site.LiveUnit()},
		{get, "/enterprise/cases/:id/hand-over", auth.Enterprise, site.HandOverForm},
		{post, "/enterprise/cases/:id/hand-over", auth.Enterprise, site.HandOver},
		{post, "/enterprise/offers/:id", auth.Enterprise, site.AnswerOffer},
		{get, "/me/box", auth.Person, site.Box},
		{post, "/me/box", auth.Person, site.AddPaper},
		{get, "/me/box/:id", auth.Person, site.OpenPaper},
		{post, "/me/box/:id/remove", auth.Person, site.RemovePaper},
		{get, "/enterprise/takeover", auth.Person, site.TakeoverForm},
		{post, "/enterprise/takeover", auth.Person, site.AskTakeover},
		{post, "/enterprise/takeovers/:id/object", auth.Enterprise, site.ObjectTakeover},

		// business endorsements: an enterprise's registration and requests, a person's own
		{get, "/business", auth.Person, site.Business},
		{get, "/business/dates", auth.Public, site.BusinessDates},
		{get, "/business/template/:kind", auth.Public, site.BusinessTemplate},
		{get, "/business/registration", auth.Enterprise, site.BusinessForm},
		{post, "/business/registration", auth.Enterprise, site.ApplyBusiness},
		{get, "/business/requests/new", auth.Person, site.NewBusinessRequest},
		{post, "/business/requests", auth.Person, site.SaveBusinessRequest},
		{get, "/business/requests/:id", auth.Person, site.BusinessRequest},
		{post, "/business/requests/:id", auth.Person, site.SaveBusinessRequest},
		{post, "/business/requests/:id/papers", auth.Person, site.AddBusinessPaper},
		{post, "/business/requests/:id/papers/:paper/remove", auth.Person, site.RemoveBusinessPaper},
		{post, "/business/requests/:id/submit", auth.Person, site.SubmitBusinessRequest},
		{post, "/business/requests/:id/redate", auth.Person, site.RedateBusinessRequest},
		{post, "/business/requests/:id/seats", auth.Person, site.TakeBusinessSeats},
		{post, "/business/marks/:id/statement", auth.Enterprise, site.HearMark},
		{get, "/desk/business", clerk, site.BusinessDesk},
		{get, "/desk/business/live", clerk, site.LiveDesks(expedite.SeesDesk)},
		{get, "/desk/business/:id/live", clerk, site.LiveBusiness()},
		{get, "/desk/business/:id", clerk, site.BusinessCase},
		{get, "/desk/business/:id/papers/:paper", clerk, site.BusinessPaper},
		{post, "/desk/business/:id/verify", clerk, site.VerifyBusiness},
		{post, "/desk/business/:id/doubt", clerk, site.DoubtBusiness},
		{post, "/desk/business/:id/admit", clerk, site.AdmitBusiness()},
		{post, "/desk/business/:id/ordinary", clerk, site.OrdinaryBusiness()},
		{post, "/desk/business/:id/departed", clerk, site.DepartedBusiness()},
		{post, "/desk/business/:id/shift", clerk, site.ShiftBusiness()},
		{get, "/desk/numbers", heads, site.Numbers},
		{get, "/desk/numbers/live", heads, site.LiveDesks(numbers.Reads)},
		{get, "/desk/numbers.csv", heads, site.NumbersCSV},
		{get, "/desk/numbers.xlsx", heads, site.NumbersXLSX},
		{get, "/desk/what-if", heads, site.WhatIf},
		{get, "/desk/business-doubts", clerk, site.BusinessDoubts},
		{get, "/desk/business-doubts/:id", clerk, site.BusinessDoubt},
		{get, "/desk/business-doubts/:id/papers/:paper", clerk, site.DoubtPaper},
		{post, "/desk/business-doubts/:id/answer", clerk, site.AnswerDoubt},
		{get, "/desk/business-marks", clerk, site.BusinessMarks},
		{post, "/desk/business-marks", clerk, site.ProposeMark},
		{post, "/desk/business-marks/:id/decide", clerk, site.DecideMark},
		{post, "/desk/business-marks/:id/lift", clerk, site.LiftMark},

		// from a draft to a received case
		{get, "/items/:code/start", auth.Person, site.StartForm},
		{post, "/items/:code/start", auth.Public, site.Start}, // the guide's button: who is not signed in is led to the sign-in
		{get, "/drafts/:id", auth.Person, site.Draft},
		{post, "/drafts/:id/answers", auth.Person, site.SaveAnswers},
		{get, "/drafts/:id/sections/:key", auth.Person, site.Section},
		{post, "/drafts/:id/sections/:key", auth.Person, site.SaveSection},
		{get, "/roster/template", auth.Public, site.RosterTemplate},
		{post, "/drafts/:id/roster", auth.Person, site.ImportRoster},
		{get, "/drafts/:id/check", auth.Person, site.Check},
		{post, "/drafts/:id/finish", auth.Person, site.Finish},
		{post, "/drafts/:id/reopen", auth.Person, site.Reopen},
		{get, "/drafts/:id/discard", auth.Person, site.DiscardForm},
		{post, "/drafts/:id/discard", auth.Person, site.Discard},
		{get, "/unit/sign", auth.Enterprise, site.UnitList},
		{get, "/unit/sign/:id", auth.Enterprise, site.UnitForm},
		{post, "/unit/sign/:id", auth.Enterprise, site.UnitSign},
		{post, "/unit/sign/:id/return", auth.Enterprise, site.UnitReturn},

		// files, resumable (tus 1.0) or in one piece
		{http.MethodOptions, "/uploads", auth.Public, uploads.Options},
		{post, "/uploads", auth.Person, uploads.Create},
		{http.MethodHead, "/uploads/:id", auth.Person, uploads.Head},
		{http.MethodPatch, "/uploads/:id", auth.Person, uploads.Patch},
		{http.MethodDelete, "/uploads/:id", auth.Person, uploads.Delete},
		{get, "/uploads/:id/content", auth.Person, uploads.Content},

		// a case as its applicant and his unit see it
		{get, "/me/licences", auth.Person, site.MyLicences},
		{get, "/me/licences/:id/:measure", auth.Person, site.LicenceForm},
		{post, "/me/licences/:id/:measure", auth.Person, site.AskMeasure},
		{post, "/cases/:id/compensation", auth.Person, site.AskCompensation},
		{get, "/cases/:id/claim", auth.Person, site.ClaimForm},
		{post, "/cases/:id/claim", auth.Person, site.Claim},
		{get, "/cases/:id/statement", auth.Person, site.StatementForm},
		{post, "/cases/:id/statement", auth.Person, site.Statement},
		{get, "/me/cases", auth.Person, site.MyCases},
		{get, "/cases/:id", auth.Person, site.Case},
		{get, "/cases/:id/live", auth.Person, site.LiveCase()},
		{get, "/cases/:id/correction", auth.Person, site.Correction},
		{post, "/cases/:id/correction", auth.Person, site.AnswerCorrection},
		{post, "/cases/:id/messages", auth.Person, site.Message},
		{get, "/cases/:id/clocks", auth.Person, site.CaseClocks},
		{get, "/cases/:id/rating", auth.Person, site.Opinion},
		{post, "/cases/:id/rating", auth.Person, site.Rate},
		{post, "/cases/:id/rating/again", auth.Person, site.RateAgain},
		{post, "/cases/:id/voices", auth.Person, site.Speak},
		{get, "/cases/:id/withdraw", auth.Person, site.WithdrawForm},
		{post, "/cases/:id/withdraw", auth.Person, site.Withdraw},
		{post, "/cases/:id/replies", auth.Person, site.Reply},
		{post, "/cases/:id/delivery", auth.Person, site.ConfirmDelivery},
		{get, "/cases/:id/delivery-address", auth.Person, site.DeliveryAddressForm},
		{post, "/cases/:id/delivery-address", auth.Person, site.ChooseDelivery},
		{get, "/cases/:id/materials/:material", auth.SignedIn, site.CaseMaterial},
		{get, "/documents/:id", auth.SignedIn, site.Document},
		{get, "/documents/:id/file", auth.SignedIn, site.DocumentFile},

		// appointments at a window
		{get, "/items/:code/appointment", auth.Public, site.ChooseVisit},
		{get, "/appointments/new", auth.Person, site.ConfirmVisit},
		{post, "/appointments", auth.Person, site.BookVisit},
		{get, "/me/appointments", auth.Person, site.Visits},
		{get, "/appointments/:id", auth.SignedIn, site.Slip}, // an officer who reads the code on a slip comes to his list
		{get, "/appointments/:id/move", auth.Person, site.MoveVisitForm},
		{post, "/appointments/:id/move", auth.Person, site.MoveVisit},
		{get, "/appointments/:id/cancel", auth.Person, site.CancelVisitForm},
		{post, "/appointments/:id/cancel", auth.Person, site.CancelVisit},
		{get, "/desk/appointments", windows, site.DayList},
		{post, "/desk/appointments/:id/mark", windows, site.MarkVisit},
		{get, "/desk/windows", auth.Clerk(account.CaseManager), site.PickWindow},
		{get, "/desk/windows/:code", auth.Clerk(account.CaseManager), site.Hours},
		{post, "/desk/windows/:code", auth.Clerk(account.CaseManager), site.SetHours},
		{post, "/desk/windows/:code/walk-ins", windows, site.CountWalkIn},
		{post, "/desk/windows/:code/days", auth.Clerk(account.CaseManager), site.SetDay},
		{post, "/desk/windows/:code/days/:day/remove", auth.Clerk(account.CaseManager), site.UnsetDay},

		// officers at their desks
		{get, "/desk", auth.Clerk(append(account.CaseRoles(), account.Editor, account.AuditAdmin)...), site.Desk},
		{get, "/desk/live", clerk, site.LiveDesk()},
		{get, "/desk/search", clerk, site.FindCases},
		{get, "/desk/enterprises", accounts, site.DeskEnterprises},
		{post, "/desk/enterprises/registrations/:id", accounts, site.RecordEnterprise},
		{get, "/desk/enterprises/takeovers/:id/evidence", accounts, site.TakeoverEvidence},
		{post, "/desk/enterprises/takeovers/:id", accounts, site.DecideTakeover},
		{get, "/desk/queue/:desk/:stage", clerk, site.Queue},
		{get, "/desk/queue/:desk/:stage/live", clerk, site.LiveQueue()},
		{post, "/desk/queue/:desk/:stage/claim", clerk, site.ClaimNext},
		{get, "/desk/cases/:id", clerk, site.Review},
		{get, "/desk/cases/:id/live", clerk, site.LiveCase()},
		{get, "/desk/cases/:id/clocks", clerk, site.DeskClocks},
		{get, "/desk/cases/:id/roster", clerk, site.RosterOfCase},
		{get, "/desk/cases/:id/archive", auth.Clerk(account.Archivist, account.Supervisor, account.CaseManager), site.Archive},
		{get, "/desk/cases/:id/hand-over", auth.Clerk(account.CaseManager), site.DeskHandOverForm},
		{post, "/desk/cases/:id/hand-over", auth.Clerk(account.CaseManager), site.DeskHandOver},
		{post, "/desk/cases/:id/decide", clerk, site.Decide},
		{post, "/desk/cases/:id/files", clerk, site.Enclose},
		{post, "/desk/cases/:id/visit", clerk, site.RecordVisit},
		{post, "/desk/cases/:id/checks", clerk, site.RecordChecks},
		{post, "/desk/cases/:id/messages", clerk, site.WriteToApplicant},
		{post, "/desk/steps/:id/heartbeat", clerk, site.Heartbeat},
		{post, "/desk/steps/:id/note", clerk, site.SaveNote},
		{post, "/desk/steps/:id/return", clerk, site.ReturnStep},
		{post, "/desk/steps/:id/undo", clerk, site.UndoDecision},
		{post, "/desk/steps/:id/commit", clerk, site.CommitDecision},
		{post, "/desk/steps/:id/dismiss", clerk, site.DismissDecision},
		{post, "/desk/steps/:id/pick", auth.Clerk(account.CaseManager, account.Supervisor), site.Pick},
		{post, "/desk/steps/:id/release", auth.Clerk(account.CaseManager), site.ReleaseStep},
		{post, "/desk/steps/:id/take-over", auth.Clerk(account.CaseManager, account.Supervisor), site.TakeOver},
		{get, "/desk/relations", clerk, site.Relations},
		{post, "/desk/relations", clerk, site.Declare},
		{post, "/desk/relations/:id/withdraw", clerk, site.Undeclare},
		{get, "/desk/shifts", auth.Clerk(account.CaseManager, account.Supervisor), site.Shifts},
		{get, "/desk/shifts/live", auth.Clerk(account.CaseManager, account.Supervisor), site.LiveDesks(account.Actor.IsClerk)},
		{post, "/desk/shifts/assign", auth.Clerk(account.CaseManager), site.Assign},
		{post, "/desk/shifts/leave", auth.Clerk(account.CaseManager), site.SetLeave},
		{post, "/desk/shifts/hours", auth.Clerk(account.CaseManager), site.SetShift},
		{get, "/desk/cards", clerk, site.Cards},
		{post, "/desk/cards/:id/answer", clerk, site.AnswerCard},
		{get, "/desk/orders", auth.Clerk(account.Supervisor, account.CaseManager), site.OrderForm},
		{post, "/desk/orders", auth.Clerk(account.Supervisor, account.CaseManager), site.IssueOrder},
		{get, "/desk/justice", clerk, site.Justice},
		{post, "/desk/justice", auth.Clerk(account.Supervisor, account.CaseManager), site.RegisterJustice},
		{post, "/desk/justice/:id/answer", clerk, site.AnswerJustice},
		{get, "/desk/ratings", clerk, site.Repairs},
		{post, "/desk/ratings/:id/:act", clerk, site.OnRepair},
		{post, "/desk/voices/:id/answer", auth.Clerk(account.Supervisor, account.CaseManager), site.AnswerVoice},
		{get, "/desk/calendar", keepers, site.Calendar},
		{get, "/desk/calendar/:year", keepers, site.Calendar},
		{get, "/desk/patrol", auth.Clerk(account.Supervisor, account.CaseManager, account.Leader), site.Patrol},
		{get, "/desk/readings", audit, site.Readings},
		{post, "/desk/readings", audit, site.AskReadings},
		{get, "/desk/readings.csv", auth.Clerk(account.AuditAdmin), site.ReadingsCSV},
		{get, "/desk/licences", auth.Clerk(account.Reviewer, account.CaseManager, account.Supervisor), site.DeskLicences},
		{post, "/desk/licences", auth.Clerk(account.Reviewer, account.CaseManager), site.OpenMeasure},
		{get, "/desk/penalties/:id", auth.Clerk(account.CaseManager), site.Penalty},
		{post, "/desk/penalties/:id", auth.Clerk(account.CaseManager), site.RulePenalty},
		{get, "/desk/referrals", brigade, site.Referrals},
		{post, "/desk/referrals/:id", auth.Clerk(account.County, account.Reviewer), site.AnswerReferral},
		{get, "/desk/archives", auth.Clerk(account.Archivist, account.Supervisor, account.CaseManager), site.Archives},
		{post, "/desk/archives/:id", auth.Clerk(account.Archivist), site.ArchiveCase},
		{get, "/desk/deliveries", auth.Clerk(account.Deliverer, account.Supervisor, account.CaseManager), site.Deliveries},
		{post, "/desk/deliveries/:id", auth.Clerk(account.Deliverer), site.RecordDelivery},
		{get, "/desk/dead-letters", auth.Clerk(account.Supervisor, account.CaseManager), site.DeadLetters},
		{post, "/desk/dead-letters/:id/resend", auth.Clerk(account.Supervisor, account.CaseManager), site.ResendLetter},
		{get, "/desk/disclosure", open, site.DeskDisclosures},
		{post, "/desk/disclosure/publish", auth.Clerk(account.Publisher), site.PublishDisclosures},
		{get, "/desk/disclosure/:id", open, site.DeskDisclosure},
		{post, "/desk/disclosure/:id/publish", auth.Clerk(account.Publisher), site.PublishDisclosure},
		{post, "/desk/disclosure/:id/withhold", auth.Clerk(account.Publisher), site.WithholdDisclosure},
		{post, "/desk/disclosure/:id/approve", auth.Clerk(account.Leader), site.ApproveWithholding},
		{post, "/desk/disclosure/:id/objections/:objection", auth.Clerk(account.Publisher), site.RuleObjection},
		{get, "/desk/editor", editor, site.Editors},
		{post, "/desk/editor", editor, site.BeginRevision},
		{post, "/desk/editor/searches", editor, site.DealWithSearch},
		{get, "/desk/editor/:id", editor, site.Revision},
		{post, "/desk/editor/:id", editor, site.SaveRevision},
		{post, "/desk/editor/:id/check", editor, site.CheckRevision},
		{get, "/desk/editor/:id/preview", editor, site.PreviewRevision},
		{get, "/desk/editor/:id/changes", editor, site.RevisionChanges},
		{post, "/desk/editor/:id/approve", editor, site.ApproveRevision},
		{post, "/desk/editor/:id/return", editor, site.ReturnRevision},
		{post, "/desk/editor/:id/retire", editor, site.RetireItem},
		{post, "/desk/editor/:id/rebase", editor, site.RebaseRevision},
		{post, "/desk/editor/:id/discard", editor, site.DiscardRevision},
		{post, "/desk/patrol/:id/close", auth.Clerk(account.Supervisor, account.CaseManager), site.CloseHit},
	}
}

// asset serves an asset; where there is none, the error page answers as everywhere.
func asset(handler http.Handler) echo.HandlerFunc {
	return func(c echo.Context) error {
		if !assets.Exists(c.Request().URL.Path) {
			return echo.ErrNotFound
		}
		handler.ServeHTTP(c.Response(), c.Request())
		return nil
	}
}

// install puts the routes into the router. A route without a rule or handler, or one that stands twice, does not start. HEAD is
// answered wherever GET is.
func install(e *echo.Echo, all []route) error {
	seen := map[string]bool{}
	for _, r := range all {
		name := r.Method + " " + r.Path
		switch {
		case r.Rule.String() == "":
			return fmt.Errorf("route %s has no rule: say who may knock", name)
		case r.Handler == nil:
			return fmt.Errorf("route %s has no handler", name)
		case seen[name]:
			return fmt.Errorf("route %s stands twice", name)
		}
		seen[name] = true
		answer := sound(r.Path, auth.Require(r.Rule)(r.Handler)) // composed once: echo would do it at each request
		e.Add(r.Method, r.Path, answer)
		if r.Method == get {
			e.Add(http.MethodHead, r.Path, answer)
		}
	}
	return nil
}
