package casework

import (
	"slices"

	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// measureWords are the measures in letters.
var measureWords = map[procedure.Measure]string{procedure.Revoke: "撤销", procedure.Withdraw: "撤回", procedure.Punish: "吊销", procedure.Cancel: "注销",
	procedure.Change: "变更", procedure.Reissue: "补发"}

// heardOn is the day of the last hearing that was held.
func (w writing) heardOn() workday.Date {
	for _, s := range slices.Backward(w.Law.Specials) {
		if s.Kind.IsHearing() && !s.To.IsZero() {
			return s.HearingOn
		}
	}
	return workday.Date{}
}

// matter puts what a case about a certificate knows into its letters.
func (w writing) matter(f *document.Facts, kind procedure.DocumentKind) {
	m := w.Law.Licence
	if m == nil {
		return
	}
	validTo, _ := workday.Parse(m.ValidUntil) // was written by this portal
	f.Matter = document.Matter{Title: m.Title, Number: m.Number, ValidTo: validTo, Measure: measureWords[m.Measure], Proof: m.Proof, Penalty: m.Penalty,
		HearingOn: w.heardOn(), Waived: w.Law.HearingWaived, Harm: m.Harm, Compensate: m.Compensate, Discussed: w.Law.Collective != nil, AnswerDue: w.end(procedure.KH), Unit: m.Unit, Name: m.Name}
	if w.Law.Gone != nil {
		f.Matter.Gone = w.Law.Gone.Paper
	}
	f.Findings, f.Reason, f.Heard = m.Facts, w.decision.Reason, m.Statement
	if g, known := procedure.LicenceGroundOf(m.Ground); known {
		f.Grounds = []document.Ground{{Code: g.Code, Title: g.Title, Law: g.Law, Article: g.Article}}
		if g.Fraud && kind == procedure.DocRevocation {
			f.Matter.BanUntil = w.today.AddYears(fraudBanYears)
		}
	}
}
