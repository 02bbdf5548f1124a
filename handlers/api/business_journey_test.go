package api_test

import (
	"bytes"
	"net/http"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/server"
	"github.com/yiyang-police/permit-portal/server/apptest"
)

// exitDesk is where the trips of enterprises in Heshan are received.
const exitDesk = "430903-jing"

// travellersSheet is the portal's own template, filled in.
func travellersSheet(t *testing.T, rows ...[]any) []byte {
	t.Helper()
	raw, err := expedite.TemplateFor("travellers")
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for i, row := range rows {
		at, _ := excelize.CoordinatesToCellName(1, i+2)
		if err := f.SetSheetRow(f.GetSheetName(0), at, &row); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// An enterprise's batch goes by programs alone from the spreadsheet to the committed decision, which is taken back once on the way.
func TestBatchFromSheetToCommittedDecision(t *testing.T) {
	t.Parallel()
	app := apptest.NewWith(t, apptest.Start, func(p *server.Place) { p.Undo = casework.UndoFor })
	legal := app.Client().SignIn("legal-heshan").Confirm()
	unit := legal.Get("/api/v1/enterprises").Want(http.StatusOK).Items()[0]["enterprise_id"]
	legal.Put("/api/v1/me/acting", apptest.JSON{"enterprise_id": unit}).Want(http.StatusNoContent)

	trip := apptest.JSON{"destinations": []string{"hongkong"}, "reason": "U1", "departure": "2026-09-25", "return": "2026-09-28", "event_from": "2026-09-26",
		"event_to": "2026-09-27", "delivery": "self", "truth": true,
		"host": apptest.JSON{"name": "香港南洋贸易有限公司", "contact": "陈先生", "phone": "00852-21234567", "address": "香港中环"}}
	path := legal.Post("/api/v1/business/requests", apptest.JSON{"trip": trip, "persons": []any{}}).Want(http.StatusCreated).Header.Get("Location")

	// the sheet: a wrong number is told at its row, then mended
	first, second := app.World.Person("compound"), app.World.Person("first-term")
	row := func(name, id, mobile, document string) []any {
		return []any{name, id, mobile, "赫山区", "商务经理", "员工", "有效持证", document, "2031-06-30", "3个月一次"}
	}
	send := func(rows ...[]any) *apptest.Answer {
		return legal.Do(http.MethodPut, path+"/travellers", bytes.NewReader(travellersSheet(t, rows...)), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	}
	good := row(first.Name, first.IDNumber.String(), first.Mobile, "C12345678")
	wrong := send(good, row(second.Name, second.IDNumber.String(), second.Mobile, "C1")).Want(http.StatusOK).JSON()
	if persons := wrong["persons"].([]any); len(persons) != 2 || len(persons[1].(apptest.JSON)["faults"].([]any)) == 0 || wrong["ready"] != false {
		t.Fatalf("the wrong row is not told: %v", wrong)
	}
	legal.Do(http.MethodPut, path+"/travellers", bytes.NewReader([]byte("PK no sheet")), "application/octet-stream").Want(http.StatusUnprocessableEntity)
	if mended := send(good, row(second.Name, second.IDNumber.String(), second.Mobile, "C12345679")).Want(http.StatusOK).JSON(); mended["ready"] != true {
		t.Fatalf("%v", mended)
	}

	// evidence: two shared files, and one person's own
	for _, kind := range []string{"invitation", "assignment"} {
		legal.Upload(path+"/files", kind+".pdf", apptest.PDF(), "kind", kind, "dated", "2026-09-16", "chinese", "true").Want(http.StatusCreated)
	}
	own := legal.Upload(path+"/files", "ticket.pdf", apptest.PDF(), "kind", "ticket", "dated", "2026-09-16", "of", second.IDNumber.String()).Want(http.StatusCreated)
	spare := legal.Upload(path+"/files", "hotel.pdf", apptest.PDF(), "kind", "hotel", "dated", "2026-09-16").Want(http.StatusCreated).Text("id")
	legal.Upload(path+"/files", "x.pdf", apptest.PDF(), "kind", "ticket", "dated", "2026-09-16", "of", "430903199003074515").Want(http.StatusUnprocessableEntity)
	legal.Upload(path+"/files", "x.html", []byte("<html>"), "kind", "ticket", "dated", "2026-09-16").Want(http.StatusUnsupportedMediaType)
	app.Client().SignIn("citizen").Upload(path+"/files", "x.pdf", apptest.PDF(), "kind", "ticket", "dated", "2026-09-16").Want(http.StatusNotFound)
	legal.Delete(path + "/papers/" + spare).Want(http.StatusNoContent)
	if v := legal.Get(path).Want(http.StatusOK).JSON(); len(v["papers"].([]any)) != 3 || v["level"] != "E2" || own.Text("of") != second.IDNumber.String() {
		t.Errorf("papers: %v, level %v", v["papers"], v["level"])
	}

	filed := legal.Post(path+"/submission", nil).Want(http.StatusCreated).JSON()["numbers"].([]any)
	if len(filed) != 2 {
		t.Fatalf("%v", filed)
	}
	legal.Upload(path+"/files", "late.pdf", apptest.PDF(), "kind", "ticket", "dated", "2026-09-16").WantFault(http.StatusConflict, "REQUEST_SUBMITTED")
	legal.Post(path+"/redate", apptest.JSON{"departure": "2026-09-26", "return": "2026-09-28", "event_from": "2026-09-26", "event_to": "2026-09-27"}).Want(http.StatusNoContent)
	persons := legal.Get(path).Want(http.StatusOK).JSON()["persons"].([]any)
	caseOf := func(i int) string { return persons[i].(apptest.JSON)["case_id"].(string) }

	// both applicants see place, two dates with their reason, and the row that is next
	for i, place := range []float64{1, 2} {
		v := legal.Get("/api/v1/cases/" + caseOf(i)).Want(http.StatusOK).JSON()
		eta, next := v["eta"].(apptest.JSON), v["next"].(apptest.JSON)
		if eta["place"] != place || eta["earliest"] == nil || eta["latest"] == nil || eta["why"] == "" {
			t.Errorf("estimate of the applicant: %v", eta)
		}
		if next["row"] != "E10" || next["path"] != "/about/procedure/endorsement#E10" || next["law"] == "" {
			t.Errorf("next row: %v", next)
		}
	}
	desk := app.Client().SignIn("jing-shouli1")
	decideAndUndo(t, app, desk, caseOf(0))
	replayed := app.Client().SignIn("jing-shenpi1").Get("/api/v1/desk/what-if?month=2026-09&more=2&cutoff=16:30").Want(http.StatusOK).JSON()
	if before := replayed["before"].(apptest.JSON); before["arrived"] != 2.0 || replayed["question"].(apptest.JSON)["more"] != 2.0 || replayed["after"] == nil {
		t.Errorf("replay: %v", replayed)
	}
	head := app.Client().SignIn("jing-shenpi1")
	head.Get("/api/v1/desk/what-if?month=soon&cutoff=late&more=x").Want(http.StatusUnprocessableEntity)
	desk.Get("/api/v1/desk/what-if").Want(http.StatusForbidden)
}

// decideAndUndo lets the first case be accepted, taken back, accepted again and committed.
func decideAndUndo(t *testing.T, app *apptest.App, desk *apptest.Client, first string) {
	t.Helper()
	rows := desk.Get("/api/v1/desk/queues/" + exitDesk + "/intake").Want(http.StatusOK).Items()
	if len(rows) != 2 || rows[0]["eta"].(apptest.JSON)["place"] != 1.0 || rows[1]["eta"].(apptest.JSON)["place"] != 2.0 || rows[0]["alarms"] == nil {
		t.Fatalf("queue: %v", rows)
	}
	claim := desk.Claim(exitDesk, "intake")
	if claim["case_id"] != first {
		t.Fatalf("claimed %v", claim)
	}
	path := "/api/v1/desk/cases/" + first
	hold := func() apptest.JSON {
		seen := desk.Get(path).Want(http.StatusOK).JSON()
		if seen["alarms"] == nil || seen["eta"].(apptest.JSON)["place"] != 0.0 { // in hand
			t.Errorf("as an officer sees it: %v %v", seen["alarms"], seen["eta"])
		}
		held := desk.Post(path+"/pending", apptest.JSON{"step_id": claim["step_id"], "fence": claim["fence"], "version": seen["version"], "act": "accept", "reason": "材料齐全"}).
			Want(http.StatusCreated).JSON()
		return held
	}
	if held := hold(); held["held"] != true || held["pending"].(apptest.JSON)["act"] != "accept" {
		t.Fatalf("held: %v", held)
	}
	step := "/api/v1/desk/steps/" + claim["step_id"].(string)
	other := app.Client().SignIn("jing-shencha1")
	other.Post(step+"/undo", nil).WantFault(http.StatusNotFound, "NOT_FOUND")
	other.Post(step+"/dismiss", nil).WantFault(http.StatusNotFound, "NOT_FOUND")
	if waits := desk.Get("/api/v1/desk/pending").Want(http.StatusOK).Items(); len(waits) != 1 || waits[0]["commit_at"] == nil {
		t.Errorf("pending: %v", waits)
	}
	if undone := desk.Post(step+"/undo", nil).Want(http.StatusOK).JSON(); undone["act"] != "accept" || undone["reason"] != "材料齐全" {
		t.Errorf("undone: %v", undone)
	}
	desk.Post(step+"/undo", nil).WantFault(http.StatusConflict, "UNDO_LATE")
	if state := desk.Get(path).Text("state"); state != "RECEIVED" {
		t.Errorf("taken back, it is %s", state)
	}
	hold()
	desk.Post("/api/v1/desk/pending/commit", nil).Want(http.StatusNoContent)
	if state := desk.Get(path).Text("state"); state != "REVIEW" {
		t.Errorf("committed, it is %s", state)
	}
	desk.Post(step+"/undo", nil).WantFault(http.StatusConflict, "UNDO_LATE")
	desk.Post(step+"/dismiss", nil).Want(http.StatusNoContent) // nothing failed: nothing to forget
	if waits := desk.Get("/api/v1/desk/pending").Want(http.StatusOK).Items(); len(waits) != 0 {
		t.Errorf("still pending: %v", waits)
	}
}

// A traveller's passport names the request of the same journey: the request lists it, and the year counts it apart from the endorsements.
func TestAPassportForTheSameJourney(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	citizen := app.Client().SignIn("compound").Confirm()
	trip := apptest.JSON{"destinations": []string{"hongkong"}, "reason": "ordinary", "departure": "2026-10-25", "return": "2026-10-28", "delivery": "self", "truth": true,
		"unit_name": "益阳资江商贸有限公司", "unit_code": "91430900MA4L0A1B7P"}
	started := citizen.Post("/api/v1/business/requests", apptest.JSON{"trip": trip, "persons": []any{apptest.JSON{"post": "经理"}}}).Want(http.StatusCreated)
	path, number := started.Header.Get("Location"), started.Text("number")
	passport := func(who *apptest.Client, more apptest.JSON) {
		answers := apptest.JSON{"document_no": "G41234567", "valid_to": "2026-03-20", "issued_at": "湖南", "visa_inside": false, "collect": "counter", "truth": true, "privacy": true,
			"address": apptest.JSON{"area": "430903", "detail": "会龙山街道团圆路18号"}}
		for key, value := range more {
			answers[key] = value
		}
		draft := who.Post("/api/v1/drafts", apptest.JSON{"item": "430900-CJ-0158", "situations": apptest.JSON{"state": "expired", "age": "adult", "staff": "none"}}).
			Want(http.StatusCreated).Text("id")
		saved := who.Patch("/api/v1/drafts/"+draft, apptest.JSON{"answers": answers}).Want(http.StatusOK)
		if faults := saved.JSON()["faults"].([]any); len(faults) > 0 {
			t.Fatalf("%v", faults)
		}
		who.Post("/api/v1/drafts/"+draft+"/submission", nil).Want(http.StatusCreated)
	}
	unit := apptest.JSON{"name": "益阳资江商贸有限公司", "credit_code": "91430900MA4L0A1B7P"}
	passport(citizen, apptest.JSON{"for_business": true, "business_unit": unit, "business_trip": number})
	stranger := app.Client().SignIn("late").Confirm()
	passport(stranger, apptest.JSON{"for_business": true, "business_unit": unit, "business_trip": number}) // not on the request: on business, but none of its travellers
	passport(app.Client().SignIn("first-term").Confirm(), apptest.JSON{"for_business": false})

	listed := citizen.Get(path).Want(http.StatusOK).JSON()["documents"].([]any)
	if len(listed) != 1 || listed[0].(apptest.JSON)["document"] != "passport" || listed[0].(apptest.JSON)["name"] != app.World.Person("compound").Name {
		t.Errorf("documents of the journey: %v", listed)
	}
	year := app.Client().SignIn("jing-shenpi1").Get("/api/v1/desk/numbers").Want(http.StatusOK).JSON()["this_year"].(apptest.JSON)
	if year["passports"] != 2.0 || year["hkmacao"] != 0.0 || year["taiwan"] != 0.0 {
		t.Errorf("this year: %v", year)
	}
}
