package casework

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// trail is a procedure of which cases wander.
type trail struct {
	table   *procedure.Procedure
	start   string
	walks   int
	seed    uint64
	begin   func(s *stepping, n int)
	asked   func(s *stepping, ctx context.Context) error // what the case mostly asks of its applicant
	officer func(s *stepping, desk string, stage procedure.Stage) account.Actor
	doubts  int                                     // one point in so many fails, 0 for none
	limits  map[procedure.State]procedure.ClockKind // of which one must run in a state (domain.md 1.3)
	passes  []procedure.State                       // states to which some walk must come
}

var trails = map[string]trail{
	"permit": {table: procedure.Permit(), start: "2026-03-02T09:00:00+08:00", walks: 60, seed: 6, begin: renews, asked: corrected, officer: known,
		limits: map[procedure.State]procedure.ClockKind{procedure.Received: procedure.K1, procedure.Correction: procedure.K9, procedure.CountyCheck: procedure.K2,
			procedure.Review: procedure.K2, procedure.Verifying: procedure.K2, procedure.InSpecial: procedure.K2, procedure.Legal: procedure.K2, procedure.Discussing: procedure.K2,
			procedure.Deciding: procedure.K2, procedure.Granted: procedure.K4, procedure.Cert: procedure.K4, procedure.Delivery: procedure.K4, procedure.Refused: procedure.K4},
		passes: []procedure.State{procedure.Correction, procedure.CountyCheck, procedure.Review, procedure.Verifying, procedure.InSpecial, procedure.Legal, procedure.Discussing, procedure.Deciding, procedure.Granted, procedure.Refused, procedure.Withdrawn, procedure.Closed}},
	"filing": {table: procedure.Filing(), start: "2026-09-17T09:00:00+08:00", walks: 20, seed: 7, begin: reports, asked: corrected, officer: anyone, doubts: 12,
		limits: map[procedure.State]procedure.ClockKind{procedure.Received: procedure.K1, procedure.Correction: procedure.K9, procedure.Checking: procedure.K2},
		passes: []procedure.State{procedure.Correction, procedure.Checking, procedure.Filed, procedure.NotFiled, procedure.Closed}},
	"endorsement": {table: procedure.Endorsement(), start: "2026-09-17T09:00:00+08:00", walks: 20, seed: 8, begin: reports, asked: corrected, officer: anyone, doubts: 40,
		limits: map[procedure.State]procedure.ClockKind{procedure.Received: procedure.K1, procedure.Correction: procedure.K9, procedure.Review: procedure.K2,
			procedure.Deciding: procedure.K2, procedure.Forwarded: procedure.K2, procedure.Entered: procedure.K2, procedure.Delivery: procedure.K4, procedure.NotIssued: procedure.K4},
		passes: []procedure.State{procedure.Correction, procedure.Review, procedure.Deciding, procedure.Forwarded, procedure.Entered, procedure.NotIssued, procedure.Delivery, procedure.Closed}},
	"measure": {table: procedure.LicenceProcedure(), start: "2026-06-17T09:00:00+08:00", walks: 12, seed: 9, begin: measures, asked: corrected, officer: known,
		limits: map[procedure.State]procedure.ClockKind{procedure.Heard: procedure.KH, procedure.InSpecial: procedure.K7, procedure.Delivery: procedure.K4},
		passes: []procedure.State{procedure.Heard, procedure.InSpecial, procedure.Review, procedure.Legal, procedure.Discussing, procedure.Leading, procedure.Deciding, procedure.Delivery, procedure.Closed}},
	"service": {table: procedure.Service(), start: "2026-09-17T09:00:00+08:00", walks: 20, seed: 14, begin: reports, asked: corrected, officer: anyone, doubts: 15,
		limits: map[procedure.State]procedure.ClockKind{procedure.Received: procedure.K1, procedure.Correction: procedure.K9, procedure.Review: procedure.K2,
			procedure.Deciding: procedure.K2, procedure.Done: procedure.K4, procedure.Declined: procedure.K4, procedure.Delivery: procedure.K4},
		passes: []procedure.State{procedure.Correction, procedure.Review, procedure.Deciding, procedure.Declined, procedure.Delivery, procedure.Closed}},
	"own request": {table: procedure.LicenceProcedure(), start: "2026-06-17T09:00:00+08:00", walks: 12, seed: 10, begin: asks, asked: corrected, officer: known,
		limits: map[procedure.State]procedure.ClockKind{procedure.Received: procedure.K2, procedure.Review: procedure.K2, procedure.Deciding: procedure.K2, procedure.Delivery: procedure.K4},
		passes: []procedure.State{procedure.Received, procedure.Review, procedure.Deciding, procedure.Dropped, procedure.Delivery, procedure.Closed}},
	"compensation": {table: procedure.CompensationProcedure(), start: "2026-06-17T09:00:00+08:00", walks: 20, seed: 11, begin: suffers, asked: claimsLoss, officer: known,
		limits: map[procedure.State]procedure.ClockKind{procedure.Offered: procedure.KL, procedure.Review: procedure.K2, procedure.Legal: procedure.K2,
			procedure.Discussing: procedure.K2, procedure.Leading: procedure.K2, procedure.Delivery: procedure.K4, procedure.Paying: procedure.KP},
		passes: []procedure.State{procedure.Offered, procedure.Review, procedure.Legal, procedure.Discussing, procedure.Leading, procedure.Delivery, procedure.Paying, procedure.Unclaimed, procedure.Closed}},
}

