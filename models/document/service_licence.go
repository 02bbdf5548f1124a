package document

import (
	"context"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// Certificate reads and locks one certificate.
func (s *Service) Certificate(tx *db.Tx, id uuid.UUID) (Certified, error) {
	return lockCertificate(tx, id)
}

// ByNumber finds certificates by their number, the newest first, for officers.
func (s *Service) ByNumber(ctx context.Context, number string) (list []Certified, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = certificatesByNumber(tx, number)
		return err
	})
	return list, err
}

// Numbered finds certificates by their number inside a unit of work, the newest first.
func (s *Service) Numbered(tx *db.Tx, number string) ([]Certified, error) {
	return certificatesByNumber(tx, number)
}

// Finish ends a certificate that may already have lost its effect: 注销 follows 撤销, 撤回, 吊销, a loss or expiry. Its paper is marked as superseded.
func (s *Service) Finish(tx *db.Tx, c Certified, to CertificateState, reason string) error {
	if err := finishCertificate(tx, c, to, reason); err != nil {
		return err
	}
	if to == CertLost {
		return nil // the paper is gone, what it says is not
	}
	return markSuperseded(tx, c.DocumentID)
}

// Restore makes a lost certificate valid again that was found.
func (s *Service) Restore(tx *db.Tx, c Certified) error { return restoreCertificate(tx, c.ID) }

// NewFacts is what a new copy of a certificate says otherwise than the old one; what is empty stays.
type NewFacts struct {
	Unit Party
	Name string // of the holder
}

// Reissue issues the certificate again under its number: the next copy after a loss, or with what a change brought. The old copy is
// superseded from today on.
func (s *Service) Reissue(tx *db.Tx, id, caseID uuid.UUID, body string, to NewFacts) (IssuedCertificate, error) {
	old, err := lockCertificate(tx, id)
	if err != nil {
		return IssuedCertificate{}, err
	}
	r, err := findDocument(tx, old.DocumentID)
	if err != nil {
		return IssuedCertificate{}, err
	}
	code, facts := newVerifyCode(), r.facts
	facts.Licence.Verify, facts.Licence.IssuedOn = s.VerifyURL(code), tx.Today()
	if to.Unit.Name != "" {
		facts.Unit = to.Unit
	}
	if to.Name != "" {
		facts.Applicant.Name = to.Name
	}
	d, err := s.issue(tx, Order{CaseID: caseID, Kind: Certificate, Body: body, Facts: facts}, old.Number)
	if err != nil {
		return IssuedCertificate{}, err
	}
	if err := markSuperseded(tx, old.DocumentID); err != nil {
		return IssuedCertificate{}, err
	}
	c := IssuedCertificate{ID: uuid.Must(uuid.NewV7()), CaseID: caseID, DocumentID: d.ID, Number: old.Number, VerifyCode: code, State: CertValid,
		ValidTo: old.ValidTo, IssuedAt: tx.Now, Copy: old.Copy + 1}
	c.ValidFrom, err = copyCertificate(tx, old, c, maskName(facts.Applicant.Name))
	return c, err
}

// Unreminded lists certificates, behind one of them, that have passed a threshold of which their holders were not told: of several the last one.
// Thresholds are days before the end; a negative one comes after it.
func (s *Service) Unreminded(ctx context.Context, thresholds []int, after Certified, limit int) (list []Certified, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = selectUnreminded(tx, thresholds, after, limit)
		return err
	})
	return list, err
}

// Remind keeps that the holder of a locked certificate is told of a threshold, once for the term of its number. It is false when he was told before,
// when the certificate was renewed or ended otherwise meanwhile, or began only after the threshold had passed.
func (s *Service) Remind(tx *db.Tx, c Certified, threshold int) (bool, error) {
	if c.State != CertValid || !c.Superseded.IsZero() {
		return false, nil
	}
	return insertReminder(tx, c, threshold)
}

// Expired lists certificates whose last day has passed without renewal and that no case is about, to be cancelled (行政许可法 第七十条第一项).
func (s *Service) Expired(ctx context.Context, limit int) (list []Certified, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = expiredUncancelled(tx, limit)
		return err
	})
	return list, err
}

func notValid() error { return fault.New(fault.Conflict, "CERTIFICATE_NOT_VALID") }
