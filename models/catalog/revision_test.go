package catalog

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/fault"
)

func editor(name, policeNo string) account.Actor {
	return account.Actor{Kind: account.KindClerk, Name: name, Officer: policeNo, Grants: []account.Grant{{Role: account.Editor, Desk: account.CityWindow}}}
}

var (
	first, second = editor("苏婷", "090122"), editor("田野", "090123")
	noEditor      = account.Actor{Kind: account.KindClerk, Name: "刘芳", Officer: "090101", Grants: []account.Grant{{Role: account.Receiver, Desk: account.CityWindow}}}
)

// desk is a catalogue with the renewal and a second item, and a draft of the renewal.
func desk(t *testing.T) (context.Context, *Service, uuid.UUID) {
	t.Helper()
	ctx, s := context.Background(), New(dbtest.New(t), calendar(t), nil)
	set := folder(renewalFile, file(t))
	set["zhian/430900-ZA-0999.yaml"] = folder("x", file(t, "430900-ZA-0022", "430900-ZA-0999", `short_code: "0022"`, `short_code: "0999"`))["x"]
	if _, err := s.Publish(ctx, set); err != nil {
		t.Fatal(err)
	}
	id, err := s.StartRevision(ctx, first, renewal, 0)
	if err != nil {
		t.Fatal(err)
	}
	return ctx, s, id
}

func save(t *testing.T, s *Service, id uuid.UUID, edit Edit) Judged {
	t.Helper()
	view, err := s.SaveRevision(context.Background(), first, id, edit, 0)
	if err != nil {
		t.Fatal(err)
	}
	return view
}

func replaced(t *testing.T, s *Service, id uuid.UUID, pairs ...string) Judged {
	t.Helper()
	text := file(t, pairs...)
	return save(t, s, id, Edit{Source: &text})
}

func wantFault(t *testing.T, what string, err error, code string) {
	t.Helper()
	if fault.Code(err) != code {
		t.Errorf("%s: %v, want %s", what, err, code)
	}
}

func TestSecondPersonPublishesADraft(t *testing.T) {
	t.Parallel()
	ctx, s, id := desk(t)
	if again, err := s.StartRevision(ctx, second, renewal, 0); err != nil || again != id {
		t.Errorf("a second draft beside the first: %v %v", again, err)
	}
	wantFault(t, "nothing changed", s.SubmitRevision(ctx, first, id, 0), "REVISION_SAME")
	view := save(t, s, id, Edit{Texts: map[string]string{"summary.zh": "到期换证，新证邮寄到家。"}, Words: []string{"爆破证", "炮证", "放炮证", "blasting licence"}, Note: "改短"})
	if len(view.Problems) > 0 || len(view.Changes) < 2 {
		t.Fatalf("%v %+v", view.Problems, view.Changes)
	}
	if err := s.SubmitRevision(ctx, first, id, view.Version); err != nil {
		t.Fatal(err)
	}
	_, err := s.SaveRevision(ctx, first, id, Edit{}, 0)
	wantFault(t, "changed while it is reviewed", err, "REVISION_STATE")
	wantFault(t, "own approval", s.ApproveRevision(ctx, first, id, time.Time{}, 0), "SECOND_PERSON")
	wantFault(t, "stale", s.ApproveRevision(ctx, second, id, time.Time{}, 1), "STALE_VERSION")
	wantFault(t, "no editor", s.ApproveRevision(ctx, noEditor, id, time.Time{}, 0), "ROLE_MISSING")
	if err := s.ApproveRevision(ctx, second, id, time.Time{}, 0); err != nil {
		t.Fatal(err)
	}
	item, err := s.Item(ctx, renewal)
	if err != nil || item.Version != 2 || item.Summary.Zh != "到期换证，新证邮寄到家。" || len(item.Words) != 4 {
		t.Errorf("%+v %v", item.Summary, err)
	}
	done, err := s.ShowRevision(ctx, second, id)
	if err != nil || done.State != RevisionPublished || *done.Published != 2 || !strings.Contains(done.Approver, "090123") {
		t.Errorf("%+v %v", done.Revision, err)
	}
	var acts []string
	for _, a := range done.History {
		acts = append(acts, a.Act)
	}
	if got := strings.Join(acts, " "); got != "publish submit save begin publish" {
		t.Errorf("journal: %s", got)
	}
	// An older program knows nothing of the change and leaves it alone; the export has it.
	if report, err := s.Publish(ctx, folder(renewalFile, file(t))); err != nil || len(report.Published) != 0 {
		t.Errorf("%+v %v", report, err)
	}
	files, err := s.Export(ctx)
	if err != nil || !strings.Contains(files[renewalFile], "到期换证，新证邮寄到家。") {
		t.Errorf("export is without the change: %v", err)
	}
}

