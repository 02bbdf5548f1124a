package casework

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/journal"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// most of a page of a list.
const mostRows = 100

// AwaitingUnit lists the forms that wait for the signature of units for which the actor may sign.
func (s *Service) AwaitingUnit(ctx context.Context, actor account.Actor) (list []CaseSummary, err error) {
	see := signer(actor)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = s.summaries(ctx, tx, "("+see.where+") AND c.sub_state = 'awaiting_unit' ORDER BY c.due, c.id LIMIT 100", see.args...)
		return err
	})
	for i := range list {
		list[i].ExpectsReply = true
	}
	return list, err
}

// MyCases lists the actor's cases, drafts included, newest first; acting for an enterprise, those in which it is the unit.
func (s *Service) MyCases(ctx context.Context, actor account.Actor, after string, limit int) (page Page[CaseSummary], err error) {
	if !actor.IsPerson() {
		return page, fault.New(fault.Forbidden, "PERSON_REQUIRED")
	}
	see := doing(actor)
	if m, ok := actor.Member(actor.Acting); ok {
		see = sight{"c.unit_code = ? AND (c.for_unit OR c.number IS NOT NULL OR c.sub_state <> '')", []any{m.CreditCode}}
	}
	limit = min(max(limit, 1), mostRows)
	where, args := "("+see.where+")", slices.Clone(see.args)
	if after != "" {
		id, err := uuid.Parse(after)
		if err != nil {
			return page, fault.New(fault.Malformed, "CURSOR")
		}
		where, args = where+" AND c.id < ?", append(args, id)
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if page.Items, err = s.summaries(ctx, tx, where+" ORDER BY c.id DESC LIMIT ?", append(args, limit+1)...); err != nil {
			return err
		}
		page.Total, err = countCases(tx, see)
		return err
	})
	if len(page.Items) > limit {
		page.Items = page.Items[:limit]
		page.Next = page.Items[limit-1].ID.String()
	}
	return page, err
}

// CaseForApplicant shows a received case to its applicant or his unit.
func (s *Service) CaseForApplicant(ctx context.Context, actor account.Actor, id uuid.UUID) (v ApplicantView, err error) {
	err = s.look(ctx, id, party(actor), actor, func(w *work) error {
		if w.Number == "" {
			return fault.New(fault.NotFound, "NOT_FOUND")
		}
		v, err = s.applicantView(w)
		return err
	})
	return v, err
}

func (s *Service) applicantView(w *work) (v ApplicantView, err error) {
	entries, err := journal.List(w.tx, w.ID)
	if err != nil {
		return v, err
	}
	if err := w.files(); err != nil {
		return v, err
	}
	v = ApplicantView{CaseSummary: w.summary(), Version: w.Version, Item: w.item, Timeline: timeline(entries), Clocks: w.clocks(), Law: w.Law,
		Answers: w.Answers, Facts: w.Facts, Visible: w.item.Form.Check(w.Answers, w.env()).Visible, Material: w.material}
	v.Law.Findings, v.Law.LegalView, v.Law.County, v.Law.Proposal, v.Law.Opinion = nil, nil, nil, nil, nil // opinions are internal
	v.Law.Motion, v.Law.Verifications, v.Law.Collective, v.Law.Recusals, v.Law.Departs = nil, nil, nil, nil, ""
	v.Law.ThirdParties = withoutAddress(w.Law.ThirdParties)
	if v.Host, err = w.hostView(); err != nil {
		return v, err
	}
	if v.ArchivedOn, err = w.archivedOn(); err != nil {
		return v, err
	}
	v.Expected, v.ExpectedWhy, v.Provisional = w.expected()
	v.Ahead = w.proc.Ahead(w.Law)
	if v.ETA, err = s.eta(w); err != nil {
		return v, err
	}
	if v.Messages, err = selectMessages(w.tx, w.ID); err != nil {
		return v, err
	}
	if v.Documents, err = s.documents.List(w.tx, w.ID); err != nil {
		return v, err
	}
	v.Documents = slices.DeleteFunc(v.Documents, func(d document.Document) bool { return !d.Kind.ForApplicant() })
	certificates, err := s.documents.Certificates(w.tx, w.ID)
	if err != nil {
		return v, err
	}
	if len(certificates) > 0 {
		v.Certificate = &certificates[len(certificates)-1]
	}
	if v.Guards, err = s.guardsForUnit(w); err != nil {
		return v, err
	}
	if w.Law.State == procedure.Correction {
		v.Correction, v.CorrectBy = w.Law.Defects, w.end(procedure.K9)
	}
	if v.Compensation, err = w.compensation(); err != nil {
		return v, err
	}
	v.LossProofs = w.lossProofs()
	v.VisitAsked, v.PaymentAsked = w.visitAsked(), w.paymentAsked()
	if w.mayAct() {
		v.Acts = w.applicantActs()
		if slices.Contains(v.Acts, procedure.ActChooseDelivery) {
			v.Ways = w.waysWith(true)
		}
	}
	return v, err
}

