package casework

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// A letter comes back, is signed for, is recorded as lost by an officer, and he confirms to have read it in his space.
func TestDeliveryAndComeBackMeet(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-16T10:00:00+08:00")
	person := w.blaster(1, "2026-12-01")
	template := w.made(person, false)
	w.mustDecide(deliver, template, Decision{Act: procedure.ActPost, Waybill: "EB1"})
	mailed := func(signer, reason string) func(meeting) {
		return func(m meeting) {
			_, _ = w.Service.Mailed(ctx, m.id, Mail{Waybill: "EB1", At: w.clock.Now(), Signer: signer, Reason: reason})
		}
	}
	const handed = "CLOSED | T32 | delivery | delivered"
	w.run(race{rounds: 100, template: template, acts: []func(meeting){mailed("本人", ""), mailed("", "拒收"), mailed("", "拒收"), w.confirms(person),
		w.besides(deliver, Decision{Act: procedure.ActFailDelivery, Waybill: "EB1", Reason: "查无此人"})},
		before: []string{handed, "CLOSED | T33 T32 | delivery returned | delivered delivery_failed"}})
}

func (w *world) confirms(person account.Actor) func(meeting) {
	return func(m meeting) { _ = w.Service.ConfirmDelivery(context.Background(), person, m.id) }
}

// The system hands over what has arrived, on two instances, while the deliverer hands it over the counter and he confirms it.
func TestHandOversMeet(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-16T10:00:00+08:00")
	person := w.blaster(1, "2026-12-01")
	template := w.made(person, true)
	arrives := func(m meeting) {
		now := w.clock.Now()
		_, _ = w.Service.HandOver(context.Background(), m.id, Arrival{SpaceAt: now, TextedAt: now, Mobile: "138****1001", ReadAt: now, Reader: person.Name})
	}
	w.run(race{rounds: 100, template: template, officer: deliver, acts: []func(meeting){arrives, arrives, w.confirms(person),
		w.decides(deliver, Decision{Act: procedure.ActDeliver, Way: "counter", Recipient: person.Name})},
		before: []string{"CLOSED | T32 | delivery | delivered"}})
}

// A letter is posted twice at once while he says that he will come for it, confirms to have read it, and the system hands it over.
func TestPostingChoiceAndHandOverMeet(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-16T10:00:00+08:00")
	person := w.blaster(1, "2026-12-01")
	template := w.made(person, true)
	posts := w.decides(deliver, Decision{Act: procedure.ActPost, Waybill: "EB1"})
	chooses := func(m meeting) {
		_ = w.Service.ChooseDelivery(context.Background(), person, m.id, DeliveryChoice{Way: procedure.AtCounter}, db.Key{})
	}
	arrives := func(m meeting) {
		_, _ = w.Service.HandOver(context.Background(), m.id, Arrival{SpaceAt: w.clock.Now(), TextedAt: w.clock.Now(), Mobile: "138****1001"})
	}
	w.run(race{rounds: 60, template: template, officer: deliver, acts: []func(meeting){posts, posts, chooses, w.confirms(person), arrives},
		before: []string{"CLOSED | T32 | delivery | delivered", "CLOSED | T32a T32 | delivery | delivered",
			"CLOSED | T38 T32 | delivery delivery_address | delivered delivery_chosen"},
		after: func(m meeting) {
			if n := w.count(`SELECT count(*) FROM journal WHERE case_id = ? AND move = 'T32' AND seq > 1 AND actor_role = ?`, m.id, procedure.System); n != 0 {
				t.Error("the system handed over what was posted, or what he wanted to come for")
			}
		}})
}

// licensed is a person whose certificate of the portal's own ends on 2029-08-31, and his renewal in time, which waits for its decision.
func (w *world) licensed() (person account.Actor, certificate, renewal uuid.UUID) {
	w.t.Helper()
	person = w.blaster(1, "2026-08-31")
	_, certificate = w.certified(person)
	w.registers.change(person.IDNumber, func(h *HolderAnswer) {
		for i := range h.Licences {
			h.Licences[i].ValidTo = workday.MustParse("2029-08-31")
		}
		for y := 2026; y <= 2029; y++ {
			h.Training = append(h.Training, TrainingYear{Year: y, Hours: 24, Provider: "湖南省爆破协会"})
		}
	})
	w.registers.unit.ValidTo = workday.MustParse("2032-06-30")
	w.at("2029-07-20 09:00")
	renewal = w.submit(person)
	w.review(renewal)
	w.mustDecide(reviewer, renewal, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "拟准予"})
	return person, certificate, renewal
}

