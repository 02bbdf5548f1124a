package procedure

import (
	"slices"
	"testing"

	"github.com/yiyang-police/permit-portal/models/fault"
)

// clerk is an officer of a role under a number of his own.
func clerk(role Role, number string) Actor {
	return Actor{Officer: number, Name: "民警" + number, Roles: []Role{role}, Assurance: 3}
}

// inReview is a permit that an officer examines, received and accepted on the given days.
func inReview(t testing.TB, received, accepted string) Case {
	t.Helper()
	tr := limited.of(Permit())
	c := Case{}
	for _, s := range []struct {
		when string
		by   Role
		act  ActName
	}{{received, Applicant, ActCreate}, {received, Applicant, ActSubmit}, {accepted, Intake, ActAccept}} {
		out, err := Step(tr.p, tr.o, c, given(s.act), officer(s.by), calendar(t), at(s.when+" 09:00"))
		if err != nil {
			t.Fatal(err)
		}
		c = out.Case
	}
	c.Findings = complete
	return c
}

// next does an act and fails the test when it is refused.
func next(t testing.TB, c Case, a Act, by Actor, when string) Outcome {
	t.Helper()
	out, err := Step(Permit(), limited, c, a, by, calendar(t), at(when+" 09:00"))
	if err != nil {
		t.Fatalf("%s by %v in %s on %s: %v", a.Name, by.Roles, c.State, when, err)
	}
	out.Case.Findings = c.Findings
	return out
}

func refused(t testing.TB, c Case, a Act, by Actor, when, code string) Outcome {
	t.Helper()
	out, err := Step(Permit(), limited, c, a, by, calendar(t), at(when+" 09:00"))
	if f, _ := fault.As(err); fault.Code(err) != code && (f == nil || !slices.ContainsFunc(f.Fields, func(x fault.Field) bool { return x.Code == code })) {
		t.Errorf("%s by %v in %s on %s: %v, want %s", a.Name, by.Roles, c.State, when, err, code)
	}
	if out.Moved() {
		t.Errorf("%s was refused and yet moved", a.Name)
	}
	return out
}

var expertReview = Act{Name: ActAskSpecial, Kind: string(ExpertReview), Basis: "《行政许可法》第四十五条", Days: 12, Reason: "需专家评审"}

func TestA02_OnlyTheLeaderExtendsAndOnlyOnce(t *testing.T) {
	t.Parallel()
	c := inReview(t, "2026-09-16", "2026-09-17")
	ask := Act{Name: ActExtend, Reason: "案情复杂"}
	refused(t, c, ask, officer(Decider), "2026-10-16", "NEED_LEADER")
	refused(t, c, Act{Name: ActExtend}, officer(Leader), "2026-10-16", "REASON_REQUIRED")
	refused(t, c, ask, officer(Leader), "2026-10-22", "K2_ENDED")
	out := next(t, c, ask, officer(Leader), "2026-10-16")
	k2, _ := out.Case.Clock(K2)
	if k2.Due != day("2026-11-04") || out.Case.Extension.Was != day("2026-10-21") || !slices.Equal(out.Entries[0].Documents, papers{DocExtension}) || out.Reorders == nil {
		t.Errorf("extended to %s: %+v", k2.Due, out)
	}
	if k2.Was[0].Why != WhyExtended || !slices.Contains(out.Notices, TellExtended) {
		t.Errorf("the reason is lost: %+v", k2.Was)
	}
	refused(t, out.Case, ask, officer(Leader), "2026-10-17", "EXTENDED_ONCE")
}

