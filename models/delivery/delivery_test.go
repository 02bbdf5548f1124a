package delivery

import (
	"testing"

	"github.com/yiyang-police/permit-portal/migrations"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// K12 and K13 run from the day on which the applicant knew, whichever way it came to him first, and roll over days that are no working days.
func TestK12K13_RemediesRunFromKnowing(t *testing.T) {
	t.Parallel()
	cal, err := workday.Load(migrations.Calendars())
	if err != nil {
		t.Fatal(err)
	}
	d := Delivery{}
	if review, suit := procedure.Remedies(cal, d.Known(workday.Date{})); !review.IsZero() || !suit.IsZero() {
		t.Errorf("limits run before anybody knew: %s %s", review, suit)
	}
	d.ReadAt = workday.MustParse("2026-08-04").Start()
	known := d.Known(workday.MustParse("2026-08-06"))
	if known.String() != "2026-08-04" {
		t.Errorf("knew on %s", known)
	}
	review, suit := procedure.Remedies(cal, known) // the sixtieth day is 3 October, a holiday
	if review.String() != "2026-10-08" || suit.String() != "2027-02-04" {
		t.Errorf("reconsideration until %s, lawsuit until %s", review, suit)
	}
	if known := (Delivery{}).Known(workday.MustParse("2026-08-06")); known.String() != "2026-08-06" {
		t.Errorf("unread, delivered otherwise: knew on %s", known)
	}
	if _, err := (NewRecord{Outcome: "?"}).check(); err == nil {
		t.Error("a record without words is kept")
	}
}
