// Package crash kills the real binary while people hand in forms and looks whether anything that was acknowledged is missing, or anything is
// half done.
package crash

import (
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/server"
	"github.com/yiyang-police/permit-portal/server/bench/waiting"
)

const (
	forms   = 2000
	kills   = 10
	signers = 8 // at once
)

// acknowledged is what a client was told.
type acknowledged struct {
	CaseID     uuid.UUID `json:"case_id"`
	Number     string    `json:"number"`
	DocumentID uuid.UUID `json:"document_id"`
}

// A unit's representative signs 2,000 forms, by which cases are received, and asks again with the same key whenever the connection breaks.
// Ten times the portal is killed in the middle of it. After the last time nobody asks again before everything was looked at.
func TestAcknowledgedSubmissionsSurviveKills(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	app := p.open()
	prepare(t, app, forms, false)
	p.start()
	token := p.signIn(app)

	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	s := &signing{portal: p, token: token, receipts: map[int]acknowledged{}, deaths: deaths(seed)}
	s.run()
	if len(s.deaths) > 0 {
		t.Fatalf("the portal should have died %d times more", len(s.deaths))
	}
	t.Logf("%d acknowledged, %d requests were repeated", len(s.receipts), s.repeated.Load())
	received := look(t, app, s.receipts)
	t.Logf("%d received without an answer", received-len(s.receipts))

	p.start()
	s.run()
	if received = look(t, app, s.receipts); received != forms || len(s.receipts) != forms {
		t.Errorf("%d of %d forms were received in the end, %d acknowledged", received, forms, len(s.receipts))
	}
}

// prepare makes the forms, and lets documents wait for their printing: it has tests of its own and would take every processor.
func prepare(t *testing.T, app *server.Instance, forms int, ownUnit bool) {
	t.Helper()
	_, err := app.DB.Pool().Exec(t.Context(), "INSERT INTO river_queue (name, created_at, updated_at, paused_at) VALUES ('print', now(), now(), now())")
	if err != nil {
		t.Fatal(err)
	}
	room, err := waiting.Open(t.Context(), app)
	if err != nil {
		t.Fatal(err)
	}
	if err := room.Copy(t.Context(), 0, forms, ownUnit); err != nil {
		t.Fatal(err)
	}
}

// deaths are the counts of acknowledgements at which the portal dies, some forms before the end.
func deaths(seed uint64) []int {
	random := rand.New(rand.NewPCG(seed, 0))
	at := random.Perm(forms - 200)[:kills]
	slices.Sort(at)
	for i := range at {
		at[i] += 100
	}
	return at
}

// signing is the clients' side.
type signing struct {
	portal *portal
	token  string
	deaths []int // those that are still to come
	over   atomic.Bool

	repeated atomic.Int64
	mu       sync.Mutex
	receipts map[int]acknowledged
	next     int
}

// run signs every form that has no receipt yet, until all have one or the portal has died for the last time.
func (s *signing) run() {
	s.next = 0
	s.over.Store(false)
	var all sync.WaitGroup
	for range signers {
		all.Go(func() {
			for n, ok := s.take(); ok; n, ok = s.take() {
				s.sign(n)
			}
		})
	}
	all.Wait()
}

func (s *signing) take() (n int, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.next < forms {
		n := s.next
		s.next++
		if _, has := s.receipts[n]; !has {
			return n, !s.over.Load()
		}
	}
	return 0, false
}

// sign asks until there is an answer, or nobody is left to ask.
func (s *signing) sign(n int) {
	for !s.over.Load() {
		receipt, ok := s.portal.unitSign(s.token, n)
		if ok {
			s.note(n, receipt)
			return
		}
		s.repeated.Add(1)
		s.portal.await()
	}
}

// note keeps a receipt, and when it is the one that the portal shall not outlive, kills it.
func (s *signing) note(n int, receipt acknowledged) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.receipts[n] = receipt
	if len(s.deaths) == 0 || len(s.receipts) < s.deaths[0] {
		return
	}
	s.deaths = s.deaths[1:]
	last := len(s.deaths) == 0
	s.over.Store(last)
	s.portal.kill(last)
	if !last {
		s.portal.restart.Go(s.portal.start)
	}
}
