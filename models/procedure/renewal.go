package procedure

import "github.com/yiyang-police/permit-portal/models/workday"

// Window is when a renewal may be applied for (domain.md 2.1, A05). All are calendar days.
type Window struct {
	Opens  workday.Date `json:"opens"`  // first day: expiry − window days
	Timely workday.Date `json:"timely"` // last day with protection by deemed renewal: expiry − timely days (K10)
	Closes workday.Date `json:"closes"` // the licence's last day
}

// WindowOf is the window of a licence that ends on expiry. Backward limits do not roll (C-8).
func (o Options) WindowOf(expiry workday.Date) Window {
	return Window{Opens: expiry.AddDays(-o.WindowDays), Timely: expiry.AddDays(-o.TimelyDays), Closes: expiry}
}

// lawfulLead is how many natural days before the end a renewal is applied for where the item does not say (行政许可法 第五十条第一款).
const lawfulLead = 30

// LastOnTime is the last day to apply for what follows a certificate that ends on expiry, so that it is decided before.
func (o Options) LastOnTime(expiry workday.Date) workday.Date {
	if o.TimelyDays == 0 {
		o.TimelyDays = lawfulLead
	}
	return o.WindowOf(expiry).Timely
}

// Contains tells whether one may apply on the day.
func (w Window) Contains(day workday.Date) bool { return !day.Before(w.Opens) && !day.After(w.Closes) }

// NewTerm is the term after a grant: from the day after the old one's end when decided in time, else from the decision day.
func (o Options) NewTerm(expiry, decided workday.Date) Term {
	from := expiry.AddDays(1)
	if decided.After(expiry) {
		from = decided
	}
	return Term{From: from, To: from.AddYears(o.TermYears).AddDays(-1)}
}
