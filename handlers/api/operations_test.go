package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/workday"
	"github.com/yiyang-police/permit-portal/server/apptest"
)

// The shape of every answer is checked against the contract by the client; here is what the answers say.

func TestCatalogue(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	c := app.Client()
	item := c.Get("/api/v1/items/" + apptest.Item).Want(http.StatusOK)
	if v := item.JSON(); v["code"] != apptest.Item || v["name_en"] == "" || v["guide"] == nil || v["examples"] != nil {
		t.Errorf("item: %.300s", item.Body)
	}
	c.Send(http.MethodGet, "/api/v1/items/"+apptest.Item, nil, "If-None-Match", item.Header.Get("Etag")).Want(http.StatusNotModified)
	c.Get("/api/v1/items/nothing").WantFault(http.StatusNotFound, "NOT_FOUND")
	versions := c.Get("/api/v1/items/" + apptest.Item + "/versions").Want(http.StatusOK).Items()
	if len(versions) == 0 || versions[0]["current"] != true || versions[0]["digest"] != item.JSON()["digest"] {
		t.Errorf("versions: %v", versions)
	}
	c.Get("/api/v1/items/" + apptest.Item + "/versions/1").Want(http.StatusOK)
	c.Get("/api/v1/items/"+apptest.Item+"/versions/99").WantFault(http.StatusNotFound, "NOT_FOUND")
	if f := c.Get("/api/v1/items/facets").Want(http.StatusOK).JSON(); f["total"].(float64) < 1 {
		t.Errorf("facets: %v", f)
	}
	total := func(query string) float64 {
		return c.Get("/api/v1/items?" + query).Want(http.StatusOK).JSON()["total"].(float64)
	}
	all := total("")
	for _, query := range []string{"audience=person", "audience=enterprise", "department=zhian", "power_type=permit", "online_depth=4", "theme=explosives", "area=city", "q=bpzy"} {
		if n := total(query); n < 1 || n >= all {
			t.Errorf("%s: %v of %v items", query, n, all)
		}
	}
	if n := total("q=" + "%F0%9F%A6%95"); n != 0 {
		t.Errorf("a dinosaur: %v items", n)
	}
	pages, after := 0.0, ""
	for next := any(""); next != nil; after = url.QueryEscape(fmt.Sprint(next)) {
		page := c.Get("/api/v1/items?limit=100&after=" + after).Want(http.StatusOK)
		pages, next = pages+float64(len(page.Items())), page.JSON()["next"]
	}
	if pages != all {
		t.Errorf("%v items on all pages, want %v", pages, all)
	}
	list := c.Get("/api/v1/items?q=bpzy").Want(http.StatusOK)
	if list.Items()[0]["match"] == nil {
		t.Errorf("nothing says why: %.300s", list.Body)
	}
	c.Send(http.MethodGet, "/api/v1/items?q=bpzy", nil, "If-None-Match", list.Header.Get("Etag")).Want(http.StatusNotModified)
	for path, least := range map[string]int{"/api/v1/themes": 10, "/api/v1/departments": 2, "/api/v1/open-data/items.json": int(all)} {
		if n := len(c.Get(path).Want(http.StatusOK).Items()); n < least {
			t.Errorf("%s: %d rows", path, n)
		}
	}
	table := c.Get("/api/v1/open-data/items.csv").Want(http.StatusOK)
	if lines := strings.Count(table.Body, "\r\n"); !strings.HasPrefix(table.Body, "\ufeffcode,name,") || float64(lines) != all+1 {
		t.Errorf("table: %d lines, %.100q", lines, table.Body)
	}
	c.Get("/api/v1/items?audience=dog").WantFault(http.StatusUnprocessableEntity, "INVALID_FIELDS")
	if v := c.Get("/api/v1/certificates/verify/NOTHING").Want(http.StatusOK); v.Text("state") != "unknown" {
		t.Errorf("verification: %s", v.Body)
	}
}

