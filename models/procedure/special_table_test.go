package procedure

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

var verifiers = []Clerk{{officer(Verifier).Officer, "甲"}, {"v2", "乙"}}

// whole are the acts of special moves with everything that they ask for.
func whole(name ActName) Act {
	a := given(name)
	a.Name = name
	switch name {
	case ActAskNotAccept:
		a.Kind, a.Reason, a.Record, a.Heard = NotAcceptFalse, "假证", "复函", "已电话告知，申请人放弃陈述、申辩"
	case ActAskCorrectAgain:
		a.Defects, a.Fresh, a.Reason = []Defect{{"照片", "他人", "重拍"}}, []string{"照片"}, "新出现"
	case ActAskOnTheSpot:
		a.Verdict, a.Reason = Grant, "齐全"
	case ActAskSpecial:
		a = expertReview
	case ActAskTerminate:
		a.Kind, a.Reason, a.Pictures = EndDead, "死亡", []string{"1"}
	case ActFix:
		a.Where, a.Was, a.Is, a.Reason = "address", []byte(`"a"`), []byte(`"b"`), "笔误"
	case ActAskVerify:
		a.Kind, a.Named, a.Reason = VerifyField, verifiers, "查看"
	case ActVerify:
		a.Record, a.Pictures, a.Unrelated = "一致", []string{"1"}, true
	case ActSendLegal:
		a.Verdict, a.Reason = Refuse, "拟不予"
	case ActDecideAgain:
		a.Kind, a.Body, a.Number, a.On, a.Wrong, a.Days = Judged, "益阳市赫山区人民法院", "（2026）湘0903行初12号", day("2026-09-17"), WrongGrounds, 15
		a.Reason, a.Pictures = "认定犯罪记录的证据不足，责令重新作出决定", []string{"1"}
	case ActAskCollective:
		a.Verdict, a.Reason = Grant, "拟准"
	case ActCollective:
		a.Record, a.Members = "会议认为", []Member{{Clerk{officer(Leader).Officer, "局长"}, Grant, ""}, {Clerk{"m1", "委员"}, Grant, ""}, {Clerk{"m2", "委员"}, Grant, ""}}
	case ActFailDelivery:
		a.Waybill, a.Reason, a.Phone = "1", "拒收", "无人接听"
	case ActFinishSpecial:
		a.Record, a.Pictures = "意见", []string{"1"}
	case ActTellThirdParty:
		a.Party, a.Place, a.Reason = "相邻单位", "益阳市赫山区康富路1号", "作业地点与其厂房相邻"
	case ActHearThirdParty:
		a.Kind, a.Record = ThirdPartyStated, "没有意见"
	case ActDecideRecusal:
		a.Officer, a.Reason = "nobody", "x"
	case ActTellRefusal:
		a.Grounds, a.Record, a.Reason = []string{"B3"}, "有前科", "不符合条件"
	case ActState, ActExplain, ActAskExplanation, ActDropExplanation, ActTellHearing, ActPersist, ActExtend, ActRecuse, ActReject, ActRequestHearing:
		a.Reason = "理由"
	}
	return a
}

// heardRefusal is the decision to refuse, after the applicant was heard.
func heardRefusal() said {
	s := refusal(Decider, ActRefuse)
	s.Heard = "放弃陈述申辩"
	return s
}

var inner = []Role{Intake, County, Reviewer, Verifier, Lawyer, Decider, Leader}

