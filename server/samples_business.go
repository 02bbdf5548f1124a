package server

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/material"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
	"github.com/yiyang-police/permit-portal/server/simulator"
)

// businessSamples let one enterprise of a demonstration register for business endorsements and ask for its people, and another be marked, all by
// the use-cases that people use; an enterprise that has begun already keeps what it has. It returns how many cases were made.
func (a *app) businessSamples(ctx context.Context) (made int, err error) {
	b := &businessSample{app: a, ctx: ctx, unit: a.world.Unit("heshan"), today: a.db.Today()}
	for _, key := range []string{"compound", "first-term", "old-photo", "last-day", "late", "B3", "B5", "B7", "B8", "B10", "B11", "agent-heshan", "legal-heshan"} {
		if p := a.world.Person(key); !strings.HasSuffix(p.IDNumber.String(), "9") && !p.Deceased { // 人社 knows the others for too short a time
			b.staff = append(b.staff, p)
		}
	}
	if len(b.staff) < 6 {
		return 0, fmt.Errorf("only %d people may stand on the roster", len(b.staff))
	}
	fresh := false
	err = b.asUnit(b.ctx, b.unit, func(actor account.Actor) error {
		v, err := a.expedite.Overview(ctx, actor)
		fresh = err == nil && v.Applied == nil && v.Registration.ApprovedOn.IsZero() && len(v.Requests) == 0
		return err
	})
	if err != nil || !fresh {
		return 0, err
	}
	for _, step := range []func() error{b.register, b.meeting, b.project, b.draft, b.marks} {
		if err := step(); err != nil {
			return b.made, err
		}
	}
	return b.made, nil
}

// businessSample is the enterprise and what it has made so far.
type businessSample struct {
	*app
	ctx   context.Context
	unit  simulator.Unit
	staff []simulator.Person
	today workday.Date
	made  int
}

// asUnit runs do in a session of a unit's legal representative who acts for it.
func (a *app) asUnit(ctx context.Context, u simulator.Unit, do func(account.Actor) error) error {
	return a.as(ctx, a.world.Person(u.Legal).Mobile, func(actor account.Actor) error {
		for _, m := range actor.Enterprises {
			if m.CreditCode == u.CreditCode.String() {
				actor.Acting = m.ID
			}
		}
		return do(actor)
	})
}

// step lets an officer act on a case.
func (b *businessSample) step(login string, id uuid.UUID, stage procedure.Stage, d casework.Decision) error {
	err := b.as(b.ctx, login, func(officer account.Actor) error { return b.sampleStep(b.ctx, officer, id, sampleAct{login, stage, d}) })
	if err != nil {
		return fmt.Errorf("%s by %s: %w", d.Act, login, err)
	}
	return nil
}

// register has the enterprise registered with its roster.
func (b *businessSample) register() error {
	agent := b.world.Person(b.unit.Agent)
	form := expedite.Application{Scope: "爆破作业项目设计施工、安全评估、矿山设备进出口", With: []expedite.Destination{expedite.HongKong, expedite.Macao},
		Partners: "香港中建工程顾问有限公司、澳门南粤建设有限公司", Promise: true,
		Liaisons: []expedite.Liaison{{Name: agent.Name, IDNumber: agent.IDNumber.String(), Mobile: agent.Mobile, Authorised: b.today}}}
	for i, p := range b.staff {
		form.Roster = append(form.Roster, expedite.RosterPerson{Name: p.Name, IDNumber: p.IDNumber.String(), Post: postsOfStaff[i%len(postsOfStaff)], Relation: expedite.Staff, Mobile: p.Mobile})
	}
	var id uuid.UUID
	err := b.asUnit(b.ctx, b.unit, func(actor account.Actor) error {
		receipt, err := b.expedite.Apply(b.ctx, actor, form, db.Key{})
		id = receipt.CaseID
		return err
	})
	if err != nil {
		return fmt.Errorf("registration: %w", err)
	}
	b.made++
	for _, act := range []sampleAct{
		{"jing-shouli1", procedure.StageIntake, casework.Decision{Act: procedure.ActAccept}},
		{"jing-shencha1", procedure.StageReview, casework.Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "单位、纳税和名单经核对属实。"}},
		{"jing-shenpi1", procedure.StageDecision, casework.Decision{Act: procedure.ActDone}},
	} {
		if err := b.step(act.login, id, act.stage, act.decision); err != nil {
			return err
		}
	}
	return nil
}

