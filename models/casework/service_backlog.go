package casework

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/disclosure"
	"github.com/yiyang-police/permit-portal/models/document"
)

// BacklogArgs is the job that enters decisions from before the publicity of permits was kept.
type BacklogArgs struct{}

// Kind names the job in the queue.
func (BacklogArgs) Kind() string { return "casework.backlog" }

const backlogPortion = 200

// fates are what a certificate's end makes of the record of its grant.
var fates = map[document.CertificateState]disclosure.Standing{document.CertRevoked: disclosure.Revoked, document.CertWithdrawn: disclosure.Withdrawn,
	document.CertPunished: disclosure.Punished, document.CertCancelled: disclosure.Cancelled}

// EnterBacklog enters decisions that were made before their publicity was kept (domain.md 1.7), oldest first, each exactly once and each in its own
// transaction. It returns how many it entered; harmless when repeated.
func (s *Service) EnterBacklog(ctx context.Context) (n int, err error) {
	var old []pastDecision
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		old, err = selectBacklog(tx, backlogPortion)
		return err
	})
	for _, p := range old {
		e := s.db.Write(ctx, func(tx *db.Tx) error { return s.enterPast(ctx, tx, p) })
		if err = errors.Join(err, e); e == nil {
			n++
		}
	}
	return n, err
}

func (s *Service) enterPast(ctx context.Context, tx *db.Tx, p pastDecision) error {
	r, err := selectCase(tx, p.CaseID, anybody, true)
	if err != nil {
		return err
	}
	there, err := deleteBacklog(tx, p.DocumentID)
	if err != nil || !there { // another worker was first
		return err
	}
	w, err := s.work(ctx, tx, r, account.System())
	if err != nil {
		return err
	}
	papers, err := s.documents.List(tx, p.CaseID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(papers, func(d document.Document) bool { return d.ID == p.DocumentID })
	if i < 0 {
		return nil
	}
	w.issued = papers[i : i+1]
	certificates, err := s.documents.Certificates(tx, p.CaseID)
	if err != nil {
		return err
	}
	granted := len(certificates) > 0 && w.Procedure == ""
	if granted {
		w.cert = &certificates[0]
	}
	if err := w.disclose(); err != nil || !granted {
		return err
	}
	if fate, ended := fates[certificates[len(certificates)-1].State]; ended {
		return disclosure.Change(tx, w.ItemCode, w.cert.Number, fate, "")
	}
	return nil
}

// pastDecision is a decision that has no record yet.
type pastDecision struct{ DocumentID, CaseID uuid.UUID }
