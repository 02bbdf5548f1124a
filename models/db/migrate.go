package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

// Migrate brings the schema forward: the numbered files of migrations, then River's own tables, all under one lock so that several
// instances may start at once. It returns how many steps were applied.
func Migrate(ctx context.Context, d *DB, files fs.FS, log *slog.Logger) (int, error) {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	session := stdlib.OpenDBFromPool(d.pool)
	defer session.Close()
	// A waiting instance looks again each half second, for up to five minutes.
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300), lock.WithUnlockTimeout(1, 60))
	if err != nil {
		return 0, fmt.Errorf("migration lock: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, session, files, goose.WithSessionLocker(locker), goose.WithSlog(log))
	if err != nil {
		return 0, fmt.Errorf("migrations: %w", err)
	}
	applied, err := provider.Up(ctx)
	if err != nil {
		return 0, fmt.Errorf("migrate: %w", err)
	}
	jobs, err := migrateRiver(ctx, d, session, log)
	return len(applied) + jobs, err
}

// riverLock guards River's migrations, which bring no lock of their own.
const riverLock = 7_204_160_001

func migrateRiver(ctx context.Context, d *DB, session *sql.DB, log *slog.Logger) (n int, err error) {
	conn, err := session.Conn(ctx)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock($1)", riverLock); err != nil {
		return 0, err
	}
	defer func() {
		_, unlockErr := conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", riverLock)
		err = errors.Join(err, unlockErr)
	}()
	migrator, err := rivermigrate.New(riverpgxv5.New(d.pool), &rivermigrate.Config{Logger: log})
	if err != nil {
		return 0, err
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	result, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil)
	if err != nil {
		return 0, fmt.Errorf("migrate jobs: %w", err)
	}
	return len(result.Versions), nil
}
