package db

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/yiyang-police/permit-portal/models/fault"
)

// Key names one intended act of one actor: a repeated request with the same Key is answered again, not done again. Digest is over
// the request's content; the same Key with another Digest is refused with IDEMPOTENCY_KEY_REUSED. A Key without Value is no key.
type Key struct {
	Actor  string // who: account id
	Route  string // which act: method and route
	Value  string // the client's Idempotency-Key, at most 200 bytes
	Digest []byte
}

// KeyLife is how long an answer is kept for replays.
const KeyLife = 7 * 24 * time.Hour

// Once runs fn like Write and keeps its answer under key in the same transaction. When the key was used before, fn is not run and
// the kept answer is returned with replayed = true. A second request that arrives meanwhile waits for the first. Failures are not
// kept: they may be tried again.
func Once[T any](ctx context.Context, d *DB, key Key, fn func(tx *Tx) (T, error)) (answer T, replayed bool, err error) {
	err = d.Write(ctx, func(tx *Tx) error {
		var zero T
		answer, replayed = zero, false
		if key.Value == "" {
			answer, err = fn(tx)
			return err
		}
		kept, seen, err := claimKey(tx, key)
		if err != nil {
			return err
		}
		if seen {
			replayed = true
			return json.Unmarshal(kept, &answer)
		}
		if answer, err = fn(tx); err != nil {
			return err
		}
		return keepAnswer(tx, key, answer)
	})
	return answer, replayed, err
}

// claimKey inserts the key, or waits for the transaction that holds it and reads what that one kept. The touch makes a replay a
// write of its own, so that it is only acknowledged by a server that can still make things durable.
func claimKey(tx *Tx, key Key) (kept []byte, seen bool, err error) {
	var row struct {
		Digest   []byte
		Answer   []byte
		Inserted bool
	}
	err = tx.Raw(`
		INSERT INTO idempotency (actor, route, key, digest, created_at, touched_at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (actor, route, key) DO UPDATE SET touched_at = EXCLUDED.touched_at
		RETURNING digest, answer, (xmax = 0) AS inserted`,
		key.Actor, key.Route, key.Value, key.Digest, tx.Now, tx.Now).Scan(&row).Error
	if err != nil || row.Inserted {
		return nil, false, err
	}
	if string(row.Digest) != string(key.Digest) {
		return nil, false, fault.New(fault.Conflict, "IDEMPOTENCY_KEY_REUSED")
	}
	return row.Answer, true, nil
}

func keepAnswer(tx *Tx, key Key, answer any) error {
	body, err := json.Marshal(answer)
	if err != nil {
		return fmt.Errorf("answer of %s: %w", key.Route, err)
	}
	return tx.Exec(`UPDATE idempotency SET answer = ? WHERE actor = ? AND route = ? AND key = ?`,
		string(body), key.Actor, key.Route, key.Value).Error
}

// ForgetKeys deletes at most limit answers that are older than KeyLife and returns how many went.
func ForgetKeys(ctx context.Context, d *DB, limit int) (n int64, err error) {
	err = d.Write(ctx, func(tx *Tx) error {
		res := tx.Exec(`
			DELETE FROM idempotency WHERE (actor, route, key) IN (
				SELECT actor, route, key FROM idempotency WHERE created_at < ? LIMIT ?)`, tx.Now.Add(-KeyLife), limit)
		n = res.RowsAffected
		return res.Error
	})
	return n, err
}
