package dbtest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/yiyang-police/permit-portal/server/localdb"
)

const serverVariable = "PORTAL_TEST_DATABASE_URL"

// serverURL is PORTAL_TEST_DATABASE_URL, or else a private server in the temporary folder that all test processes of this user
// share: the first one starts it, the others find it, and it stays for the next run. This is the one place outside server that
// imports localdb, because tests must not ask people to prepare a server. Durability is off: test data may be lost.
func serverURL() (string, error) {
	if address := os.Getenv(serverVariable); address != "" {
		return address, nil
	}
	cluster, err := localdb.Start(context.Background(), localdb.Options{
		Dir:      filepath.Join(os.TempDir(), fmt.Sprintf("permit-portal-tests-%d", os.Getuid())),
		Detached: true,
		Settings: map[string]string{
			"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "400",
		},
	})
	if err != nil {
		return "", err
	}
	return cluster.URL("postgres"), nil
}
