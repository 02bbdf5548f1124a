package casework

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

var errPending = errors.ErrUnsupported

// OpenDrafts lists the actor's drafts of an item, newest first: starting again shows them before a new one is made.
func (s *Service) OpenDrafts(ctx context.Context, actor account.Actor, item string) ([]CaseSummary, error) {
	return nil, errPending
}

// StartDraft begins a case (T01): it asks the registers, checks window and bans, and fills what is known. Faults: ITEM_CLOSED, BAN_ACTIVE,
// LICENCE_UNKNOWN, ASSURANCE_TOO_LOW, DUPLICATE_CASE (param case: an undecided case about the same licence).
func (s *Service) StartDraft(ctx context.Context, actor account.Actor, item string, idem db.Key) (uuid.UUID, error) {
	return uuid.Nil, errPending
}

// Draft shows a draft, or the answers of a correction, to its owner.
func (s *Service) Draft(ctx context.Context, actor account.Actor, id uuid.UUID) (DraftView, error) {
	return DraftView{}, errPending
}

// SaveAnswers stores some answers; ifVersion 0 means any version. Wrong values are reported and stored all the same. Faults: STALE_VERSION,
// those of form.CheckPatch, ACT_NOT_NOW when the draft is not open.
func (s *Service) SaveAnswers(ctx context.Context, actor account.Actor, id uuid.UUID, patch form.Answers, ifVersion int) (Saved, error) {
	return Saved{}, errPending
}

// DiscardDraft removes a draft that was never received.
func (s *Service) DiscardDraft(ctx context.Context, actor account.Actor, id uuid.UUID) error {
	return errPending
}

// Finish hands the draft in: to the unit when it must sign (AwaitingUnit), else to the agency (T02, T03). Faults: INVALID_FIELDS with every
// fault of the form, BAN_ACTIVE, ITEM_CLOSED.
func (s *Service) Finish(ctx context.Context, actor account.Actor, id uuid.UUID, idem db.Key) (Receipt, error) {
	return Receipt{}, errPending
}

// AwaitingUnit lists the forms that wait for the signature of units for which the actor may sign.
func (s *Service) AwaitingUnit(ctx context.Context, actor account.Actor) ([]CaseSummary, error) {
	return nil, errPending
}

// UnitForm shows a finished form to who may sign it.
func (s *Service) UnitForm(ctx context.Context, actor account.Actor, id uuid.UUID) (DraftView, error) {
	return DraftView{}, errPending
}

// UnitSign signs for the unit: the case is received today (T02, T03). Agreed is the unit's declaration; without it DECLARATION_REQUIRED.
func (s *Service) UnitSign(ctx context.Context, actor account.Actor, id uuid.UUID, agreed bool, idem db.Key) (Receipt, error) {
	return Receipt{}, errPending
}

// UnitReturn gives a finished form back to the person, with a reason when the unit does it. The person may take it back himself.
func (s *Service) UnitReturn(ctx context.Context, actor account.Actor, id uuid.UUID, reason string) error {
	return errPending
}

// MyCases lists the actor's cases, drafts included, newest first; acting for an enterprise, those in which it is the unit.
func (s *Service) MyCases(ctx context.Context, actor account.Actor, after string, limit int) (Page[CaseSummary], error) {
	return Page[CaseSummary]{}, errPending
}

// CaseForApplicant shows a received case to its applicant or his unit.
func (s *Service) CaseForApplicant(ctx context.Context, actor account.Actor, id uuid.UUID) (ApplicantView, error) {
	return ApplicantView{}, errPending
}

// AnswerCorrection answers a correction notice completely (T08); patch may be empty when everything was saved before.
func (s *Service) AnswerCorrection(ctx context.Context, actor account.Actor, id uuid.UUID, patch form.Answers, idem db.Key) (Receipt, error) {
	return Receipt{}, errPending
}

