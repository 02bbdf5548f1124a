package procedure

import (
	"slices"
	"testing"

	"github.com/yiyang-police/permit-portal/models/fault"
)

// waits is a case of a table whose result waits for its delivery, and where the delivery leads.
type waits struct {
	trial
	c    Case
	to   State
	card bool // the result is a card
}

// waiting are all of them: each state of each table in which something waits for its delivery.
func waiting(t *testing.T) map[string]waits {
	t.Helper()
	accept, propose, refuse := by1(Intake, ActAccept), by1(Reviewer, ActPropose), refusal(Reviewer, ActPropose)
	done := by1(Decider, ActDone)
	p, f, s, e := limited.of(Permit()), limited.of(Filing(), madeOutside), limited.of(Service(), madeOutside), limited.of(Endorsement())
	entered := []said{accept, propose, by1(Decider, ActForward)}
	bad := said{Printer, Act{Name: ActEnterResult, Verdict: Refuse, Source: "国家出入境管理信息系统", Reason: "不予签发"}}
	list := map[string]waits{
		"permit": {p, p.to(t, accept, propose, by1(Decider, ActGrant)), Closed, false}, "permit refused": {p, p.to(t, accept, refuse, heardRefusal()), Closed, false},
		"filing":       {f, f.to(t, accept, by1(Reviewer, ActFile), by1(Printer, ActIssueCertificate)), Closed, false},
		"no filing":    {f, f.to(t, accept, by1(Reviewer, ActNotFile)), Closed, false},
		"service":      {s, s.to(t, accept, propose, done, by1(Printer, ActIssueCertificate)), Closed, false},
		"declined":     {s, s.to(t, accept, refuse, refusal(Decider, ActDecline)), Closed, false},
		"endorsement":  {e, e.to(t, append(entered, by1(Printer, ActEnterResult), by1(Verifier, ActVerifyResult))...), Closed, true},
		"not issued":   {e, e.to(t, append(entered, bad, by1(Verifier, ActVerifyResult))...), Closed, false},
		"not accepted": {p, p.to(t, by1(Intake, ActNotAccept)), NotAccepted, false}, "filing not accepted": {f, f.to(t, by1(Intake, ActNotAccept)), NotAccepted, false},
		"service not accepted": {s, s.to(t, by1(Intake, ActNotAccept)), NotAccepted, false}, "endorsement not accepted": {e, e.to(t, by1(Intake, ActNotAccept)), NotAccepted, false},
		"measure": {limited.LicenceOptions("430900").of(licence), Case{State: Delivery, DecidedOn: day("2026-09-17"), Licence: &Licence{Measure: Revoke, Ground: "A69.1.1"}}, Closed, false},
	}
	award := []said{does(Applicant, ActClaimLoss), does(Reviewer, ActPropose), does(Lawyer, ActLegalOpinion)}
	awarding := limited.CompensationOptions("430900", false).of(compensation)
	list["award"] = waits{awarding, lossWalk(t, "A8.law", limited, append(award, does(Leader, ActAward))...), Paying, false}
	list["no award"] = waits{awarding, lossWalk(t, "A8.law", limited, award[0], denial(), award[2], does(Leader, ActDenyAward)), Closed, false}
	return list
}

