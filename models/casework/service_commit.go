package casework

import (
	"cmp"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/emmansun/gmsm/sm3"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/journal"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// commit writes everything that follows from an outcome: number, documents, journal, the case itself, steps, notices, alarms and jobs.
func (s *Service) commit(w *work, out procedure.Outcome) error {
	before := w.digest()
	w.Law = out.Case
	received := w.Number == "" && out.Case.State != procedure.Draft
	if received {
		if err := w.receive(); err != nil {
			return err
		}
	}
	w.host(out)
	numbers, err := s.issue(w, out)
	if err != nil {
		return err
	}
	if err := s.affect(w); err != nil {
		return err
	}
	if w.owesCompensation() {
		w.tx.Enqueue(OfferCompensationArgs{Measure: w.ID})
	}
	if err := w.journalise(out, before, numbers); err != nil {
		return err
	}
	if err := updateCase(w.tx, w.record, w.proc.SettleAt(w.Law)); err != nil {
		return err
	}
	if err := s.steps(w, out); err != nil {
		return err
	}
	answered := w.act.Name == procedure.ActAnswerCorrection && w.options().Register.List != "" // it may name others than before
	if (received || answered) && len(w.points()) > 0 {
		w.tx.Enqueue(AskArgs{CaseID: w.ID})
	}
	if received && w.Procedure == "" {
		if err := w.keepSignature(); err != nil {
			return err
		}
	}
	if err := s.annul(w, out); err != nil {
		return err
	}
	if w.Number != "" && w.proc.Ended(w.Law) {
		if err := insertArchive(w.tx, w.ID); err != nil {
			return err
		}
	}
	if err := w.details(out); err != nil {
		return err
	}
	moved := Moved{CaseID: w.ID, Item: w.ItemCode, Number: w.Number, Law: w.Law, Entries: out.Entries, Settled: out.Settled, Officer: w.actor.Officer,
		Issued: w.issued, Electronic: w.electronic(), Arrives: w.arrives(), DeliveryDesk: cmp.Or(w.desk(procedure.StageDelivery), w.desk(procedure.StageIntake))}
	for _, follow := range s.follow {
		if err := follow(w.tx, moved); err != nil {
			return err
		}
	}
	if err := insertDueMoves(w.tx, w.ID, w.cal.Version(), out.Shifts); err != nil {
		return err
	}
	if err := w.disclose(); err != nil {
		return err
	}
	return w.tell(out)
}

// receive gives the case its number and query code. CASE_NUMBERS_USED_UP when the day has no number left for the area and item.
func (w *work) receive() error {
	seq, err := nextSequence(w.tx, w.area().String(), w.item.ShortCode, w.Law.ReceivedOn)
	if err != nil {
		return err
	}
	if seq > identity.MaxCaseSequence {
		return fault.New(fault.Conflict, "CASE_NUMBERS_USED_UP")
	}
	number, err := identity.NewCaseNumber(w.area(), w.item.ShortCode, w.Law.ReceivedOn, seq)
	if err != nil {
		return err
	}
	code, err := rand.Int(rand.Reader, big.NewInt(100_000_000))
	if err != nil {
		return err
	}
	w.Number, w.QueryCode, w.ReceivedAt = number.String(), fmt.Sprintf("%08d", code), w.Law.ReceivedAt
	return nil
}

// host names the 主办责任人: who accepts or corrects first, and from his first act on the reviewer.
func (w *work) host(out procedure.Outcome) {
	for _, e := range out.Entries[out.Settled:] {
		switch e.Act {
		case procedure.ActRecuse: // the next one hosts
			if w.Host.Officer == w.actor.Officer {
				w.Host = Host{}
			}
			continue
		case procedure.ActFinishSpecial, procedure.ActAskTerminate: // a chair, or a reviewer who does not hold the case
			continue
		}
		if w.actor.Officer != "" && (e.Role == procedure.Reviewer || e.Role == procedure.Intake && w.Host.Officer == "") {
			w.Host = Host{Name: w.actor.Name, Officer: w.actor.Officer, Desk: w.org}
		}
	}
}

// issue numbers and freezes the documents of every entry; numbers holds those of each entry.
func (s *Service) issue(w *work, out procedure.Outcome) (numbers [][]string, err error) {
	numbers = make([][]string, len(out.Entries))
	for i, e := range out.Entries {
		for _, kind := range e.Documents {
			d, err := s.paper(w, kind)
			if err != nil {
				return nil, err
			}
			w.issued = append(w.issued, d)
			if err := s.recordFiling(w, d); err != nil {
				return nil, err
			}
			numbers[i] = append(numbers[i], d.Number)
		}
	}
	return numbers, nil
}

func (s *Service) paper(w *work, kind procedure.DocumentKind) (document.Document, error) {
	text := writing{record: w.record, item: w.item, uploads: w.uploads, decision: w.decision, checks: w.checks, signer: w.signer, today: w.tx.Today(),
		agency: w.agency(), motion: w.motion, by: procedure.Clerk{Officer: w.actor.Officer, Name: w.actor.Name}, cal: w.cal}
	if kind == procedure.DocCertificate && w.Procedure != "" {
		return s.reissue(w)
	}
	if kind == procedure.DocCertificate {
		return s.certificate(w, text)
	}
	facts := text.letter(kind)
	var err error
	if facts.Filing, err = s.filed(w, kind); err != nil {
		return document.Document{}, err
	}
	if w.Host.Desk != "" {
		name, err := deskName(w.tx, w.Host.Desk)
		if err != nil {
			return document.Document{}, err
		}
		facts.Officer.Desk = name
	}
	if stage, internal := addressed[kind]; internal {
		if facts.Proceeding.Desk, err = deskName(w.tx, w.desk(stage)); err != nil {
			return document.Document{}, err
		}
	}
	if m := w.motion; kind == procedure.DocNotAccepted && m != nil && m.Kind == procedure.NotAcceptBan {
		ban, err := w.barred()
		if err != nil {
			return document.Document{}, err
		}
		if m.Ban != nil { // as the officer found it
			ban = *m.Ban
		}
		facts.Proceeding.Basis, facts.Proceeding.Until, facts.Proceeding.Record = banArticles[ban.Basis], ban.Until, evidenceOf(ban)
	}
	if kind == procedure.DocDelivery {
		handover, err := s.handover(w)
		if err != nil {
			return document.Document{}, err
		}
		facts.Delivery = handover
	}
	if kind == procedure.DocDeemedRenewal && w.Law.Term != nil {
		if _, err := s.documents.Extend(w.tx, w.Subject, w.ItemCode, w.Law.Term.To); err != nil {
			return document.Document{}, err
		}
	}
	return s.documents.Issue(w.tx, document.Order{CaseID: w.ID, Kind: document.Kind(kind), Body: w.mark(), Prefix: text.agency.prefix, Facts: facts})
}

func (s *Service) certificate(w *work, text writing) (document.Document, error) {
	l := text.licence()
	order := document.CertificateOrder{CaseID: w.ID, Body: w.mark(), ItemCode: w.ItemCode, Number: w.number, Holder: text.applicant(),
		Unit: document.Party{Name: w.UnitName, ID: w.UnitCode}, Category: l.Category, Grade: l.Grade, Scope: l.Scope,
		ValidFrom: l.NewFrom, ValidTo: l.NewTo, FirstOn: l.FirstOn, Photo: w.photo}
	for _, section := range w.item.Form.Sections {
		for _, q := range section.Questions {
			if u, ok := text.uploadOf(q.Key); ok && q.Kind == "photo" {
				order.Photo = u.Key()
			}
		}
	}
	c, err := s.documents.IssueCertificate(w.tx, order)
	if err != nil {
		return document.Document{}, err
	}
	w.cert = &c
	return document.Document{ID: c.DocumentID, CaseID: w.ID, Kind: document.Certificate, Title: document.Certificate.Title(), Number: c.Number,
		State: document.Issued, IssuedAt: c.IssuedAt, IssuedOn: w.tx.Today(), Render: document.RenderQueued}, nil
}

// addressed are the stages to which the Bureau's own papers go.
var addressed = map[procedure.DocumentKind]procedure.Stage{procedure.DocRouting: procedure.StageCounty, procedure.DocCountyOpinion: procedure.StageReview,
	procedure.DocToLegal: procedure.StageLegal, procedure.DocReturn: procedure.StageReview}

// bannedUntil is the first day on which the permit may be applied for again after false material (行政许可法 第七十八条, K18): as many years as the
// item's own ground bars; zero where it is no permit of public safety.
func bannedUntil(item *catalog.Item, today workday.Date) workday.Date {
	years := 0
	for _, g := range item.Grounds {
		years = max(years, g.Bans)
	}
	if years == 0 {
		return workday.Date{}
	}
	return today.AddYears(years)
}

// journalise appends every move to the case's journal.
func (w *work) journalise(out procedure.Outcome, before []byte, numbers [][]string) (err error) {
	entries := make([]journal.Entry, 0, len(out.Entries))
	for i, e := range out.Entries {
		entries = append(entries, w.entry(e, i < out.Settled, before, numbers[i]))
	}
	w.Head, err = journal.Append(w.tx, w.ID, w.Head, entries...)
	return err
}

// entry is the journal's record of a move. Acts of time carry the legal instant in their details; At is when they were written.
func (w *work) entry(e procedure.Entry, settled bool, before []byte, numbers []string) journal.Entry {
	details, _ := json.Marshal(map[string]any{"act": e.Act, "legal_at": e.At.Format(time.RFC3339), "grounds": e.Grounds, "documents": numbers,
		"calendar": w.cal.Version()}) // strings and dates always marshal
	je := journal.Entry{Move: string(e.Move), ActorName: account.System().Name, ActorRole: string(e.Role), From: string(e.From), To: string(e.To),
		Reason: e.Reason, Details: details, DocumentNumber: strings.Join(numbers, " "), Before: before, After: w.digest()}
	if e.Role != procedure.System && !settled {
		je.ActorID, je.ActorName, je.PoliceNo, je.Org, je.Terminal = w.actor.AccountID, w.actor.Name, w.actor.Officer, w.org, w.actor.Terminal
	}
	return je
}

// digest is the SM3 of what the case says: its answers and its standing in law.
func (r *record) digest() []byte {
	h := sm3.New()
	_ = json.NewEncoder(h).Encode(r.Answers) // a digest takes every byte
	_ = json.NewEncoder(h).Encode(r.Law)
	return h.Sum(nil)
}

// steps closes the work that is done and opens the next.
func (s *Service) steps(w *work, out procedure.Outcome) error {
	if out.Closes {
		if w.step != nil {
			w.step.changed(w.tx)
			if err := closeHeld(w.tx, w.step.ID, w.actor.AccountID, w.step.Lease.Fence); err != nil {
				return err
			}
		} else if err := closeSteps(w.tx, w.ID); err != nil {
			return err
		}
	}
	if out.Reorders != nil {
		return reorderStep(w.tx, w.record, w.desk(out.Reorders.Stage), *out.Reorders)
	}
	if o := out.Opens; o != nil {
		if err := w.relate(); err != nil {
			return err
		}
		return insertStep(w.tx, w.record, w.desk(o.Stage), *o, w.Law.BarredAt(o.Stage))
	}
	return nil
}

// reorder counts the dates of the open step again: a new calendar may move the days between a limit and its step.
func (w *work) reorder() error {
	stage := w.proc.StageOf(w.Law)
	if stage == "" {
		return nil
	}
	return reorderStep(w.tx, w.record, w.desk(stage), procedure.OrderAt(w.proc, w.options(), w.Law, stage, w.cal, w.tx.Now))
}

// details stores what some moves bring: the correction with the answers as they are, and the 再次申请限制 that a refusal for false material
// brings (行政许可法 第七十八条, K18), which ends on the same day of a later year.
func (w *work) details(out procedure.Outcome) error {
	for _, e := range out.Entries {
		if e.To == procedure.Correction && e.From != procedure.Correction {
			if err := insertCorrection(w.tx, w.record, w.end(procedure.K9)); err != nil {
				return err
			}
		}
		if e.To == procedure.NotAccepted && w.Law.Warned {
			if until := bannedUntil(w.item, w.tx.Today()); !until.IsZero() {
				if err := insertBan(w.tx, w.record, "78", until); err != nil {
					return err
				}
			}
		}
		if e.To != procedure.Refused {
			continue
		}
		for _, code := range w.Law.Grounds {
			if g, ok := w.item.Ground(code); ok && g.Bans > 0 {
				if err := insertBan(w.tx, w.record, "78", w.tx.Today().AddYears(g.Bans)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
