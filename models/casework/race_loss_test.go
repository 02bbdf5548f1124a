package casework

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// claiming is a claim for a withdrawn certificate that nobody has made yet.
func (w *world) claiming() (person account.Actor, claim uuid.UUID) {
	w.t.Helper()
	w.enrol(leader, manager)
	person = w.blaster(1, "2026-08-31")
	return person, w.offered(person, w.withdrawn(person))
}

// awarding is a claim that waits for the head of the agency.
func (w *world) awarding() (person account.Actor, claim uuid.UUID) {
	w.t.Helper()
	person, claim = w.claiming()
	w.claims(person)(meeting{id: claim})
	w.mustDecide(reviewer, claim, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Amount: 10_000_00, Reason: "租金有合同证明", Heard: "同意"})
	w.mustDecide(lawyer, claim, Decision{Act: procedure.ActLegalOpinion, Agree: true, Reason: "同意"})
	return person, claim
}

func (w *world) claims(person account.Actor) func(meeting) {
	return func(m meeting) {
		_ = w.Service.ClaimLoss(context.Background(), person, m.id, Loss{Amount: 12_000_00, Reason: "停工期间的设备租金"}, db.Key{})
	}
}

// He claims in two windows at once while his two years end (KL).
func TestClaimsAndTheirEndMeet(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-06-17T09:00:00+08:00")
	person, template := w.claiming()
	w.run(race{rounds: 60, template: template, end: procedure.KL, acts: []func(meeting){w.claims(person), w.claims(person), w.sweeps},
		before: []string{"REVIEW | C04 | claim_receipt | loss_claimed"}, ended: []string{"UNCLAIMED | C03 | unclaimed"}})
}

// The head of the agency awards, twice, and gives the claim back, while the claimant takes it back.
func TestAwardAndWithdrawalMeet(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-06-17T09:00:00+08:00")
	person, template := w.awarding()
	award := w.decides(leader, Decision{Act: procedure.ActAward, Reason: "符合法定条件"})
	w.run(race{rounds: 60, template: template, officer: leader,
		acts:   []func(meeting){award, award, w.decides(leader, Decision{Act: procedure.ActReturn, Reason: "金额再核"}), w.withdraws(person)},
		before: []string{"DELIVERY | C14 | compensation | awarded", "OFFERED | C06 | claim_withdrawal | withdrawn", "OFFERED | C13 C06 | claim_withdrawal return | withdrawn"}})
}

// Two officers record the treasury's payment, one of them after the other's lease is over.
func TestPaymentsMeet(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-06-17T09:00:00+08:00")
	person, template := w.awarding()
	w.mustDecide(leader, template, Decision{Act: procedure.ActAward, Reason: "符合法定条件"})
	check(t, w.ConfirmDelivery(context.Background(), person, template))
	second := clerk("何静", "090016", account.CaseManager, window)
	pays := Decision{Act: procedure.ActRecordPayment, On: workday.MustParse("2026-06-17"), Receipt: "国库2026-118"}
	w.run(race{rounds: 60, template: template, officer: manager, pause: LeaseFor,
		acts:   []func(meeting){w.decides(manager, pays), w.decides(manager, pays), w.rivals(second, procedure.StageManage, pays)},
		before: []string{"CLOSED | C33 | award_paid"}})
}
