package jobs

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/material"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/workday"
)

func TestEveryKindOfJobHasAWorker(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	w := river.NewWorkers()
	Register(w, Deps{DB: d})
	client, err := river.NewClient(riverpgxv5.New(d.Pool()), &river.Config{
		Workers: w, Queues: map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 1}}, PeriodicJobs: Schedule(),
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range []river.JobArgs{
		document.RenderArgs{}, material.ScanArgs{}, notice.SendArgs{}, notice.CodeArgs{}, casework.AskArgs{}, casework.AlarmArgs{},
		casework.SettleArgs{}, casework.CommitArgs{}, casework.WatchQueuesArgs{}, casework.ReleaseArgs{}, WatchClocksArgs{}, SweepAccountsArgs{}, SweepMaterialsArgs{}, ForgetKeysArgs{}, SweepOutboxArgs{},
	} {
		if _, err := client.Insert(context.Background(), args, nil); err != nil {
			t.Errorf("%s: %v", args.Kind(), err)
		}
	}
}

func job[T river.JobArgs](args T, attempt int) *river.Job[T] {
	return &river.Job[T]{JobRow: &rivertype.JobRow{ID: 1, Attempt: attempt}, Args: args}
}

func TestShortMessagesReadAsTheyShould(t *testing.T) {
	t.Parallel()
	d, _ := dbtest.NewAt(t, "2026-11-23T09:00:00+08:00")
	ctx, person := context.Background(), uuid.New()
	box := notice.NewOutbox(d)
	notices, err := notice.New(d, box)
	if err != nil {
		t.Fatal(err)
	}
	var id uuid.UUID
	err = d.Write(ctx, func(tx *db.Tx) error {
		err := tx.Exec(`INSERT INTO people (id, id_number, name, typed_name, mobile, verified_at, created_at)
			VALUES (?, 'x', '刘大山', '刘大山', '13873701001', now(), now())`, person).Error
		if err != nil {
			return err
		}
		return notice.Post(tx, notice.Order{To: notice.Person(person), Kind: notice.Accepted,
			Facts: notice.Facts{Number: "43090000222026112300001X", Due: workday.MustParse("2026-12-21")}})
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Read(ctx, func(tx *db.Tx) error { return tx.Raw(`SELECT id FROM notices`).Row().Scan(&id) }); err != nil {
		t.Fatal(err)
	}
	cal, err := workday.Load(os.DirFS("../../migrations/calendars"))
	if err != nil {
		t.Fatal(err)
	}
	send, code := &SendNotice{Notices: notices, Calendar: func() *workday.Calendar { return cal }}, &SendCode{Notices: notices}
	for range 2 {
		if err := send.Work(ctx, job(notice.SendArgs{ID: id}, 1)); err != nil {
			t.Fatal(err)
		}
	}
	args := notice.CodeArgs{ID: uuid.New(), Mobile: "13873701002", Purpose: account.ToSignIn, Code: "042517", Minutes: 5}
	if err := code.Work(ctx, job(args, 1)); err != nil {
		t.Fatal(err)
	}
	sent, err := box.List(ctx, "", 10)
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, s := range sent {
		texts = append(texts, s.Mobile+" "+s.Text)
	}
	all := strings.Join(texts, "\n")
	for _, want := range []string{
		"13873701001 【益阳市公安局】您的办件43090000222026112300001X已受理，将于2026年12月21日前作出决定。",
		"13873701002 【益阳市公安局】登录验证码 042517，5 分钟内有效。请勿告诉他人。",
	} {
		if strings.Count(all, want) != 1 {
			t.Errorf("the outbox must hold once: %s\nit holds:\n%s", want, all)
		}
	}
}

type broken struct{}

func (broken) Send(context.Context, string, string, uuid.UUID) error {
	return errors.New("gateway answers 502")
}

func TestCodesAreGivenUpWithTheirTime(t *testing.T) {
	t.Parallel()
	notices, err := notice.New(dbtest.New(t), broken{})
	if err != nil {
		t.Fatal(err)
	}
	w := &SendCode{Notices: notices}
	var cancel *river.JobCancelError
	if err := w.Work(context.Background(), job(notice.CodeArgs{}, codeTries-1)); err == nil || errors.As(err, &cancel) {
		t.Errorf("an early failure is tried again: %v", err)
	}
	if err := w.Work(context.Background(), job(notice.CodeArgs{}, codeTries)); !errors.As(err, &cancel) {
		t.Errorf("the last one is not: %v", err)
	}
}
