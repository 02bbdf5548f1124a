package pages

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// DeskNames are the desks' names in the reader's language, by code.
type DeskNames map[string]string

// Of is the desk's name; its code where the tree does not know it.
func (d DeskNames) Of(code string) string {
	if name, ok := d[code]; ok {
		return name
	}
	return code
}

// DeskView is an officer's first page: his queues, what he holds, what is near its limit.
type DeskView struct {
	Entry
	Desks   DeskNames
	Today   workday.Date
	Now     time.Time
	Queues  []QueueLine
	Claims  []casework.Claim
	Near    []casework.QueueRow
	Watched []casework.Watched // of those who supervise
	Manages bool               // he supervises or manages cases
	Pending []casework.Pending
	Flash   string
}

// QueueLine is one queue of the first page.
type QueueLine struct {
	casework.QueueCount
	Works bool // he claims from it; otherwise he only looks
}

// fewQueues are shown whole; of more, only those in which there is something to do stand in front.
const fewQueues = 6

func (v DeskView) busy() []QueueLine {
	if len(v.Queues) <= fewQueues {
		return v.Queues
	}
	return slices.DeleteFunc(slices.Clone(v.Queues), func(q QueueLine) bool { return q.Waiting+q.Held == 0 })
}

func (v DeskView) idle() []QueueLine {
	if len(v.Queues) <= fewQueues {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(v.Queues), func(q QueueLine) bool { return q.Waiting+q.Held > 0 })
}

// QueueView is one queue in working order.
type QueueView struct {
	Entry
	Desks       DeskNames
	Desk        string
	Stage       procedure.Stage
	Rows        []casework.QueueRow
	Total       int
	Query       string
	First, Next string // addresses
	Works       bool
	Pending     []casework.Pending
	Now         time.Time
	Picks       bool // case management and supervision may take a step out of its turn
	Flash       string
}

// FoundView is what a search among cases found.
type FoundView struct {
	Entry
	Purpose string // why he searches, for the log of readings
	Query   string
	Which   casework.Which // of the archives
	Asked   bool
	Rows    []casework.CaseSummary
}

// href is the same search among other cases.
func (v FoundView) href(w casework.Which) string {
	q := url.Values{"q": {v.Query}}
	if v.Purpose != "" {
		q.Set("purpose", v.Purpose)
	}
	if w != casework.AllCases {
		q.Set("which", string(w))
	}
	return "/desk/search?" + q.Encode()
}

// newKey is the key of one intended act: a form that is sent twice is done once.
func newKey() string { return uuid.NewString() }

func queuePath(desk string, stage procedure.Stage) string {
	return "/desk/queue/" + url.PathEscape(desk) + "/" + url.PathEscape(string(stage))
}

func deskCase(id uuid.UUID) string { return "/desk/cases/" + id.String() }

func stageName(ctx context.Context, stage procedure.Stage) string {
	return locale.T(ctx, "desk.stage."+string(stage))
}

func className(ctx context.Context, class casework.Class) string {
	if class == casework.Expedited {
		return locale.T(ctx, "desk.class.U")
	}
	return locale.T(ctx, "desk.class.O")
}

// lamp is the lamp of the design system for a clock's colour; a clock that is stopped has none.
func lamp(l procedure.Lamp) ui.Lamp {
	if l == procedure.NoLamp {
		return ui.Closed
	}
	return ui.Lamp(l)
}

// listed is an applicant's name as lists show it: a person's is masked.
func listed(name string, unit bool) string {
	n, err := identity.ParseName(name)
	if unit || err != nil {
		return name
	}
	return n.Masked()
}

// minutes are the whole minutes until an instant, never below none.
func minutes(now, until time.Time) int { return max(0, int(until.Sub(now)/time.Minute)) }

// counted is a number of a queue, whose counting stops at 1000.
func counted(n int) string {
	if n > 1000 {
		return "1000+"
	}
	return strconv.Itoa(n)
}

func caption(ctx context.Context, v QueueView) string {
	if v.Query != "" {
		return locale.T(ctx, "desk.queue.found", "count", len(v.Rows))
	}
	return locale.T(ctx, "desk.queue.caption", "count", counted(v.Total))
}
