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

// heardWays are the ways in which somebody is heard without a letter.
var heardWays = map[string]string{procedure.HeardInPerson: "当面", procedure.HeardByPhone: "电话", procedure.HeardInWriting: "书面"}

// spoken is how he was heard without a letter, as the case has recorded it.
func (w writing) spoken() document.Told {
	s, recorded := w.Law.SpokenOn(w.Law.Grounds)
	if !recorded {
		return document.Told{}
	}
	t := document.Told{On: s.On, Way: heardWays[s.Way], Recorder: clerkNames(s.By)[0], Statement: s.Words, Taken: takenWords[w.decision.Kind]}
	if s.Waived {
		t.WaivedOn = s.On
	} else {
		t.StatedOn = s.On
	}
	return t
}

// told is the notice on which a refusal stands, with what the applicant said; how he was heard without one, else nothing.
func (w writing) told() document.Told {
	i, proven := w.Law.HeardOn(w.Law.Grounds)
	if !proven {
		return w.spoken()
	}
	return document.Told{On: i.On, StatedOn: i.StatedOn, Statement: i.Statement, Papers: w.names(i.Materials), Taken: takenWords[w.decision.Kind],
		WaivedOn: i.WaivedOn, EndedOn: i.EndedOn}
}
