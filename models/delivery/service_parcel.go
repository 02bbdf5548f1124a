package delivery

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
)

// Post is the EMS (domain.md 1.9, 6.8). It is told nothing but the number of a letter.
type Post interface {
	Track(ctx context.Context, waybill string) (Track, error)
}

// Track is where a letter is. A letter that is neither signed for nor returned is on its way.
type Track struct {
	Found    bool      `json:"found"`
	Signed   bool      `json:"signed"`
	Returned bool      `json:"returned"`
	At       time.Time `json:"at,omitzero"`      // of the signature, or of the return
	Signer   string    `json:"signer,omitempty"` // as the post wrote him down
	Reason   string    `json:"reason,omitempty"` // of the return
}

// TrackArgs is the job that asks the post about letters on their way.
type TrackArgs struct{}

// Kind names the job.
func (TrackArgs) Kind() string { return "delivery.track" }

// Queue keeps a slow post from holding up other jobs.
func (TrackArgs) Queue() string { return "outside" }

// Mails moves a case by what the post reports (T32, T33); *casework.Service does.
type Mails interface {
	Mailed(ctx context.Context, id uuid.UUID, m casework.Mail) (moved bool, err error)
}

// askPost is how long the post is left alone about a letter.
const askPost = time.Hour

type parcel struct {
	caseID  uuid.UUID
	waybill string
}

// Track asks the post about letters on their way, each at most once an hour, and moves their cases by the answer: signed for ends a case, brought
// back returns it to the deliverers, each once. A post that does not answer changes nothing: the letter is asked about again, and an officer can
// record what he knows. It returns how many cases moved.
func (s *Service) Track(ctx context.Context, cases Mails, portion int) (n int, err error) {
	for {
		var found []parcel
		e := s.db.Write(ctx, func(tx *db.Tx) (e error) {
			found, e = takeParcels(tx, tx.Now.Add(-askPost), portion)
			return e
		})
		if e != nil {
			return n, errors.Join(err, e)
		}
		for _, p := range found {
			moved, e := s.track(ctx, cases, p)
			if e != nil {
				err = errors.Join(err, e)
			}
			if moved {
				n++
			}
		}
		if len(found) < portion || ctx.Err() != nil {
			return n, errors.Join(err, ctx.Err())
		}
	}
}

func (s *Service) track(ctx context.Context, cases Mails, p parcel) (bool, error) {
	t, err := s.post.Track(ctx, p.waybill)
	if err != nil || !t.Found || !t.Signed && !t.Returned {
		note := s.db.Write(ctx, func(tx *db.Tx) error { return noteReport(tx, p, reported(t, err)) })
		return false, errors.Join(err, note)
	}
	m := casework.Mail{Waybill: p.waybill, At: t.At, Signer: t.Signer}
	if t.Returned {
		m.Signer, m.Reason = "", t.Reason
		if m.Reason == "" {
			m.Reason = "邮政未注明原因"
		}
	}
	return cases.Mailed(ctx, p.caseID, m)
}

// reported is what the post said of a letter that it neither delivered nor brought back.
func reported(t Track, err error) Report {
	switch {
	case err != nil:
		return Silent
	case !t.Found:
		return Unknown
	}
	return Moving
}
