package live

import (
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"
)

// Version orders changes: microseconds since 1970 by the portal's clock, as the instance that tells of the change reads it.
type Version = int64

const (
	// MostEars is how many pages of one account may listen at once.
	MostEars = 8

	mostKnown = 8192             // topics whose last change is remembered
	keptFor   = 10 * time.Minute // how long it is remembered when there are more
	slack     = 2 * time.Second  // by which the clocks of instances may differ
)

// Hub knows who listens on this instance, and when what was changed last.
type Hub struct {
	mu    sync.Mutex
	since Version            // changes before it may be unknown
	last  map[string]Version // of each topic, from since on
	ears  map[string]map[*Ear]bool
	of    map[uuid.UUID]int // how many ears each account has
	hears bool              // of other instances, so that listening is of use
	shut  bool
	first chan struct{} // closed when it hears for the first time
}

// NewHub makes a hub at which nobody can listen before it hears of changes (Lose).
func NewHub() *Hub {
	return &Hub{first: make(chan struct{}), last: map[string]Version{}, ears: map[string]map[*Ear]bool{}, of: map[uuid.UUID]int{}}
}

// Why a page cannot listen.
var (
	ErrFull = errors.New("live: the account listens on too many pages")
	ErrDeaf = errors.New("live: no changes can be heard now")
)

// Ear is one page that listens.
type Ear struct {
	hub     *Hub
	account uuid.UUID
	topics  []string
	wake    chan struct{} // has room for one: what comes meanwhile is one change
	done    chan struct{}

	heard   map[string]bool // guarded by the hub
	version Version
}

// Listen begins to listen for an account. seen is the version that the page shows already, 0 when it does not say: whoever may have missed a
// change since hears of it at once. Errors: ErrFull, ErrDeaf.
func (h *Hub) Listen(account uuid.UUID, topics []string, seen Version) (*Ear, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.shut || !h.hears {
		return nil, ErrDeaf
	}
	if h.of[account] >= MostEars {
		return nil, ErrFull
	}
	e := &Ear{hub: h, account: account, topics: topics, wake: make(chan struct{}, 1), done: make(chan struct{}), heard: map[string]bool{}}
	h.of[account]++
	for _, t := range topics {
		if h.ears[t] == nil {
			h.ears[t] = map[*Ear]bool{}
		}
		h.ears[t][e] = true
		if seen > 0 && (seen < h.since || h.last[t] > seen-slack.Microseconds()) {
			e.hear(t, max(h.last[t], h.since))
		}
	}
	return e, nil
}

// Close ends the listening; it may be called twice.
func (e *Ear) Close() {
	e.hub.mu.Lock()
	defer e.hub.mu.Unlock()
	e.close()
}

func (e *Ear) close() {
	h := e.hub
	if e.gone() {
		return
	}
	close(e.done)
	for _, t := range e.topics {
		delete(h.ears[t], e)
		if len(h.ears[t]) == 0 {
			delete(h.ears, t)
		}
	}
	if h.of[e.account]--; h.of[e.account] == 0 {
		delete(h.of, e.account)
	}
}

func (e *Ear) gone() bool {
	select {
	case <-e.done:
		return true
	default:
		return false
	}
}

// Wake has something when a topic has changed: ask Changes then.
func (e *Ear) Wake() <-chan struct{} { return e.wake }

// Done is closed when the listening has ended.
func (e *Ear) Done() <-chan struct{} { return e.done }

// Changes are the topics that have changed since the last call, in order, with the version of the newest change.
func (e *Ear) Changes() ([]string, Version) {
	e.hub.mu.Lock()
	defer e.hub.mu.Unlock()
	topics := slices.Sorted(maps.Keys(e.heard))
	clear(e.heard)
	return topics, e.version
}

func (e *Ear) hear(topic string, v Version) {
	e.heard[topic], e.version = true, max(e.version, v)
	select {
	case e.wake <- struct{}{}:
	default:
	}
}

// Tell wakes who listens to the topics.
func (h *Hub) Tell(v Version, topics ...string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, t := range topics {
		h.last[t] = max(h.last[t], v)
		for e := range h.ears[t] {
			e.hear(t, v)
		}
	}
	if len(h.last) > mostKnown {
		h.forget(v - keptFor.Microseconds())
		if len(h.last) > mostKnown {
			h.forget(v)
		}
	}
}

// forget drops what was changed up to a version.
func (h *Hub) forget(until Version) {
	maps.DeleteFunc(h.last, func(_ string, v Version) bool { return v <= until })
	h.since = max(h.since, until)
}

// Lose tells everybody that something may have changed: the connection over which changes are heard is new, and what happened before v was
// perhaps missed.
func (h *Hub) Lose(v Version) {
	h.mu.Lock()
	defer h.mu.Unlock()
	clear(h.last)
	if !h.hears {
		close(h.first)
	}
	h.since, h.hears = v, true
	for t, ears := range h.ears {
		for e := range ears {
			e.hear(t, v)
		}
	}
}

// Hears is closed once changes can be heard.
func (h *Hub) Hears() <-chan struct{} { return h.first }

// Shut ends all listening and lets nobody begin anew.
func (h *Hub) Shut() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.shut = true
	for _, ears := range h.ears {
		for e := range ears {
			e.close()
		}
	}
}

// Listening is how many pages listen, for measurements.
func (h *Hub) Listening() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	n := 0
	for _, count := range h.of {
		n += count
	}
	return n
}
