package server_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/workday"
	"github.com/yiyang-police/permit-portal/server/apptest"
)

// C-6: the time to read a paper is counted again on a new calendar, once; the old day is kept and the deliverer is told.
func TestANewCalendarCountsTheTimeToReadAgain(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	app := apptest.New(t)
	citizen, unit := app.Client().SignInPage("citizen").Confirm(), app.Client().SignInPage("legal-heshan").Confirm()
	id := citizen.Draft()
	citizen.Submit(id, unit)
	intake := app.Client().SignInPage("shouli1")
	intake.Decide(intake.Claim("430900-ban", "intake"), "not_accept", apptest.JSON{"reason": "不属本机关", "competent": "长沙市公安局"}).Want(http.StatusCreated)
	storm, err := workday.NewCalendar("storm", workday.Year{Year: 2026, Status: workday.Official, Source: "测试", Off: []string{"2026-09-18"}, Work: []string{"2026-09-20"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []int{1, 0} {
		if n, err := app.Deliveries.Recount(ctx, storm, 1); err != nil || n != want {
			t.Errorf("%d limits moved, want %d: %v", n, want, err)
		}
	}
	paper, err := app.Deliveries.OfCase(ctx, uuid.MustParse(id))
	if err != nil || len(paper) != 1 || paper[0].Due.String() != "2026-09-22" {
		t.Errorf("%+v %v", paper, err)
	}
	if inbox := app.Client().SignInPage("zhizheng1").Get("/me/inbox").Want(http.StatusOK).Body; strings.Count(inbox, "1 项待办事务的期限有变动") != 1 {
		t.Error("the deliverer is told more or less than once")
	}
}

// A decision that nobody opens goes to the deliverer once, who calls and sends a copy; opening it proves the reading and dates the remedies.
func TestAnUnreadDecisionIsCalledAboutOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	app := apptest.New(t)
	citizen, unit := app.Client().SignInPage("citizen").Confirm(), app.Client().SignInPage("legal-heshan").Confirm()
	id := citizen.Draft()
	citizen.Submit(id, unit)
	intake := app.Client().SignInPage("shouli1")
	intake.Decide(intake.Claim("430900-ban", "intake"), "not_needed", apptest.JSON{"reason": "无需取得许可"}).Want(http.StatusCreated)
	sweep := func() (n int) {
		t.Helper()
		n, err := app.Deliveries.Sweep(ctx, 10)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	app.Clock.Set(t, "2026-09-21T23:00:00+08:00") // the third working day after Thursday the 17th: Sunday the 20th is one
	if n := sweep(); n != 0 {
		t.Errorf("%d papers are overdue on their last day", n)
	}
	app.Clock.Set(t, "2026-09-22T00:30:00+08:00")
	var raised, both sync.WaitGroup
	counts := make([]int, 2)
	raised.Add(1)
	for i := range counts {
		both.Go(func() { raised.Wait(); counts[i] = sweep() })
	}
	raised.Done()
	both.Wait()
	if counts[0]+counts[1] != 1 || sweep() != 0 {
		t.Fatalf("two sweeps at once raised %v", counts)
	}

	app.Clock.Set(t, "2026-09-22T09:00:00+08:00")
	deliverer := app.Client().SignInPage("zhizheng1")
	desk := deliverer.Get("/desk/deliveries").Want(http.StatusOK).Body
	mobile := app.World.Person("citizen").Mobile
	if strings.Count(desk, mobile) == 0 || !strings.Contains(desk, "不受理") {
		t.Error("the deliverer is not told whom to call and about what")
	}
	if inbox := deliverer.Get("/me/inbox").Want(http.StatusOK).Body; strings.Count(inbox, "文书无人阅读") != 1 {
		t.Error("the deliverer is told more or less than once")
	}
	task := deliverer.Get("/api/v1/desk/deliveries").Want(http.StatusOK).Items()[0]
	paper := task["document_id"].(string)
	app.Client().SignInPage("shouli1").Get("/desk/deliveries").Want(http.StatusForbidden)
	// The case never came to his desk: he opens the paper of which he is to post a copy, until it is posted, and nothing else of the case.
	if opened := deliverer.Get("/documents/" + paper).Want(http.StatusOK).Body; strings.Contains(opened, "/desk/cases/") {
		t.Error("the paper leads the deliverer to a case that is not his")
	}
	deliverer.PostForm("/desk/deliveries/"+paper, url.Values{"outcome": {"NO_ANSWER"}, "words": {""}}).Want(http.StatusUnprocessableEntity)
	deliverer.PostForm("/desk/deliveries/"+paper, url.Values{"outcome": {"NO_ANSWER"}, "words": {"两次无人接听"}}).Want(http.StatusSeeOther)
	if list := deliverer.Get("/api/v1/desk/deliveries").Want(http.StatusOK).Items(); len(list) != 1 || len(list[0]["records"].([]any)) != 1 {
		t.Errorf("after a call nobody answered: %v", list)
	}
	deliverer.Post("/api/v1/desk/deliveries/"+paper+"/records", apptest.JSON{"outcome": "NO_ANSWER", "words": "已寄送", "waybill": "ems123"}).Want(http.StatusNoContent)
	if list := deliverer.Get("/api/v1/desk/deliveries").Want(http.StatusOK).Items(); len(list) != 0 {
		t.Errorf("a copy is on its way, and still on the list: %v", list)
	}
	deliverer.Get("/documents/" + paper).Want(http.StatusNotFound)

	// An officer's look is no reading; the applicant's is, the first one, and the remedies run from it.
	intake = app.Client().SignInPage("shouli1")
	if seen := intake.Get("/documents/" + paper).Want(http.StatusOK).Body; !strings.Contains(seen, "尚未阅读") {
		t.Error("an officer's look counts as reading")
	}
	citizen = app.Client().SignInPage("citizen")
	read := citizen.Get("/documents/" + paper).Want(http.StatusOK).Body
	app.Clock.Advance(48 * time.Hour)
	citizen = app.Client().SignInPage("citizen")
	again := citizen.Get("/documents/" + paper).Want(http.StatusOK).Body
	for _, want := range []string{"2026年9月22日 09:", "2026年11月23日", "2027年3月22日"} { // the sixtieth day, 21 November, is a Saturday
		if !strings.Contains(read, want) || !strings.Contains(again, want) {
			t.Errorf("the applicant does not see %s", want)
		}
	}
	deliverer = app.Client().SignInPage("zhizheng1")
	deliverer.Post("/api/v1/desk/deliveries/"+paper+"/records", apptest.JSON{"outcome": "REACHED", "words": "x"}).WantFault(http.StatusConflict, "ALREADY_READ")
}

// A person does without short messages of a kind; what decides is sent all the same, and everything stands in the inbox.
func TestShortMessagesThatAPersonDoesNotWant(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	citizen, unit := app.Client().SignInPage("citizen").Confirm(), app.Client().SignInPage("legal-heshan").Confirm()
	page := citizen.Get("/me/texts").Want(http.StatusOK).Body
	if strings.Count(page, `checked`) != 5 || !strings.Contains(page, "不能关闭") {
		t.Error("everything is wanted at first, and what is always sent is said")
	}
	citizen.PostForm("/me/texts", url.Values{"topics": {"visits"}}).Want(http.StatusSeeOther)
	citizen.PostForm("/me/texts", url.Values{"topics": {"weather"}}).Want(http.StatusUnprocessableEntity)
	if page = citizen.Get("/me/texts").Want(http.StatusOK).Body; strings.Count(page, `checked`) != 1 {
		t.Error("the choice is not kept")
	}
	id := citizen.Draft()
	citizen.Submit(id, unit)
	intake := app.Client().SignInPage("shouli1")
	intake.Decide(intake.Claim("430900-ban", "intake"), "not_accept", apptest.JSON{"reason": "不属本机关", "competent": "长沙市公安局"}).Want(http.StatusCreated)
	app.Work()
	sent, err := app.Outbox.List(context.Background(), app.World.Person("citizen").Mobile, 50)
	if err != nil {
		t.Fatal(err)
	}
	var all string
	for _, s := range sent {
		all += s.Text + "\n"
	}
	if strings.Contains(all, "已收到") || strings.Contains(all, "收件") || !strings.Contains(all, "不予受理") {
		t.Errorf("sent:\n%s", all)
	}
	kinds := map[any]int{}
	for _, n := range citizen.Get("/api/v1/notices").Want(http.StatusOK).Items() {
		kinds[n["kind"]]++
	}
	if kinds["received"] != 1 || kinds["not_accepted"] != 1 {
		t.Errorf("the inbox holds %v", kinds)
	}
}

// granted takes the citizen's renewal, delivered electronically with his consent, to the certificate.
func granted(t *testing.T, app *apptest.App, citizen *apptest.Client) string {
	t.Helper()
	unit := app.Client().SignInPage("legal-heshan").Confirm()
	id := citizen.Draft()
	citizen.Submit(id, unit)
	intake := app.Client().SignInPage("shouli1")
	intake.Decide(intake.Claim("430900-ban", "intake"), "accept", nil).Want(http.StatusCreated)
	county := app.Client().SignInPage("xian-heshan")
	county.Decide(county.Claim(account.CountySecurity("430903"), "county"), "county_opinion", apptest.JSON{"verdict": "grant", "reason": "未发现不宜从事爆破作业的情形"}).Want(http.StatusCreated)
	reviewer := app.Client().SignInPage("shencha1")
	claim := reviewer.Claim(account.CitySecurity, "review")
	reviewer.CheckOpen(claim)
	reviewer.Decide(claim, "propose", apptest.JSON{"verdict": "grant", "reason": "各项条件均符合"}).Want(http.StatusCreated)
	decider := app.Client().SignInPage("shenpi1")
	decider.Decide(decider.Claim(account.CitySecurity, "decision"), "grant", nil).Want(http.StatusCreated)
	printer := app.Client().SignInPage("zhizheng1")
	printer.Decide(printer.Claim(account.CitySecurity, "certificate"), "issue_certificate", nil).Want(http.StatusCreated)
	return id
}

// Who agreed to electronic delivery is delivered to by the system: not before the papers are made and the short message is sent, once, on the day of
// the message, and with a proof that says all of it.
func TestT32_ElectronicDeliveryEndsTheCaseOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	app := apptest.New(t)
	citizen := app.Client().SignInPage("citizen").Confirm()
	id := granted(t, app, citizen)
	complete := func() int {
		t.Helper()
		n, err := app.Deliveries.Complete(ctx, app.Cases, 10)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := complete(); n != 0 {
		t.Fatalf("%d delivered before anything was sent", n)
	}
	app.Clock.Set(t, "2026-09-18T23:59:30+08:00")
	app.Work()
	app.Clock.Set(t, "2026-09-19T00:00:20+08:00")
	var ready, both sync.WaitGroup
	counts := make([]int, 2)
	ready.Add(1)
	for i := range counts {
		both.Go(func() { ready.Wait(); counts[i] = complete() })
	}
	ready.Done()
	both.Wait()
	if counts[0]+counts[1] != 1 || complete() != 0 {
		t.Fatalf("two instances at once delivered %v", counts)
	}
	app.Work()

	citizen = app.Client().SignInPage("citizen")
	one := citizen.Get("/api/v1/cases/" + id).Want(http.StatusOK).JSON()
	if one["state"] != "CLOSED" {
		t.Fatalf("the case stands at %v", one["state"])
	}
	var proofs []string
	for _, d := range one["documents"].([]any) {
		if d := d.(apptest.JSON); d["kind"] == "delivery" {
			proofs = append(proofs, d["id"].(string))
		}
	}
	if len(proofs) != 1 {
		t.Fatalf("%d proofs of delivery", len(proofs))
	}
	proof := citizen.Get("/documents/" + proofs[0]).Want(http.StatusOK).Body
	mobile := app.World.Person("citizen").Mobile
	for _, want := range []string{"电子送达", "2026年9月18日 23时59分", "短信发送时间", mobile[:3] + "****" + mobile[7:], "本回证由系统"} {
		if !strings.Contains(proof, want) {
			t.Errorf("the proof does not tell %s", want)
		}
	}
	if strings.Contains(proof, "阅读人") {
		t.Error("a reading is told that has not been")
	}
	// The day of delivery is that of the message; from it the remedies run, though he reads the decision later.
	for _, d := range one["documents"].([]any) {
		if d := d.(apptest.JSON); d["kind"] == "grant" {
			if page := citizen.Get("/documents/" + d["id"].(string)).Want(http.StatusOK).Body; !strings.Contains(page, "2026年11月17日") {
				t.Error("the remedies do not run from the day of delivery")
			}
		}
	}
	if late := citizen.Post("/api/v1/cases/"+id+"/delivery", nil); late.Status != http.StatusConflict {
		t.Errorf("delivered twice: %d", late.Status)
	}
}

// noSuchNumber is a gateway that says of every number that it can never receive.
type noSuchNumber struct{}

func (noSuchNumber) Send(context.Context, string, string, uuid.UUID) error {
	return fault.New(fault.Invalid, "REGISTER_REFUSED")
}

// A short message that cannot be delivered delivers nothing: the deliverer has the paper on his list at once, the applicant is told in his space, and
// the code that he types there sends everything again.
func TestT32_AMessageThatFailsDeliversNothing(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	app := apptest.New(t)
	citizen := app.Client().SignInPage("citizen").Confirm()
	app.Work()
	id := granted(t, app, citizen)
	broken, err := notice.New(app.DB, noSuchNumber{})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range citizen.Get("/api/v1/notices?limit=50").Want(http.StatusOK).Items() {
		if err := broken.Send(ctx, uuid.MustParse(n["id"].(string)), func(notice.Outgoing) string { return "x" }, true); err != nil {
			t.Fatal(err)
		}
	}
	app.Work()
	complete := func() int {
		t.Helper()
		n, err := app.Deliveries.Complete(ctx, app.Cases, 1)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := complete(); n != 0 {
		t.Fatal("delivered without a message")
	}
	for range 2 {
		if _, err := app.Deliveries.Sweep(ctx, 10); err != nil {
			t.Fatal(err)
		}
	}
	deliverer := app.Client().SignInPage("zhizheng1")
	if desk := deliverer.Get("/desk/deliveries").Want(http.StatusOK).Body; !strings.Contains(desk, "短信发不到") || !strings.Contains(desk, app.World.Person("citizen").Mobile) {
		t.Error("the deliverer does not see whose messages fail")
	}
	if inbox := deliverer.Get("/me/inbox").Want(http.StatusOK).Body; strings.Count(inbox, "短信发送失败，请电话送达") != 1 {
		t.Error("the deliverer is told more or less than once")
	}
	citizen = app.Client().SignInPage("citizen")
	for _, path := range []string{"/me", "/me/texts"} {
		if page := citizen.Get(path).Want(http.StatusOK).Body; !strings.Contains(page, "手机号待验证") || !strings.Contains(page, `href="/me/confirm?back=`+path) {
			t.Errorf("%s does not tell that messages fail, and what to do", path)
		}
	}
	app.Clock.Advance(2 * time.Minute)
	citizen.Confirm()
	if strings.Contains(citizen.Get("/me").Want(http.StatusOK).Body, "手机号待验证") {
		t.Error("a confirmed number still counts as unconfirmed")
	}
	app.Work()
	if n := complete(); n != 1 || citizen.Get("/api/v1/cases/"+id).Text("state") != "CLOSED" {
		t.Errorf("%d delivered after the message was sent again", n)
	}
	if list := deliverer.Get("/api/v1/desk/deliveries").Want(http.StatusOK).Items(); len(list) != 1 {
		t.Error("an unread paper left the deliverer's list with the end of the case")
	}
	grant := paperOf(citizen, id, "grant")
	citizen.Get("/documents/" + grant).Want(http.StatusOK)
	if list := deliverer.Get("/api/v1/desk/deliveries").Want(http.StatusOK).Items(); len(list) != 0 {
		t.Error("a paper that was read is still to be called about")
	}
	if proof := citizen.Get("/documents/" + paperOf(citizen, id, "delivery")).Want(http.StatusOK).Body; !strings.Contains(proof, "首次阅读") || strings.Contains(proof, "尚未阅读") {
		t.Error("the page of the proof does not tell of the reading")
	}
}

// paperOf is the id of a case's paper.
func paperOf(c *apptest.Client, id, kind string) string {
	for _, d := range c.Get("/api/v1/cases/" + id + "/documents").Want(http.StatusOK).Items() {
		if d["kind"] == kind {
			return d["id"].(string)
		}
	}
	return ""
}
