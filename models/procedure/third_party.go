package procedure

import (
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Others whose weighty interest a permit directly concerns (利害关系人) are told of it and heard before it is decided (行政许可法 第三十六条). They have
// no part in the portal: the reviewer tells each of them by letter and records what he says, and from the day on which he asks for a hearing the
// clock stands still as if the applicant had asked (第四十七条). Rows T45 to T45e of the permit.

// The acts and papers about third parties.
const (
	ActTellThirdParty  ActName = "tell_third_party"
	ActHearThirdParty  ActName = "hear_third_party"
	ActThirdPartyEnds  ActName = "third_party_ends"
	DocThirdParty              = DocumentKind("third_party") // 利害关系人权利告知书
	TellThirdParty             = NoticeKind("third_party")
	ThirdPartyStated           = "stated"
	ThirdPartyDeclines         = "declines"
	ThirdPartyHearing          = "hearing"
)

// KT is a third party's time to speak or to ask for a hearing: five working days from being told (第四十七条; counted as K6 is). K2 runs on.
const KT ClockKind = "KT"

const thirdPartyDays = 5

// ThirdParty is one whose weighty interest the permit directly concerns.
type ThirdParty struct {
	Name     string       `json:"name"`
	Reach    string       `json:"reach"`            // where the letter goes
	Mobile   string       `json:"mobile,omitempty"` // to which a short message goes besides
	Interest string       `json:"interest"`         // which interest, and how the permit concerns it
	By       Clerk        `json:"by"`
	On       workday.Date `json:"on"`
	Until    workday.Date `json:"until"`
	Answer   string       `json:"answer,omitempty"` // stated, declines or hearing; "" when his time ended in silence
	Words    string       `json:"words,omitempty"`
	Papers   []string     `json:"papers,omitempty"` // material numbers of what he handed in, or of the recording
	EndedOn  workday.Date `json:"ended_on,omitzero"`
}

// OpenThirdParty is the third party whose word is waited for; there is never more than one.
func (c Case) OpenThirdParty() (ThirdParty, bool) {
	if n := len(c.ThirdParties); n > 0 {
		t := c.ThirdParties[n-1]
		return t, t.EndedOn.IsZero()
	}
	return ThirdParty{}, false
}

// awaitsThirdParty is the fault of whoever would go on before the third party has spoken or his time has ended.
func (c Case) awaitsThirdParty() error {
	if t, open := c.OpenThirdParty(); open {
		return fault.New(fault.Conflict, "THIRD_PARTY_OPEN", "party", t.Name, "due", t.Until.String())
	}
	return nil
}

var (
	thirdPartyOpen   = when("a third party may speak", func(l *look) bool { _, open := l.c.OpenThirdParty(); return open })
	thirdPartyAsks   = both(thirdPartyOpen, when("he asks for a hearing", func(l *look) bool { return l.act.Kind == ThirdPartyHearing }))
	noThirdPartyOpen = must("no third party's word is waited for", func(l *look) error { return l.c.awaitsThirdParty() })
	thirdPartyNamed  = ask("third party named, with how to reach him and his interest", func(l *look) error {
		var faults []fault.Field
		for _, x := range [][3]string{{l.act.Party, "/party", "PARTY_REQUIRED"}, {l.act.Place, "/place", "REACH_REQUIRED"}, {l.act.Reason, "/reason", "INTEREST_REQUIRED"}} {
			if blank(x[0]) {
				faults = append(faults, fault.OneField(x[1], x[2]))
			}
		}
		return fault.Fields(faults...)
	})

	thirdPartySaid = ask("third party's word given", func(l *look) error { return needText("/record", l.act.Record, "THIRD_PARTY_WORD_REQUIRED") })

	tellsThirdParty = Effect{"third party told", func(l *look) {
		l.c.ThirdParties = append(l.c.ThirdParties, ThirdParty{Name: l.act.Party, Reach: l.act.Place, Mobile: l.act.Phone, Interest: l.act.Reason,
			By: l.self(), On: l.today(), Until: l.cal.AddWD(l.today(), thirdPartyDays)})
	}}
	hearsThirdParty = Effect{"third party's word recorded", func(l *look) {
		t := &l.c.ThirdParties[len(l.c.ThirdParties)-1]
		t.Answer, t.Words, t.Papers, t.EndedOn = l.act.Kind, l.act.Record, l.act.Pictures, l.today()
	}}
	beginsTheirHearing = Effect{"clock stands still from the third party's request", func(l *look) { l.beginHearing(l.act.Record) }}
	thirdPartySilent   = Effect{"third party said nothing", func(l *look) { l.c.ThirdParties[len(l.c.ThirdParties)-1].EndedOn = l.today() }}
)

// thirdParties are the rows by which they are heard.
func thirdParties() []Move {
	kinds := kindAmong("KIND_REQUIRED", ThirdPartyStated, ThirdPartyDeclines, ThirdPartyHearing)
	return []Move{
		{ID: "T45", From: states{Review}, Stays: true, Act: ActTellThirdParty, By: by{Reviewer},
			Guards: guards{*fourEyes, *noThirdPartyOpen, *thirdPartyNamed}, Then: then{tellsThirdParty}, Starts: clocks{KT},
			Papers: papers{DocThirdParty}, Tells: tells{TellThirdParty}},
		{ID: "T45h", From: states{Review}, To: InSpecial, Act: ActHearThirdParty, By: by{Reviewer}, If: thirdPartyAsks,
			Guards: guards{*fourEyes, *kinds, *thirdPartySaid, *proofAttached}, Then: then{hearsThirdParty, beginsTheirHearing}, Stops: clocks{KT, K6}, Starts: clocks{K7},
			Papers: papers{DocSpecial}, Tells: tells{TellHearingAsked}},
		{ID: "T45a", From: states{Review, InSpecial}, Stays: true, Act: ActHearThirdParty, By: by{Reviewer}, If: thirdPartyOpen,
			Guards: guards{*fourEyes, *kinds, *thirdPartySaid}, Then: then{hearsThirdParty}, Stops: clocks{KT}},
		{ID: "T45e", From: states{Review, InSpecial}, Stays: true, Act: ActThirdPartyEnds, By: by{System}, When: KT, Then: then{thirdPartySilent}, Stops: clocks{KT}},
	}
}
