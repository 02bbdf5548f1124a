package casework

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// datesOf are the limits besides a case's own clocks, "K5 2026-06-17 2026-06-29".
func (w *world) datesOf(id uuid.UUID) (list []string) {
	w.t.Helper()
	var number string
	check(w.t, w.db.Read(context.Background(), func(tx *db.Tx) error { return tx.Raw(`SELECT number FROM cases WHERE id = ?`, id).Scan(&number).Error }))
	v, err := w.ClocksOf(context.Background(), number, time.Time{})
	check(w.t, err)
	for _, d := range v.Besides {
		list = append(list, string(d.Kind)+" "+d.Day0.String()+" "+d.Due.String())
	}
	slices.Sort(list)
	return list
}

// Every limit of domain.md 1.3 that a case can have is told to whoever runs the portal, also those that stand elsewhere.
func TestEveryLimitAboutACaseIsTold(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-06-17T09:00:00+08:00")
	w.disclosures()
	person := w.blaster(1, "2026-08-31")
	w.registers.police[person.IDNumber] = BackgroundAnswer{Criminal: true}
	id := w.submit(person)
	w.review(id)
	w.mustDecide(reviewer, id, Decision{Act: procedure.ActPropose, Verdict: procedure.Refuse, Grounds: []string{"B3"}, Reason: "曾受刑事处罚"})
	w.mustDecide(lawyer, id, Decision{Act: procedure.ActLegalOpinion, Agree: true, Reason: "同意"})
	w.mustDecide(decider, id, Decision{Act: procedure.ActRefuse, Grounds: []string{"B3"}, Reason: "曾受刑事处罚", Heard: "放弃陈述申辩"})
	if got, want := w.datesOf(id), []string{"K10 2026-08-31 2026-08-01", "K5 2026-06-17 2026-06-29"}; !slices.Equal(got, want) {
		t.Errorf("before delivery: %v, want %v", got, want)
	}
	w.mustDecide(deliver, id, Decision{Act: procedure.ActDeliver, Way: "counter"})
	check(t, w.db.Write(ctx, func(tx *db.Tx) error {
		rating := uuid.New()
		return firstError(
			tx.Exec(`INSERT INTO bans (id_number, item_code, basis, since, until, case_id) VALUES ('x', 'y', '78', '2026-06-17', '2027-06-17', ?)`, id).Error,
			tx.Exec(`INSERT INTO bans (id_number, item_code, basis, since, until, case_id) VALUES ('x', 'y', '79', '2026-06-17', '2029-06-17', ?)`, id).Error,
			tx.Exec(`INSERT INTO ratings (id, case_id, person_id, grade, desk, given_at) SELECT ?, id, person_id, 5, '430900-zhi', now() FROM cases WHERE id = ?`, rating, id).Error,
			tx.Exec(`INSERT INTO rating_tickets (rating_id, desk, opened_at, contact_due, result_due, calendar)
				VALUES (?, '430900-zhi', '2026-06-18T09:00:00+08:00', '2026-06-22', '2026-06-25', 'v')`, rating).Error,
			tx.Exec(`INSERT INTO disclosure_objections (id, disclosure_id, person_id, name, reason, at, due)
				SELECT ?, d.id, c.person_id, 'n', 'r', '2026-06-18T09:00:00+08:00', '2026-06-26' FROM disclosures d JOIN cases c ON c.id = d.case_id WHERE c.id = ?`,
				uuid.New(), id).Error)
	}))
	want := []string{"K10 2026-08-31 2026-08-01", "K12 2026-06-17 2026-08-17", "K13 2026-06-17 2026-12-17", "K14 2026-06-18 2026-06-22", "K15 2026-06-18 2026-06-25",
		"K17 2026-06-18 2026-06-26", "K18 2026-06-17 2027-06-17", "K19 2026-06-17 2029-06-17", "K5 2026-06-17 2026-06-29"}
	if got := w.datesOf(id); !slices.Equal(got, want) {
		t.Errorf("after delivery: %v, want %v", got, want)
	}
}

func firstError(list ...error) error {
	for _, err := range list {
		if err != nil {
			return err
		}
	}
	return nil
}

// K8 begins with the notice of a hearing, K16 with what has to be filed: 30 natural days, told beside the filing's own clocks.
func TestTheNoticeOfAHearingAndTheDutyToFileAreTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-03-02T09:00:00+08:00")
	w.enrol(chair)
	person := w.blaster(1, "2026-05-30")
	id := w.submit(person)
	w.review(id)
	w.mustAct(reviewer, procedure.StageReview, id, Decision{Act: procedure.ActTellHearing, Reason: "涉及相邻单位"})
	check(t, w.Answer(context.Background(), person, id, ApplicantReply{Act: procedure.ActRequestHearing, Reason: "要求听证"}, db.Key{}))
	w.at("2026-03-09 10:00")
	w.mustAct(reviewer, procedure.StageSpecial, id, Decision{Act: procedure.ActSetHearing, Named: []string{chair.Officer}, On: workday.MustParse("2026-03-18"), At: "09:30", Place: "三楼会议室"})
	if got := w.datesOf(id); !slices.Contains(got, "K8 2026-03-09 2026-03-18") {
		t.Errorf("hearing told on 9 March: %v", got)
	}

	f := newWorld(t, "2026-11-30T09:00:00+08:00")
	filed := f.file(example(t, ownGuards, nil, map[string]any{"start_date": "2026-11-01"}))
	if got := f.datesOf(filed); !slices.Contains(got, "K16 2026-11-01 2026-12-01") {
		t.Errorf("guards since 1 November: %v", got)
	}
}
