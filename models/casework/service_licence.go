package casework

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Measure asks that something become of a certificate (domain.md 1.4b).
type Measure struct {
	Certificate uuid.UUID         `json:"certificate_id"`
	Measure     procedure.Measure `json:"measure"`
	Ground      string            `json:"ground"`
	Facts       string            `json:"facts"`
	Proof       string            `json:"proof,omitempty"`
	Penalty     string            `json:"penalty,omitempty"` // number of the penalty's document
	Unit        string            `json:"unit,omitempty"`    // change: name of the new employing unit
	UnitCode    string            `json:"unit_code,omitempty"`
	Name        string            `json:"name,omitempty"` // change: the holder's new name, as the population register has it
}

func (m Measure) check() error {
	var faults []fault.Field
	for _, t := range [][2]string{{"/facts", m.Facts}, {"/proof", m.Proof}, {"/penalty", m.Penalty}, {"/unit", m.Unit}} {
		faults = append(faults, checkText(t[0], t[1])...)
	}
	if m.Measure == procedure.Change {
		faults = append(faults, m.checkChange()...)
	}
	return fault.Fields(faults...)
}

// checkChange: something must change, and what changes must be a whole unit or a name.
func (m Measure) checkChange() (faults []fault.Field) {
	if m.Name != "" {
		if _, err := identity.ParseName(m.Name); err != nil {
			faults = append(faults, fault.OneField("/name", fault.Code(err)))
		}
		if m.Unit+m.UnitCode == "" {
			return faults
		}
	}
	if m.Unit == "" {
		faults = append(faults, fault.OneField("/unit", "REQUIRED"))
	}
	if _, err := identity.ParseCreditCode(m.UnitCode); err != nil {
		faults = append(faults, fault.OneField("/unit_code", fault.Code(err)))
	}
	return faults
}

// changes are what of the certificate the measure would change, in the words of the item.
func (m Measure) changes() (list []string) {
	if m.Unit != "" {
		list = append(list, procedure.ChangeUnit)
	}
	if m.Name != "" {
		list = append(list, procedure.ChangeName)
	}
	return list
}

// own are the measures that a holder may ask for, with their ground.
var own = map[procedure.Measure]string{procedure.Change: "A49", procedure.Reissue: "LOSS", procedure.Cancel: "A70.6"}

// OpenMeasure opens a case about a certificate ex officio: R-REV of the item's desk with facts and grounds, R-CAG for a penalty that was decided
// elsewhere. Faults: NOT_FOUND, ROLE_REQUIRED, GROUNDS_REQUIRED, CERTIFICATE_NOT_VALID, DUPLICATE_CASE while another case about it is undecided.
func (s *Service) OpenMeasure(ctx context.Context, actor account.Actor, m Measure, idem db.Key) (Decided, error) {
	if _, asked := own[m.Measure]; asked && m.Measure != procedure.Cancel {
		return Decided{}, fault.Fields(fault.OneField("/measure", "NOT_AN_OPTION"))
	}
	return s.begin(ctx, actor, m, idem, exOfficio(actor))
}

// exOfficio lets an officer open the case in the roles that he holds for it, unless somebody of it is near him.
func exOfficio(actor account.Actor) func(*work) error {
	return func(w *work) error {
		w.by = procedure.Actor{Officer: actor.Officer, Name: actor.Name, Assurance: actor.Assurance}
		w.org = w.desk(procedure.StageReview)
		if actor.Has(account.Reviewer, w.org) {
			w.by.Roles = append(w.by.Roles, procedure.Reviewer)
		}
		if actor.HasAny(account.CaseManager) {
			w.by.Roles = append(w.by.Roles, procedure.Manager)
		}
		return w.keepAway()
	}
}