var postsOfStaff = []string{"商务经理", "工程师", "财务主管", "项目经理", "采购主管"}

// trip is a journey of three days that begins in so many days.
func (b *businessSample) trip(in int, reason expedite.Reason, to ...expedite.Destination) expedite.Trip {
	depart := b.today.AddDays(in)
	return expedite.Trip{Destinations: to, Reason: reason, Departure: depart, EventFrom: depart.AddDays(1), EventTo: depart.AddDays(2), Return: depart.AddDays(3),
		Host:     expedite.Host{Name: "香港中建工程顾问有限公司", Contact: "陈先生", Phone: "00852-21234567", Address: "香港湾仔告士打道 8 号"},
		Delivery: expedite.Collect, Truth: true}
}

// travellers are people of the roster in their ranking.
func (b *businessSample) travellers(from, n int, kind expedite.Type) (list []expedite.Person) {
	for i, p := range b.staff[from : from+n] {
		list = append(list, expedite.Person{Name: p.Name, IDNumber: p.IDNumber.String(), Mobile: p.Mobile, Household: b.unit.Area, Post: postsOfStaff[i%len(postsOfStaff)],
			Relation: expedite.Staff, DocState: expedite.DocValid, DocNo: fmt.Sprintf("C%08d", 12345600+from+i), DocValidTo: b.today.AddYears(6), Type: kind})
	}
	return list
}

// request writes a request with evidence of yesterday.
func (b *businessSample) request(t expedite.Trip, persons []expedite.Person, papers ...expedite.PaperKind) (id uuid.UUID, err error) {
	err = b.asUnit(b.ctx, b.unit, func(actor account.Actor) error {
		if id, err = b.expedite.Save(b.ctx, actor, uuid.Nil, 0, t, persons); err != nil {
			return err
		}
		for _, kind := range papers {
			rule, err := b.expedite.PaperRule(b.ctx, actor, id)
			if err != nil {
				return err
			}
			var file material.Material
			if file, err = b.materials.Receive(b.ctx, actor.PersonID, rule, string(kind)+".pdf", bytes.NewReader(samplePage(string(kind)))); err != nil {
				return err
			}
			if _, err := b.expedite.AddPaper(b.ctx, actor, id, expedite.Paper{Kind: kind, Dated: b.today.AddDays(-1), Chinese: true}, file); err != nil {
				return err
			}
		}
		return nil
	})
	return id, err
}

// submit hands a request in and returns its cases in the ranking.
func (b *businessSample) submit(id uuid.UUID) (cases []uuid.UUID, err error) {
	err = b.asUnit(b.ctx, b.unit, func(actor account.Actor) error {
		if _, err := b.expedite.Submit(b.ctx, actor, id, db.Key{}); err != nil {
			c, _ := b.expedite.Check(b.ctx, actor, id)
			return fmt.Errorf("%w: %+v", err, c.Faults)
		}
		c, err := b.expedite.Check(b.ctx, actor, id)
		for _, p := range c.Persons {
			cases = append(cases, p.CaseID)
		}
		return err
	})
	b.made += len(cases)
	return cases, err
}

// admit takes a case into the expedited queue at the window.
func (b *businessSample) admit(id uuid.UUID) error {
	return b.as(b.ctx, "jing-shouli1", func(officer account.Actor) error {
		return b.expedite.Admit(b.ctx, officer, id, "材料齐全，不影响其他办件", db.Key{})
	})
}