func TestPersonRegistersAndChangesHisPassword(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	c := app.Client()
	p := app.World.Person("engineer-a") // has no account yet
	c.Post("/api/v1/codes", apptest.JSON{"purpose": "register", "mobile": p.Mobile}).Want(http.StatusAccepted)
	c.Post("/api/v1/codes", apptest.JSON{"purpose": "register", "mobile": p.Mobile}).WantFault(http.StatusTooManyRequests, "TOO_MANY")
	in := apptest.JSON{"name": p.Name, "id_number": p.IDNumber, "mobile": p.Mobile, "code": "000000", "password": "Ein-langer-Satz-17"}
	c.Post("/api/v1/people", in).WantFault(http.StatusUnprocessableEntity, "INVALID_FIELDS")
	in["code"] = app.TextedCode(p.Mobile)
	c.Post("/api/v1/people", in).Want(http.StatusCreated)
	signIn := func(password string) *apptest.Answer {
		return c.Post("/api/v1/sessions", apptest.JSON{"identifier": p.Mobile, "password": password})
	}
	c.Token = signIn("Ein-langer-Satz-17").Want(http.StatusCreated).Text("access_token")
	if me := c.Get("/api/v1/me").Want(http.StatusOK); me.Text("name") != p.Name || me.Text("kind") != "person" {
		t.Errorf("me: %s", me.Body)
	}
	c.Put("/api/v1/me/password", apptest.JSON{"old": "falsch", "new": "Noch-ein-Satz-18"}).WantFault(http.StatusUnprocessableEntity, "PASSWORD_WRONG")
	c.Put("/api/v1/me/password", apptest.JSON{"old": "Ein-langer-Satz-17", "new": "Noch-ein-Satz-18"}).Want(http.StatusNoContent)
	signIn("Ein-langer-Satz-17").WantFault(http.StatusUnauthorized, "SIGN_IN_REFUSED")
	app.Clock.Advance(resend)
	c.Post("/api/v1/codes", apptest.JSON{"purpose": "reset_password", "mobile": p.Mobile}).Want(http.StatusAccepted)
	c.Post("/api/v1/password-resets", apptest.JSON{"mobile": p.Mobile, "code": app.TextedCode(p.Mobile), "password": "Dritter-Satz-19"}).Want(http.StatusNoContent)
	app.Clock.Advance(resend)
	c.Post("/api/v1/codes", apptest.JSON{"purpose": "sign_in", "mobile": p.Mobile}).Want(http.StatusAccepted)
	c.Token = c.Post("/api/v1/sessions", apptest.JSON{"mobile": p.Mobile, "code": app.TextedCode(p.Mobile)}).Want(http.StatusCreated).Text("access_token")
	const to = "13800000001"
	c.Post("/api/v1/me/mobile/old-code", nil).Want(http.StatusAccepted)
	c.Post("/api/v1/me/mobile/code", apptest.JSON{"mobile": to}).Want(http.StatusAccepted)
	moved := apptest.JSON{"mobile": to, "code": app.TextedCode(to), "old_code": "x"}
	c.Put("/api/v1/me/mobile", moved).WantFault(http.StatusUnprocessableEntity, "INVALID_FIELDS")
	moved["old_code"] = app.TextedCode(p.Mobile)
	c.Put("/api/v1/me/mobile", moved).Want(http.StatusNoContent)
	c.Delete("/api/v1/sessions").Want(http.StatusNoContent)
	c.Get("/api/v1/me").WantFault(http.StatusUnauthorized, "UNAUTHENTICATED")
}

const resend = 61e9 // a code may be sent again after a minute

