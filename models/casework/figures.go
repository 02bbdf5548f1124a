package casework

import (
	"time"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// Figures are what the portal tells everybody about its work.
type Figures struct {
	Received int                  // applications received since the portal opened
	Decided  int                  // of them decided
	Items    map[string]ItemCount // by item code
	AsOf     time.Time
}

// ItemCount is how much one item is used and how long its cases took.
type ItemCount struct {
	Received int
	Took     *Took // nil while too few are decided
}

// Took is how long decided cases took from receipt to decision, in working days; the day of receipt counts as 0. Half took Median or less,
// nine of ten P90 or less.
type Took struct {
	Cases       int
	Median, P90 int
}

// FewestCases is how many cases a number needs before it is told: fewer would tell of single people (small cells).
const FewestCases = 10

const (
	figuresFresh = 10 * time.Minute // figures stand so long before they are counted again
	figuresLimit = 10 * time.Second // of one statement that counts them
)

// span is a decided case's days.
type span struct {
	item              string
	received, decided workday.Date
}

// took sums up the spans of one item; sorted is the number of working days of each, in ascending order.
func took(sorted []int) *Took {
	n := len(sorted)
	if n < FewestCases {
		return nil
	}
	return &Took{Cases: n, Median: sorted[(n-1)/2], P90: sorted[(n*9+9)/10-1]}
}
