package procedure

import (
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Register says that an item's filings stand in a register of active filings (domain.md 1.5, ACTIVE). Who files again what stands there
// reports a change (F8); an item that ends takes it out (F9).
type Register struct {
	List    string   `yaml:"list" json:"list"`                                   // "self_guards", "guard_branch"
	Subject string   `yaml:"subject,omitempty" json:"subject,omitempty"`         // the question whose credit code is registered; the enterprise's own when left out
	Holder  string   `yaml:"holder,omitempty" json:"holder,omitempty"`           // the question with the name that is registered; the enterprise's own when left out
	Head    string   `yaml:"head,omitempty" json:"head,omitempty"`               // the question with the credit code of the head company
	Rows    []string `yaml:"rows,omitempty" json:"rows,omitempty"`               // the questions whose answers stand in the register
	Duty    string   `yaml:"duty,omitempty" json:"duty,omitempty"`               // what had to be filed in time, in Chinese, as the referral words it
	Ends    string   `yaml:"ends,omitempty" json:"ends,omitempty"`               // the situation whose answer "end" takes the filing out
	Always  bool     `yaml:"always_ends,omitempty" json:"always_ends,omitempty"` // every case of the item takes it out
	Mild    bool     `yaml:"mild,omitempty" json:"mild,omitempty"`               // being late is a hint, and referred all the same (domain.md 2.3)
	System  int      `yaml:"system_from,omitempty" json:"system_from,omitzero"`  // guards from which the unit must use the security-management information system (domain.md 2.3)
	Late    int      `yaml:"late_days,omitempty" json:"late_days,omitzero"`      // working days after which a late filing is LATE; before, a HINT. 0: at once
}

// FilingKind is what a filing does to its register.
type FilingKind string

// Kinds of filings; "" is the first one.
const (
	FirstFiling FilingKind = ""
	ChangesIt   FilingKind = "change" // F8
	EndsIt      FilingKind = "end"    // F9
)

// LateLevel is how late a filing came (F7): it is marked and never hinders it.
type LateLevel string

// Levels: none, a hint (amber, no referral), late (red, referred to the county's 治安大队).
const (
	OnTime LateLevel = ""
	Hint   LateLevel = "HINT"
	Late   LateLevel = "LATE"
)

// Bar is why a filing is not this body's (F3): the registers or the form itself say so.
type Bar struct {
	Code      string `json:"code"`      // BarVenue, BarNoLegalPerson, BarElsewhere
	Competent string `json:"competent"` // who is competent, or whom to turn to
	How       string `json:"how"`
	Reason    string `json:"reason"` // with the article, as the notice prints it
}

// Bars.
const (
	BarVenue         = "venue"     // 娱乐场所 (保安服务管理条例 第十三条)
	BarNoLegalPerson = "not_legal" // 分支机构, 个体工商户 (第二条, 第十三条)
	BarElsewhere     = "elsewhere" // another city's (第十二条, 第十四条)
)

// Duties are the dates of a filing that had to be made in time.
type Duties struct {
	Due  workday.Date // last day on time; natural days roll (C-8)
	Late workday.Date // last day before LATE
}

// DutiesOf counts the days of a duty from its day 0.
func (o Options) DutiesOf(cal *workday.Calendar, from workday.Date) (d Duties) {
	if o.Duty.N == 0 || from.IsZero() {
		return d
	}
	d.Due = workday.Limit{N: o.Duty.N, Unit: o.Duty.Unit, Roll: true}.End(cal, from)
	d.Late = d.Due
	if o.Register.Late > 0 {
		d.Late = wd(o.Register.Late).End(cal, from)
	}
	return d
}

// level compares the receipt day with the duty. The natural-day date is the earlier one where both run (domain.md 2.3).
func (o Options) level(cal *workday.Calendar, from, received workday.Date) LateLevel {
	d := o.DutiesOf(cal, from)
	switch {
	case d.Due.IsZero() || !received.After(d.Due):
		return OnTime
	case o.Register.Mild || !received.After(d.Late):
		return Hint
	default:
		return Late
	}
}

// Refers tells whether a level is told to the county: LATE always, a hint where the item says so.
func (o Options) Refers(level LateLevel) bool {
	return level == Late || level == Hint && o.Register.Mild
}

// Conditions and guards of filings.
var (
	notOurs  = when("it is not this body's filing", func(l *look) bool { return l.c.NotOurs != nil && l.c.AcceptedOn.IsZero() })
	begins   = when("nothing of the kind is filed yet", func(l *look) bool { return l.c.Filing == FirstFiling })
	changes  = when("what is filed changes", func(l *look) bool { return l.c.Filing == ChangesIt })
	endsIt   = when("what is filed ends", func(l *look) bool { return l.c.Filing == EndsIt })
	referred = when("late enough to be referred and not told yet", func(l *look) bool {
		return l.o.Refers(l.c.LateLevel) && !l.c.LateTold
	})
	beginsAtOnce  = when("on the spot, nothing of the kind is filed yet", func(l *look) bool { return l.o.OnTheSpot && l.c.Filing == FirstFiling })
	changesAtOnce = when("on the spot, what is filed changes", func(l *look) bool { return l.o.OnTheSpot && l.c.Filing == ChangesIt })
	endsAtOnce    = when("on the spot, what is filed ends", func(l *look) bool { return l.o.OnTheSpot && l.c.Filing == EndsIt })
)

// check finds what is wrong in a register's options.
func (r Register) check(add func(key, code string)) {
	if r.List == "" && len(r.Rows) == 0 && r.Late == 0 {
		return
	}
	if r.List == "" {
		add("register/list", "OPTION_RANGE")
	}
	if r.Late < 0 {
		add("register/late_days", "OPTION_RANGE")
	}
}

// FilingUnknown is the fault of ending what was never filed.
func FilingUnknown() *fault.Error { return fault.New(fault.Conflict, "FILING_UNKNOWN") }
