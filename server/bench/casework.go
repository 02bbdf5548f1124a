package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/pprof"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/server"
	"github.com/yiyang-police/permit-portal/server/bench/waiting"
)

// measureCasework runs use-cases in this process and the same SQL by pgbench in turn, on the portal's own database: durable, and reached
// through its socket by both.
func measureCasework(ctx context.Context, p *place, s settings, r *report) (err error) {
	c := &contest{ctx: ctx, tracer: &tracer{}, dir: p.dir, rounds: s.rounds, report: r}
	c.app, err = server.Open(ctx, server.Place{DataDir: p.data, Now: time.Now, Tracer: c.tracer})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.app.Close()) }()
	if err := c.app.DB.CheckDurability(ctx); err != nil {
		return err
	}
	room, err := waiting.Open(ctx, c.app)
	if err != nil {
		return err
	}
	if err := room.Copy(ctx, 0, c.total(), true); err != nil {
		return err
	}
	if _, err := c.app.DB.Pool().Exec(ctx, "VACUUM ANALYZE"); err != nil {
		return err
	}
	stop, err := profileTo(s.profile)
	if err != nil {
		return err
	}
	defer stop()
	return c.run("submit", submit(c.app.Cases), map[int]float64{16: 0.5, 64: 0.5})
}

// profileTo notes what this process spends its time on.
func profileTo(file string) (stop func(), err error) {
	if file == "" {
		return func() {}, nil
	}
	out, err := os.Create(file)
	if err != nil {
		return nil, err
	}
	return func() { pprof.StopCPUProfile(); _ = out.Close() }, pprof.StartCPUProfile(out)
}

// act does one transaction with the n-th form.
type act func(ctx context.Context, n int) error

// submit signs for the unit, with which the case is received: number, two documents, journal, step, notices and jobs.
func submit(cases *casework.Service) act {
	return func(ctx context.Context, n int) error {
		signer := waiting.Signer(n)
		receipt, err := cases.UnitSign(ctx, signer, waiting.Form(n), true, key(signer, "sign", n))
		if err == nil && receipt.Number == "" {
			err = errors.New("no number was given")
		}
		return err
	}
}

// claim takes the next step of the intake's queue, each time for another officer.
func claim(cases *casework.Service) act {
	return func(ctx context.Context, n int) error {
		officer := receiverOf(n)
		_, err := cases.ClaimNext(ctx, officer, account.CityWindow, procedure.StageIntake, key(officer, "claim", n))
		return err
	}
}

// receiverOf is another officer of the city window for every n.
func receiverOf(n int) account.Actor {
	officer := waiting.Signer(n)
	officer.Kind, officer.Officer = account.KindClerk, waiting.Token(n)
	officer.Grants = []account.Grant{{Role: account.Receiver, Desk: account.CityWindow}}
	return officer
}

func key(a account.Actor, route string, n int) db.Key {
	return db.Key{Actor: a.AccountID.String(), Route: route, Value: route + " " + waiting.Token(n), Digest: make([]byte, 32)}
}

// contest is one act by both sides.
type contest struct {
	ctx    context.Context
	app    *server.Instance
	tracer *tracer
	dir    string // for scripts
	rounds int
	report *report
	refill func() error // puts back what an act takes away; nil = nothing
	first  int          // the first form of this act
	next   int          // the first form that nobody has used for this act
}

// One measurement ends after a while, or when so many forms are done; pgbench then does as many.
const (
	while   = 1500 * time.Millisecond
	portion = 576 // divisible by all connections
)

// traced are the forms with which statements are listened to.
const traced = 2

func (c *contest) total() int { return traced + 2*portion*len(connections)*(c.rounds+1) }

// take gives count forms that nobody has used.
func (c *contest) take(count int) (first int) {
	c.next += count
	return c.next - count
}

func (c *contest) run(name string, do act, aims map[int]float64) error {
	c.first = c.next
	script, err := c.listen(name, do)
	if err != nil {
		return err
	}
	for _, at := range connections {
		var ours, base []float64
		for round := range c.rounds + 1 {
			a, done, err := c.ours(do, at)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			each := max(done/at, 1)
			if err := c.fillUp(); err != nil {
				return err
			}
			b, err := script.run(c.ctx, c.app.DB.Pool().Config().ConnString(), at, each, c.take(each*at))
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			if err := c.fillUp(); err != nil {
				return err
			}
			if round > 0 { // the first one warms up
				ours, base = append(ours, a), append(base, b)
			}
		}
		c.report.race(name, at, ours, base, aims[at])
	}
	return c.check(name)
}

// listen does the act twice and makes a script of what was said to the database.
func (c *contest) listen(name string, do act) (*script, error) {
	var said [traced][]statement
	for i := range said {
		n := c.take(1)
		c.tracer.begin()
		if err := do(c.ctx, n); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		said[i] = c.tracer.end()
	}
	s, err := newScript(said[0], said[1], waiting.Token(0), waiting.Token(1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	s.file = c.dir + "/" + name + ".sql"
	return s, os.WriteFile(s.file, []byte(s.text), 0o644)
}

// ours does a portion of acts, so many at once, and tells how many were done a second and in all.
func (c *contest) ours(do act, at int) (perSecond float64, done int, err error) {
	var taken atomic.Int64
	var all sync.WaitGroup
	failed := make(chan error, at)
	begun := time.Now()
	for range at {
		all.Go(func() {
			for time.Since(begun) < while {
				n := int(taken.Add(1))
				if n > portion {
					return
				}
				if err := do(c.ctx, c.next+n-1); err != nil {
					failed <- err
					return
				}
			}
		})
	}
	all.Wait()
	took := time.Since(begun)
	done = min(int(taken.Load()), portion)
	c.next += done
	select {
	case err := <-failed:
		return 0, 0, err
	default:
		return float64(done) / took.Seconds(), done, nil
	}
}

func (c *contest) fillUp() error {
	if c.refill == nil {
		return nil
	}
	return c.refill()
}

// check sees to it that both sides did all that they were paid for.
func (c *contest) check(name string) error {
	if name == "submit" {
		return c.counted(name, "SELECT count(*) FROM cases c JOIN steps s ON s.case_id = c.id WHERE c.number <> '' AND c.id BETWEEN $1 AND $2",
			waiting.Form(c.first), waiting.Form(c.next-1))
	}
	return c.counted(name, "SELECT count(*) FROM claims WHERE account BETWEEN $1 AND $2",
		waiting.Signer(c.first).AccountID, waiting.Signer(c.next-1).AccountID)
}

func (c *contest) counted(name, query string, from, to uuid.UUID) error {
	var n int
	if err := c.app.DB.Pool().QueryRow(c.ctx, query, from, to).Scan(&n); err != nil {
		return err
	}
	if should := c.next - c.first; n != should {
		return fmt.Errorf("%s: %d were done, %d should have been", name, n, should)
	}
	return nil
}
