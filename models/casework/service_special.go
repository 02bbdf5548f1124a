package casework

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/material"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// besideActs need no claim: the head of the agency extends whoever holds the case, a reviewer ends one that still waits elsewhere, a superior
// decides on a recusal; the head takes up a refusal that was annulled; a deliverer records what became of a letter on its way of which the post says nothing.
var besideActs = []procedure.ActName{procedure.ActExtend, procedure.ActAskTerminate, procedure.ActDecideRecusal,
	procedure.ActDeliver, procedure.ActFailDelivery, procedure.ActDecideAgain}

// isBeside tells an act without a claim from one on a step.
func (d Decision) isBeside() bool { return d.StepID == uuid.Nil && slices.Contains(besideActs, d.Act) }

// asBeside makes the actor an officer of those who answer for the case without holding it: the head of the agency, case management, the
// reviewing desk.
func (w *work) asBeside() {
	w.by = procedure.Actor{Officer: w.actor.Officer, Name: w.actor.Name, Assurance: w.actor.Assurance}
	stages := []procedure.Stage{procedure.StageCollective, procedure.StageManage, procedure.StageReview, procedure.StageIntake}
	if w.Law.Parcel != nil {
		stages = append(stages, procedure.StageDelivery)
	}
	for _, stage := range stages {
		desk, role := w.desk(stage), procedure.StageRole(stage)
		if w.actor.Has(account.Role(role), desk) {
			w.by.Roles, w.org = append(w.by.Roles, role), desk
		}
	}
}

// readyBeside checks what ready checks of a claim, for acts that have none.
func (s *Service) readyBeside(w *work) error {
	if w.decision.Version != 0 && w.decision.Version != w.Version {
		return stale()
	}
	if err := w.keepAway(); err != nil {
		return err
	}
	if err := s.judge(w); err != nil {
		return err
	}
	return w.files()
}

// special completes an officer's act with what only the case knows: names of officers, what a correction changed, both versions of a field,
// the ban in force, the files attached.
func (s *Service) special(w *work) (err error) {
	d := w.decision
	a := &w.act
	a.Kind, a.Basis, a.Days, a.On, a.At, a.Place, a.Record, a.Unrelated, a.Where = d.Kind, d.Basis, d.Days, d.On, d.At, d.Place, d.Record, d.Unrelated, d.Where
	a.Amount = d.Amount
	a.Way, a.Waybill, a.Phone, a.Officer = d.Way, d.Waybill, d.Phone, d.Officer
	a.Party = d.Party
	if !w.discusses() {
		return nil
	}
	if a.Named, err = w.named(d); err != nil {
		return err
	}
	if a.Members, err = w.members(d.Members); err != nil {
		return err
	}
	switch d.Act {
	case procedure.ActAskNotAccept:
		a.Ban, err = w.barred()
	case procedure.ActAskCorrectAgain:
		a.Fresh, err = w.fresh(d.Defects)
	case procedure.ActFix:
		err = w.fix(d)
	case procedure.ActDecideAgain:
		err = s.reopen(w, d)
	}
	if err != nil {
		return err
	}
	return w.enclose(enclosure, d.Pictures)
}

// discusses tells a procedure with hearings or collective discussions: permits, what becomes of them, and what that costs.
func (w *work) discusses() bool {
	return w.proc == procedure.Permit() || w.proc == procedure.LicenceProcedure() || w.proc == procedure.CompensationProcedure()
}

// named are the officers whom a verification or a hearing names, by their police numbers; all must work at its desk.
func (w *work) named(d Decision) ([]procedure.Clerk, error) {
	var list []procedure.Clerk
	stage := procedure.StageVerify
	if d.Act == procedure.ActSetHearing {
		stage = procedure.StageSpecial
	}
	for _, officer := range d.Named {
		if officer == "" {
			continue
		}
		c, known, err := officerAt(w.tx, officer, w.desk(stage), procedure.StageRole(stage))
		if err != nil {
			return nil, err
		}
		if !known {
			return nil, fault.New(fault.Conflict, "OFFICER_UNKNOWN", "officer", officer)
		}
		list = append(list, c)
	}
	return list, nil
}

