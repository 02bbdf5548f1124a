package casework

import (
	"context"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// losses are the ways of a claim for what a measure has cost.
var losses = map[string]chain{
	"compensation": {"2026-06-17T09:00:00+08:00", func(w *world) chained { return owed(w, w.withdrawn) }, []link{
		{"C01", "", func(w *world, c *chained) deed {
			return c.begins(w, func(ctx context.Context, measure uuid.UUID) error {
				return w.Service.OfferCompensation(ctx, OfferCompensationArgs{Measure: measure})
			})
		}},
		{"C04", "claim_receipt", claims}, {"C05", "", addsToClaim},
		{"C07", "to_legal", proposesAward},
		{"C11", "legal_opinion", agrees},
		{"C14", "compensation", decides(leader, Decision{Act: procedure.ActAward, Reason: "符合法定条件"})},
		{"C32", "delivery", receives},
		{"C33", "", decides(manager, Decision{Act: procedure.ActRecordPayment, On: workday.MustParse("2026-06-17"), Receipt: "国库2026-118"})},
	}},
	"damages": {"2026-06-17T09:00:00+08:00", func(w *world) chained { return owed(w, w.faulty) }, []link{
		{"C02", "", func(w *world, c *chained) deed {
			return c.begins(w, func(ctx context.Context, measure uuid.UUID) error {
				_, err := w.Service.AskCompensation(ctx, c.person, measure)
				return err
			})
		}},
		{"C04", "claim_receipt", claims},
		{"C08", "to_legal", decides(reviewer, Decision{Act: procedure.ActPropose, Verdict: procedure.Refuse, Reason: "费用与撤销无关", Heard: "坚持请求"})},
		{"C10", "legal_opinion", agrees},
		{"C12", "collective", discusses(procedure.Refuse)},
		{"C17", "no_damages", decides(leader, Decision{Act: procedure.ActDenyAward, Reason: "与撤销没有因果关系"})},
		{"C32", "delivery", receives},
	}},
	"returned": {"2026-06-17T09:00:00+08:00", func(w *world) chained { return asked(w, w.withdrawn) }, []link{
		{"C18", "claim_lacks", decides(reviewer, Decision{Act: procedure.ActTellLacks, Reason: "请补交六月账目"})},
		{"", "", proposesAward}, {"C09", "legal_opinion", decides(lawyer, Decision{Act: procedure.ActLegalOpinion, Reason: "证据不足"})},
		{"", "", proposesAward}, {"", "", agrees}, {"C13", "return", decides(leader, Decision{Act: procedure.ActReturn, Reason: "金额再核"})},
		{"", "", decides(reviewer, Decision{Act: procedure.ActPropose, Verdict: procedure.Refuse, Reason: "合同已解除", Heard: "坚持请求"})}, {"", "", agrees},
		{"C16", "no_compensation", decides(leader, Decision{Act: procedure.ActDenyAward, Reason: "没有损失"})},
	}},
	"damages awarded": {"2026-06-17T09:00:00+08:00", func(w *world) chained { return asked(w, w.faulty) }, []link{
		{"", "", proposesAward}, {"", "", agrees}, {"", "", discusses(procedure.Grant)},
		{"C15", "damages", decides(leader, Decision{Act: procedure.ActAward, Reason: "符合法定条件"})},
	}},
	"unclaimed": {"2026-06-17T09:00:00+08:00", func(w *world) chained {
		w.enrol(chair, leader, manager)
		person := w.blaster(1, "2026-08-31")
		return chained{w.offered(person, w.withdrawn(person)), person}
	}, []link{
		{"C04", "claim_receipt", claims},
		{"C06", "claim_withdrawal", func(w *world, c *chained) deed {
			return c.does(func(ctx context.Context) error {
				return w.Service.Withdraw(ctx, c.person, c.id, "再算一算", key(c.person, "withdraw"))
			})
		}},
		{"C03", "", ends(procedure.KL)},
	}},
}

// Acts on the way of a claim.
var (
	proposesAward = decides(reviewer, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Amount: 10_000_00, Reason: "租金有合同证明", Heard: "同意"})
	agrees        = decides(lawyer, Decision{Act: procedure.ActLegalOpinion, Agree: true, Reason: "同意"})
)

// discusses is a collective discussion with one voice.
func discusses(v procedure.Verdict) func(*world, *chained) deed {
	return decides(leader, Decision{Act: procedure.ActCollective, Record: "讨论意见一致", Members: []Voice{
		{leader.Officer, v, ""}, {chair.Officer, v, ""}, {manager.Officer, v, ""}}})
}

// asked is a claim that waits for its reviewer.
func asked(w *world, measure func(account.Actor) uuid.UUID) chained {
	w.enrol(chair, leader, manager)
	person := w.blaster(1, "2026-08-31")
	c := chained{w.offered(person, measure(person)), person}
	check(w.t, claims(w, &c).do(context.Background()))
	return c
}

// owed is a measure that was delivered, and for which something may be owed.
func owed(w *world, measure func(account.Actor) uuid.UUID) chained {
	w.enrol(chair, leader, manager)
	person := w.blaster(1, "2026-08-31")
	id := measure(person)
	check(w.t, w.ConfirmDelivery(context.Background(), person, id))
	return chained{id, person}
}

func claims(w *world, c *chained) deed {
	proof := w.proved(c.person, c.id)
	return c.does(func(ctx context.Context) error {
		return w.Service.ClaimLoss(ctx, c.person, c.id, Loss{Amount: 12_000_00, Reason: "停工期间的设备租金", Proofs: []uuid.UUID{proof}}, key(c.person, "claim"))
	})
}

func addsToClaim(w *world, c *chained) deed {
	return c.does(func(ctx context.Context) error {
		return w.Service.AddToClaim(ctx, c.person, c.id, Loss{Reason: "另附六月账目"}, key(c.person, "add"))
	})
}

func receives(w *world, c *chained) deed {
	return c.does(func(ctx context.Context) error { return w.Service.ConfirmDelivery(ctx, c.person, c.id) })
}
