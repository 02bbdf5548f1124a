package expedite

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// MarkView is a mark with everything about its proceedings.
type MarkView struct {
	Mark
	ID         uuid.UUID
	Number     string
	UnitCode   string
	UnitName   string
	Enterprise uuid.UUID // account of the unit, zero while it has none
	CaseNumber string
	Evidence   string
	ProposedBy string // 警号
	Proposer   string
	Reason     string
	DecidedBy  string
	Members    []string
	LiftedWhy  string
}

// NewMark proposes a mark.
type NewMark struct {
	Kind       MarkKind
	UnitCode   string
	CaseNumber string
	Evidence   string
}

// markRoles may propose and decide marks.
var markRoles = []account.Role{account.CaseManager, account.Receiver, account.Reviewer, account.Decider, account.Leader}

// mayMark tells whether the actor works at an exit-entry desk or in case management.
func mayMark(actor account.Actor) error {
	desks, all := exitDesks(actor)
	if !actor.IsClerk() || len(desks) == 0 && !all && !actor.HasAny(account.Leader) {
		return fault.New(fault.NotFound, "NOT_FOUND")
	}
	if !actor.HasAny(markRoles...) {
		return fault.New(fault.Forbidden, "ROLE_REQUIRED", "role", string(account.CaseManager))
	}
	return nil
}

// seesMarks also lets 督察 read, who changes nothing (domain.md 0.4).
func seesMarks(actor account.Actor) error {
	if actor.IsClerk() && actor.HasAny(account.Supervisor) {
		return nil
	}
	return mayMark(actor)
}

// SeesMarks tells whether the marks of abuse are open to the actor.
func SeesMarks(actor account.Actor) bool { return seesMarks(actor) == nil }

// MayMark tells whether he may propose and decide them.
func MayMark(actor account.Actor) bool { return mayMark(actor) == nil }

// MarkBoard is every mark, newest first, and what the record suggests.
type MarkBoard struct {
	Marks       []MarkView
	Suggestions []Suggestion
}

// Suggestion is a mark that the record of an enterprise suggests to an officer; nothing follows from it by itself.
type Suggestion struct {
	Kind     MarkKind
	UnitCode string
	UnitName string
	Marks    int // Y1 of the last twelve months
	Journeys
}

// Marks lists every mark, newest first, to officers of exit-entry desks, case management and 督察, with what the record suggests.
func (s *Service) Marks(ctx context.Context, actor account.Actor) (b MarkBoard, err error) {
	if err := seesMarks(actor); err != nil {
		return b, err
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if b.Marks, err = selectMarks(tx, "true"); err != nil {
			return err
		}
		recent, err := selectMarks(tx, "decided_on > ? OR decided_on IS NULL", tx.Today().AddMonths(-12))
		if err != nil {
			return err
		}
		travels, err := travelsSince(tx, tx.Today().AddMonths(-12), "")
		if err != nil {
			return err
		}
		b.Suggestions = suggestions(recent, travels, tx.Today())
		for i, s := range b.Suggestions {
			if s.UnitName == "" {
				if b.Suggestions[i].UnitName, _, err = unitOf(tx, s.UnitCode); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return b, err
}

// suggestions are those of enterprises against which no heavier mark is in force or under way, by their marks and by the journeys that were not made;
// the name is that of the newest mark, "" without one.
func suggestions(recent []MarkView, travels map[string][]Travel, today workday.Date) (list []Suggestion) {
	byUnit, order := map[string][]MarkView{}, []string{}
	for _, m := range recent {
		if byUnit[m.UnitCode] == nil {
			order = append(order, m.UnitCode)
		}
		byUnit[m.UnitCode] = append(byUnit[m.UnitCode], m)
	}
	for _, code := range slices.Sorted(maps.Keys(travels)) {
		if byUnit[code] == nil {
			order = append(order, code)
		}
	}
	for _, code := range order {
		var marks []Mark
		s, heavier := Suggestion{UnitCode: code, Journeys: count(travels[code], today)}, false
		for _, m := range byUnit[code] {
			marks = append(marks, m.Mark)
			if m.Kind != Y1 {
				heavier = heavier || m.DecidedOn.IsZero() || m.InForce(today)
			} else if m.Imposed && m.LiftedOn.IsZero() {
				s.Marks++
			}
		}
		if len(byUnit[code]) > 0 {
			s.UnitName = byUnit[code][0].UnitName
		}
		if kind, ok := Suggests(marks, travels[code], today); ok && !heavier {
			s.Kind = kind
			list = append(list, s)
		}
	}
	return list
}

// Propose begins the proceedings: the enterprise is told the evidence and may state its view within 3 WD. Faults: MARK_KIND, UNIT_UNKNOWN,
// REASON_REQUIRED (no evidence).
func (s *Service) Propose(ctx context.Context, actor account.Actor, n NewMark) (id uuid.UUID, err error) {
	if err := mayMark(actor); err != nil {
		return id, err
	}
	if !slices.Contains([]MarkKind{Y1, Y2, Y3}, n.Kind) {
		return id, fault.Fields(fault.OneField("/kind", "MARK_KIND"))
	}
	if err := words("/evidence", n.Evidence, true); err != nil {
		return id, err
	}
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		cal := s.Calendar()
		v := MarkView{Mark: Mark{Kind: n.Kind, ProposedAt: tx.Now, HearBy: HearBy(cal, tx.Today())}, ID: uuid.Must(uuid.NewV7()),
			UnitCode: upper(n.UnitCode), CaseNumber: upper(n.CaseNumber), Evidence: n.Evidence, ProposedBy: actor.Officer, Proposer: actor.Name}
		v.Number = fmt.Sprintf("JJ%s%s", strings.ReplaceAll(tx.Today().String(), "-", ""), strings.ToUpper(v.ID.String()[30:]))
		if v.UnitName, v.Enterprise, err = unitOf(tx, v.UnitCode); err != nil {
			return err
		}
		id = v.ID
		if err := insertMark(tx, v, cal.Version()); err != nil {
			return err
		}
		return s.tellUnit(tx, v, notice.MarkProposed)
	})
	return id, err
}

// tellUnit tells everybody who acts for the enterprise.
func (s *Service) tellUnit(tx *db.Tx, v MarkView, kind notice.Kind) error {
	if v.Enterprise == uuid.Nil {
		return nil // no account here: the paper goes by post
	}
	reason := v.Evidence
	if v.Reason != "" {
		reason = v.Reason
	}
	if kind == notice.MarkLifted {
		reason = v.LiftedWhy
	}
	due := v.HearBy
	if v.Imposed {
		due = v.Until
	}
	return notice.Post(tx, notice.Order{To: notice.Enterprise(v.Enterprise), Kind: kind,
		Facts: notice.Facts{Number: v.Number, Unit: v.UnitName, Reason: reason, Due: due, On: tx.Today(), Title: string(v.Kind)}})
}

// Hear keeps the statement of the enterprise, by one of its people. Faults: MARK_DECIDED, HEARING_OVER.
func (s *Service) Hear(ctx context.Context, actor account.Actor, id uuid.UUID, statement string) error {
	m, err := member(actor, ItemHKMacao)
	if err == nil {
		err = words("/statement", statement, true)
	}
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		v, err := markOf(tx, id)
		switch {
		case err != nil:
			return err
		case v.UnitCode != m.CreditCode:
			return fault.New(fault.NotFound, "NOT_FOUND")
		case !v.DecidedOn.IsZero():
			return fault.New(fault.Conflict, "MARK_DECIDED")
		case tx.Today().After(v.HearBy):
			return fault.New(fault.Conflict, "HEARING_OVER", "until", v.HearBy.String())
		}
		return hearMark(tx, id, actor.Name+"："+statement)
	})
}

