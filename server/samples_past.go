package server

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/server/simulator"
)

// pastSample is a case that began some days ago: what happened on which day, the rest is done by the limits that have ended since.
type pastSample struct {
	person, unit string
	days         []pastDay
}

// pastDay is what happened so many days before today; nothing is the day of receipt.
type pastDay struct {
	ago int
	do  func(a *app, ctx context.Context, p simulator.Person, id uuid.UUID) error
}

// acted lets officers act on a past day, one after the other.
func acted(acts ...sampleAct) func(*app, context.Context, simulator.Person, uuid.UUID) error {
	return func(a *app, ctx context.Context, _ simulator.Person, id uuid.UUID) error {
		return a.steps(ctx, id, acts...)
	}
}

// pastSamples are states that only time brings about, and those that wait for somebody while everything else goes on (domain.md 1.4, 1.6, 1.9).
// They leave nothing in a queue from which a later sample is claimed.
func pastSamples() []pastSample {
	correct := sampleAct{"shouli1", procedure.StageIntake, casework.Decision{Act: procedure.ActCorrect,
		Defects: []procedure.Defect{{Where: "体检证明", Problem: "影像缺第二页，看不清体检结论", Mend: "把两页都拍清楚后重新上传"}}}}
	return []pastSample{
		{"lapsed", "ziyang", []pastDay{{ago: 40}, {39, acted(correct)}}},
		{"deemed-renewed", "ziyang", []pastDay{{ago: 34}, {32, acted(sampleActs("xian-ziyang")[:1]...)}}},
		{"changed", "heshan", []pastDay{{ago: 30}, {28, acted(sampleActs("xian-heshan")...)}, {6, (*app).changeSample}}},
		{"recused", "heshan", []pastDay{{ago: 8}, {7, acted(sampleActs("xian-heshan")[:2]...)}, {1, (*app).recuseSample}}},
		{"heard", "taojiang", []pastDay{{ago: 16}, {15, acted(sampleActs("xian-taojiang")[:2]...)}, {14, (*app).hearingSample}, {12, (*app).setHearingSample}}},
		{"unreached", "heshan", []pastDay{{ago: 14}, {12, acted(sampleActs("xian-heshan")[:5]...)}, {10, acted(sampleAct{"zhizheng1", procedure.StageDelivery,
			casework.Decision{Act: procedure.ActPost, Waybill: "EB220611045CN"}})}}},
		{"leaves", "anhua", []pastDay{{ago: 5}, {3, acted(sampleActs("xian-anhua")[:2]...)}, {1, (*app).moveEndSample}}},
	}
}

// pastSamples makes them, and lets the limits end that have ended since; whoever has a case keeps it. What waits at a desk from which other samples are
// claimed comes with waitingSamples.
func (a *app) pastSamples(ctx context.Context, clock *pastClock) (made int, err error) {
	for _, s := range pastSamples() {
		n, err := a.pastSample(ctx, clock, s)
		if made += n; err != nil {
			return made, fmt.Errorf("%s: %w", s.person, err)
		}
	}
	if made == 0 {
		return 0, nil
	}
	// The moved end lies before the decider, out of the way of the samples that follow.
	err = a.as(ctx, "shenpi2", func(decider account.Actor) error {
		_, err := a.cases.ClaimNext(ctx, decider, account.CitySecurity, procedure.StageDecision, db.Key{})
		return err
	})
	if err != nil {
		return made, err
	}
	if err := a.handOverRecused(ctx); err != nil {
		return made, err
	}
	_, err = a.cases.SettleDue(ctx, 50)
	return made, err
}

// waitingSamples is the rest of them, made when nothing else is claimed any more.
func (a *app) waitingSamples(ctx context.Context, clock *pastClock) (made int, err error) {
	if made, err = a.pastSample(ctx, clock, pastSample{"deemed-accepted", "ziyang", []pastDay{{ago: 14}}}); err != nil {
		return made, fmt.Errorf("deemed-accepted: %w", err)
	}
	if _, err := a.deliveries.Track(ctx, a.cases, 10); err != nil {
		return made, err
	}
	_, err = a.cases.SettleDue(ctx, 50)
	return made, err
}

