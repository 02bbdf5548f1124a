package appointment_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/appointment"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/workday"
)

func TestTheWindowMarksWhoCame(t *testing.T) {
	t.Parallel()
	w := newWorld(t, morning)
	ctx, liu := context.Background(), w.person()
	b := w.book(liu, cityItem, hall, at(tomorrow, "09:30"))
	mark := func(who account.Actor, mark appointment.State) error {
		_, err := w.Mark(ctx, who, b.ID, mark, db.Key{})
		return err
	}
	w.want(mark(clerk, appointment.Arrived), "MARK_OTHER_DAY")
	w.clock.Set(t, "2026-09-18T09:25:00+08:00")
	w.want(mark(officer("090201", account.Receiver, "430921-ban"), appointment.Arrived), "NOT_FOUND")
	w.want(mark(officer("090103", account.Reviewer, hall), appointment.Arrived), "NOT_FOUND")
	w.want(mark(manager, appointment.Arrived), "ROLE_MISSING")
	w.want(mark(liu, appointment.Arrived), "NOT_FOUND")
	w.want(mark(clerk, "CANCELLED"), "INVALID_FIELDS")
	w.want(mark(clerk, appointment.Missed), "MARK_TOO_SOON")
	w.want(mark(clerk, appointment.Arrived), "")
	w.want(mark(clerk, appointment.Arrived), "") // twice is once
	w.want(mark(clerk, appointment.Booked), "")
	w.want(mark(clerk, appointment.Served), "")
	w.want(mark(clerk, appointment.Booked), "APPOINTMENT_CLOSED")

	for i, want := range []int{1, 2} {
		n, err := w.WalkIn(ctx, clerk, hall, db.Key{})
		if w.want(err, ""); n != want {
			t.Errorf("%d: %d", i, n)
		}
	}
	_, err := w.WalkIn(ctx, officer("090201", account.Receiver, "430921-ban"), hall, db.Key{})
	w.want(err, "NOT_FOUND")
	list, err := w.DayList(ctx, clerk, hall, workday.MustParse(tomorrow))
	if w.want(err, ""); len(list.Visitors) != 1 || list.WalkIns != 2 || !list.Works || list.Manages || list.Visitors[0].Name != "刘大山" || list.Day.Booked != 1 {
		t.Errorf("%+v", list)
	}
}

func TestMissedOnesCountAndUnmarkedOnesDoNot(t *testing.T) {
	t.Parallel()
	w := newWorld(t, morning)
	ctx, liu := context.Background(), w.person()
	for _, day := range []string{"2026-09-18", "2026-09-21", "2026-09-22"} {
		b := w.book(liu, cityItem, hall, at(day, "09:00"))
		w.clock.Set(t, day+"T09:30:00+08:00")
		_, err := w.Mark(ctx, clerk, b.ID, appointment.Missed, db.Key{})
		w.want(err, "")
	}
	_, err := w.Book(ctx, liu, appointment.Order{Item: cityItem, Window: hall, Start: at("2026-09-23", "09:00")}, db.Key{})
	w.want(err, "APPOINTMENTS_PAUSED")

	chen := w.person()
	w.book(chen, cityItem, hall, at("2026-09-23", "09:00"))
	w.clock.Set(t, "2026-09-24T00:00:00+08:00") // midnight: the day went by without a mark
	w.book(chen, cityItem, hall, at("2026-09-24", "09:00"))
	if n := w.count(`SELECT count(*) FROM appointments WHERE person_id = ? AND state = 'PASSED'`, chen.PersonID); n != 1 {
		t.Errorf("%d passed", n)
	}
}