// final are the papers of which a case gets one.
var final = []string{"grant", "refusal", "deemed_renewal", "not_accepted", "withdrawal", "termination", "lapse", "filed", "not_filed", "filing_changed", "filing_ended",
	"done", "declined", "issued", "not_issued", "revocation", "taken_back", "punished", "cancellation", "dropped", "reissue", "change", "no_change", "compensation", "no_compensation", "damages", "no_damages"}

// onward are the acts that lead to a decision.
var onward = []procedure.ActName{procedure.ActAccept, procedure.ActCountyOpinion, procedure.ActPropose, procedure.ActLegalOpinion, procedure.ActGrant, procedure.ActRefuse,
	procedure.ActIssueCertificate, procedure.ActDeliver, procedure.ActFile, procedure.ActForward, procedure.ActEnterResult, procedure.ActVerifyResult, procedure.ActCollective,
	procedure.ActRevoke, procedure.ActWithdrawLicence, procedure.ActCancelLicence, procedure.ActChangeLicence, procedure.ActReissue, procedure.ActAward, procedure.ActDenyAward,
	procedure.ActRecordPayment, procedure.ActDone, procedure.ActDecline, procedure.ActFinishSpecial, procedure.ActApprove}

// seldom are acts that end a case early, or keep it where it is: often done, the walks would be short.
var seldom = []procedure.ActName{procedure.ActNotNeeded, procedure.ActNotAccept, procedure.ActAskNotAccept, procedure.ActAskTerminate, procedure.ActRecuse, procedure.ActFix,
	procedure.ActDropMeasure}

// staff are the officers of each stage.
var staff = map[procedure.Stage][]account.Actor{
	procedure.StageIntake: {receiver}, procedure.StageCounty: {counter}, procedure.StageReview: {reviewer}, procedure.StageVerify: {checker1, checker2},
	procedure.StageSpecial: {reviewer, chair}, procedure.StageLegal: {lawyer}, procedure.StageCollective: {head}, procedure.StageDecision: {decider, deputy},
	procedure.StageManage: {manager}, procedure.StageCertificate: {printer}, procedure.StageDelivery: {deliver},
}

func known(s *stepping, _ string, stage procedure.Stage) account.Actor {
	return pick(s.Rand, staff[stage])
}

func anyone(s *stepping, desk string, stage procedure.Stage) account.Actor {
	return s.officerOf(desk, stage)
}

// renews begins a renewal; every third is barred by a conviction, as the police know.
func renews(s *stepping, n int) {
	s.person = s.blaster(n+1, "2026-05-20")
	if n%3 == 0 {
		s.registers.police[s.person.IDNumber] = BackgroundAnswer{Criminal: true}
	}
	s.id = s.submit(s.person)
}