// pastSample makes one with the clock at the last working day before each of its days.
func (a *app) pastSample(ctx context.Context, clock *pastClock, s pastSample) (made int, err error) {
	defer clock.then.Store(nil)
	today := a.db.Today()
	var id uuid.UUID
	for _, d := range s.days {
		day := today.AddDays(-d.ago)
		for !a.calendars.Current().IsWorkingDay(day) {
			day = day.AddDays(-1)
		}
		clock.at(day, 10, 0)
		if d.do == nil {
			if id, err = a.sample(ctx, sample{person: s.person, unit: s.unit, signed: true}); err != nil || id == uuid.Nil {
				return 0, err
			}
			continue
		}
		if err := d.do(a, ctx, a.world.Person(s.person), id); err != nil {
			return 1, err
		}
	}
	return 1, nil
}

// changeSample: he works for another unit by now, and his certificate tells so (L10).
func (a *app) changeSample(ctx context.Context, p simulator.Person, _ uuid.UUID) error {
	unit := a.world.Unit(p.NextUnit)
	id, err := a.asked(ctx, p, casework.Measure{Measure: procedure.Change, Facts: "已调入新单位从事爆破作业。", Unit: unit.Name, UnitCode: unit.CreditCode.String()})
	if err != nil {
		return err
	}
	if err := a.cases.AskRegisters(ctx, id); err != nil {
		return err
	}
	return a.steps(ctx, id,
		sampleAct{"shencha1", procedure.StageReview, casework.Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "新单位具备资质，仍符合条件，拟变更。"}},
		sampleAct{"shenpi1", procedure.StageDecision, casework.Decision{Act: procedure.ActChangeLicence}}, handed)
}

// recuseSample: the reviewer says that he knows the applicant; a superior has a working day to decide on it (1.6, T43).
func (a *app) recuseSample(ctx context.Context, _ simulator.Person, id uuid.UUID) error {
	return a.steps(ctx, id, sampleAct{"shencha1", procedure.StageReview, casework.Decision{Act: procedure.ActRecuse, Reason: "申请人是我的中学同学，可能影响公正办理。"}})
}

// handOverRecused lets case management give what a recused reviewer may not touch to his colleague, meanwhile (K06).
func (a *app) handOverRecused(ctx context.Context) error {
	var steps []uuid.UUID
	err := a.as(ctx, "shencha2", func(colleague account.Actor) error {
		page, err := a.cases.Queue(ctx, colleague, account.CitySecurity, procedure.StageReview, "", 20)
		for _, row := range page.Items {
			if row.Applicant == a.world.Person("recused").Name {
				steps = append(steps, row.StepID)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return a.as(ctx, "anguan1", func(manager account.Actor) error {
		given, err := a.cases.Assign(ctx, manager, steps, "", "shencha2", "原审查员申请回避，移交办理。")
		if err == nil && (len(given) != 1 || given[0].Fault != "") {
			err = fmt.Errorf("not handed over: %+v", given)
		}
		return err
	})
}

// setHearingSample gives the hearing its day, its place and a chair who has no part in the case (T19n).
func (a *app) setHearingSample(ctx context.Context, _ simulator.Person, id uuid.UUID) error {
	on := a.calendars.Current().AddWD(a.db.Today(), 14)
	return a.steps(ctx, id, sampleAct{"shencha1", procedure.StageSpecial, casework.Decision{Act: procedure.ActSetHearing, Named: []string{"090104"},
		On: on, At: "09:30", Place: "益阳市公安局三楼听证室"}})
}

// moveEndSample: she has left the trade, a reviewer moves the end (T30q).
func (a *app) moveEndSample(ctx context.Context, _ simulator.Person, id uuid.UUID) error {
	return a.moveEnd(ctx, id, "申请人已调离爆破岗位，单位出具证明，许可所依据的从业关系已不存在。")
}
