package numbers

import (
	"encoding/json"
	"time"

	"gorm.io/gorm"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// exitDesks are the desks of exit and entry, the city's first.
func exitDesks(tx *db.Tx) (codes []string, err error) {
	err = tx.Raw(`SELECT code FROM desks WHERE code LIKE '%-jing' ORDER BY code`).Scan(&codes).Error
	return codes, err
}

// mostFacts is how many cases are counted at once.
const mostFacts = 20_000

// factColumns reads a case with the request behind it; its desk is that of its first step. A case without a request names its destination itself.
const factColumns = `
SELECT c.id, d.desk, c.item_code, c.unit_name, c.unit_code, coalesce(r.trip->>'reason', ''),
       coalesce(r.trip->'destinations', c.answers->'destination', '[]'), coalesce((c.law->>'urgent')::boolean, false), c.received_at,
       (c.law->>'departure')::date, coalesce(c.law->'clocks', '[]'), c.state
  FROM cases c
  JOIN LATERAL (SELECT s.desk FROM steps s WHERE s.case_id = c.id ORDER BY s.id LIMIT 1) d ON true
  LEFT JOIN business_travellers t ON t.case_id = c.id
  LEFT JOIN business_requests r ON r.id = t.request_id
 WHERE c.item_code IN ? AND c.received_at >= ? AND c.received_at < ?`

// factsOf are the endorsements that desks received within a period, in the order of receipt. Fault: PERIOD_TOO_MUCH.
func factsOf(tx *db.Tx, p Period, desks []string) ([]Fact, error) {
	return facts(tx.Raw(factColumns+` AND d.desk IN ? ORDER BY c.received_at, c.number LIMIT ?`, items, p.From.Start(), p.To.End(), desks, mostFacts+1))
}

// expeditedIn are the endorsements of the whole bureau that were admitted to the expedited queue.
func expeditedIn(tx *db.Tx, p Period) ([]Fact, error) {
	return facts(tx.Raw(factColumns+` AND (c.law->>'urgent')::boolean ORDER BY c.received_at, c.number LIMIT ?`, items, p.From.Start(), p.To.End(), mostFacts+1))
}

// businessPassports counts the passports that were applied for in a period for a journey abroad on business: by the purpose that the applicant
// states with the enterprise that sends him, or by the business request of the same journey that he names.
func businessPassports(tx *db.Tx, p Period) (n int, err error) {
	err = tx.Raw(`
SELECT count(*) FROM cases c WHERE c.item_code IN ? AND c.received_at >= ? AND c.received_at < ?
   AND (c.answers ->> 'purpose' = 'business' OR c.answers ->> 'for_business' = 'true' OR c.answers ->> 'business_trip' IS NOT NULL)`,
		expedite.Passport.Items(), p.From.Start(), p.To.End()).Row().Scan(&n)
	return n, err
}

func facts(query *gorm.DB) ([]Fact, error) {
	rows, err := query.Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []Fact{}
	for rows.Next() {
		var f Fact
		var places, clocks []byte
		err := rows.Scan(&f.CaseID, &f.Desk, &f.Item, &f.Unit, &f.UnitCode, &f.Reason, &places, &f.Expedited, &f.ReceivedAt, &f.Departure, &clocks, &f.State)
		if err == nil {
			err = f.fill(places, clocks)
		}
		if err != nil {
			return nil, err
		}
		list = append(list, f)
	}
	if len(list) > mostFacts {
		return nil, fault.New(fault.Invalid, "PERIOD_TOO_MUCH", "max", mostFacts)
	}
	return list, rows.Err()
}

// fill reads what is kept as JSON: destinations and the promise, whose last clock counts.
func (f *Fact) fill(places, clocks []byte) error {
	var law procedure.Case
	if err := json.Unmarshal(clocks, &law.Clocks); err != nil {
		return err
	}
	if k, promised := law.Clock(procedure.K3); promised {
		f.Promise, f.Ended = k.Due, k.StoppedOn
	}
	f.ReceivedAt = f.ReceivedAt.In(workday.Zone)
	if f.Taiwan() {
		f.Destinations = []expedite.Destination{expedite.Taiwan}
		return nil
	}
	return json.Unmarshal(places, &f.Destinations)
}

// waiting counts what waits at desks now, by the day on which it must be done.
func waiting(tx *db.Tx, desks []string) (list []Due, err error) {
	rows, err := tx.Raw(`
SELECT s.do_by, count(*) FILTER (WHERE s.class = 0), count(*) FILTER (WHERE s.class <> 0)
  FROM steps s JOIN cases c ON c.id = s.case_id AND c.item_code IN ?
 WHERE s.state <> 'DONE' AND s.desk IN ? GROUP BY s.do_by ORDER BY s.do_by`, items, desks).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list = []Due{}
	for rows.Next() {
		var d Due
		if err := rows.Scan(&d.DoBy, &d.Expedited, &d.Ordinary); err != nil {
			return nil, err
		}
		list = append(list, d)
	}
	return list, rows.Err()
}

// spent is how long a step stood open.
type spent struct{ opened, closed time.Time }

// stepsDone are the steps that officers of desks did within a period, by stage.
func stepsDone(tx *db.Tx, p Period, desks []string) (map[procedure.Stage][]spent, error) {
	rows, err := tx.Raw(`
SELECT s.stage, s.opened_at, s.closed_at FROM steps s JOIN cases c ON c.id = s.case_id AND c.item_code IN ?
 WHERE s.state = 'DONE' AND s.holder IS NOT NULL AND s.desk IN ? AND s.closed_at >= ? AND s.closed_at < ?`, items, desks, p.From.Start(), p.To.End()).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	done := map[procedure.Stage][]spent{}
	for rows.Next() {
		var stage procedure.Stage
		var one spent
		if err := rows.Scan(&stage, &one.opened, &one.closed); err != nil {
			return nil, err
		}
		done[stage] = append(done[stage], one)
	}
	return done, rows.Err()
}

// admissionsIn are the decisions on admission of a period, in their order.
func admissionsIn(tx *db.Tx, p Period, desks []string) ([]Admission, error) {
	rows, err := tx.Raw(`
SELECT a.officer, a.name, c.unit_code, c.unit_name, a.admitted
  FROM business_admissions a JOIN cases c ON c.id = a.case_id
  JOIN LATERAL (SELECT s.desk FROM steps s WHERE s.case_id = c.id ORDER BY s.id LIMIT 1) d ON d.desk IN ?
 WHERE a.at >= ? AND a.at < ? ORDER BY a.id`, desks, p.From.Start(), p.To.End()).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []Admission{}
	for rows.Next() {
		var a Admission
		if err := rows.Scan(&a.Officer, &a.Name, &a.UnitCode, &a.Unit, &a.Admitted); err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	return list, rows.Err()
}