// mayAct tells whether the case is the actor's: his own, or that of an enterprise for which he may act in the item.
func (w *work) mayAct() bool {
	if !w.ForUnit {
		return w.PersonID == w.actor.PersonID
	}
	return slices.ContainsFunc(w.actor.Enterprises, func(m account.Membership) bool { return m.CreditCode == w.UnitCode && m.Covers(w.ItemCode) })
}

// applicantActs are the acts that the table gives an applicant now, and only those that he can do from here; where he has to prove his
// identity once more he is asked to when he acts.
func (w *work) applicantActs() (acts []procedure.ActName) {
	w.asPerson()
	w.by.Assurance = account.AssuranceFace
	for _, act := range append([]procedure.ActName{procedure.ActAnswerCorrection, procedure.ActState, procedure.ActClaimLoss, procedure.ActWithdraw, procedure.ActDeliver, procedure.ActChooseDelivery}, replies...) {
		if (act != procedure.ActDeliver || w.confirmable()) && w.proc.Allows(w.options(), w.Law, act, w.by, w.cal, w.tx.Now) {
			acts = append(acts, act)
		}
	}
	return acts
}

// byUnit tells whether the enterprise itself is the applicant.
func (r *record) byUnit() bool { return r.ForUnit && !r.Concerned }

// applicantName is who applies: the person, or the enterprise for which he acts.
func (r *record) applicantName() string {
	if r.byUnit() {
		return r.UnitName
	}
	return r.Who.Name
}

// visitAsked tells whether somebody must still come to a window before the decision, or to collect the result.
func (w *work) visitAsked() bool {
	decided := !w.Law.DecidedOn.IsZero()
	switch w.options().Visit {
	case procedure.VisitBeforeDecision:
		return w.Law.VisitedOn.IsZero() && !decided && slices.Contains(procedure.Undecided(), w.Law.State)
	case procedure.VisitToCollect:
		return w.Law.State == procedure.Delivery
	}
	return false
}

// paymentAsked tells whether the fee is to be paid now.
func (w *work) paymentAsked() bool {
	return w.options().Payment && w.Law.PaidOn.IsZero() && w.Law.Verdict == procedure.Grant && w.Law.State != procedure.Closed
}

func (w *work) summary() CaseSummary {
	c := CaseSummary{ID: w.ID, Code: w.Number, Name: w.item.Name, ItemCode: w.ItemCode, Procedure: w.proc.Code, Applicant: w.applicantName(), By: w.Who.Name, State: w.Law.State,
		SubState: w.Law.SubState, Verdict: w.Law.Verdict, Deemed: w.Law.DeemedAccepted || w.Law.DeemedRenewed, StartedAt: w.StartedAt,
		ReceivedAt: w.Law.ReceivedAt, UpdatedAt: w.UpdatedAt, ExpectsReply: w.Law.State == procedure.Correction}
	if w.Law.Licence != nil {
		c.Measure = w.Law.Licence.Measure
	}
	if !w.byUnit() {
		c.Unit = w.UnitName
	}
	if k, ok := w.Law.Governing(); ok {
		c.Clock, c.Due, c.Provisional = k.Kind, k.Due, k.Provisional
	}
	return c
}

