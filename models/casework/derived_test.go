package casework

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// derivedPermit is a permit whose points and grounds come from its conditions alone, with a review.
func derivedPermit(t *testing.T) application {
	t.Helper()
	list := applications(t)
	i := slices.IndexFunc(list, func(a application) bool {
		o := a.item.Procedure
		return o.Code == procedure.Permit().Code && !o.UnitSignature && !o.CountyCheck && o.Visit == "" && !o.OnTheSpot &&
			slices.ContainsFunc(a.item.Grounds, func(g catalog.Ground) bool { return g.Code == "complete" })
	})
	if i < 0 {
		t.Fatal("no permit has derived grounds")
	}
	return list[i]
}

// refusedOn brings a case under review to its refusal on a point that an officer has found wrong, and returns the decision's papers.
func (w *world) refusedOn(id uuid.UUID, point, ground string) (papers []document.Document) {
	w.t.Helper()
	ctx := context.Background()
	for range 6 {
		var desk, stage string
		w.scan(&desk, `SELECT desk FROM steps WHERE case_id = ? AND state = 'QUEUED'`, id)
		w.scan(&stage, `SELECT stage FROM steps WHERE case_id = ? AND state = 'QUEUED'`, id)
		officer := w.officerOf(desk, procedure.Stage(stage))
		claim, err := w.ClaimNext(ctx, officer, desk, procedure.Stage(stage), db.Key{})
		check(w.t, err)
		d := Decision{Act: procedure.ActRefuse, Grounds: []string{ground}, Reason: "经审查不符合条件", Heard: "申请人表示没有意见"}
		switch w.law(id).State {
		case procedure.Review:
			view, err := w.Review(ctx, officer, id)
			check(w.t, err)
			for _, row := range view.Checks {
				if row.Code == point {
					check(w.t, w.RecordCheck(ctx, officer, id, claim.StepID, claim.Fence, row.Code, procedure.Fail, "经核对与事实不符"))
				} else if row.Mark == procedure.Open {
					check(w.t, w.RecordCheck(ctx, officer, id, claim.StepID, claim.Fence, row.Code, procedure.Pass, ""))
				}
			}
			d = w.heardToday(Decision{Act: procedure.ActPropose, Verdict: procedure.Refuse, Grounds: []string{ground}, Reason: "拟不予许可"})
		case procedure.Legal:
			d = Decision{Act: procedure.ActLegalOpinion, Agree: true, Reason: "同意"}
		}
		d.CaseID, d.StepID, d.Fence, d.Version = id, claim.StepID, claim.Fence, w.version(id)
		done, err := w.Decide(ctx, officer, d, db.Key{})
		if err != nil {
			w.t.Fatalf("%s at %s: %v", d.Act, stage, err)
		}
		if done.State == procedure.Refused {
			return done.Documents
		}
	}
	w.t.Fatal("the case is not refused")
	return nil
}

// The points of every checklist have grounds of the law (行政许可法 第三十一条, 第三十八条, 第七十八条): each goes from the officer's finding to the printed
// decision, which names the article, its words and what was found; false material is warned as well.
func TestADerivedGroundGoesFromFindingToDecision(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	a := derivedPermit(t)
	for point, c := range map[string]struct{ ground, article, title string }{
		"identity": {"identity", "第三十一条第一款", "人证不一致或者代理未经授权"},
		"complete": {"complete", "第三十八条第一款", "申请材料不齐全或者不符合法定形式"},
		"genuine":  {procedure.FalseMaterial, "第七十八条", "隐瞒情况或者提供虚假材料"},
	} {
		t.Run(point, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, a.example.Today+"T09:00:00+08:00")
			person := w.applicant(a)
			id, err := w.start(person, a)
			check(t, err)
			check(t, w.fill(person, id, a))
			_, err = w.Finish(ctx, person, id, false, db.Key{})
			check(t, err)
			_, err = w.bring(person, id, a.item, procedure.Review)
			check(t, err)
			papers := w.refusedOn(id, point, c.ground)
			warned := false
			for _, d := range papers {
				text := w.letterText(d.ID)
				switch d.Kind {
				case document.Refusal:
					for _, part := range []string{c.article, c.title, "经核对与事实不符", "六十日", "六个月"} {
						if !strings.Contains(text, part) {
							t.Errorf("the decision does not say %q: %s", part, text)
						}
					}
				case document.WarningPaper:
					warned = true
				}
			}
			if warned != (point == "genuine") {
				t.Errorf("warned: %t", warned)
			}
			if law := w.law(id); !slices.Equal(law.Grounds, []string{c.ground}) {
				t.Errorf("refused on %v", law.Grounds)
			}
		})
	}
}
