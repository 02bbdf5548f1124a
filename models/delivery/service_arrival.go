package delivery

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/identity"
)

// arrival is a result whose electronic delivery is proven: it can be opened in the applicant's space, and its short message was sent or he has read it.
type arrival struct {
	caseID uuid.UUID
	since  time.Time // it became due to be delivered
	proof  casework.Arrival
}

// Complete ends every case whose result has reached an applicant who agreed to electronic delivery (domain.md 1.9, T32 by the system), in portions
// until none is left. It returns how many. Each ends once, however often and on however many instances this runs; a message that was not sent
// ends nothing before the papers are read. A case that cannot be ended does not hold up those behind it.
func (s *Service) Complete(ctx context.Context, cases Cases, portion int) (n int, err error) {
	var from arrival
	for {
		var found []arrival
		e := s.db.Read(ctx, func(tx *db.Tx) (e error) {
			found, e = selectArrivals(tx, from, portion)
			return e
		})
		if e != nil {
			return n, errors.Join(err, e)
		}
		for _, a := range found {
			if ctx.Err() != nil {
				return n, errors.Join(err, ctx.Err())
			}
			if phone, e := identity.ParsePhone(a.proof.Mobile); e == nil {
				a.proof.Mobile = phone.Masked()
			}
			ended, e := cases.HandOver(ctx, a.caseID, a.proof)
			if e != nil {
				err = errors.Join(err, e)
			}
			if ended {
				n++
			}
			from = a
		}
		if len(found) < portion {
			return n, err
		}
	}
}
