package casework

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/disclosure"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// HearingState is how far an announced hearing has come.
type HearingState string

// States of a hearing that was announced.
const (
	HearingSet   HearingState = "SET"   // its day is told
	HearingUnset HearingState = "UNSET" // 日期另行公告
	HearingOver  HearingState = "OVER"  // its day has passed
	HearingOff   HearingState = "OFF"   // the case ended without it
)

// Hearing is the announcement of a hearing 听证公告 as the public reads it (行政许可法 第四十六条、第四十八条第一款): no word of the parties is in it.
type Hearing struct {
	ID          uuid.UUID         `json:"id"` // of the announcement that holds
	Number      string            `json:"document_number"`
	AnnouncedOn workday.Date      `json:"announced_on"`
	ItemCode    string            `json:"item_code"`
	ItemName    string            `json:"item_name"`
	ItemNameEn  string            `json:"item_name_en"`
	Measure     procedure.Measure `json:"measure,omitempty"` // against a certificate; "" of an application
	Party       string            `json:"party"`             // a natural person's name is masked
	State       HearingState      `json:"state"`
	On          workday.Date      `json:"on"`
	At          string            `json:"at,omitempty"` // HH:MM Asia/Shanghai
	Place       string            `json:"place,omitempty"`
	Agency      string            `json:"agency"`

	name    string
	isUnit  bool
	version int
	area    string
}

// HearingPage is one page of announced hearings; Next is its cursor, uuid.Nil at the end.
type HearingPage struct {
	Items []Hearing
	Next  uuid.UUID
	Total int
}

// mostHearings are shown on one page.
const mostHearings = 100

// Hearings lists the announced hearings for everybody: those to come, the nearest first and those without a day after them; then what was held or
// called off within a year, the latest first. A hearing that is not public and whatever concerns exit and entry never appear (domain.md 1.7).
func (s *Service) Hearings(ctx context.Context, after uuid.UUID, limit int) (p HearingPage, err error) {
	limit = min(max(limit, 1), mostHearings)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p.Items, p.Total, err = selectHearings(tx, after, limit+1)
		return err
	})
	if err != nil {
		return HearingPage{}, err
	}
	if len(p.Items) > limit {
		p.Items = p.Items[:limit]
		p.Next = p.Items[limit-1].ID
	}
	for i := range p.Items {
		if err := s.present(ctx, &p.Items[i]); err != nil {
			return HearingPage{}, err
		}
	}
	return p, nil
}

// present adds what the item says and masks the party.
func (s *Service) present(ctx context.Context, h *Hearing) error {
	item, err := s.items.Version(ctx, h.ItemCode, h.version)
	if err != nil {
		return err
	}
	area, _, _ := strings.Cut(h.area, "-")
	if h.Agency = agencies[area].name; h.Agency == "" {
		h.Agency = item.DecisionBody.Zh
	}
	h.ItemName, h.ItemNameEn = item.Name.Zh, item.Name.En
	h.Party = disclosure.Party(h.name, h.isUnit)
	return nil
}
