package casework

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// 吊销 comes from the penalty system, and case management confirms it (domain.md L7).

var penaltySystem = account.Machine("行政处罚系统", account.PenaltySystem)

// sent is a right penalty decision against a person's certificate.
func (w *world) sent(person account.Actor, certificate uuid.UUID) PenaltyImport {
	var number string
	w.scan(&number, `SELECT number FROM certificates WHERE id = ?`, certificate)
	return PenaltyImport{Number: "益公治行罚决字〔2026〕77号", Licence: number, HolderID: person.IDNumber, Agency: "益阳市公安局", Law: "民用爆炸物品安全管理条例",
		Article: "第四十八条第二款", Facts: "违反国家有关标准和规范实施爆破作业，情节严重", DecidedOn: workday.MustParse("2026-06-16")}
}

func fieldCodes(err error) map[string]string {
	codes := map[string]string{}
	var f *fault.Error
	if errors.As(err, &f) {
		for _, field := range f.Fields {
			codes[field.Pointer] = field.Code
		}
	}
	return codes
}

func TestL07_ImportedAndConfirmed(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-06-17T09:00:00+08:00")
	person := w.blaster(1, "2026-08-31")
	granted, certificate := w.certified(person)
	_, err := w.disclosures().Publish(ctx, publisher, []uuid.UUID{w.disclosed(granted)})
	check(t, err)
	w.exec(`INSERT INTO memberships (id, enterprise_id, id_number, name, person_id, role, invited_at, accepted_at) VALUES (?, ?, ?, ?, ?, 'R-LEG', ?, ?)`,
		uuid.New(), w.unit.Enterprises[0].ID, w.unit.IDNumber, w.unit.Name, w.unit.PersonID, w.clock.Now(), w.clock.Now())
	in := w.sent(person, certificate)
	p, err := w.ImportPenalty(ctx, penaltySystem, in)
	check(t, err)
	if got := w.standing(certificate); p.State != PenaltyWaiting || got != document.StandingValid {
		t.Fatalf("before anybody confirms it: %s, certificate %s", p.State, got)
	}
	waiting, err := w.WaitingPenalties(ctx, caseManager)
	check(t, err)
	if len(waiting) != 1 || waiting[0].ID != p.ID || waiting[0].Number != in.Number {
		t.Fatalf("waiting: %+v", waiting)
	}
	done, err := w.RulePenalty(ctx, caseManager, p.ID, PenaltyRuling{Confirm: true}, key(caseManager, "k"))
	check(t, err)
	again, err := w.RulePenalty(ctx, caseManager, p.ID, PenaltyRuling{Confirm: true}, key(caseManager, "k"))
	check(t, err)
	if done.State != PenaltyConfirmed || again.State != done.State {
		t.Fatalf("confirmed: %+v, again %+v", done, again)
	}
	_, err = w.RulePenalty(ctx, caseManager, p.ID, PenaltyRuling{Reason: "不符"}, db.Key{})
	wantCode(t, err, "PENALTY_RULED")

	var id uuid.UUID
	w.scan(&id, `SELECT case_id FROM penalties WHERE id = ?`, p.ID)
	w.wantState(id, procedure.Delivery)
	if got := w.standing(certificate); got != document.StandingPunished {
		t.Errorf("the certificate is %s", got)
	}
	if n := w.count(`SELECT count(*) FROM disclosures WHERE case_id = ? AND standing = 'PUNISHED'`, granted); n != 1 {
		t.Error("the published record does not follow")
	}
	if n := w.count(`SELECT count(*) FROM notices WHERE kind = 'licence_ended' AND case_id = ?`, id); n != 2 {
		t.Errorf("%d people were told, want the holder and his unit", n)
	}
	if l := w.law(id).Licence; l.Penalty != in.Number || !contains(l.Facts, "2026年6月16日依据《民用爆炸物品安全管理条例》第四十八条第二款") {
		t.Errorf("registered as %+v", l)
	}
	replayed, err := w.ImportPenalty(ctx, penaltySystem, in)
	check(t, err)
	if replayed.ID != p.ID || replayed.State != PenaltyConfirmed || w.count(`SELECT count(*) FROM penalties`) != 1 {
		t.Errorf("sent again: %+v", replayed)
	}

	// then 注销, and nothing is renewed
	check(t, w.CancelLicence(ctx, CancelLicenceArgs{Certificate: certificate, Ground: "A70.4", Proof: in.Number}))
	if n := w.count(`SELECT count(*) FROM cases WHERE certificate_id = ? AND state = 'REVIEW'`, certificate); n != 1 {
		t.Errorf("%d cases to cancel it", n)
	}
}

