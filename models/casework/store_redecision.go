package casework

import (
	"encoding/xml"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// liftBans ends today what a decision barred that does not stand any more (行政许可法 第七十八条).
func liftBans(tx *db.Tx, id uuid.UUID) error {
	return tx.Exec(`UPDATE bans SET until = @today WHERE case_id = @id AND until > @today`, map[string]any{"id": id, "today": tx.Today()}).Error
}

// keepFirst keeps of an annulled decision what is counted of it, and how its case was archived; the case waits to be archived anew when it ends.
func keepFirst(tx *db.Tx, w *record, r procedure.Redecision, paper uuid.NullUUID, nth int) error {
	err := tx.Exec(`
INSERT INTO redecisions (case_id, nth, document_id, item_code, received_on, decided_on, ruled_on, at, ended_on, archived_at, archived_by, class, keep_until)
SELECT c.id, ?, ?, c.item_code, ?, ?, ?, ?, a.ended_on, a.archived_at, coalesce(a.archived_by, ''), coalesce(a.class, ''), a.keep_until
  FROM cases c LEFT JOIN archives a ON a.case_id = c.id WHERE c.id = ?`,
		nth, paper, w.Law.ReceivedOn, r.First.DecidedOn, r.Ruling.On, tx.Now, w.ID).Error
	if err != nil {
		return err
	}
	return tx.Exec(`DELETE FROM archives WHERE case_id = ?`, w.ID).Error
}

// earlierPackage is a package in which a case was archived before it was taken up again, as metadata.xml names it.
type earlierPackage struct {
	XMLName    xml.Name  `xml:"earlier"`
	ArchivedAt time.Time `xml:"archived"`
	ArchivedBy string    `xml:"by"`
	Class      string    `xml:"retention_class"`
	KeepUntil  string    `xml:"keep_until,omitempty"`
	Document   string    `xml:"document"` // number of the decision that was annulled
	RuledOn    string    `xml:"ruled"`
}

// earlierPackages lists them, the first first.
func earlierPackages(tx *db.Tx, id uuid.UUID) (list []earlierPackage, err error) {
	rows, err := tx.Raw(`
SELECT r.archived_at, r.archived_by, r.class, r.keep_until, coalesce(d.number, ''), r.ruled_on
  FROM redecisions r LEFT JOIN documents d ON d.id = r.document_id
 WHERE r.case_id = ? AND r.archived_at IS NOT NULL ORDER BY r.nth`, id).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var e earlierPackage
		var keep, ruled workday.Date
		if err := rows.Scan(&e.ArchivedAt, &e.ArchivedBy, &e.Class, &keep, &e.Document, &ruled); err != nil {
			return nil, err
		}
		e.ArchivedAt, e.KeepUntil, e.RuledOn = local(e.ArchivedAt), dayOf(keep), dayOf(ruled)
		list = append(list, e)
	}
	return list, rows.Err()
}
