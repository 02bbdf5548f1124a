package appointment_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/appointment"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/workday"
)

func TestEveryBodyHasItsWindows(t *testing.T) {
	t.Parallel()
	w := newWorld(t, morning)
	windows, err := w.Windows(context.Background())
	w.want(err, "")
	areas := map[string]map[string]bool{}
	for _, one := range windows {
		if areas[one.Area] == nil {
			areas[one.Area] = map[string]bool{}
		}
		for _, trade := range one.Trades {
			areas[one.Area][trade] = true
		}
		if one.Confirmed || one.Address.Zh != "" {
			t.Errorf("%s: nobody has confirmed it yet", one.Code)
		}
		if len(one.Week[0]) != 2 || len(one.Week[5]) != 0 {
			t.Errorf("%s: hours %v", one.Code, one.Week)
		}
		if one.Name.En == "" || strings.Contains(one.Name.Zh, "益阳市公安局") {
			t.Errorf("%s is called %+v", one.Code, one.Name)
		}
	}
	if len(areas) != 9 {
		t.Errorf("windows in %d areas, want 9", len(areas))
	}
	for area, trades := range areas {
		for _, trade := range []string{"huzheng", "churujing", "jiaotong", "zhian"} {
			if !trades[trade] {
				t.Errorf("nobody serves %s in %s", trade, area)
			}
		}
	}
}

func TestBooking(t *testing.T) {
	t.Parallel()
	w := newWorld(t, morning)
	ctx, liu := context.Background(), w.person()
	b := w.book(liu, cityItem, hall, at(tomorrow, "09:30"))
	if b.State != appointment.Booked || len(b.Number) != 8 || !b.Changeable || b.Window.Name.Zh != "市政务服务大厅公安综合窗口" || !b.End.Equal(at(tomorrow, "10:00")) || b.ItemName.Zh == "" {
		t.Errorf("%+v", b)
	}
	if n := w.booked(hall, at(tomorrow, "09:30")); n != 1 {
		t.Errorf("%d seats taken", n)
	}
	if n := w.count(`SELECT count(*) FROM notices WHERE person_id = ? AND kind = ? AND sms_state = 'waiting'`, liu.PersonID, notice.VisitBooked); n != 1 {
		t.Errorf("%d notices", n)
	}
	for _, test := range []struct {
		who          account.Actor
		item, window string
		start        time.Time
		want         string
	}{
		{liu, cityItem, hall, at(tomorrow, "10:00"), "APPOINTMENT_TWICE"},
		{liu, otherItem, hall, at(tomorrow, "09:15"), "SLOT_UNKNOWN"},
		{liu, otherItem, hall, at(tomorrow, "12:00"), "SLOT_UNKNOWN"},
		{liu, otherItem, hall, at("2026-09-19", "09:00"), "SLOT_UNKNOWN"}, // a Saturday
		{liu, otherItem, hall, at("2026-10-01", "09:00"), "SLOT_UNKNOWN"},
		{liu, otherItem, hall, at("2026-09-17", "09:30"), "SLOT_TOO_SOON"},
		{liu, otherItem, hall, at("2026-09-16", "09:30"), "SLOT_TOO_SOON"},
		{liu, otherItem, hall, at("2026-11-20", "09:30"), "SLOT_TOO_LATE"},
		{liu, otherItem, nanxian, at(tomorrow, "09:30"), "WINDOW_OTHER_ITEMS"},
		{liu, otherItem, "430900-nowhere", at(tomorrow, "09:30"), "NOT_FOUND"},
		{liu, onlineItem, hall, at(tomorrow, "09:30"), "ITEM_NO_WINDOW"},
		{liu, "430900-XX-0000", hall, at(tomorrow, "09:30"), "NOT_FOUND"},
		{clerk, otherItem, hall, at(tomorrow, "09:30"), "ROLE_MISSING"},
		{account.Actor{}, otherItem, hall, at(tomorrow, "09:30"), "ROLE_MISSING"},
		{liu, otherItem, hall, at(tomorrow, "09:30"), "APPOINTMENT_CLASH"},
		{liu, countyItem, nanxian, at(tomorrow, "09:30"), "APPOINTMENT_CLASH"},
		{liu, otherItem, hall, at(tomorrow, "10:00"), ""},
		{liu, countyItem, nanxian, at(tomorrow, "14:30"), ""},
		{liu, fourthItem, hall, at(tomorrow, "10:30"), "APPOINTMENTS_FULL"},
	} {
		_, err := w.Book(ctx, test.who, appointment.Order{Item: test.item, Window: test.window, Start: test.start}, db.Key{})
		if fault.Code(err) != test.want {
			t.Errorf("%s at %s %s: %v, want %q", test.item, test.window, test.start, err, test.want)
		}
	}
	if n := w.count(`SELECT sum(booked) FROM appointment_slots`); n != 3 {
		t.Errorf("%d seats taken: what was refused takes none", n)
	}
}

func TestARepeatedRequestBooksOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, morning)
	liu, key := w.person(), db.Key{Actor: "liu", Route: "POST", Value: "k", Digest: []byte("1")}
	o := appointment.Order{Item: cityItem, Window: hall, Start: at(tomorrow, "09:30")}
	first, err := w.Book(context.Background(), liu, o, key)
	w.want(err, "")
	again, err := w.Book(context.Background(), liu, o, key)
	if w.want(err, ""); again.ID != first.ID || w.booked(hall, o.Start) != 1 {
		t.Errorf("%s and %s, %d seats", first.ID, again.ID, w.booked(hall, o.Start))
	}
}

func TestMovingAndCancelling(t *testing.T) {
	t.Parallel()
	w := newWorld(t, morning)
	ctx, liu, chen := context.Background(), w.person(), w.person()
	b := w.book(liu, fourthItem, hall, at(tomorrow, "09:30"))
	move := func(who account.Actor, window, day, clock string) error {
		_, err := w.Move(ctx, who, b.ID, window, at(day, clock), db.Key{})
		return err
	}
	w.want(move(chen, hall, tomorrow, "10:00"), "NOT_FOUND")
	w.want(move(clerk, hall, tomorrow, "10:00"), "ROLE_MISSING")
	w.want(move(liu, hall, tomorrow, "09:30"), "SLOT_SAME")
	w.want(move(liu, hall, "2026-09-19", "10:00"), "SLOT_UNKNOWN")
	w.want(move(liu, "430921-ban", "2026-09-20", "10:00"), "") // another window, on a make-up Sunday
	if w.booked(hall, at(tomorrow, "09:30")) != 0 || w.booked("430921-ban", at("2026-09-20", "10:00")) != 1 {
		t.Error("one seat was taken and the other given back")
	}
	w.want(move(liu, hall, tomorrow, "09:30"), "")
	w.want(move(liu, hall, tomorrow, "10:30"), "")
	w.want(move(liu, hall, tomorrow, "11:00"), "MOVES_FULL")

	cancel := func(who account.Actor, reason string) error {
		_, err := w.Cancel(ctx, who, b.ID, reason, db.Key{})
		return err
	}
	w.want(cancel(liu, " "), "INVALID_FIELDS")
	w.want(cancel(chen, "来不了"), "NOT_FOUND")
	w.want(cancel(liu, "来不了"), "")
	w.want(cancel(liu, "来不了"), "APPOINTMENT_CLOSED")
	w.want(move(liu, hall, tomorrow, "11:00"), "APPOINTMENT_CLOSED")
	if n := w.count(`SELECT sum(booked) FROM appointment_slots`); n != 0 {
		t.Errorf("%d seats taken", n)
	}
	if n := w.count(`SELECT count(*) FROM appointment_events WHERE appointment_id = ?`, b.ID); n != 5 {
		t.Errorf("%d events, want booking, three moves and the cancellation", n)
	}
	late := w.book(liu, fourthItem, hall, at(tomorrow, "09:30"))
	w.clock.Set(t, "2026-09-18T09:30:00+08:00")
	_, err := w.Cancel(ctx, liu, late.ID, "来不了", db.Key{})
	w.want(err, "APPOINTMENT_CLOSED")
}

func TestAFullSlotMovesNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t, morning)
	for range 4 {
		w.book(w.person(), cityItem, hall, at(tomorrow, "10:00"))
	}
	liu := w.person()
	b := w.book(liu, cityItem, hall, at(tomorrow, "09:30"))
	_, err := w.Move(context.Background(), liu, b.ID, hall, at(tomorrow, "10:00"), db.Key{})
	w.want(err, "SLOT_FULL")
	now, err := w.Service.Booking(context.Background(), liu, b.ID)
	if w.want(err, ""); !now.Start.Equal(b.Start) || now.Moves != 0 || w.booked(hall, b.Start) != 1 {
		t.Errorf("the old seat was kept: %+v", now)
	}
}

