package procedure

import (
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Gone says that a certificate which a case stands on lost its effect by another decision while the case was under way. What is gone is neither
// renewed nor deemed renewed (domain.md L7: no renewal; 行政许可法 第五十条, 第七十条).
type Gone struct {
	Measure Measure      `json:"measure"` // Revoke, Withdraw, Punish or Cancel
	Paper   string       `json:"paper"`   // the decision, with its number
	On      workday.Date `json:"on"`
	Told    bool         `json:"told,omitempty"` // the row that follows has moved the case
}

// Acts that follow when a certificate has gone.
const (
	ActLicenceGone ActName = "licence_gone" // a renewal loses its protection (T34p)
	ActMeasureMoot ActName = "measure_moot" // a measure under way has lost its object (L07e)
)

// TellLicenceGone tells who asked for a renewal that the licence is no more.
const TellLicenceGone NoticeKind = "licence_gone"

var (
	licenceGone   = when("the certificate is no more", func(l *look) bool { return l.c.Gone != nil && !l.c.Gone.Told })
	licenceStands = must("the licence to be renewed still stands", func(l *look) error {
		if g := l.c.Gone; g != nil {
			return fault.New(fault.Conflict, "LICENCE_GONE", "paper", g.Paper, "on", g.On.String())
		}
		return nil
	})
	// losesLicence: without a licence there is nothing that silence could renew (第五十条第二款).
	losesLicence = Effect{"no deemed renewal any more", func(l *look) {
		g := *l.c.Gone
		g.Told = true
		l.c.Gone, l.c.Timely = &g, false
	}}
)
