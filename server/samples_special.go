package server

import (
	"bytes"
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/server/simulator"
)

// specialSample is a case that leaves the plain way, or whose certificate does: how far the plain way goes, and what happens then.
type specialSample struct {
	person, unit, county string
	acts                 int // of sampleActs
	then                 func(a *app, ctx context.Context, p simulator.Person, id uuid.UUID) error
}

// specialSamples stand in the states that the plain samples never reach (domain.md 1.4, 1.4b). Those whose work is done come first.
var specialSamples = []specialSample{
	{"withdrawn", "ziyang", "xian-ziyang", 2, (*app).withdrawSample},
	{"terminated", "anhua", "xian-anhua", 2, (*app).terminateSample},
	{"refused", "taojiang", "xian-taojiang", 2, (*app).refuseSample},
	{"revoked", "heshan", "xian-heshan", 6, (*app).revokeSample},
	{"taken-back", "heshan", "xian-heshan", 6, (*app).takeBackSample},
	{"punished", "heshan", "xian-heshan", 6, (*app).punishSample},
	{"reissued", "taojiang", "xian-taojiang", 6, (*app).reissueSample},
	{"cancelled", "anhua", "xian-anhua", 6, (*app).cancelSample},
	{"expert", "heshan", "xian-heshan", 2, (*app).expertSample},
	{"hearing", "taojiang", "xian-taojiang", 2, (*app).hearingSample},
	{"intended", "taojiang", "xian-taojiang", 2, (*app).intendedSample},
}

// specialSamples makes them; whoever has a case keeps it.
func (a *app) specialSamples(ctx context.Context) (made int, err error) {
	for _, s := range specialSamples {
		id, err := a.sample(ctx, sample{person: s.person, unit: s.unit, signed: true, acts: sampleActs(s.county)[:s.acts]})
		if err == nil && id != uuid.Nil {
			made++
			err = s.then(a, ctx, a.world.Person(s.person), id)
		}
		if err != nil {
			return made, fmt.Errorf("%s: %w", s.person, err)
		}
	}
	return made, nil
}

// steps lets officers act on a case one after the other.
func (a *app) steps(ctx context.Context, id uuid.UUID, acts ...sampleAct) error {
	for _, act := range acts {
		if err := a.as(ctx, act.login, func(actor account.Actor) error { return a.sampleDecision(ctx, actor, id, act) }); err != nil {
			return fmt.Errorf("%s by %s at %s: %w", act.decision.Act, act.login, act.stage, err)
		}
	}
	return nil
}

// handed is the delivery of what was decided, at the counter.
var handed = sampleAct{"zhizheng1", procedure.StageDelivery, casework.Decision{Act: procedure.ActDeliver, Way: "counter", Recipient: "本人"}}

// beside lets an officer act who does not hold the case.
func (a *app) beside(ctx context.Context, login string, id uuid.UUID, d casework.Decision) error {
	return a.as(ctx, login, func(officer account.Actor) error {
		view, err := a.cases.Review(ctx, officer, id)
		if err != nil {
			return err
		}
		d.CaseID, d.Version = id, view.Version
		_, err = a.cases.Decide(ctx, officer, d, db.Key{})
		return err
	})
}

// withdrawSample: the applicant has found other work (T29).
func (a *app) withdrawSample(ctx context.Context, p simulator.Person, id uuid.UUID) error {
	return a.as(ctx, p.Mobile, func(actor account.Actor) error {
		return a.cases.Withdraw(ctx, actor, id, "已转岗，不再从事爆破作业。", db.Key{})
	})
}

// terminateSample: the unit tells on paper that he has left; a reviewer moves the end and the decider approves it (T30q, T30).
func (a *app) terminateSample(ctx context.Context, _ simulator.Person, id uuid.UUID) error {
	if err := a.moveEnd(ctx, id, "申请人已离职，单位出具证明，许可所依据的从业关系已不存在。"); err != nil {
		return err
	}
	return a.steps(ctx, id, sampleAct{"shenpi1", procedure.StageDecision, casework.Decision{Act: procedure.ActApprove}})
}

