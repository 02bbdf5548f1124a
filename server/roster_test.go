package server_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/yiyang-police/permit-portal/models/roster"
	"github.com/yiyang-police/permit-portal/server/apptest"
)

func TestARosterComesFromASpreadsheet(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	program := app.Client().SignIn("legal-heshan").Confirm()
	unit := ""
	for _, e := range program.Get("/api/v1/enterprises").Want(http.StatusOK).Items() {
		unit, _ = e["enterprise_id"].(string)
	}
	program.Send(http.MethodPut, "/api/v1/me/acting", apptest.JSON{"enterprise_id": unit}).Want(http.StatusNoContent)
	draft := program.Send(http.MethodPost, "/api/v1/drafts", apptest.JSON{"item": "430900-ZA-0013",
		"situations": apptest.JSON{"type": "legal", "what": "first"}}).Want(http.StatusCreated).Text("id")
	guards := func() int {
		answers, _ := program.Get("/api/v1/drafts/" + draft).Want(http.StatusOK).JSON()["answers"].(map[string]any)
		rows, _ := answers["guards"].([]any)
		return len(rows)
	}
	sheet := func(id string) []byte {
		raw, err := roster.Template(roster.Entry{Name: "陈晓梅", IDNumber: "430922199208150023", Education: "senior", Certificate: "4309002024000123", Since: "2026-08-01", Post: "gate"},
			roster.Entry{Name: "李建国", IDNumber: id, Education: "senior", Certificate: "4309002024000124", Since: "2026-08-01", Post: "patrol"})
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	page := app.Client().SignInPage("legal-heshan")
	page.Get("/roster/template").Want(http.StatusOK)

	wrong := page.Upload("/drafts/"+draft+"/roster", "名册.xlsx", sheet("430903199003074516")).Want(http.StatusUnprocessableEntity)
	if text := string(wrong.Body); !strings.Contains(text, "B3") || !strings.Contains(text, "校验不通过") || !strings.Contains(text, "base64,") || guards() != 0 {
		t.Errorf("a sheet with a mistake: %d guards, %s", guards(), text)
	}
	if text := string(page.Upload("/drafts/"+draft+"/roster", "名册.xls", []byte("\xd0\xcf\x11\xe0")).Want(http.StatusUnprocessableEntity).Body); !strings.Contains(text, "另存为 xlsx") {
		t.Errorf("an old sheet: %s", text)
	}
	page.Upload("/drafts/"+draft+"/roster", "名册.xlsx", sheet("430903199003074515")).Want(http.StatusSeeOther)
	if guards() != 2 {
		t.Errorf("%d guards after the import", guards())
	}
	app.Client().SignInPage("citizen").Upload("/drafts/"+draft+"/roster", "名册.xlsx", sheet("430903199003074515")).Want(http.StatusNotFound)
}
