package db

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

// migrationLimit bounds the waiting for another instance and the migration itself. Statements have no limit of their own here: a
// new index on a large table takes its time.
const migrationLimit = 30 * time.Minute

// Migrate brings the schema forward: the numbered files of migrations, then River's own tables, all under one lock so that several
// instances may start at once. It returns how many steps were applied.
func Migrate(ctx context.Context, d *DB, files fs.FS, log *slog.Logger) (applied int, err error) {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	ctx, cancel := context.WithTimeout(ctx, migrationLimit)
	defer cancel()
	pool, err := migrationPool(ctx, d.pool)
	if err != nil {
		return 0, fmt.Errorf("migrate: %w", err)
	}
	defer pool.Close()
	unlock, err := lockMigrations(ctx, pool)
	if err != nil {
		return 0, fmt.Errorf("migrate: %w", err)
	}
	defer unlock()
	if applied, err = migrateFiles(ctx, pool, files, log); err != nil {
		return applied, fmt.Errorf("migrate: %w", err)
	}
	migrator, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Logger: log})
	if err != nil {
		return applied, fmt.Errorf("migrate jobs: %w", err)
	}
	result, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil)
	if err != nil {
		return applied, fmt.Errorf("migrate jobs: %w", err)
	}
	return applied + len(result.Versions), nil
}

func migrationPool(ctx context.Context, like *pgxpool.Pool) (*pgxpool.Pool, error) {
	config := like.Config()
	config.MaxConns = 4
	for _, name := range []string{"statement_timeout", "idle_in_transaction_session_timeout"} {
		config.ConnConfig.RuntimeParams[name] = "0"
	}
	return pgxpool.NewWithConfig(ctx, config)
}

const (
	migrationLock = 7_204_160_001
	lockEvery     = 50 * time.Millisecond
)

// lockMigrations asks again and again instead of waiting inside PostgreSQL: a waiting statement keeps a snapshot, for which CREATE
// INDEX CONCURRENTLY of the instance that holds the lock would wait in turn.
func lockMigrations(ctx context.Context, pool *pgxpool.Pool) (unlock func(), err error) {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return nil, err
	}
	for {
		var held bool
		if err := conn.QueryRow(ctx, "SELECT pg_try_advisory_lock($1)", migrationLock).Scan(&held); err != nil {
			conn.Release()
			return nil, err
		}
		if held {
			return conn.Release, nil // the lock ends with the connection, which the pool's end closes
		}
		select {
		case <-ctx.Done():
			conn.Release()
			return nil, ctx.Err()
		case <-time.After(lockEvery):
		}
	}
}

func migrateFiles(ctx context.Context, pool *pgxpool.Pool, files fs.FS, log *slog.Logger) (int, error) {
	session := stdlib.OpenDBFromPool(pool)
	defer session.Close()
	provider, err := goose.NewProvider(goose.DialectPostgres, session, files, goose.WithSlog(log))
	if err != nil {
		return 0, err
	}
	applied, err := provider.Up(ctx)
	return len(applied), err
}

// Migrated tells whether the schema has every numbered file, for readiness.
func Migrated(ctx context.Context, d *DB, files fs.FS) (bool, error) {
	names, err := fs.Glob(files, "*.sql")
	if err != nil || len(names) == 0 {
		return false, err
	}
	session := stdlib.OpenDBFromPool(d.pool)
	defer session.Close()
	provider, err := goose.NewProvider(goose.DialectPostgres, session, files)
	if err != nil {
		return false, err
	}
	pending, err := provider.HasPending(ctx)
	return !pending, err
}
