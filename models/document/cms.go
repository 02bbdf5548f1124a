package document

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"math/big"

	"github.com/smallstep/pkcs7"
)

// The parts of a CMS signature (RFC 5652) as this portal writes it.
type (
	cmsEnvelope struct {
		Type    asn1.ObjectIdentifier
		Content cmsSigned `asn1:"explicit,tag:0"`
	}
	cmsSigned struct {
		Version      int
		Digests      []pkix.AlgorithmIdentifier `asn1:"set"`
		Content      struct{ Type asn1.ObjectIdentifier }
		Certificates asn1.RawValue
		Signers      []cmsSigner `asn1:"set"`
	}
	cmsSigner struct {
		Version int
		Issuer  struct {
			Name   asn1.RawValue
			Serial *big.Int
		}
		Digest     pkix.AlgorithmIdentifier
		Attributes []cmsAttribute `asn1:"set,tag:0"`
		Algorithm  pkix.AlgorithmIdentifier
		Signature  []byte
	}
	cmsAttribute struct {
		Type   asn1.ObjectIdentifier
		Values []asn1.RawValue `asn1:"set"`
	}
)

var errCMS = errors.New("signature is not written as this portal writes it")

// strict checks the wrapping that the signature itself does not cover: versions, types and encoding must be exactly as this portal
// writes them, so that no byte of a file can change unnoticed.
func strict(der []byte) error {
	var e cmsEnvelope
	if rest, err := asn1.Unmarshal(der, &e); err != nil || len(rest) > 0 {
		return errors.Join(errCMS, err)
	}
	again, err := asn1.Marshal(e)
	if err != nil || !bytes.Equal(again, der) {
		return errors.Join(errCMS, err)
	}
	s := e.Content
	if !e.Type.Equal(pkcs7.OIDSignedData) || s.Version != 1 || !s.Content.Type.Equal(pkcs7.OIDData) || len(s.Digests) != 1 || len(s.Signers) != 1 ||
		s.Signers[0].Version != 1 || !s.Digests[0].Algorithm.Equal(pkcs7.OIDDigestAlgorithmSHA256) {
		return errCMS
	}
	_, err = x509.ParseCertificate(s.Certificates.Bytes)
	return err
}