// revoking is the revocation of a certificate that waits for its decision.
func (w *world) revoking(person account.Actor, certificate uuid.UUID) uuid.UUID {
	w.t.Helper()
	revocation := w.opened(reviewer, Measure{Certificate: certificate, Measure: procedure.Revoke, Ground: "A69.2", Facts: "提交伪造的培训学时证明"})
	check(w.t, w.Answer(context.Background(), person, revocation, ApplicantReply{Act: procedure.ActWaiveHearing}, db.Key{}))
	w.mustDecide(reviewer, revocation, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "拟撤销", Heard: "无重大损害"})
	w.mustDecide(lawyer, revocation, Decision{Act: procedure.ActLegalOpinion, Agree: true, Reason: "同意"})
	return revocation
}

// A certificate is revoked while its renewal is granted: the grant came first, or there is none, and what the case says of its certificate is what was so then.
func TestRevocationAndRenewalMeet(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-06-17T09:00:00+08:00")
	person, certificate, renewal := w.licensed()
	renewing := w.stand(renewal)
	revocation := w.revoking(person, certificate)
	renewals := map[uuid.UUID]meeting{}
	w.run(race{rounds: 100, template: revocation, officer: decider,
		each: func(m *meeting) {
			r := renewing.copy(w, m.turn)
			w.exec(`UPDATE cases SET subject = ? WHERE id = ?`, m.number, r.id)
			w.exec(`UPDATE steps SET barred = ARRAY[CASE WHEN case_id = ? THEN ?::text ELSE ?::text END] WHERE state <> 'DONE'`, m.id, third.Officer, decider.Officer) // to each his own
			var err error
			r.claim, err = w.Service.ClaimNext(context.Background(), third, city, procedure.StageDecision, db.Key{})
			check(t, err)
			renewals[m.id] = r
		},
		acts: []func(meeting){w.decides(decider, Decision{Act: procedure.ActRevoke, Reason: "以欺骗手段取得许可"}),
			func(m meeting) { w.decides(third, grant)(renewals[m.id]) }, w.sweeps},
		before: []string{"DELIVERY | L05 | revocation | licence_ended"},
		after: func(m meeting) {
			r := renewals[m.id]
			gone := w.law(r.id).Gone != nil
			if fate := w.fate(r.id); !(fate == isGranted && !gone || fate == "DECISION | T34p | licence_gone" && gone) {
				t.Errorf("the renewal: %s, its licence gone %t", fate, gone)
			}
			w.agrees(r.id)
			if s := w.standing(m.certificate); s != document.StandingRevoked {
				t.Errorf("the certificate is %s", s)
			}
			w.away(r.id)
		}})
}

// 吊销 is confirmed twice at once while the renewal is granted by silence at the end of its licence: silence renews nothing that is no more, and what was renewed before can
// still be taken.
func TestPenaltyAndDeemedRenewalMeet(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-06-17T09:00:00+08:00")
	person, certificate, renewal := w.licensed()
	sent := w.sent(person, certificate)
	sent.DecidedOn = workday.MustParse("2029-07-19")
	penalty, err := w.ImportPenalty(ctx, penaltySystem, sent)
	check(t, err)
	certificates, penalties := map[uuid.UUID]uuid.UUID{}, map[uuid.UUID]uuid.UUID{}
	confirms := func(m meeting) {
		_, _ = w.Service.RulePenalty(ctx, caseManager, penalties[m.id], PenaltyRuling{Confirm: true}, db.Key{})
	}
	w.run(race{rounds: 100, template: renewal, end: procedure.K11,
		each: func(m *meeting) {
			certificates[m.id], penalties[m.id] = w.certificateOf(*m, certificate), uuid.New()
			w.copies(1, "penalties", `r.id = @template`, penalty.ID, map[string]string{"id": "'" + penalties[m.id].String() + "'::uuid", "certificate_id": "'" + certificates[m.id].String() + "'::uuid",
				"number": "'" + m.number + "'"})
		},
		acts:   []func(meeting){confirms, confirms, w.sweeps},
		before: []string{"DECISION | T34p | licence_gone"}, ended: []string{isRenewed},
		after: func(m meeting) {
			var state PenaltyState
			w.scan(&state, `SELECT state FROM penalties WHERE id = ?`, penalties[m.id])
			measures := w.count(`SELECT count(*) FROM cases WHERE certificate_id = ?`, certificates[m.id])
			standing := w.standing(certificates[m.id])
			if punished := standing == document.StandingPunished; punished != (state == PenaltyConfirmed) || punished != (measures == 1) || measures > 1 {
				t.Errorf("the penalty is %s, the certificate %s, with %d cases", state, standing, measures)
			}
		}})
}

