package account

import (
	"context"
	"strings"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"

	"github.com/yiyang-police/permit-portal/models/fault"
)

const (
	passwordLeast = 12                  // code points (domain.md 6.2)
	passwordMost  = 128                 // code points; more is no stronger and costs time
	passwordTerm  = 90 * 24 * time.Hour // after which clerks must change theirs
)

// hashParams cost about 19 MiB and 50 ms of one core per password.
var hashParams = argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// nobodysHash is compared with when there is no account, so that the answer takes the same work. No password matches it.
const nobodysHash = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// checkPassword holds a new password against the rules: PASSWORD_SHORT, PASSWORD_LONG, PASSWORD_GUESSABLE (it contains what others know
// about the person, or repeats one or two characters).
func checkPassword(password string, known ...string) error {
	switch n := utf8.RuneCountInString(password); {
	case !utf8.ValidString(password) || n < passwordLeast:
		return fault.New(fault.Invalid, "PASSWORD_SHORT", "least", passwordLeast)
	case n > passwordMost:
		return fault.New(fault.Invalid, "PASSWORD_LONG", "most", passwordMost)
	}
	lower, different := strings.ToLower(password), map[rune]bool{}
	for _, r := range lower {
		different[r] = true
	}
	if len(different) < 3 {
		return fault.New(fault.Invalid, "PASSWORD_GUESSABLE")
	}
	for _, k := range known {
		if k != "" && strings.Contains(lower, strings.ToLower(k)) {
			return fault.New(fault.Invalid, "PASSWORD_GUESSABLE")
		}
	}
	return nil
}

// hasher computes argon2id for at most a few at once: each takes 19 MiB and a whole core, so a flood of sign-ins must wait here and
// not in memory.
type hasher struct {
	slots    chan struct{}
	patience time.Duration
	computed atomic.Int64 // how often argon2 ran
}

func newHasher(atOnce int, patience time.Duration) *hasher {
	return &hasher{slots: make(chan struct{}, atOnce), patience: patience}
}

// hash makes the stored form of a password.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	if err := h.enter(ctx); err != nil {
		return "", err
	}
	defer h.leave()
	return argon2id.CreateHash(password, &hashParams)
}

// matches compares a password with a stored hash; an empty hash stands for nobody and costs the same. Overlong passwords are refused
// after the same work on their beginning.
func (h *hasher) matches(ctx context.Context, password, stored string) (bool, error) {
	nobody := stored == ""
	if nobody {
		stored = nobodysHash
	}
	overlong := len(password) > passwordMost*utf8.UTFMax
	if overlong {
		password = password[:passwordMost]
	}
	if err := h.enter(ctx); err != nil {
		return false, err
	}
	defer h.leave()
	same, err := argon2id.ComparePasswordAndHash(password, stored)
	return same && !nobody && !overlong, err
}

// enter waits for a free slot as long as patience lasts; SIGN_IN_BUSY (TooMany) when none came free.
func (h *hasher) enter(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, h.patience)
	defer cancel()
	select {
	case h.slots <- struct{}{}:
		h.computed.Add(1)
		return nil
	case <-ctx.Done():
		return fault.New(fault.TooMany, "SIGN_IN_BUSY", "seconds", 5).Because(ctx.Err())
	}
}

func (h *hasher) leave() { <-h.slots }
