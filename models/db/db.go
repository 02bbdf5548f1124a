// Package db opens PostgreSQL, keeps the portal's one clock, and runs units of work: rows, jobs and idempotency answers that are
// committed together or not at all.
package db

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// Options say which database and which clock.
type Options struct {
	URL      string
	Now      func() time.Time // the time; nil = the machine's clock
	MaxConns int32            // 0 = 16
	Logger   *slog.Logger     // nil = discard
	Tracer   pgx.QueryTracer  // sees every statement, for measurements; nil = none
}

// DB is one database, shared by gorm, River and raw SQL through one pool of connections.
type DB struct {
	pool  *pgxpool.Pool
	sql   *sql.DB
	gorm  *gorm.DB
	river *river.Client[*sql.Tx]
	now   func() time.Time
	tell  atomic.Pointer[func(topics []string)] // OnCommit
}

// settings hold on every connection. A forgotten transaction ends by itself, so that it can hold neither locks nor old row versions.
var settings = map[string]string{
	"application_name":                    "portal",
	"timezone":                            "Asia/Shanghai",
	"statement_timeout":                   "15s",
	"lock_timeout":                        "10s",
	"idle_in_transaction_session_timeout": "10s",
}

// Open connects and pings. It does not migrate.
func Open(ctx context.Context, o Options) (*DB, error) {
	config, err := pgxpool.ParseConfig(o.URL)
	if err != nil {
		return nil, fmt.Errorf("database address: %w", err)
	}
	config.MaxConns = 16
	if o.MaxConns > 0 {
		config.MaxConns = o.MaxConns
	}
	config.ConnConfig.Tracer = o.Tracer
	for name, value := range settings {
		if _, set := config.ConnConfig.RuntimeParams[name]; !set {
			config.ConnConfig.RuntimeParams[name] = value
		}
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	d := &DB{pool: pool, now: o.Now}
	if d.now == nil {
		d.now = time.Now
	}
	if err := d.open(ctx, o.Logger); err != nil {
		pool.Close()
		return nil, err
	}
	return d, nil
}

func (d *DB) open(ctx context.Context, log *slog.Logger) error {
	if err := d.pool.Ping(ctx); err != nil {
		return fmt.Errorf("database: %w", err)
	}
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	// SetMaxIdleConns must stay untouched: with idle connections kept here, raw pgx calls on the pool would wait for ever.
	d.sql = stdlib.OpenDBFromPool(d.pool)
	var err error
	d.gorm, err = gorm.Open(postgres.New(postgres.Config{Conn: d.sql}), &gorm.Config{
		SkipDefaultTransaction: true, PrepareStmt: false, TranslateError: true,
		Logger: logger.Discard, NowFunc: d.Now, DisableAutomaticPing: true,
	})
	if err != nil {
		return fmt.Errorf("gorm: %w", err)
	}
	d.river, err = river.NewClient(riverdatabasesql.New(d.sql), &river.Config{Logger: log})
	if err != nil {
		return fmt.Errorf("river: %w", err)
	}
	return nil
}

// Now is the portal's only clock: Asia/Shanghai, whole microseconds as PostgreSQL keeps them.
func (d *DB) Now() time.Time { return d.now().In(workday.Zone).Truncate(time.Microsecond) }

// Today is the legal date now.
func (d *DB) Today() workday.Date { return workday.DateOf(d.Now()) }

// Pool is the shared pool of connections, for River's workers and for LISTEN.
func (d *DB) Pool() *pgxpool.Pool { return d.pool }

// Ping tells whether the database answers.
func (d *DB) Ping(ctx context.Context) error { return d.pool.Ping(ctx) }

// Close ends all connections.
func (d *DB) Close() {
	_ = d.sql.Close() // the pool behind it is what counts
	d.pool.Close()
}

// CheckDurability refuses a database that may lose what it has acknowledged.
func (d *DB) CheckDurability(ctx context.Context) error {
	for _, name := range []string{"fsync", "full_page_writes", "synchronous_commit"} {
		var value string
		if err := d.pool.QueryRow(ctx, "SELECT current_setting($1)", name).Scan(&value); err != nil {
			return fmt.Errorf("reading %s: %w", name, err)
		}
		if value == "off" {
			return fmt.Errorf("the database runs with %s = off and may lose acknowledged submissions: set it to on", name)
		}
	}
	return nil
}
