package apptest

import (
	"context"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/tmaxmax/go-sse"
)

// Stream is an open stream of events.
type Stream struct {
	Status int
	client *Client
	events chan sse.Event // closed when the stream ends
	stop   context.CancelFunc
}

// patience is how long a test waits for an event that must come.
const patience = 20 * time.Second

// Stream opens a stream of events on a portal that serves.
func (c *Client) Stream(on *httptest.Server, path string, header ...string) *Stream {
	c.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	c.t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, on.URL+path, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	r.Header.Set("Accept", "text/event-stream")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	for name, value := range c.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	answer, err := on.Client().Do(r)
	if err != nil {
		c.t.Fatalf("GET %s: %v", path, err)
	}
	c.t.Cleanup(func() { _ = answer.Body.Close() })
	s := &Stream{Status: answer.StatusCode, client: c, events: make(chan sse.Event, 100), stop: cancel}
	go func() {
		defer close(s.events)
		for e, err := range sse.Read(answer.Body, nil) {
			if err != nil {
				return
			}
			s.events <- e
		}
	}()
	return s
}

// Next waits for an event; it ends the test when none comes.
func (s *Stream) Next() sse.Event {
	s.client.t.Helper()
	select {
	case e, open := <-s.events:
		if !open {
			s.client.t.Fatal("the stream has ended")
		}
		return e
	case <-time.After(patience):
		s.client.t.Fatal("no event came")
	}
	return sse.Event{}
}

// Ends waits for the end of the stream and returns what came before it.
func (s *Stream) Ends() (before []sse.Event) {
	s.client.t.Helper()
	late := time.After(patience)
	for {
		select {
		case e, open := <-s.events:
			if !open {
				return before
			}
			before = append(before, e)
		case <-late:
			s.client.t.Fatal("the stream does not end")
		}
	}
}

// Close leaves the stream.
func (s *Stream) Close() { s.stop() }
