package casework

import (
	"database/sql"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
)

// announced are the hearings that were announced, each with the last announcement of it; shelf and place put those to come before those without a
// day, and those before what is over.
const announced = `
WITH told AS (
  SELECT DISTINCT ON (case_id, facts #>> '{proceeding,from}') id, case_id, number, issued_on, facts #>> '{proceeding,from}' AS since
    FROM documents WHERE kind = 'hearing_announce' AND state = 'ISSUED' ORDER BY case_id, facts #>> '{proceeding,from}', issued_at DESC, id DESC),
found AS (
  SELECT t.id, t.number, t.issued_on, c.item_code, c.item_version, coalesce(c.law #>> '{licence,measure}', '') AS measure, ` + partyNamed + `,
         c.host_desk, s.day, s.hour, s.place,
         CASE WHEN s.ended OR s.day < @today THEN 'OVER' WHEN c.state <> 'SPECIAL' THEN 'OFF' WHEN s.day IS NULL THEN 'UNSET' ELSE 'SET' END AS state
    FROM told t JOIN cases c ON c.id = t.case_id JOIN people p ON p.id = c.person_id
    JOIN item_versions v ON v.code = c.item_code AND v.version = c.item_version
   CROSS JOIN LATERAL (
     SELECT CAST(x ->> 'hearing_on' AS date) AS day, coalesce(x ->> 'hearing_at', '') AS hour, coalesce(x ->> 'place', '') AS place,
            coalesce(x ->> 'to', '') <> '' AS ended
       FROM jsonb_array_elements(c.law -> 'specials') x
      WHERE x ->> 'from' = t.since AND x ->> 'kind' IN ('hearing', 'public_hearing') AND coalesce(x ->> 'closed', '') = '' LIMIT 1) s
   WHERE v.compiled ->> 'department' <> 'churujing'),
h AS (
  SELECT id, number, issued_on, item_code, item_version, measure, party, is_unit, host_desk, day, hour, place, state,
         CASE state WHEN 'SET' THEN 0 WHEN 'UNSET' THEN 1 ELSE 2 END AS shelf,
         CASE state WHEN 'SET' THEN day - DATE '2000-01-01' ELSE DATE '2000-01-01' - coalesce(day, issued_on) END AS place_in
    FROM found WHERE state IN ('SET', 'UNSET') OR coalesce(day, issued_on) >= CAST(@today AS date) - INTERVAL '1 year') `

// partyNamed is partyNames with names for its columns.
const partyNamed = `CASE WHEN c.concerned_id <> '' THEN c.concerned_name WHEN c.for_unit THEN c.unit_name ELSE p.name END AS party,
       c.for_unit AND c.concerned_id = '' AS is_unit`

// selectHearings gives one page of what was announced, and how many there are in all.
func selectHearings(tx *db.Tx, after uuid.UUID, limit int) (list []Hearing, total int, err error) {
	params := map[string]any{"today": tx.Today(), "after": after, "limit": limit}
	if err = tx.Raw(announced+`SELECT count(*) FROM h`, params).Row().Scan(&total); err != nil {
		return nil, 0, err
	}
	behind := ``
	if after != uuid.Nil {
		behind = ` WHERE (shelf, place_in, id) > (SELECT shelf, place_in, id FROM h WHERE id = @after)`
	}
	rows, err := tx.Raw(announced+`SELECT id, number, issued_on, item_code, item_version, measure, party, is_unit, host_desk, day, hour, place, state FROM h`+
		behind+` ORDER BY shelf, place_in, id LIMIT @limit`, params).Rows()
	if err != nil {
		return nil, 0, err
	}
	list, err = scanHearings(rows)
	return list, total, err
}

func scanHearings(rows *sql.Rows) ([]Hearing, error) {
	defer rows.Close()
	list := []Hearing{}
	for rows.Next() {
		var h Hearing
		if err := rows.Scan(&h.ID, &h.Number, &h.AnnouncedOn, &h.ItemCode, &h.version, &h.Measure, &h.name, &h.isUnit, &h.area, &h.On, &h.At, &h.Place,
			&h.State); err != nil {
			return nil, err
		}
		list = append(list, h)
	}
	return list, rows.Err()
}
