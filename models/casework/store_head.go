package casework

import (
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// fromHead begins at the head of a queue (migrations/00320): the dead entries that earlier claims have left before it are not walked over again.
const fromHead = `
                   AND (q.do_by, q.class, q.turn, q.received_at, q.number) >= (
                        coalesce((SELECT do_by FROM queue_heads WHERE desk = @desk AND stage = @stage), '-infinity'),
                        coalesce((SELECT class FROM queue_heads WHERE desk = @desk AND stage = @stage), 0::smallint),
                        coalesce((SELECT turn FROM queue_heads WHERE desk = @desk AND stage = @stage), 0),
                        coalesce((SELECT received_at FROM queue_heads WHERE desk = @desk AND stage = @stage), '-infinity'),
                        coalesce((SELECT number FROM queue_heads WHERE desk = @desk AND stage = @stage), ''))`

// headLock is how long moving a head on waits for those who let a step wait right now; it is only a convenience and may be done another time.
const headLock = "SET LOCAL lock_timeout = '100ms'"

// moveHead moves the head of a queue on to the first step that waits. Nobody may let a step wait meanwhile, so the lock comes first and the
// statement that looks comes after it.
func moveHead(tx *db.Tx, desk string, stage procedure.Stage) error {
	if err := tx.Exec(headLock).Error; err != nil {
		return err
	}
	if err := tx.Exec(`SELECT pg_advisory_xact_lock(queue_lock(?, ?))`, desk, stage).Error; err != nil {
		return err
	}
	return tx.Exec(`
INSERT INTO queue_heads (desk, stage, do_by, class, turn, received_at, number)
SELECT q.desk, q.stage, q.do_by, q.class, q.turn, q.received_at, q.number FROM steps q
 WHERE q.desk = @desk AND q.stage = @stage AND q.state = 'QUEUED' AND q.do_by IS NOT NULL`+fromHead+`
 ORDER BY q.do_by, q.class, q.turn, q.received_at, q.number LIMIT 1
    ON CONFLICT (desk, stage) DO UPDATE SET do_by = excluded.do_by, class = excluded.class, turn = excluded.turn,
       received_at = excluded.received_at, number = excluded.number`, map[string]any{"desk": desk, "stage": stage}).Error
}
