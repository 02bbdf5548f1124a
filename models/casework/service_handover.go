package casework

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// Arrival proves an electronic delivery (domain.md 1.9): the papers stood in the applicant's space, and the short message about them was sent, or he has
// read them there without one.
type Arrival struct {
	SpaceAt  time.Time // the papers could be opened there
	TextedAt time.Time // the gateway took the first short message; zero when none was sent
	Mobile   string    // to which it went, masked
	ReadAt   time.Time // he opened one of them before, or the last of them without a message; zero when he did not
	Reader   string
}

// At is the instant at which the delivery was complete: the papers were there, and he had word of them.
func (a Arrival) At() time.Time {
	told := a.TextedAt
	if told.IsZero() {
		told = a.ReadAt
	}
	if a.SpaceAt.After(told) {
		return a.SpaceAt
	}
	return told
}

// HandOver ends a case whose papers have reached the applicant electronically (T32 by the system). The day of delivery is that of the arrival,
// whenever this runs. It tells whether the case was ended: false where it was delivered already, waits for a fee or must be collected in person.
func (s *Service) HandOver(ctx context.Context, id uuid.UUID, a Arrival) (ended bool, err error) {
	return s.bySystem(ctx, id, a.At(), func(w *work, _ time.Time) bool {
		w.act = procedure.Act{Name: procedure.ActHandOver, Arrived: true, Way: procedure.Electronic, Agreed: true}
		w.decision, w.arrival = Decision{Way: procedure.Electronic}, &a
		return w.arrives()
	})
}

// Mail is what became of a letter: signed for, or brought back for a reason.
type Mail struct {
	Waybill string
	At      time.Time
	Signer  string
	Reason  string // why it came back; "" when it was signed for
}

// Mailed ends a case whose result the applicant has signed for (T32 by the system), or takes it back to the deliverer's queue (T33). It tells
// whether the case was moved: false where the letter is not, or no longer, the one on its way.
func (s *Service) Mailed(ctx context.Context, id uuid.UUID, m Mail) (moved bool, err error) {
	return s.bySystem(ctx, id, m.At, func(w *work, at time.Time) bool {
		w.decision = Decision{Way: procedure.ByPost, Waybill: m.Waybill, Recipient: m.Signer, Reason: m.Reason}
		w.arrival = &Arrival{TextedAt: at}
		w.act = procedure.Act{Name: procedure.ActHandOver, Arrived: true, Way: procedure.ByPost, Waybill: m.Waybill}
		if m.Reason != "" {
			w.act = procedure.Act{Name: procedure.ActComeBack, Returned: true, Way: procedure.ByPost, Waybill: m.Waybill, Reason: m.Reason}
		}
		return w.Law.Parcel != nil && w.Law.Parcel.Waybill == m.Waybill && w.Law.DeliveredOn.IsZero()
	})
}

// bySystem does an act of the system at the instant at which it came about, now where that is not told or lies ahead; ready prepares it, and tells
// whether it is due at all.
func (s *Service) bySystem(ctx context.Context, id uuid.UUID, at time.Time, ready func(*work, time.Time) bool) (moved bool, err error) {
	err = s.settled(ctx, func() error {
		return s.db.Write(ctx, func(tx *db.Tx) error {
			moved = false
			if at.IsZero() || at.After(tx.Now) {
				at = tx.Now
			}
			w, err := s.open(ctx, tx, id, anybody, account.System())
			if err != nil || !ready(w, at) {
				return err
			}
			w.by = procedure.BySystem()
			out, err := procedure.Step(w.proc, w.options(), w.Law, w.act, w.by, w.cal, at)
			if fault.Code(err) == "PAYMENT_MISSING" {
				return nil
			}
			if err != nil {
				return err
			}
			moved = true
			return s.commit(w, out)
		})
	}, id)
	return moved && err == nil, err
}