// moveEnd lets a reviewer move the early end of a case, with a paper that proves why.
func (a *app) moveEnd(ctx context.Context, id uuid.UUID, reason string) error {
	var proof uuid.UUID
	err := a.as(ctx, "shencha1", func(officer account.Actor) error {
		rule, err := a.cases.EnclosureRule(ctx, officer, id)
		if err != nil {
			return err
		}
		file, err := a.materials.Receive(ctx, officer.AccountID, rule, "离职证明.pdf", bytes.NewReader(samplePage("Certificate of leaving employment")))
		proof = file.ID
		return err
	})
	if err != nil {
		return err
	}
	return a.beside(ctx, "shencha1", id, casework.Decision{Act: procedure.ActAskTerminate, Kind: procedure.EndGone, Reason: reason, Pictures: []uuid.UUID{proof}})
}

// refuseSample: hours of training are missing; three officers discuss it, a lawyer agrees, and the applicant was heard (T23a, T23, T22, T28).
func (a *app) refuseSample(ctx context.Context, _ simulator.Person, id uuid.UUID) error {
	grounds := []string{"B7"}
	return a.steps(ctx, id,
		sampleAct{"shencha1", procedure.StageReview, casework.Decision{Act: procedure.ActAskCollective, Verdict: procedure.Refuse, Grounds: grounds,
			Reason: "最近一年继续教育只有12学时，不符合每年不少于20学时的条件，提请集体讨论。",
			Kind:   procedure.SpokenWaived, Way: procedure.HeardByPhone, On: a.db.Today(), Heard: "申请人在电话中表示清楚，补足学时后重新申请，不再陈述、申辩。"}},
		sampleAct{"juling1", procedure.StageCollective, casework.Decision{Act: procedure.ActCollective, Record: "会议核对了培训记录，认为学时不足，应当不予延续；一人建议先补学时。",
			Members: []casework.Voice{{Officer: "090107", Verdict: procedure.Refuse}, {Officer: "090126", Verdict: procedure.Refuse},
				{Officer: "090127", Verdict: procedure.Grant, Text: "建议补足学时后再作决定"}}}},
		sampleAct{"fazhi1", procedure.StageLegal, casework.Decision{Act: procedure.ActLegalOpinion, Agree: true, Reason: "事实清楚，依据正确，程序合法。"}},
		sampleAct{"shenpi1", procedure.StageDecision, casework.Decision{Act: procedure.ActRefuse, Grounds: grounds, Reason: "最近一年继续教育学时不足，不符合延续条件。"}}, handed)
}

// intendedSample: hours of training are missing; the applicant has been told that a refusal is intended and may speak (T28a).
func (a *app) intendedSample(ctx context.Context, _ simulator.Person, id uuid.UUID) error {
	return a.steps(ctx, id, sampleAct{"shencha1", procedure.StageReview, casework.Decision{Act: procedure.ActTellRefusal, Grounds: []string{"B7"},
		Record: "培训记录显示，申请人最近一年继续教育只有10学时，没有达到每年不少于20学时的要求。", Reason: "不符合延续许可的条件。"}})
}

// expertSample: a new blasting method is judged by experts while the limit stands still, and the head has extended it (T19q, T19, T26).
func (a *app) expertSample(ctx context.Context, _ simulator.Person, id uuid.UUID) error {
	err := a.steps(ctx, id,
		sampleAct{"shencha1", procedure.StageReview, casework.Decision{Act: procedure.ActAskSpecial, Kind: string(procedure.ExpertReview), Days: 10,
			Basis: "《行政许可法》第四十五条", Reason: "申请人参与的项目使用新工艺，需要专家评审其作业能力。"}},
		sampleAct{"shenpi1", procedure.StageDecision, casework.Decision{Act: procedure.ActApprove}})
	if err != nil {
		return err
	}
	return a.beside(ctx, "juling1", id, casework.Decision{Act: procedure.ActExtend, Reason: "评审涉及跨市项目核实，二十个工作日内不能办结。"})
}

