package account

import "time"

// Limit allows N uses of something in a window that begins with the first use.
type Limit struct {
	N      int
	Window time.Duration
}

// Limits are how often things may be tried, by who is meant and by the address that asks. Addresses get more, because whole offices and
// mobile networks share one.
type Limits struct {
	SignInByName      Limit // one identifier; forgotten after success
	SignInByAddress   Limit
	CodeResend        Limit // one number and purpose (domain.md 5.6)
	CodeByMobile      Limit // one number, all purposes
	CodeByAddress     Limit
	RegisterByAddress Limit
	ByAccount         Limit // one signed-in account asking for something that can be guessed: its old password, an enterprise
}

// DefaultLimits are those of domain.md 5.6 and 6.2 where it names them.
var DefaultLimits = Limits{
	SignInByName:      Limit{10, 15 * time.Minute},
	SignInByAddress:   Limit{300, 15 * time.Minute},
	CodeResend:        Limit{1, time.Minute},
	CodeByMobile:      Limit{10, 24 * time.Hour},
	CodeByAddress:     Limit{100, time.Hour},
	RegisterByAddress: Limit{60, time.Hour},
	ByAccount:         Limit{10, 15 * time.Minute},
}

// Terms of SMS codes (domain.md 5.6).
const (
	codeTerm  = 5 * time.Minute
	codeTries = 5
)

// Door is how a session came in.
type Door string

const (
	Page    Door = "page"    // a browser with a cookie
	Program Door = "program" // a program with tokens
)

// Terms of sessions (domain.md 6.2): idle and absolute. A refresh token lasts as long as its session may be idle.
const (
	clerkIdle      = 15 * time.Minute
	personIdle     = 30 * time.Minute
	clerkAbsolute  = 10 * time.Hour
	personAbsolute = 12 * time.Hour
	touchEvery     = time.Minute
)

func termsOf(kind string) (idle, absolute time.Duration) {
	if kind == kindClerk {
		return clerkIdle, clerkAbsolute
	}
	return personIdle, personAbsolute
}

// kinds of accounts as stored.
const (
	kindPerson = "person"
	kindClerk  = "clerk"
)
