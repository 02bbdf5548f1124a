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
)

const guardFiling = "430900-ZA-0013"

// filing is an application by an enterprise whose head confirms, with its agent and its head.
func (w *world) filing(t testing.TB) (a application, agent, head account.Actor) {
	t.Helper()
	list := applications(t)
	a = list[slices.IndexFunc(list, func(a application) bool { return a.item.Code == guardFiling })]
	head = w.applicant(a)
	agent = w.person("吴敏", "430902198511203327")
	agent.Enterprises, agent.Acting = slices.Clone(head.Enterprises), head.Acting
	agent.Enterprises[0].Role = account.Agent
	for _, p := range []account.Actor{agent, head} {
		w.exec(`INSERT INTO accounts (id, kind, person_id, password_hash, password_changed_at, created_at) VALUES (?, 'person', ?, '', ?, ?) ON CONFLICT DO NOTHING`,
			p.AccountID, p.PersonID, w.clock.Now(), w.clock.Now())
		w.exec(`INSERT INTO memberships (id, enterprise_id, id_number, name, person_id, role, invited_at, accepted_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			uuid.New(), p.Acting, p.IDNumber, p.Name, p.PersonID, p.Enterprises[0].Role, w.clock.Now(), w.clock.Now())
	}
	return a, agent, head
}

// prepared is a complete form of an enterprise, not handed in.
func (w *world) prepared(t testing.TB, by account.Actor, a application) uuid.UUID {
	t.Helper()
	id, err := w.start(by, a)
	check(t, err)
	check(t, w.fill(by, id, a))
	return id
}

// E05: the filing counts only when the head confirms; what he said is kept with its digest, and the form carries the unit's seal.
func TestE05_TheFilingCountsWhenTheHeadConfirms(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	a, agent, head := w.filing(t)
	id := w.prepared(t, agent, a)
	receipt, err := w.Finish(ctx, agent, id, false, db.Key{})
	check(t, err)
	if !receipt.AwaitingUnit || receipt.Number != "" || w.count(`SELECT count(*) FROM notices WHERE person_id = ? AND kind = 'unit_to_sign'`, head.PersonID) != 1 {
		t.Fatalf("after the agent: %+v", receipt)
	}
	_, err = w.UnitSign(ctx, agent, id, true, db.Key{})
	wantCode(t, err, "NOT_FOUND") // an agent does not sign
	waiting, err := w.AwaitingUnit(ctx, head)
	if err != nil || len(waiting) != 1 || waiting[0].ID != id {
		t.Fatalf("waiting: %+v %v", waiting, err)
	}
	_, err = w.UnitSign(ctx, head, id, false, db.Key{})
	wantCode(t, err, "INVALID_FIELDS")
	receipt, err = w.UnitSign(ctx, head, id, true, db.Key{})
	check(t, err)
	if receipt.Number == "" || receipt.State != procedure.Received {
		t.Fatalf("after the head: %+v", receipt)
	}
	var statement, sm3, name, facts string
	w.scan(&statement, `SELECT statement FROM unit_signatures WHERE case_id = ?`, id)
	w.scan(&sm3, `SELECT statement_sm3 FROM unit_signatures WHERE case_id = ?`, id)
	w.scan(&name, `SELECT name FROM unit_signatures WHERE case_id = ?`, id)
	if !strings.Contains(statement, agent.Name) || len(sm3) != 64 || name != head.Name {
		t.Errorf("signature: %s %s %s", statement, sm3, name)
	}
	w.scan(&facts, `SELECT facts FROM documents WHERE case_id = ? AND kind = 'application'`, id)
	if !strings.Contains(facts, `"unit_seal"`) || !strings.Contains(facts, statement) {
		t.Errorf("the form: %s", facts)
	}
	if _, err := w.CaseForApplicant(ctx, agent, id); err != nil {
		t.Errorf("the agent no longer sees it: %v", err)
	}
}

// E05: the head's own handing in is his confirmation; he may send an agent's form back, is reminded after 3 WD, and it opens again after 10.
func TestE05_HeadHandsInSendsBackAndForgets(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	a, agent, head := w.filing(t)
	own := w.prepared(t, head, a)
	receipt, err := w.Finish(ctx, head, own, false, db.Key{})
	check(t, err)
	if receipt.Number == "" || w.count(`SELECT count(*) FROM unit_signatures WHERE case_id = ?`, own) != 1 {
		t.Errorf("his own: %+v", receipt)
	}
	id := w.prepared(t, agent, a)
	_, err = w.Finish(ctx, agent, id, false, db.Key{})
	check(t, err)
	wantCode(t, w.UnitReturn(ctx, head, id, ""), "INVALID_FIELDS")
	check(t, w.UnitReturn(ctx, head, id, "岗位数不对"))
	_, err = w.Finish(ctx, agent, id, false, db.Key{})
	check(t, err)
	w.at("2026-09-23 00:00")
	_, err = w.SettleDue(ctx, 10)
	check(t, err)
	if n := w.count(`SELECT count(*) FROM notices WHERE person_id = ? AND kind = 'unit_reminder'`, head.PersonID); n != 1 {
		t.Errorf("%d reminders", n)
	}
	w.at("2026-10-20 00:00")
	_, err = w.UnitSign(ctx, head, id, true, db.Key{})
	wantCode(t, err, "NOT_FOUND")
	if l := w.law(id); l.State != procedure.Draft || l.SubState != "" {
		t.Errorf("after 10 WD: %s %s", l.State, l.SubState)
	}
}

// E04: after the last day of an authorisation, outside its scope, or while it is suspended, a draft is neither saved nor handed in, and the
// reason is told to who began it; to him who left, other cases of the enterprise are not there.
func TestE04_NothingIsHandedInWithoutAuthorisation(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	a, agent, head := w.filing(t)
	id, other := w.prepared(t, agent, a), w.prepared(t, head, a)
	gone := agent
	gone.Ended, gone.Enterprises, gone.Acting = agent.Enterprises, nil, uuid.Nil // as a session after 24:00 of the last day says
	suspended := gone
	suspended.Ended = slices.Clone(gone.Ended)
	suspended.Ended[0].Suspended = true
	narrow := agent
	narrow.Enterprises = slices.Clone(agent.Enterprises)
	narrow.Enterprises[0].Scope = []string{"430900-ZA-0014"}
	for code, actor := range map[string]account.Actor{"MEMBERSHIP_ENDED": gone, "MEMBERSHIP_SUSPENDED": suspended, "MEMBERSHIP_SCOPE": narrow} {
		_, err := w.SaveAnswers(ctx, actor, id, map[string]json.RawMessage{}, 0)
		wantCode(t, err, code)
		_, err = w.Finish(ctx, actor, id, false, db.Key{})
		wantCode(t, err, code)
		_, err = w.Draft(ctx, actor, other)
		wantCode(t, err, "NOT_FOUND")
		if list, err := w.MyCases(ctx, actor, "", 10); code != "MEMBERSHIP_SCOPE" && (err != nil || len(list.Items) != 0) {
			t.Errorf("%s lists %+v, %v", code, list, err)
		}
	}
	_, err := w.start(narrow, a)
	wantCode(t, err, "MEMBERSHIP_SCOPE")
	_, err = w.Finish(ctx, agent, id, false, db.Key{})
	check(t, err)
	wantCode(t, w.UnitReturn(ctx, gone, id, "x"), "MEMBERSHIP_ENDED")
}

// E07: a suspended enterprise may fill in and hands nothing in, and sees why.
func TestE07_SuspendedEnterpriseHandsNothingIn(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	a, agent, head := w.filing(t)
	id := w.prepared(t, agent, a)
	_, err := w.Finish(ctx, agent, id, false, db.Key{})
	check(t, err)
	w.exec(`UPDATE enterprises SET state = 'suspended', state_reason = '停业整顿' WHERE id = ?`, head.Acting)
	_, err = w.UnitSign(ctx, head, id, true, db.Key{})
	wantCode(t, err, "ENTERPRISE_SUSPENDED")
	mine := w.prepared(t, head, a)
	_, err = w.Finish(ctx, head, mine, false, db.Key{})
	wantCode(t, err, "ENTERPRISE_SUSPENDED")
	v, err := w.Draft(ctx, head, mine)
	if err != nil || !slices.ContainsFunc(v.Warnings, func(x Warned) bool { return x.Code == "ENTERPRISE_SUSPENDED" && x.Params["reason"] == "停业整顿" }) {
		t.Errorf("warnings %+v, %v", v.Warnings, err)
	}
}

// E02: all cases of the enterprise stand in one list whoever began them, as far as an authorisation reaches; who left sees nothing.
func TestE02_AllCasesOfTheEnterpriseInOneList(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	a, agent, head := w.filing(t)
	done, waiting, open := w.prepared(t, head, a), w.prepared(t, agent, a), w.prepared(t, agent, a)
	receipt, err := w.Finish(ctx, head, done, false, db.Key{})
	check(t, err)
	_, err = w.Finish(ctx, agent, waiting, false, db.Key{})
	check(t, err)
	list := func(actor account.Actor, f CaseFilter) (ids []uuid.UUID, counts CaseCounts) {
		t.Helper()
		after := ""
		for {
			page, n, err := w.EnterpriseCases(ctx, actor, head.Acting, f, after, 2)
			check(t, err)
			for _, c := range page.Items {
				ids = append(ids, c.ID)
			}
			if counts, after = n, page.Next; after == "" {
				return ids, counts
			}
		}
	}
	if ids, n := list(agent, CaseFilter{}); len(ids) != 3 || ids[0] != open || n != (CaseCounts{Draft: 1, Signing: 1, Open: 1}) {
		t.Errorf("all: %v %+v", ids, n)
	}
	for name, c := range map[string]struct {
		f    CaseFilter
		want []uuid.UUID
	}{
		"drafts": {CaseFilter{State: "draft"}, []uuid.UUID{open}}, "to sign": {CaseFilter{State: "signing"}, []uuid.UUID{waiting}},
		"open": {CaseFilter{State: "open"}, []uuid.UUID{done}}, "decided": {CaseFilter{State: "decided"}, nil},
		"the agent's": {CaseFilter{Member: agent.PersonID}, []uuid.UUID{open, waiting}}, "another item": {CaseFilter{Item: "430900-ZA-0011"}, nil},
		"by number": {CaseFilter{Text: receipt.Number[5:]}, []uuid.UUID{done}}, "by name": {CaseFilter{Text: agent.Name}, []uuid.UUID{open, waiting}},
		"by nothing": {CaseFilter{Text: "%"}, nil},
	} {
		if ids, _ := list(head, c.f); !slices.Equal(ids, c.want) {
			t.Errorf("%s: %v, want %v", name, ids, c.want)
		}
	}
	narrow := agent
	narrow.Enterprises = slices.Clone(agent.Enterprises)
	narrow.Enterprises[0].Scope = []string{"430900-ZA-0014"}
	if ids, n := list(narrow, CaseFilter{}); len(ids) != 0 || n != (CaseCounts{}) {
		t.Errorf("outside his scope: %v", ids)
	}
	gone := agent
	gone.Ended, gone.Enterprises = agent.Enterprises, nil
	_, _, err = w.EnterpriseCases(ctx, gone, head.Acting, CaseFilter{}, "", 10)
	wantCode(t, err, "MEMBERSHIP_ENDED")
	_, _, err = w.EnterpriseCases(ctx, agent, uuid.New(), CaseFilter{}, "", 10)
	wantCode(t, err, "NOT_FOUND")
}

// E06: a case goes to another member with the consent of both; when who acted is gone, whoever manages the members takes it over.
func TestE06_CasesAreHandedOver(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	a, agent, head := w.filing(t)
	id := w.prepared(t, agent, a)
	stranger := w.person("李强", "430981199912315020")
	wantCode(t, w.OfferCase(ctx, head, id, head.PersonID), "NOT_FOUND") // the agent is still there
	wantCode(t, w.OfferCase(ctx, agent, id, stranger.PersonID), "HANDOVER_MEMBER")
	wantCode(t, w.OfferCase(ctx, agent, id, agent.PersonID), "HANDOVER_OWN")
	wantCode(t, w.OfferCase(ctx, stranger, id, head.PersonID), "NOT_FOUND")
	check(t, w.OfferCase(ctx, agent, id, head.PersonID))
	wantCode(t, w.OfferCase(ctx, agent, id, head.PersonID), "HANDOVER_OPEN")
	offers, err := w.Offers(ctx, head)
	if err != nil || len(offers) != 1 || offers[0].From != agent.Name || offers[0].Item.Zh == "" {
		t.Fatalf("offers %+v, %v", offers, err)
	}
	wantCode(t, w.AnswerOffer(ctx, stranger, offers[0].ID, true), "NOT_FOUND")
	check(t, w.AnswerOffer(ctx, head, offers[0].ID, false))
	check(t, w.OfferCase(ctx, agent, id, head.PersonID))
	offers, err = w.Offers(ctx, head)
	check(t, err)
	check(t, w.AnswerOffer(ctx, head, offers[0].ID, true))
	wantCode(t, w.AnswerOffer(ctx, head, offers[0].ID, true), "NOT_FOUND")
	v, err := w.Draft(ctx, head, id)
	if err != nil || v.Prepared != head.Name || w.count(`SELECT count(*) FROM journal WHERE case_id = ? AND move = 'handover'`, id) != 1 {
		t.Errorf("after: %s %v", v.Prepared, err)
	}

	orphan := w.prepared(t, agent, a)
	w.exec(`UPDATE memberships SET ended_at = ? WHERE person_id = ?`, w.clock.Now(), agent.PersonID)
	check(t, w.OfferCase(ctx, head, orphan, head.PersonID))
	if v, err := w.Draft(ctx, head, orphan); err != nil || v.Prepared != head.Name {
		t.Errorf("taken over: %s %v", v.Prepared, err)
	}
}

// E09: a file question is answered from the document box; an expired paper and one of another box are not to be had.
func TestE09_AnswersFromTheDocumentBox(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	a, agent, head := w.filing(t)
	id := w.prepared(t, agent, a)
	paper := func(until any) uuid.UUID {
		file, p := uuid.New(), uuid.New()
		w.exec(`INSERT INTO materials (id, owner_id, case_id, question, photo, max_bytes, name, bytes, state, mime, sha256, created_at, touched_at, attached_at)
			VALUES (?, ?, ?, 'box', false, 1000000, '制度.pdf', 4000, 'CLEAN', 'application/pdf', 'ab', ?, ?, ?)`,
			file, head.PersonID, head.Acting, w.clock.Now(), w.clock.Now(), w.clock.Now())
		w.exec(`INSERT INTO box_papers (id, enterprise_id, kind, title, material_id, valid_to, uploader, uploaded_at) VALUES (?, ?, 'rules', '制度', ?, ?, '魏', ?)`,
			p, head.Acting, file, until, w.clock.Now())
		return p
	}
	good, expired := paper(nil), paper("2026-09-16")
	saved, err := w.UseFromBox(ctx, agent, id, "sys_post", good)
	check(t, err)
	if len(saved.Faults) != 0 {
		t.Errorf("faults %+v", saved.Faults)
	}
	v, err := w.Draft(ctx, agent, id)
	check(t, err)
	if facts, ok := v.Material(materialID(v.Answers["sys_post"])); !ok || facts.Name != "制度.pdf" || !facts.Ready {
		t.Errorf("the answer is %s: %+v", v.Answers["sys_post"], facts)
	}
	_, err = w.UseFromBox(ctx, agent, id, "sys_post", expired)
	wantCode(t, err, "PAPER_EXPIRED")
	_, err = w.UseFromBox(ctx, agent, id, "unit_type", good)
	wantCode(t, err, "UNKNOWN_QUESTION")
	_, err = w.UseFromBox(ctx, agent, id, "sys_post", uuid.New())
	wantCode(t, err, "NOT_FOUND")
	_, err = w.Finish(ctx, agent, id, false, db.Key{})
	check(t, err)
	_, err = w.UseFromBox(ctx, agent, id, "sys_post", good)
	wantCode(t, err, "ACT_NOT_NOW")
}

// E06, when one is gone: case management offers a received case in his place, with the unit's reason; the receiver consents, both are told, and the
// journal keeps it.
func TestE06_CaseManagementOffersForWhoIsGone(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	a, agent, head := w.filing(t)
	id := w.prepared(t, agent, a)
	_, err := w.Finish(ctx, agent, id, false, db.Key{})
	check(t, err)
	_, err = w.UnitSign(ctx, head, id, true, db.Key{})
	check(t, err)
	manager := clerk("夏敏", "090109", account.CaseManager, window)
	const letter = "单位 2026 年 9 月 17 日来函：经办人已离职"
	wantCode(t, w.OfferByDesk(ctx, reviewer, id, head.PersonID, letter), "NOT_FOUND")
	wantCode(t, w.OfferByDesk(ctx, manager, id, head.PersonID, letter), "HANDOVER_HOLDS")
	w.exec(`UPDATE memberships SET ended_at = ? WHERE person_id = ?`, w.clock.Now(), agent.PersonID)
	wantCode(t, w.OfferByDesk(ctx, manager, id, head.PersonID, " "), "INVALID_FIELDS")
	wantCode(t, w.OfferByDesk(ctx, manager, id, agent.PersonID, letter), "INVALID_FIELDS")
	_, list, gone, err := w.ReceiversByDesk(ctx, manager, id)
	if err != nil || !gone || len(list) == 0 {
		t.Fatalf("receivers %+v, gone %t, %v", list, gone, err)
	}
	check(t, w.OfferByDesk(ctx, manager, id, head.PersonID, letter))
	wantCode(t, w.OfferByDesk(ctx, manager, id, head.PersonID, letter), "HANDOVER_OPEN")
	offers, err := w.Offers(ctx, head)
	if err != nil || len(offers) != 1 || offers[0].From != "夏敏" {
		t.Fatalf("offers %+v, %v", offers, err)
	}
	check(t, w.AnswerOffer(ctx, head, offers[0].ID, true))
	for kind, person := range map[string]uuid.UUID{"draft_offered": head.PersonID, "case_offered": agent.PersonID, "draft_taken": agent.PersonID} {
		if n := w.count(`SELECT count(*) FROM notices WHERE kind = ? AND person_id = ?`, kind, person); n != 1 {
			t.Errorf("%s was told %d times", kind, n)
		}
	}
	if n := w.count(`SELECT count(*) FROM journal WHERE case_id = ? AND move = 'handover_offered' AND reason = ? AND police_no = '090109'`, id, letter); n != 1 {
		t.Error("the journal does not keep who asked and why")
	}
	entries := w.count(`SELECT count(*) FROM cases WHERE id = ? AND person_id = ?`, id, head.PersonID)
	if entries != 1 {
		t.Error("the case is not in the receiver's hands")
	}
}
