package casework

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// staff are the officers of each stage.
var staff = map[procedure.Stage][]account.Actor{
	procedure.StageIntake: {receiver}, procedure.StageCounty: {counter}, procedure.StageReview: {reviewer}, procedure.StageVerify: {checker1, checker2},
	procedure.StageSpecial: {reviewer, chair}, procedure.StageLegal: {lawyer}, procedure.StageCollective: {head}, procedure.StageDecision: {decider, deputy},
	procedure.StageManage: {manager}, procedure.StageCertificate: {printer}, procedure.StageDelivery: {deliver},
}

// stepping is a random walk of one renewal through the real services.
type stepping struct {
	*world
	*rand.Rand
	id     uuid.UUID
	person account.Actor
	barred bool // by a conviction, as the police know
	before int  // moves of people before the act of this turn
	done   map[string]int
}

// Renewals wander through the real services by the hands of people who do what they are shown, and at times what they are not, while time passes.
// After every act the case agrees with its journal and its step, its limit runs and it is decided once; in the end no series of numbers has a hole.
func TestRandomWalksThroughTheServicesKeepTheLaw(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-03-02T09:00:00+08:00")
	w.enrol(head, deputy, reviewer, chair, checker1, checker2)
	r, done := rand.New(rand.NewPCG(2026, 6)), map[string]int{}
	for n := range 60 {
		w.at("2026-03-02 09:00")
		s := &stepping{world: w, Rand: r, person: w.blaster(n+1, "2026-05-20"), barred: n%3 == 0, done: done}
		if s.barred {
			w.registers.police[s.person.IDNumber] = BackgroundAnswer{Criminal: true}
		}
		s.id = w.submit(s.person)
		for turn := 0; turn < 60 && !s.over(); turn++ {
			s.before = s.acted()
			if err := s.turn(); err != nil && fault.Code(err) == "" {
				t.Fatal(err)
			} else if err != nil && s.acted() != s.before { // what time had ended is kept all the same
				t.Fatalf("%v, and something of the act was stored", err)
			}
			s.holds()
		}
		w.away(s.id)
	}
	w.seriesAreWhole()
	for _, state := range []procedure.State{procedure.Correction, procedure.CountyCheck, procedure.Review, procedure.Verifying, procedure.InSpecial, procedure.Legal,
		procedure.Deciding, procedure.Granted, procedure.Refused, procedure.Withdrawn, procedure.Closed} {
		if done[string(state)] == 0 {
			t.Errorf("no walk came to %s; acts and states: %v", state, done)
		}
	}
}

// over tells whether nobody has anything to do any more.
func (s *stepping) over() bool {
	p, _ := procedure.Named("permit")
	c := s.law(s.id)
	return p.Final(c.State) && !p.Awaits(c)
}

// onward are the acts that lead to a decision.
var onward = []procedure.ActName{procedure.ActAccept, procedure.ActCountyOpinion, procedure.ActPropose, procedure.ActLegalOpinion, procedure.ActGrant, procedure.ActRefuse,
	procedure.ActIssueCertificate, procedure.ActDeliver}

// acted counts the moves that people have made; what they tried in vain is recorded besides (P3, P4).
func (s *stepping) acted() int {
	s.t.Helper()
	return s.count(`SELECT count(*) FROM journal WHERE case_id = ? AND actor_role <> ? AND move <> 'attempt'`, s.id, procedure.System)
}

// seldom are acts that end a case early, or keep it where it is: often done, the walks would be short.
var seldom = []procedure.ActName{procedure.ActNotNeeded, procedure.ActNotAccept, procedure.ActAskNotAccept, procedure.ActAskTerminate, procedure.ActRecuse, procedure.ActFix}

// limits are the clocks of which one must run in a state (domain.md 1.3).
var limits = map[procedure.State]procedure.ClockKind{procedure.Received: procedure.K1, procedure.Correction: procedure.K9, procedure.CountyCheck: procedure.K2,
	procedure.Review: procedure.K2, procedure.Verifying: procedure.K2, procedure.InSpecial: procedure.K2, procedure.Legal: procedure.K2, procedure.Discussing: procedure.K2,
	procedure.Deciding: procedure.K2, procedure.Granted: procedure.K4, procedure.Cert: procedure.K4, procedure.Delivery: procedure.K4, procedure.Refused: procedure.K4}

// holds checks what must be true after every turn.
func (s *stepping) holds() {
	s.t.Helper()
	s.agrees(s.id)
	law := s.law(s.id)
	s.done[string(law.State)]++
	if kind, must := limits[law.State]; must {
		if _, runs := law.Runs(kind); !runs {
			s.t.Errorf("%s and %s does not run", law.State, kind)
		}
	}
	if n := s.count(`SELECT count(*) FROM documents WHERE case_id = ? AND kind IN ('grant', 'refusal', 'deemed_renewal', 'not_accepted', 'withdrawal', 'termination')`, s.id); n > 1 {
		s.t.Errorf("%s was ended by %d papers", law.State, n)
	}
	if s.t.Failed() {
		s.t.Fatalf("acts and states: %v", s.done)
	}
}

