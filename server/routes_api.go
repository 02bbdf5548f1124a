package server

import (
	"net/http"

	"github.com/yiyang-police/permit-portal/handlers/api"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/models/account"
)

const (
	put    = http.MethodPut
	patch  = http.MethodPatch
	remove = http.MethodDelete
)

// apiRoutes is the door for programs on one screen. A test holds it against handlers/api/openapi.yaml, rules included.
func apiRoutes(a *api.API) []route {
	windows := auth.Clerk(account.Receiver, account.Deliverer, account.CaseManager)
	brigade := auth.Clerk(account.County, account.Reviewer, account.Supervisor, account.CaseManager) // late filings
	open := auth.Clerk(account.Publisher, account.Leader, account.Supervisor, account.CaseManager)   // the publicity of permits
	return []route{
		{get, "/api/docs", auth.Public, a.Docs},
		{get, "/api/problems/:code", auth.Public, a.ProblemType},
		{get, "/api/v1/openapi.json", auth.Public, a.OpenAPI},

		// for everybody
		{get, "/api/v1/items", auth.Public, a.Items},
		{get, "/api/v1/items/facets", auth.Public, a.Facets},
		{get, "/api/v1/themes", auth.Public, a.Themes},
		{get, "/api/v1/departments", auth.Public, a.Departments},
		{get, "/api/v1/open-data/items.json", auth.Public, a.OpenItems},
		{get, "/api/v1/open-data/items.csv", auth.Public, a.OpenItemsCSV},
		{get, "/api/v1/open-data/disclosures.json", auth.Public, a.OpenDisclosures},
		{get, "/api/v1/open-data/disclosures.csv", auth.Public, a.OpenDisclosuresCSV},
		{get, "/api/v1/filings", auth.Public, a.Filings},
		{get, "/api/v1/filings/:code", auth.Public, a.ShowFiling},
		{get, "/api/v1/me/filings", auth.Enterprise, a.MyFilings},
		{get, "/api/v1/me/filings/:code/roster", auth.Enterprise, a.MyRoster},
		{get, "/api/v1/roster/template", auth.Public, a.RosterTemplate},
		{get, "/api/v1/disclosures", auth.Public, a.Disclosures},
		{get, "/api/v1/disclosures/:id", auth.Public, a.Disclosure},
		{get, "/api/v1/hearings", auth.Public, a.Hearings},
		{post, "/api/v1/disclosures/:id/objections", auth.Person, a.ObjectToDisclosure},
		{get, "/api/v1/items/:code", auth.Public, a.Item},
		{get, "/api/v1/items/:code/versions", auth.Public, a.ItemVersions},
		{get, "/api/v1/items/:code/versions/:version", auth.Public, a.ItemVersion},
		{get, "/api/v1/certificates/verify/:code", auth.Public, a.Verify},
		{post, "/api/v1/progress", auth.Public, a.Progress},

		// accounts, sessions and enterprises
		{post, "/api/v1/codes", auth.Public, a.RequestCode},
		{post, "/api/v1/people", auth.Public, a.RegisterPerson},
		{post, "/api/v1/password-resets", auth.Public, a.ResetPassword},
		{post, "/api/v1/sessions", auth.Public, a.SignIn},
		{post, "/api/v1/sessions/second-factor", auth.Public, a.SecondFactor},
		{post, "/api/v1/sessions/refresh", auth.Public, a.Refresh},
		{remove, "/api/v1/sessions/current", auth.SignedIn, a.SignOut},
		{remove, "/api/v1/sessions", auth.SignedIn, a.SignOutEverywhere},
		{get, "/api/v1/me", auth.SignedIn, a.Me},
		{put, "/api/v1/me/password", auth.SignedIn, a.ChangePassword},
		{put, "/api/v1/me/mobile", auth.Person, a.ChangeMobile},
		{post, "/api/v1/me/mobile/code", auth.Person, a.RequestMobileCode},
		{post, "/api/v1/me/mobile/old-code", auth.Person, a.RequestOldMobileCode},
		{put, "/api/v1/me/acting", auth.Person, a.ActFor},
		{post, "/api/v1/me/confirmation/code", auth.Person, a.RequestConfirmation},
		{post, "/api/v1/me/confirmation", auth.Person, a.Confirm},
		{get, "/api/v1/me/invitations", auth.Person, a.Invitations},
		{post, "/api/v1/memberships/:id/acceptance", auth.Person, a.AcceptMembership},
		{remove, "/api/v1/memberships/:id", auth.Person, a.EndMembership},
		{get, "/api/v1/enterprises", auth.Person, a.Enterprises},
		{post, "/api/v1/enterprises", auth.Person, a.RegisterEnterprise},
		{get, "/api/v1/enterprises/:id/members", auth.Enterprise, a.Members},
		{post, "/api/v1/enterprises/:id/members", auth.Enterprise, a.AddMember},
		{get, "/api/v1/registrations", auth.Person, a.Registrations},
		{post, "/api/v1/registrations/:id/confirmation", auth.Person, a.ConfirmRegistration},
		{get, "/api/v1/memberships/:id/authorisation", auth.Person, a.Authorisation},
		{post, "/api/v1/memberships/:id/suspension", auth.Enterprise, a.SuspendMembership},
		{remove, "/api/v1/memberships/:id/suspension", auth.Enterprise, a.ResumeMembership},
		{get, "/api/v1/enterprises/:id", auth.Enterprise, a.EnterpriseProfile},
		{get, "/api/v1/enterprises/:id/journal", auth.Enterprise, a.EnterpriseJournal},
		{get, "/api/v1/enterprises/:id/cases", auth.Enterprise, a.EnterpriseCases},
		{get, "/api/v1/enterprises/:id/box", auth.Enterprise, a.Box},
		{remove, "/api/v1/box/:id", auth.Person, a.RemovePaper},
		{post, "/api/v1/drafts/:id/box", auth.Person, a.UseFromBox},
		{post, "/api/v1/cases/:id/handover", auth.Enterprise, a.HandOver},
		{get, "/api/v1/handovers", auth.Person, a.Offers},
		{post, "/api/v1/handovers/:id", auth.Enterprise, a.AnswerOffer},
		{post, "/api/v1/takeovers/:id/objection", auth.Enterprise, a.ObjectTakeover},
		{get, "/api/v1/desk/takeovers", auth.Clerk(account.Receiver, account.CaseManager), a.Takeovers},
		{post, "/api/v1/desk/takeovers/:id", auth.Clerk(account.Receiver, account.CaseManager), a.DecideTakeover},
		{get, "/api/v1/desks", auth.Clerk(), a.Desks},

		// drafts, uploads and the unit's signature
		{get, "/api/v1/drafts", auth.Person, a.Drafts},
		{post, "/api/v1/drafts", auth.Person, a.StartDraft},
		{get, "/api/v1/drafts/:id", auth.Person, a.Draft},
		{patch, "/api/v1/drafts/:id", auth.Person, a.SaveAnswers},
		{remove, "/api/v1/drafts/:id", auth.Person, a.DiscardDraft},
		{post, apiRoster, auth.Person, a.ImportRoster},
		{post, "/api/v1/drafts/:id/submission", auth.Person, a.Finish},
		{post, apiUpload, auth.Person, a.Upload},
		{get, "/api/v1/materials/:id", auth.Person, a.Material},
		{remove, "/api/v1/materials/:id", auth.Person, a.DiscardMaterial},
		{get, "/api/v1/materials/:id/content", auth.Person, a.MaterialContent},
		{get, "/api/v1/unit/signatures", auth.Enterprise, a.AwaitingUnit},
		{get, "/api/v1/unit/signatures/:id", auth.Enterprise, a.UnitForm},
		{post, "/api/v1/unit/signatures/:id", auth.Enterprise, a.UnitSign},
		{post, "/api/v1/unit/signatures/:id/return", auth.Person, a.UnitReturn},

		// cases, documents and notices
		{get, "/api/v1/cases", auth.Person, a.MyCases},
		{get, "/api/v1/cases/:id", auth.Person, a.Case},
		{get, "/api/v1/cases/:id/clocks", auth.Person, a.CaseClocks},
		{get, "/api/v1/cases/:id/rating", auth.Person, a.CaseRating},
		{put, "/api/v1/cases/:id/rating", auth.Person, a.Rate},
		{post, "/api/v1/cases/:id/voices", auth.Person, a.Speak},
		{get, "/api/v1/ratings", auth.Public, a.Rates},
		{post, "/api/v1/cases/:id/correction", auth.Person, a.AnswerCorrection},
		{post, "/api/v1/cases/:id/withdrawal", auth.Person, a.Withdraw},
		{post, "/api/v1/cases/:id/replies", auth.Person, a.Reply},
		{post, "/api/v1/cases/:id/messages", auth.SignedIn, a.SendMessage},
		{post, "/api/v1/cases/:id/delivery", auth.Person, a.ConfirmDelivery},
		{post, "/api/v1/cases/:id/delivery-address", auth.Person, a.ChooseDelivery},
		{get, "/api/v1/cases/:id/documents", auth.SignedIn, a.CaseDocuments},
		{get, "/api/v1/documents/:id", auth.SignedIn, a.Letter},
		{get, "/api/v1/documents/:id/pdf", auth.SignedIn, a.PDF},
		{get, "/api/v1/certificates", auth.Person, a.Certificates},
		{post, "/api/v1/certificates/:id/requests", auth.Person, a.AskMeasure},
		{post, "/api/v1/cases/:id/statement", auth.Person, a.State},
		{post, apiStatement, auth.Person, a.StateFile},
		{post, "/api/v1/cases/:id/compensation", auth.Person, a.AskCompensation},
		{post, "/api/v1/cases/:id/claim", auth.Person, a.ClaimLoss},
		{post, "/api/v1/cases/:id/claim/additions", auth.Person, a.AddToClaim},
		{post, apiLossProof, auth.Person, a.ProveLoss},
		{get, "/api/v1/notices", auth.SignedIn, a.Inbox},
		{post, "/api/v1/notices/:id/reading", auth.SignedIn, a.ReadNotice},
		{post, "/api/v1/notices/reading", auth.SignedIn, a.ReadNotices},

		// appointments at a window
		{get, "/api/v1/windows", auth.Public, a.Windows},
		{get, "/api/v1/windows/:code/slots", auth.Public, a.Slots},
		{get, "/api/v1/appointments", auth.Person, a.Visits},
		{post, "/api/v1/appointments", auth.Person, a.BookVisit},
		{get, "/api/v1/appointments/:id", auth.Person, a.Visit},
		{post, "/api/v1/appointments/:id/move", auth.Person, a.MoveVisit},
		{post, "/api/v1/appointments/:id/cancellation", auth.Person, a.CancelVisit},
		{get, "/api/v1/desk/windows/:code/appointments", windows, a.DayList},
		{post, "/api/v1/desk/appointments/:id/mark", windows, a.MarkVisit},
		{post, "/api/v1/desk/windows/:code/walk-ins", windows, a.CountWalkIn},
		{put, "/api/v1/desk/windows/:code", auth.Clerk(account.CaseManager), a.SetWindow},
		{put, "/api/v1/desk/windows/:code/days/:day", auth.Clerk(account.CaseManager), a.SetWindowDay},
		{remove, "/api/v1/desk/windows/:code/days/:day", auth.Clerk(account.CaseManager), a.UnsetWindowDay},

		// officers
		{get, "/api/v1/desk/queues", auth.Clerk(), a.Queues},
		{get, "/api/v1/desk/queues/:desk/:stage", auth.Clerk(), a.Queue},
		{post, "/api/v1/desk/queues/:desk/:stage/claim", auth.Clerk(), a.ClaimNext},
		{get, "/api/v1/desk/claims", auth.Clerk(), a.Claims},
		{post, "/api/v1/desk/steps/:id/heartbeat", auth.Clerk(), a.Heartbeat},
		{put, "/api/v1/desk/steps/:id/note", auth.Clerk(), a.SaveNote},
		{post, "/api/v1/desk/steps/:id/return", auth.Clerk(), a.ReturnStep},
		{post, "/api/v1/desk/steps/:id/release", auth.Clerk(account.CaseManager), a.Release},
		{get, "/api/v1/desk/cases/:id", auth.Clerk(), a.Review},
		{get, "/api/v1/desk/cases/:id/clocks", auth.Clerk(), a.DeskClocks},
		{get, "/api/v1/desk/cases/:id/archive", auth.Clerk(), a.Archive},
		{get, "/api/v1/desk/cases/:id/materials/:material", auth.Clerk(), a.CaseMaterial},
		{put, "/api/v1/desk/cases/:id/checks/:code", auth.Clerk(), a.RecordCheck},
		{post, "/api/v1/desk/cases/:id/visits", auth.Clerk(), a.RecordVisit},
		{post, "/api/v1/desk/cases/:id/handover", auth.Clerk(account.CaseManager), a.OfferByDesk},
		{post, "/api/v1/desk/cases/:id/decisions", auth.Clerk(), a.Decide},
		{post, "/api/v1/desk/cases/:id/pending", auth.Clerk(), a.HoldDecision},
		{get, "/api/v1/desk/pending", auth.Clerk(), a.PendingDecisions},
		{post, "/api/v1/desk/pending/commit", auth.Clerk(), a.CommitDecisions},
		{post, "/api/v1/desk/steps/:id/undo", auth.Clerk(), a.UndoDecision},
		{post, "/api/v1/desk/steps/:id/dismiss", auth.Clerk(), a.DismissDecision},
		{post, apiEnclosure, auth.Clerk(), a.Enclose},
		{get, "/api/v1/editor/revisions", auth.Clerk(account.Editor), a.Revisions},
		{post, "/api/v1/editor/revisions", auth.Clerk(account.Editor), a.StartRevision},
		{get, "/api/v1/editor/revisions/:id", auth.Clerk(account.Editor), a.Revision},
		{put, "/api/v1/editor/revisions/:id", auth.Clerk(account.Editor), a.SaveRevision},
		{remove, "/api/v1/editor/revisions/:id", auth.Clerk(account.Editor), a.DiscardRevision},
		{post, "/api/v1/editor/revisions/:id/check", auth.Clerk(account.Editor), a.CheckRevision},
		{post, "/api/v1/editor/revisions/:id/submission", auth.Clerk(account.Editor), a.SubmitRevision},
		{post, "/api/v1/editor/revisions/:id/approval", auth.Clerk(account.Editor), a.ApproveRevision},
		{post, "/api/v1/editor/revisions/:id/return", auth.Clerk(account.Editor), a.ReturnRevision},
		{post, "/api/v1/editor/revisions/:id/rebase", auth.Clerk(account.Editor), a.RebaseRevision},
		{post, "/api/v1/editor/revisions/:id/retirement", auth.Clerk(account.Editor), a.RetireItem},
		{get, "/api/v1/editor/searches", auth.Clerk(account.Editor), a.MissedSearches},
		{post, "/api/v1/editor/searches", auth.Clerk(account.Editor), a.DealWithSearch},
		{get, "/api/v1/calendars/:year", auth.Clerk(account.CaseManager, account.SystemAdmin), a.CalendarYear},
		{get, "/api/v1/calendars/:year/moves", auth.Clerk(account.CaseManager, account.SystemAdmin), a.CalendarMoves},
		{get, "/api/v1/business/dates", auth.Public, a.BusinessDates},
		{get, "/api/v1/business", auth.Person, a.Business},
		{post, "/api/v1/business/requests", auth.Person, a.StartBusinessRequest},
		{get, "/api/v1/business/requests/:id", auth.Person, a.BusinessRequest},
		{put, "/api/v1/business/requests/:id", auth.Person, a.SaveBusinessRequest},
		{post, "/api/v1/business/requests/:id/papers", auth.Person, a.AddBusinessPaper},
		{post, apiEvidence, auth.Person, a.UploadBusinessPaper},
		{remove, "/api/v1/business/requests/:id/papers/:paper", auth.Person, a.RemoveBusinessPaper},
		{get, "/api/v1/business/template/:kind", auth.Public, a.BusinessTemplate},
		{put, apiSheet, auth.Person, a.ReadBusinessTravellers},
		{post, "/api/v1/business/requests/:id/redate", auth.Person, a.RedateBusinessRequest},
		{post, "/api/v1/business/requests/:id/submission", auth.Person, a.SubmitBusinessRequest},
		{post, "/api/v1/business/requests/:id/seats", auth.Person, a.TakeBusinessSeats},
		{get, "/api/v1/desk/business", auth.Clerk(), a.BusinessDesk},
		{get, "/api/v1/desk/business/:id", auth.Clerk(), a.BusinessCase},
		{post, "/api/v1/desk/business/:id/admission", auth.Clerk(), a.AdmitBusiness},
		{post, "/api/v1/desk/business/:id/ordinary", auth.Clerk(), a.OrdinaryBusiness},
		{post, "/api/v1/desk/business/:id/verification", auth.Clerk(), a.VerifyBusiness},
		{post, "/api/v1/desk/business/:id/doubt", auth.Clerk(), a.DoubtBusiness},
		{get, "/api/v1/desk/business-doubts", auth.Clerk(), a.BusinessDoubts},
		{post, "/api/v1/desk/business-doubts/:id/answer", auth.Clerk(), a.AnswerDoubt},
		{get, "/api/v1/desk/what-if", auth.Clerk(account.Decider, account.CaseManager, account.Supervisor), a.WhatIf},
		{get, "/api/v1/desk/numbers", auth.Clerk(account.Decider, account.CaseManager, account.Supervisor), a.Numbers},
		{get, "/api/v1/desk/shifts", auth.Clerk(account.CaseManager, account.Supervisor), a.Shifts},
		{put, "/api/v1/desk/shifts", auth.Clerk(account.CaseManager), a.SetShift},
		{post, "/api/v1/desk/absences", auth.Clerk(account.CaseManager), a.SetLeave},
		{post, "/api/v1/desk/assignments", auth.Clerk(account.CaseManager), a.Assign},
		{get, "/api/v1/desk/certificates", auth.Clerk(account.Reviewer, account.CaseManager, account.Supervisor), a.FindCertificates},
		{post, "/api/v1/desk/measures", auth.Clerk(account.Reviewer, account.CaseManager), a.OpenMeasure},
		{post, "/api/v1/penalties", auth.Machine(account.PenaltySystem), a.ImportPenalty},
		{get, "/api/v1/desk/penalties", auth.Clerk(account.CaseManager), a.Penalties},
		{post, "/api/v1/desk/penalties/:id/ruling", auth.Clerk(account.CaseManager), a.RulePenalty},
		{get, "/api/v1/desk/referrals", brigade, a.Referrals},
		{post, "/api/v1/desk/referrals/:id/answer", auth.Clerk(account.County, account.Reviewer), a.AnswerReferral},
		{get, "/api/v1/desk/archives", auth.Clerk(account.Archivist, account.Supervisor, account.CaseManager), a.Archives},
		{post, "/api/v1/desk/archives/:id", auth.Clerk(account.Archivist), a.ArchiveCase},
		{get, "/api/v1/desk/deliveries", auth.Clerk(account.Deliverer, account.Supervisor, account.CaseManager), a.UnreadPapers},
		{get, "/api/v1/desk/letters", auth.Clerk(account.Deliverer, account.Supervisor, account.CaseManager), a.Letters},
		{post, "/api/v1/desk/deliveries/:id/records", auth.Clerk(account.Deliverer), a.RecordDelivery},
		{get, "/api/v1/desk/dead-letters", auth.Clerk(account.Supervisor, account.CaseManager), a.DeadLetters},
		{post, "/api/v1/desk/dead-letters/:id/resending", auth.Clerk(account.Supervisor, account.CaseManager), a.ResendLetter},
		{get, "/api/v1/desk/disclosures", open, a.DeskDisclosures},
		{post, "/api/v1/desk/disclosures/publication", auth.Clerk(account.Publisher), a.PublishDisclosures},
		{get, "/api/v1/desk/disclosures/:id", open, a.DeskDisclosure},
		{post, "/api/v1/desk/disclosures/:id/withholding", auth.Clerk(account.Publisher), a.WithholdDisclosure},
		{post, "/api/v1/desk/disclosures/:id/approval", auth.Clerk(account.Leader), a.ApproveWithholding},
		{post, "/api/v1/desk/objections/:id/ruling", auth.Clerk(account.Publisher), a.RuleObjection},
		{get, "/api/v1/supervision/ratings", auth.Clerk(), a.Repairs},
		{post, "/api/v1/supervision/ratings/:id/contact", auth.Clerk(), a.ContactRater},
		{post, "/api/v1/supervision/ratings/:id/result", auth.Clerk(), a.ResolveRating},
		{post, "/api/v1/supervision/ratings/:id/appeal", auth.Clerk(), a.AppealRating},
		{post, "/api/v1/supervision/ratings/:id/judgement", auth.Clerk(account.Supervisor), a.JudgeRating},
		{post, "/api/v1/supervision/voices/:id/answer", auth.Clerk(account.Supervisor, account.CaseManager), a.AnswerVoice},
		{get, "/api/v1/supervision/voices", auth.Clerk(account.Supervisor, account.CaseManager, account.Leader), a.Voices},
		{get, "/api/v1/supervision/cards", auth.Clerk(), a.Cards},
		{post, "/api/v1/supervision/cards/:id/answer", auth.Clerk(), a.AnswerCard},
		{get, "/api/v1/supervision/justice", auth.Clerk(), a.JusticePapers},
		{post, "/api/v1/supervision/justice", auth.Clerk(account.Supervisor, account.CaseManager), a.RegisterJustice},
		{get, "/api/v1/supervision/justice/:id", auth.Clerk(), a.JusticePaper},
		{post, "/api/v1/supervision/justice/:id/answer", auth.Clerk(), a.AnswerJustice},
		{post, "/api/v1/supervision/readings/search", auth.Clerk(account.AuditAdmin, account.Supervisor), a.SearchReadings},
		{get, "/api/v1/supervision/events", auth.Clerk(account.Supervisor, account.CaseManager, account.Leader), a.PatrolEvents},
		{post, "/api/v1/supervision/events/:id/result", auth.Clerk(account.Supervisor, account.CaseManager), a.ClosePatrolEvent},
	}
}

// apiUpload carries files; its handler limits them.
const apiUpload = "/api/v1/drafts/:id/materials"

// apiRoster carries a spreadsheet; its handler limits it.
const apiRoster = "/api/v1/drafts/:id/roster"

// apiEvidence carries a file of a business request, and its travellers' own.
const apiEvidence = "/api/v1/business/requests/:id/files"

// apiSheet carries a spreadsheet of travellers.
const apiSheet = "/api/v1/business/requests/:id/travellers"

// apiStatement carries files of a statement.
const apiStatement = "/api/v1/cases/:id/statement/files"

// apiLossProof carries what proves a loss.
const apiLossProof = "/api/v1/cases/:id/claim/files"

// apiEnclosure carries files of officers.
const apiEnclosure = "/api/v1/desk/cases/:id/files"
