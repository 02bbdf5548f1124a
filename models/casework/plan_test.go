package casework

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
)

// What stands on one certificate is found among twenty thousand others by the two indexes of undecided cases, and never by reading all.
func TestWhatStandsOnACertificateIsFoundByItsIndexes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	p := w.blaster(1, "2026-12-01")
	w.exec(`INSERT INTO cases (id, number, item_code, item_version, person_id, state, law, started_at, updated_at, subject)
		SELECT gen_random_uuid(), lpad(n::text, 24, '0'), ?, 1, ?, CASE n % 20 WHEN 0 THEN 'REVIEW' ELSE 'CLOSED' END, '{}', now(), now(), 'N' || n
		  FROM generate_series(1, 20000) n`, item, p.PersonID)
	w.exec(`ANALYZE cases`)
	var plan []string
	check(t, w.db.Read(context.Background(), func(tx *db.Tx) error {
		return tx.Raw("EXPLAIN "+whatStands, uuid.New(), uuid.Nil, item, "N40").Scan(&plan).Error
	}))
	all := strings.Join(plan, "\n")
	if !strings.Contains(all, "cases_measure") || !strings.Contains(all, "cases_undecided") || strings.Contains(all, "Seq Scan") {
		t.Errorf("it is found by\n%s", all)
	}
}
