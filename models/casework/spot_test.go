package casework

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/material"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// onTheSpot is a received application for a permit that may be decided on the spot.
func onTheSpot(t *testing.T) (w *world, person account.Actor, id uuid.UUID) {
	t.Helper()
	a := derivedPermit(t)
	w = newWorld(t, a.example.Today+"T09:00:00+08:00")
	w.exec(`INSERT INTO item_versions (code, version, short_code, digest, source, compiled, published_at)
		SELECT code, version + 1, short_code, sha256('on the spot'), source, compiled || jsonb_build_object('version', version + 1, 'procedure', compiled -> 'procedure' || '{"on_the_spot": true}'), published_at
		  FROM item_versions WHERE code = ? ORDER BY version DESC LIMIT 1`, a.item.Code)
	person = w.applicant(a)
	id, err := w.start(person, a)
	check(t, err)
	check(t, w.fill(person, id, a))
	_, err = w.Finish(context.Background(), person, id, false, db.Key{})
	check(t, err)
	return w, person, id
}

// waitsAt is who may claim the step that waits, and its stage.
func (w *world) waitsAt(id uuid.UUID) (account.Actor, procedure.Stage) {
	w.t.Helper()
	var desk, stage string
	w.scan(&desk, `SELECT desk FROM steps WHERE case_id = ? AND state <> 'DONE'`, id)
	w.scan(&stage, `SELECT stage FROM steps WHERE case_id = ? AND state <> 'DONE'`, id)
	return w.officerOf(desk, procedure.Stage(stage)), procedure.Stage(stage)
}

// found judges the points of the checklist: one of them fails.
func (w *world) found(officer account.Actor, id uuid.UUID, point string) {
	w.t.Helper()
	ctx := context.Background()
	c := w.claim(officer, id)
	view, err := w.Review(ctx, officer, id)
	check(w.t, err)
	for _, row := range view.Checks {
		if row.Code == point {
			check(w.t, w.RecordCheck(ctx, officer, id, c.StepID, c.Fence, row.Code, procedure.Fail, "经核对与事实不符"))
		} else if row.Mark == procedure.Open {
			check(w.t, w.RecordCheck(ctx, officer, id, c.StepID, c.Fence, row.Code, procedure.Pass, ""))
		}
	}
	check(w.t, w.ReturnStep(ctx, officer, c.StepID, c.Fence, SystemFailure, ""))
}

// A refusal on the spot from draft to archive: intake moves it once he was heard, a lawyer objects or agrees, a third person decides, and it is numbered,
// published, delivered and archived like any other refusal (domain.md 1.4 T12, 1.7).
func TestT12_ARefusalOnTheSpotFromDraftToArchive(t *testing.T) {
	t.Parallel()
	w, person, id := onTheSpot(t)
	intake, stage := w.waitsAt(id)
	if stage != procedure.StageIntake {
		t.Fatalf("waits at %s", stage)
	}
	w.found(intake, id, "identity")
	refusal := Decision{Act: procedure.ActAskOnTheSpot, Verdict: procedure.Refuse, Grounds: []string{"identity"}, Reason: "人证不一致，当场查明"}
	_, err := w.act(intake, stage, id, Decision{Act: procedure.ActAskOnTheSpot, Verdict: procedure.Grant, Reason: "齐全"})
	wantCode(t, err, "CHECKLIST_FORBIDS")
	_, err = w.act(intake, stage, id, refusal)
	wantField(t, err, "HEARD_WORDS_REQUIRED")
	refusal.Kind, refusal.Way, refusal.Heard, refusal.On = procedure.SpokenStated, procedure.HeardInPerson, "照片是三年前拍的。", w.today()
	false78 := refusal
	false78.Grounds = []string{procedure.FalseMaterial}
	_, err = w.act(intake, stage, id, false78)
	wantField(t, err, "FALSE_MATERIAL_APART")
	moved := w.mustAct(intake, stage, id, refusal)
	if len(moved.Documents) != 0 || moved.State != procedure.Received {
		t.Errorf("a motion alone: %s %v", moved.State, kinds(moved))
	}

	w.lawyerObjects(id, intake)
	w.mustAct(intake, procedure.StageIntake, id, refusal)
	lawyer, stage := w.waitsAt(id)
	agreed := w.mustAct(lawyer, stage, id, Decision{Act: procedure.ActApprove, Reason: "事实清楚，同意"})
	if agreed.State != procedure.Received || !slices.Equal(kinds(agreed), []string{"legal_opinion"}) {
		t.Errorf("the lawyer agrees: %s %v", agreed.State, kinds(agreed))
	}
	decided := w.decidedOnSpot(id, intake, lawyer)
	w.toldOfSpotRefusal(person, id, decided)
	w.endsInTheArchive(id)
	var moves string
	w.scan(&moves, `SELECT string_agg(move, ' ' ORDER BY seq) FROM journal WHERE case_id = ? AND move ~ '^T(12|42|32|35)'`, id)
	if moves != "T12q T42 T12q T12l T12 T32 T35" {
		t.Errorf("the journal tells %s", moves)
	}
}