// meeting is a batch to Hong Kong and Macao: one with the national system, one under review, one admitted, one not yet.
func (b *businessSample) meeting() error {
	id, err := b.request(b.trip(12, expedite.Meeting, expedite.HongKong, expedite.Macao), b.travellers(0, 4, expedite.MultiQuarter), expedite.Invitation, expedite.Assignment)
	if err != nil {
		return fmt.Errorf("batch: %w", err)
	}
	cases, err := b.submit(id)
	if err != nil {
		return fmt.Errorf("batch: %w", err)
	}
	for _, id := range cases[:3] {
		if err := b.admit(id); err != nil {
			return fmt.Errorf("admission: %w", err)
		}
	}
	accept := casework.Decision{Act: procedure.ActAccept}
	for _, act := range []struct {
		login string
		id    uuid.UUID
		stage procedure.Stage
		d     casework.Decision
	}{
		{"jing-shouli1", cases[0], procedure.StageIntake, accept},
		{"jing-shouli1", cases[1], procedure.StageIntake, accept},
		{"jing-shouli1", cases[0], "", casework.Decision{Act: procedure.ActVisit}},
		{"jing-shencha1", cases[0], procedure.StageReview, casework.Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "材料齐全，事由紧急属实，建议签发。"}},
		{"jing-shenpi1", cases[0], procedure.StageDecision, casework.Decision{Act: procedure.ActForward, Verdict: procedure.Grant, Reason: "同意签发"}},
	} {
		if err := b.step(act.login, act.id, act.stage, act.d); err != nil {
			return err
		}
	}
	return nil
}

// project is a journey to Taiwan whose approved project ends soon.
func (b *businessSample) project() error {
	persons := b.travellers(4, 1, expedite.Business)
	persons[0].DocNo, persons[0].EntryNo = "L12345678", "115001234567"
	t := b.trip(11, expedite.Project, expedite.Taiwan)
	t.Host = expedite.Host{Name: "台湾矿业机械股份有限公司", Contact: "林先生", Phone: "00886-2-27001234", Address: "台北市信义路五段 7 号"}
	t.Approval = expedite.ApprovalPaper{Number: "湘台立字〔" + fmt.Sprint(b.today.Year()) + "〕第 118 号", From: b.today.AddDays(-30), To: b.today.AddDays(60), Names: []string{persons[0].Name}}
	id, err := b.request(t, persons, expedite.Approval, expedite.EntryPaper)
	if err == nil {
		_, err = b.submit(id)
	}
	if err != nil {
		return fmt.Errorf("to Taiwan: %w", err)
	}
	return nil
}

// draft is a request that is still being filled in: its evidence is missing.
func (b *businessSample) draft() error {
	_, err := b.request(b.trip(14, expedite.Fair, expedite.Macao), b.travellers(2, 2, expedite.OnceQuarter))
	return err
}

// marks are proceedings about urgency that was overstated: one decided after the enterprise was heard, one just begun.
func (b *businessSample) marks() error {
	heard, begun := b.world.Unit("ziyang"), b.world.Unit("taojiang")
	propose := func(u simulator.Unit, evidence string) (id uuid.UUID, err error) {
		err = b.as(b.ctx, "jing-shouli1", func(officer account.Actor) error {
			id, err = b.expedite.Propose(b.ctx, officer, expedite.NewMark{Kind: expedite.Y1, UnitCode: u.CreditCode.String(), Evidence: evidence})
			return err
		})
		return id, err
	}
	id, err := propose(heard, "行程改期半个月未告知，邀请函与实际参会时间不符。")
	if err != nil {
		return fmt.Errorf("mark: %w", err)
	}
	err = b.asUnit(b.ctx, heard, func(actor account.Actor) error {
		return b.expedite.Hear(b.ctx, actor, id, "客户临时改期，经办人不知道要报告，今后一定及时告知。")
	})
	if err == nil {
		err = b.as(b.ctx, "jing-shenpi1", func(officer account.Actor) error {
			return b.expedite.Decide(b.ctx, officer, id, expedite.Ruling{Impose: true, Reason: "情况属实，首次发生，予以提醒。"})
		})
	}
	if err == nil {
		_, err = propose(begun, "出发前取消行程，未告知受理窗口。")
	}
	if err != nil {
		return fmt.Errorf("mark: %w", err)
	}
	return nil
}
