package api_test

import (
	"bytes"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/yiyang-police/permit-portal/server/apptest"
)

// bad is a request that is refused.
type bad struct {
	method, path, body string
	status             int
	code, pointer      string // pointer=CODE of one field, "" for none
}

func (b bad) send(c *apptest.Client) *apptest.Answer {
	return c.Do(b.method, "/api/v1"+b.path, strings.NewReader(b.body), "application/json")
}

func badInput(draft string) map[string]bad {
	big := strings.Repeat("中", 1<<20/3+10)
	return map[string]bad{
		"malformed":         {"POST", "/drafts", `{"item":`, 400, "MALFORMED", ""},
		"nothing":           {"POST", "/drafts", ``, 400, "MALFORMED", ""},
		"two values":        {"POST", "/drafts", `{"item":"x"}{}`, 400, "MALFORMED", ""},
		"not UTF-8":         {"POST", "/drafts", "{\"item\":\"\xff\"}", 400, "MALFORMED", ""},
		"a list":            {"POST", "/drafts", `[]`, 422, "INVALID_FIELDS", "=WRONG_TYPE"},
		"wrong type":        {"POST", "/drafts", `{"item":17}`, 422, "INVALID_FIELDS", "/item=WRONG_TYPE"},
		"unknown field":     {"POST", "/drafts", `{"item":"x","admin":true}`, 422, "INVALID_FIELDS", "/admin=UNKNOWN_FIELD"},
		"NUL":               {"POST", "/drafts", `{"item":"a\u0000"}`, 422, "INVALID_FIELDS", "/item=CHARACTER_NOT_STORABLE"},
		"unknown item":      {"POST", "/drafts", `{"item":"../../etc/passwd"}`, 404, "NOT_FOUND", ""},
		"a megabyte":        {"POST", "/drafts", `{"item":"` + big + `"}`, 413, "TOO_LARGE", ""},
		"deep":              {"POST", "/drafts", strings.Repeat("[", 200000), 400, "MALFORMED", ""},
		"answer: bidi":      {"PATCH", "/drafts/" + draft, `{"answers":{"health_hospital":"\u202eabc"}}`, 422, "INVALID_FIELDS", "/answers/health_hospital=CHARACTER_NOT_STORABLE"},
		"answer: unknown":   {"PATCH", "/drafts/" + draft, `{"answers":{"isAdmin":true}}`, 422, "INVALID_FIELDS", "/answers/isAdmin=UNKNOWN_QUESTION"},
		"answer: locked":    {"PATCH", "/drafts/" + draft, `{"answers":{"licence_no":"1"}}`, 422, "INVALID_FIELDS", "/answers/licence_no=LOCKED"},
		"answer: type":      {"PATCH", "/drafts/" + draft, `{"answers":{"accident":"no"}}`, 422, "INVALID_FIELDS", "/answers/accident=WRONG_TYPE"},
		"answer: long":      {"PATCH", "/drafts/" + draft, `{"answers":{"accident_text":"` + strings.Repeat("a", 900_000) + `"}}`, 422, "INVALID_FIELDS", "/answers/accident_text=ANSWER_TOO_LONG"},
		"no draft":          {"PATCH", "/drafts/nonsense", `{"answers":{}}`, 404, "NOT_FOUND", ""},
		"limit":             {"GET", "/cases?limit=0", ``, 422, "INVALID_FIELDS", "/limit=NUMBER_RANGE"},
		"cursor":            {"GET", "/cases?after=x", ``, 400, "CURSOR", ""},
		"item cursor":       {"GET", "/items?after=x", ``, 400, "MALFORMED", ""},
		"search: NUL":       {"GET", "/items?q=%00", ``, 422, "INVALID_FIELDS", "/q=CHARACTER_NOT_STORABLE"},
		"progress":          {"POST", "/progress", `{"number":"x","query_code":"y","last_four":"z"}`, 422, "INVALID_FIELDS", "/number=CASE_NUMBER_LENGTH"},
		"registration":      {"POST", "/people", `{"name":"\u202e","id_number":"1","mobile":"2","code":"3","password":"4"}`, 422, "INVALID_FIELDS", "/name=CHARACTER_NOT_STORABLE"},
		"unfinished draft":  {"POST", "/drafts/" + draft + "/submission", ``, 422, "INVALID_FIELDS", "/answers/address=REQUIRED"},
		"message to nobody": {"POST", "/cases/" + draft + "/messages", `{"text":"x"}`, 404, "NOT_FOUND", ""},
	}
}

