package document

import (
	"crypto/rand"
	"encoding/base32"
	"regexp"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// CertificateState is the stored state of a certificate (domain.md 1.4b). EXPIRED is not stored: it follows from the date.
type CertificateState string

// States of a certificate.
const (
	CertValid      CertificateState = "VALID"
	CertSuperseded CertificateState = "SUPERSEDED"
	CertRevoked    CertificateState = "REVOKED"   // 撤销
	CertWithdrawn  CertificateState = "WITHDRAWN" // 撤回
	CertPunished   CertificateState = "PUNISHED"  // 吊销
	CertCancelled  CertificateState = "CANCELLED" // 注销
	CertLost       CertificateState = "LOST"      // 挂失
)

// CertificateOrder asks for a certificate. Number is the register's opaque string (6–32 of [0-9A-Z-]); the portal never makes one up.
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
	Previous  uuid.UUID // the portal's certificate that this one replaces; zero: found by number and holder
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
}

// Standing is what the public is told about a certificate, nothing finer.
type Standing string

// Standings of a verified certificate.
const (
	StandingValid      Standing = "valid"
	StandingNotYet     Standing = "not_yet" // its term begins on a later day
	StandingExpired    Standing = "expired"
	StandingRevoked    Standing = "revoked" // every state in which the licence gives no right any more before its expiry
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

// standing derives what the public may know on a day. A certificate is good until 24:00 of its last day.
func standing(s CertificateState, from, to, today workday.Date) Standing {
	switch {
	case s == CertSuperseded:
		return StandingSuperseded
	case s != CertValid:
		return StandingRevoked
	case today.After(to):
		return StandingExpired
	case today.Before(from):
		return StandingNotYet
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

// compoundSurnames are the two-character family names in use.
var compoundSurnames = strings.Fields(`欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔
	申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 令狐 百里 呼延 东郭 南门 西门 轩辕 拓跋`)

// maskName hides a name: 张*, 欧阳**, 买买提·*** (domain.md 5.8). A name of one character is shown as it is hidden.
func maskName(name string) string {
	if head, tail, found := strings.Cut(name, "·"); found {
		return head + "·" + strings.Repeat("*", len([]rune(tail)))
	}
	runes := []rune(name)
	keep := 1
	for _, s := range compoundSurnames {
		if len(runes) > 2 && strings.HasPrefix(name, s) {
			keep = 2
		}
	}
	if len(runes) <= 1 {
		return strings.Repeat("*", len(runes))
	}
	return string(runes[:keep]) + strings.Repeat("*", len(runes)-keep)
}