func TestThoseWhoHoardWait(t *testing.T) {
	t.Parallel()
	w := newWorld(t, morning)
	ctx, liu := context.Background(), w.person()
	for range 5 {
		b := w.book(liu, cityItem, hall, at(tomorrow, "09:30"))
		_, err := w.Cancel(ctx, liu, b.ID, "改主意了", db.Key{})
		w.want(err, "")
	}
	o := appointment.Order{Item: cityItem, Window: hall, Start: at(tomorrow, "09:30")}
	_, err := w.Book(ctx, liu, o, db.Key{})
	w.want(err, "APPOINTMENTS_PAUSED")
	if f, _ := fault.As(err); f.Params["date"] != workday.MustParse("2026-10-18") {
		t.Errorf("paused until %v", f.Params["date"])
	}
	w.clock.Set(t, "2026-10-17T09:00:01+08:00")
	w.book(liu, cityItem, hall, at("2026-10-19", "09:30"))
}

func TestBookingsArePrivate(t *testing.T) {
	t.Parallel()
	w := newWorld(t, morning)
	ctx, liu, chen := context.Background(), w.person(), w.person()
	b := w.book(liu, cityItem, hall, at(tomorrow, "09:30"))
	_, err := w.Service.Booking(ctx, chen, b.ID)
	w.want(err, "NOT_FOUND")
	_, err = w.ForWindow(ctx, officer("090201", account.Receiver, "430921-ban"), b.ID)
	w.want(err, "NOT_FOUND")
	_, err = w.ForWindow(ctx, clerk, b.ID)
	w.want(err, "")
	_, err = w.DayList(ctx, officer("090201", account.Receiver, "430921-ban"), hall, workday.MustParse(tomorrow))
	w.want(err, "NOT_FOUND")
	list, err := w.Mine(ctx, chen)
	if w.want(err, ""); len(list) != 0 {
		t.Error("another person's list")
	}
}

func TestAVisitForACaseIsRecordedInIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t, morning)
	ctx, liu, chen := context.Background(), w.person(), w.person()
	id, dossier := w.dossier(liu, cityItem)
	order := appointment.Order{CaseID: id, Window: hall, Start: at(tomorrow, "09:30")}
	_, err := w.Book(ctx, chen, order, db.Key{})
	w.want(err, "NOT_FOUND")
	b, err := w.Book(ctx, liu, order, db.Key{})
	if w.want(err, ""); b.CaseID != id || b.Item != cityItem {
		t.Errorf("%+v", b)
	}
	order.Start = at(tomorrow, "11:00")
	_, err = w.Book(ctx, liu, order, db.Key{})
	w.want(err, "APPOINTMENT_TWICE")
	w.book(liu, cityItem, hall, at(tomorrow, "14:00")) // for himself, without the case
	if found, err := w.OfCase(ctx, id); err != nil || found == nil || found.ID != b.ID {
		t.Errorf("%+v, %v", found, err)
	}

	w.clock.Set(t, "2026-09-18T09:40:00+08:00")
	dossier.recusal = true
	_, err = w.Mark(ctx, clerk, b.ID, appointment.Served, db.Key{})
	w.want(err, "RECUSAL")
	dossier.recusal = false
	served, err := w.Mark(ctx, clerk, b.ID, appointment.Served, db.Key{})
	if w.want(err, ""); served.State != appointment.Served || dossier.visited != 1 {
		t.Errorf("%s, %d visits", served.State, dossier.visited)
	}
	_, err = w.Book(ctx, liu, appointment.Order{CaseID: id, Window: hall, Start: at(tomorrow, "16:00")}, db.Key{})
	w.want(err, "VISIT_NOT_ASKED")

	other, finished := w.dossier(chen, cityItem)
	late, err := w.Book(ctx, chen, appointment.Order{CaseID: other, Window: hall, Start: at(tomorrow, "11:00")}, db.Key{})
	w.want(err, "")
	finished.finished = true // decided meanwhile: nothing to record, but he was served
	_, err = w.Mark(ctx, clerk, late.ID, appointment.Served, db.Key{})
	w.want(err, "")
}
