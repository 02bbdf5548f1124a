package db

import (
	"context"
	"errors"
	"net"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"

	"github.com/yiyang-police/permit-portal/models/fault"
)

// translate turns what PostgreSQL says into a fault where somebody outside can do something about it; everything else stays an
// unforeseen error.
func translate(err error) error {
	if err == nil {
		return nil
	}
	if _, ok := fault.As(err); ok {
		return err
	}
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return fault.New(fault.NotFound, "NOT_FOUND").Because(err)
	}
	var network net.Error
	var connect *pgconn.ConnectError
	if errors.As(err, &connect) || errors.As(err, &network) || errors.Is(err, context.DeadlineExceeded) {
		return fault.New(fault.Unavailable, "UNAVAILABLE").Because(err)
	}
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		return err
	}
	switch pg.Code {
	case "40001", "40P01", "55P03": // serialization failure, deadlock, lock not available
		return fault.New(fault.Conflict, "BUSY").Because(err)
	case "57014", "57P01", "57P02", "57P03", "53300": // cancelled by time-out, shutting down, starting, too many connections
		return fault.New(fault.Unavailable, "UNAVAILABLE").Because(err)
	case "22021", "22P05": // NUL or a character that cannot be stored
		return fault.New(fault.Invalid, "CHARACTER_NOT_STORABLE").Because(err)
	}
	return err
}

// IsUnique tells whether err is a violation of the named unique constraint or index.
func IsUnique(err error, constraint string) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == "23505" && pg.ConstraintName == constraint
}
