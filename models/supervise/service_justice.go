package supervise

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// RegisterJustice enters a paper of the justice department. The head of the desk that answers and the inspectors are told. Faults: ROLE_MISSING,
// CASE_UNKNOWN, PAPER_REGISTERED, and those of the fields.
func (s *Service) RegisterJustice(ctx context.Context, actor account.Actor, n NewJustice) (id uuid.UUID, err error) {
	if !actor.HasAny(account.Supervisor, account.CaseManager) {
		return id, fault.New(fault.Forbidden, "ROLE_MISSING")
	}
	if n, err = n.check(s.DB.Today()); err != nil {
		return id, err
	}
	id = uuid.Must(uuid.NewV7())
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		of, err := caseNumbered(tx, n.CaseNumber)
		if err != nil {
			return err
		}
		if known, err := deskKnown(tx, n.Desk); err != nil || !known {
			return or(err, fault.Fields(fault.OneField("/desk", "NOT_AN_OPTION")))
		}
		if err := insertJustice(tx, id, n, of, actor.Officer); err != nil {
			return err
		}
		o := notice.Order{Kind: notice.JusticePaper, CaseID: of, Once: id.String(), Facts: notice.Facts{Number: n.Number, Title: n.Authority, Due: n.Due,
			Desk: deskName(tx, n.Desk)}}
		head, inspector := o, o
		head.To = notice.Desk(n.Desk, string(account.Decider))
		inspector.To = notice.Desk(account.CitySupervise, string(account.Supervisor))
		return notice.Post(tx, head, inspector)
	})
	if db.IsUnique(err, "justice_papers_authority_number_key") {
		return uuid.Nil, fault.New(fault.Conflict, "PAPER_REGISTERED")
	}
	return id, err
}

// JusticePapers lists papers, newest first: all for those who supervise, else those that the officer's desks answer.
func (s *Service) JusticePapers(ctx context.Context, actor account.Actor, f Filter) (page Page[Justice], err error) {
	who, err := scopeOf(actor)
	if err != nil {
		return page, err
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		page.Items, page.Total, err = selectJustice(tx, who, f)
		return err
	})
	page.Items, page.Next = cut(page.Items, f.limit(), func(j Justice) uuid.UUID { return j.ID })
	return page, err
}

// JusticeOfCase lists the papers about a case, newest first; whether the asker may see the case is the caller's business.
func (s *Service) JusticeOfCase(ctx context.Context, caseID uuid.UUID) (list []Justice, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		list, err = justiceOf(tx, caseID)
		return err
	})
	return list, err
}

// JusticePaper shows one paper. NOT_FOUND for who does not see it.
func (s *Service) JusticePaper(ctx context.Context, actor account.Actor, id uuid.UUID) (j Justice, err error) {
	who, err := scopeOf(actor)
	if err != nil {
		return j, err
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		j, err = justiceByID(tx, who, id)
		return err
	})
	return j, err
}

// WatchJustice tells the head of the desk, the leaders and the inspectors of papers whose answer is late, once for each. It returns how many.
func (s *Service) WatchJustice(ctx context.Context) (n int, err error) {
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		late, err := takeLateJustice(tx)
		if err != nil {
			return err
		}
		for _, j := range late {
			o := notice.Order{Kind: notice.JusticeLate, Once: j.ID.String() + " late", Facts: notice.Facts{Number: j.Number, Title: j.Authority, Due: j.Due, Desk: deskName(tx, j.Desk)}}
			if j.CaseID != nil {
				o.CaseID = *j.CaseID
			}
			for _, to := range []notice.To{notice.Desk(j.Desk, string(account.Decider)), notice.Desk(account.City, string(account.Leader)),
				notice.Desk(account.CitySupervise, string(account.Supervisor))} {
				o.To = to
				if err := notice.Post(tx, o); err != nil {
					return err
				}
			}
		}
		n = len(late)
		return nil
	})
	if err != nil {
		return 0, err
	}
	return n, nil
}

// AnswerJustice keeps the answer, by an officer of the desk that owes it or by those who supervise. Faults: NOT_FOUND (also when it was answered).
func (s *Service) AnswerJustice(ctx context.Context, actor account.Actor, id uuid.UUID, text string) error {
	who, err := scopeOf(actor)
	if err != nil {
		return err
	}
	if err := checkText(text); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		done, err := answerJustice(tx, who, id, actor.Officer, text)
		if err == nil && !done {
			err = fault.New(fault.NotFound, "NOT_FOUND")
		}
		return err
	})
}

// Order is a 督办单 by hand (domain.md 0.4): to the officer who hosts the case and the desk at which it stands.
type Order struct {
	CaseNumber string
	Colour     procedure.Card
	Words      string
}

// IssueOrder issues it; its answer is due like that of any card. Faults: ROLE_MISSING, CASE_UNKNOWN, and those of the words.
func (s *Service) IssueOrder(ctx context.Context, actor account.Actor, o Order, idem db.Key) error {
	if !actor.HasAny(account.Supervisor, account.CaseManager) {
		return fault.New(fault.Forbidden, "ROLE_MISSING")
	}
	if !slices.Contains([]procedure.Card{procedure.Yellow, procedure.Red}, o.Colour) {
		return fault.Fields(fault.OneField("/colour", "NOT_AN_OPTION"))
	}
	if o.Words = strings.TrimSpace(o.Words); checkWords("/words", o.Words, true) != nil {
		return checkWords("/words", o.Words, true)
	}
	number := strings.ToUpper(strings.TrimSpace(o.CaseNumber))
	if number == "" {
		return fault.Fields(fault.OneField("/case_number", "REQUIRED"))
	}
	_, _, err := db.Once(ctx, s.DB, idem, func(tx *db.Tx) (struct{}, error) { return struct{}{}, s.order(ctx, tx, actor, number, o) })
	return err
}

func (s *Service) order(ctx context.Context, tx *db.Tx, actor account.Actor, number string, o Order) error {
	id, err := caseNumbered(tx, number)
	if err != nil {
		return err
	}
	c, ok, err := selectCase(tx, id)
	if err != nil || !ok {
		return or(err, fault.New(fault.NotFound, "NOT_FOUND"))
	}
	desk, err := standsAt(tx, id)
	if err != nil {
		return err
	}
	officer := c.HostOfficer
	works, err := worksAt(tx, officer, desk)
	if err != nil {
		return err
	}
	if !works {
		officer = "" // the desk answers
	}
	return s.raise(ctx, tx, c, alarmed{AlarmArgs: casework.AlarmArgs{CaseID: id, Card: o.Colour, Reason: ordered + uuid.Must(uuid.NewV7()).String(),
		Officer: officer, Desk: desk}, words: o.Words, by: actor.Officer})
}
