package notice_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/notice"
)

func TestMessagesAreTriedUntilTheyAreDead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	chen := w.person("陈志强")
	caseID := uuid.New()
	w.post(notice.Order{To: notice.Person(chen.PersonID), Kind: notice.Correction, CaseID: caseID, Facts: notice.Facts{Number: "N7"}})
	id := w.inbox(chen).Items[0].ID

	w.gateway.fail = errors.New("gateway answers 502")
	if err := w.notices.Send(ctx, id, words, false); err == nil {
		t.Error("a failed try must be an error, so that it is tried again")
	}
	if got := w.inbox(chen).Items[0].SMS; got != notice.SMSWaiting {
		t.Errorf("state %s after a failed try", got)
	}
	if err := w.notices.Send(ctx, id, words, true); err != nil {
		t.Errorf("the last try is no error: %v", err)
	}
	if fails, _ := w.notices.ContactFails(ctx, chen); !fails {
		t.Error("the contact must count as unverified")
	}
	manager := account.Actor{Kind: account.KindClerk, Grants: []account.Grant{{Role: account.CaseManager, Desk: account.CityWindow}}}
	dead, err := w.notices.DeadList(ctx, manager, uuid.Nil, 10)
	if err != nil || len(dead) != 1 || dead[0].Tries != 2 || dead[0].Recipient != "陈志强" || dead[0].Mobile != chen.Mobile ||
		dead[0].SMSReason != "gateway answers 502" {
		t.Fatalf("%+v, %v", dead, err)
	}
	if _, err := w.notices.DeadList(ctx, chen, uuid.Nil, 10); fault.Code(err) != "ROLE_MISSING" {
		t.Errorf("only case managers and inspectors see it: %v", err)
	}

	w.gateway.fail = nil
	if err := w.notices.Send(ctx, id, words, false); err != nil || len(w.gateway.delivered) != 0 {
		t.Errorf("a dead message is not sent by a late job: %v, %v", err, w.gateway.delivered)
	}
	if err := w.notices.Resend(ctx, manager, id); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := w.notices.Send(ctx, id, words, false); err != nil {
			t.Fatal(err)
		}
	}
	if got := w.gateway.delivered[id]; got != chen.Mobile+" correction N7" {
		t.Errorf("delivered %q", got)
	}
	if fails, _ := w.notices.ContactFails(ctx, chen); fails {
		t.Error("a number that receives is reachable again")
	}
	w.write(func(tx *db.Tx) error {
		told, err := notice.OfCase(tx, caseID)
		if err == nil && (len(told) != 1 || told[0].SMS != notice.SMSSent || told[0].Recipient != "陈志强") {
			t.Errorf("%+v", told)
		}
		return err
	})
	if err := w.notices.Resend(ctx, manager, id); fault.Code(err) != "NOT_FOUND" {
		t.Errorf("only dead messages are sent again: %v", err)
	}
}

// Who has no account is texted at the number that somebody else gave for him, once, and stands on the dead list by the name in the facts; who has
// one is told in his space; where there is neither, nothing is kept.
func TestWhoHasNoAccountIsTexted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	known := w.person("陈志强")
	told := func(idNumber, mobile string) notice.Order {
		return notice.Order{To: notice.Holder(idNumber, mobile), Kind: notice.SeatKept, Once: "N8", Facts: notice.Facts{Number: "N8", Applicant: "李乙"}}
	}
	w.post(told("id1", "13800000001"), told("nobody", "13800000002"), told("nobody", "13800000002"), told("nowhere", ""))
	if items := w.inbox(known).Items; len(items) != 1 || items[0].SMS != notice.SMSWaiting {
		t.Errorf("in his space: %+v", items)
	}
	if w.jobs("notice.send") != 2 {
		t.Errorf("%d messages", w.jobs("notice.send"))
	}
	var id uuid.UUID
	w.write(func(tx *db.Tx) error {
		return tx.Raw(`SELECT id FROM notices WHERE mobile = '13800000002'`).Row().Scan(&id)
	})
	w.gateway.fail = errors.New("gateway answers 502")
	if err := w.notices.Send(ctx, id, words, true); err != nil {
		t.Error(err)
	}
	manager := account.Actor{Kind: account.KindClerk, Grants: []account.Grant{{Role: account.CaseManager, Desk: account.CityWindow}}}
	dead, err := w.notices.DeadList(ctx, manager, uuid.Nil, 10)
	if err != nil || len(dead) != 1 || dead[0].Recipient != "李乙" || dead[0].Mobile != "13800000002" {
		t.Errorf("dead: %+v, %v", dead, err)
	}
	w.gateway.fail = nil
	if err := errors.Join(w.notices.Resend(ctx, manager, id), w.notices.Send(ctx, id, words, false)); err != nil {
		t.Error(err)
	}
	if got := w.gateway.delivered[id]; got != "13800000002 seat_kept N8" {
		t.Errorf("delivered %q", got)
	}
}

func TestHopelessNumbersAreNotTriedAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	chen := w.person("陈志强")
	w.post(notice.Order{To: notice.Person(chen.PersonID), Kind: notice.Refused})
	w.gateway.fail = fault.New(fault.Invalid, "SMS_NUMBER_UNREACHABLE")
	if err := w.notices.Send(context.Background(), w.inbox(chen).Items[0].ID, words, false); err != nil {
		t.Fatal(err)
	}
	if got := w.inbox(chen).Items[0].SMS; got != notice.SMSDead {
		t.Errorf("state %s", got)
	}
}

func TestOutboxKeepsWhatWouldBeSent(t *testing.T) {
	t.Parallel()
	d, clock := dbtest.NewAt(t, morning)
	ctx, box, id := context.Background(), notice.NewOutbox(d), uuid.New()
	for range 2 {
		if err := box.Send(ctx, "13800138000", "验证码 042517", id); err != nil {
			t.Fatal(err)
		}
	}
	clock.Set(t, "2026-11-24T09:00:00+08:00")
	if err := box.Send(ctx, "13900139000", "另一条", uuid.New()); err != nil {
		t.Fatal(err)
	}
	all, err := box.List(ctx, "", 10)
	if err != nil || len(all) != 2 || all[0].Text != "另一条" {
		t.Errorf("%+v, %v", all, err)
	}
	if one, _ := box.List(ctx, "13800138000", 10); len(one) != 1 || one[0].Text != "验证码 042517" {
		t.Errorf("%+v", one)
	}
	clock.Set(t, "2026-12-01T08:00:00+08:00")
	if err := box.Sweep(ctx); err != nil {
		t.Fatal(err)
	}
	if left, _ := box.List(ctx, "", 10); len(left) != 1 {
		t.Errorf("%d messages left, want the one of this week", len(left))
	}
}

func TestCodesAreQueuedWithTheTransaction(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	args := account.Text{ID: uuid.New(), Mobile: "13800138000", Purpose: account.ToSignIn, Code: "042517", Minutes: 5}
	w.write(func(tx *db.Tx) error { return notice.Texter{}.Text(tx, args) })
	if n := w.jobs("notice.code"); n != 1 {
		t.Fatalf("%d jobs", n)
	}
	if err := w.notices.SendCode(context.Background(), notice.CodeArgs(args), "验证码 042517"); err != nil {
		t.Fatal(err)
	}
	if got := w.gateway.delivered[args.ID]; got != "13800138000 验证码 042517" {
		t.Errorf("delivered %q", got)
	}
}
