package document

import (
	"context"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// IssueCertificate composes within the caller's transaction: certificate, its document and the end of its predecessor. It fails with
// CERTIFICATE_NUMBER when the register's number has not the agreed form, CERTIFICATE_TERM when the term is empty or upside down.
func (s *Service) IssueCertificate(tx *db.Tx, o CertificateOrder) (IssuedCertificate, error) {
	if !certificateNumber.MatchString(o.Number) {
		return IssuedCertificate{}, fault.New(fault.Invalid, "CERTIFICATE_NUMBER")
	}
	if o.ValidFrom.IsZero() || o.ValidTo.Before(o.ValidFrom) {
		return IssuedCertificate{}, fault.New(fault.Invalid, "CERTIFICATE_TERM")
	}
	code := newVerifyCode()
	d, err := s.issue(tx, Order{CaseID: o.CaseID, Kind: Certificate, Body: o.Body, Facts: Facts{
		ItemCode: o.ItemCode, Applicant: o.Holder, Unit: o.Unit,
		Licence: Licence{NewNumber: o.Number, Category: o.Category, Grade: o.Grade, Scope: o.Scope, NewFrom: o.ValidFrom, NewTo: o.ValidTo,
			FirstOn: o.FirstOn, IssuedOn: tx.Today(), Verify: s.VerifyURL(code), Photo: o.Photo},
	}}, o.Number)
	if err != nil {
		return IssuedCertificate{}, err
	}
	previous, err := supersede(tx, o.Number, o.ItemCode, o.ValidFrom)
	if err != nil {
		return IssuedCertificate{}, err
	}
	c := IssuedCertificate{ID: uuid.Must(uuid.NewV7()), CaseID: o.CaseID, DocumentID: d.ID, Number: o.Number, VerifyCode: code,
		State: CertValid, ValidFrom: o.ValidFrom, ValidTo: o.ValidTo, IssuedAt: tx.Now}
	return c, insertCertificate(tx, c, o, d.Title, maskName(o.Holder.Name), s.house.Agency, previous)
}

// VerifyURL is the address in a certificate's QR code.
func (s *Service) VerifyURL(code string) string { return s.publicURL + "/verify/" + code }

// FilingURL is the address in the QR code of a 备案回执: the filing in the public register.
func (s *Service) FilingURL(code string) string { return s.publicURL + "/filings/" + code }

// Extend prolongs the portal's live certificate of a number, for a deemed renewal (行政许可法 第五十条第二款; T34). It tells whether
// there was one: a licence that was issued before the portal existed lives in the register only.
func (s *Service) Extend(tx *db.Tx, number, itemCode string, validTo workday.Date) (bool, error) {
	return extendCertificate(tx, number, itemCode, validTo)
}

// Certificates lists the certificates of a case.
func (s *Service) Certificates(tx *db.Tx, caseID uuid.UUID) ([]IssuedCertificate, error) {
	return certificatesOf(tx, caseID)
}

// Verify answers a stranger who holds a code. A code that does not exist, or is no code, is unknown and no error.
func (s *Service) Verify(ctx context.Context, code string) (Verification, error) {
	code, ok := parseVerifyCode(code)
	if !ok {
		return Verification{Standing: StandingUnknown}, nil
	}
	var v Verification
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		v, err = verifyCertificate(tx, code)
		return err
	})
	return v, err
}
