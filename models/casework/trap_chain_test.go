package casework

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// link is one act of a chain, with the paper it writes.
type link struct {
	move  procedure.MoveID
	paper string
	ready func(w *world, c *chained) deed
}

// chained is the case of a chain.
type chained struct {
	id     uuid.UUID
	person account.Actor
}

// chains are ways through a case on which every act is decisive: each is made to fail at every row before it is done.
var chains = map[string]struct {
	start string
	begin func(w *world) chained
	links []link
}{
	"heard": {"2026-03-02T09:00:00+08:00", toBeRefused, []link{
		{"T45", "third_party", decides(reviewer, tellNeighbour)},
		{"T45a", "", decides(reviewer, Decision{Act: procedure.ActHearThirdParty, Kind: procedure.ThirdPartyStated, Record: "要求避开夜间作业"})},
		{"T28a", "refusal_notice", decides(reviewer, tellsRefusal)},
		{"T28b", "", func(w *world, c *chained) deed {
			file := w.proofOf(c.person, c.id)
			return c.does(func(ctx context.Context) error {
				return w.Service.State(ctx, c.person, c.id, Statement{Text: "该处罚已过十五年。", Files: []uuid.UUID{file}}, key(c.person, "state"))
			})
		}},
	}},
	"silent": {"2026-03-02T09:00:00+08:00", toBeRefused, []link{
		{"T45", "third_party", decides(reviewer, tellNeighbour)}, {"T45e", "", ends(procedure.KT)},
		{"T28a", "refusal_notice", decides(reviewer, tellsRefusal)}, {"T28d", "", ends(procedure.KH)},
	}},
	"waived": {"2026-03-02T09:00:00+08:00", toBeRefused, []link{
		{"T28a", "refusal_notice", decides(reviewer, tellsRefusal)},
		{"T28c", "", func(w *world, c *chained) deed {
			return c.does(func(ctx context.Context) error {
				return w.Service.Answer(ctx, c.person, c.id, ApplicantReply{Act: procedure.ActWaiveStatement}, key(c.person, "waive"))
			})
		}},
		{"T45", "third_party", decides(reviewer, tellNeighbour)},
		{"T45h", "special", func(w *world, c *chained) deed {
			return decides(reviewer, Decision{Act: procedure.ActHearThirdParty, Kind: procedure.ThirdPartyHearing, Record: "要求听证", Pictures: w.enclosed(reviewer, c.id)})(w, c)
		}},
	}},
	"decided again": {"2026-09-17T09:00:00+08:00", func(w *world) chained {
		person := w.blaster(1, "2026-12-01")
		return chained{w.refused(person), person}
	}, []link{
		{"T37", "decide_again", func(w *world, c *chained) deed {
			w.at("2026-11-23 09:00")
			d := quashed
			d.CaseID, d.Version, d.On, d.Wrong, d.Pictures = c.id, w.version(c.id), workday.MustParse("2026-11-20"), procedure.WrongProcedure, w.enclosed(head, c.id)
			return c.does(func(ctx context.Context) error {
				_, err := w.Service.Decide(ctx, head, d, key(head, "again"))
				return err
			})
		}},
		{"T23a", "approval", decides(reviewer, Decision{Act: procedure.ActAskCollective, Verdict: procedure.Refuse, Grounds: []string{"B3"}, Reason: "程序已补正"})},
		{"T23", "collective", decides(head, Decision{Act: procedure.ActCollective, Record: "会议逐项讨论了裁决意见", Members: []Voice{
			{head.Officer, procedure.Refuse, ""}, {deputy.Officer, procedure.Refuse, ""}, {checker1.Officer, procedure.Refuse, ""}}})},
		{"T22", "legal_opinion", decides(lawyer, Decision{Act: procedure.ActLegalOpinion, Agree: true, Reason: "程序已补正"})},
		{"T28", "refusal", decides(deputy, refuseAgain)},
		{"T32", "delivery", decides(deliver, Decision{Act: procedure.ActDeliver, Way: "counter", Recipient: "李建国"})},
	}},
	"compensation": {"2026-06-17T09:00:00+08:00", func(w *world) chained { return owed(w, w.withdrawn) }, []link{
		{"C01", "", func(w *world, c *chained) deed {
			return c.begins(w, func(ctx context.Context, measure uuid.UUID) error {
				return w.Service.OfferCompensation(ctx, OfferCompensationArgs{Measure: measure})
			})
		}},
		{"C04", "claim_receipt", claims}, {"C05", "", addsToClaim},
		{"C07", "to_legal", decides(reviewer, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Amount: 10_000_00, Reason: "租金有合同证明", Heard: "同意"})},
		{"C11", "legal_opinion", decides(lawyer, Decision{Act: procedure.ActLegalOpinion, Agree: true, Reason: "同意"})},
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
		{"C10", "legal_opinion", decides(lawyer, Decision{Act: procedure.ActLegalOpinion, Agree: true, Reason: "同意"})},
		{"C12", "collective", decides(leader, Decision{Act: procedure.ActCollective, Record: "讨论意见一致", Members: []Voice{
			{leader.Officer, procedure.Refuse, ""}, {chair.Officer, procedure.Refuse, ""}, {manager.Officer, procedure.Refuse, ""}}})},
		{"C17", "no_damages", decides(leader, Decision{Act: procedure.ActDenyAward, Reason: "与撤销没有因果关系"})},
		{"C32", "delivery", receives},
	}},
	"unclaimed": {"2026-06-17T09:00:00+08:00", func(w *world) chained {
		c := owed(w, w.withdrawn)
		check(w.t, w.Service.OfferCompensation(context.Background(), OfferCompensationArgs{Measure: c.id}))
		w.scan(&c.id, `SELECT id FROM cases WHERE origin_id = ?`, c.id)
		return c
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

// Hearing whom a decision concerns, deciding again and compensating write several tables each: as every decision, each fails whole or is done once.
func TestEveryLinkOfAChainFailsWholeInTheDatabase(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for name, chain := range chains {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, chain.start)
			c := chain.begin(w)
			for _, l := range chain.links {
				ready := l.ready(w, &c)
				traps, err := dbtest.SetTraps(ctx, w.db)
				check(t, err)
				if w.failsWhole(traps, ready, l.move, l.paper); ready.begun != nil {
					c.id = ready.begun()
				}
			}
		})
	}
}

