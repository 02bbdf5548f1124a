package supervise

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Opinion is what the applicant of a case sees of his rating and of what he has said.
type Opinion struct {
	Number   string  `json:"case_number"`
	May      bool    `json:"may"` // the case has come to its end
	Rating   *Rating `json:"rating"`
	MayEdit  bool    `json:"may_edit"`
	MayAgain bool    `json:"may_again"`
	Voices   []Voice `json:"voices"`
}

// OpinionOf shows the applicant of a case what he has rated and said. Fault: NOT_FOUND.
func (s *Service) OpinionOf(ctx context.Context, actor account.Actor, caseID uuid.UUID) (o Opinion, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		c, err := s.ownCase(tx, actor, caseID)
		if err != nil {
			return err
		}
		o.Number = c.Number
		if o.May, err = s.ended(ctx, c); err != nil {
			return err
		}
		row, ok, err := selectRating(tx, `r.case_id = ?`, caseID)
		if err != nil {
			return err
		}
		if ok {
			r := row.rating()
			o.Rating, o.MayEdit, o.MayAgain = &r, r.MayEdit(tx.Now), r.MayRateAgain()
		}
		o.Voices, err = selectVoicesOf(tx, caseID, actor.PersonID)
		return err
	})
	return o, err
}

func (s *Service) ownCase(tx *db.Tx, actor account.Actor, id uuid.UUID) (ratedCase, error) {
	if !actor.IsPerson() {
		return ratedCase{}, fault.New(fault.NotFound, "NOT_FOUND")
	}
	c, ok, err := selectOwnCase(tx, actor, id)
	if err == nil && !ok {
		err = fault.New(fault.NotFound, "NOT_FOUND")
	}
	return c, err
}

// ended tells whether nothing can happen to a case any more, so that its handling may be rated.
func (s *Service) ended(ctx context.Context, c ratedCase) (bool, error) {
	item, err := s.Items.Version(ctx, c.ItemCode, c.ItemVersion)
	if err != nil {
		return false, err
	}
	p, ok := procedure.Named(item.Procedure.Code)
	return ok && p.Final(procedure.State(c.State)), nil
}

// Rate keeps the applicant's rating of a case that has ended, or changes it once within seven times 24 hours; what he said first is kept. A bad one
// opens a repair at the desk that handled the case, an edited one is followed by its repair. Faults: NOT_FOUND, RATING_TOO_EARLY, RATING_FIXED, and those of the grade.
func (s *Service) Rate(ctx context.Context, actor account.Actor, caseID uuid.UUID, r Rated) error {
	r.Text = strings.TrimSpace(r.Text)
	if !r.Grade.AsksWhy() {
		r.Tags = nil
	}
	if err := r.check(); err != nil {
		return err
	}
	err := s.DB.Write(ctx, func(tx *db.Tx) error {
		c, err := s.ownCase(tx, actor, caseID)
		if err != nil {
			return err
		}
		if ended, err := s.ended(ctx, c); err != nil || !ended {
			return or(err, fault.New(fault.Conflict, "RATING_TOO_EARLY"))
		}
		row, rated, err := lockRating(tx, `r.case_id = ?`, caseID)
		if err != nil {
			return err
		}
		id := row.ID
		switch {
		case !rated:
			if id, err = uuid.NewV7(); err == nil {
				err = insertRating(tx, id, c, actor.PersonID, r)
			}
		case !row.rating().MayEdit(tx.Now) || row.PersonID != actor.PersonID:
			err = fault.New(fault.Conflict, "RATING_FIXED")
		default:
			err = updateRating(tx, id, r)
		}
		if err != nil {
			return err
		}
		if row.Ticket {
			return s.follow(tx, row, c, r)
		}
		return s.repair(tx, id, c, r)
	})
	if db.IsUnique(err, "ratings_case_id_key") {
		return fault.New(fault.Conflict, "RATING_FIXED")
	}
	return err
}

