package numbers

import (
	"context"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// WhatIf replays a month of real arrivals of a desk by the rules of the queue, once with the hands and hours as they are and once as the question
// wants them (features B05). Without a desk it takes the reader's first one. Who may read the numbers may ask. One replay runs at a time.
// Faults: those of Figures, OUT_OF_RANGE, MONTH_UNKNOWN, PERIOD_TOO_MUCH.
func (s *Service) WhatIf(ctx context.Context, actor account.Actor, q Question) (a Answer, err error) {
	var facts []Fact
	err = s.DB.Report(ctx, patience, func(tx *db.Tx) (err error) {
		if a, err = s.ask(tx, actor, q); err != nil {
			return err
		}
		begin, desk := a.Month.From.AddDays(-warmDays), []string{a.Question.Desk}
		if facts, err = factsOf(tx, Period{begin, a.Month.To}, desk); err != nil {
			return err
		}
		done, err := workOf(tx, Period{begin, a.Month.To}, desk)
		a.Measured = measure(done)
		return err
	})
	if err != nil {
		return a, err
	}
	if len(facts) > mostReplayed {
		return a, fault.New(fault.Invalid, "PERIOD_TOO_MUCH", "max", mostReplayed)
	}
	if a.Clerks = a.Question.Clerks; a.Clerks == 0 {
		a.Clerks = a.Measured.Clerks
	}
	if a.PerDay = a.Question.PerDay; a.PerDay == 0 {
		a.PerDay = a.Measured.PerDay
	}
	select {
	case s.replaying <- struct{}{}:
		defer func() { <-s.replaying }()
	case <-ctx.Done():
		return a, fault.New(fault.Unavailable, "UNAVAILABLE").Because(ctx.Err())
	}
	a.replay(facts, s.Calendar())
	return a, nil
}

// ask reads the question: whose desk, which month. A question without a month is about the last whole one.
func (s *Service) ask(tx *db.Tx, actor account.Actor, q Question) (a Answer, err error) {
	today := tx.Today()
	desks, _, err := readable(tx, actor, q.Desk)
	if err != nil {
		return a, err
	}
	if q.Desk == "" {
		if q.Desk, err = busiest(tx, Period{today.AddDays(-60), today}, desks); err != nil {
			return a, err
		}
	}
	if q.Month == (workday.Date{}) {
		q.Month = LastMonth(today)
	}
	return Answer{Question: q, Desks: desks, Month: q.month(today)}, q.check(today)
}
