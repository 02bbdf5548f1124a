package delivery

import (
	"database/sql"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/notice"
)

// tellings are the notices that tell the applicant of his result.
var tellings = []notice.Kind{notice.CertificateReady, notice.CertificateMade, notice.Granted, notice.Permitted, notice.Refused, notice.Denied, notice.Filed,
	notice.NotFiled, notice.NotAccepted, notice.Done, notice.Declined, notice.NotIssued, notice.LicenceEnded, notice.LicenceChanged, notice.LicenceUnchanged,
	notice.LicenceReissued, notice.Awarded, notice.AwardDenied, notice.DeliveryChosen}

// insertArrival notes that a result waits to arrive; further moves while it waits change nothing. A case that is decided again waits anew.
func insertArrival(tx *db.Tx, caseID uuid.UUID) error {
	return tx.Exec(`INSERT INTO arrivals (case_id, since) VALUES (?, ?)
ON CONFLICT (case_id) DO UPDATE SET since = excluded.since, ended_at = NULL WHERE arrivals.ended_at IS NOT NULL`, caseID, tx.Now).Error
}

func endArrival(tx *db.Tx, caseID uuid.UUID) error {
	return tx.Exec(`UPDATE arrivals SET ended_at = ? WHERE case_id = ? AND ended_at IS NULL`, tx.Now, caseID).Error
}

// endAll ends every delivery of a case that is taken up again: nobody waits for its papers, its letter or its reading any more.
func endAll(tx *db.Tx, caseID uuid.UUID) error {
	err := tx.Exec(`
UPDATE deliveries d SET closed_at = COALESCE(closed_at, @now)
  FROM documents p WHERE p.id = d.document_id AND p.state = 'SUPERSEDED' AND d.case_id = @id AND d.read_at IS NULL`,
		map[string]any{"now": tx.Now, "id": caseID}).Error
	if err != nil {
		return err
	}
	if err := settleParcels(tx, caseID); err != nil {
		return err
	}
	return endArrival(tx, caseID)
}

// selectArrivals lists results that have arrived, behind another: every paper is made, and a short message of the move that made them due was sent or,
// where none was, each of them has been read. The first of several members of an enterprise who was reached counts for it.
func selectArrivals(tx *db.Tx, from arrival, limit int) (list []arrival, err error) {
	rows, err := tx.Raw(`
SELECT a.case_id, a.since, GREATEST(a.since, p.made_at), n.sms_at, COALESCE(n.sms_mobile, ''), r.read_at, COALESCE(r.reader, '')
  FROM arrivals a
  JOIN LATERAL (SELECT max(q.rendered_at) AS made_at, bool_and(d.read_at IS NOT NULL) AS read
                  FROM documents q LEFT JOIN deliveries d ON d.document_id = q.id
                 WHERE q.case_id = a.case_id AND q.kind = ANY(CAST(@kinds AS text[])) AND q.state = 'ISSUED' HAVING bool_and(q.render = 'DONE')) p ON true
  LEFT JOIN LATERAL (SELECT sms_at, sms_mobile FROM notices
                 WHERE case_id = a.case_id AND person_id IS NOT NULL AND posted_at = a.since AND kind = ANY(CAST(@tells AS text[])) AND sms_state = 'sent' ORDER BY sms_at, id LIMIT 1) n ON true
  LEFT JOIN LATERAL (SELECT d.read_at, d.reader FROM deliveries d JOIN documents q ON q.id = d.document_id AND q.kind = ANY(CAST(@kinds AS text[])) AND q.state = 'ISSUED'
                      WHERE d.case_id = a.case_id AND d.read_at IS NOT NULL
                      ORDER BY CASE WHEN n.sms_at IS NULL THEN -1 ELSE 1 END * extract(epoch FROM d.read_at) LIMIT 1) r ON true
 WHERE a.ended_at IS NULL AND (n.sms_at IS NOT NULL OR p.read) AND (a.since, a.case_id) > (@since, @case)
 ORDER BY a.since, a.case_id LIMIT @limit`,
		map[string]any{"kinds": names(casework.Delivered()), "tells": names(tellings), "since": from.since, "case": from.caseID, "limit": limit}).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var a arrival
		var texted, read sql.NullTime
		if err := rows.Scan(&a.caseID, &a.since, &a.proof.SpaceAt, &texted, &a.proof.Mobile, &read, &a.proof.Reader); err != nil {
			return nil, err
		}
		a.proof.TextedAt, a.proof.ReadAt = texted.Time, read.Time
		list = append(list, a)
	}
	return list, rows.Err()
}