// repair opens the ticket of a bad rating and tells the head of the desk and the inspectors; neither is told who rated.
func (s *Service) repair(tx *db.Tx, id uuid.UUID, c ratedCase, r Rated) error {
	if !r.Grade.Bad() {
		return nil
	}
	cal := s.Calendar()
	if err := openTicket(tx, id, c.Desk, cal); err != nil {
		return err
	}
	o := notice.Order{Kind: notice.BadRating, CaseID: c.ID, Once: id.String(), Facts: notice.Facts{Number: c.Number, Desk: deskName(tx, c.Desk),
		Due: contactLimit.End(cal, tx.Today())}}
	return tellOfRating(tx, c.Desk, o)
}

// tellOfRating tells the head of the desk and the inspectors.
func tellOfRating(tx *db.Tx, desk string, o notice.Order) error {
	head, inspector := o, o
	head.To = notice.Desk(desk, string(account.Decider))
	inspector.To = notice.Desk(account.CitySupervise, string(account.Supervisor))
	return notice.Post(tx, head, inspector)
}

// follow lets a repair follow the edited rating: one that is no longer bad closes it, unless its result was told; of another change the desk is told,
// and its limits stay those of the first submission.
func (s *Service) follow(tx *db.Tx, first ratingRow, c ratedCase, r Rated) error {
	o := notice.Order{Kind: notice.RatingEdited, CaseID: c.ID, Once: first.ID.String() + " edited",
		Facts: notice.Facts{Number: c.Number, Desk: deskName(tx, first.Desk), Reason: "RATING_EDITED"}}
	if !r.Grade.Bad() && first.ResultAt == nil {
		o.Facts.Reason = RaterEdited
		if err := closeTicket(tx, first.ID, RaterEdited); err != nil {
			return err
		}
	}
	return tellOfRating(tx, first.Desk, o)
}

// RateAgain takes the citizen's word on how the repair went, once. Faults: NOT_FOUND, RATING_FIXED.
func (s *Service) RateAgain(ctx context.Context, actor account.Actor, caseID uuid.UUID, grade Grade) error {
	if grade < 1 || grade > 5 {
		return fault.Fields(fault.OneField("/grade", "RATING_GRADE"))
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		if _, err := s.ownCase(tx, actor, caseID); err != nil {
			return err
		}
		row, ok, err := lockRating(tx, `r.case_id = ? AND r.person_id = ?`, caseID, actor.PersonID)
		if err != nil || !ok || !row.rating().MayRateAgain() {
			return or(err, fault.New(fault.Conflict, "RATING_FIXED"))
		}
		_, err = updateAgain(tx, row.ID, grade)
		return err
	})
}

