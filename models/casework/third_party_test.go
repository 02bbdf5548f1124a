package casework

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

var tellNeighbour = Decision{Act: procedure.ActTellThirdParty, Party: "湘龙建材厂", Place: "益阳市赫山区康富路1号", Phone: "13800000009", Reason: "作业地点与其厂房相邻"}

// 行政许可法 第三十六条, 第四十七条: told by letter and short message, heard before the decision, and quoted in it; his address is not the applicant's to know.
func TestAThirdPartyIsToldHeardAndQuoted(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-03-02T09:00:00+08:00")
	person := w.blaster(1, "2026-05-30")
	id := w.submit(person)
	w.review(id)
	wrong := tellNeighbour
	wrong.Phone = "0737-4220000"
	_, err := w.act(reviewer, procedure.StageReview, id, wrong)
	wantField(t, err, "PHONE_NOT_MOBILE")
	told := w.mustAct(reviewer, procedure.StageReview, id, tellNeighbour)
	if !slices.Equal(kinds(told), []string{"third_party"}) {
		t.Errorf("papers %v", kinds(told))
	}
	var mobile, applicant int
	w.scan(&mobile, `SELECT count(*) FROM notices WHERE case_id = ? AND kind = 'third_party_called' AND mobile = '13800000009'`, id)
	w.scan(&applicant, `SELECT count(*) FROM notices WHERE case_id = ? AND kind = 'third_party' AND person_id = ?`, id, person.PersonID)
	if mobile != 1 || applicant != 1 {
		t.Errorf("told the third party %d times, the applicant %d times", mobile, applicant)
	}
	view, err := w.CaseForApplicant(ctx, person, id)
	check(t, err)
	if p := view.Law.ThirdParties; len(p) != 1 || p[0].Reach != "" || p[0].Mobile != "" {
		t.Errorf("the applicant sees %+v", p)
	}
	if slices.ContainsFunc(view.Documents, func(d document.Document) bool { return d.Kind == document.ThirdParty }) {
		t.Error("the applicant may read the letter to the third party")
	}

	propose := Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "拟准予"}
	_, err = w.act(reviewer, procedure.StageReview, id, propose)
	wantCode(t, err, "THIRD_PARTY_OPEN")
	w.at("2026-03-05 09:00")
	w.mustAct(reviewer, procedure.StageReview, id, Decision{Act: procedure.ActHearThirdParty, Kind: procedure.ThirdPartyStated, Record: "要求避开夜间作业"})
	w.mustAct(reviewer, procedure.StageReview, id, propose)
	w.mustAct(decider, procedure.StageDecision, id, Decision{Act: procedure.ActGrant})
	if !strings.Contains(w.letter(id, "grant"), "湘龙建材厂：要求避开夜间作业") {
		t.Errorf("the decision does not tell what the third party said")
	}
}

func TestAThirdPartysHearingStopsTheClock(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-03-02T09:00:00+08:00")
	id := w.submit(w.blaster(1, "2026-05-30"))
	w.review(id)
	w.mustAct(reviewer, procedure.StageReview, id, tellNeighbour)
	w.at("2026-03-06 10:00")
	w.mustAct(reviewer, procedure.StageReview, id, Decision{Act: procedure.ActHearThirdParty, Kind: procedure.ThirdPartyHearing, Record: "要求听证", Pictures: w.enclosed(reviewer, id)})
	law := w.law(id)
	k2, _ := law.Clock(procedure.K2)
	if s, open := law.Special(); !open || s.Reason != "要求听证" || law.State != procedure.InSpecial || !k2.Held {
		t.Errorf("%s, %+v, K2 held %v", law.State, s, k2.Held)
	}
}
