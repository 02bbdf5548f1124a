package casework

import (
	"database/sql"
	"errors"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
)

const penaltyColumns = `id, number, certificate_id, licence, title, agency, law, article, facts, decided_on, digest, received_at, state, reason, case_id, ruled_at,
	ruled_by`

func scanPenalty(scan func(...any) error) (p Penalty, err error) {
	var ruled sql.NullTime
	err = scan(&p.ID, &p.Number, &p.Certificate, &p.Licence, &p.Title, &p.Agency, &p.Law, &p.Article, &p.Facts, &p.DecidedOn, &p.digest, &p.ReceivedAt,
		&p.State, &p.Reason, &p.CaseID, &ruled, &p.RuledBy)
	p.ReceivedAt, p.RuledAt = local(p.ReceivedAt), local(ruled.Time)
	return p, err
}

// lockPenaltyNumber lets imports of one number wait for each other until the end of the transaction.
func lockPenaltyNumber(tx *db.Tx, number string) error {
	return tx.Exec(`SELECT pg_advisory_xact_lock(hashtextextended('penalty ' || ?, 0))`, number).Error
}

func latestPenalty(tx *db.Tx, number string) (p Penalty, known bool, err error) {
	p, err = scanPenalty(tx.Raw(`SELECT `+penaltyColumns+` FROM penalties WHERE number = ? ORDER BY received_at DESC, id DESC LIMIT 1`, number).Row().Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return p, false, nil
	}
	return p, err == nil, err
}

func selectPenalty(tx *db.Tx, id uuid.UUID, lock bool) (Penalty, error) {
	query := `SELECT ` + penaltyColumns + ` FROM penalties WHERE id = ?`
	if lock {
		query += ` FOR UPDATE`
	}
	p, err := scanPenalty(tx.Raw(query, id).Row().Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return p, fault.New(fault.NotFound, "NOT_FOUND")
	}
	return p, err
}

func waitingPenalties(tx *db.Tx) (list []Penalty, err error) {
	rows, err := tx.Raw(`SELECT `+penaltyColumns+` FROM penalties WHERE state = 'WAITING' ORDER BY received_at, id LIMIT ?`, mostRows).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		p, err := scanPenalty(rows.Scan)
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, rows.Err()
}

func insertPenalty(tx *db.Tx, p Penalty) error {
	return tx.Exec(`
INSERT INTO penalties (id, number, certificate_id, licence, title, agency, law, article, facts, decided_on, digest, received_at, state)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		p.ID, p.Number, p.Certificate, p.Licence, p.Title, p.Agency, p.Law, p.Article, p.Facts, p.DecidedOn, p.digest, p.ReceivedAt, p.State).Error
}

// rulePenalty writes what became of a waiting penalty that is locked.
func rulePenalty(tx *db.Tx, p Penalty, name string) error {
	res := tx.Exec(`UPDATE penalties SET state = ?, reason = ?, case_id = ?, ruled_at = ?, ruled_by = ?, ruled_name = ? WHERE id = ? AND state = 'WAITING'`,
		p.State, p.Reason, p.CaseID, p.RuledAt, p.RuledBy, name, p.ID)
	if res.Error == nil && res.RowsAffected != 1 {
		return fault.New(fault.Conflict, "PENALTY_RULED")
	}
	return res.Error
}
