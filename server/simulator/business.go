package simulator

import (
	"context"
	"slices"

	"github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// business answers for 税务, 人社, 登记备案人员 and 市场监管 about enterprises and their people.
type business struct{ *World }

// taxes are what enterprises paid last year, in yuan; of the others there is no record.
var taxes = map[string]int64{"heshan": 620_000, "ziyang": 5_600_000, "taojiang": 12_000_000, "nanxian": 180_000, "gaoxin": 2_350_000}

func (w business) Tax(ctx context.Context, code string) (expedite.TaxRecord, error) {
	if _, err := w.reply(ctx, Companies); err != nil {
		return expedite.TaxRecord{}, err
	}
	u, ok := w.byCode[code]
	if !ok {
		return expedite.TaxRecord{}, nil
	}
	yuan, found := taxes[u.Key]
	return expedite.TaxRecord{Found: found, Year: w.base.Year() - 1, Yuan: yuan}, nil
}

// shortMonths is what somebody has whose ID number ends in 9: he came to the unit lately.
const (
	shortMonths = 2
	longMonths  = 14
)

func (w business) Insurance(ctx context.Context, _ string, ids []string) (map[string]int, error) {
	if _, err := w.reply(ctx, Companies); err != nil {
		return nil, err
	}
	months := map[string]int{}
	for _, id := range ids {
		if months[id] = longMonths; len(id) == 18 && id[17] == '9' {
			months[id] = shortMonths
		}
	}
	return months, nil
}

// stateStaff are the keys of registered state staff.
var stateStaff = []string{"citizen"}

func (w business) StateStaff(ctx context.Context, ids []string) (map[string]bool, error) {
	if _, err := w.reply(ctx, Population); err != nil {
		return nil, err
	}
	listed := map[string]bool{}
	for _, id := range ids {
		if p, ok := w.byID[id]; ok && slices.Contains(stateStaff, p.Key) {
			listed[id] = true
		}
	}
	return listed, nil
}

func (w business) Area(ctx context.Context, code string) (string, error) {
	if _, err := w.reply(ctx, Companies); err != nil {
		return "", err
	}
	if u, ok := w.byCode[code]; ok {
		return u.Area, nil
	}
	return "", fault.New(fault.NotFound, "NOT_FOUND")
}

// stayed are the keys of people who did not go on any of their journeys.
var stayed = []string{"late", "expired"}

// Crossed lets everybody travel on the day after his endorsement begins, but for those who stayed at home.
func (w business) Crossed(ctx context.Context, e expedite.Endorsement) (expedite.Crossing, error) {
	if _, err := w.reply(ctx, Border); err != nil {
		return expedite.Crossing{}, err
	}
	c := expedite.Crossing{Known: true, Source: "国家出入境管理信息系统"}
	if p, ok := w.byID[e.IDNumber]; ok && slices.Contains(stayed, p.Key) {
		return c, nil
	}
	if day := e.From.AddDays(1); !day.After(e.To) {
		c.On = day
	}
	return c, nil
}
