package casework

import (
	"context"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/flow"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Admission is what admission to the expedited queue would fix of a case (domain.md 3.5, 3.8): day 0 of the promise after the cut-off, the
// departure, and the working days that the result travels.
type Admission struct {
	PromiseDay0 workday.Date `json:"promise_day0"`
	Departure   workday.Date `json:"departure"`
	SendingDays int          `json:"sending_days"`
}

// Harm is an ordinary case that an admission would make late, and the queue in which it waits.
type Harm struct {
	Desk   string          `json:"desk"`
	Stage  procedure.Stage `json:"stage"`
	CaseID uuid.UUID       `json:"case_id"`
	flow.Harmed
}

// mostPlayed is how much of a queue is played forward; what stands further back is reached by no admission of today.
const mostPlayed = 5000

// AdmissionEffect tells an officer whom the admission of a case would make late (domain.md 3.7); see AdmissionEffectIn.
func (s *Service) AdmissionEffect(ctx context.Context, actor account.Actor, id uuid.UUID, a Admission) (harms []Harm, err error) {
	err = s.look(ctx, id, officer(actor), actor, func(w *work) error {
		harms, err = s.admissionEffect(ctx, w, a)
		return err
	})
	return harms, err
}

// AdmissionEffectIn is AdmissionEffect inside a transaction that admits the case and keeps the list. Every queue that the case still has to
// pass is played forward with the mean pace of its last ten working days, without the admission and with it. Empty: R-REC may admit; else
// only R-CAG.
func (s *Service) AdmissionEffectIn(ctx context.Context, tx *db.Tx, id uuid.UUID, a Admission) ([]Harm, error) {
	r, err := selectCase(tx, id, anybody, false)
	if err != nil {
		return nil, err
	}
	w, err := s.work(ctx, tx, r, account.System())
	if err != nil {
		return nil, err
	}
	return s.admissionEffect(ctx, w, a)
}

func (s *Service) admissionEffect(ctx context.Context, w *work, a Admission) (harms []Harm, err error) {
	harms = []Harm{}
	law := w.Law
	law.Urgent, law.PromiseDay0, law.Departure, law.SendingDays = true, a.PromiseDay0, a.Departure, a.SendingDays
	reached := false
	for _, stage := range w.options().Stages() {
		reached = reached || stage == w.proc.Stage(w.Law.State)
		if !reached {
			continue
		}
		order := procedure.OrderAt(w.proc, w.options(), law, stage, w.cal, w.tx.Now)
		queue, cases, err := s.queueWork(ctx, w.tx, w.desk(stage), stage)
		if err != nil {
			return nil, err
		}
		turn, err := nextTurn(w.tx, w.record, w.desk(stage), stage, order.DoBy)
		if err != nil {
			return nil, err
		}
		pace, err := s.pace(w.tx, w.desk(stage), stage)
		if err != nil {
			return nil, err
		}
		admitted := flow.Work{After: w.proc.After[stage], Place: Place{FinishBy: order.FinishBy, DoBy: order.DoBy, Class: Expedited, Turn: turn,
			ReceivedAt: w.Law.ReceivedAt, Number: w.Number}}
		for _, h := range flow.Effect(queue, admitted, pace, w.tx.Today(), w.cal) {
			harms = append(harms, Harm{Desk: w.desk(stage), Stage: stage, CaseID: cases[h.Number], Harmed: h})
		}
	}
	return harms, nil
}

// queueWork is what waits in a queue as models/flow plays it, and the case behind each number.
func (s *Service) queueWork(ctx context.Context, tx *db.Tx, desk string, stage procedure.Stage) (list []flow.Work, cases map[string]uuid.UUID, err error) {
	rows, err := s.queueRows(ctx, tx, desk, stage, nil, mostPlayed)
	cases = make(map[string]uuid.UUID, len(rows))
	for _, r := range rows {
		list, cases[r.Number] = append(list, flow.Work{Place: r.Place, After: r.after(stage)}), r.CaseID
	}
	return list, cases, err
}

// after is how many steps the case needs once its step at a stage is done.
func (r QueueRow) after(stage procedure.Stage) int {
	if p, known := procedure.Named(r.proc); known {
		return p.After[stage]
	}
	return 0
}

// pace is the queue's pace on the transaction's day. Counting ten days is cheap but not free: the answer holds for a minute.
func (s *Service) pace(tx *db.Tx, desk string, stage procedure.Stage) (flow.Pace, error) {
	key := queueKey{desk, stage}
	if kept, ok := s.paces.Load(key); ok {
		if p := kept.(countedPace); !tx.Now.Before(p.at) && tx.Now.Sub(p.at) < paceKept {
			return p.Pace, nil
		}
	}
	today := tx.Today()
	before, now, err := countDone(tx, desk, stage, s.calendar().SubWD(today, paceDays), today)
	p := flow.Pace{PerDay: float64(before) / paceDays, Today: now}
	if err == nil {
		s.paces.Store(key, countedPace{p, tx.Now})
	}
	return p, err
}
