package reading

import (
	"database/sql"
	"errors"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// row is a reading as it is stored.
type row struct {
	ID, Account, Case, Thing        uuid.UUID
	Officer, Roles, Desks, Terminal string
	Kind                            Kind
	Route, Reason                   string
	Persons                         digests
}

// owners are the statements that find the case of what an id names.
var owners = map[Of]string{
	OfCase:     `SELECT id FROM cases WHERE id = ?`,
	OfStep:     `SELECT case_id FROM steps WHERE id = ?`,
	OfDocument: `SELECT case_id FROM documents WHERE id = ?`,
	OfDoubt:    `SELECT case_id FROM business_doubts WHERE id = ?`,
}

// caseOf is the case that an id belongs to, zero for none.
func caseOf(tx *db.Tx, of Of, id uuid.UUID) (found uuid.UUID, err error) {
	query, belongs := owners[of]
	if !belongs {
		return uuid.Nil, nil
	}
	err = tx.Raw(query, id).Row().Scan(&found)
	if errors.Is(err, sql.ErrNoRows) {
		return uuid.Nil, nil
	}
	return found, err
}

// justRead tells whether the officer has the same thing on his screen: read within SameFor and since his last search.
func justRead(tx *db.Tx, r row) (known bool, err error) {
	err = tx.Raw(`
SELECT EXISTS (SELECT 1 FROM readings r
  WHERE r.officer = @officer AND r.at > @from AND r.account = @account AND r.kind = @kind AND r.route = @route
    AND r.case_id IS NOT DISTINCT FROM CAST(@case AS uuid) AND r.thing IS NOT DISTINCT FROM CAST(@thing AS uuid) AND r.terminal = @terminal
    AND NOT EXISTS (SELECT 1 FROM readings q WHERE q.officer = r.officer AND q.at >= r.at AND q.kind = 'search'))`,
		map[string]any{"officer": r.Officer, "account": r.Account, "kind": r.Kind, "route": r.Route, "case": nullable(r.Case), "thing": nullable(r.Thing),
			"terminal": r.Terminal, "from": tx.Now.Add(-SameFor)}).Row().Scan(&known)
	return known, err
}

// numbersOf are the numbers that a case's page shows: of the applicant, of a business traveller, and those in the form, as of guards.
func numbersOf(tx *db.Tx, caseID uuid.UUID) (list []string, err error) {
	err = tx.Raw(`
SELECT p.id_number FROM cases c JOIN people p ON p.id = c.person_id WHERE c.id = @id
UNION SELECT p.mobile FROM cases c JOIN people p ON p.id = c.person_id WHERE c.id = @id
UNION SELECT t.id_number FROM business_travellers t WHERE t.case_id = @id
UNION SELECT n #>> '{}' FROM cases c, jsonb_path_query(c.answers, '$.**.id_number') n WHERE c.id = @id AND jsonb_typeof(n) = 'string'`,
		map[string]any{"id": caseID}).Scan(&list).Error
	return list, err
}

func insert(tx *db.Tx, r row) error {
	return tx.Exec(`
INSERT INTO readings (id, at, officer, account, roles, desks, kind, route, case_id, thing, persons, reason, terminal)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::bytea[], ?, ?)`, r.ID, tx.Now, r.Officer, r.Account, r.Roles, r.Desks, r.Kind, r.Route, nullable(r.Case), nullable(r.Thing),
		r.Persons.array(), r.Reason, r.Terminal).Error
}

func selectRows(tx *db.Tx, f Filter, limit int) (list []Row, err error) {
	params := map[string]any{"officer": f.Officer, "kind": f.Kind, "after": f.After, "limit": limit, "persons": digests{f.Person}.array()}
	where := ` WHERE true`
	if f.Officer != "" {
		where += ` AND r.officer = @officer`
	}
	if f.CaseNumber != "" {
		id, err := caseNumbered(tx, f.CaseNumber)
		if err != nil {
			return nil, err
		}
		params["case"] = id
		where += ` AND r.case_id = @case`
	}
	if f.Person != "" {
		where += ` AND r.persons @> CAST(@persons AS bytea[])`
	}
	if !f.Day.IsZero() {
		params["from"], params["to"] = f.Day.Start(), f.Day.AddDays(1).Start()
		where += ` AND r.at >= @from AND r.at < @to`
	}
	if f.Kind != "" {
		where += ` AND r.kind = @kind`
	}
	if f.After != uuid.Nil {
		where += ` AND r.id < @after`
	}
	err = tx.Raw(`
SELECT r.id, r.at, r.officer, coalesce(o.name, '') AS name, r.roles, r.desks, r.kind, r.route, r.case_id, coalesce(c.number, '') AS case_number,
       cardinality(r.persons) AS persons, r.reason, r.terminal
  FROM readings r LEFT JOIN cases c ON c.id = r.case_id LEFT JOIN officers o ON o.police_no = r.officer`+where+`
 ORDER BY r.id DESC LIMIT @limit`, params).Scan(&list).Error
	for i := range list {
		list[i].At = list[i].At.In(workday.Zone)
	}
	return list, err
}

func caseNumbered(tx *db.Tx, number string) (id uuid.UUID, err error) {
	err = tx.Raw(`SELECT id FROM cases WHERE number = ?`, number).Row().Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return id, fault.Fields(fault.OneField("/case_number", "CASE_UNKNOWN"))
	}
	return id, err
}

// deleteOld removes what has been kept long enough by both clocks: the portal's, which a demonstration may shift, and the machine's.
func deleteOld(tx *db.Tx) (int, error) {
	res := tx.Exec(`DELETE FROM readings WHERE at < LEAST(CAST(? AS timestamptz), now()) - interval '3 years'`, tx.Now)
	return int(res.RowsAffected), res.Error
}

func nullable(id uuid.UUID) any {
	if id == uuid.Nil {
		return nil
	}
	return id
}
