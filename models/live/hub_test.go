package live

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/uuid"
)

const second = Version(1_000_000)

func listen(t *testing.T, h *Hub, seen Version, topics ...string) *Ear {
	t.Helper()
	e, err := h.Listen(uuid.New(), topics, seen)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// told is what an ear has heard, nil when nothing.
func told(e *Ear) []string {
	select {
	case <-e.Wake():
		topics, _ := e.Changes()
		return topics
	default:
		return nil
	}
}

func TestAnEarHearsItsOwnTopicsOnceForManyChanges(t *testing.T) {
	h := NewHub()
	h.Lose(0)
	e, other := listen(t, h, 0, "a", "b"), listen(t, h, 0, "c")
	h.Tell(5, "b", "a")
	h.Tell(7, "a")
	if got := told(e); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("heard %v", got)
	}
	if e.version != 7 {
		t.Errorf("version %d", e.version)
	}
	if told(e) != nil || told(other) != nil {
		t.Error("a change is told twice, or to whom it does not concern")
	}
	e.Close()
	e.Close()
	if h.Tell(9, "a"); told(e) != nil || h.Listening() != 1 {
		t.Error("who has left still hears")
	}
}

func TestWhoMayHaveMissedSomethingIsToldAtOnce(t *testing.T) {
	h := NewHub()
	h.Lose(100 * second)
	h.Tell(200*second, "a")
	for name, c := range map[string]struct {
		seen Version
		told bool
	}{
		"says nothing":                     {0, false},
		"saw before the change":            {150 * second, true},
		"saw a moment after":               {201 * second, true}, // clocks differ
		"saw long after":                   {210 * second, false},
		"saw before this instance listens": {50 * second, true},
	} {
		if got := told(listen(t, h, c.seen, "a")) != nil; got != c.told {
			t.Errorf("%s: told %v", name, got)
		}
	}
	if told(listen(t, h, 150*second, "b")) != nil {
		t.Error("nothing happened to b")
	}
}

func TestAfterABreakEverybodyLooksAgain(t *testing.T) {
	h := NewHub()
	h.Lose(1)
	e := listen(t, h, 0, "a")
	h.Lose(100 * second)
	if told(e) == nil || told(listen(t, h, 99*second, "x")) == nil {
		t.Error("a page may have missed something and is not told")
	}
}

func TestNobodyListensAtADeafHubNorOnTooManyPages(t *testing.T) {
	h, who := NewHub(), uuid.New()
	if _, err := h.Listen(who, nil, 0); !errors.Is(err, ErrDeaf) {
		t.Errorf("before it hears: %v", err)
	}
	h.Lose(1)
	var last *Ear
	for range MostEars {
		last, _ = h.Listen(who, []string{"a"}, 0)
	}
	if _, err := h.Listen(who, nil, 0); !errors.Is(err, ErrFull) {
		t.Errorf("one page more: %v", err)
	}
	last.Close()
	if _, err := h.Listen(who, nil, 0); err != nil {
		t.Errorf("after one is closed: %v", err)
	}
	h.Shut()
	if _, err := h.Listen(uuid.New(), nil, 0); !errors.Is(err, ErrDeaf) {
		t.Errorf("after the end: %v", err)
	}
}

func TestWhatIsRememberedIsBounded(t *testing.T) {
	h := NewHub()
	h.Lose(1)
	for i := range 3 * mostKnown {
		h.Tell(Version(i+2)*second, fmt.Sprint(i))
	}
	if len(h.last) > mostKnown {
		t.Errorf("%d topics are remembered", len(h.last))
	}
	if told(listen(t, h, h.since-10*second, "x")) == nil {
		t.Error("who saw before what is remembered must look again")
	}
}
