package casework

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// hearingAsked brings a renewal to where its applicant has asked for a hearing.
func (w *world) hearingAsked(person account.Actor) uuid.UUID {
	w.t.Helper()
	id := w.submit(person)
	w.review(id)
	w.mustAct(reviewer, procedure.StageReview, id, Decision{Act: procedure.ActTellHearing, Reason: "涉及相邻单位"})
	check(w.t, w.Answer(context.Background(), person, id, ApplicantReply{Act: procedure.ActRequestHearing, Reason: "申请人的隐情"}, db.Key{}))
	return id
}

func (w *world) hearings() []Hearing {
	w.t.Helper()
	p, err := w.Hearings(context.Background(), uuid.Nil, 20)
	check(w.t, err)
	if p.Total != len(p.Items) || p.Next != uuid.Nil {
		w.t.Fatalf("%d of %d on one page", len(p.Items), p.Total)
	}
	return p.Items
}

var hearingDay = Decision{Act: procedure.ActSetHearing, Named: []string{"090012"}, On: workday.MustParse("2026-03-18"), At: "09:30", Place: "三楼会议室"}

// A hearing on request is announced with its day, moved by a later announcement, and stands for a year after it was held (第四十八条).
func TestThePublicReadsAHearingOnRequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-03-02T09:00:00+08:00")
	w.enrol(chair)
	person := w.blaster(1, "2026-05-30")
	id := w.hearingAsked(person)
	if got := w.hearings(); len(got) != 0 {
		t.Fatalf("announced before its day was set: %+v", got)
	}
	w.at("2026-03-09 10:00")
	moved := hearingDay
	moved.On = workday.MustParse("2026-03-19")
	w.mustAct(reviewer, procedure.StageSpecial, id, hearingDay)
	done := w.mustAct(reviewer, procedure.StageSpecial, id, moved)
	if !slices.Equal(kinds(done), []string{"hearing_notice", "hearing_announce"}) {
		t.Errorf("papers %v", kinds(done))
	}
	got := w.hearings()
	if len(got) != 1 || got[0].State != HearingSet || got[0].Number != done.Documents[1].Number || got[0].Party != "李**" || got[0].At != "09:30" ||
		got[0].Place != "三楼会议室" || got[0].Agency == "" || got[0].ItemName == "" {
		t.Fatalf("the public reads %+v", got)
	}
	wantDate(t, "day", got[0].On, "2026-03-19")
	wantDate(t, "announced", got[0].AnnouncedOn, "2026-03-09")
	text, err := json.Marshal(got)
	check(t, err)
	letter := w.letterText(done.Documents[1].ID)
	for _, private := range []string{person.Name, person.IDNumber, person.Mobile, "隐情"} {
		if strings.Contains(string(text), private) || strings.Contains(letter, private) {
			t.Errorf("%q is told to everybody:\n%s\n%s", private, text, letter)
		}
	}
	w.at("2026-03-19 15:00")
	w.mustAct(chair, procedure.StageSpecial, id, Decision{Act: procedure.ActFinishSpecial, Record: "各方陈述", Pictures: w.enclosed(chair, id)})
	if got := w.hearings(); len(got) != 1 || got[0].State != HearingOver {
		t.Errorf("held: %+v", got)
	}
	w.at("2027-03-20 09:00")
	if got := w.hearings(); len(got) != 0 {
		t.Errorf("more than a year later: %+v", got)
	}
}

// What is closed for a secret or privacy is announced to nobody, and its notice says why (第五条第二款).
func TestAClosedHearingIsAnnouncedToNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-03-02T09:00:00+08:00")
	w.enrol(chair)
	id := w.hearingAsked(w.blaster(1, "2026-05-30"))
	closed := hearingDay
	closed.Kind = "whim"
	w.at("2026-03-06 10:00")
	_, err := w.act(reviewer, procedure.StageSpecial, id, closed)
	wantField(t, err, "KIND_REQUIRED")
	w.mustAct(reviewer, procedure.StageSpecial, id, hearingDay)
	closed.Kind = "privacy"
	done := w.mustAct(reviewer, procedure.StageSpecial, id, closed)
	if !slices.Equal(kinds(done), []string{"hearing_notice"}) || !strings.Contains(w.letterText(done.Documents[0].ID), "因涉及个人隐私，听证不公开举行") {
		t.Errorf("papers %v: %s", kinds(done), w.letterText(done.Documents[0].ID))
	}
	if got := w.hearings(); len(got) != 0 {
		t.Errorf("the public reads %+v", got)
	}
}

// A hearing of public interest is announced at once, its day later, always in public; it is called off when its case ends (第四十六条).
func TestThePublicReadsAHearingOfPublicInterest(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-03-02T09:00:00+08:00")
	w.enrol(chair)
	person := w.blaster(1, "2026-05-30")
	id := w.submit(person)
	w.review(id)
	w.mustAct(reviewer, procedure.StageReview, id, Decision{Act: procedure.ActAskSpecial, Kind: string(procedure.HearingExOfficio), Basis: "第四十六条", Days: 20, Reason: "涉及公共利益"})
	w.mustAct(decider, procedure.StageDecision, id, Decision{Act: procedure.ActApprove})
	if got := w.hearings(); len(got) != 1 || got[0].State != HearingUnset || !got[0].On.IsZero() {
		t.Fatalf("before its day is set: %+v", got)
	}
	w.at("2026-03-06 10:00")
	closed := hearingDay
	closed.Kind = "privacy"
	_, err := w.act(reviewer, procedure.StageSpecial, id, closed)
	wantField(t, err, "HEARING_IS_PUBLIC")
	w.mustAct(reviewer, procedure.StageSpecial, id, hearingDay)

	other := w.hearingAsked(w.blaster(2, "2026-05-30"))
	earlier := hearingDay
	earlier.On = workday.MustParse("2026-03-17")
	w.mustAct(reviewer, procedure.StageSpecial, other, earlier)
	first, err := w.Hearings(ctx, uuid.Nil, 1)
	check(t, err)
	second, err := w.Hearings(ctx, first.Next, 1)
	check(t, err)
	if first.Total != 2 || first.Items[0].On != earlier.On || second.Items[0].On != hearingDay.On || second.Next != uuid.Nil {
		t.Errorf("page by page: %+v, %+v", first, second)
	}
	check(t, w.Withdraw(ctx, person, id, "", db.Key{}))
	if got := w.hearings(); len(got) != 2 || got[1].State != HearingOff {
		t.Errorf("withdrawn: %+v", got)
	}
	w.exec(`UPDATE cases SET (item_code, item_version) = (SELECT code, version FROM item_versions WHERE compiled ->> 'department' = 'churujing' LIMIT 1)`)
	if got := w.hearings(); len(got) != 0 {
		t.Errorf("exit and entry: %+v", got)
	}
}
