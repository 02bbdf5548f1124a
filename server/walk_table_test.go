package server_test

import (
	"slices"
	"strings"

	"github.com/yiyang-police/permit-portal/server/apptest"
)

// Who walks. The case, the draft and everything else belong to the citizen; his unit is Heng'an Blasting in Heshan (430903).
var visitors = []string{
	nobody, "citizen", "compound", "legal-heshan", "agent-heshan", "legal-ziyang",
	"shouli1", "shencha1", "shencha2", "shenpi1", "fazhi1", "juling1", "zhizheng1", "anguan1", "ducha1", "xian-heshan", "xian-taojiang",
	"xitong1", "anquan1", "shenji1", "bianji1",
}

const nobody = "nobody"

// The groups of visitors in which domain.md 0.4 thinks.
var (
	everybody = visitors
	signedIn  = visitors[1:]
	people    = visitors[1:6]
	members   = []string{"legal-heshan", "agent-heshan", "legal-ziyang"} // of any enterprise
	heads     = []string{"legal-heshan", "legal-ziyang"}
	officers  = visitors[6:17]
	employees = visitors[6:]  // officers, the three administrators and editors, who see no case
	editors   = visitors[20:] // of the catalogue; the draft is theirs

	owner      = []string{"citizen"}
	signer     = []string{"legal-heshan"} // signs for the citizen's unit
	ownUnit    = []string{"legal-heshan", "agent-heshan"}
	invited    = []string{"compound"} // to become the unit's agent
	party      = []string{"citizen", "legal-heshan", "agent-heshan"}
	overseers  = []string{"juling1", "anguan1", "ducha1"}
	patrolmen  = []string{"anguan1", "ducha1"}
	archivists = []string{"anguan1", "ducha1"}
	manager    = []string{"anguan1"}
	reviewers  = []string{"shencha1", "shencha2"}
	holder     = []string{"shencha1"} // of the case's open step
	handlers   = []string{"shouli1", "xian-heshan", "shencha1", "shencha2"}
	readers    = append(slices.Clone(handlers), overseers...) // officers who may read the case
	atWindow   = []string{"shouli1", "zhizheng1"}             // at the city's service window, where the citizen is expected
	ofWindow   = append(slices.Clone(atWindow), manager...)
	keepers    = []string{"anguan1", "xitong1"} // of the calendar of working days
	noOne      = []string(nil)
)

// rule says who may come to the routes of a family, one "METHOD path" a line. A route that stands in no family fails the test.
type rule struct {
	may    []string
	routes string
}

