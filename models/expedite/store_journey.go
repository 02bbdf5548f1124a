package expedite

import (
	"encoding/json"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// mostAsked is about how many endorsements one run asks.
const mostAsked = 500

// journeysDue are endorsements to ask about: issued in the expedited queue within twelve months, the planned return past, and either never asked about,
// or not used so far, still valid when last asked, and not asked about for a week.
func journeysDue(tx *db.Tx) ([]journey, error) {
	today := tx.Today()
	rows, err := tx.Raw(`
SELECT c.id, r.unit_code, (c.law->>'decided_on')::date, coalesce((c.law->'result'->>'until')::date, (c.law->>'decided_on')::date + 90), t.id_number,
       coalesce(t.person->>'doc_no', ''), coalesce(c.law->'result'->>'number', ''), r.trip->'destinations'
  FROM business_travellers t
  JOIN business_requests r ON r.id = t.request_id
  JOIN cases c ON c.id = t.case_id AND c.state IN ('ISSUED', 'DELIVERY', 'CLOSED') AND c.law->>'verdict' = 'grant' AND (c.law->>'urgent')::boolean
  LEFT JOIN business_journeys j ON j.case_id = c.id
 WHERE (c.law->>'decided_on')::date > @since AND (r.trip->>'return')::date < @today
   AND (j.case_id IS NULL OR j.crossed_on IS NULL AND j.asked_at < @before AND (j.asked_at AT TIME ZONE 'Asia/Shanghai')::date <= j.valid_to)
 ORDER BY c.id LIMIT @most`,
		map[string]any{"since": today.AddMonths(-12), "today": today, "before": today.AddDays(-againAfter).End(), "most": mostAsked}).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []journey
	for rows.Next() {
		var j journey
		var places []byte
		if err := rows.Scan(&j.CaseID, &j.UnitCode, &j.IssuedOn, &j.ValidTo, &j.IDNumber, &j.DocNo, &j.Number, &places); err != nil {
			return nil, err
		}
		if err := json.Unmarshal(places, &j.Destinations); err != nil {
			return nil, err
		}
		j.From, j.To = j.IssuedOn, workday.Earliest(j.ValidTo, today)
		list = append(list, j)
	}
	return list, rows.Err()
}

func keepJourney(tx *db.Tx, j journey, c Crossing) error {
	return tx.Exec(`
INSERT INTO business_journeys (case_id, unit_code, issued_on, valid_to, crossed_on, source, asked_at) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (case_id) DO UPDATE SET crossed_on = excluded.crossed_on, source = excluded.source, asked_at = excluded.asked_at`,
		j.CaseID, j.UnitCode, j.IssuedOn, j.ValidTo, dateOrNull(c.On), c.Source, tx.Now).Error
}

func dateOrNull(d workday.Date) any {
	if d.IsZero() {
		return nil
	}
	return d
}

// travelsSince are the expedited endorsements about whose use the register has answered, by the unit's code; code "" asks for all units.
func travelsSince(tx *db.Tx, since workday.Date, code string) (map[string][]Travel, error) {
	rows, err := tx.Raw(`SELECT unit_code, issued_on, crossed_on IS NOT NULL FROM business_journeys WHERE issued_on > ? AND (? = '' OR unit_code = ?) ORDER BY case_id`,
		since, code, code).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	byUnit := map[string][]Travel{}
	for rows.Next() {
		var unit string
		var t Travel
		if err := rows.Scan(&unit, &t.IssuedOn, &t.Used); err != nil {
			return nil, err
		}
		byUnit[unit] = append(byUnit[unit], t)
	}
	return byUnit, rows.Err()
}
