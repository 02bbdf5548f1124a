package server_test

import "slices"

// Rules of the rooms for filings, enterprises, business trips, publicity, certificates, shifts and undo.
var roomRules = []rule{
	{everybody, `
		GET /disclosure
		GET /business/dates
		GET /api/v1/business/dates
		GET /api/v1/open-data/disclosures.json
		GET /api/v1/open-data/disclosures.csv
		GET /hearings
		GET /api/v1/hearings
		GET /api/v1/disclosures`},
	{noOne, `
		GET /disclosure/:id
		GET /disclosure/:id/objection
		POST /disclosure/:id/objection
		POST /me/registrations/:id/confirm
		GET /enterprise/cases/:id/hand-over
		POST /enterprise/cases/:id/hand-over
		POST /enterprise/offers/:id
		GET /me/box/:id
		POST /me/box/:id/remove
		POST /enterprise/takeovers/:id/object
		GET /business/template/:kind
		GET /api/v1/business
		GET /api/v1/business/requests/:id
		PUT /api/v1/business/requests/:id
		POST /api/v1/business/requests/:id/papers
		POST /api/v1/business/requests/:id/files
		DELETE /api/v1/business/requests/:id/papers/:paper
		PUT /api/v1/business/requests/:id/travellers
		POST /api/v1/business/requests/:id/redate
		GET /api/v1/business/template/:kind
		POST /api/v1/business/requests/:id/submission
		POST /api/v1/business/requests/:id/seats
		GET /api/v1/desk/business/:id
		POST /api/v1/desk/business/:id/admission
		POST /api/v1/desk/business/:id/ordinary
		POST /api/v1/desk/business/:id/verification
		GET /business/registration
		POST /business/registration
		GET /business/requests/:id
		POST /business/requests/:id
		POST /business/requests/:id/papers
		POST /business/requests/:id/papers/:paper/remove
		POST /business/requests/:id/submit
		POST /business/requests/:id/redate
		POST /business/requests/:id/seats
		POST /business/marks/:id/statement
		GET /desk/business/:id
		GET /desk/business/:id/live
		GET /desk/business/:id/papers/:paper
		POST /desk/business/:id/verify
		POST /desk/business/:id/doubt
		POST /api/v1/desk/business/:id/doubt
		GET /desk/business-doubts/:id
		GET /desk/business-doubts/:id/papers/:paper
		POST /desk/business-doubts/:id/answer
		POST /api/v1/desk/business-doubts/:id/answer
		POST /desk/business/:id/admit
		POST /desk/business/:id/ordinary
		POST /desk/business/:id/departed
		POST /desk/business/:id/shift
		POST /desk/business-marks/:id/decide
		POST /desk/business-marks/:id/lift
		GET /me/licences/:id/:measure
		POST /me/licences/:id/:measure
		GET /desk/enterprises/takeovers/:id/evidence
		POST /desk/enterprises/takeovers/:id
		POST /desk/licences
		POST /api/v1/supervision/ratings/:id/contact
		POST /api/v1/supervision/ratings/:id/result
		POST /api/v1/supervision/ratings/:id/appeal
		POST /api/v1/supervision/ratings/:id/judgement
		POST /api/v1/supervision/voices/:id/answer
		GET /desk/cases/:id/hand-over
		POST /desk/cases/:id/hand-over
		POST /api/v1/desk/cases/:id/handover
		POST /desk/archives/:id
		POST /api/v1/desk/archives/:id
		POST /desk/deliveries/:id
		POST /desk/dead-letters/:id/resend
		POST /api/v1/desk/dead-letters/:id/resending
		POST /desk/disclosure/publish
		GET /desk/disclosure/:id
		POST /desk/disclosure/:id/publish
		POST /desk/disclosure/:id/withhold
		POST /desk/disclosure/:id/approve
		POST /desk/disclosure/:id/objections/:objection
		GET /api/v1/disclosures/:id
		DELETE /api/v1/box/:id
		POST /api/v1/desk/disclosures/publication
		GET /api/v1/desk/disclosures/:id
		POST /api/v1/desk/disclosures/:id/withholding
		POST /api/v1/desk/objections/:id/ruling`},
	{signer, `
		POST /me/memberships/:id/suspend
		POST /me/memberships/:id/resume
		POST /api/v1/memberships/:id/suspension
		DELETE /api/v1/memberships/:id/suspension
		GET /api/v1/enterprises/:id/journal`},
	{[]string{"compound", "legal-heshan"}, `
		GET /me/memberships/:id
		GET /api/v1/memberships/:id/authorisation`},
	{members, `
		GET /enterprise/cases
		GET /enterprise/cases/live
		POST /api/v1/cases/:id/handover
		POST /api/v1/handovers/:id
		POST /api/v1/takeovers/:id/objection`},
	{people, `
		GET /me/texts
		POST /me/texts
		GET /me/box
		POST /me/box
		GET /enterprise/takeover
		POST /enterprise/takeover
		GET /business
		GET /business/requests/new
		POST /business/requests
		POST /api/v1/business/requests
		GET /me/licences
		POST /api/v1/disclosures/:id/objections
		GET /api/v1/registrations
		POST /api/v1/registrations/:id/confirmation
		POST /api/v1/drafts/:id/box
		GET /api/v1/handovers
		POST /api/v1/certificates/:id/requests
		POST /api/v1/cases/:id/compensation
		POST /api/v1/cases/:id/delivery-address
		POST /api/v1/cases/:id/claim
		POST /api/v1/cases/:id/claim/additions
		POST /api/v1/cases/:id/claim/files
		POST /api/v1/cases/:id/statement`},
	{patrolmen, `
		GET /desk/business
		GET /desk/business/live
		GET /desk/numbers/live
		GET /desk/numbers
		GET /api/v1/desk/business
		GET /api/v1/desk/numbers
		GET /desk/numbers.csv
		GET /desk/numbers.xlsx
		GET /desk/what-if
		GET /api/v1/desk/what-if
		POST /desk/steps/:id/take-over`},
	{[]string{"juling1", "anguan1", "ducha1"}, `
		GET /desk/business-marks`}, // 督察 reads everything and changes nothing (domain.md 0.4)
	{append([]string{"fazhi1"}, patrolmen...), `
		GET /desk/business-doubts
		GET /api/v1/desk/business-doubts`}, // disputed evidence goes to R-LAW (domain.md 3.6); those who read all (0.4)
	{[]string{"juling1", "anguan1"}, `
		POST /desk/business-marks`},
	{party, `
		GET /cases/:id/statement
		GET /cases/:id/delivery-address`},
	{owner, `
		POST /cases/:id/delivery-address
		POST /cases/:id/statement
		POST /api/v1/cases/:id/statement/files`}, // he who applies is heard (domain.md 0.4, T28)
	{owner, `
		POST /cases/:id/compensation
		GET /cases/:id/claim
		POST /cases/:id/claim`}, // a claim is its holder's, as what he says (domain.md 0.4 R-APP)
	{[]string{"shouli1", "anguan1"}, `
		GET /desk/enterprises
		POST /desk/enterprises/registrations/:id
		GET /api/v1/desk/takeovers
		POST /api/v1/desk/takeovers/:id`},
	{holder, `
		POST /desk/steps/:id/undo
		POST /desk/steps/:id/dismiss
		POST /api/v1/desk/steps/:id/undo
		POST /api/v1/desk/steps/:id/dismiss
		POST /api/v1/desk/cases/:id/pending`}, // only who holds a step decides, and only who decided takes back
	{employees, `
		GET /api/v1/desk/pending
		POST /api/v1/desk/pending/commit`}, // of one's own decisions, of which most have none
	{officers, `
		POST /desk/steps/:id/commit
		GET /desk/relations
		POST /desk/relations
		POST /desk/relations/:id/withdraw`},
	{append([]string{"zhizheng1"}, patrolmen...), `
		GET /desk/deliveries
		GET /api/v1/desk/deliveries
		GET /api/v1/desk/letters`}, // who delivers at a window; those who read all (domain.md 0.4)
	{[]string{"zhizheng1"}, `
		POST /api/v1/desk/deliveries/:id/records`}, // finds nobody's paper only after its body
	{patrolmen, `
		GET /desk/archives
		GET /api/v1/desk/archives
		GET /desk/dead-letters
		GET /api/v1/desk/dead-letters`}, // names people and cases, which no administrator sees by role (domain.md 0.4)
	{patrolmen, `
		GET /desk/orders
		POST /desk/orders
		POST /desk/justice
		POST /api/v1/supervision/justice
		GET /desk/shifts
		GET /desk/shifts/live
		GET /api/v1/desk/shifts`},
	{manager, `
		POST /desk/shifts/assign
		POST /desk/shifts/leave
		POST /desk/shifts/hours
		PUT /api/v1/desk/shifts
		POST /api/v1/desk/absences
		POST /api/v1/desk/assignments
		GET /api/v1/desk/penalties`}, // R-CAG confirms a 吊销 (domain.md L7)
	{noOne, `
		POST /api/v1/penalties
		GET /desk/penalties/:id
		POST /desk/penalties/:id
		POST /api/v1/desk/penalties/:id/ruling`}, // a machine sends them, and the street has sent none
	{append(slices.Clone(reviewers), patrolmen...), `
		GET /desk/licences
		GET /api/v1/desk/certificates`},
	{append(slices.Clone(reviewers), manager...), `
		POST /api/v1/desk/measures`},
	{overseers, `
		GET /desk/disclosure
		GET /api/v1/desk/disclosures`},
	{ownUnit, `
		GET /api/v1/enterprises/:id
		GET /api/v1/enterprises/:id/cases
		GET /api/v1/enterprises/:id/box`},
	{[]string{"juling1"}, `
		POST /api/v1/desk/disclosures/:id/approval`},
}