func (w *work) clocks() []ClockRow {
	rows := make([]ClockRow, 0, len(w.Law.Clocks))
	for _, k := range w.Law.Clocks {
		row := ClockRow{Clock: k}
		row.Provisional = k.Provisional && k.Running() // nothing moves a limit that is over
		effective := k
		if k.Kind == procedure.K2 {
			effective.Due = w.Law.EffectiveDue()
			row.Effective = effective.Due
		}
		row.Lamp = procedure.LampOf(effective, w.tx.Today(), w.cal)
		if row.Left = w.cal.CountWD(w.tx.Today(), effective.Due); w.tx.Today().After(effective.Due) {
			row.Left = min(-1, -w.cal.CountWD(effective.Due, w.tx.Today()))
		}
		rows = append(rows, row)
	}
	return rows
}

// expected is the day by which the next word from the agency must come, and why: the promise before the law, the law before expiry.
func (w *work) expected() (on workday.Date, why string, provisional bool) {
	k, ok := w.Law.Governing()
	if !ok {
		return workday.Date{}, "", false
	}
	on, why, provisional = k.Due, string(k.Kind), k.Provisional
	if k3, running := w.Law.Runs(procedure.K3); running && !w.Law.Held() && k3.Due.Before(on) {
		on, why, provisional = k3.Due, string(procedure.K3), k3.Provisional
	} else if k.Kind == procedure.K2 && w.Law.Timely && !w.Law.DecidesAgain() && on == w.Law.Expiry {
		why = string(procedure.K11)
	}
	return on, why, provisional
}

func (w *work) hostView() (*Host, error) {
	if w.Host.Officer == "" {
		return nil, nil
	}
	h := w.Host
	var err error
	h.DeskName, h.DeskNameEn, err = deskNames(w.tx, h.Desk)
	return &h, err
}

// timeline is the journal in the applicant's words: moves only, inner opinions without their text.
func timeline(entries []journal.Entry) []TimelineRow {
	rows := []TimelineRow{}
	for _, e := range entries {
		var d struct {
			Act procedure.ActName `json:"act"`
		}
		if !procedure.MoveID(e.Move).IsMove() || json.Unmarshal(e.Details, &d) != nil || d.Act == procedure.ActMarkLate {
			continue
		}
		row := TimelineRow{At: e.At, Move: procedure.MoveID(e.Move), Act: d.Act, To: procedure.State(e.To), Document: e.DocumentNumber}
		if e.PoliceNo != "" {
			row.Actor, row.Officer = e.ActorName, e.PoliceNo
		}
		switch d.Act {
		case procedure.ActPropose, procedure.ActLegalOpinion, procedure.ActCountyOpinion, procedure.ActReturn, procedure.ActForward,
			procedure.ActVerifyResult, procedure.ActAskNotAccept, procedure.ActAskCorrectAgain, procedure.ActAskOnTheSpot, procedure.ActAskSpecial,
			procedure.ActAskTerminate, procedure.ActApprove, procedure.ActReject, procedure.ActAskVerify, procedure.ActVerify, procedure.ActSendLegal,
			procedure.ActPersist, procedure.ActAskCollective, procedure.ActCollective, procedure.ActRecuse, procedure.ActDecideRecusal,
			procedure.ActDoubt, procedure.ActSettleDoubt:
		default:
			row.Reason = e.Reason
		}
		rows = append(rows, row)
	}
	return rows
}

// SendMessage adds a line to the talk: applicants write to the host officer, officers of the case's desks to the applicant.
func (s *Service) SendMessage(ctx context.Context, actor account.Actor, id uuid.UUID, text string, idem db.Key) (Message, error) {
	if faults := checkText("/text", text); len(faults) > 0 || strings.TrimSpace(text) == "" {
		return Message{}, either(fault.Fields(faults...), fault.New(fault.Invalid, "MESSAGE_EMPTY"))
	}
	see := owner(actor)
	if actor.IsClerk() {
		see = handler(actor)
	}
	m, _, err := db.Once(ctx, s.db, idem, func(tx *db.Tx) (Message, error) {
		r, err := selectCase(tx, id, see, true)
		if err != nil {
			return Message{}, err
		}
		if r.Number == "" {
			return Message{}, fault.New(fault.NotFound, "NOT_FOUND")
		}
		w, err := s.work(ctx, tx, r, actor)
		if err != nil {
			return Message{}, err
		}
		m := Message{ID: uuid.Must(uuid.NewV7()), At: tx.Now, FromClerk: actor.IsClerk(), Name: actor.Name, Officer: actor.Officer, Text: text}
		if err := insertMessage(tx, id, m); err != nil {
			return Message{}, err
		}
		return m, w.passOn(m)
	})
	return m, err
}

