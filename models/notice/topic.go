package notice

import "slices"

// Topic gathers kinds of notices whose short messages a person may do without. Kinds of no topic are always texted: they decide, ask for
// something within a limit, or are delivery by law (domain.md 1.9; 行政许可法 第三十二条, 第四十四条). The inbox keeps every notice all the same.
type Topic string

// Topics, as the page of choices lists them.
const (
	Progress   Topic = "progress"   // steps that need nothing from the person
	Visits     Topic = "visits"     // appointments at a window
	Reminders  Topic = "reminders"  // ends that come near
	Membership Topic = "membership" // of an enterprise's account
	Feedback   Topic = "feedback"   // answers to ratings, complaints and objections
)

// Topics lists them in order.
func Topics() []Topic { return []Topic{Progress, Visits, Reminders, Membership, Feedback} }

var topics = map[Topic][]Kind{
	Progress: {Received, CorrectionReceived, Accepted, DeemedAccepted, AcceptedNoLimit, DeemedComplete, SpecialOver, ExpeditedQueue, OrdinaryQueue, Departed,
		PromiseMissed, FixDropped, ExplainDropped, Withdrawn, SeatKept, ThirdPartyTold},
	Visits:     {VisitBooked, VisitMoved, VisitCancelled, VisitReminder},
	Reminders:  {LicenceEnding, LicenceNearEnd, PaperExpires, UnitRemind},
	Membership: {EnterpriseRegistered, EnterpriseRefused, MemberInvited, MemberEnded, DraftOffered},
	Feedback:   {RatingResult, VoiceAnswered, DisclosureRuled, ItemRetired, ItemReplaced},
}

// Topic is the topic of a kind, "" where its short message is always sent.
func (k Kind) Topic() Topic {
	for topic, kinds := range topics {
		if slices.Contains(kinds, k) {
			return topic
		}
	}
	return ""
}

// Known tells whether t is a topic.
func (t Topic) Known() bool { return slices.Contains(Topics(), t) }