// AskMeasure opens a case that the holder asks for: loss (the certificate is suspended at once), change, cancellation. Faults: NOT_FOUND,
// CHANGE_NOT_HERE where the item lets nothing of the certificate be changed, CERTIFICATE_NOT_VALID, DUPLICATE_CASE.
func (s *Service) AskMeasure(ctx context.Context, actor account.Actor, m Measure, idem db.Key) (Decided, error) {
	ground, may := own[m.Measure]
	if !may {
		return Decided{}, fault.Fields(fault.OneField("/measure", "NOT_AN_OPTION"))
	}
	m.Ground, m.Proof, m.Penalty = ground, "", ""
	m.Unit, m.Name = strings.TrimSpace(m.Unit), strings.TrimSpace(m.Name)
	return s.begin(ctx, actor, m, idem, func(w *work) error {
		if !w.mayAct() {
			return fault.New(fault.NotFound, "NOT_FOUND")
		}
		for _, what := range m.changes() {
			if m.Measure == procedure.Change && !slices.Contains(w.item.Procedure.Changes, what) {
				return fault.New(fault.Conflict, "CHANGE_NOT_HERE")
			}
		}
		if m.Measure == procedure.Change && sameName(m.Name, w.Who.Name) {
			return fault.Fields(fault.OneField("/name", "NAME_UNCHANGED"))
		}
		w.asPerson()
		return nil
	})
}

// CancelLicenceArgs is the job that opens the cancellation which follows a revocation, withdrawal or penalty (行政许可法 第七十条第四项).
type CancelLicenceArgs struct {
	Certificate uuid.UUID `json:"certificate"`
	Ground      string    `json:"ground"`
	Proof       string    `json:"proof"`
}

// Kind names the job.
func (CancelLicenceArgs) Kind() string { return "casework.cancel_licence" }

// CancelLicence opens the cancellation of a certificate that has ended. Harmless when repeated: what is cancelled, or about to be, stays.
func (s *Service) CancelLicence(ctx context.Context, a CancelLicenceArgs) error {
	m := Measure{Certificate: a.Certificate, Measure: procedure.Cancel, Ground: a.Ground, Proof: a.Proof, Facts: groundTitle(a.Ground)}
	_, err := s.begin(ctx, account.System(), m, db.Key{}, func(w *work) error {
		w.by = procedure.BySystem()
		return nil
	})
	if code := fault.Code(err); code == "DUPLICATE_CASE" || code == "CERTIFICATE_NOT_VALID" {
		return nil
	}
	return err
}

func groundTitle(code string) string {
	g, _ := procedure.LicenceGroundOf(code)
	return g.Title
}

// begin makes the case of a measure and moves it for the first time, in one transaction.
func (s *Service) begin(ctx context.Context, actor account.Actor, m Measure, idem db.Key, who func(*work) error) (Decided, error) {
	got, _, err := db.Once(ctx, s.db, idem, func(tx *db.Tx) (Decided, error) {
		w, err := s.beginIn(ctx, tx, actor, m, who)
		if err != nil {
			return Decided{}, err
		}
		return decided(w), nil
	})
	return got, err
}

func (s *Service) beginIn(ctx context.Context, tx *db.Tx, actor account.Actor, m Measure, who func(*work) error) (*work, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	w, err := s.measure(ctx, tx, actor, m)
	if err != nil {
		return nil, err
	}
	if err := who(w); err != nil {
		return nil, err
	}
	w.act, w.decision = procedure.Act{Name: procedure.ActOpenMeasure, Reason: m.Facts}, Decision{}
	out, err := procedure.Step(w.proc, w.options(), w.Law, w.act, w.by, w.cal, tx.Now)
	if err != nil {
		return nil, err
	}
	return w, s.commit(w, out)
}

