package casework

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/flow"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/journal"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// asOfficer makes the actor an officer at the desk where the case waits, with the roles that he holds there.
func (w *work) asOfficer() {
	w.by = procedure.Actor{Officer: w.actor.Officer, Name: w.actor.Name, Assurance: w.actor.Assurance}
	w.org = w.desk(w.proc.StageOf(w.Law))
	for _, g := range w.actor.Grants {
		if g.Desk == w.org {
			w.by.Roles = append(w.by.Roles, procedure.Role(g.Role))
		}
	}
}

// inspect is what the points of the checklist look at.
func (w *work) inspect(asked []Asked) inspection {
	return inspection{asked: sources(w.item), area: w.Area, today: w.tx.Today(), law: w.Law, options: w.options(), who: w.holderNow(), facts: w.Facts,
		answers: w.Answers, form: &w.item.Form, ownBan: w.OwnBanUntil, unitCode: w.UnitCode, unitName: w.UnitName, Dossier: dossier(asked)}
}

// judge fills the checklist from registers and officers as it stands today.
func (s *Service) judge(w *work) error {
	points := w.points()
	if len(points) == 0 {
		return nil // a case about a certificate has facts and grounds of its own
	}
	asked, err := selectAsked(w.tx, w.ID)
	if err != nil {
		return err
	}
	recorded, err := selectChecks(w.tx, w.ID)
	if err != nil {
		return err
	}
	in := w.inspect(asked)
	if in.elsewhere, err = s.elsewhere(w); err != nil {
		return err
	}
	if w.Procedure == "" {
		if w.guards, err = s.guardRows(w, in); err != nil {
			return err
		}
		w.compared = compared(in)
	}
	if w.Law.DecidedOn.IsZero() && !w.proc.Final(w.Law.State) {
		w.ends = in.ended(w.byUnit())
	}
	w.checks = checklist(points, in, recorded)
	w.Law.Findings = findings(w.checks)
	return nil
}

// Decide does an officer's act on the step he holds. Faults: LEASE_LOST, STALE_VERSION, FOUR_EYES, RECUSAL and those of the procedure's guards.
func (s *Service) Decide(ctx context.Context, actor account.Actor, d Decision, idem db.Key) (Decided, error) {
	if err := d.check(); err != nil {
		return Decided{}, err
	}
	number, photo := "", ""
	if d.Act == procedure.ActIssueCertificate && d.Number == "" {
		var err error
		if number, photo, err = s.prepareCertificate(ctx, actor, d); err != nil {
			return Decided{}, err
		}
	}
	return do(ctx, s, idem, d.CaseID, officer(actor), actor, func(w *work) error {
		w.number, w.photo = number, photo
		if _, err := deletePending(w.tx, d.StepID, actor.AccountID); err != nil { // what is decided at once takes the place of what was held
			return err
		}
		return s.prepare(w, d)
	}, decided)
}

// prepare makes the work an officer's act on a step, and checks that he may do it.
func (s *Service) prepare(w *work, d Decision) error {
	w.asOfficer()
	w.decision = d
	w.act = procedure.Act{Name: d.Act, Reason: d.Reason, Defects: d.Defects, Grounds: d.Grounds, Verdict: d.Verdict, Agree: d.Agree, Heard: d.Heard,
		Competent: d.Competent, NumberKnown: w.number != "", Number: d.Number, Source: d.Source, Until: d.Until, Receipt: d.Receipt,
		Agreed: w.agreed()}
	ready := s.ready
	if d.isBeside() {
		ready = s.readyBeside
		w.asBeside()
	}
	if err := ready(w); err != nil {
		return err
	}
	return s.special(w)
}

