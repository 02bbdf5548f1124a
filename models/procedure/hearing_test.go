package procedure

import (
	"slices"
	"testing"

	"github.com/yiyang-police/permit-portal/models/workday"
)

func TestT19_HearingOnRequest(t *testing.T) {
	t.Parallel()
	c := inReview(t, "2026-03-02", "2026-03-02")
	told := next(t, c, Act{Name: ActTellHearing, Reason: "涉及相邻权"}, officer(Reviewer), "2026-03-04")
	k6, _ := told.Case.Clock(K6)
	if k6.Due != day("2026-03-11") {
		t.Errorf("K6 until %s", k6.Due)
	}
	refused(t, told.Case, given(ActPropose), officer(Reviewer), "2026-03-05", "HEARING_RIGHT_OPEN")
	if out := Settle(Permit(), limited, told.Case, calendar(t), at("2026-03-12 00:00")); out.Case.State != Review || !out.Moved() {
		t.Errorf("nobody asked: %s", out.Case.State)
	}
	next(t, next(t, told.Case, Act{Name: ActWaiveHearing}, officer(Applicant), "2026-03-05").Case, given(ActPropose), officer(Reviewer), "2026-03-05")
	asked := next(t, told.Case, Act{Name: ActRequestHearing, Reason: "要求听证"}, officer(Applicant), "2026-03-06")
	k7, _ := asked.Case.Clock(K7)
	if asked.Case.State != InSpecial || !asked.Case.Held() || k7.Due != calendar(t).AddWD(day("2026-03-06"), 20) {
		t.Errorf("asked: %s, K7 %s", asked.Case.State, k7.Due)
	}
	set := Act{Name: ActSetHearing, Named: []Clerk{{"c1", "主持人"}}, On: day("2026-03-18"), At: "09:00", Place: "三楼会议室"}
	early, late, reviewer := set, set, set
	early.On, late.On, reviewer.Named = day("2026-03-17"), k7.Due.AddDays(4), []Clerk{{officer(Reviewer).Officer, "审查"}}
	refused(t, asked.Case, early, officer(Reviewer), "2026-03-09", "HEARING_TOO_SOON")
	refused(t, asked.Case, late, officer(Reviewer), "2026-03-09", "HEARING_TOO_LATE")
	refused(t, asked.Case, reviewer, officer(Reviewer), "2026-03-09", "CHAIR_BARRED")
	for _, hour := range []string{"", "9:00", "24:00", "09:60", "上午九点"} {
		unclear := set
		unclear.At = hour
		refused(t, asked.Case, unclear, officer(Reviewer), "2026-03-09", "HEARING_HOUR_REQUIRED")
	}
	ready := next(t, asked.Case, set, officer(Reviewer), "2026-03-09")
	finish := Act{Name: ActFinishSpecial, Record: "双方陈述…", Pictures: []string{"1"}}
	refused(t, ready.Case, finish, clerk(Reviewer, "c1"), "2026-03-17", "HEARING_NOT_HELD")
	refused(t, ready.Case, finish, officer(Reviewer), "2026-03-18", "NOT_CHAIR")
	evening := set
	evening.At = "19:30"
	moved := next(t, ready.Case, evening, officer(Reviewer), "2026-03-09")
	if s, _ := moved.Case.Special(); !s.AtOddHour() || s.Begins() != at("2026-03-18 19:30") {
		t.Errorf("set again: %+v begins %s", s, s.Begins())
	}
	refused(t, moved.Case, finish, clerk(Reviewer, "c1"), "2026-03-18", "HEARING_NOT_HELD")
	own := next(t, next(t, asked.Case, set, clerk(Reviewer, "c1"), "2026-03-09").Case, evening, clerk(Reviewer, "c1"), "2026-03-09") // the chair sets and moves it himself
	refused(t, own.Case, reviewer, clerk(Reviewer, "c1"), "2026-03-09", "CHAIR_BARRED")
	if s, _ := ready.Case.Special(); s.AtOddHour() || s.Begins() != at("2026-03-18 09:00") || (Special{HearingOn: s.HearingOn}).Begins() != at("2026-03-18 00:00") {
		t.Errorf("set: %+v begins %s", s, s.Begins())
	}
	held := next(t, ready.Case, finish, clerk(Reviewer, "c1"), "2026-03-18")
	k2, _ := held.Case.Clock(K2)
	if held.Case.State != Review || k2.Due != calendar(t).AddWD(day("2026-03-02"), 20, workday.Interval{From: day("2026-03-06"), To: day("2026-03-18")}) {
		t.Errorf("held: %s, K2 %s", held.Case.State, k2.Due)
	}
	refused(t, held.Case, given(ActPropose), clerk(Reviewer, "c1"), "2026-03-19", "FOUR_EYES") // its chair is nobody who reviews it
	if !slices.Contains(held.Case.BarredAt(StageReview), "c1") {
		t.Error("the chair is offered the review")
	}
	if out := next(t, held.Case, given(ActPropose), officer(Reviewer), "2026-03-19"); out.Case.State != Legal {
		t.Errorf("after a hearing a lawyer looks at it: %s", out.Case.State)
	}
}

// A hearing on request is public unless a secret or privacy closes it; one of public interest always is (行政许可法 第五条、第四十六条、第四十八条).
func TestT19_AHearingIsPublic(t *testing.T) {
	t.Parallel()
	c := next(t, inReview(t, "2026-03-02", "2026-03-02"), Act{Name: ActTellHearing, Reason: "涉及相邻权"}, officer(Reviewer), "2026-03-04").Case
	c = next(t, c, Act{Name: ActRequestHearing, Reason: "要求听证"}, officer(Applicant), "2026-03-06").Case
	set := Act{Name: ActSetHearing, Named: []Clerk{{"c1", "主持人"}}, On: day("2026-03-18"), At: "09:00", Place: "三楼会议室"}
	open := next(t, c, set, officer(Reviewer), "2026-03-09")
	if !slices.Contains(open.Entries[0].Documents, DocHearingAnnounce) {
		t.Errorf("announced by %v", open.Entries[0].Documents)
	}
	set.Kind = "whim"
	refused(t, c, set, officer(Reviewer), "2026-03-09", "INVALID_FIELDS")
	for _, why := range ClosedReasons() {
		set.Kind = why
		shut := next(t, c, set, officer(Reviewer), "2026-03-09")
		if s, _ := shut.Case.Special(); s.Closed != why || slices.Contains(shut.Entries[0].Documents, DocHearingAnnounce) {
			t.Errorf("%s: %+v, %v", why, s, shut.Entries[0].Documents)
		}
		public := c.clone()
		public.Specials[0].Kind = HearingExOfficio
		refused(t, public, set, officer(Reviewer), "2026-03-09", "INVALID_FIELDS")
	}
}