func TestEnterpriseAndItsMembers(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	legal := app.Client().SignIn(app.World.Unit("heshan").Legal)
	enterprises := legal.Get("/api/v1/enterprises").Want(http.StatusOK).Items()
	if len(enterprises) != 1 {
		t.Fatalf("enterprises: %v", enterprises)
	}
	id := enterprises[0]["enterprise_id"].(string)
	legal.Put("/api/v1/me/acting", apptest.JSON{"enterprise_id": id}).Want(http.StatusNoContent)
	if me := legal.Get("/api/v1/me").Want(http.StatusOK); me.Text("acting") != id {
		t.Errorf("me: %s", me.Body)
	}
	legal.Get("/api/v1/cases").Want(http.StatusOK)
	legal.Put("/api/v1/me/acting", apptest.JSON{"enterprise_id": nil}).Want(http.StatusNoContent)

	p := app.World.Person("rare")
	invite := apptest.JSON{"name": p.Name, "id_number": p.IDNumber, "role": "R-ENT", "until": "2027-01-01"}
	legal.Post("/api/v1/enterprises/"+id+"/members", invite).Want(http.StatusCreated)
	legal.Post("/api/v1/enterprises/"+id+"/members", invite).WantFault(http.StatusConflict, "MEMBER_EXISTS")
	agent := app.Client().SignIn("rare")
	agent.Get("/api/v1/enterprises/" + id + "/members").Want(http.StatusForbidden)
	invitation := agent.Get("/api/v1/me/invitations").Want(http.StatusOK).Items()[0]["id"].(string)
	app.Client().SignIn("late").Post("/api/v1/memberships/"+invitation+"/acceptance", nil).WantFault(http.StatusNotFound, "NOT_FOUND")
	agent.Post("/api/v1/memberships/"+invitation+"/acceptance", nil).Want(http.StatusNoContent)
	if members := legal.Get("/api/v1/enterprises/" + id + "/members").Want(http.StatusOK).Items(); len(members) < 2 {
		t.Errorf("members: %v", members)
	}
	legal.Post("/api/v1/memberships/"+invitation+"/suspension", nil).Want(http.StatusNoContent)
	agent.Put("/api/v1/me/acting", apptest.JSON{"enterprise_id": id}).WantFault(http.StatusForbidden, "MEMBERSHIP_SUSPENDED")
	legal.Delete("/api/v1/memberships/" + invitation + "/suspension").Want(http.StatusNoContent)
	if letter := agent.Get("/api/v1/memberships/" + invitation + "/authorisation").Want(http.StatusOK).JSON(); letter["until"] != "2027-01-01" || letter["holds"] != true {
		t.Errorf("letter: %v", letter)
	}
	if p := agent.Get("/api/v1/enterprises/" + id).Want(http.StatusOK).JSON(); p["state"] != "active" {
		t.Errorf("profile: %v", p)
	}
	if events := legal.Get("/api/v1/enterprises/" + id + "/journal").Want(http.StatusOK).Items(); len(events) != 4 {
		t.Errorf("journal: %v", events)
	}
	legal.Get("/api/v1/enterprises/" + id + "/cases?state=open&q=4309").Want(http.StatusOK)
	legal.Get("/api/v1/enterprises/" + id + "/box").Want(http.StatusOK)
	agent.Get("/api/v1/handovers").Want(http.StatusOK)
	app.Client().SignIn("shouli1").Get("/api/v1/desk/takeovers").Want(http.StatusOK)
	legal.Delete("/api/v1/memberships/" + invitation).Want(http.StatusNoContent)
	own := enterprises[0]["id"].(string)
	legal.Delete("/api/v1/memberships/"+own).WantFault(http.StatusConflict, "LAST_LEGAL")
	agent.Post("/api/v1/enterprises", apptest.JSON{"credit_code": app.World.Unit("heshan").CreditCode}).
		WantFault(http.StatusConflict, "ENTERPRISE_EXISTS")
}

