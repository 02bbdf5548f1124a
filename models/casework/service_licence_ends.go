package casework

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// sweepPortion is how many certificates one look gathers.
const sweepPortion = 200

// SweepLicences reminds holders of certificates that end (domain.md L3) and opens the cancellation of those that have ended unrenewed (L4).
// Harmless when repeated.
func (s *Service) SweepLicences(ctx context.Context) error {
	_, err := s.RemindEnds(ctx, sweepPortion)
	expired, e := s.documents.Expired(ctx, sweepPortion)
	err = errors.Join(err, e)
	for _, c := range expired {
		e := s.CancelLicence(ctx, CancelLicenceArgs{Certificate: c.ID, Ground: endsByTime, Proof: "有效期至" + c.ValidTo.String()})
		err = errors.Join(err, e)
	}
	return err
}

// RemindEnds tells the holder of each certificate, and his unit, of the threshold before its end that it has passed last, once for a term, whether
// the run comes on that day or later; thresholds that have passed before it stay untold. Each certificate is a transaction of its own. It returns
// how many certificates it told of.
func (s *Service) RemindEnds(ctx context.Context, portion int) (n int, err error) {
	var last document.Certified
	for {
		found, e := s.documents.Unreminded(ctx, procedure.ReminderThresholds(), last, portion)
		if e != nil {
			return n, errors.Join(err, e)
		}
		for _, c := range found {
			if ctx.Err() != nil {
				return n, errors.Join(err, ctx.Err())
			}
			var told bool
			e := s.db.Write(ctx, func(tx *db.Tx) (err error) {
				told, err = s.remind(ctx, tx, c.ID)
				return err
			})
			if err = errors.Join(err, e); e == nil && told {
				n++
			}
			last = c // one of whom nobody can be told does not hold up those behind
		}
		if len(found) < portion {
			return n, err
		}
	}
}

// remind tells of one certificate. One that has ended is looked at as time left it: what silence has renewed has not ended (行政许可法 第五十条第二款).
func (s *Service) remind(ctx context.Context, tx *db.Tx, id uuid.UUID) (bool, error) {
	c, err := s.documents.Certificate(tx, id)
	if err == nil && tx.Today().After(c.ValidTo) {
		c, err = s.asTimeLeft(ctx, tx, id, uuid.Nil)
	}
	if err != nil {
		return false, err
	}
	threshold, passed := procedure.PassedReminder(c.ValidTo, tx.Today())
	if !passed {
		return false, nil
	}
	if first, err := s.documents.Remind(tx, c, threshold); err != nil || !first {
		return false, err
	}
	orders, err := s.endOrders(ctx, tx, c)
	if err != nil {
		return false, err
	}
	return true, notice.Post(tx, orders...)
}

// endOrders say how many days are left. Who may still apply in time is told until when (行政许可法 第五十条第一款).
func (s *Service) endOrders(ctx context.Context, tx *db.Tx, c document.Certified) ([]notice.Order, error) {
	r, err := selectCase(tx, c.CaseID, anybody, false)
	if err != nil {
		return nil, err
	}
	item, err := s.items.Version(ctx, r.ItemCode, r.ItemVersion)
	if err != nil {
		return nil, err
	}
	today, inTime := tx.Today(), item.Procedure.LastOnTime(c.ValidTo)
	kind := notice.LicenceEnding
	switch {
	case today.After(c.ValidTo):
		kind = notice.LicenceExpired
	case today.After(inTime):
		kind = notice.LicenceNearEnd
	}
	holder := notice.Order{To: notice.Person(r.PersonID), Kind: kind, Once: "licence-" + c.ID.String() + "-" + today.String(),
		Facts: notice.Facts{Item: item.Name.Zh, ItemEn: item.Name.En, Number: c.Number, ValidTo: c.ValidTo, Due: inTime, Days: c.ValidTo.Sub(today), Title: c.Title,
			Applicant: r.Who.Name}}
	if r.Enterprise == uuid.Nil {
		return []notice.Order{holder}, nil
	}
	unit := holder
	unit.To = notice.Enterprise(r.Enterprise)
	return []notice.Order{holder, unit}, nil
}
