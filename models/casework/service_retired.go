package casework

import (
	"context"
	"fmt"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/notice"
)

// TellRetired tells everybody with a draft that its item is gone, and which one takes its place. Each is told once.
func (s *Service) TellRetired(ctx context.Context, code string, version int) error {
	item, err := s.items.Version(ctx, code, version)
	if err != nil {
		return err
	}
	kind, facts := notice.ItemRetired, notice.Facts{Item: item.Name.Zh, ItemEn: item.Name.En}
	if item.Successor != "" {
		if other, err := s.items.Item(ctx, item.Successor); err == nil {
			kind, facts.Text = notice.ItemReplaced, other.Name.Zh
		}
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		drafts, err := selectDraftsOf(tx, code)
		if err != nil {
			return err
		}
		for _, d := range drafts {
			order := notice.Order{To: notice.Person(d.PersonID), Kind: kind, CaseID: d.ID, Facts: facts, Once: fmt.Sprintf("retired %s", d.ID)}
			if err := notice.Post(tx, order); err != nil {
				return err
			}
		}
		return nil
	})
}