func TestRegisteringAnEnterprise(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	head, other := app.Client().SignIn("legal-halted"), app.Client().SignIn("rare")
	code := apptest.JSON{"credit_code": app.World.Unit("halted").CreditCode}
	r := other.Post("/api/v1/enterprises", code).Want(http.StatusCreated).JSON()
	if r["state"] != "waiting_legal" {
		t.Fatalf("registration: %v", r)
	}
	if own := other.Get("/api/v1/registrations").Want(http.StatusOK).JSON()["own"].([]any); len(own) != 1 {
		t.Errorf("own: %v", own)
	}
	confirm := "/api/v1/registrations/" + r["id"].(string) + "/confirmation"
	other.Post(confirm, apptest.JSON{"agreed": true}).WantFault(http.StatusNotFound, "NOT_FOUND")
	head.Post(confirm, apptest.JSON{"agreed": true}).Want(http.StatusNoContent)
	mine := other.Get("/api/v1/enterprises").Want(http.StatusOK).Items()
	if len(mine) != 1 || mine[0]["role"] != "R-ADM" {
		t.Fatalf("enterprises: %v", mine)
	}
	if p := head.Get("/api/v1/enterprises/" + mine[0]["enterprise_id"].(string)).Want(http.StatusOK).JSON(); p["state"] != "suspended" || p["reason"] == "" {
		t.Errorf("profile: %v", p)
	}
}

