package enterprise

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"io"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/material"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// scan is a file as a scanner at a desk makes it.
func scan(t *testing.T) *bytes.Reader {
	t.Helper()
	var b bytes.Buffer
	check(t, png.Encode(&b, image.NewGray(image.Rect(0, 0, 1300, 1800))))
	return bytes.NewReader(b.Bytes())
}

// copied uses a paper in a case, as a draft does.
func (w *world) copied(paper, unit uuid.UUID) (m material.Material, err error) {
	a := w.as(head)
	err = w.db.Write(context.Background(), func(tx *db.Tx) error {
		p, err := Take(tx, a, paper, unit)
		if err == nil {
			m, err = material.Copy(tx, p.Material, a.PersonID, material.Rule{CaseID: uuid.New(), Question: "contract"})
		}
		if err == nil {
			err = material.Keep(tx, m.ID)
		}
		return err
	})
	return m, err
}

// E09: uploaded once, used again; a case that used a paper is whole after the paper was removed and everything orphaned was swept.
func TestE09_UsedPapersSurviveTheirRemoval(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.opened()
	_, err := w.AddPaper(t.Context(), w.as(head), id, NewPaper{Kind: "nonsense", ValidTo: workday.MustParse("2026-11-22")}, "a.png", scan(t))
	if f, ok := fault.As(err); !ok || len(f.Fields) != 3 {
		t.Errorf("faults: %v", err)
	}
	_, err = w.AddPaper(t.Context(), w.as(third), id, NewPaper{Kind: "contract", Title: "物业合同"}, "a.png", scan(t))
	w.want("a stranger", err, "NOT_FOUND")
	_, err = w.AddPaper(t.Context(), w.as(head), id, NewPaper{Kind: "contract", Title: "物业合同"}, "a.exe", strings.NewReader("MZ"))
	w.want("wrong type", err, "FILE_TYPE")
	paper, err := w.AddPaper(t.Context(), w.as(clerk1), id, NewPaper{Kind: "contract", Title: " 物业合同 ", ValidTo: workday.MustParse("2027-11-22")}, "合同.png", scan(t))
	check(t, err)
	list, err := w.Box(t.Context(), w.as(head), id)
	if err != nil || len(list) != 1 || list[0].Title != "物业合同" || !list[0].Usable(w.db.Today()) || list[0].Uploader != clerk1.Name || list[0].File != "合同.png" {
		t.Fatalf("%+v %v", list, err)
	}
	newer, err := w.AddPaper(t.Context(), w.as(head), id, NewPaper{Kind: "contract", Title: "物业合同", Replaces: paper}, "合同2.png", scan(t))
	check(t, err)
	list, err = w.Box(t.Context(), w.as(head), id)
	if err != nil || len(list) != 1 || list[0].Version != 2 || list[0].ID != newer {
		t.Fatalf("new version: %+v %v", list, err)
	}
	_, err = w.copied(newer, uuid.New())
	w.want("in a case of another enterprise", err, "NOT_FOUND")
	used, err := w.copied(newer, id)
	check(t, err)
	if used.Blob != list[0].Material {
		t.Errorf("not shared: %+v", used)
	}
	w.want("a stranger removes", w.RemovePaper(t.Context(), w.as(third), newer), "NOT_FOUND")
	check(t, w.RemovePaper(t.Context(), w.as(clerk1), newer))
	w.want("twice", w.RemovePaper(t.Context(), w.as(clerk1), newer), "NOT_FOUND")
	w.clock.Set(t, "2026-12-24T09:00:00+08:00")
	if n, err := w.materials.SweepOrphans(t.Context(), 100); err != nil || n < 1 { // and what failed uploads left
		t.Errorf("swept %d, %v", n, err)
	}
	_, r, err := w.materials.OpenOf(t.Context(), used.CaseID, used.ID)
	check(t, err)
	defer r.Close()
	if content, err := io.ReadAll(r); err != nil || int64(len(content)) != used.Bytes {
		t.Errorf("the case lost its file: %v", err)
	}
	events, err := w.Journal(t.Context(), w.as(head), id)
	if err != nil || events[0].Kind != "paper_removed" || events[0].About != "物业合同" {
		t.Errorf("%+v %v", events, err)
	}
}

// E09: who owns a paper is told 30 and 7 days before it ends, each once; an expired one cannot be chosen.
func TestE09_ExpiryIsWatched(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.opened()
	paper, err := w.AddPaper(t.Context(), w.as(head), id, NewPaper{Kind: "certificate", Title: "消防合格证", ValidTo: workday.MustParse("2026-12-24")}, "a.png", scan(t))
	check(t, err)
	own, err := w.AddPaper(t.Context(), w.as(third), uuid.Nil, NewPaper{Kind: "identity", Title: "身份证", ValidTo: workday.MustParse("2026-11-28")}, "a.png", scan(t))
	check(t, err)
	warn := func(day string, n int) {
		t.Helper()
		w.clock.Set(t, day)
		for _, want := range []int{n, 0} {
			if got, err := w.WarnOfExpiry(t.Context(), 100); err != nil || got != want {
				t.Errorf("%s: %d, want %d, %v", day, got, want, err)
			}
		}
	}
	warn("2026-11-23T10:00:00+08:00", 1) // the person's own ends within a week
	warn("2026-11-24T10:00:00+08:00", 1) // 30 days before the other
	warn("2026-12-16T10:00:00+08:00", 0)
	warn("2026-12-17T10:00:00+08:00", 1) // 7 days before
	if n := w.told(clerk1, "paper_expires"); n != 2 || w.told(third, "paper_expires") != 1 {
		t.Errorf("told %d times", n)
	}
	_, err = w.copied(own, uuid.Nil)
	w.want("somebody else's own paper", err, "NOT_FOUND")
	w.clock.Set(t, "2026-12-25T00:00:00+08:00")
	_, err = w.copied(paper, id)
	w.want("expired", err, "PAPER_EXPIRED")
}
