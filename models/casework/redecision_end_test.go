package casework

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// archivedRefusal is a refusal that was delivered, published and archived, and that package.
func (w *world) archivedRefusal(person account.Actor) (id uuid.UUID, first []byte) {
	w.t.Helper()
	ctx := context.Background()
	id = w.refused(person)
	n, err := w.disclosures().Publish(ctx, publisher, []uuid.UUID{w.disclosed(id)})
	check(w.t, err)
	if n != 1 {
		w.t.Fatal("the refusal was not published")
	}
	w.stored(id)
	w.at("2026-10-20 09:00")
	w.renderAll(id)
	_, first, err = w.Archive(ctx, archivist, id)
	check(w.t, err)
	return id, first
}

// archivedAgain is the package of the decision that came in place of the first one; both packages verify.
func (w *world) archivedAgain(id uuid.UUID, first []byte) (told string) {
	w.t.Helper()
	w.stored(id)
	w.renderAll(id)
	_, second, err := w.Archive(context.Background(), archivist, id)
	check(w.t, err)
	ca, err := authority()
	check(w.t, err)
	for _, data := range [][]byte{first, second} {
		_, err := VerifyArchive(data, ca.Roots())
		check(w.t, err)
	}
	files, err := unpack(second)
	check(w.t, err)
	return string(files[archiveMetadata]) + strings.Join(slices.Sorted(maps.Keys(files)), "\n")
}

// published tells of the records of a case, in the order of their decisions: which paper each is about, its state, and whether it names the ruling.
func (w *world) published(id uuid.UUID) string {
	w.t.Helper()
	var list string
	w.scan(&list, `SELECT coalesce(string_agg(d.kind || ' ' || r.state || CASE WHEN strpos(r.taken_down_words, ?) > 0 THEN ' marked' ELSE '' END, ', ' ORDER BY d.issued_at), '')
		FROM disclosures r JOIN documents d ON d.id = r.document_id WHERE r.case_id = ?`, quashed.Number, id)
	return list
}

// A refusal is annulled after it was archived: discussed, granted by another decider, made, delivered and archived a second time (domain.md 1.7, T37).
func TestARefusalThatWasAnnulledIsGrantedToTheEnd(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	person := w.blaster(1, "2026-12-01")
	id, first := w.archivedRefusal(person)
	w.reopened(id)
	w.passed(id)
	w.mustAct(reviewer, procedure.StageReview, id, Decision{Act: procedure.ActAskCollective, Verdict: procedure.Grant, Reason: "按复议决定重新认定，符合条件"})
	w.discuss(id, procedure.Grant)
	w.mustAct(deputy, procedure.StageDecision, id, Decision{Act: procedure.ActGrant})
	w.mustDecide(printer, id, Decision{Act: procedure.ActIssueCertificate})
	w.wantState(id, procedure.Delivery)
	check(t, w.ConfirmDelivery(ctx, person, id))
	w.wantState(id, procedure.Closed)
	var certificate uuid.UUID
	w.scan(&certificate, `SELECT id FROM certificates WHERE case_id = ?`, id)
	if s := w.standing(certificate); s != document.StandingValid {
		t.Errorf("the certificate is %s", s)
	}
	if got := w.published(id); got != "refusal TAKEN_DOWN marked, grant DUE" {
		t.Errorf("published: %s", got)
	}
	meta := w.archivedAgain(id, first)
	for _, words := range []string{"<earlier>", "<superseded>", "益公治许不续〔2026〕1号", "益政复决〔2026〕12号", "<retention_class>permit<", "爆破作业人员许可证 43", "准予延续行政许可决定书 益公治许续〔2026〕1号"} {
		if !strings.Contains(meta, words) {
			t.Errorf("the second package does not tell %s:\n%s", words, meta)
		}
	}
	w.agrees(id)
	w.numbersAreWhole()
}

// It is refused again, on a ground that the ruling has not rejected.
func TestARefusalThatWasAnnulledIsRefusedOnANewGround(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	person := w.blaster(1, "2026-12-01")
	id, first := w.archivedRefusal(person)
	w.reopened(id)
	w.passed(id)
	ground := w.fails(id, "B4")
	refuse := Decision{Act: procedure.ActAskCollective, Verdict: procedure.Refuse, Grounds: []string{ground}, Reason: "另查明不符合条件"}
	w.mustAct(reviewer, procedure.StageReview, id, refuse)
	if done := w.discuss(id, procedure.Refuse); done.State != procedure.Legal {
		t.Fatalf("discussed to %s", done.State)
	}
	w.mustDecide(lawyer, id, Decision{Act: procedure.ActLegalOpinion, Agree: true, Reason: "理由与原决定不同"})
	done := w.mustAct(deputy, procedure.StageDecision, id, Decision{Act: procedure.ActRefuse, Grounds: []string{ground}, Reason: "另查明不符合条件"})
	if !slices.Contains(kinds(done), "refusal") || !slices.Equal(w.law(id).Grounds, []string{ground}) {
		t.Errorf("refused on %v with %v", w.law(id).Grounds, kinds(done))
	}
	w.at("2026-12-02 09:00")
	w.mustDecide(deliver, id, Decision{Act: procedure.ActDeliver, Way: "counter", Recipient: person.Name})
	if got := w.published(id); got != "refusal TAKEN_DOWN marked, refusal DUE" {
		t.Errorf("published: %s", got)
	}
	meta := w.archivedAgain(id, first)
	for _, words := range []string{"<earlier>", "<superseded>", "益公治许不续〔2026〕1号", "益公治许不续〔2026〕2号", "<retention_class>refusal<"} {
		if !strings.Contains(meta, words) {
			t.Errorf("the second package does not tell %s:\n%s", words, meta)
		}
	}
	w.agrees(id)
	w.numbersAreWhole()
}

// fails is the reviewer's word that a point with a ground is not met.
func (w *world) fails(id uuid.UUID, ground string) string {
	w.t.Helper()
	ctx := context.Background()
	c := w.claim(reviewer, id)
	v, err := w.Review(ctx, reviewer, id)
	check(w.t, err)
	i := slices.IndexFunc(v.Checks, func(r CheckRow) bool { return r.Settable && slices.Contains(r.Grounds, ground) })
	if i < 0 {
		w.t.Fatalf("nobody decides on %s", ground)
	}
	check(w.t, w.RecordCheck(ctx, reviewer, id, c.StepID, c.Fence, v.Checks[i].Code, procedure.Fail, "另查明"))
	check(w.t, w.ReturnStep(ctx, reviewer, c.StepID, c.Fence, SystemFailure, ""))
	return ground
}
