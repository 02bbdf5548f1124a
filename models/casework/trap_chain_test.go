package casework

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// link is one act of a chain, with the paper it writes; one without a move is only done.
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

// chain is a way through a case on which every act is decisive: each is made to fail at every row before it is done.
type chain struct {
	start string
	begin func(w *world) chained
	links []link
}

// rights are the ways of hearing whom a decision concerns, and of deciding again.
var rights = map[string]chain{
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
		{"T28c", "", answersWith(ApplicantReply{Act: procedure.ActWaiveStatement})},
		{"T45", "third_party", decides(reviewer, tellNeighbour)},
		{"T45h", "special", encloses(reviewer, Decision{Act: procedure.ActHearThirdParty, Kind: procedure.ThirdPartyHearing, Record: "要求听证"})},
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
}

// Hearing whom a decision concerns, special procedures, deciding again, delivering and compensating write several tables each: as every decision, each
// fails whole or is done once.
func TestEveryLinkOfAChainFailsWholeInTheDatabase(t *testing.T) {
	t.Parallel()
	for _, chains := range []map[string]chain{rights, specials, letters, losses} {
		for name, chain := range chains {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, chain.start)
				c := chain.begin(w)
				for _, l := range chain.links {
					w.springs(l, &c)
				}
			})
		}
	}
}

// springs lets an act of a chain fail whole before it is done.
func (w *world) springs(l link, c *chained) {
	w.t.Helper()
	ctx := context.Background()
	ready := l.ready(w, c)
	if l.move == "" {
		check(w.t, ready.do(ctx))
		return
	}
	traps, err := dbtest.SetTraps(ctx, w.db)
	check(w.t, err)
	if w.failsWhole(traps, ready, l.move, l.paper); ready.begun != nil {
		c.id = ready.begun()
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
			_, err := w.Service.Decide(ctx, officer, d, key(officer, fmt.Sprint(claim.StepID, claim.Fence, d.Act)))
			return err
		})
	}
}

// encloses is an officer's decision with a file that he encloses.
func encloses(officer account.Actor, d Decision) func(*world, *chained) deed {
	return func(w *world, c *chained) deed {
		d := d
		d.Pictures = w.enclosed(officer, c.id)
		return decides(officer, d)(w, c)
	}
}

// aside is an officer's decision for which he claims nothing.
func aside(officer account.Actor, d Decision) func(*world, *chained) deed {
	return func(w *world, c *chained) deed {
		d := d
		d.CaseID, d.Version = c.id, w.version(c.id)
		return c.does(func(ctx context.Context) error {
			_, err := w.Service.Decide(ctx, officer, d, key(officer, string(d.Act)))
			return err
		})
	}
}

// answersWith is the applicant's word.
func answersWith(r ApplicantReply) func(*world, *chained) deed {
	return func(w *world, c *chained) deed {
		return c.does(func(ctx context.Context) error {
			return w.Service.Answer(ctx, c.person, c.id, r, key(c.person, string(r.Act)))
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
