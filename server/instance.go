package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/delivery"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/server/simulator"
)

// Instance is the whole app without a listener, for tests: what serve runs, on a database and a clock of the test's own.
type Instance struct {
	Handler http.Handler
	Routes  []Route
	World   *simulator.World
	Logins  []account.DemoAccount

	DB        *db.DB
	Accounts  *account.Service
	Cases     *casework.Service
	Catalog   *catalog.Service
	Documents *document.Service
	Outbox    *notice.Outbox

	Deliveries *delivery.Service

	app *app
}

// Route is a URL with the name of its rule.
type Route struct{ Method, Path, Rule string }

// Place is where an Instance lives.
type Place struct {
	DatabaseURL string
	DataDir     string
	Now         func() time.Time
	Logger      *slog.Logger    // nil is silent
	Tracer      pgx.QueryTracer // sees every statement, for measurements; nil = none
	Undo        time.Duration   // how long decisions may be taken back; 0 commits them at once
}

// Open starts the app in demo mode. It listens nowhere and works off no jobs by itself.
func Open(ctx context.Context, p Place) (*Instance, error) {
	c, err := readConfig([]string{"DATABASE_URL=" + p.DatabaseURL, "PORTAL_DATA_DIR=" + p.DataDir, "PORTAL_PUBLIC_URL=http://portal.test",
		"PORTAL_UNDO=" + p.Undo.String()})
	if err != nil {
		return nil, err
	}
	a := newApp(c)
	a.now, a.tracer = p.Now, p.Tracer
	if a.log = p.Logger; a.log == nil {
		a.log = slog.New(slog.DiscardHandler)
	}
	a.parts = a.log
	if err := a.start(ctx, a.doors()); err != nil {
		return nil, errors.Join(err, a.stop())
	}
	handler, err := a.handler()
	if err != nil {
		return nil, errors.Join(err, a.stop())
	}
	a.ready.Store(true)
	i := &Instance{Handler: handler, World: a.world, Logins: a.demoLogins(), DB: a.db, Accounts: a.accounts, Cases: a.cases,
		Catalog: a.catalog, Documents: a.documents, Outbox: a.outbox, Deliveries: a.deliveries, app: a}
	for _, r := range a.routes() {
		i.Routes = append(i.Routes, Route{r.Method, r.Path, r.Rule.String()})
	}
	return i, nil
}

// Live tells and hears of changes, as serve does; it returns when they can be heard. stop ends it.
func (i *Instance) Live(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() { i.app.live.Run(ctx) })
	running.Go(func() { i.app.live.Hear(ctx) })
	select {
	case <-i.app.live.Hears():
	case <-ctx.Done():
	}
	return func() {
		cancel()
		running.Wait()
	}
}

// Shut ends all streams of events, as serve does when it stops.
func (i *Instance) Shut() { i.app.live.Shut() }

// Close ends it.
func (i *Instance) Close() error { return i.app.stop() }

// Work works off every job that is due, and those that they cause, then stops. It fails when a job does.
func (i *Instance) Work(ctx context.Context) error {
	client, err := i.app.newWorker(nil)
	if err != nil {
		return err
	}
	events, unsubscribe := client.Subscribe(river.EventKindJobCompleted, river.EventKindJobFailed, river.EventKindJobCancelled, river.EventKindJobSnoozed)
	defer unsubscribe()
	if err := client.Start(ctx); err != nil {
		return err
	}
	defer i.app.finishWork(client)
	for {
		due, err := i.due(ctx)
		if err != nil || due == 0 {
			return err
		}
		select {
		case e := <-events:
			if e.Kind == river.EventKindJobFailed {
				return fmt.Errorf("job %s: %s", e.Job.Kind, e.Job.Errors[len(e.Job.Errors)-1].Error)
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (i *Instance) due(ctx context.Context) (n int, err error) {
	row := i.DB.Pool().QueryRow(ctx, `SELECT count(*) FROM river_job WHERE state IN ('available', 'running')`)
	err = row.Scan(&n)
	return n, err
}