// lawyerObjects: nobody but a lawyer has the motion now, not even who moved it with a lawyer's account; his no leads back to intake without a paper.
func (w *world) lawyerObjects(id uuid.UUID, intake account.Actor) {
	w.t.Helper()
	ctx := context.Background()
	lawyer, stage := w.waitsAt(id)
	if stage != procedure.StageLegal {
		w.t.Fatalf("a refusal on the spot waits at %s before a lawyer has seen it", stage)
	}
	self := clerk(intake.Name, intake.Officer, account.LegalReviewer, lawyer.Grants[0].Desk)
	if c, err := w.ClaimNext(ctx, self, lawyer.Grants[0].Desk, stage, db.Key{}); err == nil {
		w.t.Errorf("who moved it reviews it himself: %+v", c)
	}
	_, err := w.act(lawyer, stage, id, Decision{Act: procedure.ActRefuse, Grounds: []string{"identity"}, Reason: "不符合条件"})
	wantCode(w.t, err, "ROLE_REQUIRED")
	_, err = w.act(lawyer, stage, id, Decision{Act: procedure.ActReject})
	wantField(w.t, err, "REASON_REQUIRED")
	no := w.mustAct(lawyer, stage, id, Decision{Act: procedure.ActReject, Reason: "请先让申请人补拍照片"})
	if at, stage := w.waitsAt(id); len(no.Documents) != 0 || stage != procedure.StageIntake || at.Officer != intake.Officer || w.law(id).Motion != nil {
		w.t.Errorf("after the lawyer's no it waits at %s with %v", stage, kinds(no))
	}
}

// decidedOnSpot: the third person decides, neither the lawyer nor who moved it, as it was moved and with an answer to what he said.
func (w *world) decidedOnSpot(id uuid.UUID, others ...account.Actor) Decided {
	w.t.Helper()
	decider, stage := w.waitsAt(id)
	if stage != procedure.StageDecision {
		w.t.Fatalf("agreed to, and waits at %s", stage)
	}
	for _, other := range others {
		same := clerk(other.Name, other.Officer, account.Decider, decider.Grants[0].Desk)
		if c, err := w.ClaimNext(context.Background(), same, decider.Grants[0].Desk, stage, db.Key{}); err == nil {
			w.t.Errorf("%s decides as well: %+v", other.Officer, c)
		}
	}
	refuse := Decision{Act: procedure.ActRefuse, Grounds: []string{"identity"}, Reason: "人证不一致", Heard: "照片与本人不符，应当重新拍摄。", Kind: procedure.TakenNot}
	_, err := w.act(decider, stage, id, Decision{Act: procedure.ActGrant})
	wantCode(w.t, err, "PROPOSAL_DIFFERS")
	return w.mustAct(decider, stage, id, refuse)
}