func TestFaultsRefusePublication(t *testing.T) {
	t.Parallel()
	ctx, s, id := desk(t)
	view := replaced(t, s, id, "word: age", "word: shoe_size")
	if len(view.Problems) != 1 || view.Problems[0].File != renewalFile || view.Problems[0].Line == 0 {
		t.Fatal(view.Problems)
	}
	wantFault(t, "faulty", s.SubmitRevision(ctx, first, id, 0), "REVISION_FAULTY")
	text := file(t, "code: 430900-ZA-0022", "code: 430900-ZA-0023")
	judged, err := s.Judge(ctx, first, id, text)
	if err != nil || len(judged.Problems) != 1 || !strings.Contains(judged.Problems[0].Message, "stays") {
		t.Errorf("another code: %v %v", judged.Problems, err)
	}
	if judged, err = s.Judge(ctx, first, id, "name: [\n"); err != nil || len(judged.Problems) == 0 || judged.Item != nil {
		t.Errorf("no YAML: %+v %v", judged.Problems, err)
	}
	if kept, err := s.ShowRevision(ctx, first, id); err != nil || !strings.Contains(kept.Source, "shoe_size") {
		t.Errorf("judging changed the draft: %v", err)
	}
}

func TestDraftIsPublishedAtItsTime(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d, clock := dbtest.NewAt(t, "2026-09-17T09:00:00+08:00")
	s := New(d, calendar(t), nil)
	if _, err := s.Publish(ctx, folder(renewalFile, file(t))); err != nil {
		t.Fatal(err)
	}
	id, err := s.StartRevision(ctx, first, renewal, 0)
	if err != nil {
		t.Fatal(err)
	}
	replaced(t, s, id, "不收费", "免费")
	at := d.Now().Add(24 * time.Hour)
	if err := s.SubmitRevision(ctx, first, id, 0); err != nil {
		t.Fatal(err)
	}
	if err := s.ApproveRevision(ctx, second, id, at, 0); err != nil {
		t.Fatal(err)
	}
	check := func(when string, want int) {
		t.Helper()
		clock.Set(t, when)
		for range 2 { // harmless when repeated
			if err := s.PublishDue(ctx); err != nil {
				t.Fatal(err)
			}
		}
		if item, err := s.Item(ctx, renewal); err != nil || item.Version != want {
			t.Errorf("%s: version %v %v", when, item, err)
		}
	}
	check("2026-09-18T08:59:00+08:00", 1)
	check("2026-09-18T09:00:00+08:00", 2)
}

func TestOldVersionsRollForward(t *testing.T) {
	t.Parallel()
	ctx, s, id := desk(t)
	publish := func(id uuid.UUID) {
		t.Helper()
		if err := s.SubmitRevision(ctx, first, id, 0); err != nil {
			t.Fatal(err)
		}
		if err := s.ApproveRevision(ctx, second, id, time.Time{}, 0); err != nil {
			t.Fatal(err)
		}
	}
	replaced(t, s, id, "不收费", "免费")
	publish(id)
	back, err := s.StartRevision(ctx, first, renewal, 1)
	if err != nil {
		t.Fatal(err)
	}
	publish(back)
	item, err := s.Item(ctx, renewal)
	if err != nil || item.Version != 3 || !strings.Contains(item.Fee.Basis.Zh, "不收费") {
		t.Errorf("%+v %v", item.Fee, err)
	}
}

