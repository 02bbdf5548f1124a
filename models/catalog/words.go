package catalog

import "github.com/yiyang-police/permit-portal/models/procedure"

// checkWords are what a point of a checklist can look at; casework fills a point from registers where they know.
var checkWords = []string{
	"identity_match",      // the account is the person of the population register, alive and of full capacity
	"jurisdiction",        // this bureau is competent
	"timely",              // timely or late
	"licence_unchanged",   // licence in force, category and grade as before, no second licence of the three
	"age",                 // on the day of decision
	"criminal_record",     // any criminal punishment
	"comparison",          // wanted, terror, drugs
	"training",            // continuing education
	"health",              // medical certificate
	"unit_and_employment", // the unit's licence and the employment
	"accidents",           // liability accidents and recent projects
	"bans",                // 行政许可法 第七十八条, 第七十九条
	"photo",               // portrait
	"county_opinion",      // the county's opinion is there
	"materials_genuine",   // materials are genuine
}

var (
	statuses   = []Status{Published, Suspended, Removed}
	powers     = []PowerType{PowerPermit, PowerFiling, PowerAct, PowerPublic}
	audiences  = []Audience{AudiencePerson, AudienceEnterprise}
	levels     = []string{"city", "county"}
	channels   = []string{"online", "window", "post"}
	deliveries = []string{"ems", "electronic", "counter"}
	needs      = []Need{Required, Waivable, Tolerated}
	ways       = []Way{Upload, Shared, Generated}
	materials  = []string{"original", "copy", "electronic"}
	specials   = []string{"hearing", "appraisal", "inspection", "testing", "quarantine", "expert_review", "tender", "auction"}
)

// themes are the life and business events under which items are listed; their names are in frontend/locale.
var themes = []string{
	"licence_renewal", "occupation", "public_security", "explosives", "security_guard", "special_industry", "events", "household",
	"identity_card", "exit_entry", "traffic", "fire", "network", "residence", "drugs", "weapons",
}

var documentKinds = []procedure.DocumentKind{
	procedure.DocApplication, procedure.DocReceipt, procedure.DocCorrection, procedure.DocCorrectedReceipt, procedure.DocAcceptance,
	procedure.DocDeemedAcceptance, procedure.DocNotNeeded, procedure.DocNotAccepted, procedure.DocGrant, procedure.DocRefusal,
	procedure.DocDeemedRenewal, procedure.DocLapse, procedure.DocWithdrawal, procedure.DocDelivery, procedure.DocCertificate,
}
