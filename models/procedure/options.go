package procedure

import (
	"strings"

	"github.com/yiyang-police/permit-portal/models/fault"
)

// Options are what an item may choose in its procedure; they stand in the item's file. Days are working days unless said otherwise.
type Options struct {
	Code          string `yaml:"code" json:"code"`                     // "permit"
	Renewal       bool   `yaml:"renewal" json:"renewal"`               // 延续: window, timeliness and deemed renewal apply
	UnitSignature bool   `yaml:"unit_signature" json:"unit_signature"` // the employing unit signs after the person
	CountyCheck   bool   `yaml:"county_check" json:"county_check"`     // T13 instead of T15

	NoticeDays     int `yaml:"notice_days" json:"notice_days"`         // K1; 5 by law when left out
	StatutoryDays  int `yaml:"statutory_days" json:"statutory_days"`   // K2
	PromisedDays   int `yaml:"promised_days" json:"promised_days"`     // K3, never longer than K2
	CorrectionDays int `yaml:"correction_days" json:"correction_days"` // K9; 15 when left out
	CountyDays     int `yaml:"county_days" json:"county_days"`         // county check, inside K2
	DeliveryDays   int `yaml:"delivery_days" json:"delivery_days"`     // K4; 10 by law when left out

	WindowDays int `yaml:"window_days" json:"window_days"` // natural days before expiry when the form opens
	TimelyDays int `yaml:"timely_days" json:"timely_days"` // K10, natural days before expiry
	TermYears  int `yaml:"term_years" json:"term_years"`   // length of the new term

	RemindUnitDays int `yaml:"remind_unit_days" json:"remind_unit_days"` // 3 when left out
	ReopenDays     int `yaml:"reopen_days" json:"reopen_days"`           // 10 when left out

	RefusalNeedsLegal bool             `yaml:"refusal_needs_legal" json:"refusal_needs_legal"` // T28: a lawyer's opinion before every refusal
	Desks             map[Stage]string `yaml:"desks" json:"desks"`                             // who works at each stage; "county" stands for the desk of the unit's county
}

// CountyDesk in Options.Desks means the 治安大队 of the county in which the unit lies.
const CountyDesk = "county"

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
	if o.NoticeDays != 5 {
		add("notice_days", "OPTION_BY_LAW") // 行政许可法 第三十二条
	}
	if o.StatutoryDays < 1 || o.StatutoryDays > 45 {
		add("statutory_days", "OPTION_RANGE") // 行政许可法 第四十二条
	}
	if o.PromisedDays < 1 || o.PromisedDays > o.StatutoryDays {
		add("promised_days", "OPTION_PROMISE_LONGER")
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
	for _, s := range Stages() {
		needed := s != StageCounty || o.CountyCheck
		if needed && o.Desks[s] == "" {
			add("desks/"+string(s), "OPTION_DESK")
		}
	}
	return faults
}

// Desk is the desk that works at a stage, for a case whose unit lies in the area ("430921").
func (o Options) Desk(s Stage, area string) string {
	desk := o.Desks[s]
	if desk == CountyDesk {
		return area + "-zhi"
	}
	return strings.TrimSpace(desk)
}