// A version that was published meanwhile is neither lost nor overwritten unseen.
func TestDraftOfAnOldVersionWaits(t *testing.T) {
	t.Parallel()
	ctx, s, id := desk(t)
	replaced(t, s, id, "不收费", "免费")
	if _, err := s.Publish(ctx, folder(renewalFile, file(t, "无数量限制", "数量不限"))); err != nil {
		t.Fatal(err)
	}
	if err := s.SubmitRevision(ctx, first, id, 0); err != nil {
		t.Fatal(err)
	}
	wantFault(t, "behind", s.ApproveRevision(ctx, second, id, time.Time{}, 0), "REVISION_BASE")
	if err := s.ReturnRevision(ctx, second, id, "请合并第 2 版", 0); err != nil {
		t.Fatal(err)
	}
	if err := s.RebaseRevision(ctx, first, id, 0); err != nil {
		t.Fatal(err)
	}
	if err := s.SubmitRevision(ctx, first, id, 0); err != nil {
		t.Fatal(err)
	}
	if err := s.ApproveRevision(ctx, second, id, time.Time{}, 0); err != nil {
		t.Fatal(err)
	}
	if item, err := s.Item(ctx, renewal); err != nil || item.Version != 3 {
		t.Errorf("%v %v", item.Version, err)
	}
}

func TestRetireWithASuccessor(t *testing.T) {
	t.Parallel()
	ctx, s, id := desk(t)
	wantFault(t, "no such item", s.RetireItem(ctx, first, id, "430900-ZA-0404", 0), "INVALID_FIELDS")
	if err := s.RetireItem(ctx, first, id, "430900-ZA-0999", 0); err != nil {
		t.Fatal(err)
	}
	if err := s.SubmitRevision(ctx, first, id, 0); err != nil {
		t.Fatal(err)
	}
	if err := s.ApproveRevision(ctx, second, id, time.Time{}, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Item(ctx, renewal); fault.Code(err) != "ITEM_RETIRED" {
		t.Errorf("still shown: %v", err)
	}
	gone, err := s.Version(ctx, renewal, 2)
	if err != nil || gone.Status != Removed || gone.Successor != "430900-ZA-0999" {
		t.Errorf("%+v %v", gone, err)
	}
	var jobs int
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Raw(`SELECT count(*) FROM river_job WHERE kind = ?`, RetiredArgs{}.Kind()).Scan(&jobs).Error
	})
	if err != nil || jobs != 1 {
		t.Errorf("%d jobs tell people with drafts: %v", jobs, err)
	}
}

func TestWordOfAVainSearchGoesIntoADraft(t *testing.T) {
	t.Parallel()
	ctx, s, id := desk(t)
	if err := s.NoteMiss(ctx, "打眼放炮的本本"); err != nil {
		t.Fatal(err)
	}
	draft, err := s.AddWord(ctx, second, renewal, "打眼放炮的本本")
	if err != nil || draft != id {
		t.Fatalf("%v %v", draft, err)
	}
	view, err := s.ShowRevision(ctx, first, id)
	if err != nil || len(view.Changes) != 1 || view.Changes[0].New != "打眼放炮的本本" || len(view.Problems) > 0 {
		t.Errorf("%+v %v %v", view.Changes, view.Problems, err)
	}
	if left, err := s.MissedSearches(ctx, first, 10); err != nil || len(left) != 0 {
		t.Errorf("%+v %v", left, err)
	}
	if _, err := s.MissedSearches(ctx, noEditor, 10); fault.Code(err) != "ROLE_MISSING" {
		t.Error(err)
	}
	if err := s.SubmitRevision(ctx, first, id, 0); err != nil {
		t.Fatal(err)
	}
	wantFault(t, "both worked on it", s.ApproveRevision(ctx, second, id, time.Time{}, 0), "SECOND_PERSON")
}

func TestOnlyEditorsSeeDrafts(t *testing.T) {
	t.Parallel()
	ctx, s, id := desk(t)
	for _, actor := range []account.Actor{{}, noEditor, {Kind: account.KindPerson}} {
		_, err := s.Revisions(ctx, actor, true)
		wantFault(t, "list", err, "ROLE_MISSING")
		_, err = s.ShowRevision(ctx, actor, id)
		wantFault(t, "show", err, "ROLE_MISSING")
		_, err = s.StartRevision(ctx, actor, renewal, 0)
		wantFault(t, "start", err, "ROLE_MISSING")
	}
	if list, err := s.Revisions(ctx, first, true); err != nil || len(list) != 1 || list[0].Name.Zh == "" || list[0].Source != "" {
		t.Errorf("%+v %v", list, err)
	}
	if err := s.DiscardRevision(ctx, first, id, 0); err != nil {
		t.Fatal(err)
	}
	if list, err := s.Revisions(ctx, first, true); err != nil || len(list) != 0 {
		t.Errorf("%+v %v", list, err)
	}
}
