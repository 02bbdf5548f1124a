package document

import (
	"crypto/x509"

	"github.com/smallstep/pkcs7"
)

// SignBytes gives a detached CMS signature (RFC 5652, DER) of the agency over data, such as the list of an archive package (domain.md 6.5).
func (s *Service) SignBytes(data []byte) ([]byte, error) { return s.authority.bureau.detached(data) }

// VerifyBytes checks a detached signature over content and that its certificate comes from roots. It fails with SIGNATURE_INVALID.
func VerifyBytes(content, cms []byte, roots *x509.CertPool) (SignedPDF, error) {
	if err := strict(cms); err != nil {
		return SignedPDF{}, invalidSignature(err)
	}
	p7, err := pkcs7.Parse(cms)
	if err != nil {
		return SignedPDF{}, invalidSignature(err)
	}
	p7.Content = content
	if err := p7.VerifyWithChain(roots); err != nil {
		return SignedPDF{}, invalidSignature(err)
	}
	signed := SignedPDF{}
	if c := p7.GetOnlySigner(); c != nil {
		signed.Signer = c.Subject.CommonName
	}
	_ = p7.UnmarshalSignedAttribute(pkcs7.OIDAttributeSigningTime, &signed.At) // optional in CMS
	return signed, nil
}

func (s *signer) detached(content []byte) ([]byte, error) {
	data, err := pkcs7.NewSignedData(content)
	if err != nil {
		return nil, err
	}
	data.SetDigestAlgorithm(pkcs7.OIDDigestAlgorithmSHA256)
	if err := data.AddSigner(s.certificate, s.key, pkcs7.SignerInfoConfig{}); err != nil {
		return nil, err
	}
	data.Detach()
	return data.Finish()
}
