package casework

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// stepping is a random walk of one case through the real services.
type stepping struct {
	*world
	*rand.Rand
	trail
	id     uuid.UUID
	person account.Actor
	before int // moves of people before the act of this turn
	done   map[string]int
}

// Cases of every procedure wander through the real services by the hands of people who do what they are shown, and at times what they are not, while
// time passes. After every act a case agrees with its journal and its step, it moved as its table says, its limit runs and it is decided once; in the
// end no series of numbers has a hole.
func TestRandomWalksThroughTheServicesKeepTheLaw(t *testing.T) {
	t.Parallel()
	for name, trail := range trails {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, trail.start)
			w.enrol(head, deputy, reviewer, chair, checker1, checker2, manager, leader)
			r, done := rand.New(rand.NewPCG(2026, trail.seed)), map[string]int{}
			for n := range trail.walks {
				w.clock.Set(t, trail.start)
				s := &stepping{world: w, Rand: r, trail: trail, done: done}
				s.begin(s, n)
				s.walk()
				w.away(s.id)
			}
			w.numbersAreWhole()
			for _, passed := range trail.passes {
				if done[string(passed)] == 0 {
					t.Errorf("no walk came to %s; acts and states: %v", passed, done)
				}
			}
		})
	}
}

// walk goes on until nobody has anything to do any more.
func (s *stepping) walk() {
	s.t.Helper()
	for turn := 0; turn < 60 && !s.over(); turn++ {
		s.before = s.acted()
		if err := s.turn(); err != nil && fault.Code(err) == "" {
			s.t.Fatal(err)
		} else if err != nil && s.acted() != s.before { // what time had ended is kept all the same
			s.t.Fatalf("%v, and something of the act was stored", err)
		}
		s.holds()
	}
	s.movedLawfully()
}

// over tells whether the case has ended and its papers are delivered.
func (s *stepping) over() bool {
	return s.table.Ended(s.law(s.id))
}

// acted counts the moves that people have made; what they tried in vain is recorded besides (P3, P4).
func (s *stepping) acted() int {
	s.t.Helper()
	return s.count(`SELECT count(*) FROM journal WHERE case_id = ? AND actor_role <> ? AND move <> 'attempt'`, s.id, procedure.System)
}

// holds checks what must be true after every turn.
func (s *stepping) holds() {
	s.t.Helper()
	s.agrees(s.id)
	law := s.law(s.id)
	s.done[string(law.State)]++
	if kind, must := s.limits[law.State]; must {
		if _, runs := law.Runs(kind); !runs {
			s.t.Errorf("%s and %s does not run", law.State, kind)
		}
	}
	if n := s.count(`SELECT count(*) FROM documents WHERE case_id = ? AND kind = ANY(?::text[])`, s.id, texts(final)); n > 1 {
		s.t.Errorf("%s was ended by %d papers", law.State, n)
	}
	if s.t.Failed() {
		s.t.Fatalf("acts and states: %v", s.done)
	}
}

// movedLawfully checks every entry of the journal against the rows of the table.
func (s *stepping) movedLawfully() {
	s.t.Helper()
	var entries []struct {
		Move      procedure.MoveID
		FromState procedure.State
		ToState   procedure.State
	}
	check(s.t, s.db.Read(context.Background(), func(tx *db.Tx) error {
		return tx.Raw(`SELECT move, from_state, to_state FROM journal WHERE case_id = ?`, s.id).Scan(&entries).Error
	}))
	for _, e := range entries {
		isRow := func(m procedure.Move) bool { return m.ID == e.Move }
		stands := func(m procedure.Move) bool {
			return isRow(m) && slices.Contains(m.From, e.FromState) && m.Target(e.FromState) == e.ToState
		}
		if (e.FromState != e.ToState || slices.ContainsFunc(s.table.Moves, isRow)) && !slices.ContainsFunc(s.table.Moves, stands) {
			s.t.Errorf("%s leads from %q to %q in no row", e.Move, e.FromState, e.ToState)
		}
	}
}

