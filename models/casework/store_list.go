package casework

import (
	"cmp"
	"context"
	"database/sql"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// summaries lists cases by a condition with its order.
func (s *Service) summaries(ctx context.Context, tx *db.Tx, where string, args ...any) ([]CaseSummary, error) {
	rows, err := tx.Raw(`
SELECT c.id, coalesce(c.number, ''), c.item_code, c.item_version, c.procedure, coalesce(c.law->'licence'->>'measure', ''), `+partyNames+`, p.name, p.id, c.state, c.sub_state, c.verdict, c.deemed, c.clock, c.due,
       c.started_at, c.received_at, c.updated_at, `+isArchived+`
  FROM cases c JOIN people p ON p.id = c.person_id WHERE `+where, args...).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []CaseSummary{}
	var versions []int
	for rows.Next() {
		var c CaseSummary
		var version int
		var received sql.NullTime
		err := rows.Scan(&c.ID, &c.Code, &c.ItemCode, &version, &c.Procedure, &c.Measure, &c.Applicant, &c.Unit, &c.ByUnit, &c.By, &c.PersonID, &c.State, &c.SubState, &c.Verdict, &c.Deemed, &c.Clock, &c.Due,
			&c.StartedAt, &received, &c.UpdatedAt, &c.Archived)
		if err != nil {
			return nil, err
		}
		c.StartedAt, c.ReceivedAt, c.UpdatedAt = local(c.StartedAt), local(received.Time), local(c.UpdatedAt)
		c.ExpectsReply, c.Provisional = c.State == procedure.Correction, s.provisional(c.Due)
		list, versions = append(list, c), append(versions, version)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	rows.Close()
	for i := range list {
		item, err := s.items.Version(ctx, list[i].ItemCode, versions[i])
		if err != nil {
			return nil, err
		}
		list[i].Name, list[i].Procedure = item.Name, cmp.Or(list[i].Procedure, item.Procedure.Code)
	}
	return list, nil
}

func countCases(tx *db.Tx, see sight) (n int, err error) {
	err = tx.Raw(`SELECT count(*) FROM cases c WHERE `+see.where, see.args...).Row().Scan(&n)
	return n, err
}

// partyNames are the applicant's name, that of the unit behind a person, and whether the applicant is a unit itself.
const partyNames = `CASE WHEN c.concerned_id <> '' THEN c.concerned_name WHEN c.for_unit THEN c.unit_name ELSE p.name END,
       CASE WHEN c.for_unit AND c.concerned_id = '' THEN '' ELSE c.unit_name END, c.for_unit AND c.concerned_id = ''`

// firmDay tells whether finish_by is a day that no announcement moves: the end of a limit in natural days, or a licence's last day (C-6).
const firmDay = `c.law->>'expiry' = s.finish_by::text OR EXISTS (SELECT FROM jsonb_array_elements(c.law->'clocks') k
       WHERE k->>'due' = s.finish_by::text AND NOT (k->>'provisional')::boolean AND k->>'stopped_on' IS NULL)`

// queueRows lists a queue in working order from a place on: waiting steps, those whose lease ran out included, and nothing that is held.
func (s *Service) queueRows(ctx context.Context, tx *db.Tx, desk string, stage procedure.Stage, after *Place, limit int) ([]QueueRow, error) {
	behind, args := "", []any{}
	if after != nil {
		behind = " AND (q.do_by, q.class, q.turn, q.received_at, q.number) > (?::date, ?::smallint, ?::int, ?::timestamptz, ?::text)"
		args = []any{after.DoBy, after.Class, after.Turn, after.ReceivedAt, after.Number}
	}
	part := func(state string, extra ...any) (string, []any) {
		return `(SELECT q.id, q.case_id, q.state, q.finish_by, q.do_by, q.class, q.turn, q.received_at, q.number FROM steps q
		  WHERE q.desk = ? AND q.stage = ? AND ` + state + behind + ` ORDER BY q.do_by, q.class, q.turn, q.received_at, q.number LIMIT ?)`,
			append(append(append([]any{desk, stage}, extra...), args...), limit)
	}
	waiting, argsA := part("q.state = 'QUEUED'")
	lapsed, argsB := part("q.state = 'CLAIMED' AND q.expires_at <= ?", tx.Now)
	rows, err := tx.Raw(`
SELECT s.id, s.case_id, s.finish_by, s.do_by, s.class, s.turn, s.received_at, s.number, c.item_code, c.item_version, c.procedure, `+partyNames+`, coalesce(`+firmDay+`, false)
  FROM (`+waiting+` UNION ALL `+lapsed+`) s JOIN cases c ON c.id = s.case_id JOIN people p ON p.id = c.person_id
 ORDER BY s.do_by, s.class, s.turn, s.received_at, s.number LIMIT ?`, append(append(argsA, argsB...), limit)...).Rows()
	if err != nil {
		return nil, err
	}
	return s.scanQueue(ctx, tx, rows)
}

func (s *Service) scanQueue(ctx context.Context, tx *db.Tx, rows *sql.Rows) (list []QueueRow, err error) {
	defer rows.Close()
	list = []QueueRow{}
	codes, versions := []string{}, []int{}
	for rows.Next() {
		r := QueueRow{State: "QUEUED"}
		var code string
		var version int
		err := rows.Scan(&r.StepID, &r.CaseID, &r.FinishBy, &r.DoBy, &r.Class, &r.Turn, &r.ReceivedAt, &r.Number, &code, &version, &r.proc, &r.Applicant, &r.Unit, &r.ByUnit, &r.Firm)
		if err != nil {
			return nil, err
		}
		r.ReceivedAt, r.Code, r.Today = local(r.ReceivedAt), r.Number, !r.DoBy.After(workday.DateOf(tx.Now))
		r.Provisional = s.provisional(r.FinishBy) && !r.Firm || s.provisional(r.DoBy) && r.DoBy != r.FinishBy
		list, codes, versions = append(list, r), append(codes, code), append(versions, version)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	rows.Close()
	for i := range list {
		item, err := s.items.Version(ctx, codes[i], versions[i])
		if err != nil {
			return nil, err
		}
		list[i].Name, list[i].proc = item.Name, cmp.Or(list[i].proc, item.Procedure.Code)
	}
	return list, nil
}