func TestA03_SpecialProcedureStopsTheClock(t *testing.T) {
	t.Parallel()
	c := inReview(t, "2026-03-02", "2026-03-02")
	if k2, _ := c.Clock(K2); k2.Due != day("2026-03-30") {
		t.Fatalf("due %s", k2.Due)
	}
	for _, missing := range []struct {
		act  Act
		code string
	}{{Act{Name: ActAskSpecial, Basis: "x", Days: 3, Reason: "y"}, "KIND_REQUIRED"}, {Act{Name: ActAskSpecial, Kind: "testing", Days: 3, Reason: "y"}, "BASIS_REQUIRED"},
		{Act{Name: ActAskSpecial, Kind: "testing", Basis: "x", Reason: "y"}, "DAYS_REQUIRED"}} {
		refused(t, c, missing.act, officer(Reviewer), "2026-03-10", missing.code)
	}
	asked := next(t, c, expertReview, officer(Reviewer), "2026-03-10")
	if asked.Case.State != Review || Permit().StageOf(asked.Case) != StageDecision || asked.Opens == nil || asked.Opens.Stage != StageDecision || asked.Case.Held() {
		t.Errorf("a motion waits with the decider: %+v", asked.Opens)
	}
	refused(t, asked.Case, given(ActPropose), officer(Reviewer), "2026-03-10", "MOTION_OPEN")
	refused(t, asked.Case, Act{Name: ActApprove}, Actor{Officer: officer(Reviewer).Officer, Roles: []Role{Reviewer, Decider}}, "2026-03-10", "FOUR_EYES")
	rejected := next(t, asked.Case, Act{Name: ActReject, Reason: "不需要"}, officer(Decider), "2026-03-10")
	if rejected.Case.Motion != nil || rejected.Opens.Stage != StageReview {
		t.Errorf("rejected: %+v", rejected)
	}
	begun := next(t, asked.Case, Act{Name: ActApprove}, officer(Decider), "2026-03-11")
	k2, _ := begun.Case.Clock(K2)
	if begun.Case.State != InSpecial || !k2.Held || LampOf(k2, day("2026-03-30"), calendar(t)) != NoLamp || !slices.Contains(begun.Entries[0].Documents, DocSpecial) {
		t.Errorf("begun: %s, %+v", begun.Case.State, k2)
	}
	over := next(t, begun.Case, Act{Name: ActFinishSpecial, Record: "专家一致认为…", Pictures: []string{"1"}}, officer(Reviewer), "2026-03-25")
	k2, _ = over.Case.Clock(K2)
	if over.Case.State != Review || k2.Due != day("2026-04-14") || k2.Held {
		t.Errorf("over: %s, %+v", over.Case.State, k2)
	}
	if n := calendar(t).CountWD(day("2026-03-11"), day("2026-03-25")); n != 10 {
		t.Errorf("%d working days excluded", n)
	}
	// a second one that follows at once is merged, and the extension comes after both
	again := next(t, next(t, over.Case, expertReview, officer(Reviewer), "2026-03-25").Case, Act{Name: ActApprove}, officer(Decider), "2026-03-25")
	done := next(t, again.Case, Act{Name: ActFinishSpecial, Record: "补充", Pictures: []string{"1"}}, officer(Reviewer), "2026-03-27")
	extended := next(t, done.Case, Act{Name: ActExtend, Reason: "案情复杂"}, officer(Leader), "2026-03-27")
	if k2, _ = extended.Case.Clock(K2); k2.Due != calendar(t).AddWD(day("2026-04-16"), 10) || len(k2.Off) != 1 {
		t.Errorf("after all: %+v", k2)
	}
}