// turn lets time pass and somebody act.
func (s *stepping) turn() error {
	ctx := context.Background()
	s.clock.Advance(time.Duration(s.IntN(20)) * time.Hour)
	if s.IntN(12) == 0 {
		var settles *time.Time
		if s.scan(&settles, `SELECT settle_at FROM cases WHERE id = ?`, s.id); settles != nil && settles.After(s.clock.Now()) {
			s.clock.Set(s.t, settles.Format(time.RFC3339))
		}
	}
	switch n := s.IntN(24); {
	case n < 8:
		_, err := s.Service.SettleDue(ctx, 10)
		return err
	case n < 12:
		return s.applicantActs(ctx)
	case n == 12:
		return s.postReports(ctx)
	case n == 13:
		return s.actsBeside(ctx, pick(s.Rand, []account.Actor{head, manager, decider, deliver}))
	}
	var open *step
	check(s.t, s.db.Read(ctx, func(tx *db.Tx) (err error) {
		open, err = openStep(tx, s.id)
		return err
	}))
	switch {
	case open == nil:
		return s.applicantActs(ctx)
	case open.State == "ESCALATED": // two officers have returned it
		return s.Service.Release(ctx, manager, open.ID, "另行分配")
	}
	return s.officerActs(ctx, open.Desk, open.Stage, s.officer(s, open.Desk, open.Stage))
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// applicantActs does what the case asks of him, says where papers go, and seldom withdraws.
func (s *stepping) applicantActs(ctx context.Context) error {
	switch n := s.IntN(20); {
	case n == 0 && s.IntN(3) == 0:
		return s.Service.Withdraw(ctx, s.person, s.id, "另行申请", db.Key{})
	case n < 8:
		return s.asked(s, ctx)
	case n < 10:
		return s.Service.State(ctx, s.person, s.id, Statement{Text: "该处罚已过十五年。"}, db.Key{})
	case n < 12:
		return s.Service.ConfirmDelivery(ctx, s.person, s.id)
	case n == 12:
		return s.Service.ChooseDelivery(ctx, s.person, s.id, DeliveryChoice{Way: pick(s.Rand, procedure.Ways()), Agree: true, Name: s.person.Name,
			Phone: "13873700001", Address: "湖南省益阳市赫山区金山路18号"}, db.Key{})
	}
	return s.Service.Answer(ctx, s.person, s.id, ApplicantReply{Act: pick(s.Rand, replies), Reason: "特此说明"}, db.Key{})
}

// postReports tells what became of the letter that is on its way, or else that the papers arrived in the applicant's space.
func (s *stepping) postReports(ctx context.Context) (err error) {
	now := s.clock.Now()
	if p := s.law(s.id).Parcel; p == nil {
		_, err = s.Service.HandOver(ctx, s.id, Arrival{SpaceAt: now, TextedAt: now, Mobile: "138****1001"})
	} else {
		_, err = s.Service.Mailed(ctx, s.id, pick(s.Rand, []Mail{{Waybill: p.Waybill, At: now, Signer: "本人"}, {Waybill: p.Waybill, At: now, Reason: "无人签收"}}))
	}
	return err
}

// actsBeside does what an officer may do without a claim.
func (s *stepping) actsBeside(ctx context.Context, officer account.Actor) error {
	v, err := s.Service.Review(ctx, officer, s.id)
	if err != nil {
		return err
	}
	may := slices.DeleteFunc(slices.Clone(v.Beside), func(p Possible) bool { return !p.Allowed || slices.Contains(seldom, p.Act) && s.IntN(8) > 0 })
	if len(may) == 0 {
		return nil
	}
	d := s.filled(officer, v, pick(s.Rand, may))
	d.CaseID, d.Version = s.id, s.version(s.id)
	if _, err = s.Service.Decide(ctx, officer, d, db.Key{}); err == nil {
		s.done[string(d.Act)]++
	}
	return err
}

// officerActs claims the open step, judges what nobody has judged, and mostly does what may be done.
func (s *stepping) officerActs(ctx context.Context, desk string, stage procedure.Stage, officer account.Actor) error {
	c, err := s.Service.ClaimNext(ctx, officer, desk, stage, db.Key{})
	if err != nil {
		return err
	}
	v, err := s.Service.Review(ctx, officer, s.id)
	check(s.t, err)
	if v.Visits {
		if err := s.Service.RecordVisit(ctx, officer, s.id, db.Key{}); err != nil {
			return err
		}
		s.before = s.acted()
	}
	if judged := s.judges(v); len(judged) > 0 {
		if err := s.Service.RecordChecks(ctx, officer, s.id, c.StepID, c.Fence, judged); err != nil {
			return err // a limit has ended
		}
		s.before = s.acted()
		v, err = s.Service.Review(ctx, officer, s.id)
		check(s.t, err)
	}
	acts := v.Acts
	if s.IntN(10) > 0 {
		acts = slices.DeleteFunc(slices.Clone(v.Acts), func(p Possible) bool { return !p.Allowed || slices.Contains(seldom, p.Act) && s.IntN(8) > 0 })
	}
	if on := slices.DeleteFunc(slices.Clone(acts), func(p Possible) bool { return !p.Allowed || !slices.Contains(onward, p.Act) }); len(on) > 0 && s.IntN(2) > 0 {
		acts = on
	}
	if len(acts) > 0 {
		d := s.filled(officer, v, pick(s.Rand, acts))
		d.CaseID, d.StepID, d.Fence, d.Version = s.id, c.StepID, c.Fence, s.version(s.id)
		if _, err = s.Service.Decide(ctx, officer, d, db.Key{}); err == nil {
			s.done[string(d.Act)]++
		}
	}
	if held := s.count(`SELECT count(*) FROM steps WHERE id = ? AND state = 'CLAIMED'`, c.StepID); held == 1 {
		check(s.t, s.Service.ReturnStep(ctx, officer, c.StepID, c.Fence, SystemFailure, ""))
	}
	return err
}

// judges marks what is open, now and then as failing where the walk says so.
func (s *stepping) judges(v ClerkView) (judged []Judged) {
	for _, row := range v.Checks {
		if row.Mark != procedure.Open || !row.Settable {
			continue
		}
		j := Judged{Code: row.Code, Mark: procedure.Pass}
		if s.doubts > 0 && s.IntN(s.doubts) == 0 {
			j.Mark, j.Note = procedure.Fail, "经核对与事实不符"
		}
		judged = append(judged, j)
	}
	return judged
}
