package procedure

// 回避 (domain.md 1.6): an officer who is near a party keeps away. What registers and declarations say of him bars him at once; what he says of
// himself bars him until a superior has decided, within one working day.

// Party is a side of a case to which an officer may be near.
type Party string

// Parties.
const (
	PartyApplicant Party = "applicant"
	PartyAgent     Party = "agent"
	PartyHead      Party = "head"      // 法定代表人
	PartyUnit      Party = "unit"      // the enterprise itself
	PartyComplaint Party = "complaint" // he has filed a complaint about the enterprise
)

// Near is an officer who is near a party, and how: self, household, spouse, parent, child or declared.
type Near struct {
	Officer  string
	Party    Party
	Relation string
}

// KQ is the superior's working day to decide on a declared relation.
const KQ ClockKind = "KQ"

const recusalDays = 1

// ActRecusalLate is an act of time: nobody has decided on a declared relation.
const ActRecusalLate ActName = "recusal_late"

// TellRecusal asks the superior to decide; TellRecusalDecided tells who has declared, and the applicant when another officer takes over.
const (
	TellRecusal        NoticeKind = "recusal_asked"
	TellRecusalDecided NoticeKind = "recusal_decided"
)

// recusals are the rows of 回避 in a table whose states are given: the officer declares, the superior decides, or is late.
func recusals(declared, decided, late MoveID, from states) []Move {
	return []Move{
		{ID: declared, From: from, Stays: true, Passes: true, Act: ActRecuse, By: anyDesk, Amid: true,
			Guards: guards{*relationTold}, Then: then{recuses}, Starts: clocks{KQ}, Tells: tells{TellRecusal}},
		{ID: decided, From: from, Stays: true, Act: ActDecideRecusal, By: by{Leader, Manager}, Amid: true,
			Guards: guards{*someRecusal, *recusalKnown, *reasonGiven}, Then: then{decidesRecusal}, Tells: tells{TellRecusalDecided}},
		{ID: late, From: from, Stays: true, Act: ActRecusalLate, By: by{System}, When: KQ, Stops: clocks{KQ},
			Alarms: alarms{{Yellow, "RECUSAL_LATE", Leader}}},
	}
}
