package procedure

import (
	"regexp"
	"slices"
	"strings"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Options are what an item may choose in its procedure; they stand in the item's file. Days are working days unless said otherwise.
type Options struct {
	Code          string `yaml:"code" json:"code"`                     // "permit", "filing", "service", "endorsement"
	Renewal       bool   `yaml:"renewal" json:"renewal"`               // 延续: window, timeliness and deemed renewal apply
	UnitSignature bool   `yaml:"unit_signature" json:"unit_signature"` // the employing unit signs after the person
	CountyCheck   bool   `yaml:"county_check" json:"county_check"`     // T13 instead of T15
	Thing         bool   `yaml:"-" json:"-"`                           // no way of delivery that the item offers is electronic: its result is a card or a book
	OnTheSpot     bool   `yaml:"on_the_spot" json:"on_the_spot"`       // 即办: one officer may finish it in one step; of a permit two may decide at once (T12)
	Payment       bool   `yaml:"payment" json:"payment"`               // a fee must be paid before the result is handed over

	Visit       Visit       `yaml:"visit,omitempty" json:"visit,omitempty"`             // when the person must come to a window
	Certificate Certificate `yaml:"certificate,omitempty" json:"certificate,omitempty"` // what follows the decision
	Area        string      `yaml:"area,omitempty" json:"area,omitempty"`               // the question whose area is the case's; the first of its kind when left out
	Changes     []string    `yaml:"changes,omitempty" json:"changes,omitempty"`         // what of a certificate may be changed later (行政许可法 第四十九条); the rest needs a new permit
	Duty        Duty        `yaml:"duty,omitempty" json:"duty,omitzero"`                // a filing that has to be made in time
	Register    Register    `yaml:"register,omitempty" json:"register,omitzero"`        // the register of active filings in which it stands
	Redress     Redress     `yaml:"redress,omitempty" json:"redress,omitzero"`          // time to claim and to decide compensation for a withdrawal, where the Bureau sets others than the house's

	NoticeDays     int           `yaml:"notice_days" json:"notice_days"`                // K1; 5 by law when left out
	Statutory      workday.Limit `yaml:"statutory,omitempty" json:"statutory,omitzero"` // K2; none when no law sets a length
	Promised       workday.Limit `yaml:"promised,omitempty" json:"promised,omitzero"`   // K3, never longer than K2; none while it is not known
	CorrectionDays int           `yaml:"correction_days" json:"correction_days"`        // K9; 15 when left out
	CountyDays     int           `yaml:"county_days" json:"county_days"`                // county check, inside K2
	DeliveryDays   int           `yaml:"delivery_days" json:"delivery_days"`            // K4; 10 by law when left out

	WindowDays int `yaml:"window_days" json:"window_days"` // natural days before expiry when the form opens
	TimelyDays int `yaml:"timely_days" json:"timely_days"` // K10, natural days before expiry
	TermYears  int `yaml:"term_years" json:"term_years"`   // length of the new term

	RemindUnitDays int `yaml:"remind_unit_days" json:"remind_unit_days"` // 3 when left out
	ReopenDays     int `yaml:"reopen_days" json:"reopen_days"`           // 10 when left out

	RefusalNeedsLegal bool             `yaml:"refusal_needs_legal" json:"refusal_needs_legal"`       // 法制审核 of every refusal: of a permit always true, as the law wants it (domain.md 1.7)
	LegalAlways       bool             `yaml:"legal_always,omitempty" json:"legal_always,omitempty"` // a lawyer's opinion before every decision: major public interest (domain.md 1.7)
	Final             string           `yaml:"final,omitempty" json:"final,omitempty"`               // the rule by which a refusal is final: neither reconsideration nor a lawsuit is open
	Desks             map[Stage]string `yaml:"desks" json:"desks"`                                   // who works at each stage
}

// Visit says when a person must come to a window; "" is never.
type Visit string

// Visits.
const (
	VisitBeforeDecision Visit = "decision" // fingerprints, an interview, the originals
	VisitToCollect      Visit = "delivery" // to collect the result
)

// What Options.Changes may name: the unit that employs the holder, and his name as the population register has it. Whatever else stands on the
// certificate follows from the permit itself, such as grade and scope, and needs a new one.
const (
	ChangeUnit = "unit"
	ChangeName = "name"
)

// Certificate says what is made after the decision; "" is nothing: the decision is the result.
type Certificate string

// Certificates.
const (
	MadeHere      Certificate = "portal"   // an electronic certificate of this portal
	MadeElsewhere Certificate = "external" // made in another system; its number is entered here
)

// Duty is the time in which something must be filed, from the date that a question gives. It rolls to a working day (C-8).
type Duty struct {
	Question string       `yaml:"question" json:"question"`
	N        int          `yaml:"n" json:"n"`
	Unit     workday.Unit `yaml:"unit" json:"unit"`
}

// CountyDesk in Options.Desks stands for the area of the case: "county" is the 治安大队 of the county in which it lies, "county-hu" its
// 户政 and so on. A case outside the eight counties is the city's.
const CountyDesk = "county"

// countySecurity is what the bare word stands for.
const countySecurity = "zhi"

// WithDefaults fills the lengths that the law gives to every item.
func (o Options) WithDefaults() Options {
	for _, d := range []struct {
		days    *int
		general int
	}{{&o.NoticeDays, 5}, {&o.CorrectionDays, 15}, {&o.DeliveryDays, 10}, {&o.RemindUnitDays, 3}, {&o.ReopenDays, 10}} {
		if *d.days == 0 {
			*d.days = d.general
		}
	}
	if o.Renewal && o.Certificate == "" {
		o.Certificate = MadeHere // a renewed licence is a new card
	}
	return o
}

// Check finds what can not be published. Each fault names its option; the codes are OPTION_*.
func (o Options) Check() []fault.Field {
	o = o.WithDefaults()
	var faults []fault.Field
	add := func(key, code string) { faults = append(faults, fault.OneField("/procedure/"+key, code)) }
	if _, known := Named(o.Code); !known {
		add("code", "OPTION_UNKNOWN_PROCEDURE")
	}
	if slices.ContainsFunc(o.Changes, func(c string) bool { return c != ChangeUnit && c != ChangeName }) || len(o.Changes) > 0 && o.Certificate != MadeHere {
		add("changes", "OPTION_RANGE")
	}
	if o.NoticeDays != 5 {
		add("notice_days", "OPTION_BY_LAW") // 行政许可法 第三十二条
	}
	if o.Code == permit.Code && o.Statutory.Unit == workday.WorkingDays && o.Statutory.N > 45 {
		add("statutory", "OPTION_RANGE") // 行政许可法 第四十二条
	}
	if longer(o.Promised, o.Statutory) {
		add("promised", "OPTION_PROMISE_LONGER")
	}
	if o.DeliveryDays < 1 || o.DeliveryDays > 10 {
		add("delivery_days", "OPTION_RANGE") // 行政许可法 第四十四条
	}
	if o.CountyCheck && (o.CountyDays < 1 || o.CountyDays > 20) {
		add("county_days", "OPTION_RANGE") // 行政许可法 第四十三条
	}
	if o.Renewal && (o.TermYears < 1 || o.TimelyDays < 1 || o.WindowDays < o.TimelyDays) {
		add("renewal", "OPTION_RENEWAL")
	}
	if !slices.Contains([]Visit{"", VisitBeforeDecision, VisitToCollect}, o.Visit) {
		add("visit", "OPTION_UNKNOWN_VISIT")
	}
	if !slices.Contains([]Certificate{"", MadeHere, MadeElsewhere}, o.Certificate) {
		add("certificate", "OPTION_UNKNOWN_CERTIFICATE")
	}
	if o.Code == permit.Code && !o.RefusalNeedsLegal {
		add("refusal_needs_legal", "OPTION_BY_LAW") // 国办发〔2018〕118号; domain.md 1.7
	}
	if o.OnTheSpot && o.Code == endorsement.Code {
		add("on_the_spot", "OPTION_BY_LAW") // the national system decides
	}
	if d := o.Duty; d != (Duty{}) && (d.Question == "" || d.N < 1 || d.Unit == "") {
		add("duty", "OPTION_RANGE")
	}
	o.Register.check(add)
	for _, l := range []workday.Limit{o.Redress.Claim, o.Redress.Decide} {
		if !l.IsZero() && (l.N < 1 || days(l) > mostRedress) {
			add("redress", "OPTION_RANGE")
		}
	}
	for _, s := range o.Stages() {
		if !deskForm.MatchString(o.deskName(s)) {
			add("desks/"+string(s), "OPTION_DESK")
		}
	}
	return faults
}

// mostRedress is five years, in days: longer than that is a slip of the pen.
const mostRedress = 5 * 12 * 30

// deskForm is how a desk is named: by its code, or by the county of the case.
var deskForm = regexp.MustCompile(`^(4309[0-9]{2}(-[a-z]+)?|county(-[a-z]+)?)$`)

// longer tells whether a limit is certainly longer than another; lengths in different units are not compared.
func longer(a, b workday.Limit) bool {
	return !a.IsZero() && !b.IsZero() && a.Unit == b.Unit && a.N > b.N
}

// Stages are the stages that every case of the item can meet on its plain way, in their order: those for which the item names desks.
func (o Options) Stages() []Stage {
	o = o.WithDefaults()
	p, known := Named(o.Code)
	if !known {
		return Stages()
	}
	var list []Stage
	for _, s := range Stages() {
		met := false
		for _, stage := range p.Stages {
			met = met || stage == s
		}
		switch {
		case s == StageCounty:
			met = met && o.CountyCheck
		case p == permit && (s == StageVerify || s == StageSpecial || s == StageCollective):
			met = met && o.Desks[s] != ""
		case s == StageCertificate && p != endorsement:
			met = met && o.Certificate != ""
		}
		if met {
			list = append(list, s)
		}
	}
	return list
}

// houseDesks work at the stages of special moves for every permit that names none of its own: the lawyers, the head of the agency and case
// management of the city's bureau. Verifications and special procedures are the reviewing desk's.
var houseDesks = map[Stage]string{StageLegal: "430900-fa", StageCollective: "430900", StageManage: "430900-ban"}

func (o Options) deskName(s Stage) string {
	desk := strings.TrimSpace(o.Desks[s])
	if desk != "" || o.Code != permit.Code && o.Code != licence.Code && o.Code != compensation.Code && s != StageCollective && s != StageManage {
		return desk
	}
	if s == StageVerify || s == StageSpecial {
		return strings.TrimSpace(o.Desks[StageReview])
	}
	return houseDesks[s]
}

// Desk is the desk that works at a stage, for a case that lies in the area ("430921").
func (o Options) Desk(s Stage, area string) string {
	desk := o.deskName(s)
	if s == StageCollective && o.Desks[s] == "" && strings.HasPrefix(o.Desks[StageDecision], CountyDesk) {
		if _, err := identity.ParseArea(area); err == nil {
			return area // the head of the county's bureau, which decides
		}
	}
	trade, local := strings.CutPrefix(desk, CountyDesk)
	if !local {
		return desk
	}
	if trade = strings.TrimPrefix(trade, "-"); trade == "" {
		trade = countySecurity
	}
	if _, err := identity.ParseArea(area); err != nil {
		area = identity.Yiyang.String()
	}
	return area + "-" + trade
}
