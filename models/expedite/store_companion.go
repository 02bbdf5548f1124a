package expedite

import (
	"slices"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// Document is a kind of travel document that a traveller may need beside his endorsement.
type Document string

// Kinds of documents.
const (
	Passport      Document = "passport" // 普通护照
	HKMacaoPermit Document = "hkmacao"  // 往来港澳通行证
	TaiwanPermit  Document = "taiwan"   // 往来台湾通行证
)

// documentItems are the items by which a document is issued: first, after expiry, exchanged, replaced, urgently.
var documentItems = map[Document][]string{
	Passport:      {"430900-CJ-0157", "430900-CJ-0158", "430900-CJ-0159", "430900-CJ-0160", "430900-CJ-0162"},
	HKMacaoPermit: {"430900-CJ-0164", "430900-CJ-0165", "430900-CJ-0166", "430900-CJ-0167"},
	TaiwanPermit:  {"430900-CJ-0178", "430900-CJ-0179", "430900-CJ-0180", "430900-CJ-0181"},
}

// Items are those by which the document is issued.
func (d Document) Items() []string { return documentItems[d] }

// Documents are those that somebody on this trip may need: the permit of his destination, and a passport for who goes on abroad.
func (t Trip) Documents() []Document {
	if t.taiwan() {
		return []Document{TaiwanPermit, Passport}
	}
	return []Document{HKMacaoPermit, Passport}
}

// Companion is an application for a travel document in which a traveller has named the request of the same journey.
type Companion struct {
	CaseID   uuid.UUID       `json:"case_id"`
	Number   string          `json:"number"`
	Document Document        `json:"document"`
	Name     string          `json:"name"`
	State    procedure.State `json:"state"`
	idNumber string
}

// companionsOf are the documents of a request's own travellers; nobody else's, whatever number he writes.
func companionsOf(tx *db.Tx, r *Request) ([]Companion, error) {
	rows, err := tx.Raw(`
SELECT c.id, c.number, c.item_code, c.state, p.name, p.id_number
  FROM cases c JOIN people p ON p.id = c.person_id
 WHERE c.answers ->> 'business_trip' = ? AND c.number IS NOT NULL
   AND p.id_number IN (SELECT t.id_number FROM business_travellers t WHERE t.request_id = ?)
 ORDER BY c.id LIMIT 100`, r.Number, r.ID).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []Companion{}
	for rows.Next() {
		var c Companion
		var item string
		if err := rows.Scan(&c.CaseID, &c.Number, &item, &c.State, &c.Name, &c.idNumber); err != nil {
			return nil, err
		}
		for d, items := range documentItems {
			if slices.Contains(items, item) {
				c.Document = d
			}
		}
		if c.Document != "" {
			list = append(list, c)
		}
	}
	return list, rows.Err()
}
