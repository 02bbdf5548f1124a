package document

import (
	"crypto/rand"
	"encoding/base32"
	"regexp"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// CertificateState is the stored state of a certificate (domain.md 1.4b). EXPIRED and SUPERSEDED are not stored: they follow from dates.
type CertificateState string

// States of a certificate.
const (
	CertValid     CertificateState = "VALID"
	CertRevoked   CertificateState = "REVOKED"   // 撤销
	CertWithdrawn CertificateState = "WITHDRAWN" // 撤回
	CertPunished  CertificateState = "PUNISHED"  // 吊销
	CertCancelled CertificateState = "CANCELLED" // 注销
	CertLost      CertificateState = "LOST"      // 挂失
)

// CertificateOrder asks for a certificate. The live certificate of the same number and item is superseded on ValidFrom. Number is the register's opaque string (6–32 of [0-9A-Z-]); the portal never makes one up.
type CertificateOrder struct {
	CaseID    uuid.UUID
	Body      string
	ItemCode  string
	Number    string
	Holder    Party // name, sex, id, id_masked
	Unit      Party
	Category  string
	Grade     string
	Scope     string
	Photo     string // blob key of the holder's JPEG
	ValidFrom workday.Date
	ValidTo   workday.Date
	FirstOn   workday.Date
}

// IssuedCertificate is a certificate of the portal.
type IssuedCertificate struct {
	ID         uuid.UUID        `json:"id"`
	CaseID     uuid.UUID        `json:"case_id"`
	DocumentID uuid.UUID        `json:"document_id"`
	Number     string           `json:"number"`
	VerifyCode string           `json:"verify_code"`
	State      CertificateState `json:"state"`
	ValidFrom  workday.Date     `json:"valid_from"`
	ValidTo    workday.Date     `json:"valid_to"`
	IssuedAt   time.Time        `json:"issued_at"`
	Copy       int              `json:"copy,omitempty"` // 2 and more after a loss or change, under the same number
}

// Standing is what the public is told about a certificate, nothing finer.
type Standing string

// Standings of a verified certificate.
const (
	StandingValid      Standing = "valid"
	StandingExpired    Standing = "expired"
	StandingRevoked    Standing = "revoked"   // 撤销
	StandingWithdrawn  Standing = "withdrawn" // 撤回
	StandingPunished   Standing = "punished"  // 吊销
	StandingCancelled  Standing = "cancelled" // 注销
	StandingLost       Standing = "lost"      // this copy was reported lost
	StandingSuperseded Standing = "superseded"
	StandingUnknown    Standing = "unknown"
)

// Verification is the answer to a stranger: masked name and nothing more about the person.
type Verification struct {
	Standing   Standing     `json:"state"`
	MaskedName string       `json:"masked_name,omitempty"`
	Title      string       `json:"title,omitempty"`
	Category   string       `json:"category,omitempty"`
	Number     string       `json:"number,omitempty"`
	ValidFrom  workday.Date `json:"valid_from,omitzero"`
	ValidTo    workday.Date `json:"valid_to,omitzero"`
	Issuer     string       `json:"issuer,omitempty"`
	AsOf       workday.Date `json:"as_of,omitzero"`
}

// standing derives what the public may know on a day. A certificate is good until 24:00 of its last day; a successor takes its place
// on the first day of the successor's term. One that was renewed in time is good from the day of issue: until its own term begins, the
// licence that it renews still runs.
func standing(s CertificateState, to, superseded, today workday.Date) Standing {
	switch {
	case s != CertValid:
		return Standing(strings.ToLower(string(s))) // the words of the states are those of the standings
	case !superseded.IsZero() && !today.Before(superseded):
		return StandingSuperseded
	case today.After(to):
		return StandingExpired
	default:
		return StandingValid
	}
}

var base32Code = base32.StdEncoding.WithPadding(base32.NoPadding)

// newVerifyCode makes an unguessable code: 128 random bits in 26 characters of base32.
func newVerifyCode() string {
	var b [16]byte
	rand.Read(b[:]) // never fails (crypto/rand)
	return base32Code.EncodeToString(b[:])
}

var codeForm = regexp.MustCompile(`^[A-Z2-7]{26}$`)

// parseVerifyCode accepts what people type: lower case, spaces and hyphens.
func parseVerifyCode(s string) (string, bool) {
	if len(s) > 64 {
		return "", false
	}
	s = strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(s))
	return s, codeForm.MatchString(s)
}

var certificateNumber = regexp.MustCompile(`^[0-9A-Z-]{6,32}$`)

// maskName hides a name by identity's rule; a name that the rule does not know, such as an enterprise's, shows its first character.
func maskName(name string) string {
	if n, err := identity.ParseName(name); err == nil {
		return n.Masked()
	}
	runes := []rune(name)
	if len(runes) < 2 {
		return strings.Repeat("*", len(runes))
	}
	return string(runes[:1]) + strings.Repeat("*", len(runes)-1)
}
