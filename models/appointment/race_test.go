package appointment_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/appointment"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// slotsOfMorning are six slots with four seats each.
func slotsOfMorning() (starts []time.Time) {
	for i := range 6 {
		starts = append(starts, at(tomorrow, "09:00").Add(time.Duration(i)*30*time.Minute))
	}
	return starts
}

func TestSlotsAreNeverOversold(t *testing.T) {
	t.Parallel()
	w := newWorld(t, morning)
	const bookers, capacity = 64, 4
	people := make([]account.Actor, bookers)
	for i := range people {
		people[i] = w.person()
	}
	starts := slotsOfMorning()
	var got [6]atomic.Int32
	var begin, done sync.WaitGroup
	begin.Add(1)
	for i, who := range people {
		done.Go(func() {
			begin.Wait()
			for j := range starts { // each wants a seat, whichever it gets, and begins somewhere else
				slot := (i + j) % len(starts)
				_, err := w.Book(context.Background(), who, appointment.Order{Item: cityItem, Window: hall, Start: starts[slot]}, db.Key{})
				switch fault.Code(err) {
				case "SLOT_FULL":
					continue
				case "":
					if err != nil {
						t.Error(err)
					}
					got[slot].Add(1)
				default:
					t.Error(err)
				}
				return
			}
		})
	}
	begin.Done()
	done.Wait()
	for i := range got {
		if n := got[i].Load(); n != capacity {
			t.Errorf("slot %d: %d booked it, want exactly %d", i, n, capacity)
		}
		if n := w.booked(hall, starts[i]); n != capacity {
			t.Errorf("slot %d: %d seats taken", i, n)
		}
	}
	if n := w.count(`SELECT count(*) FROM appointments WHERE state = 'BOOKED'`); n != capacity*len(starts) {
		t.Errorf("%d bookings", n)
	}
}

func TestMovesToAndFroKeepEverySeat(t *testing.T) {
	t.Parallel()
	w := newWorld(t, morning)
	starts := slotsOfMorning()
	type seat struct {
		who account.Actor
		b   appointment.Booking
	}
	var seats []seat
	for i := range 22 { // two seats of 24 stay free
		who := w.person()
		seats = append(seats, seat{who, w.book(who, cityItem, hall, starts[i%len(starts)])})
	}
	var done sync.WaitGroup
	for i, s := range seats {
		done.Go(func() {
			for j := range 12 {
				_, err := w.Move(context.Background(), s.who, s.b.ID, hall, starts[(i+j*5)%len(starts)], db.Key{})
				switch code := fault.Code(err); code {
				case "SLOT_FULL", "SLOT_SAME", "MOVES_FULL":
				default:
					if err != nil {
						t.Errorf("%s: %v", code, err)
					}
				}
			}
		})
	}
	done.Wait()
	if n := w.count(`SELECT sum(booked) FROM appointment_slots`); n != len(seats) {
		t.Errorf("%d seats taken by %d people", n, len(seats))
	}
	if n := w.count(`
SELECT count(*) FROM appointment_slots s
 WHERE s.booked <> (SELECT count(*) FROM appointments a WHERE a.window_code = s.window_code AND a.starts_at = s.starts_at AND a.state = 'BOOKED')`); n != 0 {
		t.Errorf("%d slots do not agree with their bookings", n)
	}
}

func TestOnePersonCannotBookTwiceAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, morning)
	liu := w.person()
	var booked atomic.Int32
	var done sync.WaitGroup
	for i := range 16 {
		done.Go(func() {
			_, err := w.Book(context.Background(), liu, appointment.Order{Item: cityItem, Window: hall, Start: slotsOfMorning()[i%6]}, db.Key{})
			if err == nil {
				booked.Add(1)
			} else if fault.Code(err) != "APPOINTMENT_TWICE" {
				t.Error(err)
			}
		})
	}
	done.Wait()
	if booked.Load() != 1 {
		t.Errorf("%d bookings", booked.Load())
	}
}
