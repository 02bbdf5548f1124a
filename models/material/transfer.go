package material

import (
	"context"
	"io"

	"github.com/google/uuid"
)

// Interrupter is a reader that can be woken from waiting for a connection that has died without telling.
type Interrupter interface{ Interrupt() }

// transfer is one running PATCH of this program.
type transfer struct {
	cancel context.CancelFunc
	wake   func()
	done   chan struct{}
}

// begin registers a transfer and ends an older one of the same upload: a browser that comes back after its connection dropped must not
// wait for the dead one.
func (s *Service) begin(ctx context.Context, id uuid.UUID, r io.Reader) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	t := &transfer{cancel: cancel, wake: func() {}, done: make(chan struct{})}
	if i, ok := r.(Interrupter); ok {
		t.wake = i.Interrupt
	}
	for {
		s.mu.Lock()
		older := s.active[id]
		if older == nil {
			s.active[id] = t
			s.mu.Unlock()
			break
		}
		s.mu.Unlock()
		older.end()
	}
	return ctx, func() {
		cancel()
		s.mu.Lock()
		delete(s.active, id)
		s.mu.Unlock()
		close(t.done)
	}
}

// takeOver ends a running transfer of an upload and waits until its last bytes are on disk.
func (s *Service) takeOver(id uuid.UUID) {
	s.mu.Lock()
	older := s.active[id]
	s.mu.Unlock()
	if older != nil {
		older.end()
	}
}

func (t *transfer) end() {
	t.cancel()
	t.wake()
	<-t.done
}