func TestAClosedDayTellsThoseExpected(t *testing.T) {
	t.Parallel()
	w := newWorld(t, morning)
	ctx, liu, chen := context.Background(), w.person(), w.person()
	early, late := w.book(liu, cityItem, hall, at(tomorrow, "09:00")), w.book(chen, cityItem, hall, at(tomorrow, "16:30"))
	day := workday.MustParse(tomorrow)
	var half []appointment.Span
	span := appointment.Span{Capacity: 4}
	w.want(span.From.UnmarshalText([]byte("09:00")), "")
	w.want(span.To.UnmarshalText([]byte("12:00")), "")
	half = append(half, span)
	set := func(who account.Actor, e appointment.Exception, cancel bool) error {
		_, err := w.SetDay(ctx, who, hall, e, cancel)
		return err
	}
	w.want(set(clerk, appointment.Exception{Day: day, Note: "停电"}, true), "ROLE_MISSING")
	w.want(set(officer("090999", account.SystemAdmin, hall), appointment.Exception{Day: day, Note: "停电"}, true), "NOT_FOUND")
	w.want(set(manager, appointment.Exception{Day: day}, true), "INVALID_FIELDS")
	w.want(set(manager, appointment.Exception{Day: workday.MustParse("2026-09-16"), Note: "停电"}, true), "INVALID_FIELDS")
	w.want(set(manager, appointment.Exception{Day: day, Spans: half, Note: "下午停电"}, false), "DAY_HAS_BOOKINGS")
	w.want(set(manager, appointment.Exception{Day: day, Spans: half, Note: "下午停电"}, true), "")
	for who, want := range map[uuid.UUID]appointment.State{early.ID: appointment.Booked, late.ID: appointment.Closed} {
		if n := w.count(`SELECT count(*) FROM appointments WHERE id = ? AND state = ?`, who, want); n != 1 {
			t.Errorf("want %s", want)
		}
	}
	if n := w.count(`SELECT count(*) FROM notices WHERE person_id = ? AND kind = ?`, chen.PersonID, notice.VisitClosed); n != 1 {
		t.Errorf("%d told", n)
	}
	_, err := w.Book(ctx, chen, appointment.Order{Item: cityItem, Window: hall, Start: at(tomorrow, "16:30")}, db.Key{})
	w.want(err, "SLOT_UNKNOWN")
	w.want(w.UnsetDay(ctx, manager, hall, day), "")
	w.want(w.UnsetDay(ctx, manager, hall, day), "NOT_FOUND")
	w.book(chen, cityItem, hall, at(tomorrow, "16:30"))
}

func TestLessCapacityThrowsNobodyOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t, morning)
	ctx := context.Background()
	var people []account.Actor
	for range 3 {
		people = append(people, w.person())
		w.book(people[len(people)-1], cityItem, hall, at(tomorrow, "09:00"))
	}
	window, err := w.Window(ctx, hall)
	w.want(err, "")
	in := appointment.Settings{SlotMinutes: 30, Week: window.Week, Version: window.Version}
	for i := range in.Week {
		for j := range in.Week[i] {
			in.Week[i][j].Capacity = 2
		}
	}
	_, err = w.Set(ctx, clerk, hall, in)
	w.want(err, "ROLE_MISSING")
	changed, err := w.Set(ctx, manager, hall, in)
	if w.want(err, ""); changed.Version != 2 {
		t.Errorf("version %d", changed.Version)
	}
	_, err = w.Set(ctx, manager, hall, in)
	w.want(err, "STALE_VERSION")
	o := appointment.Order{Item: cityItem, Window: hall, Start: at(tomorrow, "09:00")}
	fourth := w.person()
	for i, want := range []string{"SLOT_FULL", "SLOT_FULL", ""} {
		_, err := w.Book(ctx, fourth, o, db.Key{})
		w.want(err, want)
		if list, _ := w.Mine(ctx, people[i]); len(list) == 1 && list[0].State == appointment.Booked {
			_, err := w.Cancel(ctx, people[i], list[0].ID, "让出来", db.Key{})
			w.want(err, "")
		}
	}
}

func TestRemindersGoOutOnTheWorkingDayBefore(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-21T09:00:00+08:00") // Monday; 25 to 27 September are off
	ctx := context.Background()
	thursday, monday := w.person(), w.person()
	w.book(thursday, cityItem, hall, at("2026-09-24", "09:00"))
	w.book(monday, cityItem, hall, at("2026-09-28", "09:00"))
	for _, test := range []struct {
		at   string
		want int
	}{
		{"2026-09-22T10:00:00+08:00", 0},
		{"2026-09-23T08:59:00+08:00", 0},
		{"2026-09-23T09:00:00+08:00", 1}, // Wednesday, for Thursday
		{"2026-09-23T11:00:00+08:00", 0}, // once
		{"2026-09-24T20:00:00+08:00", 0},
		{"2026-09-24T19:59:00+08:00", 1}, // Thursday, for the Monday after the holiday
	} {
		w.clock.Set(t, test.at)
		if n, err := w.Remind(ctx, 100); err != nil || n != test.want {
			t.Errorf("%s: %d, %v, want %d", test.at, n, err, test.want)
		}
	}
	fresh := w.person()
	w.clock.Set(t, "2026-09-28T09:00:00+08:00")
	w.book(fresh, cityItem, hall, at("2026-09-29", "09:00")) // who books today need not be reminded today
	if n, err := w.Remind(ctx, 100); err != nil || n != 0 {
		t.Errorf("%d, %v", n, err)
	}
}