func TestA04_SecondCorrectionOnlyForWhatIsNew(t *testing.T) {
	t.Parallel()
	tr := limited.of(Permit())
	c := tr.to(t, by1(Intake, ActCorrect), by1(Applicant, ActAnswerCorrection))
	when := walkDay[:10]
	health := []Defect{{"health", "缺体检证明", "上传"}}
	if out := refused(t, c, Act{Name: ActCorrect, Defects: health}, officer(Intake), when, "CORRECTION_ONCE"); len(out.Alarms) != 1 || out.Alarms[0].Reason != "P3" {
		t.Errorf("alarms %v", out.Alarms)
	}
	if out := refused(t, c, Act{Name: ActAskCorrectAgain, Defects: health, Reason: "x", Fresh: []string{"photo"}}, officer(Intake), when, "CORRECTION_ONCE"); len(out.Alarms) != 1 {
		t.Errorf("alarms %v", out.Alarms)
	}
	photo := Act{Name: ActAskCorrectAgain, Defects: []Defect{{"photo", "照片为他人", "重拍"}}, Reason: "补正后新出现", Fresh: []string{"photo"}}
	asked := next(t, c, photo, officer(Intake), when)
	if len(asked.Alarms) != 1 || asked.Alarms[0].Reason != "P3" || asked.Opens.Stage != StageManage {
		t.Errorf("asked: %+v", asked)
	}
	refused(t, asked.Case, Act{Name: ActAccept}, officer(Intake), when, "MOTION_OPEN")
	again := next(t, asked.Case, Act{Name: ActApprove}, officer(Manager), when)
	if again.Case.State != Correction || again.Case.Corrections != 2 || again.Case.Motion != nil {
		t.Errorf("approved: %+v", again.Case)
	}
	answered := next(t, again.Case, given(ActAnswerCorrection), officer(Applicant), when)
	refused(t, answered.Case, photo, officer(Intake), when, "CORRECTION_ONCE")
	next(t, answered.Case, Act{Name: ActAccept}, officer(Intake), when)
	// time goes on while the motion waits: nobody's hesitation keeps the case at intake
	if out := Settle(Permit(), limited, asked.Case, calendar(t), at("2026-09-24 00:00")); out.Case.State != Review || out.Case.Motion != nil {
		t.Errorf("after K1: %s %+v", out.Case.State, out.Case.Motion)
	}
}

func TestT05b_BanAndFalseMaterialNeedALawyer(t *testing.T) {
	t.Parallel()
	c, when := limited.of(Permit()).to(t), walkDay[:10]
	refused(t, c, Act{Name: ActAskNotAccept, Kind: NotAcceptBan, Reason: "限制期内"}, officer(Intake), when, "NO_BAN")
	refused(t, c, Act{Name: ActAskNotAccept, Kind: NotAcceptFalse, Reason: "假证"}, officer(Intake), when, "EVIDENCE_REQUIRED")
	ban := next(t, c, Act{Name: ActAskNotAccept, Kind: NotAcceptBan, Reason: "限制期内", Ban: Ban{Basis: "78", Until: day("2027-01-01")}}, officer(Intake), when)
	if out := next(t, ban.Case, Act{Name: ActApprove}, officer(Lawyer), when); out.Case.State != NotAccepted || out.Case.Warned {
		t.Errorf("ban: %+v", out.Case)
	}
	refused(t, c, Act{Name: ActAskNotAccept, Kind: NotAcceptFalse, Reason: "假证", Record: "发证单位复函"}, officer(Intake), when, "STATEMENT_REQUIRED")
	forged := next(t, c, whole(ActAskNotAccept), officer(Intake), when)
	refused(t, forged.Case, Act{Name: ActApprove}, officer(Decider), when, "ROLE_REQUIRED")
	out := next(t, forged.Case, Act{Name: ActApprove}, officer(Lawyer), when)
	if out.Case.State != NotAccepted || !out.Case.Warned || !slices.Contains(out.Entries[0].Documents, DocWarning) {
		t.Errorf("false material: %+v", out)
	}
}

