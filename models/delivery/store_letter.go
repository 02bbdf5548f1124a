package delivery

import (
	"database/sql"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// letters are the listed parcels of the desks in reach; a case has at most one.
const letters = `
  FROM (SELECT p.case_id, p.waybill, p.posted_at, p.report, p.reported_at, p.returned_at, c.number, c.for_unit, c.unit_name, w.name, w.mobile, c.due, s.desk,
               ` + procedureOf + ` AS procedure, COALESCE(c.law #>> '{attempts,-1,reason}', '') AS reason,
               CASE WHEN p.ended_at IS NULL THEN 'way' WHEN jsonb_array_length(c.law->'attempts') < 2 THEN 'second' ELSE 'window' END AS state
          FROM parcels p JOIN cases c ON c.id = p.case_id JOIN people w ON w.id = c.person_id
               CROSS JOIN LATERAL (SELECT desk FROM steps WHERE case_id = p.case_id AND stage = 'delivery' ORDER BY opened_at DESC, id DESC LIMIT 1) s
         WHERE (p.ended_at IS NULL OR p.returned_at IS NOT NULL AND p.settled_at IS NULL) AND (@all OR s.desk = ANY(CAST(@desks AS text[])))) l
 WHERE (@state = '' OR l.state = @state) AND (@procedure = '' OR l.procedure = @procedure)`

func selectLetters(tx *db.Tx, in desks, q LetterQuery) (list []Letter, total int, err error) {
	args := map[string]any{"all": in.all, "desks": texts(in.codes), "state": q.State, "procedure": q.Procedure, "after": q.After, "limit": q.Limit + 1}
	if err = tx.Raw(`SELECT count(*)`+letters, args).Row().Scan(&total); err != nil {
		return nil, 0, err
	}
	rows, err := tx.Raw(`
SELECT l.case_id, l.number, l.procedure, l.desk, l.name, l.unit_name, l.for_unit, l.mobile, l.waybill, l.posted_at, l.state, l.report, l.reported_at, l.returned_at, l.reason, l.due`+
		letters+` AND (COALESCE(l.due, 'infinity'), l.case_id) > (COALESCE((SELECT COALESCE(due, 'infinity') FROM cases WHERE id = @after), '-infinity'), @after)
 ORDER BY COALESCE(l.due, 'infinity'), l.case_id LIMIT @limit`, args).Rows()
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	for rows.Next() {
		l, err := scanLetter(rows.Scan)
		if err != nil {
			return nil, 0, err
		}
		list = append(list, l)
	}
	return list, total, rows.Err()
}

func scanLetter(scan func(...any) error) (l Letter, err error) {
	var reported, returned sql.NullTime
	err = scan(&l.CaseID, &l.CaseNumber, &l.Procedure, &l.Desk, &l.Applicant, &l.Unit, &l.ByUnit, &l.Mobile, &l.Waybill, &l.PostedAt, &l.State, &l.Report, &reported,
		&returned, &l.Reason, &l.Due)
	l.PostedAt, l.ReportedAt, l.ReturnedAt = l.PostedAt.In(workday.Zone), reported.Time.In(workday.Zone), returned.Time.In(workday.Zone)
	if l.State == OnWay {
		l.Mobile, l.Reason = "", "" // nobody is called about it, and the reason is of a letter before
	}
	return l, err
}

// noteReport keeps what the post said of a letter on its way.
func noteReport(tx *db.Tx, p parcel, r Report) error {
	return tx.Exec(`UPDATE parcels SET report = ?, reported_at = ? WHERE case_id = ? AND waybill = ? AND ended_at IS NULL`, r, tx.Now, p.caseID, p.waybill).Error
}
