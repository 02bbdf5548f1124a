package api_test

import (
	"net/http"
	"regexp"
	"sort"
	"strings"
	"testing"

	"github.com/yiyang-police/permit-portal/handlers/api"
	"github.com/yiyang-police/permit-portal/server/apptest"
)

var templateParameter = regexp.MustCompile(`\{(\w+)\}`)

// Routes and contract name the same operations with the same rules.
func TestRoutesAreTheContract(t *testing.T) {
	t.Parallel()
	doc, err := apptest.Contract()
	if err != nil {
		t.Fatal(err)
	}
	promised := map[string]string{}
	for path, item := range doc.Paths.Map() {
		for method, operation := range item.Operations() {
			rule, _ := operation.Extensions["x-rule"].(string)
			promised[method+" "+api.Prefix+templateParameter.ReplaceAllString(path, ":$1")] = rule
		}
	}
	routed := map[string]string{}
	for _, r := range apptest.New(t).Routes {
		if strings.HasPrefix(r.Path, api.Prefix+"/") && r.Path != api.Prefix+"/openapi.json" {
			routed[r.Method+" "+r.Path] = r.Rule
		}
	}
	for name, rule := range routed {
		if promised[name] != rule {
			t.Errorf("%s: the route's rule is %q, the contract says %q", name, rule, promised[name])
		}
	}
	for name := range promised {
		if _, ok := routed[name]; !ok {
			t.Errorf("%s is promised and not routed", name)
		}
	}
}

// Nobody who has not signed in gets further than the door, wherever the contract does not say public.
func TestEveryPrivateOperationAsksWhoKnocks(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	stranger := app.Client()
	for _, r := range app.Routes {
		if !strings.HasPrefix(r.Path, api.Prefix+"/") || r.Rule == "public" {
			continue
		}
		path := regexp.MustCompile(`:\w+`).ReplaceAllString(r.Path, "00000000-0000-0000-0000-000000000000")
		if a := stranger.Do(r.Method, path, strings.NewReader("{}"), "application/json"); a.Status != http.StatusUnauthorized || a.Code() != "UNAUTHENTICATED" {
			t.Errorf("%s %s: %d %s", r.Method, path, a.Status, a.Code())
		}
	}
}

// What belongs to nobody, or to somebody else, looks the same to everybody: it is not there, or it is not allowed.
func TestForeignIDsTellNothing(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	for _, who := range []string{"citizen", "shouli1"} {
		client := app.Client().SignIn(who)
		for _, r := range app.Routes {
			if !strings.HasPrefix(r.Path, api.Prefix+"/") || !strings.Contains(r.Path, ":id") {
				continue
			}
			path := strings.Replace(r.Path, ":id", "0198f000-0000-7000-8000-000000000000", 1)
			path = strings.NewReplacer(":material", "0198f000-0000-7000-8000-000000000000", ":paper", "0198f000-0000-7000-8000-000000000000", ":code", "R1").Replace(path)
			a := client.Send(r.Method, path, bodies[r.Method+" "+r.Path])
			if a.Status != http.StatusNotFound && a.Status != http.StatusForbidden && !(strings.HasSuffix(r.Path, "/materials") && a.Status == http.StatusUnsupportedMediaType) {
				t.Errorf("%s: %s %s: %d %s", who, r.Method, path, a.Status, a.Body)
			}
		}
	}
}