// openToAll are public addresses of single things: everybody may ask, and the street has none of them.
var openToAll = []string{"/disclosure/:id", "/api/v1/disclosures/:id", "/filings/:code", "/api/v1/filings/:code", "/business/template/:kind", "/api/v1/business/template/:kind"}

// foreignThings are routes to things that nobody of the street has; every other route must name one of its own.
const foreignThings = `
/api/v1/box/:id
/api/v1/business/requests/:id
/api/v1/business/requests/:id/files
/api/v1/business/requests/:id/papers
/api/v1/business/requests/:id/papers/:paper
/api/v1/business/requests/:id/redate
/api/v1/business/requests/:id/travellers
/api/v1/business/template/:kind
/api/v1/business/requests/:id/seats
/api/v1/business/requests/:id/submission
/api/v1/certificates/:id/requests
/api/v1/desk/business/:id
/api/v1/desk/business/:id/admission
/api/v1/desk/business/:id/ordinary
/api/v1/desk/business/:id/verification
/api/v1/desk/disclosures/:id
/api/v1/desk/disclosures/:id/approval
/api/v1/desk/disclosures/:id/withholding
/api/v1/desk/objections/:id/ruling
/api/v1/desk/takeovers/:id
/api/v1/disclosures/:id
/api/v1/disclosures/:id/objections
/api/v1/handovers/:id
/api/v1/registrations/:id/confirmation
/api/v1/takeovers/:id/objection
/business/marks/:id/statement
/business/requests/:id
/business/requests/:id/papers
/business/requests/:id/papers/:paper/remove
/business/requests/:id/redate
/business/requests/:id/seats
/business/requests/:id/submit
/business/template/:kind
/api/v1/desk/penalties/:id/ruling
/desk/penalties/:id
/desk/business-marks/:id/decide
/desk/business-marks/:id/lift
/desk/business/:id
/desk/business/:id/admit
/desk/business/:id/live
/desk/business/:id/departed
/desk/business/:id/ordinary
/desk/business/:id/papers/:paper
/desk/business/:id/shift
/desk/business/:id/verify
/desk/business/:id/doubt
/desk/business-doubts/:id
/desk/business-doubts/:id/answer
/desk/business-doubts/:id/papers/:paper
/api/v1/desk/business/:id/doubt
/api/v1/desk/business-doubts/:id/answer
/api/v1/supervision/ratings/:id/contact
/api/v1/supervision/ratings/:id/result
/api/v1/supervision/ratings/:id/appeal
/api/v1/supervision/ratings/:id/judgement
/api/v1/supervision/voices/:id/answer
/api/v1/supervision/justice/:id
/api/v1/supervision/justice/:id/answer
/api/v1/desk/archives/:id
/desk/archives/:id
/api/v1/desk/dead-letters/:id/resending
/api/v1/desk/deliveries/:id/records
/desk/dead-letters/:id/resend
/desk/deliveries/:id
/desk/relations/:id/withdraw
/desk/disclosure/:id
/desk/disclosure/:id/approve
/desk/disclosure/:id/objections/:objection
/desk/disclosure/:id/publish
/desk/disclosure/:id/withhold
/desk/enterprises/registrations/:id
/desk/enterprises/takeovers/:id
/desk/enterprises/takeovers/:id/evidence
/disclosure/:id
/disclosure/:id/objection
/enterprise/cases/:id/hand-over
/enterprise/offers/:id
/enterprise/takeovers/:id/object
/me/box/:id
/me/box/:id/remove
/me/licences/:id/:measure
/me/registrations/:id/confirm
`