// members are those who discussed, with their names.
func (w *work) members(voices []Voice) ([]procedure.Member, error) {
	var list []procedure.Member
	for _, v := range voices {
		if v.Officer == w.actor.Officer { // the chair
			list = append(list, procedure.Member{Clerk: procedure.Clerk{Officer: w.actor.Officer, Name: w.actor.Name}, Verdict: v.Verdict, Text: v.Text})
			continue
		}
		if v.Officer == "" {
			continue
		}
		c, known, err := officerAt(w.tx, v.Officer, "", "")
		if err != nil {
			return nil, err
		}
		if !known {
			return nil, fault.New(fault.Conflict, "OFFICER_UNKNOWN", "officer", v.Officer)
		}
		list = append(list, procedure.Member{Clerk: c, Verdict: v.Verdict, Text: v.Text})
	}
	return list, nil
}

// fresh are the places of defects that the applicant's correction changed: only in them a defect can have arisen that did not exist before.
func (w *work) fresh(defects []procedure.Defect) (places []string, err error) {
	before, err := answersBefore(w.tx, w.ID)
	if err != nil || len(before) == 0 {
		return nil, err
	}
	old := before[len(before)-1].Answers
	for _, d := range defects {
		if key := named(w.item, d.Where); key != "" && string(old[key]) != string(w.Answers[key]) {
			places = append(places, d.Where)
		}
	}
	return places, nil
}

// fixable tells whether an answer holds words that can be wrong by a slip of the pen: no file, no choice, nothing that a register gave.
func fixable(q *form.Question, facts form.Facts) bool {
	return slices.Contains([]form.Kind{form.KindText, form.KindLongText, form.KindPhone, form.KindAddress}, q.Kind) && !q.Locked(facts)
}

// amended is the answer with the new words in it; of an address they are its detail.
func amended(q *form.Question, was json.RawMessage, words string) (json.RawMessage, error) {
	if q.Kind != form.KindAddress {
		return json.Marshal(words)
	}
	address := map[string]json.RawMessage{}
	_ = json.Unmarshal(was, &address) // no address yet: the check of the form says what is missing
	detail, err := json.Marshal(words)
	if err != nil {
		return nil, err
	}
	address["detail"] = detail
	return json.Marshal(address)
}

// fix prepares a correction on the spot: both versions, the new one as valid as any answer.
func (w *work) fix(d Decision) error {
	q, known := w.item.Form.Question(d.Where)
	if !known || !fixable(q, w.Facts) {
		return fault.Fields(fault.OneField("/where", "FIX_NOT_HERE"))
	}
	value, err := amended(q, w.Answers[d.Where], d.Value)
	if err != nil {
		return err
	}
	if err := w.files(); err != nil {
		return err
	}
	w.act.Was, w.act.Is = w.Answers[d.Where], value
	result, err := w.item.Form.CheckPatch(w.Answers, form.Answers{d.Where: value}, w.env())
	if err != nil {
		return err
	}
	var faults []fault.Field
	for _, f := range form.FaultsOf(result.Faults, d.Where) {
		f.Pointer = "/value"
		faults = append(faults, f)
	}
	return fault.Fields(faults...)
}

// enclose attaches files that were handed in for an act to the case for good. Those for other questions, and of other cases, are none.
func (w *work) enclose(question string, ids []uuid.UUID) error {
	if len(ids) == 0 {
		return nil
	}
	if err := w.files(); err != nil {
		return err
	}
	keep := slices.Clone(ids)
	for id, u := range w.uploads {
		if u.Attached {
			keep = append(keep, id)
		}
	}
	for _, id := range ids {
		if u, ok := w.uploads[id]; !ok || u.Question != question {
			return fault.New(fault.NotFound, "NOT_FOUND")
		}
		w.act.Pictures = append(w.act.Pictures, id.String())
	}
	return material.Attach(w.tx, w.ID, keep...)
}

// enclosure is the question under which an officer's files stand: pictures of a verification, a report, a proof.
const enclosure = "_enclosure"

// EnclosureRule tells what an officer may attach to a case of his desks: pictures and PDF. NOT_FOUND for cases that he does not work on.
func (s *Service) EnclosureRule(ctx context.Context, actor account.Actor, id uuid.UUID) (material.Rule, error) {
	rule := material.Rule{CaseID: id, Question: enclosure}
	return rule, s.db.Read(ctx, func(tx *db.Tx) error {
		_, err := selectCase(tx, id, encloser(actor), false)
		return err
	})
}

