package flow

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// year is a year of made-up arrivals: mean a working day, every eighth asks for the expedited queue.
func year(seed uint64, mean float64, cal *workday.Calendar) (list []Arrival) {
	r := rand.New(rand.NewPCG(seed, 7))
	for day := workday.MustParse("2026-01-05"); day.Year() == 2026; day = day.AddDays(1) {
		n := 0
		if cal.IsWorkingDay(day) {
			for p := r.ExpFloat64(); p < mean; p += r.ExpFloat64() {
				n++
			}
		} else if r.IntN(4) == 0 {
			n = 1 // by the portal on a day off
		}
		for range n {
			a := Arrival{Number: fmt.Sprintf("%05d", len(list)), Day: day, Late: r.IntN(4) == 0, Steps: 3}
			if a.Asks = r.IntN(8) == 0; a.Asks {
				a.Departure = day.AddDays(5 + r.IntN(10))
			}
			list = append(list, a)
		}
	}
	return list
}

// A year with three clerks and all holidays: admissions harm nobody, the dates of the first day hold, and the promise holds where there is
// capacity (features E12, B04).
func TestAYearOfArrivals(t *testing.T) {
	t.Parallel()
	cal := calendar(t)
	from, to := workday.MustParse("2026-01-05"), workday.MustParse("2026-12-31")
	for seed := range uint64(5) {
		arrivals := year(seed, 10, cal)
		staff := Staff{Clerks: 3, PerDay: 3.6, Promise: 7, Cutoff: true}
		with := Replay(arrivals, staff, from, to, cal)
		plain := make([]Arrival, len(arrivals))
		for i, a := range arrivals {
			a.Asks = false
			plain[i] = a
		}
		without := Replay(plain, staff, from, to, cal)
		admitted, shown, held := 0, 0, 0
		for i, o := range with {
			if o.Admitted {
				admitted++
			} else if o.Late() && !without[i].Late() && !o.Asks && !nearEnd(o, to) {
				t.Errorf("seed %d: %s finished on %s instead of %s, due %s, because others were admitted", seed, o.Number, o.Finish, without[i].Finish, o.Place.FinishBy)
			}
			if nearEnd(o, to) {
				continue
			}
			if shown++; !o.Finish.IsZero() && !o.Finish.After(o.First.Latest) {
				held++
			}
			if n := cal.CountWD(o.Day, o.Finish); !o.Asks && n > staff.Promise {
				t.Errorf("seed %d: %s took %d working days, promised %d", seed, o.Number, n, staff.Promise)
			}
		}
		share := float64(held) / float64(shown)
		t.Logf("seed %d: %d arrivals, %d admitted, %.1f%% inside the dates of the first day, longest %d WD", seed, len(arrivals), admitted, 100*share,
			Sum(with, from, to, cal).Longest)
		if share < 0.9 || admitted < 50 {
			t.Errorf("seed %d: %.3f of the dates held, %d admitted", seed, share, admitted)
		}
	}
}

// nearEnd leaves out what the end of the year cuts off.
func nearEnd(o Outcome, to workday.Date) bool { return o.Day.AddDays(15).After(to) }

// One clerk more never makes a month worse; a closed day never better.
func TestMoreHandsDoNoHarm(t *testing.T) {
	t.Parallel()
	cal := calendar(t)
	from, to := workday.MustParse("2026-03-02"), workday.MustParse("2026-03-31")
	var month []Arrival
	for _, a := range year(3, 12, cal) {
		if !a.Day.Before(from) && !a.Day.After(to) {
			a.Asks = false
			month = append(month, a)
		}
	}
	late := func(s Staff) int { return Sum(Replay(month, s, from, to.AddDays(20), cal), from, to, cal).Late }
	base := Staff{Clerks: 2, PerDay: 4, Promise: 7}
	more, fewer, closed := base, base, base
	more.Clerks, fewer.Clerks, closed.Closed = 3, 1, []workday.Date{workday.MustParse("2026-03-11"), workday.MustParse("2026-03-12")}
	if late(more) > late(base) || late(fewer) < late(base) || late(closed) < late(base) || late(more) != 0 {
		t.Errorf("late: %d with one more, %d as it was, %d with one fewer, %d with two days closed", late(more), late(base), late(fewer), late(closed))
	}
}
