package server_test

import (
	"archive/zip"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/frontend/assets"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/server/apptest"
	"github.com/yiyang-police/permit-portal/server/simulator"
)

// Where the citizen is expected, and another time at which he could be.
const (
	serviceWindow = "430900-ban"
	anotherTime   = "2026-09-18T10:30:00+08:00"
)

// street is an app in which one citizen has everything that somebody else could reach for.
type street struct {
	*apptest.App
	t    *testing.T
	come map[string]*apptest.Client // everybody, signed in by the pages

	draft, waiting, received         string // a draft, a form that waits for the unit, a case under review
	number                           string // of the case
	material, caseMaterial, document string
	notice, invitation, enterprise   string
	step, card, hit, visit, revision string
	cardPaper                        string // the 督办单 of the card
	fence, version                   float64
}

func newStreet(t *testing.T) *street {
	t.Helper()
	w := &street{App: apptest.New(t), t: t, come: map[string]*apptest.Client{}}
	for _, who := range visitors {
		w.come[who] = w.Client()
		if who != nobody {
			w.come[who].SignInPage(who)
		}
	}
	for _, who := range people { // so that nothing is refused for a weak proof of identity alone
		w.come[who].Confirm()
	}
	w.live()
	return w
}

// live lets the citizen and his officers act until there is one of everything.
func (w *street) live() {
	citizen, unit := w.come["citizen"], w.come["legal-heshan"]
	w.received = citizen.Draft()
	w.number = citizen.Submit(w.received, unit)["number"].(string)
	w.waiting = citizen.Draft()
	citizen.Post("/api/v1/drafts/"+w.waiting+"/submission", nil).Want(http.StatusCreated)
	w.draft = citizen.Draft()
	w.material = w.one(`SELECT id FROM materials WHERE case_id = $1`, w.draft)
	w.caseMaterial = w.one(`SELECT id FROM materials WHERE case_id = $1`, w.received)

	intake, county, review := w.come["shouli1"], w.come["xian-heshan"], w.come["shencha1"]
	intake.Decide(intake.Claim(account.CityWindow, "intake"), "accept", nil).Want(http.StatusCreated)
	county.Decide(county.Claim(account.CountySecurity("430903"), "county"), "county_opinion",
		apptest.JSON{"verdict": "grant", "reason": "未发现异常"}).Want(http.StatusCreated)
	claim := review.Claim(account.CitySecurity, "review")
	w.step, w.fence = claim["step_id"].(string), claim["fence"].(float64)
	w.version = review.Get("/api/v1/desk/cases/" + w.received).Want(http.StatusOK).JSON()["version"].(float64)

	w.visit = citizen.Post("/api/v1/appointments", apptest.JSON{"item": apptest.Item, "window": serviceWindow, "start": "2026-09-18T10:00:00+08:00"}).
		Want(http.StatusCreated).Text("id")
	w.revision = w.come["bianji1"].Post("/api/v1/editor/revisions", apptest.JSON{"item": apptest.Item}).Want(http.StatusCreated).Text("id")
	w.enterprise = w.one(`SELECT id FROM enterprises WHERE credit_code = $1`, w.World.Unit("heshan").CreditCode.String())
	p := w.World.Person("compound")
	w.invitation = unit.Post("/api/v1/enterprises/"+w.enterprise+"/members",
		apptest.JSON{"name": p.Name, "id_number": p.IDNumber, "role": "R-ENT", "until": "2027-01-01"}).Want(http.StatusCreated).Text("id")
	err := w.DB.Write(w.t.Context(), func(tx *db.Tx) error { // the alarms stand at the city's own desk, where the administrators sit as well
		id := uuid.MustParse(w.received)
		tx.Enqueue(casework.AlarmArgs{CaseID: id, Card: procedure.Yellow, Reason: "RED_BEGINS_K2", Officer: "090199", Desk: account.City})
		tx.Enqueue(casework.AlarmArgs{CaseID: id, Card: procedure.Patrol, Reason: "P3", Officer: "090199", Desk: account.City})
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.Work()
	w.card = w.one(`SELECT id FROM cards`)
	w.cardPaper = w.one(`SELECT document_id FROM cards`)
	w.hit = w.one(`SELECT id FROM patrol_events`)
	w.document = w.one(`SELECT id FROM documents WHERE case_id = $1 AND kind = 'acceptance'`, w.received)
	w.notice = w.one(`SELECT n.id FROM notices n JOIN people p ON p.id = n.person_id WHERE p.id_number = $1 LIMIT 1`,
		w.World.Person("citizen").IDNumber.String())
}

// one reads one value as text.
func (w *street) one(query string, args ...any) (text string) {
	w.t.Helper()
	if err := w.DB.Pool().QueryRow(w.t.Context(), strings.Replace(query, " FROM", "::text FROM", 1), args...).Scan(&text); err != nil {
		w.t.Fatalf("%s: %v", query, err)
	}
	return text
}

// ask sends a visitor to a route, at the citizen's object, with a body that would be right.
func (w *street) ask(who, method, path string) *apptest.Answer {
	w.t.Helper()
	header := []string{"Accept", "text/html"}
	if strings.HasPrefix(path, "/api/") {
		header = nil
	}
	if strings.HasPrefix(path, "/uploads") {
		about := fmt.Sprintf("filename %s,case %s,question %s", encode("a.pdf"), encode(w.draft), encode("health_cert"))
		header = append(header, "Tus-Resumable", "1.0.0", "Upload-Length", "100", "Upload-Metadata", about, "Upload-Offset", "0")
	}
	target := w.target(path)
	switch body, known := w.bodies()[method+" "+path]; {
	case known:
		return w.come[who].Send(method, target, body, header...)
	case strings.HasSuffix(path, "/drafts/:id/materials"):
		return w.come[who].Upload(target, "体检证明.pdf", apptest.PDF(), "question", "health_cert")
	case method == http.MethodPatch && strings.HasPrefix(path, "/uploads"):
		return w.come[who].Do(method, target, strings.NewReader("x"), "application/offset+octet-stream", header...)
	case method == http.MethodPost && !strings.HasPrefix(path, "/api/") && !strings.HasPrefix(path, "/uploads"):
		return w.come[who].Do(method, target, strings.NewReader(w.form().Encode()), "application/x-www-form-urlencoded", header...)
	}
	return w.come[who].Do(method, target, io.Reader(http.NoBody), "", header...)
}

func encode(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

// form has the fields of every form of the pages.
func (w *street) form() url.Values {
	return url.Values{"text": {"请问何时办好"}, "reason": {"system_failure"}, "agreed": {"yes"}, "enterprise": {w.enterprise}, "case": {w.received},
		"step": {w.step}, "fence": {fmt.Sprint(w.fence)}, "version": {fmt.Sprint(w.version)}, "act": {"propose"}, "verdict": {"grant"},
		"R1.mark": {"fail"}, "R1.note": {"不符"}, "name": {"张三"}, "id_number": {"430903199003074515"}, "role": {"R-ENT"}, "until": {"2027-01-01"},
		"window": {serviceWindow}, "at": {anotherTime}, "item": {apptest.Item}, "mark": {"ARRIVED"}, "_to": {"send"}, "_key": {uuid.NewString()}}
}

// somebodysOwn stands for things that nobody of the street has.
const somebodysOwn = "0198f000-0000-7000-8000-000000000001"

// target puts the citizen's objects into a path.
func (w *street) target(path string) string {
	if path == assets.Prefix+"*" {
		return assets.URL("app.css")
	}
	objects, parts := w.objects(), strings.Split(path, "/")
	for i, part := range parts {
		if strings.HasPrefix(part, ":") {
			value, known := objects[strings.Join(strings.Split(path, "/")[:i+1], "/")]
			if !known {
				if !strings.Contains(foreignThings, "\n"+path+"\n") {
					w.t.Fatalf("%s: the walk does not know %s", path, part)
				}
				value = somebodysOwn
			}
			parts[i] = value
		}
	}
	if path == "/appointments/new" {
		return path + "?" + url.Values{"item": {apptest.Item}, "window": {serviceWindow}, "at": {anotherTime}}.Encode()
	}
	if path == "/api/v1/business/dates" {
		return path + "?departure=2027-01-15"
	}
	if path == "/api/v1/drafts" {
		return path + "?item=" + apptest.Item
	}
	return strings.Join(parts, "/")
}

func reads(method string) bool { return method == http.MethodGet || method == http.MethodHead }

// One street for five walks, because signing twenty visitors in takes longer than walking.
func TestEverybodyStaysWithHisOwn(t *testing.T) {
	t.Parallel()
	w := newStreet(t)
	w.walk(t)
	w.lists(t)
	w.cards(t)
	w.supervision(t)
	w.mistakes(t)
}

// Every route, everybody, the citizen's objects: whom the table does not name is refused, finds nothing out and leaves nothing behind;
// whom it names gets his page.
func (w *street) walk(t *testing.T) {
	before := leftIn(t, w.App)
	walked := 0
	for _, r := range w.Routes {
		may, known := allowed(r.Method + " " + r.Path)
		if !known {
			t.Errorf("%s %s stands in no family: say in walk_table_test.go who may come there", r.Method, r.Path)
			continue
		}
		for _, who := range visitors {
			if slices.Contains(may, who) {
				continue
			}
			walked++
			if a := w.ask(who, r.Method, r.Path); a.Status == http.StatusNotFound && slices.Contains(openToAll, r.Path) {
				continue // everybody may ask, and there is nothing of the kind
			} else if !refused(a, who) {
				t.Errorf("%s %s lets %s in: %d %.300s", r.Method, r.Path, who, a.Status, a.Body)
			} else {
				w.tellsNothing(who, a)
			}
		}
	}
	before.same(t, "refused visitors")
	ways := map[string][]string{}
	for _, r := range w.Routes {
		may, _ := allowed(r.Method + " " + r.Path)
		for _, who := range may {
			if !reads(r.Method) { // what changes something is walked by the journeys
				continue
			}
			walked++
			if a := w.ask(who, r.Method, r.Path); (a.Status >= http.StatusBadRequest && !(a.Status == http.StatusConflict && strings.HasSuffix(r.Path, "/archive"))) || leadsToSignIn(a) { // the case has not ended
				t.Errorf("%s %s refuses %s: %d %.300s", r.Method, r.Path, who, a.Status, a.Body)
			} else {
				w.tellsNothing(who, a)
				w.keeps(who, r.Method+" "+r.Path, a)
				ways[r.Path] = append(ways[r.Path], leadsTo(a)...)
			}
		}
	}
	agent := w.come["agent-heshan"]
	agent.PostForm("/me/side", url.Values{"enterprise": {w.enterprise}}).Want(http.StatusSeeOther)
	ways["/enterprise"] = append(ways["/enterprise"], leadsTo(agent.Get("/enterprise").Want(http.StatusOK))...)
	w.findsEveryRoom(t, ways)
	t.Logf("%d requests", walked)
}

// What shows an officer anybody's number or telephone, and every file and paper that he opens, is kept in the log of readings (domain.md 6.1, 6.2).
func (w *street) keeps(who, route string, a *apptest.Answer) {
	if !slices.Contains(employees, who) || slices.Contains(toAnybody, a.Path) || !w.showsNumbers(a) && !isFile(a) {
		return
	}
	n := w.one(`SELECT count(*) FROM readings r JOIN accounts a ON a.id = r.account WHERE a.login = $1 AND r.route = $2 AND cardinality(r.persons) > 0`, who, route)
	if n == "0" {
		w.t.Errorf("%s shows %s a number, and the log of readings does not know: say so in shows.go", route, who)
	}
}

// toAnybody are pages whose numbers are those of the demonstration itself.
var toAnybody = []string{"/demo/outbox", "/sign-in"}

// showsNumbers tells whether an answer, unpacked where it is an archive or a workbook, holds the number or the telephone of anybody.
func (w *street) showsNumbers(a *apptest.Answer) bool {
	body := a.Body
	if packed, err := zip.NewReader(strings.NewReader(body), int64(len(body))); err == nil {
		for _, f := range packed.File {
			r, err := f.Open()
			if err != nil {
				w.t.Fatal(err)
			}
			text, err := io.ReadAll(r)
			if err != nil {
				w.t.Fatal(err)
			}
			body += string(text)
		}
	}
	return slices.ContainsFunc(w.World.People(), func(p simulator.Person) bool {
		return strings.Contains(body, p.IDNumber.String()) || p.Mobile != "" && strings.Contains(body, p.Mobile)
	})
}

// isFile tells a document or an upload, whose numbers nobody can read out of its bytes.
func isFile(a *apptest.Answer) bool {
	kind := a.Header.Get("Content-Type")
	of := strings.Contains(a.Path, "/cases/") || strings.Contains(a.Path, "/documents/") || strings.Contains(a.Path, "/desk/")
	return of && a.Status == http.StatusOK && (strings.HasPrefix(kind, "application/pdf") || strings.HasPrefix(kind, "image/jpeg") || strings.HasPrefix(kind, "image/png"))
}

// Whatever an officer sends that is wrong, the page that comes back with it, and the answer to a program, are kept like the page before.
func (w *street) mistakes(t *testing.T) {
	walked, shown := 0, 0
	for _, r := range w.Routes {
		if reads(r.Method) || !strings.Contains(r.Path, "/desk") && !strings.Contains(r.Path, "/supervision") && !strings.Contains(r.Path, "/business") {
			continue
		}
		may, _ := allowed(r.Method + " " + r.Path)
		for _, who := range may {
			if !slices.Contains(employees, who) {
				continue
			}
			for _, a := range w.wrongly(who, r.Method, r.Path) {
				walked++
				if a.Status >= http.StatusInternalServerError {
					t.Errorf("%s %s fails for %s: %d %.300s", r.Method, r.Path, who, a.Status, a.Body)
				}
				if w.showsNumbers(a) {
					shown++
				}
				w.tellsNothing(who, a)
				w.keeps(who, r.Method+" "+r.Path, a)
			}
		}
	}
	if shown == 0 {
		t.Error("no page came back with a number: the walk proves nothing")
	}
	t.Logf("%d mistakes, %d of them answered with somebody's number", walked, shown)
}

// wrongly sends a form, or what a program sends, without anything in it and with nonsense.
func (w *street) wrongly(who, method, path string) (answers []*apptest.Answer) {
	target := w.target(path)
	if strings.HasPrefix(path, "/api/") {
		for _, body := range []apptest.JSON{{}, {"nonsense": "x"}} {
			answers = append(answers, w.come[who].Send(method, target, body))
		}
		return answers
	}
	act := url.Values{"act": {"propose"}, "verdict": {"grant"}, "step": {w.step}, "fence": {fmt.Sprint(w.fence)}, "version": {fmt.Sprint(w.version)}, "_key": {uuid.NewString()}}
	for _, values := range []url.Values{{"_key": {uuid.NewString()}}, act, {"text": {strings.Repeat("长", 5000)}, "reason": {strings.Repeat("长", 5000)}, "_key": {uuid.NewString()}}} {
		answers = append(answers, w.come[who].Do(method, target, strings.NewReader(values.Encode()), "application/x-www-form-urlencoded", "Accept", "text/html"))
	}
	return answers
}

// Where people begin, and pages that are for machines.
var (
	entrances   = []string{"/", "/enterprise", "/me", "/desk"}
	forMachines = []string{"/robots.txt", "/sitemap.xml", "/healthz", "/readyz", "/metrics"}
	onTheWay    = []string{"/me/confirm", "/appointments/new", "/roster/template"} // from a form that asks for proof, a chosen time, a roster
)

var link = regexp.MustCompile(`(?:href|action|data-src)="([^"?#]+)`)

// leadsTo are the addresses to which an answer leads, by link, form, stream or redirect.
func leadsTo(a *apptest.Answer) (to []string) {
	for _, m := range link.FindAllStringSubmatch(a.Body, -1) {
		to = append(to, m[1])
	}
	return append(to, strings.SplitN(a.Header.Get("Location"), "?", 2)[0])
}

// A page that nobody reaches from the front is a room without a door.
func (w *street) findsEveryRoom(t *testing.T, ways map[string][]string) {
	routeOf := map[string]string{} // an address of the street to its route
	for path := range ways {
		routeOf[strings.SplitN(w.target(path), "?", 2)[0]] = path
	}
	reached := map[string]bool{}
	for next := slices.Clone(entrances); len(next) > 0; next = next[1:] {
		if !reached[next[0]] {
			reached[next[0]] = true
			next = append(next, ways[routeOf[next[0]]]...)
		}
	}
	for path := range ways {
		if !strings.ContainsAny(path, ":*") && !strings.HasPrefix(path, "/api/v1/") && !reached[path] && !slices.Contains(forMachines, path) && !slices.Contains(onTheWay, path) {
			t.Errorf("no way leads to %s", path)
		}
	}
}

// refused: not here, not you, or sign in first. Who may see a case but does not hold its step may hear that.
func refused(a *apptest.Answer, who string) bool {
	switch a.Status {
	case http.StatusUnauthorized:
		return who == nobody
	case http.StatusForbidden, http.StatusNotFound:
		return who != nobody
	case http.StatusSeeOther:
		return who == nobody && leadsToSignIn(a)
	case http.StatusConflict:
		return slices.Contains(readers, who) && (strings.Contains(a.Path, "/desk/cases/") || strings.Contains(a.Path, "/desk/steps/"))
	}
	return false
}

func leadsToSignIn(a *apptest.Answer) bool {
	return a.Status == http.StatusSeeOther && strings.HasPrefix(a.Header.Get("Location"), "/sign-in")
}

// tellsNothing: who has nothing to do with the case learns neither its number nor who the citizen is, whatever he opens.
func (w *street) tellsNothing(who string, a *apptest.Answer) {
	w.t.Helper()
	if slices.Contains(party, who) || slices.Contains(readers, who) || a.Path == "/demo/outbox" {
		return
	}
	p := w.World.Person("citizen")
	secrets := []string{p.IDNumber.String()}
	if !strings.Contains(a.Path, "/readings") { // the audit tells which case was read, and nothing that stands in it (domain.md 6.2)
		secrets = append(secrets, w.number)
	}
	// the sign-in page lists the accounts of the demonstration, a window's list whom its officers expect
	if a.Path != "/sign-in" && !strings.HasPrefix(a.Path, "/desk/appointments") {
		secrets = append(secrets, p.Name)
	}
	for _, secret := range secrets {
		if strings.Contains(a.Body, secret) {
			w.t.Errorf("%s %s tells %s about %s", a.Method, a.Path, who, secret)
		}
	}
}

// Searching and listing stay inside the sight of who asks: a county officer sees no case of another county, an administrator none at all.
func (w *street) lists(t *testing.T) {
	p := w.World.Person("citizen")
	var questions []string
	for _, q := range []string{p.Name, p.IDNumber.String(), p.IDNumber.String()[14:], w.number, w.number[:6], "%%", "__", p.Unit} {
		questions = append(questions, "/desk/search?q="+url.QueryEscape(q), "/desk/queue/430900-zhi/review?q="+url.QueryEscape(q))
	}
	for _, desk := range []string{"430900-zhi/review", "430900-ban/intake", "430903-zhi/county", "430922-zhi/county"} {
		questions = append(questions, "/desk/queue/"+desk, "/api/v1/desk/queues/"+desk)
	}
	for _, who := range visitors {
		if slices.Contains(readers, who) || slices.Contains(party, who) {
			continue
		}
		for _, path := range questions {
			a := w.come[who].Do(http.MethodGet, path, nil, "", "Accept", "text/html")
			if a.Status >= 500 || strings.Contains(a.Body, w.received) || strings.Contains(a.Body, p.Name[:3]+"**") {
				t.Errorf("%s shows %s the case: %d", path, who, a.Status)
			}
		}
	}
	found := w.come["xian-heshan"].Get("/desk/search?q=" + url.QueryEscape(p.Name)).Want(http.StatusOK)
	if !strings.Contains(found.Body, w.received) {
		t.Error("the county's own officer does not find his case")
	}
}

// What supervision writes about an officer is not for the applicant, who may read everything else of his case.
func (w *street) cards(t *testing.T) {
	for _, who := range visitors {
		want := []int{http.StatusNotFound}
		switch {
		case slices.Contains(readers, who):
			want = []int{http.StatusOK}
		case who == nobody:
			want = []int{http.StatusUnauthorized, http.StatusSeeOther}
		}
		for _, path := range []string{"/documents/" + w.cardPaper, "/documents/" + w.cardPaper + "/file", "/api/v1/documents/" + w.cardPaper,
			"/api/v1/documents/" + w.cardPaper + "/pdf"} {
			if a := w.come[who].Get(path); !slices.Contains(want, a.Status) {
				t.Errorf("%s gets %d for %s, want %v", who, a.Status, path, want)
			}
		}
	}
}

// Who supervises may take a step out of its turn, but decides nothing and judges nothing: he has no role at its desk (domain.md 0.4).
func (w *street) supervision(t *testing.T) {
	w.come["shencha1"].Post("/api/v1/desk/steps/"+w.step+"/return", apptest.JSON{"fence": w.fence, "reason": "system_failure"}).Want(http.StatusNoContent)
	inspector := w.come["ducha1"]
	inspector.PostForm("/desk/steps/"+w.step+"/pick", url.Values{"reason": {"抽查"}, "_key": {uuid.NewString()}}).Want(http.StatusSeeOther)
	claims := inspector.Get("/api/v1/desk/claims").Want(http.StatusOK).Items()
	if len(claims) != 1 {
		t.Fatalf("the inspector holds %v", claims)
	}
	before := leftIn(t, w.App)
	held := apptest.JSON{"step_id": w.step, "fence": claims[0]["fence"], "mark": "fail", "note": "不符"}
	inspector.Put("/api/v1/desk/cases/"+w.received+"/checks/R1", held).Want(http.StatusForbidden)
	for _, act := range []string{"propose", "grant", "refuse", "correct", "not_needed", "return", "legal_opinion", "county_opinion", "issue_certificate", "deliver"} {
		decision := apptest.JSON{"step_id": w.step, "fence": claims[0]["fence"], "version": w.version, "act": act, "verdict": "grant", "reason": "可以"}
		if a := inspector.Post("/api/v1/desk/cases/"+w.received+"/decisions", decision); a.Status != http.StatusForbidden && a.Status != http.StatusConflict {
			t.Errorf("%s: %d %s", act, a.Status, a.Body)
		}
	}
	inspector.Post("/api/v1/cases/"+w.received+"/messages", apptest.JSON{"text": "我说"}).Want(http.StatusNotFound)
	before.same(t, "the inspector")
}