func TestT06_CorrectionOnTheSpot(t *testing.T) {
	t.Parallel()
	c, when := limited.of(Permit()).to(t), walkDay[:10]
	fix := Act{Name: ActFix, Where: "address", Was: []byte(`"益阳大到"`), Is: []byte(`"益阳大道"`), Reason: "错别字"}
	refused(t, c, Act{Name: ActFix, Where: "address", Was: fix.Was, Is: fix.Was, Reason: "无"}, officer(Intake), when, "FIX_REQUIRED")
	fixed := next(t, c, fix, officer(Intake), when)
	if fixed.Case.State != Received || fixed.Opens != nil || fixed.Closes {
		t.Errorf("fixed: %+v", fixed)
	}
	refused(t, fixed.Case, Act{Name: ActAccept}, officer(Intake), when, "FIX_OPEN")
	refused(t, fixed.Case, Act{Name: ActConfirmFix}, officer(Intake), when, "ROLE_REQUIRED")
	done := next(t, fixed.Case, Act{Name: ActConfirmFix}, officer(Applicant), when)
	if f := done.Case.Fixes[0]; f.ConfirmedOn.IsZero() || string(f.Was) == string(f.Is) {
		t.Errorf("both versions: %+v", f)
	}
	next(t, done.Case, Act{Name: ActAccept}, officer(Intake), when)
	next(t, next(t, fixed.Case, Act{Name: ActDropFix}, officer(Intake), when).Case, Act{Name: ActAccept}, officer(Intake), when)
}

func TestT12_OnTheSpotByTwo(t *testing.T) {
	t.Parallel()
	spot := limited.of(Permit(), func(o *Options) { o.OnTheSpot = true })
	c, cal := spot.to(t), calendar(t)
	refused(t, c, Act{Name: ActAskOnTheSpot, Verdict: Grant, Reason: "齐全"}, officer(Intake), walkDay[:10], "NOT_ON_THE_SPOT")
	asked, err := Step(spot.p, spot.o, c, Act{Name: ActAskOnTheSpot, Verdict: Grant, Reason: "齐全"}, officer(Intake), cal, at(walkDay))
	if err != nil || asked.Opens.Stage != StageDecision {
		t.Fatalf("%+v, %v", asked.Opens, err)
	}
	asked.Case.Findings = complete
	same := Actor{Officer: officer(Intake).Officer, Roles: []Role{Intake, Decider}}
	if _, err := Step(spot.p, spot.o, asked.Case, Act{Name: ActGrant}, same, cal, at(walkDay)); fault.Code(err) != "FOUR_EYES" {
		t.Errorf("by one person: %v", err)
	}
	out, err := Step(spot.p, spot.o, asked.Case, Act{Name: ActGrant}, officer(Decider), cal, at(walkDay))
	if err != nil || out.Case.Verdict != Grant || out.Case.AcceptedOn != day("2026-09-17") || out.Case.Motion != nil {
		t.Errorf("%s, %v", out.Case.State, err)
	}
	if k4, ok := out.Case.Clock(K4); !ok || k4.Due.IsZero() {
		t.Error("K4 does not run")
	}
	c.Findings = falsified
	said := func(err error) string {
		if f, _ := fault.As(err); f != nil && len(f.Fields) > 0 {
			return f.Fields[0].Code
		}
		return fault.Code(err)
	}
	for ground, want := range map[string]string{FalseMaterial: "FALSE_MATERIAL_APART", "B3": ""} {
		refusal := Act{Name: ActAskOnTheSpot, Verdict: Refuse, Reason: "不符合条件", Grounds: []string{ground}, Heard: "放弃", Kind: SpokenWaived, Way: HeardByPhone, On: day(walkDay[:10])}
		if _, err := Step(spot.p, spot.o, c, refusal, officer(Intake), cal, at(walkDay)); said(err) != want {
			t.Errorf("a refusal for %s is moved on the spot: %v, want %q", ground, err, want)
		}
	}
	asked.Case.Findings = barred
	if _, err := Step(spot.p, spot.o, asked.Case, given(ActRefuse), officer(Decider), cal, at(walkDay)); fault.Code(err) != "PROPOSAL_DIFFERS" {
		t.Errorf("refused against the motion: %v", err)
	}
}

