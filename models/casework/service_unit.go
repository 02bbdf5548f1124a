package casework

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"

	"github.com/emmansun/gmsm/sm3"
	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// unitWord is what the head of an enterprise says when he confirms what was filled in for it (电子签名法 第十四条).
func (r *record) unitWord() string {
	return "本单位已核对由" + r.Who.Name + "填写的全部内容，确认真实、准确、完整，同意提交，并加盖本单位电子印章，对其真实性承担法律责任。"
}

// statementOf is everything that the unit declares with its signature, word for word.
func statementOf(r *record, item *catalog.Item) string {
	var said []string
	for _, q := range item.Form.UnitDeclarations() {
		said = append(said, q.Statement.Zh)
	}
	if r.ForUnit {
		said = append(said, r.unitWord())
	}
	return strings.Join(said, "\n")
}

// keepSignature stores what the unit's head signed: the statement with its digest, and the digest of the answers as they are handed in.
func (w *work) keepSignature() error {
	if w.signer == "" {
		return nil
	}
	answers, err := json.Marshal(w.Answers)
	if err != nil {
		return err
	}
	statement := statementOf(w.record, w.item)
	digest, sum := sm3.Sum([]byte(statement)), sha256.Sum256(answers)
	return insertSignature(w, statement, hex.EncodeToString(digest[:]), hex.EncodeToString(sum[:]))
}

// lacking explains why somebody does not find what he began himself for an enterprise: his authorisation ended, was suspended, or does not
// reach the item any more. To everybody else a case that he may not see is NOT_FOUND.
func lacking(tx *db.Tx, id uuid.UUID, actor account.Actor, err error) error {
	if fault.Code(err) != "NOT_FOUND" || !actor.IsPerson() {
		return err
	}
	unit, item, found, e := begunBy(tx, id, actor.PersonID)
	switch {
	case e != nil:
		return e
	case found:
		if why := actor.Lacks(unit, item); why != nil {
			return why
		}
	}
	return err
}