// Officers open a revocation and a cancellation and the holder asks for a change, of the same certificate at the same moment: one of them is under way.
func TestMeasuresMeet(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-06-17T09:00:00+08:00")
	person := w.blaster(1, "2026-08-31")
	_, certificate := w.certified(person)
	dbtest.Race[uuid.UUID]{Rounds: 80,
		Ready: func(round int) uuid.UUID { return w.certificateOf(meeting{number: padded(round)}, certificate) },
		Actors: []func(uuid.UUID){
			func(id uuid.UUID) {
				_, _ = w.Service.OpenMeasure(ctx, reviewer, Measure{Certificate: id, Measure: procedure.Revoke, Ground: "A69.2", Facts: "提交伪造的培训学时证明"}, db.Key{})
			},
			func(id uuid.UUID) {
				_, _ = w.Service.OpenMeasure(ctx, chair, Measure{Certificate: id, Measure: procedure.Cancel, Ground: "A70.2", Facts: "死亡", Proof: "死亡医学证明"}, db.Key{})
			},
			func(id uuid.UUID) {
				_, _ = w.Service.AskMeasure(ctx, person, Measure{Certificate: id, Measure: procedure.Change, Facts: "变更从业单位", Unit: "益阳洞庭爆破有限公司", UnitCode: w.registers.unit.CreditCode}, db.Key{})
			},
		},
		Verdict: func(id uuid.UUID) (fate string) {
			if n := w.count(`SELECT count(*) FROM cases WHERE certificate_id = ?`, id); n != 1 {
				t.Errorf("%d measures about one certificate", n)
				return ""
			}
			var measure uuid.UUID
			w.scan(&measure, `SELECT id FROM cases WHERE certificate_id = ?`, id)
			w.agrees(measure)
			return w.fate(measure)
		}}.Run(t)
	w.numbersAreWhole()
}

// In the first moment after a licence's end its renewal is granted by silence, whether the sweep has come or not: who takes the licence then, takes what was renewed, and
// nobody strikes it off as run out.
func TestALicenceIsTakenAsTimeLeftIt(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for name, take := range map[string]func(w *world, person account.Actor, certificate uuid.UUID) func() error{
		"revoked": func(w *world, person account.Actor, certificate uuid.UUID) func() error {
			return w.deciding(decider, w.revoking(person, certificate), Decision{Act: procedure.ActRevoke, Reason: "以欺骗手段取得许可"}).now
		},
		"punished": func(w *world, person account.Actor, certificate uuid.UUID) func() error {
			in := w.sent(person, certificate)
			in.DecidedOn = workday.MustParse("2029-07-19")
			p, err := w.ImportPenalty(ctx, penaltySystem, in)
			check(w.t, err)
			return func() error {
				_, err := w.RulePenalty(ctx, caseManager, p.ID, PenaltyRuling{Confirm: true}, db.Key{})
				return err
			}
		},
		"run out": func(w *world, _ account.Actor, _ uuid.UUID) func() error {
			return func() error { return w.SweepLicences(ctx) }
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var fates [2]string
			for i, swept := range []bool{false, true} {
				w := newWorld(t, "2026-06-17T09:00:00+08:00")
				person, certificate, renewal := w.licensed()
				w.stand(renewal) // out of the deciders' queue
				w.exec(`UPDATE cases SET subject = (SELECT number FROM certificates WHERE id = ?), settle_at = '2029-09-01 00:00+08' WHERE id = ?`, certificate, renewal)
				w.at("2029-08-31 23:55")
				act := take(w, person, certificate)
				w.at("2029-09-01 00:00")
				if swept {
					_, err := w.SettleDue(ctx, 10)
					check(t, err)
				}
				check(t, act())
				_, err := w.SettleDue(ctx, 10)
				check(t, err)
				var valid string
				w.scan(&valid, `SELECT state || ' to ' || valid_to FROM certificates WHERE id = ?`, certificate)
				fates[i] = w.fate(renewal) + ", " + valid + ", measures " + padded(w.count(`SELECT count(*) FROM cases WHERE certificate_id = ?`, certificate))
				if !w.law(renewal).DeemedRenewed {
					t.Errorf("swept %t: not renewed: %s", swept, fates[i])
				}
			}
			if fates[0] != fates[1] {
				t.Errorf("without a sweep %s\nwith one %s", fates[0], fates[1])
			}
		})
	}
}

// now does a deed.
func (d deed) now() error { return d.do(context.Background()) }
