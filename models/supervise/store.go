package supervise

import (
	"encoding/json"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// theCase is what a 督办单 says about a case.
type theCase struct {
	ID          uuid.UUID
	Number      string
	ItemCode    string
	ItemVersion int
	Applicant   string
	HostName    string
	HostOfficer string
	Law         []byte
	law         procedure.Case
}

func selectCase(tx *db.Tx, id uuid.UUID) (c theCase, ok bool, err error) {
	res := tx.Raw(`
SELECT c.id, COALESCE(c.number, '') AS number, c.item_code, c.item_version, coalesce(NULLIF(c.concerned_name, ''), p.name) AS applicant, c.host_name, c.host_officer, c.law
  FROM cases c JOIN people p ON p.id = c.person_id WHERE c.id = ?`, id).Scan(&c)
	if res.Error != nil || res.RowsAffected != 1 {
		return c, false, res.Error
	}
	return c, true, json.Unmarshal(c.Law, &c.law)
}

// deskName is the name that a letter addresses; the code where the desk is unknown.
func deskName(tx *db.Tx, code string) string {
	name := code
	tx.Raw(`SELECT name FROM desks WHERE code = ?`, code).Scan(&name)
	return name
}

// openCase is a case whose governing limit ends soon or has ended, with the step that is open.
type openCase struct {
	ID      uuid.UUID
	Law     []byte
	Desk    string
	Held    bool
	Officer string
	law     procedure.Case
}

// selectDueCases finds open cases with a limit of the agency that ends by a day: those that nobody works on, and those that are overdue, as
// long as they have no card for it.
func selectDueCases(tx *db.Tx, by workday.Date, limit int) (found []openCase, err error) {
	err = tx.Raw(`
SELECT c.id, c.law, s.desk, s.state = 'CLAIMED' AND s.expires_at > @now AS held,
       CASE WHEN s.state = 'CLAIMED' THEN s.holder_officer ELSE c.host_officer END AS officer
  FROM cases c JOIN steps s ON s.case_id = c.id AND s.state <> 'DONE'
 WHERE c.due <= @by AND c.clock IN ('K1', 'K2', 'K4', 'K7')
   AND (c.due < @today OR s.state <> 'CLAIMED' OR s.expires_at <= @now)
   AND NOT EXISTS (SELECT 1 FROM cards k
                    WHERE k.case_id = c.id AND k.reason = CASE WHEN c.due < @today THEN 'OVERDUE_' ELSE 'RED_BEGINS_' END || c.clock)
 ORDER BY c.due, c.id LIMIT @limit`,
		map[string]any{"by": by, "today": tx.Today(), "now": tx.Now, "limit": limit}).Scan(&found).Error
	if err != nil {
		return nil, err
	}
	for i := range found {
		if err := json.Unmarshal(found[i].Law, &found[i].law); err != nil {
			return nil, err
		}
	}
	return found, nil
}

func cardExists(tx *db.Tx, caseID uuid.UUID, reason string) (found bool, err error) {
	err = tx.Raw(`SELECT EXISTS (SELECT 1 FROM cards WHERE case_id = ? AND reason = ?)`, caseID, reason).Scan(&found).Error
	return found, err
}

func insertCard(tx *db.Tx, c Card, version string) error {
	return tx.Exec(`
INSERT INTO cards (id, case_id, colour, reason, desk, police_no, document_id, number, raised_at, answer_due, words, ordered_by, calendar)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		c.ID, c.CaseID, string(c.Colour), c.Reason, c.Desk, c.PoliceNo, c.DocumentID, c.Number, c.RaisedAt, c.AnswerDue, c.Words, c.OrderedBy, version).Error
}

const cardColumns = `k.id, k.case_id, COALESCE(c.number, '') AS case_number, k.colour, k.reason, k.desk, k.police_no, k.document_id, k.number, k.words, k.ordered_by,
       k.raised_at, k.answer_due, COALESCE(k.answer, '') AS answer, COALESCE(k.answered_by, '') AS answered_by, k.answered_at`

// seen is the part of WHERE that keeps officers to their own tickets.
const seen = `(@all OR k.police_no = @police_no OR k.desk IN @desks)`

func (s scope) params(more map[string]any) map[string]any {
	desks := s.Desks
	if len(desks) == 0 {
		desks = []string{""}
	}
	params := map[string]any{"all": s.All, "police_no": s.PoliceNo, "desks": desks}
	for name, value := range more {
		params[name] = value
	}
	return params
}

func selectCards(tx *db.Tx, who scope, f Filter) (cards []Card, total int, err error) {
	where := ` WHERE ` + seen
	if f.OnlyOpen {
		where += ` AND k.answered_at IS NULL`
	}
	params := who.params(map[string]any{"after": f.After, "limit": f.limit() + 1})
	if err = tx.Raw(`SELECT count(*) FROM cards k`+where, params).Scan(&total).Error; err != nil {
		return nil, 0, err
	}
	if f.After != uuid.Nil {
		where += ` AND k.id < @after`
	}
	err = tx.Raw(`SELECT `+cardColumns+` FROM cards k JOIN cases c ON c.id = k.case_id`+where+` ORDER BY k.id DESC LIMIT @limit`,
		params).Scan(&cards).Error
	return cards, total, err
}

func lockCard(tx *db.Tx, who scope, id uuid.UUID) (card Card, ok bool, err error) {
	res := tx.Raw(`SELECT `+cardColumns+` FROM cards k JOIN cases c ON c.id = k.case_id WHERE k.id = @id AND `+seen+` FOR UPDATE OF k`,
		who.params(map[string]any{"id": id})).Scan(&card)
	return card, res.RowsAffected == 1, res.Error
}

func updateAnswer(tx *db.Tx, id uuid.UUID, officer, text string) error {
	return tx.Exec(`UPDATE cards SET answer = ?, answered_by = ?, answered_at = ? WHERE id = ? AND answered_at IS NULL`,
		text, officer, tx.Now, id).Error
}

// insertHit reports false when the same source was seen before.
func insertHit(tx *db.Tx, h Hit, source, version string) (bool, error) {
	res := tx.Exec(`
INSERT INTO patrol_events (id, rule, case_id, desk, police_no, role, found_at, due, source, calendar) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (source) DO NOTHING`, h.ID, h.Rule, h.CaseID, h.Desk, h.PoliceNo, h.Role, h.FoundAt, h.Due, source, version)
	return res.RowsAffected == 1, res.Error
}

func selectHits(tx *db.Tx, f Filter) (hits []Hit, total int, err error) {
	where := ` WHERE true`
	if f.OnlyOpen {
		where += ` AND h.closed_at IS NULL`
	}
	if err = tx.Raw(`SELECT count(*) FROM patrol_events h` + where).Scan(&total).Error; err != nil {
		return nil, 0, err
	}
	params := map[string]any{"after": f.After, "limit": f.limit() + 1}
	if f.After != uuid.Nil {
		where += ` AND h.id < @after`
	}
	err = tx.Raw(`
SELECT h.id, h.rule, h.case_id, COALESCE(c.number, '') AS case_number, h.desk, h.police_no, h.role, h.found_at, h.due,
       COALESCE(h.result, '') AS result, COALESCE(h.closed_by, '') AS closed_by, h.closed_at
  FROM patrol_events h LEFT JOIN cases c ON c.id = h.case_id`+where+` ORDER BY h.id DESC LIMIT @limit`, params).Scan(&hits).Error
	return hits, total, err
}

func updateHit(tx *db.Tx, id uuid.UUID, officer, result string) (bool, error) {
	res := tx.Exec(`UPDATE patrol_events SET result = ?, closed_by = ?, closed_at = ? WHERE id = ? AND closed_at IS NULL`,
		result, officer, tx.Now, id)
	return res.RowsAffected == 1, res.Error
}
