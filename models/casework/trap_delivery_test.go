package casework

import (
	"context"

	"github.com/yiyang-police/permit-portal/models/procedure"
)

// letters are the ways in which a result reaches its applicant, or does not.
var letters = map[string]chain{
	"by post in vain": {"2026-09-16T10:00:00+08:00", toDeliver(false), []link{
		{"T38", "delivery_address", func(w *world, c *chained) deed {
			choice := DeliveryChoice{Way: procedure.ByPost, Name: "李建国", Phone: "13873700001", Address: "湖南省益阳市赫山区金山路18号"}
			return c.does(func(ctx context.Context) error {
				return w.Service.ChooseDelivery(ctx, c.person, c.id, choice, key(c.person, "choose"))
			})
		}},
		{"T32a", "", posts}, {"T33", "returned", mailed(Mail{Waybill: "EB1", Reason: "无人签收"})},
		{"T32a", "", decides(deliver, Decision{Act: procedure.ActPost, Waybill: "EB2", Phone: "已通话，地址无误"})},
		{"T33", "returned", aside(deliver, Decision{Act: procedure.ActFailDelivery, Waybill: "EB2", Reason: "查无此人"})},
		{"T32", "delivery", decides(deliver, Decision{Act: procedure.ActDeliver, Way: procedure.AtCounter, Recipient: "李建国"})},
	}},
	"signed for": {"2026-09-16T10:00:00+08:00", toDeliver(false), []link{{"", "", posts}, {"T32", "delivery", mailed(Mail{Waybill: "EB1", Signer: "本人"})}}},
	"by the system": {"2026-09-16T10:00:00+08:00", toDeliver(true), []link{{"T32", "delivery", func(w *world, c *chained) deed {
		arrival := Arrival{SpaceAt: w.clock.Now(), TextedAt: w.clock.Now(), Mobile: "138****1001"}
		return c.does(func(ctx context.Context) error {
			_, err := w.Service.HandOver(ctx, c.id, arrival)
			return err
		})
	}}}},
}

var posts = decides(deliver, Decision{Act: procedure.ActPost, Waybill: "EB1"})

// mailed is what the post reports.
func mailed(m Mail) func(*world, *chained) deed {
	return func(w *world, c *chained) deed {
		m := m
		m.At = w.clock.Now()
		return c.does(func(ctx context.Context) error {
			_, err := w.Service.Mailed(ctx, c.id, m)
			return err
		})
	}
}

// toDeliver is a renewal whose certificate waits for its delivery; agreed tells whether that may be electronic.
func toDeliver(agreed bool) func(w *world) chained {
	return func(w *world) chained {
		person := w.blaster(1, "2026-12-01")
		return chained{w.made(person, agreed), person}
	}
}