var rules = []rule{
	{everybody, `
		GET /
		GET /roster/template
		GET /api/v1/roster/template
		GET /items
		GET /enterprise
		GET /filings
		GET /api/v1/filings
		GET /items/:code
		GET /items/:code/situations
		GET /items/:code/checklist
		GET /items/:code/form
		GET /items/:code/sample
		GET /items/:code/appointment
		GET /api/v1/windows
		GET /api/v1/windows/:code/slots
		POST /items/:code/start
		POST /items/:code/checklist
		GET /verify
		GET /verify/:code
		GET /progress
		POST /progress
		GET /about
		GET /about/contact
		GET /about/accessibility
		GET /about/privacy
		GET /preferences
		GET /demo/outbox
		GET /robots.txt
		GET /sitemap.xml
		GET /about/open-data
		GET /about/ratings
		GET /api/v1/ratings
		GET /about/procedure/:code
		GET /assets/*
		GET /sign-in
		POST /sign-in
		POST /sign-in/code
		POST /sign-in/step
		GET /register
		POST /register
		POST /register/code
		GET /reset-password
		POST /reset-password
		POST /reset-password/code
		POST /sign-out
		OPTIONS /uploads
		GET /healthz
		GET /readyz
		GET /metrics
		GET /api/docs
		GET /api/problems/:code
		GET /api/v1/openapi.json
		GET /api/v1/items
		GET /api/v1/items/facets
		GET /api/v1/themes
		GET /api/v1/departments
		GET /api/v1/open-data/items.json
		GET /api/v1/open-data/items.csv
		GET /api/v1/items/:code
		GET /api/v1/items/:code/versions
		GET /api/v1/items/:code/versions/:version
		GET /api/v1/certificates/verify/:code
		POST /api/v1/progress
		POST /api/v1/codes
		POST /api/v1/people
		POST /api/v1/password-resets
		POST /api/v1/sessions
		POST /api/v1/sessions/second-factor
		POST /api/v1/sessions/refresh`},
	{signedIn, `
		POST /session/touch
		GET /me
		GET /me/inbox
		POST /me/inbox/read
		GET /me/password
		POST /me/password
		DELETE /api/v1/sessions/current
		DELETE /api/v1/sessions
		GET /api/v1/me
		PUT /api/v1/me/password
		GET /api/v1/notices
		POST /api/v1/notices/reading`},
	{people, `
		GET /me/confirm
		POST /me/confirm
		POST /me/confirm/code
		GET /me/mobile
		POST /me/mobile
		POST /me/mobile/code
		POST /me/mobile/old-code
		GET /register/enterprise
		POST /register/enterprise
		GET /items/:code/start
		POST /uploads
		GET /me/appointments
		GET /appointments/new
		POST /appointments
		GET /api/v1/appointments
		POST /api/v1/appointments
		GET /me/cases
		GET /me/live
		POST /api/v1/me/confirmation/code
		POST /api/v1/me/confirmation
		PUT /api/v1/me/mobile
		POST /api/v1/me/mobile/code
		POST /api/v1/me/mobile/old-code
		GET /api/v1/me/invitations
		GET /api/v1/enterprises
		POST /api/v1/enterprises
		GET /api/v1/drafts
		POST /api/v1/drafts
		GET /api/v1/cases
		GET /api/v1/certificates`},
	{members, `
		GET /unit/sign
		GET /me/filings
		GET /api/v1/me/filings
		GET /api/v1/unit/signatures`},
	{heads, `
		GET /me/enterprise
		POST /me/enterprise/members`},
	{ownUnit, `
		POST /me/side
		PUT /api/v1/me/acting`},
	{invited, `
		POST /me/memberships/:id/accept
		POST /api/v1/memberships/:id/acceptance`},
	{append(slices.Clone(invited), signer...), `
		POST /me/memberships/:id/end
		DELETE /api/v1/memberships/:id`},
	{signer, `
		GET /api/v1/enterprises/:id/members
		POST /api/v1/enterprises/:id/members
		GET /unit/sign/:id
		POST /unit/sign/:id
		POST /unit/sign/:id/return
		GET /api/v1/unit/signatures/:id
		POST /api/v1/unit/signatures/:id`},
	{append(slices.Clone(owner), signer...), `
		POST /api/v1/unit/signatures/:id/return`},
	{append(slices.Clone(owner), ofWindow...), `
		GET /appointments/:id`},
	{ofWindow, `
		GET /desk/appointments
		GET /api/v1/desk/windows/:code/appointments`},
	{atWindow, `
		POST /desk/appointments/:id/mark
		POST /desk/windows/:code/walk-ins
		POST /api/v1/desk/appointments/:id/mark
		POST /api/v1/desk/windows/:code/walk-ins`},
	{owner, `
		GET /appointments/:id/move
		POST /appointments/:id/move
		GET /appointments/:id/cancel
		POST /appointments/:id/cancel
		GET /api/v1/appointments/:id
		POST /api/v1/appointments/:id/move
		POST /api/v1/appointments/:id/cancellation
		GET /me/inbox/:id
		GET /drafts/:id
		POST /drafts/:id/answers
		GET /drafts/:id/sections/:key
		POST /drafts/:id/sections/:key
		POST /drafts/:id/roster
		POST /api/v1/drafts/:id/roster
		GET /drafts/:id/check
		POST /drafts/:id/finish
		POST /drafts/:id/reopen
		GET /drafts/:id/discard
		POST /drafts/:id/discard
		HEAD /uploads/:id
		PATCH /uploads/:id
		DELETE /uploads/:id
		GET /uploads/:id/content
		GET /cases/:id/correction
		POST /cases/:id/correction
		POST /cases/:id/withdraw
		GET /cases/:id/rating
		POST /cases/:id/rating
		POST /cases/:id/rating/again
		POST /cases/:id/voices
		GET /api/v1/cases/:id/rating
		PUT /api/v1/cases/:id/rating
		POST /api/v1/cases/:id/voices
		POST /cases/:id/delivery
		POST /cases/:id/replies
		POST /cases/:id/messages
		GET /api/v1/drafts/:id
		PATCH /api/v1/drafts/:id
		DELETE /api/v1/drafts/:id
		POST /api/v1/drafts/:id/submission
		POST /api/v1/drafts/:id/materials
		GET /api/v1/materials/:id
		DELETE /api/v1/materials/:id
		GET /api/v1/materials/:id/content
		POST /api/v1/cases/:id/correction
		POST /api/v1/cases/:id/withdrawal
		POST /api/v1/cases/:id/replies
		POST /api/v1/cases/:id/delivery
		POST /api/v1/notices/:id/reading`},
	{party, `
		GET /cases/:id
		GET /cases/:id/live
		GET /cases/:id/withdraw
		GET /cases/:id/clocks
		GET /api/v1/cases/:id/clocks
		GET /api/v1/cases/:id`},
	{keepers, `
		GET /desk/calendar
		GET /desk/calendar/:year
		GET /api/v1/calendars/:year
		GET /api/v1/calendars/:year/moves`},
	{append(slices.Clone(party), readers...), `
		GET /cases/:id/materials/:material
		GET /documents/:id
		GET /documents/:id/file
		GET /api/v1/cases/:id/documents
		GET /api/v1/documents/:id
		GET /api/v1/documents/:id/pdf`},
	{append(slices.Clone(owner), handlers...), `
		POST /api/v1/cases/:id/messages`},
	{append(slices.Clone(officers), "bianji1", "shenji1"), `
		GET /desk`}, // leads everyone to his own desk
	{officers, `
		GET /desk/live
		GET /desk/search
		GET /desk/cards
		GET /api/v1/supervision/cards`},
	{employees, `
		GET /api/v1/desks
		GET /api/v1/desk/queues
		GET /api/v1/desk/claims`},
	{append(slices.Clone(reviewers), patrolmen...), `
		GET /desk/queue/:desk/:stage
		GET /desk/queue/:desk/:stage/live
		GET /api/v1/desk/queues/:desk/:stage`},
	{reviewers, `
		POST /desk/queue/:desk/:stage/claim
		POST /api/v1/desk/queues/:desk/:stage/claim`},
	{readers, `
		GET /desk/cases/:id
		GET /desk/cases/:id/live
		GET /desk/cases/:id/clocks
		GET /api/v1/desk/cases/:id/clocks
		GET /api/v1/desk/cases/:id
		GET /api/v1/desk/cases/:id/materials/:material
		POST /desk/cases/:id/visit
		POST /api/v1/desk/cases/:id/visits`},
	{archivists, `
		GET /desk/cases/:id/archive
		GET /api/v1/desk/cases/:id/archive`},
	{handlers, `
		POST /desk/cases/:id/messages
		POST /desk/cases/:id/files
		POST /api/v1/desk/cases/:id/files`},
	{holder, `
		POST /desk/cases/:id/decide
		POST /desk/cases/:id/checks
		POST /desk/steps/:id/heartbeat
		POST /desk/steps/:id/note
		POST /desk/steps/:id/return
		POST /api/v1/desk/steps/:id/heartbeat
		PUT /api/v1/desk/steps/:id/note
		POST /api/v1/desk/steps/:id/return
		PUT /api/v1/desk/cases/:id/checks/:code
		POST /api/v1/desk/cases/:id/decisions`},
	{patrolmen, `
		POST /desk/steps/:id/pick
		POST /desk/patrol/:id/close
		POST /api/v1/supervision/events/:id/result`},
	{manager, `
		GET /desk/windows
		GET /desk/windows/:code
		POST /desk/windows/:code
		POST /desk/windows/:code/days
		POST /desk/windows/:code/days/:day/remove
		PUT /api/v1/desk/windows/:code
		PUT /api/v1/desk/windows/:code/days/:day
		DELETE /api/v1/desk/windows/:code/days/:day
		POST /desk/steps/:id/release
		POST /api/v1/desk/steps/:id/release`},
	{editors, `
		GET /desk/editor
		POST /desk/editor
		POST /desk/editor/searches
		GET /desk/editor/:id
		POST /desk/editor/:id
		POST /desk/editor/:id/check
		GET /desk/editor/:id/preview
		GET /desk/editor/:id/changes
		POST /desk/editor/:id/approve
		POST /desk/editor/:id/return
		POST /desk/editor/:id/retire
		POST /desk/editor/:id/rebase
		POST /desk/editor/:id/discard
		GET /api/v1/editor/revisions
		POST /api/v1/editor/revisions
		GET /api/v1/editor/revisions/:id
		PUT /api/v1/editor/revisions/:id
		DELETE /api/v1/editor/revisions/:id
		POST /api/v1/editor/revisions/:id/check
		POST /api/v1/editor/revisions/:id/submission
		POST /api/v1/editor/revisions/:id/approval
		POST /api/v1/editor/revisions/:id/return
		POST /api/v1/editor/revisions/:id/rebase
		POST /api/v1/editor/revisions/:id/retirement
		GET /api/v1/editor/searches
		POST /api/v1/editor/searches`},
	{officers, `
		GET /desk/justice
		GET /api/v1/supervision/justice
		GET /desk/ratings
		GET /api/v1/supervision/ratings`},
	{[]string{"ducha1", "shenji1"}, `
		GET /desk/readings
		POST /desk/readings
		POST /api/v1/supervision/readings/search`}, // 审计管理员 and 督察 (domain.md 6.2)
	{[]string{"shenji1"}, `
		GET /desk/readings.csv`}, // export of the audit only by R-AUD
	{overseers, `
		GET /api/v1/supervision/voices
		GET /desk/patrol
		GET /api/v1/supervision/events`},
	{[]string{"shencha1", "shencha2", "xian-heshan", "xian-taojiang"}, `
		POST /api/v1/desk/referrals/:id/answer`}, // finds nobody's referral only after its body
	{[]string{"xian-heshan", "xian-taojiang", "shencha1", "shencha2", "anguan1", "ducha1"}, `
		GET /desk/referrals
		GET /api/v1/desk/referrals`},
	{noOne, `
		GET /me/filings/:code/roster
		GET /api/v1/me/filings/:code/roster
		GET /desk/cases/:id/roster
		GET /filings/:code
		GET /api/v1/filings/:code
		POST /desk/referrals/:id
		POST /desk/ratings/:id/:act
		POST /desk/voices/:id/answer
		POST /desk/justice/:id/answer
		GET /api/v1/supervision/justice/:id
		POST /api/v1/supervision/justice/:id/answer
		POST /desk/cards/:id/answer
		POST /api/v1/supervision/cards/:id/answer`}, // the card names an officer who does not walk
}