func TestT16_TwoNamedOfficersVerify(t *testing.T) {
	t.Parallel()
	c, when := inReview(t, "2026-09-16", "2026-09-17"), "2026-09-18"
	two := []Clerk{{"v1", "甲"}, {"v2", "乙"}}
	ask := Act{Name: ActAskVerify, Kind: VerifyField, Named: two, Reason: "核实储存库"}
	refused(t, c, Act{Name: ActAskVerify, Kind: VerifyField, Named: []Clerk{two[0], two[0]}, Reason: "x"}, officer(Reviewer), when, "VERIFIERS_REQUIRED")
	c.Hands = append(c.Hands, Hand{Lawyer, "v3"})
	refused(t, c, Act{Name: ActAskVerify, Kind: VerifyField, Named: []Clerk{two[0], {"v3", "丙"}}, Reason: "x"}, officer(Reviewer), when, "VERIFIER_BARRED")
	out := next(t, c, ask, officer(Reviewer), when)
	if out.Case.State != Verifying || out.Opens.Stage != StageVerify {
		t.Fatalf("%+v", out.Opens)
	}
	c = out.Case
	sign := Act{Name: ActVerify, Record: "现场与申报一致", Pictures: []string{"1"}, Unrelated: true}
	refused(t, c, sign, clerk(Verifier, "v9"), when, "VERIFIER_NOT_NAMED")
	refused(t, c, Act{Name: ActVerify, Record: "x", Unrelated: true}, clerk(Verifier, "v1"), when, "PICTURES_REQUIRED")
	refused(t, c, Act{Name: ActVerify, Record: "x", Pictures: []string{"1"}}, clerk(Verifier, "v1"), when, "UNRELATED_REQUIRED")
	first := next(t, c, sign, clerk(Verifier, "v1"), when)
	if first.Case.State != Verifying || !first.Closes || first.Opens == nil || !slices.Contains(first.Case.BarredAt(StageVerify), "v1") {
		t.Errorf("the first signature passes it on: %+v", first)
	}
	refused(t, first.Case, sign, clerk(Verifier, "v1"), when, "VERIFIER_SIGNED")
	second := next(t, first.Case, Act{Name: ActVerify, Unrelated: true}, clerk(Verifier, "v2"), when)
	if second.Case.State != Review || len(second.Case.Verifications[0].Signed) != 2 || !slices.Equal(second.Entries[0].Documents, papers{DocVerification}) {
		t.Errorf("second: %+v", second.Case)
	}
	if k2, _ := second.Case.Clock(K2); k2.Due != day("2026-10-21") {
		t.Error("a verification stops no clock")
	}
}

func TestT18_AnExplanationStopsNoClock(t *testing.T) {
	t.Parallel()
	c, when := inReview(t, "2026-09-16", "2026-09-17"), "2026-09-18"
	ask := Act{Name: ActAskExplanation, Reason: "请说明两份证明的差异"}
	open := next(t, c, ask, officer(Reviewer), when)
	refused(t, open.Case, ask, officer(Reviewer), when, "EXPLANATION_OPEN")
	refused(t, open.Case, given(ActPropose), officer(Reviewer), when, "EXPLANATION_OPEN")
	if k2, _ := open.Case.Clock(K2); k2.Due != day("2026-10-21") || k2.Held {
		t.Errorf("K2 %+v", k2)
	}
	answered := next(t, open.Case, Act{Name: ActExplain, Reason: "系笔误"}, officer(Applicant), "2026-09-20")
	if e := answered.Case.Explanations[0]; e.AnsweredOn.IsZero() || answered.Case.State != Review || open.Case.Explanations[0].Answer != "" {
		t.Errorf("answered: %+v", e)
	}
	next(t, answered.Case, given(ActPropose), officer(Reviewer), "2026-09-20")
	next(t, next(t, open.Case, Act{Name: ActDropExplanation, Reason: "逾期未复"}, officer(Reviewer), when).Case, given(ActPropose), officer(Reviewer), when)
}

