package dbtest

import (
	"context"
	"fmt"
	"hash/fnv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/yiyang-police/permit-portal/models/db"
)

// Attacks make statements fail, as a broken connection does. Given to db.Options as Tracer, they know the statements of an act by its
// context. Every way to a statement is attacked once in the life of a test program: an act that is tried again after each failure gets through
// in the end, having failed at each of its statements, the commit among them.
type Attacks struct {
	known sync.Map // digest of an act's name and its statements so far → struct{}
	mu    sync.Mutex
	acts  map[string]int // how many statements of an act were made to fail

	acting sync.Map // *db.DB → *atomic.Int32, acts under way
}

// Attempt is one run of an act.
type Attempt struct {
	Failed    string // the statement that was made to fail, "" = none
	Committed int    // transactions

	act string
	way []byte
	pid uint32 // of the connection that failed
	mu  sync.Mutex
}

type attemptKey struct{}

// Attempt returns a context for one run of the named act.
func (a *Attacks) Attempt(ctx context.Context, act string) (context.Context, *Attempt) {
	try := &Attempt{act: act, way: []byte(act)}
	return context.WithValue(ctx, attemptKey{}, try), try
}

// tries bounds how often an act is tried; no act has so many statements.
const tries = 2000

// Run does an act until it is through, having failed at each of its statements; failed looks at what each failure has left.
func (a *Attacks) Run(ctx context.Context, act string, do func(context.Context) error, failed func(*Attempt)) error {
	for range tries {
		marked, try := a.Attempt(ctx, act)
		err := do(marked)
		if try.Failed == "" || err == nil {
			return err
		}
		failed(try)
	}
	return fmt.Errorf("%s does not end", act)
}

// watchers are the connections that look at the tables of a database; they stay while it is open, so that the long question is planned once.
var watchers sync.Map // *db.DB → *watcher

type watcher struct {
	mu       sync.Mutex
	conn     *pgx.Conn
	question string
}

func tablesOf(ctx context.Context, d *db.DB) ([]string, error) {
	rows, err := d.Pool().Query(ctx, `SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// open connects on the first look.
func (w *watcher) open(ctx context.Context, d *db.DB) error {
	if w.conn != nil {
		return nil
	}
	names, err := tablesOf(ctx, d)
	if err != nil {
		return err
	}
	var questions []string
	for _, table := range names {
		questions = append(questions, `SELECT '`+table+`', count(*) || ' ' || coalesce(sum(hashtextextended(xmin::text || ctid::text, 0)::numeric), 0) FROM public.`+table)
	}
	w.question = strings.Join(questions, " UNION ALL ")
	config := d.Pool().Config().ConnConfig
	config.Tracer = nil
	config.RuntimeParams["max_parallel_workers_per_gather"] = "0" // starting helpers takes longer than the answer
	w.conn, err = pgx.ConnectConfig(ctx, config)
	return err
}

// unwatch ends the connection that looked at the tables, if there was one.
func unwatch(d *db.DB) {
	if known, ok := watchers.LoadAndDelete(d); ok {
		w := known.(*watcher)
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.conn != nil {
			_ = w.conn.Close(context.Background())
		}
	}
}

// Rows tells the rows of every table apart by the transaction that wrote each and by its place: whatever is committed changes one of these.
func Rows(ctx context.Context, d *db.DB) (map[string]string, error) {
	known, _ := watchers.LoadOrStore(d, &watcher{})
	w := known.(*watcher)
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.open(ctx, d); err != nil {
		return nil, err
	}
	rows, err := w.conn.Query(ctx, w.question)
	if err != nil {
		return nil, err
	}
	digests := map[string]string{}
	var table, digest string
	_, err = pgx.ForEachRow(rows, []any{&table, &digest}, func() error { digests[table] = digest; return nil })
	return digests, err
}

// Acts tells of how many statements of each act were made to fail.
func (a *Attacks) Acts() map[string]int {
	a.mu.Lock()
	defer a.mu.Unlock()
	acts := make(map[string]int, len(a.acts))
	for act, n := range a.acts {
		acts[act] = n
	}
	return acts
}

// TraceQueryStart makes a statement fail that no act has failed at on this way, one in each attempt.
func (a *Attacks) TraceQueryStart(ctx context.Context, conn *pgx.Conn, data pgx.TraceQueryStartData) context.Context {
	try, _ := ctx.Value(attemptKey{}).(*Attempt)
	if try == nil || strings.HasPrefix(data.SQL, "--") || strings.HasPrefix(data.SQL, "rollback") { // a ping; what ends a failure
		return ctx
	}
	try.mu.Lock()
	defer try.mu.Unlock()
	alone := conn.PgConn().TxStatus() == 'I' && !strings.HasPrefix(data.SQL, "begin")
	if alone && data.SQL == try.Failed { // asked again on another connection, as happens outside of a transaction: nothing has failed
		try.Failed = ""
		return ctx
	}
	h := fnv.New128a()
	_, _ = h.Write(append(try.way, data.SQL...)) // a digest takes every byte
	try.way = h.Sum(nil)
	if try.Failed != "" {
		return ctx
	}
	if _, known := a.known.LoadOrStore(string(try.way), struct{}{}); known {
		return ctx
	}
	try.Failed, try.pid = data.SQL, conn.PgConn().PID()
	a.mu.Lock()
	if a.acts == nil {
		a.acts = map[string]int{}
	}
	a.acts[try.act]++
	a.mu.Unlock()
	broken, cancel := context.WithCancel(ctx)
	cancel()
	return broken
}

// TraceQueryEnd counts commits.
func (a *Attacks) TraceQueryEnd(ctx context.Context, _ *pgx.Conn, data pgx.TraceQueryEndData) {
	if try, _ := ctx.Value(attemptKey{}).(*Attempt); try != nil && data.Err == nil && data.CommandTag.String() == "COMMIT" {
		try.mu.Lock()
		try.Committed++
		try.mu.Unlock()
	}
}

// Whole does an act as Run does. What a failure before the first commit left in any table, unless others acted meanwhile, fails the test; then
// looks at each failure.
func (a *Attacks) Whole(ctx context.Context, t testing.TB, d *db.DB, act string, do func(context.Context) error, then ...func(*Attempt)) error {
	t.Helper()
	counter, _ := a.acting.LoadOrStore(d, &atomic.Int32{})
	acting := counter.(*atomic.Int32)
	alone := acting.Add(1) == 1
	defer acting.Add(-1)
	var before map[string]string // the first failure leaves nothing, because it is at the first statement
	return a.Run(ctx, act, do, func(try *Attempt) {
		alone = alone && acting.Load() == 1
		awaitEnd(context.WithoutCancel(ctx), t, d, try.pid)
		after, err := Rows(context.WithoutCancel(ctx), d)
		if err != nil {
			t.Error(err)
		}
		for table, rows := range after {
			if before != nil && alone && try.Committed == 0 && rows != before[table] {
				t.Errorf("%s failed at %s and left something in %s", act, try.Failed, table)
			}
		}
		before = after
		for _, look := range then {
			look(try)
		}
	})
}