// ready checks that the officer may act on this step at all, before the law is asked.
func (s *Service) ready(w *work) (err error) {
	st, err := selectStep(w.tx, w.decision.StepID, false)
	if err != nil {
		return err
	}
	if st.CaseID != w.ID {
		return fault.New(fault.NotFound, "NOT_FOUND")
	}
	if settled := w.Law.DeemedAccepted || w.Law.DeemedRenewed; st.State == "DONE" && settled {
		w.step = st
		return nil // the law says why it is too late (A01); without a row in the table nothing can be written
	}
	if st.State != "CLAIMED" {
		return leaseLost()
	}
	if err := st.Lease.holds(w.actor.AccountID, w.decision.Fence, w.tx.Now); err != nil {
		return err
	}
	if w.decision.Version != w.Version {
		return stale()
	}
	if err := w.keepAway(); err != nil {
		return err
	}
	w.step = st
	if err := s.judge(w); err != nil {
		return err
	}
	return w.files()
}

func decided(w *work) Decided {
	d := Decided{CaseID: w.ID, State: w.Law.State, Version: w.Version, Documents: w.issued}
	if k, ok := w.Law.Governing(); ok {
		d.Due = k.Due
	}
	return d
}

// prepareCertificate asks the registers for what a certificate needs, outside any transaction: its number, which is the same again for the
// same case, and the holder's photo when he chose the register's. Faults: CERTIFICATE_NUMBER_REQUIRED, CERTIFICATE_PHOTO_REQUIRED
// (Unavailable) when a register does not answer.
func (s *Service) prepareCertificate(ctx context.Context, actor account.Actor, d Decision) (number, photo string, err error) {
	var order NumberOrder
	fromRegister := false
	err = s.look(ctx, d.CaseID, officer(actor), actor, func(w *work) error {
		if w.Law.State != procedure.Granted && w.proc == procedure.Permit() {
			return notNow(string(d.Act), w.Law.State)
		}
		if w.options().WithDefaults().Certificate != procedure.MadeHere {
			return fault.Fields(fault.OneField("/number", "NUMBER_REQUIRED"))
		}
		if w.asOfficer(); !slices.Contains(w.by.Roles, procedure.Printer) {
			return fault.New(fault.Forbidden, "ROLE_REQUIRED", "role", string(procedure.Printer))
		}
		order = NumberOrder{CaseNumber: w.Number, IDNumber: w.IDNumber, Category: Category(w.fact("licence.category")), Previous: w.Subject}
		fromRegister = string(w.Answers[photoFromRegister]) == "true"
		return nil
	})
	if err != nil {
		return "", "", err
	}
	answer, err := s.registers.Explosives.AllocateCertificateNumber(ctx, order)
	if err == nil {
		_, err = identity.ParseLicenceNumber(answer.Number)
	}
	if err != nil {
		return "", "", fault.New(fault.Unavailable, "CERTIFICATE_NUMBER_REQUIRED").Because(err)
	}
	if fromRegister {
		photo, err = s.keepPhoto(ctx, d.CaseID, order.IDNumber)
	}
	return answer.Number, photo, err
}

// photoFromRegister is the question whether the register's photo may be used (domain.md 2.1, 材料).
const photoFromRegister = "photo_from_register"

func (s *Service) keepPhoto(ctx context.Context, id uuid.UUID, idNumber string) (key string, err error) {
	jpeg, err := s.registers.Population.Photo(ctx, idNumber)
	if err == nil {
		key, err = s.documents.KeepPhoto(ctx, id, jpeg)
	}
	if err != nil {
		return "", fault.New(fault.Unavailable, "CERTIFICATE_PHOTO_REQUIRED").Because(err)
	}
	return key, nil
}

// Review shows a case on one page to an officer of its desks, and to those who supervise.
func (s *Service) Review(ctx context.Context, actor account.Actor, id uuid.UUID) (v ClerkView, err error) {
	if !actor.IsClerk() {
		return v, fault.New(fault.NotFound, "NOT_FOUND")
	}
	err = s.look(ctx, id, officer(actor), actor, func(w *work) error {
		v, err = s.clerkView(w)
		return err
	})
	return v, err
}