// bodies that are right for operations which look at them before they look for the object.
var bodies = map[string]apptest.JSON{
	"POST /api/v1/drafts/:id/box":                    {"question": "x", "paper_id": "0198f000-0000-7000-8000-000000000000"},
	"POST /api/v1/cases/:id/handover":                {"person_id": "0198f000-0000-7000-8000-000000000000"},
	"POST /api/v1/handovers/:id":                     {"agreed": true},
	"POST /api/v1/takeovers/:id/objection":           {"reason": "在岗"},
	"POST /api/v1/desk/takeovers/:id":                {"agreed": false, "reason": "x"},
	"POST /api/v1/registrations/:id/confirmation":    {"agreed": true},
	"POST /api/v1/enterprises/:id/members":           {"name": "张三", "id_number": "430903199003074515", "role": "R-ENT", "until": "2027-01-01"},
	"PATCH /api/v1/drafts/:id":                       {"answers": apptest.JSON{}},
	"POST /api/v1/unit/signatures/:id":               {"agreed": true},
	"POST /api/v1/unit/signatures/:id/return":        {"reason": "不对"},
	"POST /api/v1/cases/:id/correction":              {"answers": apptest.JSON{}},
	"POST /api/v1/cases/:id/withdrawal":              {"reason": "不办了"},
	"POST /api/v1/cases/:id/replies":                 {"act": "explain", "reason": "x"},
	"POST /api/v1/cases/:id/messages":                {"text": "请问"},
	"POST /api/v1/desk/steps/:id/heartbeat":          {"fence": 1},
	"PUT /api/v1/desk/steps/:id/note":                {"fence": 1, "text": "x"},
	"POST /api/v1/desk/steps/:id/return":             {"fence": 1, "reason": "recusal"},
	"POST /api/v1/desk/steps/:id/release":            {"reason": "x"},
	"PUT /api/v1/desk/cases/:id/checks/:code":        {"step_id": "0198f000-0000-7000-8000-000000000000", "fence": 1, "mark": "pass"},
	"POST /api/v1/desk/cases/:id/decisions":          {"step_id": "0198f000-0000-7000-8000-000000000000", "fence": 1, "version": 1, "act": "accept"},
	"POST /api/v1/appointments/:id/move":             {"window": "430900-ban", "start": "2026-09-18T10:00:00+08:00"},
	"POST /api/v1/appointments/:id/cancellation":     {"reason": "不办了"},
	"POST /api/v1/desk/appointments/:id/mark":        {"mark": "ARRIVED"},
	"PUT /api/v1/editor/revisions/:id":               {"source": "a: 1"},
	"POST /api/v1/editor/revisions/:id/check":        {"source": "a: 1"},
	"POST /api/v1/editor/revisions/:id/approval":     {},
	"POST /api/v1/editor/revisions/:id/return":       {"text": "x"},
	"POST /api/v1/editor/revisions/:id/retirement":   {},
	"PUT /api/v1/cases/:id/rating":                   {"grade": 1},
	"POST /api/v1/cases/:id/voices":                  {"kind": "praise", "text": "x"},
	"POST /api/v1/certificates/:id/requests":         {"measure": "reissue", "facts": "遗失"},
	"POST /api/v1/cases/:id/statement":               {"text": "不同意"},
	"POST /api/v1/cases/:id/delivery-address":        {"way": "electronic", "agree": true, "name": "", "phone": "", "address": ""},
	"POST /api/v1/cases/:id/claim":                   {"amount": 100, "reason": "租金"},
	"POST /api/v1/cases/:id/claim/additions":         {"reason": "租金"},
	"POST /api/v1/desk/penalties/:id/ruling":         {"confirm": true},
	"POST /api/v1/disclosures/:id/objections":        {"reason": "有误"},
	"POST /api/v1/desk/cases/:id/handover":           {"person_id": "0198f000-0000-7000-8000-000000000000", "reason": "x"},
	"POST /api/v1/desk/deliveries/:id/records":       {"outcome": "REACHED", "words": "已告知"},
	"POST /api/v1/supervision/cards/:id/answer":      {"text": "已办"},
	"POST /api/v1/supervision/ratings/:id/contact":   {"text": "x"},
	"POST /api/v1/supervision/ratings/:id/result":    {"text": "x"},
	"POST /api/v1/supervision/ratings/:id/appeal":    {"text": "x"},
	"POST /api/v1/supervision/ratings/:id/judgement": {"text": "x"},
	"POST /api/v1/supervision/voices/:id/answer":     {"text": "x"},
	"POST /api/v1/supervision/justice/:id/answer":    {"text": "已核"},
	"POST /api/v1/supervision/events/:id/result":     {"text": "已核"},
	"POST /api/v1/desk/cases/:id/pending":            {"step_id": "0198f000-0000-7000-8000-000000000000", "fence": 1, "version": 1, "act": "accept"},
	"POST /api/v1/business/requests/:id/redate":      {"departure": "2026-10-20", "return": "2026-10-22"},
	"PUT /api/v1/business/requests/:id":              {"trip": apptest.JSON{}, "persons": []any{}},
	"POST /api/v1/business/requests/:id/papers":      {"kind": "invitation", "dated": "2026-09-16", "chinese": true},
	"POST /api/v1/desk/business/:id/admission":       {"reason": ""},
	"POST /api/v1/desk/business/:id/ordinary":        {"reason": "改期"},
	"POST /api/v1/desk/business/:id/doubt":           {"doubt": "印章不符"},
	"POST /api/v1/desk/business-doubts/:id/answer":   {"stands": true, "level": "E2", "reason": "可以采信"},
	"POST /api/v1/desk/business/:id/verification":    {"verified": true, "how": "电话", "disagrees": ""},
}

func TestContractIsServed(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	c := app.Client()
	served := c.Get("/api/v1/openapi.json").Want(http.StatusOK)
	if served.JSON()["openapi"] != "3.1.0" || served.Header.Get("Etag") == "" {
		t.Errorf("openapi.json: %v %q", served.JSON()["openapi"], served.Header.Get("Etag"))
	}
	c.Do(http.MethodGet, "/api/v1/openapi.json", nil, "", "If-None-Match", served.Header.Get("Etag")).Want(http.StatusNotModified)
	docs := c.Do(http.MethodGet, "/api/docs", nil, "", "Accept", "text/html").Want(http.StatusOK)
	doc, _ := apptest.Contract()
	var missing []string
	for path, item := range doc.Paths.Map() {
		for method, operation := range item.Operations() {
			if !strings.Contains(docs.Body, method+" "+api.Prefix+path) || !strings.Contains(docs.Body, `id="`+operation.OperationID+`"`) {
				missing = append(missing, method+" "+path)
			}
		}
	}
	if sort.Strings(missing); len(missing) > 0 {
		t.Errorf("the documentation lacks %v", missing)
	}
}
