package catalog

import (
	"testing"

	"github.com/yiyang-police/permit-portal/migrations"
	"github.com/yiyang-police/permit-portal/models/workday"
)

func calendar(t testing.TB) *workday.Calendar {
	t.Helper()
	cal, err := workday.Load(migrations.Calendars())
	if err != nil {
		t.Fatal(err)
	}
	return cal
}

// Every item file compiles and its examples come out as they say.
func TestItemsCanBePublished(t *testing.T) {
	t.Parallel()
	report, err := New(nil, calendar(t), nil).Check(migrations.Items())
	if err != nil {
		t.Fatalf("\n%v", err)
	}
	if report.Files < 1 {
		t.Error("no item file was read")
	}
}
