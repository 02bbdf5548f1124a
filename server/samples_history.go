package server

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
	"github.com/yiyang-police/permit-portal/server/simulator"
)

// pastClock is the portal's clock, which the making of a history moves back for a while.
type pastClock struct {
	now  func() time.Time
	then atomic.Pointer[time.Time] // nil: now
}

func (p *pastClock) Now() time.Time {
	if then := p.then.Load(); then != nil {
		return *then
	}
	return p.now()
}

func (p *pastClock) at(d workday.Date, hour, minute int) {
	then := d.Start().Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
	p.then.Store(&then)
}

// history is business travel of the past months: three enterprises ask for their people, and officers work the queues off day by day, in their
// order and by the use-cases of every day, only with the clock moved back. For some days the decider is away, so that a few promises are
// missed. It runs once, before anything else is handed in, and returns how many cases were made.
type history struct {
	*app
	ctx   context.Context
	clock *pastClock
	units []simulator.Unit
	staff []simulator.Person
	open  map[string][]uuid.UUID // cases under way, by enterprise
	made  int
}

const (
	historyDays = 98 // before today
	awayFrom    = 40 // days ago, on which the decider's leave begins
	awayDays    = 9
)

// history makes it. Nothing is made where an enterprise has asked before.
func (a *app) history(ctx context.Context, clock *pastClock) (made int, err error) {
	h := &history{app: a, ctx: ctx, clock: clock, open: map[string][]uuid.UUID{},
		units: []simulator.Unit{a.world.Unit("ziyang"), a.world.Unit("taojiang"), a.world.Unit("anhua")}}
	for _, key := range []string{"compound", "first-term", "old-photo", "last-day", "late", "B3", "B5", "B7", "B8", "B10", "B11", "rare", "minority", "taojiang"} {
		if p := a.world.Person(key); !strings.HasSuffix(p.IDNumber.String(), "9") && !p.Deceased {
			h.staff = append(h.staff, p)
		}
	}
	fresh := false
	err = h.asUnit(ctx, h.units[0], func(actor account.Actor) error {
		v, err := a.expedite.Overview(ctx, actor)
		fresh = err == nil && len(v.Requests) == 0
		return err
	})
	if err != nil || !fresh {
		return 0, err
	}
	defer clock.then.Store(nil)
	today := a.db.Today()
	for n := -historyDays; n < -3; n++ {
		if day := today.AddDays(n); a.calendars.Current().IsWorkingDay(day) {
			if err := h.day(day, n); err != nil {
				return h.made, fmt.Errorf("%s: %w", day, err)
			}
		}
	}
	return h.made, nil
}

// day is one working day: in the morning requests come, then the desks work.
func (h *history) day(day workday.Date, n int) error {
	for i, u := range h.units {
		if (-n+2*i)%(5+i) < 2 && len(h.open[u.Key]) == 0 && n < -12 {
			if err := h.ask(day, u, -n+i); err != nil {
				return fmt.Errorf("request of %s: %w", u.Name, err)
			}
		}
	}
	away := n >= -awayFrom && n < -awayFrom+awayDays
	for i, w := range []struct {
		login string
		stage procedure.Stage
		do    casework.Decision
	}{
		{"jing-shouli2", procedure.StageIntake, casework.Decision{Act: procedure.ActAccept}},
		{"jing-shencha1", procedure.StageReview, casework.Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "材料齐全，事由属实，建议签发。"}},
		{"jing-shenpi1", procedure.StageDecision, casework.Decision{Act: procedure.ActForward, Verdict: procedure.Grant, Reason: "同意签发"}},
		{"jing-shouli1", procedure.StageCertificate, casework.Decision{Act: procedure.ActEnterResult, Verdict: procedure.Grant, Source: "国家出入境管理信息系统"}},
		{"jing-hecha1", procedure.StageVerify, casework.Decision{Act: procedure.ActVerifyResult, Agree: true}},
		{"jing-shouli1", procedure.StageDelivery, casework.Decision{Act: procedure.ActDeliver, Way: "counter", Recipient: "本人"}},
	} {
		early := (-n+i)%3 == 0 // not every desk works on business travel every day
		if early || away && w.stage == procedure.StageDecision {
			continue
		}
		h.clock.at(day, 10+i, 7*i)
		if err := h.as(h.ctx, w.login, func(officer account.Actor) error { return h.work(officer, w.stage, w.do) }); err != nil {
			return fmt.Errorf("%s at %s: %w", w.login, w.stage, err)
		}
	}
	return nil
}