// reports hands in one item of the procedure after the other.
func reports(s *stepping, n int) {
	list := slices.DeleteFunc(applications(s.t), func(a application) bool {
		return a.item.Procedure.Code != s.table.Code || a.item.Procedure.Register.Always
	})
	a := list[n%len(list)]
	s.clock.Set(s.t, workday.MustParse(a.example.Today).Start().Add(9*time.Hour).Format(time.RFC3339))
	var err error
	s.id, s.person, err = s.report(a)
	check(s.t, err)
}

// measures are opened by officers against a certificate.
func measures(s *stepping, n int) {
	s.person = s.blaster(n+1, "2026-08-31")
	_, certificate := s.certified(s.person)
	officer, m := reviewer, []Measure{
		{Measure: procedure.Revoke, Ground: "A69.2", Facts: "提交伪造的培训学时证明"}, {Measure: procedure.Revoke, Ground: "A69.1.4", Facts: "发证时申请人不符合条件"},
		{Measure: procedure.Withdraw, Ground: "A8.law", Facts: "所依据的规章已废止"}, {Measure: procedure.Punish, Ground: "PENALTY", Facts: "违规储存民用爆炸物品", Penalty: "益公治罚决〔2026〕77号"},
	}[n%4]
	if m.Measure == procedure.Punish {
		officer = manager
	}
	m.Certificate = certificate
	s.id = s.opened(officer, m)
}

// asks is what a holder, or time, wants of a certificate.
func asks(s *stepping, n int) {
	unit := s.unit.Enterprises[0]
	s.registers.unit.Name, s.registers.unit.CreditCode = unit.Name, unit.CreditCode
	s.person = s.blaster(n+1, "2026-08-31")
	_, certificate := s.certified(s.person)
	if n%4 == 3 {
		check(s.t, s.CancelLicence(context.Background(), CancelLicenceArgs{Certificate: certificate, Ground: "A70.2", Proof: "死亡证明"}))
		s.scan(&s.id, `SELECT id FROM cases WHERE certificate_id = ? AND state = 'REVIEW'`, certificate)
		return
	}
	m := []Measure{{Measure: procedure.Reissue, Facts: "在公交车上遗失"}, {Measure: procedure.Cancel, Facts: "不再从业"},
		{Measure: procedure.Change, Facts: "变更从业单位", Unit: "益阳洞庭爆破有限公司", UnitCode: identity.MakeCreditCode("91", "430900", "MA4L0D2D").String()}}[n%4]
	if m.Measure == procedure.Change {
		s.registers.change(s.person.IDNumber, func(h *HolderAnswer) { h.Employment = Employment{Unit: m.Unit, CreditCode: m.UnitCode} })
		s.registers.unit.Name, s.registers.unit.CreditCode = m.Unit, m.UnitCode
	}
	m.Certificate = certificate
	d, err := s.AskMeasure(context.Background(), s.person, m, db.Key{})
	check(s.t, err)
	s.id = d.CaseID
	check(s.t, s.AskRegisters(context.Background(), s.id))
}

// suffers is a holder to whom something may be owed for a measure.
func suffers(s *stepping, n int) {
	s.person = s.blaster(n+1, "2026-08-31")
	measure := []func(account.Actor) uuid.UUID{s.withdrawn, s.faulty}[n%2]
	s.id = s.offered(s.person, measure(s.person))
}

// corrected answers a correction.
func corrected(s *stepping, ctx context.Context) (err error) {
	var answers form.Answers
	if s.table == procedure.Permit() {
		answers = form.Answers{"health_hospital": raw(pick(s.Rand, []string{"桃江县中医院", "桃江县人民医院"}))}
	}
	_, err = s.Service.AnswerCorrection(ctx, s.person, s.id, answers, db.Key{})
	return err
}

// claimsLoss claims a loss, or says more about it.
func claimsLoss(s *stepping, ctx context.Context) error {
	if s.law(s.id).State == procedure.Offered {
		return s.Service.ClaimLoss(ctx, s.person, s.id, Loss{Amount: 12_000_00, Reason: "停工期间的设备租金"}, db.Key{})
	}
	return s.Service.AddToClaim(ctx, s.person, s.id, Loss{Reason: "另附六月账目"}, db.Key{})
}

