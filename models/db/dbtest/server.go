package dbtest

import (
	"fmt"
	"os"
)

func serverURL() (string, error) {
	if address := os.Getenv("PORTAL_TEST_DATABASE_URL"); address != "" {
		return address, nil
	}
	if _, err := os.Stat("/tmp/permit-portal-testdb/.s.PGSQL.5432"); err == nil {
		return "postgres://postgres@/postgres?host=/tmp/permit-portal-testdb", nil
	}
	return "", fmt.Errorf("no database server")
}
