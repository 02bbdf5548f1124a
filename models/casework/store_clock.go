package casework

import (
	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// datesBeside reads the limits about a case that other capabilities keep: publicity and objections, repairs of bad ratings, bans.
func datesBeside(tx *db.Tx, id uuid.UUID) (list []LegalDate, err error) {
	err = tx.Raw(`
SELECT 'K5' AS kind, decided_on AS day0, due, (published_at AT TIME ZONE 'Asia/Shanghai')::date AS done FROM disclosures WHERE case_id = @id
UNION ALL
SELECT 'K17', (o.at AT TIME ZONE 'Asia/Shanghai')::date, o.due, (o.decided_at AT TIME ZONE 'Asia/Shanghai')::date
  FROM disclosure_objections o JOIN disclosures d ON d.id = o.disclosure_id WHERE d.case_id = @id
UNION ALL
SELECT 'K14', (t.opened_at AT TIME ZONE 'Asia/Shanghai')::date, t.contact_due, (t.contacted_at AT TIME ZONE 'Asia/Shanghai')::date
  FROM ratings r JOIN rating_tickets t ON t.rating_id = r.id WHERE r.case_id = @id
UNION ALL
SELECT 'K15', (t.opened_at AT TIME ZONE 'Asia/Shanghai')::date, t.result_due, (t.result_at AT TIME ZONE 'Asia/Shanghai')::date
  FROM ratings r JOIN rating_tickets t ON t.rating_id = r.id WHERE r.case_id = @id
UNION ALL
SELECT CASE basis WHEN '79' THEN 'K19' ELSE 'K18' END, since, until, NULL FROM bans WHERE case_id = @id
 ORDER BY 2, 1`, map[string]any{"id": id}).Scan(&list).Error
	return list, err
}

// knownPapers are the days on which the addressee of each adverse paper knew of it, with the first day on which a hearing that was told may be held.
func knownPapers(tx *db.Tx, id uuid.UUID, delivered workday.Date, cal *workday.Calendar) (list []LegalDate, err error) {
	var papers []struct {
		Kind   document.Kind
		On     workday.Date
		ReadOn workday.Date
	}
	err = tx.Raw(`
SELECT d.kind, d.issued_on AS on, (v.read_at AT TIME ZONE 'Asia/Shanghai')::date AS read_on
  FROM documents d LEFT JOIN deliveries v ON v.document_id = d.id
 WHERE d.case_id = ? AND d.state = 'ISSUED' AND d.facts ->> 'final' IS NULL AND (d.kind IN ? OR d.kind = ?) ORDER BY d.issued_at, d.id`,
		id, document.AdverseKinds(), document.HearingNotice).Scan(&papers).Error
	for _, p := range papers {
		if p.Kind == document.HearingNotice {
			list = append(list, LegalDate{Kind: procedure.K8, Day0: p.On, Due: procedure.FirstHearingDay(p.On, cal)})
			continue
		}
		known := workday.Earliest(p.ReadOn, delivered)
		review, suit := procedure.Remedies(cal, known)
		since := known
		if p.Kind.AboutDamages() {
			_, suit = procedure.DamagesRemedies(cal, known, p.On)
			since = p.On
		}
		if !known.IsZero() {
			list = append(list, LegalDate{Kind: procedure.K12, Day0: known, Due: review}, LegalDate{Kind: procedure.K13, Day0: since, Due: suit})
		}
	}
	return list, err
}