func TestL07_ImportIsCheckedAndRepeatable(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-06-17T09:00:00+08:00")
	person := w.blaster(1, "2026-08-31")
	_, certificate := w.certified(person)
	right := w.sent(person, certificate)
	for _, who := range []account.Actor{{}, person, caseManager, reviewer, account.System(), account.Machine("别的系统", account.CaseManager)} {
		_, err := w.ImportPenalty(ctx, who, right)
		wantCode(t, err, "FORBIDDEN")
	}
	for _, wrong := range []struct {
		change  func(*PenaltyImport)
		pointer string
		code    string
	}{
		{func(p *PenaltyImport) { p.Number = " " }, "/number", "REQUIRED"},
		{func(p *PenaltyImport) { p.Number = "77号" }, "/number", "PENALTY_NUMBER"},
		{func(p *PenaltyImport) { p.Licence = "0000000000" }, "/licence", "CERTIFICATE_UNKNOWN"},
		{func(p *PenaltyImport) { p.HolderID = w.blaster(2, "2026-08-31").IDNumber }, "/holder_id", "HOLDER_MISMATCH"},
		{func(p *PenaltyImport) { p.Agency = "益阳市水利局" }, "/agency", "AGENCY_NOT_POLICE"},
		{func(p *PenaltyImport) { p.Article = "48" }, "/article", "ARTICLE_FORM"},
		{func(p *PenaltyImport) { p.Facts = "\u202e" }, "/facts", "CHARACTER_NOT_STORABLE"},
		{func(p *PenaltyImport) { p.DecidedOn = workday.MustParse("2026-06-18") }, "/decided_on", "DATE_IN_FUTURE"},
		{func(p *PenaltyImport) { p.DecidedOn = workday.Date{} }, "/decided_on", "REQUIRED"},
	} {
		in := right
		wrong.change(&in)
		_, err := w.ImportPenalty(ctx, penaltySystem, in)
		if got := fieldCodes(err); got[wrong.pointer] != wrong.code || len(got) != 1 {
			t.Errorf("%s: %v, want %s", wrong.pointer, got, wrong.code)
		}
	}

	first, err := w.ImportPenalty(ctx, penaltySystem, right)
	check(t, err)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			spaced := right
			spaced.Law = " 《" + right.Law + "》 "
			if p, err := w.Service.ImportPenalty(ctx, penaltySystem, spaced); err != nil || p.ID != first.ID || !p.ReceivedAt.Equal(first.ReceivedAt) {
				t.Errorf("sent again: %v %+v", err, p)
			}
		})
	}
	wait.Wait()
	other := right
	other.Facts = "另一个事实"
	_, err = w.ImportPenalty(ctx, penaltySystem, other)
	wantCode(t, err, "PENALTY_NUMBER_REUSED")

	// rejected, mended and sent again under its number
	_, err = w.RulePenalty(ctx, reviewer, first.ID, PenaltyRuling{Confirm: true}, db.Key{})
	wantCode(t, err, "ROLE_MISSING")
	_, err = w.RulePenalty(ctx, caseManager, uuid.New(), PenaltyRuling{Confirm: true}, db.Key{})
	wantCode(t, err, "NOT_FOUND")
	_, err = w.RulePenalty(ctx, caseManager, first.ID, PenaltyRuling{}, db.Key{})
	if got := fieldCodes(err); got["/reason"] != "REASON_REQUIRED" {
		t.Errorf("rejected without a reason: %v", err)
	}
	_, err = w.RulePenalty(ctx, caseManager, first.ID, PenaltyRuling{Reason: "事实与文书不符"}, db.Key{})
	check(t, err)
	if got := w.standing(certificate); got != document.StandingValid {
		t.Errorf("a rejected penalty leaves the certificate %s", got)
	}
	same, err := w.ImportPenalty(ctx, penaltySystem, right)
	check(t, err)
	if same.ID != first.ID || same.State != PenaltyRejected || same.Reason != "事实与文书不符" {
		t.Errorf("the rejected one sent again: %+v", same)
	}
	mended, err := w.ImportPenalty(ctx, penaltySystem, other)
	check(t, err)
	if mended.ID == first.ID || mended.State != PenaltyWaiting {
		t.Errorf("mended: %+v", mended)
	}
	check(t, w.db.Write(ctx, func(tx *db.Tx) error {
		c, err := w.documents.Certificate(tx, certificate)
		check(t, err)
		return w.documents.Finish(tx, c, document.CertRevoked, "撤销")
	}))
	other.Number = "益公治行罚决字〔2026〕78号"
	_, err = w.ImportPenalty(ctx, penaltySystem, other)
	wantCode(t, err, "CERTIFICATE_NOT_VALID")
	_, err = w.RulePenalty(ctx, caseManager, mended.ID, PenaltyRuling{Confirm: true}, db.Key{})
	wantCode(t, err, "CERTIFICATE_NOT_VALID")
}