// recountRepairs counts the limits of open repairs again that stand on another calendar, and tells the citizen and the desk's head of those that
// moved (C-6).
func (s *Service) recountRepairs(ctx context.Context, portion int) error {
	for {
		var looked int
		err := s.DB.Write(ctx, func(tx *db.Tx) (err error) {
			var moved []movedRepair
			if moved, looked, err = recountRepairs(tx, s.Calendar(), portion); err != nil {
				return err
			}
			for _, m := range moved {
				item, err := s.Items.Version(ctx, m.ItemCode, m.ItemVersion)
				if err != nil {
					return err
				}
				o := notice.Order{To: notice.Person(m.PersonID), Kind: notice.DueMoved, CaseID: m.CaseID, Facts: notice.Facts{Number: m.Number,
					Item: item.Name.Zh, ItemEn: item.Name.En, Clock: m.Clock, Was: m.Was, Due: m.Due}}
				head := o
				head.To, head.Kind = notice.Desk(m.Desk, string(account.Decider)), notice.WorkMoved
				if err := errors.Join(notice.Post(tx, o), notice.Post(tx, head)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || looked < portion {
			return err
		}
	}
}

// WatchRepairs counts limits on a new calendar, then tells the desk's head, the leaders and the inspectors of repairs that are behind K14 or K15, once for each limit, in portions until none
// is left. It returns how many were told.
func (s *Service) WatchRepairs(ctx context.Context, portion int) (n int, err error) {
	if err := s.recountRepairs(ctx, portion); err != nil {
		return 0, err
	}
	for _, late := range []string{lateContact, lateResult} {
		for {
			var taken []lateRepair
			err := s.DB.Write(ctx, func(tx *db.Tx) (err error) {
				if taken, err = takeLateRepairs(tx, late, portion); err != nil {
					return err
				}
				for _, r := range taken {
					o := notice.Order{Kind: notice.RepairLate, CaseID: r.CaseID, Once: r.ID.String() + " " + late,
						Facts: notice.Facts{Number: r.Number, Desk: deskName(tx, r.Desk), Due: r.Due, Reason: late}}
					for _, to := range []notice.To{notice.Desk(r.Desk, string(account.Decider)), notice.Desk(account.City, string(account.Leader)),
						notice.Desk(account.CitySupervise, string(account.Supervisor))} {
						o.To = to
						if err := notice.Post(tx, o); err != nil {
							return err
						}
					}
				}
				return nil
			})
			n += len(taken)
			if err != nil {
				return n, err
			}
			if len(taken) < portion {
				break
			}
		}
	}
	return n, nil
}

// Repairs lists bad ratings and appeals: all for those who supervise, else those of the officer's desks, but never those about himself.
func (s *Service) Repairs(ctx context.Context, actor account.Actor, f Filter) (page Page[Rating], err error) {
	who, err := scopeOf(actor)
	if err != nil {
		return page, err
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if page.Items, page.Total, err = selectRatings(tx, who, f); err != nil || !actor.HasAny(account.Supervisor) {
			return err
		}
		desks, err := selectDesksOf(tx, actor.Officer)
		for i, r := range page.Items {
			page.Items[i].MayJudge = r.Appealing() && mayJudge(actor.Officer, desks, r)
		}
		return err
	})
	page.Items, page.Next = cut(page.Items, f.limit(), func(r Rating) uuid.UUID { return r.ID })
	return page, err
}

// mayJudge: not who has filed the appeal, nor who works at the rated desk, in whichever account (domain.md 1.6: the check is on the natural person).
func mayJudge(officer string, desks []string, r Rating) bool {
	return r.AppealedBy != officer && !slices.Contains(desks, r.Desk)
}

// onTicket changes a repair under the lock of its rating, for officers of its desk and those who supervise, but never for the rated one. seen is the
// edition of the rating that the officer has before him: of what he has not read he says nothing (RATING_EDITED); 0 is not told.
func (s *Service) onTicket(ctx context.Context, actor account.Actor, id uuid.UUID, seen int, change func(*db.Tx, ratingRow) (bool, error)) error {
	who, err := scopeOf(actor)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		row, ok, err := lockRating(tx, `r.id = ?`, id)
		mine := who.All || slices.Contains(who.Desks, row.Desk)
		if err != nil || !ok || !mine || row.Officer != "" && row.Officer == actor.Officer {
			return or(err, fault.New(fault.NotFound, "NOT_FOUND"))
		}
		if seen != 0 && seen != row.Edition() {
			return fault.New(fault.Conflict, "RATING_EDITED")
		}
		done, err := change(tx, row)
		if err == nil && !done {
			err = fault.New(fault.Conflict, "REPAIR_DONE")
		}
		return err
	})
}

// Contact records that the desk has spoken with the citizen (K14) and whether the matter is complex, which gives 15 days instead of 7 (K15).
func (s *Service) Contact(ctx context.Context, actor account.Actor, id uuid.UUID, text string, complex bool, seen int) error {
	if err := checkWords("/text", text, true); err != nil {
		return err
	}
	return s.onTicket(ctx, actor, id, seen, func(tx *db.Tx, row ratingRow) (bool, error) {
		limit := simpleLimit
		if complex {
			limit = complexLimit
		}
		if row.OpenedAt == nil {
			return false, nil
		}
		return updateContact(tx, id, actor.Officer, text, complex, limit.End(s.Calendar(), workday.DateOf(*row.OpenedAt)))
	})
}

// Resolve tells the result: mended, or explained where what is asked has no legal basis. The citizen is told and may rate again.
func (s *Service) Resolve(ctx context.Context, actor account.Actor, id uuid.UUID, text string, noBasis bool, seen int) error {
	if err := checkWords("/text", text, true); err != nil {
		return err
	}
	return s.onTicket(ctx, actor, id, seen, func(tx *db.Tx, row ratingRow) (bool, error) {
		done, err := updateResult(tx, id, actor.Officer, text, noBasis)
		if err != nil || !done {
			return done, err
		}
		return true, notice.Post(tx, notice.Order{To: notice.Person(row.PersonID), Kind: notice.RatingResult, CaseID: row.CaseID,
			Facts: notice.Facts{Number: row.Number, Text: text}})
	})
}

// Appeal asks R-SUP to strike a rating that the desk holds for mistaken or malicious; meanwhile it stays and is shown as 申诉中.
func (s *Service) Appeal(ctx context.Context, actor account.Actor, id uuid.UUID, text string, seen int) error {
	if err := checkWords("/text", text, true); err != nil {
		return err
	}
	return s.onTicket(ctx, actor, id, seen, func(tx *db.Tx, _ ratingRow) (bool, error) { return updateAppeal(tx, id, actor.Officer, text) })
}

// DecideAppeal strikes a rating or lets it stand; R-SUP alone decides, but nobody who has filed the appeal or works at the rated desk. Faults:
// ROLE_MISSING, NOT_FOUND, REPAIR_DONE, RATING_EDITED, APPEAL_NOT_OWN.
func (s *Service) DecideAppeal(ctx context.Context, actor account.Actor, id uuid.UUID, strike bool, why string, seen int) error {
	if !actor.HasAny(account.Supervisor) {
		return fault.New(fault.Forbidden, "ROLE_MISSING")
	}
	if err := checkWords("/text", why, true); err != nil {
		return err
	}
	return s.onTicket(ctx, actor, id, seen, func(tx *db.Tx, row ratingRow) (bool, error) {
		desks, err := selectDesksOf(tx, actor.Officer)
		if err != nil {
			return false, err
		}
		if !mayJudge(actor.Officer, desks, row.Rating) {
			return false, fault.New(fault.Forbidden, "APPEAL_NOT_OWN")
		}
		return updateStruck(tx, id, actor.Officer, why, strike)
	})
}

// Rates are what everybody may read: the whole, and each desk with enough ratings.
func (s *Service) Rates(ctx context.Context) (all Rate, desks []Rate, err error) {
	all, desks, err = s.rates(ctx)
	for i := range desks {
		desks[i] = desks[i].forPublic()
	}
	return all.forPublic(), desks, err
}

// DeskRates are the rates of every desk, for those who supervise. Fault: ROLE_MISSING.
func (s *Service) DeskRates(ctx context.Context, actor account.Actor) (all Rate, desks []Rate, err error) {
	if !actor.HasAny(account.Supervisor, account.CaseManager, account.Leader) {
		return all, nil, fault.New(fault.Forbidden, "ROLE_MISSING")
	}
	return s.rates(ctx)
}

func (s *Service) rates(ctx context.Context) (all Rate, desks []Rate, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		desks, err = selectRates(tx)
		return err
	})
	for _, d := range desks {
		all.Rated, all.Good, all.Mended = all.Rated+d.Rated, all.Good+d.Good, all.Mended+d.Mended
	}
	return all, desks, err
}

func or(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}
