package notice

import (
	"context"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// Declined lists the topics of which the person wants no short messages. PERSON_REQUIRED for others.
func (s *Service) Declined(ctx context.Context, actor account.Actor) (list []Topic, err error) {
	if !actor.IsPerson() {
		return nil, fault.New(fault.Forbidden, "PERSON_REQUIRED")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = selectDeclined(tx, actor.PersonID)
		return err
	})
	return list, err
}

// Choose sets the topics of which the person wants short messages; the others are sent to his inbox only. Faults: PERSON_REQUIRED, TOPIC_UNKNOWN.
func (s *Service) Choose(ctx context.Context, actor account.Actor, wanted []Topic) error {
	if !actor.IsPerson() {
		return fault.New(fault.Forbidden, "PERSON_REQUIRED")
	}
	want := map[Topic]bool{}
	for _, t := range wanted {
		if !t.Known() {
			return fault.Fields(fault.OneField("/topics", "TOPIC_UNKNOWN", "topic", string(t)))
		}
		want[t] = true
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		for _, t := range Topics() {
			if err := decline(tx, actor.PersonID, t, !want[t]); err != nil {
				return err
			}
		}
		return nil
	})
}
