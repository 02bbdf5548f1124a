package flow

import (
	"slices"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// Arrival is a case that came, or comes, to a desk. Steps of an endorsement: 受理, 审查, 审批; Steps is how many it needs.
type Arrival struct {
	Number    string
	Day       workday.Date // of receipt
	Late      bool         // received after the cut-off of its day
	Asks      bool         // asks for the expedited queue
	Departure workday.Date // zero without a journey
	Steps     int
}

// Staff is how the work of a replay is done.
type Staff struct {
	Clerks  int            // officers at each step
	PerDay  float64        // steps that one of them does on a working day
	Promise int            // WD of the ordinary promise
	Cutoff  bool           // late receipts of a day count for the next working day
	Closed  []workday.Date // further days on which nobody works
}

// Outcome is what became of an arrival.
type Outcome struct {
	Arrival
	Admitted bool // it was expedited
	Place    Place
	First    ETA          // what it was shown on the first day
	Finish   workday.Date // zero: not finished when the replay ends
}

// Late tells whether it missed its day.
func (o Outcome) Late() bool { return o.Finish.IsZero() || o.Finish.After(o.Place.FinishBy) }

// Promises are day 0 and end of what an arrival is promised, and its internal target (domain.md 3.8).
const (
	expeditedDays = 5
	targetDays    = 3
)

// Replay does the work of a range of days as the rules have it: each working day the newcomers are placed, those that ask and harm nobody are
// admitted to the expedited queue, and every step does its day's work in the order of the queue; a step done today opens the next one tomorrow. The
// answer is in the order of arrival. Everything is a matter of the arrivals: the same ones give the same answer.
func Replay(arrivals []Arrival, staff Staff, from, to workday.Date, cal *workday.Calendar) []Outcome {
	r := &replay{staff: staff, cal: cal, out: make([]Outcome, len(arrivals))}
	next := 0
	for day := from; !day.After(to); day = day.AddDays(1) {
		for next < len(arrivals) && !arrivals[next].Day.After(day) {
			r.arrive(next, arrivals[next], day)
			next++
		}
		if cal.IsWorkingDay(day) && !slices.Contains(staff.Closed, day) {
			r.work(day)
		}
	}
	return r.out
}

// replay is the state of a replay: what waits at each step, by how many steps come after it.
type replay struct {
	staff Staff
	cal   *workday.Calendar
	out   []Outcome
	waits []held
	done  [8][]int // per remaining steps: what was done on each of the last working days
	spare [8]float64
}

// held is a waiting step of an outcome.
type held struct {
	at    int // in out
	after int // steps that come after this one
	place Place
}

func (r *replay) arrive(i int, a Arrival, day workday.Date) {
	o := Outcome{Arrival: a}
	due := r.cal.AddWD(a.Day, r.staff.Promise)
	p := Place{Number: a.Number, Class: Ordinary, Turn: 1, ReceivedAt: a.Day.Start(), FinishBy: workday.Earliest(due, r.travel(a))}
	w := held{at: i, after: a.Steps - 1, place: p}
	w.place.DoBy = r.cal.SubWD(p.FinishBy, w.after)
	if a.Asks {
		urgent := r.urgent(a, w)
		if len(Effect(r.queue(w.after), Work{Place: urgent.place, After: w.after}, r.pace(w.after), day, r.cal)) == 0 && r.harmless(urgent, day) {
			w, o.Admitted, due = urgent, true, r.cal.AddWD(r.day0(a), expeditedDays)
		}
	}
	o.Place = w.place
	ahead := 0
	for _, q := range r.waits {
		if q.after == w.after && q.place.Compare(w.place) < 0 {
			ahead++
		}
	}
	o.First = Estimate(Waiting{Ahead: ahead, After: w.after, Promise: due, Departure: a.Departure}, r.pace(w.after), day, r.cal)
	r.out[i], r.waits = o, append(r.waits, w)
}

func (r *replay) travel(a Arrival) workday.Date {
	if a.Departure.IsZero() {
		return workday.Date{}
	}
	return r.cal.LastWDBefore(a.Departure)
}

func (r *replay) day0(a Arrival) workday.Date {
	day := a.Day
	if a.Late && r.staff.Cutoff {
		day = day.AddDays(1)
	}
	return r.cal.RollForward(day)
}

// urgent is the place of an arrival in the expedited class.
func (r *replay) urgent(a Arrival, w held) held {
	w.place.Class = Expedited
	w.place.FinishBy = workday.Earliest(r.cal.AddWD(r.day0(a), targetDays), r.travel(a))
	w.place.DoBy = r.cal.SubWD(w.place.FinishBy, w.after)
	return w
}

// harmless tells whether an admission would make nobody late at the later steps either.
func (r *replay) harmless(w held, day workday.Date) bool {
	for after := w.after - 1; after >= 0; after-- {
		at := w.place
		at.DoBy = r.cal.SubWD(at.FinishBy, after)
		if len(Effect(r.queue(after), Work{Place: at, After: after}, r.pace(after), day, r.cal)) > 0 {
			return false
		}
	}
	return true
}

func (r *replay) queue(after int) (list []Work) {
	for _, w := range r.waits {
		if w.after == after {
			list = append(list, Work{Place: w.place, After: after})
		}
	}
	return list
}

// pace is the mean of the step's last ten working days; before there are any, what the staff can do.
func (r *replay) pace(after int) Pace {
	last := r.done[after]
	if len(last) < paceOf {
		return Pace{PerDay: float64(r.staff.Clerks) * r.staff.PerDay}
	}
	sum := 0
	for _, n := range last[len(last)-paceOf:] {
		sum += n
	}
	return Pace{PerDay: float64(sum) / paceOf}
}

const paceOf = 10 // working days

// work does a day's work at every step.
func (r *replay) work(day workday.Date) {
	slices.SortFunc(r.waits, func(a, b held) int { return a.place.Compare(b.place) })
	var can, did [8]int
	for after := range can {
		r.spare[after] = min(r.spare[after], 1) + float64(r.staff.Clerks)*r.staff.PerDay
		can[after] = int(r.spare[after])
	}
	var left []held
	for _, w := range r.waits {
		if did[w.after] == can[w.after] {
			left = append(left, w)
			continue
		}
		did[w.after]++
		if w.after == 0 {
			r.out[w.at].Finish = day
			continue
		}
		w.after--
		w.place.DoBy = r.cal.SubWD(w.place.FinishBy, w.after)
		left = append(left, held{at: w.at, after: w.after, place: w.place})
	}
	for after := range can {
		r.spare[after] -= float64(did[after])
		r.done[after] = append(r.done[after], did[after])
	}
	r.waits = left
}

// Summary is how a replay went.
type Summary struct {
	Arrived  int     `json:"arrived"`
	Finished int     `json:"finished"`
	Late     int     `json:"late"`
	Mean     float64 `json:"mean"`    // working days from receipt to the end
	Longest  int     `json:"longest"` // working days
	Waiting  []int   `json:"waiting"` // at the end of each day of the range
}

// Sum sums a replay up over its days.
func Sum(list []Outcome, from, to workday.Date, cal *workday.Calendar) Summary {
	s := Summary{Arrived: len(list)}
	total := 0
	for _, o := range list {
		if o.Late() {
			s.Late++
		}
		if o.Finish.IsZero() {
			continue
		}
		n := cal.CountWD(o.Day, o.Finish)
		s.Finished, total, s.Longest = s.Finished+1, total+n, max(s.Longest, n)
	}
	if s.Finished > 0 {
		s.Mean = float64(total) / float64(s.Finished)
	}
	for day := from; !day.After(to); day = day.AddDays(1) {
		n := 0
		for _, o := range list {
			if !o.Day.After(day) && (o.Finish.IsZero() || o.Finish.After(day)) {
				n++
			}
		}
		s.Waiting = append(s.Waiting, n)
	}
	return s
}