// ReadMessages notes that the actor's side has read what the other side wrote.
func (s *Service) ReadMessages(ctx context.Context, actor account.Actor, id uuid.UUID) error {
	see := owner(actor)
	if actor.IsClerk() {
		see = officer(actor)
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := selectCase(tx, id, see, false); err != nil {
			return err
		}
		return readMessages(tx, id, !actor.IsClerk())
	})
}

// MaySee tells by NOT_FOUND that a case is not for the actor's eyes: its applicant, his unit once he has finished, and officers at whose desks
// it is or was may see it. What hangs on a case (documents, materials) is asked for through this.
func (s *Service) MaySee(ctx context.Context, actor account.Actor, id uuid.UUID) error {
	see := party(actor)
	if actor.IsClerk() {
		see = officer(actor)
	}
	return s.db.Read(ctx, func(tx *db.Tx) error {
		_, err := selectCase(tx, id, see, false)
		return err
	})
}

// Seen tells which of the cases are for the actor's eyes, as MaySee does for one: lists link only to those.
func (s *Service) Seen(ctx context.Context, actor account.Actor, ids []uuid.UUID) (seen map[uuid.UUID]bool, err error) {
	see := party(actor)
	if actor.IsClerk() {
		see = officer(actor)
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		seen, err = casesSeen(tx, ids, see)
		return err
	})
	return seen, err
}

// passOn tells the other side of a message.
func (w *work) passOn(m Message) error {
	o := notice.Order{To: w.recipient(), Kind: notice.Message, CaseID: w.ID, Facts: w.noticeFacts("")}
	o.Facts.Text = m.Text
	if !m.FromClerk {
		o.Kind = notice.ApplicantMessage
		if w.Host.Officer != "" {
			o.To = notice.Officer(w.Host.Officer)
		} else {
			o.To = notice.Desk(w.desk(procedure.StageIntake), string(procedure.Intake))
		}
	}
	return notice.Post(w.tx, o)
}

// Progress answers a query without login: state, dates and next step, nothing else. One fault, PROGRESS_UNKNOWN (NotFound), for every mismatch.
func (s *Service) Progress(ctx context.Context, number, queryCode, last4 string) (p Progress, err error) {
	var id uuid.UUID
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		id, err = selectProgress(tx, strings.ToUpper(strings.TrimSpace(number)), strings.TrimSpace(queryCode), strings.ToUpper(strings.TrimSpace(last4)))
		return err
	})
	if err != nil || id == uuid.Nil {
		return p, either(err, fault.New(fault.NotFound, "PROGRESS_UNKNOWN"))
	}
	err = s.look(ctx, id, anybody, account.Actor{}, func(w *work) error {
		c := w.summary()
		p = Progress{Number: c.Code, Name: c.Name, Procedure: c.Procedure, State: c.State, ReceivedOn: w.Law.ReceivedOn, AcceptedOn: w.Law.AcceptedOn, DecidedOn: w.Law.DecidedOn,
			Clock: c.Clock, Due: c.Due, Provisional: c.Provisional, Next: string(c.State), Ahead: w.proc.Ahead(w.Law)}
		p.ETA, err = s.eta(w)
		return err
	})
	return p, err
}

// withoutAddress are the third parties as the applicant may know them: not where they live, nor what they handed in.
func withoutAddress(list []procedure.ThirdParty) []procedure.ThirdParty {
	list = slices.Clone(list)
	for i := range list {
		list[i].Reach, list[i].Mobile, list[i].Papers = "", "", nil
	}
	return list
}