func (s *Service) clerkView(w *work) (v ClerkView, err error) {
	if err := w.relate(); err != nil {
		return v, err
	}
	if err := s.judge(w); err != nil {
		return v, err
	}
	if err := w.files(); err != nil {
		return v, err
	}
	asked, err := selectAsked(w.tx, w.ID)
	if err != nil {
		return v, err
	}
	w.asOfficer()
	v = ClerkView{CaseSummary: w.summary(), Version: w.Version, Item: w.item, Law: w.Law, IDNumber: w.IDNumber, Mobile: w.Mobile, Answers: w.Answers,
		Facts: w.Facts, Visible: w.item.Form.Check(w.Answers, w.env()).Visible, Fetched: fetched(asked), Checks: w.checks, Compared: w.compared, Ends: w.ends, Clocks: w.clocks(),
		Material: w.material}
	if w.byUnit() {
		v.Agent, v.UnitCode = w.Who.Name, w.UnitCode
	}
	if ban, err := banOf(w.tx, w.record, asked); err != nil {
		return v, err
	} else if ban.InForce(w.tx.Today()) && w.Law.State == procedure.Received {
		v.Ban = &ban
	}
	w.showGuards(&v)
	if v.ArchivedOn, err = w.archivedOn(); err != nil {
		return v, err
	}
	if v.Host, err = w.hostView(); err != nil {
		return v, err
	}
	if err := w.holding(&v); err != nil {
		return v, err
	}
	if err := w.beside(&v); err != nil {
		return v, err
	}
	v.Ways = w.ways()
	w.asOfficer()
	v.Acts = possible(w.proc.Acts(w.options(), w.Law, w.by, w.cal, w.tx.Now))
	w.asWindow()
	v.Visits = w.proc.Allows(w.options(), w.Law, procedure.ActVisit, w.by, w.cal, w.tx.Now)
	if !v.Mine {
		for i := range v.Acts {
			if v.Acts[i].Allowed {
				v.Acts[i].Allowed, v.Acts[i].Why = false, "NOT_CLAIMED"
			}
		}
	}
	if v.ETA, err = s.eta(w); err != nil {
		return v, err
	}
	if v.Talks, err = w.talks(); err != nil {
		return v, err
	}
	return v, s.attachments(w, &v)
}

// holding tells at which step the case waits and who holds it.
func (w *work) holding(v *ClerkView) error {
	st, err := openStep(w.tx, w.ID)
	if st == nil || err != nil {
		return err
	}
	claim := st.claim()
	alive := st.State == "CLAIMED" && w.tx.Now.Before(st.Lease.ExpiresAt)
	v.Place, v.Mine = st.Place, alive && st.Lease.Account == w.actor.AccountID
	if alive {
		v.Holder = st.Holder
	}
	if !v.Mine {
		claim.Fence, claim.Draft, claim.DraftBy = 0, "", ""
	}
	v.Step, v.Alarms = &claim, flow.Alarms(w.signs(st), w.tx.Today(), w.cal)
	for i := range v.Checks {
		v.Checks[i].Settable = v.Checks[i].Settable && judges(st.Stage)
	}
	return nil
}

func (s *Service) attachments(w *work, v *ClerkView) (err error) {
	if v.Documents, err = s.documents.List(w.tx, w.ID); err != nil {
		return err
	}
	if v.Messages, err = selectMessages(w.tx, w.ID); err != nil {
		return err
	}
	if v.Previous, err = answersBefore(w.tx, w.ID); err != nil {
		return err
	}
	v.Journal, err = journal.List(w.tx, w.ID)
	return err
}

// talks tells whether the actor may write to the applicant: who only supervises the case may not.
func (w *work) talks() (bool, error) {
	if _, err := selectCase(w.tx, w.ID, handler(w.actor), false); fault.Code(err) != "NOT_FOUND" {
		return err == nil, err
	}
	return false, nil
}
