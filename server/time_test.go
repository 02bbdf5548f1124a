package server_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/yiyang-police/permit-portal/server/apptest"
)

// Every date that is shown can be explained, day by day and in plain words.
func TestDatesAreExplained(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	citizen, unit := app.Client().SignInPage("citizen").Confirm(), app.Client().SignInPage("legal-heshan").Confirm()
	id := citizen.Draft()
	citizen.Submit(id, unit)
	intake := app.Client().SignInPage("shouli1")
	intake.Decide(intake.Claim("430900-ban", "intake"), "accept", nil).Want(http.StatusCreated)

	mine := citizen.Get("/cases/" + id).Want(http.StatusOK).Body
	if !strings.Contains(mine, "/cases/"+id+"/clocks") {
		t.Error("the case does not lead to the explanation")
	}
	plain := citizen.Get("/cases/" + id + "/clocks").Want(http.StatusOK).Body
	for _, want := range []string{"20 个工作日", "调休上班，计入", "2026-10-10", "第 20 日", "国务院办公厅通知"} {
		if !strings.Contains(plain, want) {
			t.Errorf("the explanation does not say %s", want)
		}
	}
	if desk := intake.Get("/desk/cases/" + id).Want(http.StatusOK).Body; !strings.Contains(desk, "/desk/cases/"+id+"/clocks#K2-") {
		t.Error("the officer's page does not lead from K2 to its explanation")
	}
	intake.Get("/desk/cases/" + id + "/clocks").Want(http.StatusOK)
	told := intake.Get("/api/v1/desk/cases/" + id + "/clocks?at=2026-10-10T12:00:00%2B08:00").Want(http.StatusOK).JSON()
	if told["on"] != "2026-10-10" {
		t.Errorf("reckoned on %v", told["on"])
	}
	intake.Get("/api/v1/desk/cases/"+id+"/clocks?at=gestern").WantFault(http.StatusUnprocessableEntity, "INVALID_FIELDS")
}

func TestTheCalendarIsShownToItsKeepers(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	manager := app.Client().SignInPage("anguan1")
	page := manager.Get("/desk/calendar/2027").Want(http.StatusOK).Body
	for _, want := range []string{"2027 年工作日安排", "暂定，以国务院正式通知为准", "随程序发布", "没有期限因此变动"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %s", want)
		}
	}
	manager.Get("/desk/calendar/1999").Want(http.StatusNotFound)
	manager.Get("/desk/calendar/soon").Want(http.StatusNotFound)
	year := manager.Get("/api/v1/calendars/2026").Want(http.StatusOK).JSON()
	if year["working_days"] != 248.0 || year["status"] != "OFFICIAL" {
		t.Errorf("2026: %v working days, %v", year["working_days"], year["status"])
	}
	if _, err := app.Cases.Recount(context.Background(), 10); err != nil {
		t.Error(err)
	}
}
