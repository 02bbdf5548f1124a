package supervise_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/supervise"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Papers of the justice department are registered, answered within their limit, and tied to their case (domain.md 1.10).
func TestPapersOfTheJusticeDepartmentAreAnswered(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-11-24T10:00:00+08:00")
	ctx := context.Background()
	id := w.quiet()
	number := w.number(id)
	w.officer("090110", inspector.Grants...)
	w.officer("090002", account.Grant{Role: account.Decider, Desk: account.CitySecurity})
	reviewer := w.officer("090003", account.Grant{Role: account.Reviewer, Desk: account.CitySecurity})
	stranger := w.officer("090004", account.Grant{Role: account.Receiver, Desk: account.CityWindow})
	paper := supervise.NewJustice{Kind: supervise.JusticeOpinion, Number: "益司监〔2026〕7号", Authority: "益阳市司法局", ReceivedOn: workday.MustParse("2026-11-23"),
		About: "对本件的审查程序提出监督意见", CaseNumber: number, Desk: account.CitySecurity, Due: workday.MustParse("2026-11-30")}

	_, err := w.RegisterJustice(ctx, reviewer, paper)
	wantCode(t, err, "ROLE_MISSING")
	for _, wrong := range []func(*supervise.NewJustice){
		func(n *supervise.NewJustice) { n.Kind = "letter" }, func(n *supervise.NewJustice) { n.Number = " " },
		func(n *supervise.NewJustice) { n.CaseNumber = "430900" }, func(n *supervise.NewJustice) { n.Desk = "430900-x" },
		func(n *supervise.NewJustice) { n.ReceivedOn = workday.MustParse("2026-11-25") },
		func(n *supervise.NewJustice) { n.Due = workday.MustParse("2026-11-20") },
	} {
		n := paper
		wrong(&n)
		_, err := w.RegisterJustice(ctx, inspector, n)
		wantCode(t, err, "INVALID_FIELDS")
	}
	which, err := w.RegisterJustice(ctx, inspector, paper)
	check(t, err)
	_, err = w.RegisterJustice(ctx, inspector, paper)
	wantCode(t, err, "PAPER_REGISTERED")
	if n := w.count(`SELECT count(*) FROM notices WHERE kind = 'justice_paper' AND case_id = ?`, id); n != 2 {
		t.Errorf("%d notices, want the head of the desk and the inspector", n)
	}

	if page, err := w.JusticePapers(ctx, stranger, supervise.Filter{Limit: 10}); err != nil || len(page.Items) != 0 {
		t.Errorf("another desk sees %+v, %v", page.Items, err)
	}
	page, err := w.JusticePapers(ctx, reviewer, supervise.Filter{Limit: 10})
	check(t, err)
	if len(page.Items) != 1 || page.Items[0].CaseNumber != number || page.Items[0].Late(workday.MustParse("2026-11-30")) ||
		!page.Items[0].Late(workday.MustParse("2026-12-01")) {
		t.Fatalf("%+v", page.Items)
	}
	if list, err := w.JusticeOfCase(ctx, id); err != nil || len(list) != 1 || list[0].ID != which {
		t.Errorf("the case knows %+v, %v", list, err)
	}
	_, err = w.JusticePaper(ctx, stranger, which)
	wantCode(t, err, "NOT_FOUND")
	if one, err := w.JusticePaper(ctx, reviewer, which); err != nil || one.Number != paper.Number {
		t.Errorf("%+v, %v", one, err)
	}
	watch := func(at string, want int) {
		t.Helper()
		w.clock.Set(t, at)
		if n, err := w.WatchJustice(ctx); err != nil || n != want {
			t.Errorf("%s: %d told, %v; want %d", at, n, err, want)
		}
	}
	watch("2026-11-30T23:59:00+08:00", 0) // its last day
	watch("2026-12-01T00:00:00+08:00", 1)
	watch("2026-12-02T09:00:00+08:00", 0) // once
	if n := w.count(`SELECT count(*) FROM notices WHERE kind = 'justice_late' AND case_id = ?`, id); n != 2 {
		t.Errorf("%d notices of a late answer, want the head of the desk and the inspector", n)
	}
	wantCode(t, w.AnswerJustice(ctx, stranger, which, "x"), "NOT_FOUND")
	check(t, w.AnswerJustice(ctx, reviewer, which, "已核查，程序已纠正。"))
	wantCode(t, w.AnswerJustice(ctx, inspector, which, "再次"), "NOT_FOUND")
	if page, err = w.JusticePapers(ctx, inspector, supervise.Filter{OnlyOpen: true, Limit: 10}); err != nil || page.Total != 0 {
		t.Errorf("%d open, %v", page.Total, err)
	}
}

func (w *world) number(id uuid.UUID) (number string) {
	w.t.Helper()
	check(w.t, w.db.Read(context.Background(), func(tx *db.Tx) error { return tx.Raw(`SELECT number FROM cases WHERE id = ?`, id).Scan(&number).Error }))
	return number
}

// 督察 issues a 督办单 by hand (domain.md 0.4): numbered, due like any card, once for one press.
func TestAnOrderByHandIsANumberedCard(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-11-24T10:00:00+08:00")
	ctx := context.Background()
	id := w.quiet()
	w.officer("090110", inspector.Grants...)
	host := w.officer("090001", account.Grant{Role: account.Reviewer, Desk: account.CitySecurity})
	order := supervise.Order{CaseNumber: w.number(id), Colour: procedure.Yellow, Words: "群众反映多次催办无人接听，请说明情况"}
	press := db.Key{Value: uuid.NewString()}
	wantCode(t, w.IssueOrder(ctx, host, order, db.Key{}), "ROLE_MISSING")
	for range 2 {
		check(t, w.IssueOrder(ctx, inspector, order, press))
	}
	order.Colour = procedure.Red
	check(t, w.IssueOrder(ctx, inspector, order, db.Key{Value: uuid.NewString()}))
	for _, wrong := range []func(*supervise.Order){func(o *supervise.Order) { o.Colour = procedure.Patrol }, func(o *supervise.Order) { o.Words = "" },
		func(o *supervise.Order) { o.CaseNumber = "" }, func(o *supervise.Order) { o.CaseNumber = "430900" }} {
		o := order
		wrong(&o)
		wantCode(t, w.IssueOrder(ctx, inspector, o, db.Key{Value: uuid.NewString()}), "INVALID_FIELDS")
	}
	page, err := w.Cards(ctx, inspector, supervise.Filter{Limit: 10})
	check(t, err)
	if len(page.Items) != 2 || page.Items[1].Number != "益公督督〔2026〕1号" || page.Items[1].AnswerDue != workday.MustParse("2026-11-25") ||
		page.Items[0].AnswerDue != workday.MustParse("2026-11-24") || page.Items[1].PoliceNo != "090001" || page.Items[1].OrderedBy != "090110" {
		t.Fatalf("%+v", page.Items)
	}
	_, letter, err := w.docs.Letter(ctx, page.Items[1].DocumentID)
	check(t, err)
	if text := fmt.Sprintf("%+v", letter); !strings.Contains(text, order.Words) {
		t.Errorf("the paper does not say what it is about: %s", text)
	}
	check(t, w.Answer(ctx, host, page.Items[1].ID, "已致歉并安排专人接听。"))
}