// What was under way about the certificate ends with it: a renewal is not deemed granted by silence and cannot be granted, a change asked for is
// dropped, a lost paper stays no hindrance.
func TestL07_NoRenewalAfterAPenalty(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-06-17T09:00:00+08:00")
	person := w.blaster(1, "2026-08-31")
	_, certificate := w.certified(person) // valid to 2029-08-31
	holder := w.registers.holders[person.IDNumber]
	for i := range holder.Licences {
		holder.Licences[i].ValidTo = workday.MustParse("2029-08-31")
	}
	w.registers.holders[person.IDNumber] = holder
	w.at("2029-07-02 09:00")
	renewal := w.submit(person)
	w.mustDecide(receiver, renewal, Decision{Act: procedure.ActAccept})
	if _, protected := w.law(renewal).Runs(procedure.K11); !protected {
		t.Fatal("a timely renewal is protected")
	}
	lost, err := w.AskMeasure(ctx, person, Measure{Certificate: certificate, Measure: procedure.Reissue, Facts: "在公交车上遗失"}, db.Key{})
	check(t, err)
	in := w.sent(person, certificate)
	in.Number, in.DecidedOn = "益公治行罚决字〔2029〕9号", workday.MustParse("2029-07-01")
	p, err := w.ImportPenalty(ctx, penaltySystem, in)
	check(t, err)
	_, err = w.RulePenalty(ctx, caseManager, p.ID, PenaltyRuling{Confirm: true}, db.Key{})
	check(t, err)

	w.wantState(lost.CaseID, procedure.Dropped)
	if got := w.standing(certificate); got != document.StandingPunished {
		t.Errorf("the certificate is %s", got)
	}
	law := w.law(renewal)
	if _, protected := law.Runs(procedure.K11); protected || law.Timely || law.Gone == nil {
		t.Errorf("the renewal is still protected: %+v", law.Gone)
	}
	if n := w.count(`SELECT count(*) FROM notices WHERE kind = 'licence_gone' AND case_id = ?`, renewal); n != 1 {
		t.Errorf("%d told that the licence to be renewed is no more", n)
	}
	w.at("2029-07-20 09:00") // the register is asked again; it may still know nothing of the penalty
	w.mustDecide(counter, renewal, Decision{Act: procedure.ActCountyOpinion, Verdict: procedure.Grant, Reason: "未发现"})
	check(t, w.AskRegisters(ctx, renewal))
	w.see(renewal)
	_, err = w.decide(reviewer, renewal, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "符合条件"})
	wantCode(t, err, "LICENCE_GONE")
	w.at("2029-09-03 09:00")
	if _, err := w.SettleDue(ctx, 10); err != nil {
		t.Fatal(err)
	}
	if law := w.law(renewal); law.DeemedRenewed || law.State != procedure.Review {
		t.Errorf("silence renewed what is 吊销: %s", law.State)
	}
}

func TestL07_NobodyBeginsToRenewWhatIsGone(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-06-17T09:00:00+08:00")
	person := w.blaster(1, "2026-08-31")
	_, certificate := w.certified(person)
	holder := w.registers.holders[person.IDNumber]
	for i := range holder.Licences {
		holder.Licences[i].ValidTo = workday.MustParse("2029-08-31")
	}
	w.registers.holders[person.IDNumber] = holder
	w.at("2029-07-02 09:00")
	draft := w.draft(person) // begun before
	w.opened(caseManager, Measure{Certificate: certificate, Measure: procedure.Punish, Ground: "PENALTY", Facts: "违规", Penalty: "益公治行罚决字〔2029〕9号"})
	_, err := w.Finish(ctx, person, draft, false, db.Key{})
	wantCode(t, err, "LICENCE_GONE")
	check(t, w.DiscardDraft(ctx, person, draft))
	_, err = w.StartDraft(ctx, person, Start{Item: item}, db.Key{})
	wantCode(t, err, "LICENCE_GONE")
}