// Decide decides a proposed mark after the hearing; Y2 and Y3 together with others. A Y3 that is imposed ends the registration. The enterprise is
// told the decision with its remedies. Who proposed it does not decide it. Faults: those of Mark.Decide, FOUR_EYES, REASON_REQUIRED,
// OFFICER_UNKNOWN.
func (s *Service) Decide(ctx context.Context, actor account.Actor, id uuid.UUID, r Ruling) error {
	if err := mayMark(actor); err != nil {
		return err
	}
	if !actor.HasAny(account.CaseManager, account.Decider, account.Leader) {
		return fault.New(fault.Forbidden, "ROLE_REQUIRED", "role", string(account.CaseManager))
	}
	if err := words("/reason", r.Reason, true); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		v, err := markOf(tx, id)
		if err != nil {
			return err
		}
		if v.ProposedBy == actor.Officer {
			return fault.New(fault.Forbidden, "FOUR_EYES", "role", string(account.Decider), "other", string(account.Receiver))
		}
		if v.Kind.Collective() {
			r.Members = append(slices.Clone(r.Members), actor.Officer)
			if err := knownOfficers(tx, r.Members); err != nil {
				return err
			}
		}
		if v.Mark, err = v.Mark.Decide(r, v.ProposedBy, tx.Today()); err != nil {
			return err
		}
		v.Reason, v.DecidedBy, v.Members = r.Reason, actor.Officer, r.Members
		if err := decideMark(tx, v); err != nil {
			return err
		}
		if v.Imposed && v.Kind == Y3 {
			if err := endRegistrations(tx, v.UnitCode, v.Number); err != nil {
				return err
			}
		}
		kind := notice.MarkDropped
		if v.Imposed {
			kind = notice.MarkImposed
		}
		return s.tellUnit(tx, v, kind)
	})
}

// Lift ends a mark after a successful appeal.
func (s *Service) Lift(ctx context.Context, actor account.Actor, id uuid.UUID, reason string) error {
	if err := mayMark(actor); err != nil {
		return err
	}
	if !actor.HasAny(account.CaseManager, account.Leader) {
		return fault.New(fault.Forbidden, "ROLE_REQUIRED", "role", string(account.CaseManager))
	}
	if err := words("/reason", reason, true); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		v, err := markOf(tx, id)
		if err != nil {
			return err
		}
		if v.Mark, err = v.Mark.Lift(reason, tx.Today()); err != nil {
			return err
		}
		v.LiftedWhy = reason
		if err := liftMark(tx, v, actor.Officer); err != nil {
			return err
		}
		return s.tellUnit(tx, v, notice.MarkLifted)
	})
}
