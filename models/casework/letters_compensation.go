package casework

import (
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// redressWord tells 赔偿, for a fault of the agency, from 补偿.
func redressWord(m *procedure.Licence) string {
	if m.Damages() {
		return "赔偿"
	}
	return "补偿"
}

// awardWord is a verdict on a claim as papers say it; with the amount that is proposed.
func (w writing) awardWord(v procedure.Verdict) string {
	word := redressWord(w.Law.Licence)
	if v != procedure.Grant {
		return "不予" + word
	}
	if o := w.Law.Proposal; o != nil && o.Amount > 0 {
		return "予以" + word + "人民币" + o.Amount.String() + "元"
	}
	return "予以" + word
}

// loss puts what a claim for compensation knows into its letters, and takes out of them what is said of the measure alone.
func (w writing) loss(f *document.Facts, kind procedure.DocumentKind) {
	c := w.Law.Compensation
	if c == nil {
		return
	}
	claim := w.Law.Claimed()
	f.Loss = document.Loss{Word: redressWord(w.Law.Licence), Paper: c.Paper, ClaimDue: w.end(procedure.KL)}
	if c.Claim != nil {
		f.Loss.Claimed, f.Loss.Reason, f.Loss.Proofs, f.Loss.ClaimedOn = claim.Amount.String(), claim.Reason, w.names(claim.Proofs), claim.On
		if claim.Lacks != nil {
			f.Loss.Lacks = claim.Lacks.What
		}
	}
	if c.Awarded > 0 {
		f.Loss.Awarded = c.Awarded.String()
	}
	f.Heard = ""
	if o := w.Law.Proposal; o != nil {
		f.Heard, f.Loss.Opinion = o.Heard, o.Text
	}
	f.Findings, f.Grounds = "", nil
	f.Matter.Harm, f.Matter.Proof, f.Matter.Compensate, f.Matter.BanUntil = "", "", false, workday.Date{}
}