// Every sort of case is delivered in the same three ways: by whom, whence and where to, while nothing is posted and while a letter is on its way.
func TestDeliveryIsTheSameInEveryTable(t *testing.T) {
	t.Parallel()
	cal := calendar(t)
	both := []Role{Deliverer, Applicant}
	type delivered struct {
		act   Act
		roles []Role
		ends  bool // the case leaves its state
	}
	post := Act{Name: ActPost, Waybill: "EA1"}
	back := Act{Name: ActComeBack, Returned: true, Waybill: "EA1", Reason: "拒收"}
	failed := Act{Name: ActFailDelivery, Waybill: "EA1", Reason: "查无此人"}
	choose := Act{Name: ActChooseDelivery, Way: ByPost, Party: "李建国", Phone: "13800001001", Place: "益阳市赫山区桃花仑街道金山路18号"}
	online := Act{Name: ActDeliver, Way: Electronic, Agreed: true}
	arrives := Act{Name: ActHandOver, Arrived: true, Way: Electronic, Agreed: true}
	signed := Act{Name: ActHandOver, Arrived: true, Way: ByPost, Waybill: "EA1"}
	byPost := Act{Name: ActDeliver, Way: ByPost, Waybill: "EA1"}
	counter := Act{Name: ActDeliver, Way: AtCounter}
	everybody := append(slices.Clone(everybody), System)
	for name, w := range waiting(t) {
		posted, err := Step(w.p, w.o, w.c, post, officer(Deliverer), cal, at(walkDay))
		if err != nil || posted.Case.State != w.c.State || w.p.StageOf(posted.Case) != "" {
			t.Fatalf("%s: posted: %s, %v", name, posted.Case.State, err)
		}
		for i, c := range []Case{w.c, posted.Case} {
			away := i == 1
			for _, d := range []delivered{{counter, both, true}, {online, both, true}, {arrives, []Role{System}, true}, {byPost, both, true}, {signed, []Role{System}, true},
				{post, []Role{Deliverer}, false}, {back, []Role{System}, false}, {failed, []Role{Deliverer}, false}, {choose, []Role{Applicant}, false}} {
				possible := !w.card || d.act.Way != Electronic
				switch d.act.Name {
				case ActPost, ActChooseDelivery:
					possible = !away
				case ActComeBack:
					possible = away
				case ActDeliver:
					possible = possible && (d.act.Way != ByPost || away)
				}
				for _, role := range everybody {
					out, err := Step(w.p, w.o, c, d.act, officer(role), cal, at(walkDay))
					to := c.State
					if d.ends {
						to = w.to
					}
					switch allowed := possible && slices.Contains(d.roles, role); {
					case allowed && (err != nil || out.Case.State != to || out.Case.DeliveredOn.IsZero() == d.ends):
						t.Errorf("%s (on its way %t): %s %s by %s: %s, %v; want %s", name, away, d.act.Name, d.act.Way, role, out.Case.State, err, to)
					case !allowed && (err == nil || out.Moved()):
						t.Errorf("%s (on its way %t): %s %s by %s was allowed", name, away, d.act.Name, d.act.Way, role)
					}
				}
			}
		}
		if _, runs := w.c.Runs(K4); runs {
			out, err := Step(w.p, w.o, w.c, counter, officer(Deliverer), cal, at(walkDay))
			if _, runs := out.Case.Runs(K4); err != nil || runs {
				t.Errorf("%s: K4 runs on after the delivery: %v", name, err)
			}
		}
	}
}

// Two letters that came back are enough, in every table; before the second one somebody calls. Each return is written down.
func TestT33_TwiceByPostInEveryTable(t *testing.T) {
	t.Parallel()
	back := Act{Name: ActComeBack, Returned: true, Waybill: "EB1", Reason: "拒收"}
	for name, w := range waiting(t) {
		c := w.c
		for range mostAttempts {
			c = w.does(t, c, Act{Name: ActPost, Waybill: "EB1", Phone: "已通话，地址无误"}, Deliverer)
			c = w.does(t, c, back, System)
		}
		for want, a := range map[string]Act{"DELIVERY_BY_WINDOW": {Name: ActPost, Waybill: "EB3", Phone: "已通话"}, "WAY_REQUIRED": {Name: ActDeliver}} {
			if _, err := Step(w.p, w.o, c, a, officer(Deliverer), calendar(t), at(walkDay)); fault.Code(err) != want && (want != "WAY_REQUIRED" || fault.Code(err) != "INVALID_FIELDS") {
				t.Errorf("%s: %s: %v, want %s", name, a.Name, err, want)
			}
		}
		if len(c.Attempts) != mostAttempts || w.p.StageOf(c) != StageDelivery {
			t.Errorf("%s: attempts %+v, waits for %q", name, c.Attempts, w.p.StageOf(c))
		}
		if c = w.does(t, c, Act{Name: ActDeliver, Way: AtCounter}, Deliverer); c.State != w.to {
			t.Errorf("%s: handed over at the window: %s", name, c.State)
		}
	}
}

func (w waits) does(t *testing.T, c Case, a Act, role Role) Case {
	t.Helper()
	out, err := Step(w.p, w.o, c, a, officer(role), calendar(t), at(walkDay))
	if err != nil {
		t.Fatalf("%s: %s: %v", w.p.Code, a.Name, err)
	}
	return out.Case
}

// Nothing is delivered electronically to which nobody agreed, a card never; what must be collected is collected. The reason is told.
func TestWaysThatAreNotLawful(t *testing.T) {
	t.Parallel()
	for name, w := range waiting(t) {
		for _, agreed := range []bool{false, true} {
			want := map[string]string{Electronic: "", ByPost: "", AtCounter: ""}
			if !agreed {
				want[Electronic] = "DELIVERY_NOT_AGREED"
			}
			if w.card {
				want[Electronic] = "DELIVERY_THING"
			}
			for _, way := range w.p.WaysOf(w.o, w.c, agreed) {
				why := ""
				if way.Why != nil {
					why = way.Why.Code
				}
				if why != want[way.Name] {
					t.Errorf("%s, agreed %t: %s: %q, want %q", name, agreed, way.Name, why, want[way.Name])
				}
				_, err := Step(w.p, w.o, w.c, Act{Name: ActDeliver, Way: way.Name, Agreed: agreed}, officer(Deliverer), calendar(t), at(walkDay))
				if way.Name == Electronic && fault.Code(err) != why {
					t.Errorf("%s, agreed %t: delivered electronically: %v", name, agreed, err)
				}
			}
		}
		if w.p.Delivers(w.o, w.c) == w.card {
			t.Errorf("%s: the system delivers it: %t", name, !w.card)
		}
	}
	tr := limited.of(Service(), collectsIt)
	c := tr.to(t, by1(Intake, ActAccept), by1(Reviewer, ActPropose), by1(Decider, ActDone))
	for _, way := range tr.p.WaysOf(tr.o, c, true) {
		if (way.Why == nil) != (way.Name == AtCounter) {
			t.Errorf("to be collected, %s: %v", way.Name, way.Why)
		}
	}
	card := limited.of(Filing(), func(o *Options) { o.Thing = true })
	if tr.p.Delivers(tr.o, c) || card.p.Delivers(card.o, Case{State: Delivery}) || !card.p.Delivers(card.o, Case{State: NotFiled}) {
		t.Error("the system delivers what must be collected or what is a thing, or does not deliver the paper that says no")
	}
}