// filled is a decision with everything that it asks for, now and then without its reason.
func (s *stepping) filled(officer account.Actor, v ClerkView, p Possible) Decision {
	d := Decision{Act: p.Act, Verdict: p.Verdict, Agree: s.IntN(3) > 0, On: workday.DateOf(s.clock.Now()), Waybill: "EB1", Phone: "已通话，地址无误", Source: "国家出入境管理信息系统",
		Receipt: "国库2026-118", Amount: 10_000_00}
	if s.IntN(10) > 0 {
		d.Reason, d.Record, d.Heard = "经查属实", "逐项记录", "申请人表示没有意见。"
	}
	s.adds(&d, officer)
	if p.Verdict == procedure.Refuse || slices.Contains([]procedure.ActName{procedure.ActTellRefusal, procedure.ActRefuse, procedure.ActNotFile, procedure.ActDecline}, p.Act) {
		d.Grounds, d.Kind, d.Way = []string{"B3"}, procedure.SpokenWaived, procedure.HeardByPhone
		if failed := v.Law.Failed(); len(failed) > 0 {
			d.Grounds = failed[:1]
		}
	}
	return d
}

// adds is what single acts ask for besides.
func (s *stepping) adds(d *Decision, officer account.Actor) {
	s.t.Helper()
	switch d.Act {
	case procedure.ActCorrect, procedure.ActAskCorrectAgain:
		d.Defects = []procedure.Defect{{Where: "health_hospital", Problem: "不清楚", Mend: "写明"}}
	case procedure.ActNotAccept:
		d.Competent = "长沙市公安局"
	case procedure.ActAskNotAccept:
		d.Kind = procedure.NotAcceptFalse
	case procedure.ActAskTerminate:
		d.Kind, d.Pictures = pick(s.Rand, procedure.EndKinds()), s.enclosed(officer, s.id)
	case procedure.ActDecideRecusal:
		if r, open := s.law(s.id).OpenRecusal(); open {
			d.Officer = r.Officer
		}
	case procedure.ActFix:
		d.Where, d.Value = "health_hospital", "桃江县中医院"
	case procedure.ActAskVerify:
		d.Kind, d.Named = procedure.VerifyField, []string{checker1.Officer, checker2.Officer}
	case procedure.ActVerify, procedure.ActFinishSpecial:
		d.Pictures, d.Unrelated = s.enclosed(officer, s.id), true
	case procedure.ActAskSpecial:
		d.Kind, d.Basis, d.Days = string(pick(s.Rand, procedure.SpecialKinds())), "《行政许可法》第四十五条", 5
	case procedure.ActSetHearing:
		cal, err := calendarOnce()
		check(s.t, err)
		d.Named, d.At, d.Place, d.On = []string{chair.Officer}, "09:30", "三楼会议室", cal.RollForward(procedure.FirstHearingDay(workday.DateOf(s.clock.Now()), cal))
	case procedure.ActTellThirdParty:
		d.Party, d.Place, d.Phone = tellNeighbour.Party, tellNeighbour.Place, tellNeighbour.Phone
	case procedure.ActHearThirdParty:
		d.Kind = pick(s.Rand, []string{procedure.ThirdPartyStated, procedure.ThirdPartyDeclines})
	case procedure.ActCollective:
		said := pick(s.Rand, []procedure.Verdict{procedure.Grant, procedure.Grant, procedure.Refuse})
		d.Members = []Voice{{head.Officer, said, ""}, {deputy.Officer, said, ""}, {checker1.Officer, said, ""}}
	case procedure.ActCountyOpinion:
		d.Verdict = procedure.Grant
	case procedure.ActIssueCertificate:
		if s.table != procedure.Permit() {
			d.Number = "43090020260001"
		}
	case procedure.ActForward, procedure.ActEnterResult:
		d.Number = "E00000001"
		if d.Verdict == "" {
			d.Verdict = pick(s.Rand, []procedure.Verdict{procedure.Grant, procedure.Grant, procedure.Refuse})
		}
	case procedure.ActDeliver:
		d.Way, d.Recipient = pick(s.Rand, []string{procedure.AtCounter, procedure.AtCounter, procedure.ByPost}), s.person.Name
	}
}
