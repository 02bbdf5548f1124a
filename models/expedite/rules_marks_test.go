package expedite

import (
	"slices"
	"testing"

	"github.com/yiyang-police/permit-portal/models/fault"
)

func mark(kind MarkKind, on string) Mark {
	return Mark{Kind: kind, Imposed: true, DecidedOn: day(on), Until: kind.Expiry(day(on))}
}

func TestMarksExpire(t *testing.T) {
	t.Parallel()
	for kind, last := range map[MarkKind]string{Y1: "2027-02-21", Y2: "2027-05-23", Y3: "2029-11-23"} {
		m := mark(kind, "2026-11-23")
		if m.Until != day(last) || !m.InForce(day(last)) || m.InForce(day(last).AddDays(1)) {
			t.Errorf("%s until %s", kind, m.Until)
		}
		if !slices.Equal(Effects([]Mark{m}, today), []Effect{kind.Effect()}) {
			t.Errorf("%s: %v", kind, Effects([]Mark{m}, today))
		}
	}
	m := mark(Y2, "2026-11-01")
	m, err := m.Lift("复议决定撤销", today)
	if err != nil || m.InForce(today) {
		t.Errorf("lifted: %+v, %v", m, err)
	}
	if _, err := m.Lift("又一次", today); fault.Code(err) != "MARK_NOT_IN_FORCE" {
		t.Errorf("lifted twice: %v", err)
	}
}

func TestMarksNeedHearingAndCollectiveDecision(t *testing.T) {
	t.Parallel()
	cal := announced(t)
	m := Mark{Kind: Y3, HearBy: HearBy(cal, day("2026-11-19"))}
	if m.HearBy != day("2026-11-24") {
		t.Fatalf("heard by %s", m.HearBy)
	}
	r := Ruling{Impose: true, Reason: "邀请函系伪造", Members: []string{"091001", "091002", "091003"}}
	if _, err := m.Decide(r, "090001", today); fault.Code(err) != "HEARING_OPEN" {
		t.Errorf("before the hearing ended: %v", err)
	}
	heard := m
	heard.Heard = "企业放弃陈述"
	if _, err := heard.Decide(r, "090001", today); err != nil {
		t.Errorf("after a waiver: %v", err)
	}
	for name, members := range map[string][]string{"two": {"091001", "091002"}, "one thrice": {"091001", "091001", "091001"}, "the proposer": {"091001", "091002", "090001"}} {
		bad := r
		bad.Members = members
		if _, err := heard.Decide(bad, "090001", today); err == nil {
			t.Errorf("%s decided", name)
		}
	}
	y1 := Mark{Kind: Y1, Heard: "已说明"}
	if got, err := y1.Decide(Ruling{Impose: true, Reason: "改期未告知"}, "090001", today); err != nil || !got.InForce(today) {
		t.Errorf("Y1: %+v, %v", got, err)
	}
	if got, err := y1.Decide(Ruling{Reason: "情况属实，不予标记"}, "090001", today); err != nil || got.InForce(today) {
		t.Errorf("dropped: %+v, %v", got, err)
	}
	if _, err := y1.Decide(Ruling{Impose: true}, "090001", today); err == nil {
		t.Error("without a reason")
	}
}

func TestY2IsSuggestedNeverImposed(t *testing.T) {
	t.Parallel()
	three := []Mark{mark(Y1, "2026-01-10"), mark(Y1, "2026-05-10"), mark(Y1, "2026-09-10")}
	if k, ok := Suggests(three, nil, today); !ok || k != Y2 {
		t.Error("three Y1 in twelve months")
	}
	three[0].LiftedOn = day("2026-02-01")
	if _, ok := Suggests(three, nil, today); ok {
		t.Error("a lifted mark counts")
	}
	old := []Mark{mark(Y1, "2025-11-22"), mark(Y1, "2026-05-10"), mark(Y1, "2026-09-10")}
	if _, ok := Suggests(old, nil, today); ok {
		t.Error("a mark older than twelve months counts")
	}
	travels := func(used ...bool) (list []Travel) {
		for _, u := range used {
			list = append(list, Travel{IssuedOn: day("2026-08-01"), Used: u})
		}
		return list
	}
	for _, c := range []struct {
		used []bool
		want bool
	}{{[]bool{false, false, true}, false}, {[]bool{false, false, true, true}, true}, {[]bool{false, true, true, true}, false}, {[]bool{false, false, false}, false}, {[]bool{false, false, false, true, true, true, true}, false}, {nil, false}} {
		if _, ok := Suggests(nil, travels(c.used...), today); ok != c.want {
			t.Errorf("%v: %t", c.used, ok)
		}
	}
	late := travels(false, false, false, false)
	late[0].IssuedOn = today.AddMonths(-12) // one of four is out of the twelve months, so that three are left
	if _, ok := Suggests(nil, late, today); ok {
		t.Error("a journey older than twelve months counts")
	}
	if Effects([]Mark{{Kind: Y3, HearBy: today}}, today) != nil {
		t.Error("an undecided Y3 has effect")
	}
}