// turn lets time pass and somebody act.
func (s *stepping) turn() error {
	ctx := context.Background()
	s.clock.Advance(time.Duration(s.IntN(20)) * time.Hour)
	if s.IntN(12) == 0 {
		var settles *time.Time
		if s.scan(&settles, `SELECT settle_at FROM cases WHERE id = ?`, s.id); settles != nil && settles.After(s.clock.Now()) {
			s.clock.Set(s.t, settles.Format(time.RFC3339))
		}
	}
	if s.IntN(3) == 0 {
		_, err := s.Service.SettleDue(ctx, 10)
		return err
	}
	if s.IntN(4) == 0 {
		return s.applicantActs(ctx)
	}
	var stage procedure.Stage
	if s.scan(&stage, `SELECT coalesce((SELECT stage FROM steps WHERE case_id = ? AND state <> 'DONE'), '')`, s.id); stage == "" {
		return s.applicantActs(ctx)
	}
	return s.officerActs(ctx, stage, pick(s.Rand, staff[stage]))
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// applicantActs answers what he is asked, and seldom withdraws.
func (s *stepping) applicantActs(ctx context.Context) error {
	switch n := s.IntN(20); {
	case n == 0 && s.IntN(4) == 0:
		return s.Service.Withdraw(ctx, s.person, s.id, "另行申请", db.Key{})
	case n < 8:
		_, err := s.Service.AnswerCorrection(ctx, s.person, s.id, form.Answers{"health_hospital": raw(pick(s.Rand, []string{"桃江县中医院", "桃江县人民医院"}))}, db.Key{})
		return err
	case n < 10:
		return s.Service.State(ctx, s.person, s.id, Statement{Text: "该处罚已过十五年。"}, db.Key{})
	case n < 12:
		return s.Service.ConfirmDelivery(ctx, s.person, s.id)
	}
	return s.Service.Answer(ctx, s.person, s.id, ApplicantReply{Act: pick(s.Rand, replies), Reason: "特此说明"}, db.Key{})
}

// officerActs claims the open step, judges what nobody has judged, and mostly does what may be done.
func (s *stepping) officerActs(ctx context.Context, stage procedure.Stage, officer account.Actor) error {
	c, err := s.Service.ClaimNext(ctx, officer, officer.Grants[0].Desk, stage, db.Key{})
	if err != nil {
		return err
	}
	v, err := s.Service.Review(ctx, officer, s.id)
	check(s.t, err)
	if stage == procedure.StageReview {
		var judged []Judged
		for _, row := range v.Checks {
			if row.Mark == procedure.Open {
				judged = append(judged, Judged{Code: row.Code, Mark: procedure.Pass})
			}
		}
		if len(judged) > 0 {
			if err := s.Service.RecordChecks(ctx, officer, s.id, c.StepID, c.Fence, judged); err != nil {
				return err // a limit has ended
			}
			s.before = s.acted()
			v, err = s.Service.Review(ctx, officer, s.id)
			check(s.t, err)
		}
	}
	acts := v.Acts
	if s.IntN(10) > 0 {
		acts = slices.DeleteFunc(slices.Clone(v.Acts), func(p Possible) bool { return !p.Allowed || slices.Contains(seldom, p.Act) && s.IntN(8) > 0 })
	}
	if on := slices.DeleteFunc(slices.Clone(acts), func(p Possible) bool { return !p.Allowed || !slices.Contains(onward, p.Act) }); len(on) > 0 && s.IntN(2) > 0 {
		acts = on
	}
	if len(acts) > 0 {
		d := s.filled(officer, pick(s.Rand, acts))
		d.CaseID, d.StepID, d.Fence, d.Version = s.id, c.StepID, c.Fence, s.version(s.id)
		if _, err = s.Service.Decide(ctx, officer, d, db.Key{}); err == nil {
			s.done[string(d.Act)]++
		}
	}
	if held := s.count(`SELECT count(*) FROM steps WHERE id = ? AND state = 'CLAIMED'`, c.StepID); held == 1 {
		check(s.t, s.Service.ReturnStep(ctx, officer, c.StepID, c.Fence, SystemFailure, ""))
	}
	return err
}

// filled is a decision with everything that it asks for, now and then without its reason.
func (s *stepping) filled(officer account.Actor, p Possible) Decision {
	today := workday.DateOf(s.clock.Now())
	d := Decision{Act: p.Act, Verdict: p.Verdict, Agree: s.IntN(3) > 0, On: today}
	if s.IntN(10) > 0 {
		d.Reason, d.Record, d.Heard = "经查属实", "逐项记录", "申请人表示没有意见。"
	}
	switch p.Act {
	case procedure.ActCorrect, procedure.ActAskCorrectAgain:
		d.Defects = []procedure.Defect{{Where: "health_hospital", Problem: "不清楚", Mend: "写明"}}
	case procedure.ActNotAccept:
		d.Competent = "长沙市公安局"
	case procedure.ActAskNotAccept:
		d.Kind = procedure.NotAcceptFalse
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
		d.Named, d.At, d.Place, d.On = []string{chair.Officer}, "09:30", "三楼会议室", cal.RollForward(procedure.FirstHearingDay(today, cal))
	case procedure.ActTellRefusal, procedure.ActRefuse:
		d.Grounds = []string{"B3"}
	case procedure.ActCollective:
		d.Members = []Voice{{head.Officer, procedure.Grant, ""}, {deputy.Officer, procedure.Grant, ""}, {checker1.Officer, procedure.Grant, ""}}
	case procedure.ActCountyOpinion:
		d.Verdict = procedure.Grant
	case procedure.ActDeliver:
		d.Way, d.Recipient = procedure.AtCounter, s.person.Name
	}
	if p.Verdict == procedure.Refuse || p.Act == procedure.ActRefuse {
		d.Grounds, d.Kind, d.Way = []string{"B3"}, procedure.SpokenWaived, procedure.HeardByPhone
	}
	return d
}
