package procedure

// ahead is, for every state in which a case waits, the row by which it usually goes on: what the applicant is told comes next. Where several
// rows lead on, it is the one that ends the step in his favour.
var ahead = map[string]map[State]MoveID{
	"permit": {Submitted: "T03", Received: "T10", Correction: "T08", Accepted: "T15", CountyCheck: "T14", Review: "T24", Verifying: "T17", InSpecial: "T20",
		Legal: "T22", Discussing: "T23", Deciding: "T27", Granted: "T31", Cert: "T31", Delivery: "T32", Refused: "T32"},
	"filing": {Submitted: "F01", Received: "F04", Correction: "F02a", Checking: "F05", Filed: "F10", Cert: "F10", Delivery: "F12", NotFiled: "F12"},
	"service": {Submitted: "S03", Received: "S10", Correction: "S08", Accepted: "S15", Review: "S24", Deciding: "S27", Done: "S31", Cert: "S31", Delivery: "S32",
		Declined: "S32"},
	"endorsement": {Submitted: "E03", Received: "E10", Correction: "E08", Accepted: "E15", Review: "E24", Deciding: "E27", Forwarded: "E28", Entered: "E29",
		Issued: "E31", Delivery: "E32", NotIssued: "E32"},
	"licence":      {Heard: "L05b", InSpecial: "L05l", Review: "L05", Legal: "L05f", Discussing: "L05g", Deciding: "L05", Leading: "L06", Received: "L09", Delivery: "L32"},
	"compensation": {Offered: "C04", Review: "C07", Legal: "C11", Discussing: "C12", Leading: "C14", Delivery: "C32", Paying: "C33"},
}

// Rows that depend on what the case is about: the three kinds of a filing (domain.md 1.5), and the measures about a certificate (1.4b).
var (
	filingEnds   = map[FilingKind]MoveID{ChangesIt: "F08", EndsIt: "F09"}
	damagesAhead = map[MoveID]MoveID{"C11": "C10", "C14": "C15"}
	measureEnds  = map[Measure]MoveID{Revoke: "L05", Withdraw: "L06", Cancel: "L08", Change: "L10"}
)

// Ahead is the row by which a case usually goes on from where it stands; of a measure about a certificate, while it is reviewed or decided, the
// decision itself. It is "" once the case has ended, and while it is still a draft.
func (p *Procedure) Ahead(c Case) MoveID {
	id := ahead[p.Code][c.State]
	if row, ok := filingEnds[c.Filing]; ok && id == "F05" {
		return row
	}
	if id == "T24" && c.DecidesAgain() {
		return "T23a"
	}
	if id == "L05" && c.Licence != nil {
		return measureEnds[c.Licence.Measure]
	}
	if row, ok := damagesAhead[id]; ok && c.Licence != nil && c.Licence.Damages() {
		return row
	}
	return id
}