// encloser sees cases to which the officer may add files: those of his desks, and for the head of the agency what was refused, to which he adds
// the ruling that annuls it.
func encloser(a account.Actor) sight {
	own := handler(a)
	if a.HasAny(account.Leader) {
		own.where += ` OR c.number IS NOT NULL AND c.state IN ('REFUSED', 'CLOSED') AND c.verdict = 'refuse'`
	}
	return own
}

// ApplicantReply is an applicant's act about what the agency has put to him: an explanation, a hearing, a correction on the spot.
type ApplicantReply struct {
	Act    procedure.ActName
	Reason string
}

// replies are the acts of an ApplicantReply.
var replies = []procedure.ActName{procedure.ActExplain, procedure.ActRequestHearing, procedure.ActWaiveHearing, procedure.ActWaiveStatement, procedure.ActConfirmFix, procedure.ActDropFix}

// Answer does an applicant's reply. Faults: ACT_NOT_NOW when nothing of the kind is asked, INVALID_FIELDS, ASSURANCE_TOO_LOW.
func (s *Service) Answer(ctx context.Context, actor account.Actor, id uuid.UUID, r ApplicantReply, idem db.Key) error {
	if !slices.Contains(replies, r.Act) {
		return fault.New(fault.NotFound, "NOT_FOUND")
	}
	_, err := do(ctx, s, idem, id, owner(actor), actor, func(w *work) error {
		w.asPerson()
		w.act, w.decision = procedure.Act{Name: r.Act, Reason: r.Reason}, Decision{Reason: r.Reason}
		if f, open := w.Law.OpenFix(); open && r.Act == procedure.ActConfirmFix {
			return w.confirmFix(f)
		}
		return fault.Fields(checkText("/reason", r.Reason)...)
	}, func(*work) struct{} { return struct{}{} })
	return err
}

// confirmFix puts the new version in the old one's place; the case keeps both.
func (w *work) confirmFix(f procedure.Fix) error {
	if err := w.files(); err != nil {
		return err
	}
	result, err := w.item.Form.CheckPatch(w.Answers, form.Answers{f.Where: f.Is}, w.env())
	if err != nil {
		return err
	}
	w.Answers = result.Clean
	return nil
}

// beside fills what the clerk's page shows of special moves: who may be named, what is attached, what may be done without a claim.
func (w *work) beside(v *ClerkView) (err error) {
	if !w.discusses() {
		w.besides(v)
		return nil
	}
	for _, l := range []struct {
		into  *[]procedure.Clerk
		stage procedure.Stage
	}{{&v.Verifiers, procedure.StageVerify}, {&v.Chairs, procedure.StageSpecial}} {
		if *l.into, err = officersAt(w.tx, w.desk(l.stage), procedure.StageRole(l.stage)); err != nil {
			return err
		}
		barred := w.Law.BarredAt(l.stage)
		*l.into = slices.DeleteFunc(*l.into, func(c procedure.Clerk) bool {
			return slices.Contains(barred, c.Officer) || l.stage == procedure.StageSpecial && slices.ContainsFunc(w.Law.Hands, func(h procedure.Hand) bool { return h.Officer == c.Officer })
		})
	}
	for _, u := range w.uploads {
		if u.Question == enclosure || u.Question == lossProof && u.Attached {
			v.Enclosures = append(v.Enclosures, Enclosure{ID: u.ID, Name: u.Name, Attached: u.Attached, At: u.CreatedAt})
		}
	}
	slices.SortFunc(v.Enclosures, func(a, b Enclosure) int { return a.At.Compare(b.At) })
	w.besides(v)
	return nil
}

// besides are the acts that the reader may do without a claim.
func (w *work) besides(v *ClerkView) {
	w.asBeside()
	for _, act := range besideActs {
		for _, p := range possible(w.proc.Acts(w.options(), w.Law, w.by, w.cal, w.tx.Now)) {
			if p.Act == act && p.Allowed {
				v.Beside = append(v.Beside, p)
			}
		}
	}
}