func TestDesk(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	citizen := app.Client().SignIn("citizen").Confirm()
	unit := app.Client().SignIn(app.World.Unit("heshan").Legal).Confirm()
	id := citizen.Draft()
	citizen.Post("/api/v1/drafts/"+id+"/submission", nil).Want(http.StatusCreated)
	if waiting := unit.Get("/api/v1/unit/signatures").Want(http.StatusOK).Items(); len(waiting) != 1 {
		t.Fatalf("waiting for the unit: %v", waiting)
	}
	unit.Get("/api/v1/unit/signatures/" + id).Want(http.StatusOK)
	unit.Post("/api/v1/unit/signatures/"+id+"/return", apptest.JSON{"reason": "住址写错了"}).Want(http.StatusNoContent)
	citizen.Submit(id, unit)

	clerk := app.Client().SignIn("shouli1")
	for _, path := range []string{"/desks", "/desk/queues", "/desk/claims", "/notices", "/supervision/cards?open=true"} {
		clerk.Get("/api/v1" + path).Want(http.StatusOK)
	}
	clerk.Get("/api/v1/drafts?item=x").WantFault(http.StatusForbidden, "FORBIDDEN")
	clerk.Get("/api/v1/supervision/events").WantFault(http.StatusForbidden, "FORBIDDEN")
	app.Client().SignIn("ducha1").Get("/api/v1/supervision/events").Want(http.StatusOK)
	citizen.Post("/api/v1/desk/queues/"+account.CityWindow+"/intake/claim", nil).WantFault(http.StatusForbidden, "FORBIDDEN")

	claim := clerk.Claim(account.CityWindow, "intake")
	clerk.Post("/api/v1/desk/queues/"+account.CityWindow+"/intake/claim", nil).WantFault(http.StatusNotFound, "QUEUE_EMPTY")
	step := "/api/v1/desk/steps/" + claim["step_id"].(string)
	clerk.Post(step+"/heartbeat", apptest.JSON{"fence": claim["fence"], "input": true}).Want(http.StatusOK)
	clerk.Put(step+"/note", apptest.JSON{"fence": claim["fence"], "text": "待核"}).Want(http.StatusNoContent)
	clerk.Post(step+"/heartbeat", apptest.JSON{"fence": 0}).WantFault(http.StatusConflict, "LEASE_LOST")
	clerk.Post(step+"/release", apptest.JSON{"reason": "x"}).WantFault(http.StatusForbidden, "FORBIDDEN")
	path := "/api/v1/desk/cases/" + id
	view := clerk.Get(path).Want(http.StatusOK).JSON()
	file := view["answers"].(apptest.JSON)["health_cert"].(apptest.JSON)["material"].(string)
	if content := clerk.Get(path + "/materials/" + file).Want(http.StatusOK); content.Body != string(apptest.PDF()) {
		t.Error("the material is another file")
	}
	citizen.Get("/api/v1/materials/" + file).Want(http.StatusOK)
	citizen.Get("/api/v1/materials/" + file + "/content").Want(http.StatusOK)
	citizen.Delete("/api/v1/materials/"+file).WantFault(http.StatusConflict, "MATERIAL_IN_USE")

	decision := apptest.JSON{"step_id": claim["step_id"], "fence": claim["fence"], "version": 1, "act": "accept"}
	clerk.Post(path+"/decisions", decision).WantFault(http.StatusPreconditionFailed, "STALE_VERSION")
	clerk.Post("/api/v1/cases/"+id+"/messages", apptest.JSON{"text": "请保持手机畅通"}).Want(http.StatusCreated)
	clerk.Post(step+"/return", apptest.JSON{"fence": claim["fence"], "reason": "system_failure"}).Want(http.StatusNoContent)
	claim = clerk.Claim(account.CityWindow, "intake")
	clerk.Decide(claim, "correct", apptest.JSON{"reason": "材料不清晰", "defects": []apptest.JSON{{"where": "health_cert", "problem": "看不清", "mend": "重新扫描"}}}).Want(http.StatusCreated)

	view = citizen.Get("/api/v1/cases/" + id).Want(http.StatusOK).JSON()
	if view["state"] != "CORRECTION" || len(view["correction"].([]any)) != 1 || view["law"] != nil || len(view["messages"].([]any)) != 1 {
		t.Errorf("case in correction: %v", view)
	}
	citizen.Get("/api/v1/drafts/" + id).Want(http.StatusOK)
	citizen.Post("/api/v1/cases/"+id+"/correction", apptest.JSON{"answers": apptest.JSON{"health_hospital": "桃江县人民医院"}}).Want(http.StatusCreated)
	notice := citizen.Get("/api/v1/notices").Want(http.StatusOK).Items()[0]["id"].(string)
	if read := citizen.Post("/api/v1/notices/"+notice+"/reading", nil).Want(http.StatusOK); read.Text("read_at") == "" || read.Text("title") == "" {
		t.Errorf("notice: %s", read.Body)
	}
	citizen.Post("/api/v1/cases/"+id+"/withdrawal", apptest.JSON{"reason": "暂时不办了"}).Want(http.StatusNoContent)
	citizen.Post("/api/v1/cases/"+id+"/withdrawal", apptest.JSON{"reason": "暂时不办了"}).WantFault(http.StatusConflict, "ACT_NOT_NOW")

	other := citizen.Post("/api/v1/drafts", apptest.JSON{"item": apptest.Item}).Want(http.StatusCreated).Text("id")
	citizen.Delete("/api/v1/drafts/" + other).Want(http.StatusNoContent)
	citizen.Get("/api/v1/drafts/"+other).WantFault(http.StatusNotFound, "NOT_FOUND")
}

// Asking without an account is limited: a query code cannot be found by trying.
func TestProgressIsLimited(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	c := app.Client()
	ask := func() *apptest.Answer {
		return c.Post("/api/v1/progress", apptest.JSON{"number": number(t), "query_code": "000000", "last_four": "0000"})
	}
	for range 10 {
		ask().WantFault(http.StatusNotFound, "PROGRESS_UNKNOWN")
	}
	if refused := ask().WantFault(http.StatusTooManyRequests, "TOO_MANY"); refused.Header.Get("Retry-After") == "" {
		t.Error("it does not say when to come back")
	}
}

// number is a well-formed case number that belongs to no case.
func number(t *testing.T) identity.CaseNumber {
	t.Helper()
	area, err := identity.ParseArea("430903")
	if err != nil {
		t.Fatal(err)
	}
	n, err := identity.NewCaseNumber(area, "0022", workday.MustParse("2026-09-17"), 99_999)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