// toldOfSpotRefusal: one decision with its number, words, remedies and publicity; no warning and no ban.
func (w *world) toldOfSpotRefusal(person account.Actor, id uuid.UUID, done Decided) {
	w.t.Helper()
	if done.State != procedure.Refused || !slices.Equal(kinds(done), []string{"refusal"}) || !strings.HasSuffix(done.Documents[0].Number, "许不〔"+w.today().String()[:4]+"〕1号") {
		w.t.Fatalf("%s %v", done.State, done.Documents)
	}
	letter := w.letterText(done.Documents[0].ID)
	for _, words := range []string{"照片是三年前拍的。", "不予采纳。照片与本人不符", "第三十一条第一款", "六十日", "六个月"} {
		if !strings.Contains(letter, words) {
			w.t.Errorf("the decision does not say %q:\n%s", words, letter)
		}
	}
	law := w.law(id)
	if law.AcceptedOn != w.today() || law.DecidedOn != w.today() || law.Warned || law.LegalView == nil || !law.LegalView.Agree {
		w.t.Errorf("the law says %+v", law)
	}
	for table, want := range map[string]int{"disclosures": 1, "bans": 0} {
		if n := w.count(`SELECT count(*) FROM `+table+` WHERE case_id = ?`, id); n != want {
			w.t.Errorf("%d rows of %s, want %d", n, table, want)
		}
	}
	view, err := w.CaseForApplicant(context.Background(), person, id)
	check(w.t, err)
	if view.State != procedure.Refused || slices.ContainsFunc(view.Documents, func(d document.Document) bool { return d.Kind == "legal_opinion" }) {
		w.t.Errorf("the applicant sees %s and %v", view.State, view.Documents)
	}
}

func (w *world) today() workday.Date { return workday.DateOf(w.clock.Now()) }

// storeMaterials puts a file in the place of every material of a case.
func (w *world) storeMaterials(id uuid.UUID) {
	w.t.Helper()
	var list []material.Material
	check(w.t, w.db.Read(context.Background(), func(tx *db.Tx) (err error) { list, err = material.List(tx, id); return err }))
	for _, m := range list {
		sums, err := w.blobs.Put(context.Background(), m.Key(), strings.NewReader("%PDF-1.7 "+m.Name))
		check(w.t, err)
		w.exec(`UPDATE materials SET sha256 = ? WHERE id = ?`, sums.SHA256, m.ID)
	}
}

// endsInTheArchive: delivered at the window with a numbered proof, from which day the remedies run, then archived with its papers for ten years.
func (w *world) endsInTheArchive(id uuid.UUID) {
	w.t.Helper()
	ctx := context.Background()
	archivist := clerk("汤斌", "090031", account.Archivist, account.City)
	_, _, err := w.Archive(ctx, archivist, id)
	wantCode(w.t, err, "ARCHIVE_NOT_ENDED")
	deliverer, stage := w.waitsAt(id)
	done := w.mustAct(deliverer, stage, id, Decision{Act: procedure.ActDeliver, Way: procedure.AtCounter, Recipient: "本人"})
	law := w.law(id)
	k4, _ := law.Clock(procedure.K4)
	if done.State != procedure.Closed || !slices.Equal(kinds(done), []string{"delivery"}) || done.Documents[0].Number == "" || law.DeliveredOn != w.today() || k4.Running() {
		w.t.Errorf("%s %v, delivered on %s", done.State, done.Documents, law.DeliveredOn)
	}
	w.storeMaterials(id)
	w.renderAll(id)
	_, data, err := w.Archive(ctx, archivist, id)
	check(w.t, err)
	files, err := unpack(data)
	check(w.t, err)
	names := strings.Join(slices.Sorted(maps.Keys(files)), "\n")
	for _, title := range []string{"不予行政许可决定书", "法制审核意见书", "送达回证"} {
		if !strings.Contains(names, title) {
			w.t.Errorf("the package has no %s: %s", title, names)
		}
	}
	if n := w.count(`SELECT count(*) FROM archives WHERE case_id = ? AND class = 'refusal' AND years = 10`, id); n != 1 {
		w.t.Error("it is not kept as a refusal")
	}
}