func (c *chained) does(do func(context.Context) error) deed { return deed{id: c.id, do: do} }

// begins is what begins a case about the case of the chain.
func (c *chained) begins(w *world, do func(context.Context, uuid.UUID) error) deed {
	measure := c.id
	return deed{id: measure, do: func(ctx context.Context) error { return do(ctx, measure) }, begun: func() (id uuid.UUID) {
		w.scan(&id, `SELECT id FROM cases WHERE origin_id = ?`, measure)
		return id
	}}
}

// decides is an officer's decision in the step that he holds, or else claims.
func decides(officer account.Actor, d Decision) func(*world, *chained) deed {
	return func(w *world, c *chained) deed {
		var desk string
		var stage procedure.Stage
		w.scan(&desk, `SELECT desk FROM steps WHERE case_id = ? AND state <> 'DONE'`, c.id)
		w.scan(&stage, `SELECT stage FROM steps WHERE case_id = ? AND state <> 'DONE'`, c.id)
		mine, err := w.Mine(context.Background(), officer)
		check(w.t, err)
		for _, held := range mine { // a move that stays has left it in his hands
			check(w.t, w.ReturnStep(context.Background(), officer, held.StepID, held.Fence, SystemFailure, ""))
		}
		claim, err := w.ClaimNext(context.Background(), officer, desk, stage, db.Key{})
		check(w.t, err)
		d := w.heardToday(d)
		d.CaseID, d.StepID, d.Fence, d.Version = c.id, claim.StepID, claim.Fence, w.version(c.id)
		return c.does(func(ctx context.Context) error {
			_, err := w.Service.Decide(ctx, officer, d, key(officer, claim.StepID.String()+string(d.Act)))
			return err
		})
	}
}

// ends is the end of a limit.
func ends(clock procedure.ClockKind) func(*world, *chained) deed {
	return func(w *world, c *chained) deed { return w.sweeping(c.id, clock) }
}

func toBeRefused(w *world) chained {
	person := w.blaster(1, "2026-05-30")
	w.registers.police[person.IDNumber] = BackgroundAnswer{Criminal: true}
	id := w.submit(person)
	w.review(id)
	return chained{id, person}
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
