package account

import (
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"
)

// A code counts in its own 30 seconds and in those before and after, for clocks that are a little off, and it works once.
const (
	totpPeriod = 30 // seconds
	totpSkew   = 1  // periods
)

var totpForm = hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}

// newTOTP makes a secret and the otpauth:// address that authenticator apps read.
func newTOTP(login string) (secret, address string, err error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: "益阳市公安局", AccountName: login, Period: totpPeriod})
	if err != nil {
		return "", "", err
	}
	return key.Secret(), key.URL(), nil
}

func totpStepOf(now time.Time) int64 { return now.Unix() / totpPeriod }

// matchTOTP finds the step of a code among the steps that count now and come after the last used one; 0 when there is none.
func matchTOTP(secret, code string, now time.Time, lastUsed int64) int64 {
	code = strings.TrimSpace(code)
	current := totpStepOf(now)
	for step := max(current-totpSkew, lastUsed+1); step <= current+totpSkew; step++ {
		if ok, err := hotp.ValidateCustom(code, uint64(step), secret, totpForm); err == nil && ok {
			return step
		}
	}
	return 0
}

// nextTOTP is the earliest code that would be accepted now, and the seconds that it still counts; "" and the seconds to wait when all
// codes of now have been used.
func nextTOTP(secret string, now time.Time, lastUsed int64) (code string, seconds int, err error) {
	current := totpStepOf(now)
	step := max(current, lastUsed+1)
	if step > current+totpSkew {
		return "", int((step-totpSkew)*totpPeriod - now.Unix()), nil
	}
	code, err = hotp.GenerateCodeCustom(secret, uint64(step), totpForm)
	return code, int((step+totpSkew+1)*totpPeriod - now.Unix()), err
}
