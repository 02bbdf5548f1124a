package catalog

import "github.com/yiyang-police/permit-portal/models/procedure"

// Words of the checklist that the code knows. A word names what a point looks at; casework fills it from registers where they know.
const (
	CheckIdentity     = "identity_match"     // name, number and face belong together
	CheckJurisdiction = "jurisdiction"       // this bureau is competent
	CheckTimeliness   = "timeliness"         // timely, late or outside the window
	CheckCategory     = "category_unchanged" // category and grade as before, no second licence of the three
	CheckAge          = "age"                // on the day of decision
	CheckCriminal     = "criminal_record"    // any criminal punishment
	CheckBackground   = "background"         // wanted, terror, drugs
	CheckTraining     = "training"           // continuing education
	CheckHealth       = "health"             // medical certificate
	CheckUnit         = "unit_employment"    // the unit's licence and the employment
	CheckAccidents    = "accidents"          // liability accidents and recent projects
	CheckBans         = "bans"               // 行政许可法 第七十八条, 第七十九条
	CheckPhoto        = "photo"              // portrait
	CheckCounty       = "county_opinion"     // the county's opinion is there
	CheckGenuine      = "genuine"            // materials are genuine
	CheckCapacity     = "capacity"           // full civil capacity
	CheckLicence      = "licence_valid"      // the licence is valid on the day of receipt
	CheckComplete     = "completeness"       // everything that the list asks for is there and legible
	CheckCondition    = "condition"          // a condition of the guide, looked at by a clerk

	CheckFiler      = "filer"          // a legal person that may file, no entertainment venue
	CheckFiledPlace = "filed_place"    // what is filed lies in the area of this bureau
	CheckFiledMatch = "filed_match"    // name, head and date equal the register of enterprises
	CheckHeadOffice = "head_office"    // the head company's security licence is in force and its name the same
	CheckScope      = "scope"          // services within the licence
	CheckAreas      = "areas"          // areas of service that the unit may guard
	CheckGuards     = "guards_qualify" // everybody on the roster may be a guard
)

var checkWords = []string{
	CheckIdentity, CheckJurisdiction, CheckTimeliness, CheckCategory, CheckAge, CheckCriminal, CheckBackground, CheckTraining,
	CheckHealth, CheckUnit, CheckAccidents, CheckBans, CheckPhoto, CheckCounty, CheckGenuine, CheckCapacity, CheckLicence,
	CheckComplete, CheckCondition, CheckFiler, CheckFiledPlace, CheckFiledMatch, CheckHeadOffice, CheckScope, CheckAreas, CheckGuards,
}

var (
	statuses   = []Status{Published, Suspended, Removed}
	powers     = []PowerType{PowerPermit, PowerFiling, PowerOther, PowerAct, PowerPublic, PowerReward, PowerBenefit}
	audiences  = []Audience{AudiencePerson, AudienceEnterprise}
	levels     = []string{"city", "county", "station", "city_county", "station_county", "all"}
	channels   = []string{"online", "window", "post"}
	deliveries = []string{"ems", "electronic", "counter"}
	needs      = []Need{Required, Waivable, Tolerated}
	ways       = []Way{Upload, Shared, Generated, Window}
	origins    = []Origin{FromLaw, FromGuide, Awaiting}
	materials  = []string{"original", "copy", "electronic"}
	specials   = []string{"hearing", "appraisal", "inspection", "testing", "quarantine", "expert_review", "tender", "auction"}
)

// themes are the life and business events under which items are listed; their names are in frontend/locale.
var themes = []string{
	"birth", "school", "marriage", "moving", "household", "identity_card", "death", "elderly", "driving", "vehicle", "exit_entry", "foreigners",
	"hongkong_macao_taiwan", "business_travel", "starting_business", "security_guard", "hotels", "special_industry", "events", "explosives",
	"weapons", "hazardous", "network", "drugs", "detention", "residence", "licence_renewal", "occupation", "public_security", "certificates",
	"reporting", "traffic_safety",
}

// blocks are what a provenance can speak of.
var blocks = []string{
	"default", "legal_basis", "limits", "promised", "fee", "materials", "conditions", "steps", "result", "validity", "places", "words",
}

var documentKinds = []procedure.DocumentKind{
	procedure.DocApplication, procedure.DocReceipt, procedure.DocCorrection, procedure.DocCorrectedReceipt, procedure.DocAcceptance,
	procedure.DocDeemedAcceptance, procedure.DocNotNeeded, procedure.DocNotAccepted, procedure.DocGrant, procedure.DocRefusal,
	procedure.DocDeemedRenewal, procedure.DocLapse, procedure.DocWithdrawal, procedure.DocDelivery, procedure.DocCertificate,
	procedure.DocFiled, procedure.DocNotFiled, procedure.DocFilingChanged, procedure.DocFilingEnded, procedure.DocReferral, procedure.DocDone, procedure.DocDeclined, procedure.DocIssued, procedure.DocNotIssued,
}