// Bad input is refused with a clear message at its place and leaves nothing behind.
func TestBadInputIsRefusedAndLeavesNothing(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	citizen := app.Client().SignIn("citizen").Confirm()
	draft := citizen.Post("/api/v1/drafts", apptest.JSON{"item": apptest.Item}).Want(http.StatusCreated).Text("id")
	before := traces(t, app)
	for name, c := range badInput(draft) {
		a := c.send(citizen)
		if a.Status != c.status || a.Code() != c.code {
			t.Errorf("%s: %d %s, want %d %s: %.300s", name, a.Status, a.Code(), c.status, c.code, a.Body)
			continue
		}
		if pointer, code, field := strings.Cut(c.pointer, "="); field && a.Pointers()[pointer] != code {
			t.Errorf("%s: fields %v, want %s", name, a.Pointers(), c.pointer)
		}
	}
	citizen.Do("POST", "/api/v1/drafts", strings.NewReader("item=x"), "application/x-www-form-urlencoded").WantFault(415, "JSON_EXPECTED")
	if after := traces(t, app); after != before {
		t.Errorf("left behind: %+v, before %+v", after, before)
	}
}

// Each refusal beside an answer that is kept, in one run; the client's check against the contract is in both.
func BenchmarkBadInput(b *testing.B) {
	app := apptest.New(b)
	citizen := app.Client().SignIn("citizen").Confirm()
	draft := citizen.Post("/api/v1/drafts", apptest.JSON{"item": apptest.Item}).Want(http.StatusCreated).Text("id")
	requests := badInput(draft)
	requests["kept"] = bad{method: "PATCH", path: "/drafts/" + draft, body: `{"answers":{"health_hospital":"桃江县人民医院"}}`}
	for _, name := range slices.Sorted(maps.Keys(requests)) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				requests[name].send(citizen)
			}
		})
	}
}

func TestBadFilesAreRefusedAndLeaveNothing(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	citizen := app.Client().SignIn("citizen").Confirm()
	draft := citizen.Post("/api/v1/drafts", apptest.JSON{"item": apptest.Item}).Want(http.StatusCreated).Text("id")
	before := traces(t, app)
	upload := func(name string, file []byte, fields ...string) *apptest.Answer {
		t.Helper()
		return citizen.Upload("/api/v1/drafts/"+draft+"/materials", name, file, fields...)
	}
	health := []string{"question", "health_cert"}
	upload("体检.pdf", []byte("<html><script>alert(1)</script></html>"), health...).WantFault(415, "FILE_TYPE")
	upload("体检.exe", apptest.PDF(), health...).WantFault(415, "FILE_TYPE")
	upload("体检.pdf", nil, health...).WantFault(422, "FILE_EMPTY")
	upload("a\u202efdp.pdf", apptest.PDF(), health...).WantFault(422, "FILE_NAME")
	upload("体检.pdf", bytes.Repeat([]byte("x"), 60<<20), health...).WantFault(413, "TOO_LARGE")
	upload("体检.pdf", apptest.PDF(), "question", "address").WantFault(422, "UNKNOWN_QUESTION")
	upload("体检.pdf", apptest.PDF(), "owner", "x").WantFault(422, "INVALID_FIELDS")
	citizen.Do("POST", "/api/v1/drafts/"+draft+"/materials", strings.NewReader("--x"), "multipart/form-data; boundary=x").WantFault(400, "MALFORMED")
	stranger := app.Client().SignIn("late").Confirm()
	stranger.Upload("/api/v1/drafts/"+draft+"/materials", "体检.pdf", apptest.PDF(), health...).WantFault(404, "NOT_FOUND")
	stranger.Get("/api/v1/drafts/"+draft).WantFault(404, "NOT_FOUND")
	stranger.Delete("/api/v1/drafts/"+draft).WantFault(404, "NOT_FOUND")
	if after := traces(t, app); after != before {
		t.Errorf("left behind: %+v, before %+v", after, before)
	}
}

// left is what requests may leave in the database.
type left struct{ Cases, Versions, Materials, Journal, Documents, Keys, People int }

func traces(t *testing.T, app *apptest.App) (n left) {
	t.Helper()
	err := app.DB.Pool().QueryRow(t.Context(), `SELECT (SELECT count(*) FROM cases), (SELECT coalesce(sum(version), 0) FROM cases),
		(SELECT count(*) FROM materials), (SELECT count(*) FROM journal), (SELECT count(*) FROM documents),
		(SELECT count(*) FROM idempotency), (SELECT count(*) FROM people)`).
		Scan(&n.Cases, &n.Versions, &n.Materials, &n.Journal, &n.Documents, &n.Keys, &n.People)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