func TestT23_CollectiveDiscussion(t *testing.T) {
	t.Parallel()
	lawful := limited.of(Permit())
	cal, when := calendar(t), at(walkDay)
	step := func(c Case, a Act, by Actor, code string) Case {
		t.Helper()
		c.Findings = barred
		out, err := Step(lawful.p, lawful.o, c, a, by, cal, when)
		f, _ := fault.As(err)
		if fault.Code(err) != code && (f == nil || len(f.Fields) == 0 || f.Fields[0].Code != code) {
			t.Fatalf("%s in %s: %v, want %q", a.Name, c.State, err, code)
		}
		return out.Case
	}
	c := lawful.to(t, by1(Intake, ActAccept), refusal(Reviewer, ActPropose))
	opposed := step(c, Act{Name: ActLegalOpinion, Kind: LawyerDisagrees, Reason: "证据不足"}, officer(Lawyer), "")
	if opposed.State != Deciding {
		t.Fatalf("opposed: %s", opposed.State)
	}
	refuse := given(ActRefuse)
	step(opposed, refuse, officer(Decider), "LEGAL_REVIEW_REQUIRED")
	talk := step(opposed, Act{Name: ActPersist, Reason: "坚持不予许可"}, officer(Decider), "")
	chair := officer(Leader)
	vote := func(verdicts ...Verdict) []Member {
		list := []Member{{Clerk: Clerk{chair.Officer, "局长"}, Verdict: verdicts[0]}}
		for i, v := range verdicts[1:] {
			list = append(list, Member{Clerk: Clerk{string(rune('a' + i)), "委员"}, Verdict: v, Text: "理由"})
		}
		return list
	}
	decide := func(members []Member) Act {
		return Act{Name: ActCollective, Members: members, Record: "会议认为…"}
	}
	step(talk, decide(vote(Refuse, Refuse)), chair, "MEMBERS_REQUIRED")
	step(talk, decide(append(vote(Refuse, Refuse), vote(Refuse, Refuse)[1])), chair, "MEMBERS_REQUIRED")
	silent := vote(Refuse, Refuse, Grant)
	silent[2].Text = ""
	step(talk, decide(silent), chair, "DISSENT_REQUIRED")
	step(talk, decide(vote(Refuse, Refuse, Grant)), officer(Decider), "NEED_LEADER")
	agreed := step(talk, decide(vote(Refuse, Refuse, Grant)), chair, "")
	if d := agreed.Collective.Dissenters(); agreed.State != Deciding || agreed.Collective.Verdict != Refuse || len(d) != 1 || agreed.Collective.Cast {
		t.Errorf("agreed: %+v", agreed.Collective)
	}
	if tie := step(talk, decide(vote(Refuse, Refuse, Grant, Grant)), chair, ""); tie.Collective.Verdict != Refuse || !tie.Collective.Cast {
		t.Errorf("the chair casts: %+v", tie.Collective)
	}
	step(agreed, refuse, officer(Decider), "")
	other := step(talk, decide(vote(Grant, Grant, Refuse)), chair, "")
	step(other, refuse, officer(Decider), "LEGAL_REVIEW_REQUIRED")
	if back := step(other, Act{Name: ActReturn, Reason: "重新审查"}, officer(Decider), ""); back.State != Review {
		t.Errorf("returned: %s", back.State)
	}
}

func TestT21b_DepartingDecisionNeedsALawyer(t *testing.T) {
	t.Parallel()
	tr := limited.of(Permit())
	c := seenByLaw(t, tr, tr.to(t, by1(Intake, ActAccept), refusal(Reviewer, ActPropose)))
	when := walkDay[:10]
	refused(t, c, given(ActGrant), officer(Decider), when, "LEGAL_REVIEW_REQUIRED")
	refused(t, c, Act{Name: ActSendLegal, Verdict: Refuse, Reason: "x"}, officer(Decider), when, "PROPOSAL_SAME")
	sent := next(t, c, Act{Name: ActSendLegal, Verdict: Grant, Reason: "条件已具备"}, officer(Decider), when)
	seen := next(t, sent.Case, given(ActLegalOpinion), officer(Lawyer), when)
	if out := next(t, seen.Case, given(ActGrant), officer(Decider), when); out.Case.Verdict != Grant {
		t.Errorf("%s", out.Case.State)
	}
}