// Every special state × act × role, against a table written by hand.
func TestPermitTableBeyondThePlainWay(t *testing.T) {
	t.Parallel()
	tr := limited.of(Permit())
	cal := calendar(t)
	with := func(by Role, name ActName) said { return said{by, whole(name)} }
	accept, propose := by1(Intake, ActAccept), by1(Reviewer, ActPropose)
	refused := []said{accept, refusal(Reviewer, ActPropose), heardRefusal()}
	cases := map[string]Case{
		"received": tr.to(t), "review": tr.to(t, accept), "verifying": tr.to(t, accept, with(Reviewer, ActAskVerify)),
		"special motion": tr.to(t, accept, with(Reviewer, ActAskSpecial)), "special": tr.to(t, accept, with(Reviewer, ActAskSpecial), with(Decider, ActApprove)),
		"collective": tr.to(t, accept, with(Reviewer, ActAskCollective)), "deciding": tr.to(t, accept, propose),
		"ban motion": tr.to(t, with(Intake, ActAskNotAccept)), "end motion": tr.to(t, accept, with(Reviewer, ActAskTerminate)),
		"terminated": tr.to(t, accept, with(Reviewer, ActAskTerminate), with(Decider, ActApprove)),
		"explaining": tr.to(t, accept, with(Reviewer, ActAskExplanation)), "hearing right": tr.to(t, accept, with(Reviewer, ActTellHearing)),
		"third party":  tr.to(t, accept, with(Reviewer, ActTellThirdParty)),
		"refusal told": tr.to(t, accept, with(Reviewer, ActTellRefusal)),
		"delivery":     tr.to(t, accept, propose, by1(Decider, ActGrant)), "granted": tr.to(t, accept, propose, by1(Decider, ActGrant), by1(Deliverer, ActDeliver)),
		"refused": tr.to(t, refused...), "closed": tr.to(t, append(refused, by1(Deliverer, ActDeliver))...),
		"again":           tr.to(t, append(refused, with(Leader, ActDecideAgain))...),
		"discussed again": tr.to(t, append(refused, with(Leader, ActDecideAgain), with(Reviewer, ActAskCollective), with(Leader, ActCollective))...),
	}
	always := map[ActName]row{ActWithdraw: {Withdrawn, []Role{Applicant}}, ActRecuse: {"", inner}}
	counted := map[ActName]row{ActExtend: {"", []Role{Leader}}, ActAskTerminate: {"", []Role{Reviewer, Intake}}}
	rows := map[string][]map[ActName]row{
		"received": {always, {ActAskTerminate: {"", []Role{Reviewer, Intake}}, ActAccept: {Review, []Role{Intake}}, ActCorrect: {Correction, []Role{Intake}}, ActNotNeeded: {NotNeeded, []Role{Intake}},
			ActNotAccept: {NotAccepted, []Role{Intake}}, ActAskNotAccept: {"", []Role{Intake}}, ActFix: {"", []Role{Intake}}}},
		"review": {always, counted, {ActPropose: {Deciding, []Role{Reviewer}}, ActAskVerify: {Verifying, []Role{Reviewer}}, ActAskSpecial: {"", []Role{Reviewer}},
			ActAskExplanation: {"", []Role{Reviewer}}, ActTellHearing: {"", []Role{Reviewer}}, ActTellThirdParty: {"", []Role{Reviewer}}, ActAskCollective: {Discussing, []Role{Reviewer}}}},
		"verifying":      {always, counted, {ActVerify: {"", []Role{Verifier}}}},
		"special motion": {always, {ActExtend: {"", []Role{Leader}}, ActApprove: {InSpecial, []Role{Decider}}, ActReject: {"", []Role{Decider}}}},
		"special":        {always, counted, {ActFinishSpecial: {Review, []Role{Reviewer}}}},
		"collective":     {always, counted, {ActCollective: {Deciding, []Role{Leader}}}},
		"deciding":       {always, counted, {ActGrant: {Delivery, []Role{Decider}}, ActReturn: {Review, []Role{Decider}}, ActSendLegal: {Legal, []Role{Decider}}}},
		"ban motion":     {always, {ActApprove: {NotAccepted, []Role{Lawyer}}, ActReject: {"", []Role{Lawyer}}}},
		"end motion":     {always, {ActExtend: {"", []Role{Leader}}, ActApprove: {Terminated, []Role{Decider}}, ActReject: {"", []Role{Decider}}}},
		"terminated":     {},
		"explaining": {always, counted, {ActExplain: {"", []Role{Applicant}}, ActDropExplanation: {"", []Role{Reviewer}}, ActTellHearing: {"", []Role{Reviewer}},
			ActTellThirdParty: {"", []Role{Reviewer}}}},
		"hearing right": {always, counted, {ActRequestHearing: {InSpecial, []Role{Applicant}}, ActWaiveHearing: {"", []Role{Applicant}},
			ActAskExplanation: {"", []Role{Reviewer}}, ActTellThirdParty: {"", []Role{Reviewer}}}},
		"third party": {always, counted, {ActHearThirdParty: {"", []Role{Reviewer}}, ActAskExplanation: {"", []Role{Reviewer}}, ActTellHearing: {"", []Role{Reviewer}}}},
		"refusal told": {always, counted, {ActState: {"", []Role{Applicant}}, ActWaiveStatement: {"", []Role{Applicant}}, ActAskExplanation: {"", []Role{Reviewer}},
			ActTellHearing: {"", []Role{Reviewer}}, ActTellThirdParty: {"", []Role{Reviewer}}}},
		"granted": {},
		"refused": {{ActDeliver: {Closed, []Role{Deliverer, Applicant}}, ActFailDelivery: {"", []Role{Deliverer}}, ActDecideAgain: {Review, []Role{Leader}}}},
		"closed":  {{ActDecideAgain: {Review, []Role{Leader}}}},
		"again": {always, counted, {ActAskVerify: {Verifying, []Role{Reviewer}}, ActAskSpecial: {"", []Role{Reviewer}},
			ActTellThirdParty: {"", []Role{Reviewer}}, ActAskExplanation: {"", []Role{Reviewer}}, ActTellHearing: {"", []Role{Reviewer}}, ActAskCollective: {Discussing, []Role{Reviewer}}}},
		"discussed again": {always, counted},
		"delivery":        {{ActDeliver: {Closed, []Role{Deliverer, Applicant}}, ActFailDelivery: {"", []Role{Deliverer}}}},
	}
	for name, c := range cases {
		for _, act := range everyAct {
			for _, role := range everybody {
				out, err := Step(tr.p, tr.o, c, whole(act), officer(role), cal, at(walkDay))
				want, known := row{}, false
				for _, m := range rows[name] {
					if r, ok := m[act]; ok {
						want, known = r, true
					}
				}
				to := want.to
				if to == "" {
					to = c.State
				}
				switch allowed := known && slices.Contains(want.roles, role); {
				case allowed && (err != nil || out.Case.State != to):
					t.Errorf("%s: %s by %s: %s, %v; want %s", name, act, role, out.Case.State, err, to)
				case !allowed && err == nil:
					t.Errorf("%s: %s by %s was allowed and led to %s", name, act, role, out.Case.State)
				case !allowed && out.Moved():
					t.Errorf("%s: %s by %s was refused and yet moved", name, act, role)
				}
			}
		}
	}
}

