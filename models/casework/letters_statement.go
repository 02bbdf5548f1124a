package casework

import (
	"slices"

	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// takenWords are how a decision took a statement.
var takenWords = map[string]string{procedure.TakenPartly: "部分采纳", procedure.TakenNot: "不予采纳"}

// refusalNotice is what the applicant is told of a refusal before it is decided (T28a).
func (w writing) refusalNotice(f *document.Facts) {
	i, _ := w.Law.Intent()
	f.Findings, f.Reason, f.Grounds, f.Evidence = i.Facts, i.Reason, w.groundsOf(i.Grounds), w.evidence(i.Grounds)
	f.Told, f.Warns = document.Told{On: i.On, Until: w.end(procedure.KH)}, slices.Contains(i.Grounds, procedure.FalseMaterial)
}

// told is the notice on which a refusal stands, with what the applicant said; nothing where the grounds go beyond it, or he was heard otherwise.
func (w writing) told() document.Told {
	i, proven := w.Law.HeardOn(w.Law.Grounds)
	if !proven {
		return document.Told{}
	}
	return document.Told{On: i.On, StatedOn: i.StatedOn, Statement: i.Statement, Papers: w.names(i.Materials), Taken: takenWords[w.decision.Kind],
		WaivedOn: i.WaivedOn, EndedOn: i.EndedOn}
}