// hearingSample: neighbours are concerned, the applicant asked for the hearing of which he was told (T19r, T19h).
func (a *app) hearingSample(ctx context.Context, p simulator.Person, id uuid.UUID) error {
	err := a.steps(ctx, id, sampleAct{"shencha1", procedure.StageReview, casework.Decision{Act: procedure.ActTellHearing, Reason: "许可事项涉及作业点相邻单位的重大利益。"}})
	if err != nil {
		return err
	}
	return a.as(ctx, p.Mobile, func(actor account.Actor) error {
		return a.cases.Answer(ctx, actor, id, casework.ApplicantReply{Act: procedure.ActRequestHearing, Reason: "要求公开听证。"}, db.Key{})
	})
}

// certificateOf is the newest certificate of a person.
func (a *app) certificateOf(ctx context.Context, p simulator.Person) (id uuid.UUID, number string, err error) {
	held, err := a.documents.HeldBy(ctx, p.IDNumber.String())
	if err != nil {
		return id, "", err
	}
	if len(held) == 0 {
		return id, "", fmt.Errorf("%s holds no certificate", p.Name)
	}
	return held[0].ID, held[0].Number, nil
}

// asked opens what a holder asks for about his certificate.
func (a *app) asked(ctx context.Context, p simulator.Person, m casework.Measure) (id uuid.UUID, err error) {
	if m.Certificate, _, err = a.certificateOf(ctx, p); err != nil {
		return id, err
	}
	err = a.as(ctx, p.Mobile, func(actor account.Actor) error {
		d, err := a.cases.AskMeasure(ctx, actor, m, db.Key{})
		id = d.CaseID
		return err
	})
	return id, err
}

// revokeSample: he did not meet the conditions when the permit was given; he spoke and wanted no hearing (L05).
func (a *app) revokeSample(ctx context.Context, p simulator.Person, _ uuid.UUID) error {
	certificate, _, err := a.certificateOf(ctx, p)
	if err != nil {
		return err
	}
	var id uuid.UUID
	err = a.as(ctx, "shencha1", func(officer account.Actor) error {
		d, err := a.cases.OpenMeasure(ctx, officer, casework.Measure{Certificate: certificate, Measure: procedure.Revoke, Ground: "A69.2",
			Facts: "复核发现申请时提交的体检证明系伪造，出具医院书面否认。"}, db.Key{})
		id = d.CaseID
		return err
	})
	if err != nil {
		return err
	}
	err = a.as(ctx, p.Mobile, func(actor account.Actor) error {
		if err := a.cases.State(ctx, actor, id, casework.Statement{Text: "证明由他人代办，本人没有核对。"}, db.Key{}); err != nil {
			return err
		}
		return a.cases.Answer(ctx, actor, id, casework.ApplicantReply{Act: procedure.ActWaiveHearing}, db.Key{})
	})
	if err != nil {
		return err
	}
	return a.steps(ctx, id,
		sampleAct{"shencha1", procedure.StageReview, casework.Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "事实清楚，拟撤销。",
			Heard: "只涉及一人的从业资格，撤销不会对公共利益造成重大损害。"}},
		sampleAct{"fazhi1", procedure.StageLegal, casework.Decision{Act: procedure.ActLegalOpinion, Agree: true, Reason: "同意。"}},
		sampleAct{"shenpi1", procedure.StageDecision, casework.Decision{Act: procedure.ActRevoke, Reason: "以提供虚假材料取得许可。"}}, handed)
}