// allowed finds who may come to a route; known is false for one that nobody has thought of.
func allowed(route string) (may []string, known bool) {
	for _, r := range slices.Concat(rules, roomRules) {
		for line := range strings.SplitSeq(r.routes, "\n") {
			if strings.TrimSpace(line) == route {
				return r.may, true
			}
		}
	}
	return nil, false
}

// objects are the things of the street, each by the path that ends with its name.
func (w *street) objects() map[string]string {
	return map[string]string{
		"/items/:code": apptest.Item, "/about/procedure/:code": "permit", "/verify/:code": "NOTHING", "/filings/:code": "NOTHING", "/me/filings/:code": "NOTHING", "/api/v1/me/filings/:code": "NOTHING", "/api/v1/filings/:code": "NOTHING", "/desk/referrals/:id": w.received, "/api/v1/desk/referrals/:id": w.received, "/drafts/:id": w.draft, "/drafts/:id/sections/:key": "applicant",
		"/unit/sign/:id": w.waiting, "/uploads/:id": w.material, "/cases/:id": w.received,
		"/cases/:id/materials/:material": w.caseMaterial, "/documents/:id": w.document, "/me/inbox/:id": w.notice, "/me/memberships/:id": w.invitation,
		"/desk/cases/:id": w.received, "/desk/steps/:id": w.step, "/desk/queue/:desk": "430900-zhi", "/desk/queue/:desk/:stage": "review",
		"/desk/editor/:id": w.revision, "/api/v1/editor/revisions/:id": w.revision,
		"/desk/ratings/:id": w.received, "/desk/ratings/:id/:act": "contact", "/desk/voices/:id": w.received, "/desk/justice/:id": w.received,
		"/desk/calendar/:year": "2026", "/api/v1/calendars/:year": "2026",
		"/desk/cards/:id": w.card, "/desk/patrol/:id": w.hit, "/desk/cases/:id/materials/:material": w.caseMaterial, "/desk/cases/:id/checks/:code": "R1",

		"/appointments/:id": w.visit, "/desk/appointments/:id": w.visit, "/desk/windows/:code": serviceWindow, "/desk/windows/:code/days/:day": "2026-09-22",
		"/api/v1/windows/:code": serviceWindow, "/api/v1/appointments/:id": w.visit, "/api/v1/desk/appointments/:id": w.visit,
		"/api/v1/desk/windows/:code": serviceWindow, "/api/v1/desk/windows/:code/days/:day": "2026-09-22",

		"/api/problems/:code": "NOT_FOUND", "/api/v1/items/:code": apptest.Item, "/api/v1/items/:code/versions/:version": "1",
		"/api/v1/certificates/verify/:code": "NOTHING", "/api/v1/memberships/:id": w.invitation, "/api/v1/enterprises/:id": w.enterprise,
		"/api/v1/drafts/:id": w.draft, "/api/v1/materials/:id": w.material, "/api/v1/unit/signatures/:id": w.waiting,
		"/api/v1/cases/:id": w.received, "/api/v1/documents/:id": w.document, "/api/v1/notices/:id": w.notice, "/api/v1/desk/steps/:id": w.step,
		"/api/v1/desk/queues/:desk": "430900-zhi", "/api/v1/desk/queues/:desk/:stage": "review", "/api/v1/desk/cases/:id": w.received,
		"/api/v1/desk/cases/:id/materials/:material": w.caseMaterial, "/api/v1/desk/cases/:id/checks/:code": "R1",
		"/api/v1/supervision/cards/:id": w.card, "/api/v1/supervision/events/:id": w.hit,
	}
}

