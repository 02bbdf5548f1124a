package api_test

import (
	"net/http"
	"testing"

	"github.com/yiyang-police/permit-portal/server/apptest"
)

// A program asks for dates, begins a request for a person, reads what is wrong row by row, and is refused until it is complete.
func TestBusinessRequestByProgram(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	public := app.Client()
	dates := public.Get("/api/v1/business/dates?departure=2026-09-30&delivery=self").Want(http.StatusOK).JSON()
	if dates["expedited"] != "2026-09-23" || dates["in_window"] != true {
		t.Errorf("%v", dates)
	}
	public.Get("/api/v1/business/dates?departure=2026-09-01").Want(http.StatusUnprocessableEntity)
	public.Get("/api/v1/business/dates?departure=soon").Want(http.StatusUnprocessableEntity)

	citizen := app.Client().SignIn("compound")
	citizen.Get("/api/v1/business").WantFault(http.StatusForbidden, "ENTERPRISE_REQUIRED")
	trip := apptest.JSON{"destinations": []string{"hongkong"}, "reason": "U1", "departure": "2026-09-25", "return": "2026-09-28", "event_from": "2026-09-26",
		"event_to": "2026-09-27", "delivery": "self", "truth": true, "unit_name": "益阳资江商贸有限公司", "unit_code": "91430900MA4L0A1B7P",
		"host": apptest.JSON{"name": "香港南洋贸易有限公司", "contact": "陈先生", "phone": "00852-21234567", "address": "香港中环"}}
	person := apptest.JSON{"household": "430903", "post": "经理", "relation": "owner", "doc_state": "valid", "doc_no": "C1", "doc_valid_to": "2031-06-30", "type": "once3m"}
	started := citizen.Post("/api/v1/business/requests", apptest.JSON{"trip": trip, "persons": []any{person}}).Want(http.StatusCreated)
	path := started.Header.Get("Location")
	row := started.JSON()["persons"].([]any)[0].(map[string]any)
	if faults := row["faults"].([]any); started.JSON()["ready"] != false || len(faults) == 0 || row["case_id"] != nil || len(row["conditions"].([]any)) != 7 {
		t.Errorf("%.600s", started.Body)
	}
	citizen.Post(path+"/submission", apptest.JSON{}).Want(http.StatusUnprocessableEntity)
	person["doc_no"] = "C12345678"
	mended := citizen.Put(path, apptest.JSON{"trip": trip, "persons": []any{person}}).Want(http.StatusOK).JSON()
	if mended["ready"] != true || mended["fees"] != 15.0 {
		t.Errorf("%v", mended)
	}
	citizen.Send(http.MethodPut, path, apptest.JSON{"trip": trip, "persons": []any{person}}, "If-Match", `"1"`).WantFault(http.StatusPreconditionFailed, "STALE_VERSION")
	for _, kind := range []string{"invitation", "assignment"} {
		citizen.Post(path+"/papers", apptest.JSON{"kind": kind, "dated": "2026-09-16", "chinese": true}).Want(http.StatusNoContent)
	}
	if read := citizen.Get(path).Want(http.StatusOK).JSON(); read["level"] != "E2" {
		t.Errorf("level %v", read["level"])
	}
	citizen.Confirm()
	filed := citizen.Post(path+"/submission", apptest.JSON{}).Want(http.StatusCreated).JSON()["numbers"].([]any)
	if len(filed) != 1 {
		t.Fatalf("%v", filed)
	}
	citizen.Post(path+"/seats", apptest.JSON{}).WantFault(http.StatusNotFound, "NOT_FOUND") // a person for himself has no waiting list
	app.Client().SignIn("agent-heshan").Get(path).Want(http.StatusNotFound)

	// the desk sees the conditions, verifies and admits; the numbers count it
	desk := app.Client().SignIn("jing-shouli1")
	waits := desk.Get("/api/v1/desk/business").Want(http.StatusOK).Items()
	if len(waits) != 1 || waits[0]["number"] != filed[0] {
		t.Fatalf("%v", waits)
	}
	at := "/api/v1/desk/business/" + waits[0]["case_id"].(string)
	desk.Post(at+"/verification", apptest.JSON{"verified": true, "how": "电话联系接待方", "disagrees": ""}).Want(http.StatusNoContent)
	if v := desk.Get(at).Want(http.StatusOK).JSON(); v["level"] != "E3" || v["may_admit"] != true || len(v["conditions"].([]any)) != 7 {
		t.Errorf("%v", v)
	}
	desk.Post(at+"/admission", apptest.JSON{"reason": "材料齐全"}).Want(http.StatusNoContent)
	desk.Post(at+"/admission", apptest.JSON{"reason": ""}).WantFault(http.StatusConflict, "ACT_NOT_NOW")
	desk.Get("/api/v1/desk/numbers").Want(http.StatusForbidden)
	head := app.Client().SignIn("jing-shenpi1")
	f := head.Get("/api/v1/desk/numbers?from=2026-09-01&to=2026-09-30").Want(http.StatusOK).JSON()
	if got := f["received"].(map[string]any); got["expedited"] != 1.0 || got["ordinary"] != 0.0 || f["baseline"].(map[string]any)["passports"] != 879.0 {
		t.Errorf("%v", f)
	}
	head.Get("/api/v1/desk/numbers?from=2026-09-30&to=2026-09-01").Want(http.StatusUnprocessableEntity)
	desk.Post(at+"/ordinary", apptest.JSON{"reason": "改期"}).Want(http.StatusNoContent)
}

// Case management reads and sets shifts, leave and who works on what; nobody else does.
func TestShiftsByProgram(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	manager := app.Client().SignIn("anguan1")
	list := manager.Get("/api/v1/desk/shifts").Want(http.StatusOK).JSON()["colleagues"].([]any)
	officer := list[0].(map[string]any)["officer"]
	manager.Put("/api/v1/desk/shifts", apptest.JSON{"officer": officer, "starts": "08:30", "ends": "17:30"}).Want(http.StatusNoContent)
	manager.Put("/api/v1/desk/shifts", apptest.JSON{"officer": officer, "starts": "17:30", "ends": "08:30"}).Want(http.StatusUnprocessableEntity)
	manager.Post("/api/v1/desk/absences", apptest.JSON{"officer": officer, "from": "2026-09-18", "until": "2026-09-19", "reason": "年休假"}).Want(http.StatusNoContent)
	manager.Post("/api/v1/desk/assignments", apptest.JSON{"of": officer, "to": "nobody", "reason": "请假"}).Want(http.StatusUnprocessableEntity)
	app.Client().SignIn("shouli1").Get("/api/v1/desk/shifts").Want(http.StatusForbidden)
}
