package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/yiyang-police/permit-portal/frontend/assets"
	"github.com/yiyang-police/permit-portal/handlers/api"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/handlers/web"
	"github.com/yiyang-police/permit-portal/migrations"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/appointment"
	"github.com/yiyang-police/permit-portal/models/calendar"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/delivery"
	"github.com/yiyang-police/permit-portal/models/disclosure"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/enterprise"
	"github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/filing"
	"github.com/yiyang-police/permit-portal/models/live"
	"github.com/yiyang-police/permit-portal/models/material"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/numbers"
	"github.com/yiyang-police/permit-portal/models/reading"
	"github.com/yiyang-police/permit-portal/models/roster"
	"github.com/yiyang-police/permit-portal/models/supervise"
	"github.com/yiyang-police/permit-portal/server/localdb"
	"github.com/yiyang-police/permit-portal/server/simulator"
)

// app is the object graph: everything that lives as long as the process.
type app struct {
	config config
	now    func() time.Time // the portal's clock
	tracer pgx.QueryTracer  // nil but for measurements
	log    *slog.Logger     // what people should read
	parts  *slog.Logger     // of libraries: warnings and errors only

	cluster *localdb.Cluster // nil with DATABASE_URL
	db      *db.DB

	world     *simulator.World // nil in production
	calendars *calendar.Service
	catalog   *catalog.Service
	materials *material.Service
	documents *document.Service
	outbox    *notice.Outbox // nil in production
	notices   *notice.Service
	accounts  *account.Service
	cases     *casework.Service
	supervise *supervise.Service

	appointments *appointment.Service
	expedite     *expedite.Service
	numbers      *numbers.Service
	disclosures  *disclosure.Service
	live         *live.Service
	enterprises  *enterprise.Service
	filings      *filing.Service
	rosters      *roster.Book
	readings     *reading.Book
	deliveries   *delivery.Service
	licences     document.Library

	auth    *auth.Auth
	site    *web.Site
	api     *api.API
	errors  *respond.Errors
	metrics *metrics
	ready   atomic.Bool
}

func newApp(c config) *app {
	level, _ := c.level() // was checked
	return &app{config: c, now: c.clock(), log: newLogger(c, level), parts: newLogger(c, max(level, slog.LevelWarn))}
}

func newLogger(c config, level slog.Level) *slog.Logger {
	options := &slog.HandlerOptions{Level: level}
	if c.demo() {
		return slog.New(slog.NewTextHandler(os.Stderr, options))
	}
	return slog.New(slog.NewJSONHandler(os.Stderr, options))
}

// step is one part of the start; the first that fails ends it.
type step struct {
	name string
	do   func(ctx context.Context) error
}

// base opens the database and brings its schema forward.
func (a *app) base() []step {
	return []step{
		{"data directory", a.openData},
		{"database", a.openDatabase},
		{"durability", a.checkDurability},
		{"schema", a.migrate},
	}
}

// room builds what the doors lead to and loads its data.
func (a *app) room() []step {
	return append(a.base(),
		step{"calendars", a.loadCalendars},
		step{"files and keys", a.openFiles},
		step{"items", a.publishItems},
		step{"services", a.openServices},
		step{"demo accounts", a.demoAccounts},
	)
}

// doors are the steps that only an instance with doors needs.
func (a *app) doors() []step {
	return append(a.room(),
		step{"assets", func(context.Context) error { return assets.Check() }},
		step{"pages", a.openSite},
	)
}

// start runs steps in order and tells which one failed.
func (a *app) start(ctx context.Context, steps []step) error {
	for _, s := range steps {
		begun := time.Now()
		if err := s.do(ctx); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		a.log.Debug("started", "step", s.name, "took", time.Since(begun))
	}
	return nil
}

// stop undoes start, last things first.
func (a *app) stop() error {
	var err error
	if a.db != nil {
		a.db.Close()
	}
	if a.cluster != nil {
		ctx, cancel := context.WithTimeout(context.Background(), stopLimit)
		defer cancel()
		err = a.cluster.Stop(ctx)
	}
	return err
}

const stopLimit = 30 * time.Second

// openData makes the data directory; people's files below it are private to the portal.
func (a *app) openData(context.Context) error { return os.MkdirAll(a.config.DataDir, 0o755) }

func (a *app) openDatabase(ctx context.Context) error {
	address := a.config.DatabaseURL
	if address == "" {
		cluster, err := localdb.Start(ctx, localdb.Options{Dir: a.config.DataDir, Logger: a.log})
		if err != nil {
			return err
		}
		a.cluster = cluster
		if err := cluster.EnsureDatabase(ctx, databaseName); err != nil {
			return err
		}
		address = cluster.URL(databaseName)
	}
	var err error
	a.db, err = db.Open(ctx, db.Options{URL: address, Now: a.now, MaxConns: a.config.DatabaseConns, Logger: a.parts, Tracer: a.tracer})
	return err
}

// databaseName is the embedded cluster's one database.
const databaseName = "portal"

// checkDurability refuses a database that may lose what it acknowledged; a demonstration is only told.
func (a *app) checkDurability(ctx context.Context) error {
	err := a.db.CheckDurability(ctx)
	if err != nil && a.config.demo() {
		a.log.Warn(err.Error())
		return nil
	}
	return err
}

func (a *app) migrate(ctx context.Context) error {
	applied, err := db.Migrate(ctx, a.db, migrations.SQL, a.parts)
	if applied > 0 {
		a.log.Info("schema brought forward", "steps", applied)
	}
	return err
}

// isReady tells whether requests can be served: everything is started, nothing is being stopped, and the database answers.
func (a *app) isReady(ctx context.Context) error {
	if !a.ready.Load() {
		return errors.New("starting or stopping")
	}
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	if err := a.db.Ping(ctx); err != nil {
		return fmt.Errorf("database: %w", err)
	}
	return nil
}