// bodies are what programs send: right in themselves, so that only the visitor can be wrong.
func (w *street) bodies() map[string]any {
	reason, text := apptest.JSON{"reason": "不对"}, apptest.JSON{"text": "请问何时办好"}
	held := func(more apptest.JSON) apptest.JSON {
		more["fence"] = w.fence
		return more
	}
	return map[string]any{
		"POST /api/v1/progress":                          apptest.JSON{"number": "x", "query_code": "y", "last_four": "z"},
		"PUT /api/v1/me/acting":                          apptest.JSON{"enterprise_id": w.enterprise},
		"POST /api/v1/enterprises/:id/members":           apptest.JSON{"name": "张三", "id_number": "430903199003074515", "role": "R-ENT", "until": "2027-01-01"},
		"POST /api/v1/drafts":                            apptest.JSON{"item": apptest.Item},
		"PATCH /api/v1/drafts/:id":                       apptest.JSON{"answers": apptest.JSON{"health_hospital": "别人的医院"}},
		"POST /api/v1/unit/signatures/:id":               apptest.JSON{"agreed": true},
		"POST /api/v1/unit/signatures/:id/return":        reason,
		"POST /api/v1/cases/:id/correction":              apptest.JSON{"answers": apptest.JSON{}},
		"POST /api/v1/cases/:id/withdrawal":              reason,
		"POST /api/v1/desk/penalties/:id/ruling":         apptest.JSON{"confirm": true},
		"POST /api/v1/cases/:id/replies":                 apptest.JSON{"act": "explain", "reason": "x"},
		"POST /api/v1/cases/:id/messages":                text,
		"PUT /api/v1/cases/:id/rating":                   apptest.JSON{"grade": 1},
		"POST /api/v1/cases/:id/voices":                  apptest.JSON{"kind": "praise", "text": "谢谢"},
		"POST /api/v1/desk/steps/:id/heartbeat":          held(apptest.JSON{}),
		"POST /desk/steps/:id/heartbeat":                 held(apptest.JSON{}),
		"POST /drafts/:id/answers":                       apptest.JSON{"answers": apptest.JSON{"health_hospital": "别人的医院"}, "version": 0},
		"PUT /api/v1/desk/steps/:id/note":                held(apptest.JSON{"text": "x"}),
		"POST /api/v1/desk/steps/:id/return":             held(apptest.JSON{"reason": "system_failure"}),
		"POST /api/v1/desk/steps/:id/release":            reason,
		"PUT /api/v1/desk/cases/:id/checks/:code":        held(apptest.JSON{"step_id": w.step, "mark": "fail", "note": "不符"}),
		"POST /api/v1/desk/cases/:id/decisions":          held(apptest.JSON{"step_id": w.step, "version": w.version, "act": "propose", "verdict": "grant", "reason": "可以"}),
		"POST /api/v1/desk/cases/:id/pending":            held(apptest.JSON{"step_id": w.step, "version": w.version, "act": "propose", "verdict": "grant", "reason": "可以"}),
		"POST /api/v1/business/requests/:id/redate":      apptest.JSON{"departure": "2026-10-20", "return": "2026-10-22"},
		"PUT /api/v1/business/requests/:id":              apptest.JSON{"trip": apptest.JSON{}, "persons": []any{}},
		"POST /api/v1/business/requests/:id/papers":      apptest.JSON{"kind": "invitation", "dated": "2026-09-16", "chinese": true},
		"POST /api/v1/desk/business/:id/admission":       apptest.JSON{"reason": "x"},
		"POST /api/v1/desk/business/:id/ordinary":        apptest.JSON{"reason": "x"},
		"POST /api/v1/desk/business/:id/doubt":           apptest.JSON{"doubt": "x"},
		"POST /api/v1/desk/business-doubts/:id/answer":   apptest.JSON{"stands": true, "level": "E2", "reason": "x"},
		"POST /api/v1/desk/business/:id/verification":    apptest.JSON{"verified": true, "how": "x"},
		"POST /api/v1/desk/cases/:id/handover":           apptest.JSON{"person_id": "0198f000-0000-7000-8000-000000000000", "reason": "x"},
		"POST /api/v1/supervision/cards/:id/answer":      text,
		"POST /api/v1/supervision/events/:id/result":     text,
		"POST /api/v1/supervision/justice/:id/answer":    text,
		"POST /api/v1/supervision/justice":               apptest.JSON{"kind": "notice", "number": "1", "authority": "益阳市司法局", "received_on": "2026-09-16", "about": "x", "desk": "430900-zhi", "due": "2026-09-30"},
		"POST /api/v1/supervision/readings/search":       apptest.JSON{"officer": "090199"},
		"POST /api/v1/supervision/ratings/:id/contact":   text,
		"POST /api/v1/supervision/ratings/:id/result":    text,
		"POST /api/v1/supervision/ratings/:id/appeal":    text,
		"POST /api/v1/supervision/ratings/:id/judgement": text,
		"POST /api/v1/supervision/voices/:id/answer":     text,

		"POST /api/v1/appointments":                  apptest.JSON{"item": apptest.Item, "window": serviceWindow, "start": anotherTime},
		"POST /api/v1/appointments/:id/move":         apptest.JSON{"window": serviceWindow, "start": anotherTime},
		"POST /api/v1/appointments/:id/cancellation": reason,
		"POST /api/v1/desk/appointments/:id/mark":    apptest.JSON{"mark": "ARRIVED"},
		"PUT /api/v1/desk/windows/:code":             apptest.JSON{"slot_minutes": 30, "week": []any{[]any{}, []any{}, []any{}, []any{}, []any{}, []any{}, []any{}}},
		"PUT /api/v1/desk/windows/:code/days/:day":   apptest.JSON{"note": "停电", "cancel": true},
	}
}
