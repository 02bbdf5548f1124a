package calendar

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/migrations"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

const official = `{"year": 2027, "status": "OFFICIAL", "source": "测试通知", "off": ["2027-01-01..2027-01-03"], "work": []}`

func bundled(t *testing.T) []workday.Year {
	t.Helper()
	years, err := workday.ReadYears(migrations.Calendars())
	if err != nil {
		t.Fatal(err)
	}
	return years
}

func open(t *testing.T, d *db.DB) *Service {
	t.Helper()
	s, err := Open(context.Background(), d, bundled(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func rows(t *testing.T, d *db.DB) (n int) {
	t.Helper()
	if err := d.Read(context.Background(), func(tx *db.Tx) error { return tx.Raw(`SELECT count(*) FROM calendar_years`).Row().Scan(&n) }); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAnImportReachesEveryInstanceAndTheNextStart(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := dbtest.New(t)
	here, there := open(t, d), open(t, d)
	if rows(t, d) != len(bundled(t)) || here.Current().Version() != there.Current().Version() {
		t.Fatal("the years that came with the program are not entered once")
	}
	done, err := here.Import(ctx, []byte(official), "夏敏")
	if err != nil || len(done.Taken) != 1 {
		t.Fatalf("%+v, %v", done, err)
	}
	if there.Current().Status(2027) != workday.Provisional {
		t.Error("the other instance heard of it by itself")
	}
	if cal, err := there.Newest(ctx); err != nil || cal.Version() != done.Version || there.Current() != cal {
		t.Errorf("the other instance does not follow: %v", err)
	}
	if next := open(t, d); next.Current().Version() != done.Version { // the program's provisional 2027 does not come back
		t.Error("a start forgets what was imported")
	}
	before := rows(t, d)
	if again, err := there.Import(ctx, []byte(official), "别人"); err != nil || len(again.Taken) != 0 || rows(t, d) != before {
		t.Errorf("the same file again: %+v, %v", again, err)
	}
}

func TestAProvisionalYearNeverReplacesAnOfficialOne(t *testing.T) {
	t.Parallel()
	s := open(t, dbtest.New(t))
	_, err := s.Import(context.Background(), []byte(strings.NewReplacer("2027", "2026", "OFFICIAL", "PROVISIONAL").Replace(official)), "x")
	if fault.Code(err) != "CALENDAR_DOWNGRADE" {
		t.Errorf("got %v", err)
	}
}

func TestAFaultyFileChangesNothing(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	s := open(t, d)
	before := rows(t, d)
	_, err := s.Import(context.Background(), []byte(strings.Replace(official, "01-03", "01-33", 1)), "x")
	var slip *workday.Slip
	if !errors.As(err, &slip) || slip.Line != 1 || slip.Field != "2027.off[0]" || rows(t, d) != before {
		t.Errorf("got %v", err)
	}
}

func TestAYearIsShownWithItsVersions(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d, _ := dbtest.NewAt(t, "2026-11-23T09:00:00+08:00")
	s := open(t, d)
	if _, err := s.Import(ctx, []byte(official), "夏敏"); err != nil {
		t.Fatal(err)
	}
	admin := account.Actor{Kind: account.KindClerk, AccountID: uuid.New(), Grants: []account.Grant{{Role: account.SystemAdmin, Desk: "430900"}}}
	v, err := s.Year(ctx, admin, 2027)
	if err != nil || v.Status != workday.Official || len(v.Versions) != 2 || !v.Versions[0].Current || v.Versions[1].Status != workday.Provisional ||
		v.Versions[0].ImportedBy != "夏敏" || len(v.Months) != 12 || len(v.Months[0].Days) != 3 {
		t.Errorf("%+v, %v", v, err)
	}
	if v, err := s.Year(ctx, admin, 0); err != nil || v.Year != 2026 || v.WorkingDays != 248 {
		t.Errorf("this year: %d with %d working days, %v", v.Year, v.WorkingDays, err)
	}
	if _, err := s.Year(ctx, admin, 1999); fault.Code(err) != "NOT_FOUND" {
		t.Errorf("a year without an announcement: %v", err)
	}
	if _, err := s.Year(ctx, account.Actor{}, 2027); fault.Code(err) != "ROLE_MISSING" {
		t.Errorf("anybody: %v", err)
	}
}
