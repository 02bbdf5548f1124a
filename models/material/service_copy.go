package material

import (
	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// Copy hands a clean file in once more, within the caller's transaction, for what a rule says: a row of its own that shares the content, so
// that removing either leaves the other whole. Faults: NOT_FOUND, FILE_NOT_READY, FILE_TYPE, FILE_TOO_LARGE, CASE_FULL.
func Copy(tx *db.Tx, from, owner uuid.UUID, rule Rule) (Material, error) {
	m, err := lockShared(tx, from)
	switch {
	case err != nil:
		return Material{}, err
	case m.State != Clean:
		return Material{}, fault.New(fault.Conflict, "FILE_NOT_READY", "name", m.Name)
	case rule.Photo: // a portrait is looked at when it is uploaded
		return Material{}, wrongType(m.Name)
	case m.Bytes > rule.limit():
		return Material{}, tooLarge(m.Name, rule.limit())
	}
	if _, err := rule.promised(m.Name); err != nil {
		return Material{}, err
	}
	if m.Blob == uuid.Nil {
		m.Blob = m.ID
	}
	m.ID, m.OwnerID, m.CaseID, m.Question, m.MaxBytes, m.Attached = uuid.Must(uuid.NewV7()), owner, rule.CaseID, rule.Question, rule.limit(), false
	m.CreatedAt = tx.Now
	if err := roomFor(tx, m); err != nil {
		return Material{}, err
	}
	return m, insertCopy(tx, m)
}

// Keep says that something outside of answers names a file, such as a document box, within the caller's transaction.
func Keep(tx *db.Tx, id uuid.UUID) error { return setAttached(tx, id, true) }

// Release says that it names the file no more: it is an orphan from now on, unless a copy shares its content.
func Release(tx *db.Tx, id uuid.UUID) error { return setAttached(tx, id, false) }
