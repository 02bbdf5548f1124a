package casework

import (
	"fmt"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// banOf is the ban on the applicant that ends last: one that this portal gave, or one of which only the asked register knows (B11).
func banOf(tx *db.Tx, r *record, asked []Asked) (ban procedure.Ban, err error) {
	if ban.Basis, ban.Until, err = selectBan(tx, r.IDNumber, r.ItemCode); err != nil {
		return ban, err
	}
	if h := dossier(asked).Holder; h != nil {
		for _, b := range h.Bans {
			if b.Until.After(ban.Until) {
				ban = procedure.Ban{Basis: b.Basis, Until: b.Until, Source: string(FromHolder), Request: h.Request, On: workday.DateOf(h.At)}
			}
		}
	}
	return ban, nil
}

// barred is the ban on the applicant of the case, as the registers have answered last.
func (w *work) barred() (procedure.Ban, error) {
	asked, err := selectAsked(w.tx, w.ID)
	if err != nil {
		return procedure.Ban{}, err
	}
	return banOf(w.tx, w.record, asked)
}

// evidenceOf names the register's answer that proves a ban; nothing where this portal gave it.
func evidenceOf(b procedure.Ban) string {
	if b.Source == "" {
		return ""
	}
	return fmt.Sprintf("%s（请求编号 %s）", registerNames[Source(b.Source)], b.Request)
}
