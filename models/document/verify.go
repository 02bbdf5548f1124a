package document

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"encoding/hex"
	"regexp"
	"strconv"
	"time"

	"github.com/yiyang-police/permit-portal/models/fault"
)

// SignedPDF tells who signed a PDF and when.
type SignedPDF struct {
	Signer string
	At     time.Time
}

var byteRange = regexp.MustCompile(`/ByteRange ?\[ ?(\d+) (\d+) (\d+) (\d+) ?\]`)

// VerifyPDF checks that the last signature of a PDF covers the whole file, that nothing was changed since, and that its certificate
// comes from roots. It fails with SIGNATURE_MISSING or SIGNATURE_INVALID.
func VerifyPDF(pdf []byte, roots *x509.CertPool) (SignedPDF, error) {
	found := byteRange.FindAllSubmatch(pdf, -1)
	if len(found) == 0 {
		return SignedPDF{}, fault.New(fault.Invalid, "SIGNATURE_MISSING")
	}
	var at [4]int
	for i := range at {
		n, err := strconv.Atoi(string(found[len(found)-1][i+1]))
		if err != nil || n > len(pdf) {
			return SignedPDF{}, invalidSignature(err)
		}
		at[i] = n
	}
	if at[0] != 0 || at[2] < at[1]+2 || at[2]+at[3] != len(pdf) || pdf[at[1]] != '<' || pdf[at[2]-1] != '>' {
		return SignedPDF{}, invalidSignature(nil)
	}
	room := make([]byte, (at[2]-at[1]-2)/2)
	written := pdf[at[1]+1 : at[2]-1]
	if _, err := hex.Decode(room, written); err != nil || hex.EncodeToString(room) != string(written) {
		return SignedPDF{}, invalidSignature(err)
	}
	var cms asn1.RawValue
	if rest, err := asn1.Unmarshal(room, &cms); err != nil || len(bytes.Trim(rest, "\x00")) > 0 {
		return SignedPDF{}, invalidSignature(err)
	}
	return VerifyBytes(append(append(make([]byte, 0, len(pdf)), pdf[:at[1]]...), pdf[at[2]:]...), cms.FullBytes, roots)
}

func invalidSignature(cause error) error {
	return fault.New(fault.Invalid, "SIGNATURE_INVALID").Because(cause)
}

// VerifyFile checks that a printed document carries a signature of this house and was not changed since. Faults as VerifyPDF.
func (s *Service) VerifyFile(pdf []byte) error {
	_, err := VerifyPDF(pdf, s.authority.Roots())
	return err
}
