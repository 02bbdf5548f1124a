package server

import (
	"context"
	"fmt"
	"time"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/appointment"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// appointmentSamples books the first item of each trade that people come to a window for, one trade a person, so that the windows of a
// demonstration expect somebody. Who has an appointment keeps it; it returns how many were booked.
func (a *app) appointmentSamples(ctx context.Context) (made int, err error) {
	persons := map[string]string{"huzheng": "compound", "churujing": "last-day", "jiaotong": "old-photo", "zhian": "citizen"}
	for _, trade := range []string{"huzheng", "churujing", "jiaotong", "zhian"} {
		item, err := a.windowItem(ctx, trade)
		if err != nil || item == nil {
			return made, err
		}
		err = a.as(ctx, a.world.Person(persons[trade]).Mobile, func(actor account.Actor) error {
			mine, err := a.appointments.Mine(ctx, actor)
			if err != nil || len(mine) > 0 {
				return err
			}
			made++
			return a.bookFirst(ctx, actor, item)
		})
		if err != nil {
			return made, fmt.Errorf("appointment for %s: %w", item.Code, err)
		}
	}
	return made, nil
}

// windowItem is the first item of a trade that is not fully online; nil when there is none.
func (a *app) windowItem(ctx context.Context, trade string) (*catalog.Item, error) {
	for _, depth := range []int{1, 2, 3} {
		found, err := a.catalog.List(ctx, catalog.Filter{Department: trade, OnlineDepth: depth, Limit: 1})
		if err != nil {
			return nil, err
		}
		if len(found.Items) > 0 {
			return a.catalog.Item(ctx, found.Items[0].Code)
		}
	}
	return nil, nil
}

// bookFirst takes the first free time of the next open day at the first window that serves the item.
func (a *app) bookFirst(ctx context.Context, actor account.Actor, item *catalog.Item) error {
	windows, err := a.appointments.WindowsFor(ctx, item)
	if err != nil || len(windows) == 0 {
		return err
	}
	tomorrow := a.db.Today().AddDays(1)
	days, err := a.appointments.Days(ctx, windows[0].Code, tomorrow, workday.Date{})
	if err != nil {
		return err
	}
	if start, ok := firstFree(days); ok {
		_, err = a.appointments.Book(ctx, actor, appointment.Order{Item: item.Code, Window: windows[0].Code, Start: start}, db.Key{})
	}
	return err
}

func firstFree(days []appointment.Day) (time.Time, bool) {
	for _, d := range days {
		for _, s := range d.Slots {
			if d.Why == appointment.WhyNone && s.State == appointment.Free {
				return s.Start, true
			}
		}
	}
	return time.Time{}, false
}