func TestT30_EarlyEndNeedsProofAndTwo(t *testing.T) {
	t.Parallel()
	when := walkDay[:10]
	ask := Act{Name: ActAskTerminate, Kind: EndDead, Reason: "申请人死亡", Pictures: []string{"1"}}
	for _, c := range []Case{limited.of(Permit()).to(t), limited.of(Permit()).to(t, by1(Intake, ActCorrect)), limited.of(Permit()).to(t, by1(Intake, ActAccept))} {
		refused(t, c, Act{Name: ActAskTerminate, Kind: EndDead, Reason: "x"}, officer(Reviewer), when, "PROOF_REQUIRED")
		asked := next(t, c, ask, officer(Reviewer), when)
		out := next(t, asked.Case, Act{Name: ActApprove}, officer(Decider), when)
		if out.Case.State != Terminated || slices.ContainsFunc(out.Case.Clocks, Clock.Running) {
			t.Errorf("%s: %+v", out.Case.State, out.Case.Clocks)
		}
	}
	// the motion outlives a move of time that leaves the case undecided
	asked := next(t, limited.of(Permit()).to(t), ask, officer(Reviewer), when)
	if out := Settle(Permit(), limited, asked.Case, calendar(t), at("2026-09-24 00:00")); out.Case.Motion == nil || Permit().StageOf(out.Case) != StageDecision {
		t.Errorf("after K1: %+v", out.Case.Motion)
	}
}

func TestT33_FailedDeliveries(t *testing.T) {
	t.Parallel()
	when := walkDay[:10]
	c := limited.of(Permit()).to(t, by1(Intake, ActAccept), by1(Reviewer, ActPropose), by1(Decider, ActGrant))
	if c.State != Delivery {
		t.Fatal(c.State)
	}
	failed := Act{Name: ActFailDelivery, Waybill: "1092837465100", Reason: "拒收"}
	first := next(t, c, failed, officer(Deliverer), when)
	refused(t, first.Case, failed, officer(Deliverer), when, "CALL_REQUIRED")
	failed.Phone = "9月18日10时电话联系，无人接听"
	second := next(t, first.Case, failed, officer(Deliverer), when)
	if k4, runs := second.Case.Runs(K4); second.Case.State != Delivery || !runs || k4.Held {
		t.Errorf("%s: K4 must go on showing its cause", second.Case.State)
	}
	refused(t, second.Case, Act{Name: ActDeliver, Way: "ems"}, officer(Deliverer), when, "DELIVERY_BY_WINDOW")
	next(t, second.Case, Act{Name: ActDeliver, Way: AtCounter}, officer(Deliverer), when)
}

func TestRecusal(t *testing.T) {
	t.Parallel()
	c, when := inReview(t, "2026-09-16", "2026-09-17"), "2026-09-18"
	declared := next(t, c, Act{Name: ActRecuse, Reason: "申请人系本人表弟"}, officer(Reviewer), when)
	if !declared.Closes || declared.Opens == nil || !slices.Contains(declared.Case.BarredAt(StageReview), officer(Reviewer).Officer) {
		t.Errorf("the step goes to somebody else: %+v", declared)
	}
	refused(t, declared.Case, given(ActPropose), officer(Reviewer), when, "RECUSAL")
	next(t, declared.Case, given(ActPropose), clerk(Reviewer, "other"), when)
	decide := Act{Name: ActDecideRecusal, Officer: officer(Reviewer).Officer, Reason: "不属近亲属"}
	refused(t, declared.Case, decide, Actor{Officer: officer(Reviewer).Officer, Roles: []Role{Leader}}, when, "FOUR_EYES")
	lifted := next(t, declared.Case, decide, officer(Leader), when)
	next(t, lifted.Case, given(ActPropose), officer(Reviewer), when)
	decide.Agree = true
	refused(t, next(t, declared.Case, decide, officer(Leader), when).Case, given(ActPropose), officer(Reviewer), when, "RECUSAL")
}
