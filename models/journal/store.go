package journal

import (
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/workday"
)

const columns = `case_id, seq, at, move, actor_id, actor_name, actor_role, police_no, org, terminal,
	from_state, to_state, reason, details, document_number, before_hash, after_hash, prev, digest`

// Append seals entries behind head with the unit's time and stores them in one statement. The caller holds the case's row and
// stores the new head in it.
func Append(tx *db.Tx, caseID uuid.UUID, head Head, entries ...Entry) (Head, error) {
	if len(entries) == 0 {
		return head, nil
	}
	rows, values := make([]string, 0, len(entries)), make([]any, 0, 19*len(entries))
	for _, e := range entries {
		e.CaseID, e.At = caseID, tx.Now
		e = link(head, e)
		head = Head{Seq: e.Seq, Digest: e.Digest}
		rows = append(rows, "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
		values = append(values, e.CaseID, e.Seq, e.At, e.Move, nullable(e.ActorID), e.ActorName, e.ActorRole, e.PoliceNo, e.Org,
			e.Terminal, e.From, e.To, e.Reason, string(e.Details), e.DocumentNumber, e.Before, e.After, e.Prev, e.Digest)
	}
	err := tx.Exec("INSERT INTO journal ("+columns+") VALUES "+strings.Join(rows, ", "), values...).Error
	return head, err
}

// List reads a case's journal in order.
func List(tx *db.Tx, caseID uuid.UUID) ([]Entry, error) {
	rows, err := tx.Raw("SELECT "+columns+" FROM journal WHERE case_id = ? ORDER BY seq", caseID).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var entries []Entry
	for rows.Next() {
		var e Entry
		var actor uuid.NullUUID
		var details string
		err := rows.Scan(&e.CaseID, &e.Seq, &e.At, &e.Move, &actor, &e.ActorName, &e.ActorRole, &e.PoliceNo, &e.Org, &e.Terminal,
			&e.From, &e.To, &e.Reason, &details, &e.DocumentNumber, &e.Before, &e.After, &e.Prev, &e.Digest)
		if err != nil {
			return nil, err
		}
		e.At, e.ActorID, e.Details = e.At.In(workday.Zone), actor.UUID, []byte(details)
		entries = append(entries, e)
	}
	return entries, rows.Err()
}

func nullable(id uuid.UUID) any {
	if id == uuid.Nil {
		return nil
	}
	return id
}