// Withdraw takes an application back before it is decided (T29).
func (s *Service) Withdraw(ctx context.Context, actor account.Actor, id uuid.UUID, reason string, idem db.Key) error {
	return errPending
}

// SendMessage adds a line to the talk: applicants write to the host officer, officers of the case's desks to the applicant.
func (s *Service) SendMessage(ctx context.Context, actor account.Actor, id uuid.UUID, text string, idem db.Key) (Message, error) {
	return Message{}, errPending
}

// ConfirmDelivery confirms that the decision and the certificate were received electronically (T32).
func (s *Service) ConfirmDelivery(ctx context.Context, actor account.Actor, id uuid.UUID) error {
	return errPending
}

// Progress answers a query without login. One fault, PROGRESS_UNKNOWN (NotFound), for every mismatch.
func (s *Service) Progress(ctx context.Context, number, queryCode, last4 string) (Progress, error) {
	return Progress{}, errPending
}

// Queues lists the officer's queues: every desk and stage at which he holds the role.
func (s *Service) Queues(ctx context.Context, actor account.Actor) ([]QueueCount, error) {
	return nil, errPending
}

// Queue lists waiting and held steps of a queue in working order.
func (s *Service) Queue(ctx context.Context, actor account.Actor, desk string, stage procedure.Stage, after string, limit int) (Page[QueueRow], error) {
	return Page[QueueRow]{}, errPending
}

// ClaimNext takes the next step of a queue. Faults: QUEUE_EMPTY (NotFound), CLAIMS_FULL (Conflict) with five in hand.
func (s *Service) ClaimNext(ctx context.Context, actor account.Actor, desk string, stage procedure.Stage, idem db.Key) (Claim, error) {
	return Claim{}, errPending
}

// Heartbeat extends a claim; input tells whether the officer has typed since the last one. Fault: LEASE_LOST.
func (s *Service) Heartbeat(ctx context.Context, actor account.Actor, step uuid.UUID, fence int64, input bool) (Claim, error) {
	return Claim{}, errPending
}

// ReturnStep gives a claimed step back to its queue with its original place. The second return by another officer escalates it.
func (s *Service) ReturnStep(ctx context.Context, actor account.Actor, step uuid.UUID, fence int64, reason ReturnReason, text string) error {
	return errPending
}

// Mine lists what the officer holds.
func (s *Service) Mine(ctx context.Context, actor account.Actor) ([]Claim, error) {
	return nil, errPending
}

// Review shows a case on one page to an officer of its desks, and to R-SUP and R-CAG.
func (s *Service) Review(ctx context.Context, actor account.Actor, id uuid.UUID) (ClerkView, error) {
	return ClerkView{}, errPending
}

// SaveNote keeps a private draft opinion with the claim. Fault: LEASE_LOST.
func (s *Service) SaveNote(ctx context.Context, actor account.Actor, step uuid.UUID, fence int64, text string) error {
	return errPending
}

// RecordCheck records an officer's verdict on a point. Faults: LEASE_LOST, CHECK_UNKNOWN, CHECK_BY_REGISTER (milder than the register).
func (s *Service) RecordCheck(ctx context.Context, actor account.Actor, id uuid.UUID, step uuid.UUID, fence int64, code string, mark procedure.Mark, note string) error {
	return errPending
}

// Decide does an officer's act on the step he holds. Faults: LEASE_LOST, STALE_VERSION, FOUR_EYES and those of the procedure's guards.
func (s *Service) Decide(ctx context.Context, actor account.Actor, d Decision, idem db.Key) (Decided, error) {
	return Decided{}, errPending
}

// SettleDue applies limits that have ended to at most limit cases and returns how many moved. Running it again changes nothing.
func (s *Service) SettleDue(ctx context.Context, limit int) (int, error) {
	return 0, errPending
}

// AskRegisters asks every register about a case and stores the answers; those that are down are asked again by a later job.
func (s *Service) AskRegisters(ctx context.Context, id uuid.UUID) error {
	return errPending
}
