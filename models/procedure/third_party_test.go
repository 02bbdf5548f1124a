package procedure

import (
	"slices"
	"testing"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

var neighbour = Act{Name: ActTellThirdParty, Party: "湘龙建材厂", Place: "益阳市赫山区康富路1号", Phone: "13800000009", Reason: "作业地点与其厂房相邻"}

// 行政许可法 第三十六条: whoever is concerned is heard first; the limit runs on meanwhile.
func TestNobodyDecidesBeforeTheThirdPartyWasHeard(t *testing.T) {
	t.Parallel()
	c := inReview(t, "2026-03-02", "2026-03-02")
	refused(t, c, Act{Name: ActTellThirdParty, Place: neighbour.Place, Reason: neighbour.Reason}, officer(Reviewer), "2026-03-04", "PARTY_REQUIRED")
	refused(t, c, Act{Name: ActTellThirdParty, Party: neighbour.Party, Reason: neighbour.Reason}, officer(Reviewer), "2026-03-04", "REACH_REQUIRED")
	refused(t, c, Act{Name: ActTellThirdParty, Party: neighbour.Party, Place: neighbour.Place}, officer(Reviewer), "2026-03-04", "INTEREST_REQUIRED")
	refused(t, c, Act{Name: ActHearThirdParty, Kind: ThirdPartyStated, Record: "无"}, officer(Reviewer), "2026-03-04", "ACT_NOT_NOW")

	told := next(t, c, neighbour, officer(Reviewer), "2026-03-04").Case
	if p, open := told.OpenThirdParty(); !open || p.Until != day("2026-03-11") {
		t.Errorf("open %v until %s", open, p.Until)
	}
	if k2, _ := told.Clock(K2); k2.Held {
		t.Error("hearing a third party in writing stops no clock")
	}
	refused(t, told, given(ActPropose), officer(Reviewer), "2026-03-05", "THIRD_PARTY_OPEN")
	refused(t, told, neighbour, officer(Reviewer), "2026-03-05", "THIRD_PARTY_OPEN")

	said := Act{Name: ActHearThirdParty, Kind: ThirdPartyStated, Record: "要求避开夜间作业"}
	heard := next(t, told, said, officer(Reviewer), "2026-03-06").Case
	if p := heard.ThirdParties[0]; p.Words != said.Record || p.EndedOn != day("2026-03-06") || !told.ThirdParties[0].EndedOn.IsZero() {
		t.Errorf("heard: %+v", p)
	}
	next(t, heard, given(ActPropose), officer(Reviewer), "2026-03-06")
	next(t, heard, neighbour, officer(Reviewer), "2026-03-06") // the next one
}

func TestAThirdPartysTimeEndsInSilence(t *testing.T) {
	t.Parallel()
	told := next(t, inReview(t, "2026-03-02", "2026-03-02"), neighbour, officer(Reviewer), "2026-03-04").Case
	refused(t, told, given(ActPropose), officer(Reviewer), "2026-03-11", "THIRD_PARTY_OPEN")
	after := next(t, told, given(ActPropose), officer(Reviewer), "2026-03-12").Case
	if p := after.ThirdParties[0]; p.Answer != "" || p.EndedOn.IsZero() {
		t.Errorf("silent: %+v", p)
	}
}

// 第四十七条: the third party may ask for a hearing as the applicant may, and from that day the limit stands still.
func TestAThirdPartyAsksForAHearing(t *testing.T) {
	t.Parallel()
	told := next(t, inReview(t, "2026-03-02", "2026-03-02"), neighbour, officer(Reviewer), "2026-03-04").Case
	asks := Act{Name: ActHearThirdParty, Kind: ThirdPartyHearing, Record: "要求听证"}
	refused(t, told, asks, officer(Reviewer), "2026-03-06", "PROOF_REQUIRED")
	asks.Pictures = []string{"1"}
	hearing := next(t, told, asks, officer(Reviewer), "2026-03-06").Case
	k2, _ := hearing.Clock(K2)
	k7, runs := hearing.Runs(K7)
	if s, open := hearing.Special(); !open || s.Kind != HearingOnRequest || s.From != day("2026-03-06") || hearing.State != InSpecial || !k2.Held || !runs || k7.Day0 != day("2026-03-06") {
		t.Errorf("%s, special %+v, K2 held %v, K7 %+v", hearing.State, s, k2.Held, k7)
	}
	if _, err := Step(Permit(), limited, told, asks, officer(Reviewer), calendar(t), at("2026-03-12 09:00")); fault.Code(err) != "ACT_NOT_NOW" {
		t.Errorf("after five working days: %v", err)
	}
}

// C-6: what hangs on the calendar beside the clocks moves with them, a third party's day and the day by which an explanation is asked for.
func TestANewCalendarMovesThirdPartysAndExplainersDays(t *testing.T) {
	t.Parallel()
	storm, err := workday.NewCalendar("storm", workday.Year{Year: 2026, Status: workday.Official, Source: "test", Off: []string{"2026-03-05"}})
	if err != nil {
		t.Fatal(err)
	}
	told := next(t, inReview(t, "2026-03-02", "2026-03-02"), neighbour, officer(Reviewer), "2026-03-04").Case
	asked := next(t, told, Act{Name: ActAskExplanation, Reason: "请说明作业时段"}, officer(Reviewer), "2026-03-04").Case
	was := asked.Explanations[0].Until
	out := Settle(Permit(), options, asked, storm, at("2026-03-04 12:00"))
	if p, _ := out.Case.OpenThirdParty(); p.Until != day("2026-03-12") || told.ThirdParties[0].Until != day("2026-03-11") {
		t.Errorf("the third party may speak until %s", p.Until)
	}
	e := out.Case.Explanations[0]
	if e.Until != storm.AddWD(day("2026-03-04"), explainDays) || e.Until == was || asked.Explanations[0].Until != was {
		t.Errorf("explain by %s, was %s", e.Until, was)
	}
	if !slices.Contains(out.Shifts, Shift{Clock: KE, Was: was, Due: e.Until}) {
		t.Errorf("shifts %+v", out.Shifts)
	}
	if again := Settle(Permit(), options, out.Case, storm, at("2026-03-04 12:00")); len(again.Shifts) != 0 {
		t.Errorf("counted twice: %+v", again.Shifts)
	}
}
