package expedite

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Doubt is what an officer doubts about the evidence of a request, and the legal officer's answer (domain.md 3.6: disputed evidence goes to R-LAW). It
// stands against every case of the request, since they share the evidence; one about a paper of one traveller against his alone.
type Doubt struct {
	ID         uuid.UUID
	RequestID  uuid.UUID
	CaseID     uuid.UUID // in which it came up
	Desk       string    // of the legal officers who answer
	Paper      uuid.UUID // zero: all of the evidence
	PaperKind  PaperKind // "" likewise
	Of         string    // ID number of the traveller to whom that paper belongs, "" for what all share
	Reason     string
	At         time.Time
	Officer    string // 警号
	Name       string
	Due        workday.Date // last day of the answer
	Opinion    Opinion
	AnsweredAt time.Time // zero while it is open
	AnsweredBy string    // 警号
	Answerer   string
}

// Opinion is the legal officer's answer: whether the evidence stands, and then how far it carries.
type Opinion struct {
	Stands bool
	Level  Level // E2 or E3; "" when it does not stand
	Reason string
}

// doubtDays are the working days in which a doubt is answered [D]: the journey is at most fifteen days away, and the case is not admitted meanwhile.
const doubtDays = 1

// Late tells whether the answer is owed and its day has passed.
func (d Doubt) Late(today workday.Date) bool { return d.Open() && today.After(d.Due) }

// Open tells whether the doubt still waits for its answer.
func (d Doubt) Open() bool { return d.AnsweredAt.IsZero() }

// Concerns tells whether the doubt bears on a traveller's case.
func (d Doubt) Concerns(idNumber string) bool { return d.Of == "" || d.Of == idNumber }

// concerning are the doubts that bear on a traveller's case.
func concerning(list []Doubt, idNumber string) []Doubt {
	return slices.DeleteFunc(slices.Clone(list), func(d Doubt) bool { return !d.Concerns(idNumber) })
}

// check finds what is missing in an answer. Faults: LEVEL_REQUIRED (evidence that stands is E2 or E3, other evidence has no level), REASON_REQUIRED,
// TOO_LONG.
func (o Opinion) check() error {
	if o.Stands != (o.Level == E2 || o.Level == E3) || !o.Stands && o.Level != "" {
		return fault.Fields(fault.OneField("/level", "LEVEL_REQUIRED"))
	}
	return words("/reason", o.Reason, true)
}

// Disputed is how the last doubt bears on condition 2: an open one keeps it unmet, an answer decides it. What a clerk verifies after the answer counts
// where the evidence stands; where it does not, only another answer helps.
func Disputed(last *Doubt, verified []Verification) (reason string, level Level) {
	switch {
	case last == nil:
		return "", ""
	case last.Open():
		return "EVIDENCE_DISPUTED", ""
	case !last.Opinion.Stands:
		return "EVIDENCE_REJECTED", ""
	case len(verified) > 0 && verified[len(verified)-1].At.After(last.AnsweredAt):
		return "", ""
	}
	return "", last.Opinion.Level
}