// Ten thousand random acts that move a case, among many more that are refused, by random officers over random time: no state outside the table, no second decision, no clock that is lost or runs
// beyond the end, and never a suspension that nobody ended behind a decision.
func TestTenThousandActsKeepThePermitLawful(t *testing.T) {
	t.Parallel()
	cal, r := calendar(t), rand.New(rand.NewPCG(2026, 200))
	known := map[State]bool{None: true}
	for _, m := range Permit().Moves {
		known[m.To] = true
	}
	ends := []State{Closed, Withdrawn, Terminated, NotAccepted, NotNeeded, Lapsed}
	officers := map[Role][]Actor{}
	for _, role := range everybody {
		officers[role] = []Actor{officer(role)}
		for _, n := range []string{"2", "3", "4"} {
			officers[role] = append(officers[role], Actor{Officer: string(role) + n, Name: "另一人", Roles: []Role{role}, Assurance: 3})
		}
	}
	reached := map[State]int{}
	walked := map[MoveID]int{}
	moved, again, twice := 0, 0, 0
	for moved < 10_000 {
		o := limited
		o.Code, o.OnTheSpot, o.LegalAlways = "permit", r.IntN(2) == 0, r.IntN(4) == 0
		c, now, decided := Case{}, at("2026-09-01 09:00"), 0
		for step := 0; step < 60 || c.DecidesAgain() && step < 400; step++ {
			now = now.Add(time.Duration(r.IntN(30)) * time.Hour)
			c.Findings = complete
			act := whole(everyAct[r.IntN(len(everyAct))])
			// most acts are those of this moment, else a walk would never leave the first rooms
			if r.IntN(8) > 0 {
				var now []*Move
				for i := range Permit().Moves {
					if m := &Permit().Moves[i]; slices.Contains(m.From, c.State) && m.By[0] != System && !m.Beside && m.Act != ActWithdraw && m.Act != ActRecuse && (m.Act != ActAskTerminate || !c.DecidesAgain()) {
						now = append(now, m)
					}
				}
				if len(now) > 0 {
					act = whole(now[r.IntN(len(now))].Act)
				}
			}
			if r.IntN(3) == 0 {
				act.Verdict, act.Grounds, act.Reason, act.Heard, c.Findings = Refuse, []string{"B3"}, "有前科", "放弃", barred
				act.Kind, act.Way = SpokenWaived, HeardByPhone
			}
			act.On, act.Wrong = workday.DateOf(now), Wrongs()[r.IntN(3)] // of a ruling
			if act.Name == ActHearThirdParty && r.IntN(2) == 0 {
				act.Kind, act.Pictures = ThirdPartyHearing, []string{"1"}
			}
			role := everybody[r.IntN(len(everybody))]
			for _, m := range Permit().Moves {
				if m.Act == act.Name && slices.Contains(m.From, c.State) && m.By[0] != System && !m.Beside && r.IntN(4) > 0 {
					role = m.By[r.IntN(len(m.By))]
				}
			}
			before := c
			who := officers[role][r.IntN(4)]
			if len(act.Members) > 0 {
				act.Members[0].Officer = who.Officer // the chair
			}
			out, err := Step(Permit(), o, c, act, who, cal, now)
			c = out.Case
			if !known[c.State] {
				t.Fatalf("%s led to %q", act.Name, c.State)
			}
			if err == nil {
				moved++
			}
			for _, e := range out.Entries {
				walked[e.Move]++
				if e.From != e.To && (e.To == Granted || e.To == Refused) {
					decided++
				}
				switch {
				case e.Act == ActDecideAgain:
					again++
				case decided > 1 && (e.To == Granted || e.To == Refused):
					twice++
				}
				if slices.Contains(ends, before.State) && e.To != before.State && e.Act != ActDecideAgain {
					t.Fatalf("%s left %s", e.Move, before.State)
				}
			}
			reached[c.State]++
			k2, counting := c.Runs(K2)
			switch {
			case decided > 1+len(c.Redecisions):
				t.Fatalf("decided %d times, annulled %d times", decided, len(c.Redecisions))
			case slices.ContainsFunc(c.Redecisions, func(r Redecision) bool {
				return r.First.Verdict != Refuse || r.First.DecidedOn.IsZero() || len(r.First.Clocks) == 0
			}):
				t.Fatalf("a first decision was lost: %+v", c.Redecisions)
			case c.DecidesAgain() && (c.Verdict != "" || !c.DecidedOn.IsZero() || !c.DeliveredOn.IsZero()):
				t.Fatalf("decided again and yet decided in %s", c.State)
			case len(c.Redecisions) > 0 && c.Verdict != "" && c.Collective == nil:
				t.Fatal("decided again without the collective discussion")
			case slices.Contains(counted, c.State) && !counting:
				t.Fatalf("K2 was lost in %s after %s", c.State, act.Name)
			case slices.Contains(ends, c.State) && slices.ContainsFunc(c.Clocks, func(k Clock) bool { return k.Running() && k.Kind != K6 }):
				t.Fatalf("a clock runs on in %s: %+v", c.State, c.Clocks)
			case counting && k2.Held != c.Held():
				t.Fatalf("K2 held %t, special %t in %s", k2.Held, c.Held(), c.State)
			case c.Verdict != "" && c.Held():
				t.Fatalf("decided while a special procedure goes on")
			case c.speaks() && !slices.Contains(examined, c.State):
				t.Fatalf("%s while he may still speak", c.State)
			case c.Motion != nil && !slices.Contains(undecided, c.State):
				t.Fatalf("a motion outlived the case in %s", c.State)
			}
			if err != nil && fault.Code(err) == "" {
				t.Fatalf("%s: %v", act.Name, err)
			}
		}
	}
	for _, id := range []MoveID{"T26", "T28a", "T28b", "T28c", "T28d", "T33", "T37", "T45", "T45a", "T45h", "T45e"} {
		if walked[id] == 0 {
			t.Errorf("no walk took %s", id)
		}
	}
	if again < 10 || twice == 0 {
		t.Errorf("only %d decisions were annulled, %d decided again", again, twice)
	}
	for _, s := range []State{Verifying, InSpecial, Legal, Discussing, Terminated, Granted, Refused, Closed} {
		if s != Granted && reached[s] == 0 {
			t.Errorf("no walk reached %s", s)
		}
	}
}

// counted are the states in which the decision's clock runs or stands still.
var counted = states{Review, Verifying, InSpecial, Legal, Discussing, Deciding}

// speaks tells whether the applicant may speak against what is intended.
func (c Case) speaks() bool { _, open := c.Runs(KH); return open }
