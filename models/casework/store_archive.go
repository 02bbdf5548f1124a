package casework

import (
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// insertArchive notes that a case has ended. Who ends it again, as a delivery that was made good, moves its day.
func insertArchive(tx *db.Tx, id uuid.UUID) error {
	today := tx.Today()
	return tx.Exec(`
INSERT INTO archives (case_id, ended_on, due) VALUES (?, ?, ?)
ON CONFLICT (case_id) DO UPDATE SET ended_on = excluded.ended_on, due = excluded.due WHERE archives.archived_at IS NULL`,
		id, today, today.AddDays(archiveDays)).Error
}

const archiveColumns = `a.case_id, c.number, c.item_code, c.item_version, CASE WHEN c.for_unit THEN c.unit_name ELSE p.name END, c.for_unit, a.ended_on, a.due, a.looked_at, a.faults,
       a.archived_at, a.archived_by, a.class, a.years, a.keep_until`

const archiveJoins = ` FROM archives a JOIN cases c ON c.id = a.case_id JOIN people p ON p.id = c.person_id`

func scanArchive(scan func(...any) error) (r ArchiveRow, err error) {
	var looked, archived sql.NullTime
	var faults []byte
	if err = scan(&r.CaseID, &r.Number, &r.itemCode, &r.itemVersion, &r.Applicant, &r.ByUnit, &r.EndedOn, &r.Due, &looked, &faults, &archived, &r.ArchivedBy, &r.Class,
		&r.Years, &r.KeepUntil); err != nil {
		return r, err
	}
	r.LookedAt, r.ArchivedAt = looked.Time, archived.Time
	return r, json.Unmarshal(faults, &r.Faults)
}

// selectArchive is the row of one case; ok is false while it has not ended.
func selectArchive(tx *db.Tx, id uuid.UUID) (r ArchiveRow, ok bool, err error) {
	r, err = scanArchive(tx.Raw(`SELECT `+archiveColumns+archiveJoins+` WHERE a.case_id = ?`, id).Row().Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return r, false, nil
	}
	return r, err == nil, err
}

// selectArchives lists cases that wait, the first due first, or those that are archived, the newest first; behind a case of the list.
func selectArchives(tx *db.Tx, done bool, after uuid.UUID, limit int) (list []ArchiveRow, total int, err error) {
	where, order, behind := `a.archived_at IS NULL`, ` ORDER BY a.due, a.case_id`, `(a.due, a.case_id) > (SELECT due, case_id FROM archives WHERE case_id = ?)`
	if done {
		where, order = `a.archived_at IS NOT NULL`, ` ORDER BY a.archived_at DESC, a.case_id DESC`
		behind = `(a.archived_at, a.case_id) < (SELECT archived_at, case_id FROM archives WHERE case_id = ?)`
	}
	if err = tx.Raw(`SELECT count(*) FROM archives a WHERE ` + where).Row().Scan(&total); err != nil {
		return nil, 0, err
	}
	args := []any{}
	if after != uuid.Nil {
		where, args = where+` AND `+behind, append(args, after)
	}
	rows, err := tx.Raw(`SELECT `+archiveColumns+archiveJoins+` WHERE `+where+order+` LIMIT ?`, append(args, limit)...).Rows()
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	for rows.Next() {
		r, err := scanArchive(rows.Scan)
		if err != nil {
			return nil, 0, err
		}
		list = append(list, r)
	}
	return list, total, rows.Err()
}

// archivesToDo are cases that ended long enough ago and were not looked at today.
func archivesToDo(tx *db.Tx, limit int) (ids []uuid.UUID, err error) {
	err = tx.Raw(`
SELECT case_id FROM archives WHERE archived_at IS NULL AND ended_on <= ? AND (looked_at IS NULL OR looked_at < ?) ORDER BY due, case_id LIMIT ?`,
		tx.Today().AddDays(-archiveSelf), tx.Today().Start(), limit).Scan(&ids).Error
	return ids, err
}

func noteLook(tx *db.Tx, id uuid.UUID, faults []ArchiveFault) error {
	raw, err := json.Marshal(faults)
	if err != nil {
		return err
	}
	return tx.Exec(`UPDATE archives SET looked_at = ?, faults = ?::jsonb WHERE case_id = ? AND archived_at IS NULL`, tx.Now, string(raw), id).Error
}

// markArchived stores the archiving; a case that ended before the table was there gets its row now.
func markArchived(tx *db.Tx, id uuid.UUID, r ArchiveRow, officer string) error {
	res := tx.Exec(`
INSERT INTO archives (case_id, ended_on, due, looked_at, archived_at, archived_by, officer, class, years, keep_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (case_id) DO UPDATE SET looked_at = excluded.looked_at, faults = '[]', archived_at = excluded.archived_at, archived_by = excluded.archived_by,
       officer = excluded.officer, class = excluded.class, years = excluded.years, keep_until = excluded.keep_until
 WHERE archives.archived_at IS NULL`, id, r.EndedOn, r.Due, tx.Now, tx.Now, r.ArchivedBy, officer, r.Class, r.Years, r.KeepUntil)
	if res.Error == nil && res.RowsAffected != 1 {
		return stale() // another instance was first
	}
	return res.Error
}

// keepFilings tells until when the archived cases of a filing are kept, now that it is cancelled.
func keepFilings(tx *db.Tx, id uuid.UUID, until workday.Date) error {
	return tx.Exec(`UPDATE archives SET keep_until = ? WHERE class = 'filing' AND case_id IN (SELECT case_id FROM filing_events WHERE filing_id = ?)`, until, id).Error
}

// archivedBeside are the rating and the proof of delivery of a case, as JSON for its package; nil where there is none.
func archivedBeside(tx *db.Tx, id uuid.UUID) (rating, deliveries []byte, err error) {
	err = tx.Raw(`
SELECT (SELECT to_jsonb(x) FROM (
          SELECT r.grade, r.tags, r.text, r.given_at, r.edited_at, r.again, r.again_at, r.appeal, r.struck, t.contacted_at, t.contact, t.result_at, t.result
            FROM ratings r LEFT JOIN rating_tickets t ON t.rating_id = r.id WHERE r.case_id = @id) x),
       (SELECT jsonb_agg(to_jsonb(x) ORDER BY x.sent_at) FROM (
          SELECT p.title, p.number, d.sent_at, d.read_at, d.reader, d.raised_at, d.closed_at,
                 (SELECT jsonb_agg(to_jsonb(y)) FROM (SELECT at, outcome, words, waybill, name FROM delivery_records WHERE document_id = d.document_id ORDER BY id) y) AS records
            FROM deliveries d JOIN documents p ON p.id = d.document_id WHERE d.case_id = @id) x)`, map[string]any{"id": id}).Row().Scan(&rating, &deliveries)
	return rating, deliveries, err
}