// work does everything that waits at the enterprises' desks.
func (h *history) work(officer account.Actor, stage procedure.Stage, d casework.Decision) error {
	for _, u := range h.units {
		for {
			claim, err := h.cases.ClaimNext(h.ctx, officer, u.Area+"-jing", stage, db.Key{})
			if fault.Code(err) == "QUEUE_EMPTY" {
				break
			}
			if err != nil {
				return err
			}
			switch stage {
			case procedure.StageIntake:
				if err := h.cases.RecordVisit(h.ctx, officer, claim.CaseID, db.Key{}); err != nil {
					return err
				}
			case procedure.StageCertificate:
				d.Number = "Q" + claim.Code[len(claim.Code)-8:]
			case procedure.StageDelivery:
				if err := h.sampleAct(h.ctx, officer, claim, sampleAct{stage: stage, decision: casework.Decision{Act: procedure.ActPay, Receipt: "43" + claim.Code[len(claim.Code)-8:]}}); err != nil {
					return err
				}
				h.open[u.Key] = without(h.open[u.Key], claim.CaseID)
			}
			if err := h.sampleAct(h.ctx, officer, claim, sampleAct{stage: stage, decision: d}); err != nil {
				return fmt.Errorf("%s: %w", claim.Code, err)
			}
		}
	}
	return nil
}

func without(list []uuid.UUID, id uuid.UUID) (left []uuid.UUID) {
	for _, one := range list {
		if one != id {
			left = append(left, one)
		}
	}
	return left
}

// pastTrips are what enterprises travel for, in turn.
var pastTrips = []struct {
	reason expedite.Reason
	to     []expedite.Destination
	papers []expedite.PaperKind
}{
	{expedite.Meeting, []expedite.Destination{expedite.HongKong}, []expedite.PaperKind{expedite.Invitation, expedite.Assignment}},
	{expedite.NotUrgent, []expedite.Destination{expedite.Macao}, nil},
	{expedite.Contract, []expedite.Destination{expedite.HongKong, expedite.Macao}, []expedite.PaperKind{expedite.Agreement, expedite.Assignment}},
	{expedite.Fair, []expedite.Destination{expedite.HongKong}, []expedite.PaperKind{expedite.Exhibitor}},
	{expedite.NotUrgent, []expedite.Destination{expedite.HongKong}, nil},
	{expedite.Emergency, []expedite.Destination{expedite.Macao}, []expedite.PaperKind{expedite.Incident}},
	{expedite.Project, []expedite.Destination{expedite.Taiwan}, []expedite.PaperKind{expedite.Approval, expedite.EntryPaper}},
}

// ask hands a request in, and has what is urgent admitted.
func (h *history) ask(day workday.Date, u simulator.Unit, turn int) error {
	b := &businessSample{app: h.app, ctx: h.ctx, unit: u, staff: h.staff, today: day}
	what := pastTrips[turn%len(pastTrips)]
	kind := expedite.OnceQuarter
	if what.reason == expedite.Project {
		kind = expedite.Business
	}
	persons := b.travellers(turn%(len(h.staff)-2), 1+turn%2, kind)
	t := b.trip(9+turn%5, what.reason, what.to...)
	if what.reason == expedite.Project {
		persons = persons[:1]
		persons[0].DocNo, persons[0].EntryNo = fmt.Sprintf("L%08d", 12345000+turn), "115001234567"
		t.Approval = expedite.ApprovalPaper{Number: fmt.Sprintf("湘台立字〔%d〕第 %d 号", day.Year(), turn), From: day.AddDays(-30), To: day.AddDays(60), Names: []string{persons[0].Name}}
	}
	h.clock.at(day, 8, 40+turn%15)
	id, err := b.request(t, persons, what.papers...)
	if err != nil {
		return err
	}
	cases, err := b.submit(id)
	if err != nil {
		return err
	}
	h.made += len(cases)
	h.open[u.Key] = cases
	for _, one := range cases {
		if what.reason == expedite.NotUrgent {
			continue
		}
		err := h.as(h.ctx, "jing-shouli2", func(officer account.Actor) error {
			return h.expedite.Admit(h.ctx, officer, one, "材料齐全，不影响其他办件", db.Key{})
		})
		if err != nil && fault.Code(err) != "CONDITIONS_UNMET" && fault.Code(err) != "EFFECT_NEEDS_MANAGER" {
			return err
		}
	}
	return nil
}
