package account

import (
	"regexp"
	"strings"

	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// identifier is what somebody typed to say which account: a mobile number, an ID number or a clerk's login.
type identifier struct {
	mobile, idNumber, login string
}

var loginPattern = regexp.MustCompile(`^[a-z][a-z0-9._-]{2,31}$`)

// parseIdentifier tells them apart by their form; what is none of them names nobody.
func parseIdentifier(s string, today workday.Date) identifier {
	if mobile, err := identity.ParseMobile(s); err == nil {
		return identifier{mobile: mobile.String()}
	}
	if number, err := identity.ParseIDNumber(s, today); err == nil {
		return identifier{idNumber: number.String()}
	}
	if login := strings.ToLower(strings.TrimSpace(s)); loginPattern.MatchString(login) {
		return identifier{login: login}
	}
	return identifier{}
}

// key is the identifier as a name for counting.
func (i identifier) key() string { return i.mobile + "|" + i.idNumber + "|" + i.login }
