package casework

import (
	"context"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// goneStates are the states of a certificate that nothing renews any more, with the measure behind each.
var goneStates = map[document.CertificateState]procedure.Measure{document.CertRevoked: procedure.Revoke, document.CertWithdrawn: procedure.Withdraw,
	document.CertPunished: procedure.Punish, document.CertCancelled: procedure.Cancel}

// ended tells how the certificate stands that a renewal is about, as far as this portal made it: nil while nothing has ended it.
func (s *Service) ended(tx *db.Tx, item, number string) (*procedure.Gone, error) {
	if number == "" {
		return nil, nil
	}
	list, err := s.documents.Numbered(tx, number)
	if err != nil {
		return nil, err
	}
	for _, c := range list {
		if c.ItemCode != item || !c.Superseded.IsZero() {
			continue
		}
		if m, gone := goneStates[c.State]; gone {
			return &procedure.Gone{Measure: m, Paper: c.Reason, On: c.StateOn}, nil
		}
		return nil, nil // the newest counts
	}
	return nil, nil
}

// asTimeLeft locks a certificate after the limits that have ended were applied to what stands on it: a renewal that silence has granted comes before
// whatever is done to the certificate now, although no sweep has come yet.
func (s *Service) asTimeLeft(ctx context.Context, tx *db.Tx, id, except uuid.UUID) (document.Certified, error) {
	cert, err := s.documents.Certificate(tx, id)
	if err != nil {
		return cert, err
	}
	cases, err := standingOn(tx, cert, except)
	if err != nil {
		return cert, err
	}
	for _, c := range cases {
		if _, err := s.settleIn(ctx, tx, c); err != nil {
			return cert, err
		}
	}
	return s.documents.Certificate(tx, id)
}

// overtake tells every undecided case that stands on a certificate that it is no more: a renewal loses its deemed renewal and can only be refused
// or ended (domain.md L7, B10), another measure is dropped as it has lost its object.
func (s *Service) overtake(ctx context.Context, tx *db.Tx, cert document.Certified, gone procedure.Gone, except uuid.UUID) error {
	cases, err := standingOn(tx, cert, except)
	if err != nil {
		return err
	}
	for _, id := range cases {
		r, err := selectCase(tx, id, anybody, true)
		if err != nil {
			return err
		}
		if r.Law.Gone != nil { // what ended it first stays the reason
			continue
		}
		if gone.Measure == procedure.Cancel && r.Law.DecidesAgain() && r.Law.Expiry.Before(tx.Today()) {
			continue // struck off because it ran out while a refusal stood that was annulled: that hinders no grant (T37)
		}
		w, err := s.work(ctx, tx, r, account.System())
		if err != nil {
			return err
		}
		w.Law.Gone = &gone
		w.by, w.act, w.decision = procedure.BySystem(), procedure.Act{Reason: gone.Paper}, Decision{Reason: gone.Paper}
		if held, err := openStep(tx, id); err != nil {
			return err
		} else if held != nil {
			w.holder = held.Lease.Officer
		}
		if err := s.commit(w, procedure.Settle(w.proc, w.options(), w.Law, w.cal, tx.Now)); err != nil {
			return err
		}
	}
	return nil
}
