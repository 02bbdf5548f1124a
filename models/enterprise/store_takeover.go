package enterprise

import (
	"cmp"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/calendar"
	"github.com/yiyang-police/permit-portal/models/db"
)

func enterpriseByCode(tx *db.Tx, code string) (id uuid.UUID, name string, found bool, err error) {
	found, err = one(tx.Raw(`SELECT id, name FROM enterprises WHERE credit_code = ?`, code).Row(), &id, &name)
	return id, name, found, err
}

func idNumberOf(tx *db.Tx, person uuid.UUID) (idNumber string, err error) {
	_, err = one(tx.Raw(`SELECT id_number FROM people WHERE id = ?`, person).Row(), &idNumber)
	return idNumber, err
}

func insertTakeover(tx *db.Tx, t Takeover, person uuid.UUID, version string) (bool, error) {
	res := tx.Exec(`
INSERT INTO takeovers (id, enterprise_id, person_id, legal, reason, evidence_id, state, object_until, created_at, calendar)
VALUES (?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ?) ON CONFLICT DO NOTHING`,
		t.ID, t.Enterprise, person, t.Legal, t.Reason, t.Evidence, t.ObjectUntil, tx.Now, version)
	return res.RowsAffected == 1, res.Error
}

const takeoverColumns = `SELECT t.id, t.enterprise_id AS enterprise, e.name, e.credit_code, p.name AS applicant, t.legal, t.reason, t.evidence_id AS evidence,
       t.evidence_id IS NOT NULL AS has_evidence, t.state, t.object_until, t.first_officer, t.first_name, t.answer, t.created_at
  FROM takeovers t JOIN enterprises e ON e.id = t.enterprise_id JOIN people p ON p.id = t.person_id WHERE `

func selectTakeovers(tx *db.Tx, where string, args ...any) (list []Takeover, err error) {
	err = tx.Raw(takeoverColumns+where, args...).Scan(&list).Error
	return list, err
}

// lockTakeover holds a takeover; NOT_FOUND when there is none.
func lockTakeover(tx *db.Tx, id uuid.UUID) (t Takeover, person uuid.UUID, err error) {
	found, err := one(tx.Raw(`SELECT person_id FROM takeovers WHERE id = ? FOR UPDATE`, id).Row(), &person)
	if err != nil || !found {
		return t, person, cmp.Or(err, notFound())
	}
	list, err := selectTakeovers(tx, `t.id = ?`, id)
	if err == nil {
		t = list[0]
	}
	return t, person, err
}

func approveFirst(tx *db.Tx, id uuid.UUID, actor account.Actor) error {
	return tx.Exec(`UPDATE takeovers SET first_officer = ?, first_name = ? WHERE id = ? AND first_officer = '' AND state = 'waiting'`,
		actor.Officer, actor.Name, id).Error
}

func endTakeover(tx *db.Tx, id uuid.UUID, state TakeoverState, objector, answer, officer string) error {
	return tx.Exec(`UPDATE takeovers SET state = ?, objector = ?, answer = ?, last_officer = CASE WHEN ? = 'done' THEN ? ELSE '' END, ended_at = ? WHERE id = ?`,
		state, objector, answer, state, officer, tx.Now, id).Error
}

// takeoverLimits are the working days in which members may object.
func takeoverLimits(days int) calendar.Limits {
	return calendar.Limits{Clock: "takeover", Days: days, Table: "takeovers", ID: "x.id", CaseID: "NULL",
		About: "(SELECT e.name FROM enterprises e WHERE e.id = x.enterprise_id)", Since: "x.created_at", Due: "object_until",
		Open: "x.state = 'waiting' AND x.object_until >= @today"}
}
