package casework

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/flow"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// WatchQueuesArgs is the periodic job that looks at the days of everything that waits.
type WatchQueuesArgs struct{}

// Kind names the job in the queue.
func (WatchQueuesArgs) Kind() string { return "casework.watch" }

// watchPortion is how many steps WatchQueues looks at together.
const watchPortion = 200

// WatchQueues tells leaders of cases whose promise or journey is near (domain.md 3.6, 3.8), and on a missed promise apologises to the applicant
// with a new date and asks for a 督办单: each once for its reason and day, however often it runs. It returns how many were told.
func (s *Service) WatchQueues(ctx context.Context) (told int, err error) {
	until := s.calendar().AddWD(s.db.Today(), 3)
	var after *step
	for {
		var near []*step
		err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
			near, err = stepsNear(tx, until, after, watchPortion)
			return err
		})
		if err != nil {
			return told, err
		}
		for _, st := range near {
			n, e := s.watch(ctx, st.CaseID)
			told, err = told+n, errors.Join(err, e)
		}
		if err != nil || len(near) < watchPortion {
			return told, err
		}
		after = near[len(near)-1]
	}
}

// watch raises the red alarms of one case.
func (s *Service) watch(ctx context.Context, id uuid.UUID) (told int, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		told = 0
		r, err := selectCase(tx, id, anybody, true)
		if err != nil {
			return err
		}
		w, err := s.work(ctx, tx, r, account.System())
		if err != nil {
			return err
		}
		st, err := openStep(tx, id)
		if err != nil || st == nil {
			return err
		}
		for _, a := range flow.Alarms(w.signs(st), tx.Today(), w.cal) {
			if a.Colour != flow.Red {
				continue
			}
			fresh, err := tellOnce(tx, id, a)
			if err != nil {
				return err
			}
			if !fresh {
				continue
			}
			told++
			if err := s.raise(w, st, a); err != nil {
				return err
			}
		}
		return nil
	})
	return told, err
}

// signs are what alarms look at.
func (w *work) signs(st *step) flow.Signs {
	s := signsOf(&w.Law, w.proc.After[st.Stage]+1)
	if st.State == "QUEUED" {
		s.Unclaimed = flow.WorkingTime(st.OpenedAt, w.tx.Now, w.cal)
	}
	return s
}

func signsOf(law *procedure.Case, need int) flow.Signs {
	s := flow.Signs{Urgent: law.Urgent, Departure: law.Departure, Need: need, Delivery: law.SendingDays}
	if k, running := law.Runs(procedure.K3); running {
		s.Promise = k.Due
	}
	return s
}

// alarmRows tells of each row of a page what is wrong with it.
func (s *Service) alarmRows(tx *db.Tx, rows []QueueRow) error {
	cases, err := waitingCases(tx, rows)
	cal := s.calendar()
	for i := range rows {
		r := &rows[i]

		if c, found := cases[r.StepID]; found {
			signs := signsOf(&c.law, r.after(c.stage)+1)
			signs.Unclaimed = flow.WorkingTime(c.openedAt, tx.Now, cal)
			r.Alarms = flow.Alarms(signs, tx.Today(), cal)
		}
	}
	return err
}

// raise tells who must know. A missed promise is a red card, which tells the officer, the head of his desk, 督察 and the leaders.
func (s *Service) raise(w *work, st *step, a flow.Alarm) error {
	facts := notice.Facts{Number: w.Number, Applicant: w.applicantName(), Item: w.item.Name.Zh, ItemEn: w.item.Name.En, Desk: st.Desk, Reason: a.Reason, Due: a.About}
	if a.Reason == flow.AlarmOverdue {
		e, err := s.estimate(w, st)
		if err != nil {
			return err
		}
		w.tx.Enqueue(AlarmArgs{CaseID: w.ID, Card: procedure.Red, Reason: a.Reason, Officer: st.Lease.Officer, Desk: st.Desk, Role: procedure.StageRole(st.Stage)})
		facts.On, facts.Due, facts.Reason = a.About, e.Latest, ""
		return notice.Post(w.tx, notice.Order{To: w.recipient(), Kind: notice.PromiseMissed, CaseID: w.ID, Facts: facts})
	}
	if k, running := w.Law.Runs(procedure.K3); running {
		facts.Due = k.Due
	}
	o := notice.Order{To: notice.Desk(st.Desk, string(account.Decider)), Kind: notice.QueueAlarm, CaseID: w.ID, Facts: facts}
	orders := []notice.Order{o}
	if a.Reason == flow.AlarmSlack { // 带班领导
		o.To = notice.Desk(account.City, string(account.Leader))
		orders = append(orders, o)
	}
	return notice.Post(w.tx, orders...)
}

// estimate is when a case that waits will be done, and why (domain.md 3.8). Place 0 is a step that somebody works on now.
func (s *Service) estimate(w *work, st *step) (flow.ETA, error) {
	pace, err := s.pace(w.tx, st.Desk, st.Stage)
	if err != nil {
		return flow.ETA{}, err
	}
	waits := flow.Waiting{After: w.proc.After[st.Stage], Departure: w.Law.Departure, Promise: w.signs(st).Promise}
	held := st.State == "CLAIMED" && w.tx.Now.Before(st.Lease.ExpiresAt)
	if !held {
		if waits.Ahead, err = countAhead(w.tx, st.Desk, st.Stage, st.Place); err != nil {
			return flow.ETA{}, err
		}
	}
	e := flow.Estimate(waits, pace, w.tx.Today(), w.cal)
	if held {
		e.Place = 0
	}
	return e, nil
}

// eta is the estimate of a case that waits for a desk, nil for one that waits for nobody or for its applicant, and while a special procedure goes
// on, whose end no queue tells.
func (s *Service) eta(w *work) (*flow.ETA, error) {
	if w.Law.Held() {
		return nil, nil
	}
	st, err := openStep(w.tx, w.ID)
	if st == nil || err != nil {
		return nil, err
	}
	e, err := s.estimate(w, st)
	return &e, err
}