// measure is the new case: about the same person, unit and item as the one in which the certificate was issued.
func (s *Service) measure(ctx context.Context, tx *db.Tx, actor account.Actor, m Measure) (*work, error) {
	cert, err := s.asTimeLeft(ctx, tx, m.Certificate, uuid.Nil)
	if err != nil {
		return nil, err
	}
	if !admits(m, cert, tx.Today()) {
		return nil, fault.New(fault.Conflict, "CERTIFICATE_NOT_VALID")
	}
	if m.Measure == procedure.Punish { // it is decided already: what is under way here cannot stand against it
		gone := procedure.Gone{Measure: m.Measure, Paper: "行政处罚决定书 " + m.Penalty, On: tx.Today()}
		if err := s.overtake(ctx, tx, cert, gone, uuid.Nil); err != nil {
			return nil, err
		}
	}
	r, err := selectCase(tx, cert.CaseID, anybody, false)
	if err != nil {
		return nil, err
	}
	r.ID, r.Procedure, r.Certificate = uuid.Must(uuid.NewV7()), procedure.LicenceProcedure().Code, uuid.NullUUID{UUID: cert.ID, Valid: true}
	r.Law = procedure.Case{Licence: &procedure.Licence{Measure: m.Measure, Number: cert.Number, Title: cert.Title, Ground: m.Ground, Facts: m.Facts,
		Proof: m.Proof, Penalty: m.Penalty, Unit: m.Unit, UnitCode: m.UnitCode, Name: m.Name, ValidUntil: cert.ValidTo.String()}}
	facts, answers := maps.Clone(r.Facts), r.Answers
	if m.Measure == procedure.Change && m.Unit != "" {
		r.UnitName, r.UnitCode = m.Unit, m.UnitCode
	}
	w, err := s.inserted(ctx, tx, r, actor)
	if err == nil && m.Measure == procedure.Change {
		w.keep(facts, answers)
		if m.Unit != "" {
			put(w.Facts, form.UnitCreditCode, m.UnitCode)
			put(w.Facts, form.UnitName, m.Unit)
		}
	}
	return w, err
}

// inserted is a case of the portal's own making, ready for its first move.
func (s *Service) inserted(ctx context.Context, tx *db.Tx, r *record, actor account.Actor) (*work, error) {
	if err := insertMeasure(tx, r); err != nil {
		return nil, err
	}
	r, err := selectCase(tx, r.ID, anybody, true)
	if err != nil {
		return nil, err
	}
	return s.work(ctx, tx, r, actor)
}

// admits tells whether a certificate is as the measure needs it: in force, of a penalty in force or lost, of 注销 not yet cancelled, and run out
// where that is why.
func admits(m Measure, c document.Certified, today workday.Date) bool {
	switch m.Measure {
	case procedure.Cancel:
		return c.State != document.CertCancelled && c.Superseded.IsZero() && (m.Ground != endsByTime || c.ValidTo.Before(today))
	case procedure.Punish:
		return c.Punishable(today)
	}
	return c.Live(today)
}

// keep takes over what the certificate says of its holder: facts, and the answers about category and grade.
func (w *work) keep(facts form.Facts, answers form.Answers) {
	w.Facts, w.Answers = facts, form.Answers{}
	for _, path := range []string{form.LicenceCategory, form.LicenceGrade} {
		if q := questionOf(&w.item.Form, path); q != nil && answers[q.Key] != nil {
			w.Answers[q.Key] = answers[q.Key]
		}
	}
}

// holderNow is whom the registers are asked about: of a change of name, the person under the new one.
func (w *work) holderNow() Who {
	who := w.Who
	if m := w.Law.Licence; m != nil && m.Name != "" {
		who.Name = m.Name
	}
	return who
}

// again are the conditions that must still be met when a certificate is changed (domain.md L10). What belongs to the application alone, such as
// its time, its photo or its papers, is not looked at again.
var again = []string{catalog.CheckIdentity, catalog.CheckCategory, catalog.CheckAge, catalog.CheckCriminal, catalog.CheckBackground,
	catalog.CheckCapacity, catalog.CheckUnit, catalog.CheckAccidents, catalog.CheckBans, catalog.CheckLicence}

// points are the item's points that a case looks at: all of its own, of a change those that hold for the whole term, of other measures none.
func (w *work) points() []catalog.Check {
	switch {
	case w.Procedure == "":
		return w.item.Checks
	case w.Law.Licence != nil && w.Law.Licence.Measure == procedure.Change:
		return slices.DeleteFunc(slices.Clone(w.item.Checks), func(c catalog.Check) bool { return !slices.Contains(again, c.Word) })
	}
	return nil
}
