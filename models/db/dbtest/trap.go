package dbtest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/yiyang-police/permit-portal/models/db"
)

// Traps are triggers on every table of a test's database that fail at one row of an act: before it is written, after it, at the commit, or by
// ending the connection. They fail inside the database, where Attacks fail on the way to it.
type Traps struct{ db *db.DB }

// Sprung is what an act met.
type Sprung struct {
	Rows   int            // rows the act wrote, each made to fail before and after it was written
	Tables map[string]int // those rows by table
	Kills  int            // connections ended within the act
}

// How a trap fails.
const (
	raises = "raise"  // an error at a row
	kills  = "kill"   // the connection ends at a row
	defers = "commit" // an error of a deferred constraint, at the commit
)

// SetTraps puts the triggers into the database, unarmed.
func SetTraps(ctx context.Context, d *db.DB) (*Traps, error) {
	names, err := tablesOf(ctx, d)
	if err != nil {
		return nil, err
	}
	sql := []string{`
CREATE SCHEMA trap;
CREATE SEQUENCE trap.events; -- what fails is undone, but a sequence goes on counting
CREATE SEQUENCE trap.deferred;
CREATE TABLE trap.plan (how text, at bigint);
INSERT INTO trap.plan VALUES ('', 0);
CREATE FUNCTION trap.strike() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE how text; at bigint;
BEGIN
	SELECT p.how, p.at INTO how, at FROM trap.plan p;
	IF nextval('trap.events') = at AND how IN ('raise', 'kill') THEN
		IF how = 'kill' THEN
			PERFORM pg_terminate_backend(pg_backend_pid());
		END IF;
		RAISE EXCEPTION 'trap' USING ERRCODE = 'TR001', TABLE = TG_TABLE_NAME, DETAIL = TG_WHEN || ' ' || TG_OP;
	END IF;
	IF TG_OP = 'DELETE' THEN
		RETURN OLD;
	END IF;
	RETURN NEW;
END $$;
CREATE FUNCTION trap.defer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF nextval('trap.deferred') = (SELECT p.at FROM trap.plan p WHERE p.how = 'commit') THEN
		RAISE EXCEPTION 'trap' USING ERRCODE = 'TR001', TABLE = TG_TABLE_NAME, DETAIL = 'COMMIT';
	END IF;
	RETURN NULL;
END $$;`}
	for _, table := range names {
		for _, when := range []string{"BEFORE", "AFTER"} {
			sql = append(sql, fmt.Sprintf(`CREATE TRIGGER trap_%s %s INSERT OR UPDATE OR DELETE ON public.%s FOR EACH ROW EXECUTE FUNCTION trap.strike();`, when, when, table))
		}
		sql = append(sql, fmt.Sprintf(`CREATE CONSTRAINT TRIGGER trap_commit AFTER INSERT OR UPDATE OR DELETE ON public.%s
			DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION trap.defer();`, table))
	}
	_, err = d.Pool().Exec(ctx, strings.Join(sql, "\n"))
	return &Traps{db: d}, err
}

// Remove takes the triggers out again.
func (t *Traps) Remove(ctx context.Context) error {
	_, err := t.db.Pool().Exec(ctx, `DROP SCHEMA trap CASCADE`)
	return err
}

// Spring lets an act of one transaction fail at every row that it writes, once before and once after the row, at the commit, and by the end of the
// connection at the first row of each table and at the last row of all. Whatever fails must say so and leave no row of any table behind or changed.
func (t *Traps) Spring(ctx context.Context, do func(context.Context) error) (s Sprung, err error) {
	clean, err := Rows(ctx, t.db)
	if err != nil {
		return s, err
	}
	fails := func(how string, at int) (told error, err error) {
		if err := t.arm(ctx, how, at); err != nil {
			return nil, err
		}
		if told = do(ctx); told == nil {
			return nil, fmt.Errorf("%s at %d: the act says that it succeeded", how, at)
		}
		left, err := Rows(ctx, t.db)
		if err != nil {
			return told, err
		}
		for table, rows := range left {
			if rows != clean[table] {
				return told, fmt.Errorf("%s at %d (%w) left something in %s", how, at, told, table)
			}
		}
		return told, nil
	}
	if told, err := fails(defers, 1); err != nil || struck(told) == nil {
		return s, errors.Join(err, told)
	}
	var events int
	if err := t.db.Pool().QueryRow(ctx, `SELECT last_value FROM trap.events WHERE is_called`).Scan(&events); err != nil {
		return s, err
	}
	s.Tables = map[string]int{}
	first := map[string]int{"": events}
	for at := 1; at <= events; at++ {
		told, err := fails(raises, at)
		hit := struck(told)
		if err != nil || hit == nil {
			return s, errors.Join(err, told)
		}
		if _, known := first[hit.TableName]; !known {
			first[hit.TableName] = at
		}
		if strings.HasPrefix(hit.Detail, "BEFORE") {
			s.Rows++
			s.Tables[hit.TableName]++
		}
	}
	for _, at := range slices.Sorted(maps.Values(first)) {
		if _, err := fails(kills, at); err != nil {
			return s, err
		}
		s.Kills++
	}
	return s, nil
}

// arm counts anew and lets the trap fail at an event.
func (t *Traps) arm(ctx context.Context, how string, at int) error {
	_, err := t.db.Pool().Exec(ctx, fmt.Sprintf(`UPDATE trap.plan SET how = '%s', at = %d; ALTER SEQUENCE trap.events RESTART; ALTER SEQUENCE trap.deferred RESTART`, how, at))
	return err
}

// struck is the trap's own error within what an act tells.
func struck(told error) *pgconn.PgError {
	var pg *pgconn.PgError
	if !errors.As(told, &pg) || pg.Code != "TR001" {
		return nil
	}
	return pg
}
