package casework

import (
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/disclosure"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// endings are what the documents of a measure make of the certificate, and of its published record.
var endings = map[document.Kind]struct {
	state    document.CertificateState
	standing disclosure.Standing
}{
	document.Revocation: {document.CertRevoked, disclosure.Revoked}, document.TakenBack: {document.CertWithdrawn, disclosure.Withdrawn},
	document.PunishedNote: {document.CertPunished, disclosure.Punished}, document.Cancellation: {document.CertCancelled, disclosure.Cancelled},
	document.LossReport: {document.CertLost, ""},
}

// affect does to the certificate what the documents of this act say, in their transaction: the verification page, the holder's space and the
// published record follow at once.
func (s *Service) affect(w *work) error {
	m := w.Law.Licence
	if m == nil || !w.Certificate.Valid {
		return nil
	}
	for _, d := range w.issued {
		cert, err := s.asTimeLeft(w.tx.Statement.Context, w.tx, w.Certificate.UUID, w.ID)
		if err != nil {
			return err
		}
		if d.Kind == document.Withdrawal && m.Measure == procedure.Reissue {
			if err := s.documents.Restore(w.tx, cert); err != nil {
				return err
			}
		}
		end, ends := endings[d.Kind]
		if !ends {
			continue
		}
		if err := s.documents.Finish(w.tx, cert, end.state, d.Number); err != nil {
			return err
		}
		if err := w.afterEnd(d, end.standing); err != nil {
			return err
		}
		if by, gone := goneStates[end.state]; gone && m.Ground != endsByTime { // who renews late is heard although his term has ended
			what := procedure.Gone{Measure: by, Paper: d.Title + " " + d.Number, On: w.tx.Today()}
			if err := s.overtake(w.tx.Statement.Context, w.tx, cert, what, w.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// afterEnd tells the public and, where the law wants it, bans and opens the cancellation.
func (w *work) afterEnd(d document.Document, standing disclosure.Standing) error {
	m := w.Law.Licence
	if standing != "" {
		if err := disclosure.Change(w.tx, w.ItemCode, m.Number, standing, d.Number); err != nil {
			return err
		}
	}
	if g, _ := procedure.LicenceGroundOf(m.Ground); g.Fraud {
		if err := insertBan(w.tx, w.record, "79", w.banUntil()); err != nil {
			return err
		}
	}
	switch m.Measure {
	case procedure.Revoke, procedure.Withdraw, procedure.Punish:
		w.tx.Enqueue(CancelLicenceArgs{Certificate: w.Certificate.UUID, Ground: "A70.4", Proof: d.Title + " " + d.Number})
	}
	return nil
}

const endsByTime = "A70.1" // 行政许可法 第七十条第一项: 届满未延续

const fraudBanYears = 3 // 行政许可法 第七十九条, K19

func (w *work) banUntil() workday.Date { return w.tx.Today().AddYears(fraudBanYears) }

// reissue makes the next copy of the certificate, after a loss or a change. A new name is the person's for everything from then on: it was compared
// with the population register.
func (s *Service) reissue(w *work) (document.Document, error) {
	m := w.Law.Licence
	c, err := s.documents.Reissue(w.tx, w.Certificate.UUID, w.ID, w.mark(), document.NewFacts{Unit: document.Party{Name: m.Unit, ID: m.UnitCode}, Name: m.Name})
	if err != nil {
		return document.Document{}, err
	}
	if m.Name != "" {
		if err := account.Rename(w.tx, w.PersonID, w.IDNumber, m.Name); err != nil {
			return document.Document{}, err
		}
	}
	w.cert = &c
	return document.Document{ID: c.DocumentID, CaseID: w.ID, Kind: document.Certificate, Title: w.Law.Licence.Title, Number: c.Number,
		State: document.Issued, IssuedAt: c.IssuedAt, IssuedOn: w.tx.Today(), Render: document.RenderQueued}, nil
}
