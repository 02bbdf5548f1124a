package pages

// OutboxView is what the demonstration would have sent: short messages, and the codes of the officers' authenticators.
type OutboxView struct {
	Messages []OutboxMessage
	Codes    []OutboxCode
	Mobile   string // only messages to this number
}

// OutboxMessage is one short message that was kept instead of sent.
type OutboxMessage struct{ Mobile, Text, At, Machine string }

// OutboxCode is the code that an officer's authenticator shows now; empty when the last one was used already.
type OutboxCode struct {
	Login, Name, Code string
	Seconds           int // until the next one comes when there is none
}
