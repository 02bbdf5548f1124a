package flow

import (
	"slices"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// Work is a waiting step as one sees it who plays its queue forward.
type Work struct {
	Place
	After int `json:"after"` // steps that the case needs once this one is done; each takes a working day (domain.md 3.7)
}

// Pace is how fast a queue moves.
type Pace struct {
	PerDay float64 `json:"per_day"` // steps done on a working day: the mean of the last ten (domain.md 3.7)
	Today  int     `json:"today"`   // steps that are done today already
}

// floor: however slow a queue has been, it is taken to move by one step a day (domain.md 3.7).
func (p Pace) floor() float64 { return max(p.PerDay, 1) }

// Played is what became of a step when its queue was played forward.
type Played struct {
	Work
	Done   workday.Date `json:"done"`   // the day on which this step is done
	Finish workday.Date `json:"finish"` // the day on which its case is finished
}

// Late tells whether the case misses its day.
func (p Played) Late() bool { return p.Finish.After(p.FinishBy) }

// Play plays a queue forward in the order of work, without newcomers: what is left of today's pace first, then a pace a working day. The
// answer is in working order.
func Play(queue []Work, pace Pace, today workday.Date, cal *workday.Calendar) []Played {
	sorted := slices.Clone(queue)
	slices.SortFunc(sorted, func(a, b Work) int { return a.Compare(b.Place) })
	day, capacity := cal.RollForward(today), 0.0
	if day == today {
		capacity = max(pace.floor()-float64(pace.Today), 0)
	} else {
		capacity = pace.floor()
	}
	played := make([]Played, len(sorted))
	for i, w := range sorted {
		for capacity < 1 {
			day, capacity = cal.AddWD(day, 1), capacity+pace.floor()
		}
		capacity--
		played[i] = Played{Work: w, Done: day, Finish: cal.AddWD(day, w.After)}
	}
	return played
}

// Harmed is an ordinary case that would miss its day because another is admitted before it.
type Harmed struct {
	Work
	Without workday.Date `json:"without"` // its finish when the other is not admitted
	With    workday.Date `json:"with"`    // its finish when the other is
}

// Effect tells whom an admission to the expedited queue would make late (domain.md 3.7, "effect on others"): the queue is played forward
// without the admitted case and with it, and every ordinary case whose finish_by holds without and breaks with it is listed, in working order.
// An empty list means that R-REC may admit; any entry, that only R-CAG may, and that the list is kept with the decision.
//
// queue is what waits at the step's queue. When the admitted case already waits in it as an ordinary one (the same number), it keeps that
// place in the first play, so that only what the admission itself changes is counted. admitted has the place that the case would get: class U,
// do_by, turn. pace is the queue's own.
func Effect(queue []Work, admitted Work, pace Pace, today workday.Date, cal *workday.Calendar) []Harmed {
	admitted.Class = Expedited
	without := map[string]workday.Date{}
	for _, p := range Play(queue, pace, today, cal) {
		if p.Class == Ordinary && !p.Late() {
			without[p.Number] = p.Finish
		}
	}
	after := slices.DeleteFunc(slices.Clone(queue), func(w Work) bool { return w.Number == admitted.Number })
	harmed := []Harmed{}
	for _, p := range Play(append(after, admitted), pace, today, cal) {
		if finish, held := without[p.Number]; held && p.Number != admitted.Number && p.Late() {
			harmed = append(harmed, Harmed{Work: p.Work, Without: finish, With: p.Finish})
		}
	}
	return harmed
}
