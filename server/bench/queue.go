package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
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

// How long the queue is at first and in the end, and how much of it is claimed by how many clerks at once.
const (
	shortQueue = 1_000
	longQueue  = 1_000_000
	manyClaims = 100_000
	manyClerks = 50
)

// measureQueue looks at one queue when it is short and when a million steps wait in it: claims against pgbench, the page that lists it, and
// a hundred thousand claims of which none may be double or out of order.
func measureQueue(ctx context.Context, p *place, s settings, r *report) (err error) {
	c := &contest{ctx: ctx, tracer: &tracer{}, dir: p.dir, rounds: s.rounds, report: r}
	c.app, err = server.Open(ctx, server.Place{DataDir: p.data + "-queue", Now: time.Now, Tracer: c.tracer})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.app.Close()) }()
	q := &queue{contest: c}
	if err := q.open(); err != nil {
		return err
	}
	stop, err := profileTo(s.profile)
	if err != nil {
		return err
	}
	defer stop()
	short, err := q.claims(shortQueue)
	if err != nil {
		return err
	}
	long, err := q.claims(longQueue)
	if err != nil {
		return err
	}
	for i, at := range connections {
		r.race(fmt.Sprintf("claim, a million waiting against a thousand (%d at once)", at), at, long[i].ours, short[i].ours, 0.8)
		r.race(fmt.Sprintf("the same by pgbench (%d at once)", at), at, long[i].base, short[i].base, 0)
	}
	if err := q.watched(); err != nil {
		return err
	}
	return q.claimMany()
}

// queue is a queue that grows.
type queue struct {
	*contest
	room *waiting.Room
	put  int // cases so far
}

// open receives the case of which those in the queue are copies.
func (q *queue) open() (err error) {
	if q.room, err = waiting.Open(q.ctx, q.app); err != nil {
		return err
	}
	if err := q.room.Copy(q.ctx, 0, 1, true); err != nil {
		return err
	}
	return submit(q.app.Cases)(q.ctx, 0)
}

// fill lets so many steps wait.
func (q *queue) fill(count int) error {
	var waits int
	if err := q.app.DB.Pool().QueryRow(q.ctx, "SELECT count(*) FROM steps WHERE state = 'QUEUED'").Scan(&waits); err != nil {
		return err
	}
	err := q.room.Queue(q.ctx, q.put, count-waits)
	q.put += max(count-waits, 0)
	return err
}

// calm does what filling leaves to do, so that claiming does not pay for it.
func (q *queue) calm() error {
	conn, err := q.app.DB.Pool().Acquire(q.ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	for _, what := range []string{"SET statement_timeout = 0", "VACUUM ANALYZE", "CHECKPOINT", "RESET statement_timeout"} {
		if _, err := conn.Exec(q.ctx, what); err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
	}
	return nil
}

// claims lets both sides claim from a queue of this length, which is filled up again whenever somebody has claimed.
func (q *queue) claims(length int) ([]race, error) {
	if err := q.fill(length); err != nil {
		return nil, err
	}
	if err := q.calm(); err != nil {
		return nil, err
	}
	q.refill = func() error { return q.fill(length) }
	before := len(q.report.races)
	if err := q.run(fmt.Sprintf("claim, %d waiting", length), claim(q.app.Cases), map[int]float64{16: 0.5, 64: 0.8}); err != nil {
		return nil, err
	}
	return slices.Clone(q.report.races[before:]), nil
}

// taken is one claim: when it was asked for and answered, and what it gave.
type taken struct {
	asked, answered time.Time
	step            uuid.UUID
	place           casework.Place
}

// claimMany lets many clerks claim a tenth of the queue and looks whether everything went to one of them only and in the order of work.
func (q *queue) claimMany() error {
	all := make([]taken, manyClaims)
	var next atomic.Int64
	var group sync.WaitGroup
	failed := make(chan error, manyClerks)
	begun := time.Now()
	for range manyClerks {
		group.Go(func() {
			for n := int(next.Add(1)); n <= manyClaims; n = int(next.Add(1)) {
				t, err := takeNext(q.ctx, q.app.Cases, q.next+n-1)
				if err != nil {
					failed <- err
					return
				}
				all[n-1] = t
			}
		})
	}
	group.Wait()
	took := time.Since(begun)
	select {
	case err := <-failed:
		return err
	default:
	}
	q.report.value(fmt.Sprintf("%d clerks at once claim", manyClerks), "a second", 0, manyClaims/took.Seconds())
	q.report.value(fmt.Sprintf("of %d claims double", manyClaims), "", exactly, float64(doubles(all)))
	q.report.value("and out of order", "", exactly, float64(overtaken(all)))
	return nil
}

func takeNext(ctx context.Context, cases *casework.Service, n int) (taken, error) {
	officer := receiverOf(n)
	t := taken{asked: time.Now()}
	got, err := cases.ClaimNext(ctx, officer, account.CityWindow, procedure.StageIntake, db.Key{})
	t.answered, t.step, t.place = time.Now(), got.StepID, got.Why
	return t, err
}

func doubles(all []taken) (n int) {
	seen := map[uuid.UUID]bool{}
	for _, t := range all {
		if seen[t.step] {
			n++
		}
		seen[t.step] = true
	}
	return n
}

// overtaken counts claims that gave an earlier place than one that had been answered before they were asked for: nothing comes into the
// queue meanwhile, so each of them passed over somebody who waited.
func overtaken(all []taken) (n int) {
	asked, answered := slices.Clone(all), slices.Clone(all)
	slices.SortFunc(asked, func(a, b taken) int { return a.asked.Compare(b.asked) })
	slices.SortFunc(answered, func(a, b taken) int { return a.answered.Compare(b.answered) })
	var furthest casework.Place
	done := 0
	for _, t := range asked {
		for ; done < len(answered) && answered[done].answered.Before(t.asked); done++ {
			if answered[done].place.Compare(furthest) > 0 || done == 0 {
				furthest = answered[done].place
			}
		}
		if done > 0 && t.place.Compare(furthest) < 0 {
			n++
		}
	}
	return n
}