// The addressee says how: with his agreement, or with an address; his last word counts, until something is on its way.
func TestDeliveryIsChosenByItsAddressee(t *testing.T) {
	t.Parallel()
	for name, w := range waiting(t) {
		for _, test := range []struct {
			act  Act
			code string
		}{{Act{Way: "pigeon"}, "INVALID_FIELDS"}, {Act{Way: Electronic}, "INVALID_FIELDS"}, {Act{Way: ByPost, Party: "李建国"}, "INVALID_FIELDS"}, {Act{Way: AtCounter}, ""},
			{Act{Way: Electronic, Agreed: true}, ""}} {
			test.act.Name = ActChooseDelivery
			if w.card && test.act.Way == Electronic {
				test.code = "DELIVERY_THING"
			}
			out, err := Step(w.p, w.o, w.c, test.act, officer(Applicant), calendar(t), at(walkDay))
			if fault.Code(err) != test.code {
				t.Errorf("%s: %+v: %v, want %q", name, test.act, err, test.code)
			}
			if test.code == "" && (out.Case.Address == nil || out.Case.Address.Way != test.act.Way || !slices.Equal(out.Entries[0].Documents, []DocumentKind{DocDeliveryAddress})) {
				t.Errorf("%s: %+v kept as %+v", name, test.act, out.Case.Address)
			}
		}
		if w.c.Address != nil {
			t.Errorf("%s: the case before was changed", name)
		}
	}
}

// A decision not to accept ends its case and is delivered all the same: once, with a 送达回证, and archived only then. What ended before deliveries of it
// were kept waits for nothing.
func TestWhatIsNotAcceptedIsDelivered(t *testing.T) {
	t.Parallel()
	cal := calendar(t)
	for name, w := range waiting(t) {
		if w.c.State != NotAccepted {
			continue
		}
		if !w.p.Awaits(w.c) || w.p.StageOf(w.c) != StageDelivery || !w.p.Final(w.c.State) {
			t.Errorf("%s: waits for %q", name, w.p.StageOf(w.c))
		}
		if _, err := Archive(w.p, w.c, nil, BySystem(), at(walkDay)); fault.Code(err) != "ARCHIVE_NOT_ENDED" {
			t.Errorf("%s: archived before its delivery: %v", name, err)
		}
		out, err := Step(w.p, w.o, w.c, Act{Name: ActHandOver, Arrived: true, Way: Electronic, Agreed: true}, BySystem(), cal, at(walkDay))
		if err != nil || !out.Closes || out.Opens != nil || len(out.Entries) != 1 || !slices.Equal(out.Entries[0].Documents, []DocumentKind{DocDelivery}) {
			t.Fatalf("%s: delivered by %+v, %v", name, out.Entries, err)
		}
		if w.p.Awaits(out.Case) || w.p.StageOf(out.Case) != "" || w.p.Delivers(w.o, out.Case) {
			t.Errorf("%s: delivered, and yet waits", name)
		}
		if _, err := Archive(w.p, out.Case, nil, BySystem(), at(walkDay)); err != nil {
			t.Errorf("%s: delivered and not archived: %v", name, err)
		}
		before := w.c
		before.Undelivered = false
		for _, c := range []Case{out.Case, before} {
			for _, a := range []Act{{Name: ActDeliver, Way: AtCounter}, {Name: ActPost, Waybill: "EA1"}, {Name: ActHandOver, Arrived: true, Way: Electronic, Agreed: true},
				{Name: ActFailDelivery, Waybill: "EA1", Reason: "拒收"}, {Name: ActChooseDelivery, Way: AtCounter}} {
				for _, role := range append(slices.Clone(everybody), System) {
					if out, err := Step(w.p, w.o, c, a, officer(role), cal, at(walkDay)); err == nil || out.Moved() {
						t.Errorf("%s: %s by %s once nothing waits: %v", name, a.Name, role, err)
					}
				}
			}
		}
	}
}