// takeBackSample: what the permit rested on has changed, and its holder may claim what the withdrawal costs him (L06, C01).
func (a *app) takeBackSample(ctx context.Context, p simulator.Person, _ uuid.UUID) error {
	certificate, _, err := a.certificateOf(ctx, p)
	if err != nil {
		return err
	}
	var id uuid.UUID
	err = a.as(ctx, "shencha1", func(officer account.Actor) error {
		d, err := a.cases.OpenMeasure(ctx, officer, casework.Measure{Certificate: certificate, Measure: procedure.Withdraw, Ground: "A8.facts",
			Facts: "城市规划调整，采石区划入生态保护红线，爆破作业全部停止。"}, db.Key{})
		id = d.CaseID
		return err
	})
	if err != nil {
		return err
	}
	err = a.as(ctx, p.Mobile, func(actor account.Actor) error {
		return a.cases.Answer(ctx, actor, id, casework.ApplicantReply{Act: procedure.ActWaiveHearing}, db.Key{})
	})
	if err != nil {
		return err
	}
	return a.steps(ctx, id,
		sampleAct{"shencha1", procedure.StageReview, casework.Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "客观情况发生重大变化，拟撤回。"}},
		sampleAct{"fazhi1", procedure.StageLegal, casework.Decision{Act: procedure.ActLegalOpinion, Agree: true, Reason: "同意，并告知补偿请求权。"}},
		sampleAct{"juling1", procedure.StageCollective, casework.Decision{Act: procedure.ActWithdrawLicence, Reason: "为了公共利益的需要。"}}, handed)
}

// punishSample: the penalty system sent a decision and case management confirmed it (L07).
func (a *app) punishSample(ctx context.Context, p simulator.Person, _ uuid.UUID) error {
	sent, err := a.sendPenalty(ctx, p, 77)
	if err != nil {
		return err
	}
	var id uuid.UUID
	err = a.as(ctx, "anguan1", func(officer account.Actor) error {
		ruled, err := a.cases.RulePenalty(ctx, officer, sent.ID, casework.PenaltyRuling{Confirm: true}, db.Key{})
		id = ruled.CaseID.UUID
		return err
	})
	if err != nil {
		return err
	}
	return a.steps(ctx, id, handed)
}

func (a *app) sendPenalty(ctx context.Context, p simulator.Person, serial int) (casework.Penalty, error) {
	_, number, err := a.certificateOf(ctx, p)
	if err != nil {
		return casework.Penalty{}, err
	}
	today := a.db.Today()
	return a.cases.ImportPenalty(ctx, penaltySystem(), casework.PenaltyImport{Number: fmt.Sprintf("益公治行罚决字〔%d〕%d号", today.Year(), serial), Licence: number,
		HolderID: p.IDNumber.String(), Agency: "益阳市公安局", Law: "民用爆炸物品安全管理条例", Article: "第四十八条第二款",
		Facts: "违反国家有关标准和规范的规定实施爆破作业，情节严重。", DecidedOn: today.AddDays(-1)})
}

// reissueSample: the first copy was lost, the second is valid; a penalty against its holder waits for case management (L09, L07).
func (a *app) reissueSample(ctx context.Context, p simulator.Person, _ uuid.UUID) error {
	id, err := a.asked(ctx, p, casework.Measure{Measure: procedure.Reissue, Facts: "乘坐公交车时遗失。"})
	if err != nil {
		return err
	}
	if err := a.steps(ctx, id, sampleAct{"shouli1", procedure.StageIntake, casework.Decision{Act: procedure.ActReissue}}, handed); err != nil {
		return err
	}
	_, err = a.sendPenalty(ctx, p, 78)
	return err
}

// cancelSample: the holder gives the certificate up (L08).
func (a *app) cancelSample(ctx context.Context, p simulator.Person, _ uuid.UUID) error {
	id, err := a.asked(ctx, p, casework.Measure{Measure: procedure.Cancel, Facts: "已退休，不再从事爆破作业。"})
	if err != nil {
		return err
	}
	return a.steps(ctx, id,
		sampleAct{"shencha1", procedure.StageReview, casework.Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "本人申请，拟注销。"}},
		sampleAct{"shenpi1", procedure.StageDecision, casework.Decision{Act: procedure.ActCancelLicence}}, handed)
}
