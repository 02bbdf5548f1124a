package procedure

import (
	"slices"

	"github.com/yiyang-police/permit-portal/models/fault"
)

// Conditions that choose between the rows of special moves.
var (
	grantDirectly = when("proposal to grant that needs no lawyer", func(l *look) bool { return l.act.Verdict == Grant && !l.needsLegal(Grant) })
	grantByLaw    = when("proposal to grant that needs a lawyer", func(l *look) bool { return l.act.Verdict == Grant && l.needsLegal(Grant) })

	lawyerOpposes = when("lawyer disagrees", func(l *look) bool { return !l.act.Agree && l.act.Kind == LawyerDisagrees })

	movedBan   = moved("a ban in force is moved", func(m Motion) bool { return m.Act == ActAskNotAccept && m.Kind == NotAcceptBan })
	movedFalse = moved("false material is moved", func(m Motion) bool { return m.Act == ActAskNotAccept && m.Kind == NotAcceptFalse })
	// forFalseMaterial: whoever is refused for false material is warned as well (行政许可法 第七十八条).
	forFalseMaterial = when("false material is a ground", func(l *look) bool { return slices.Contains(l.act.Grounds, FalseMaterial) })
	movedAgain       = moved("a second correction is moved", func(m Motion) bool { return m.Act == ActAskCorrectAgain })
	movedOnSpot      = moved("a decision on the spot is moved", func(m Motion) bool { return m.Act == ActAskOnTheSpot })
	movedSpotRefusal = moved("a refusal on the spot is moved", func(m Motion) bool { return m.Act == ActAskOnTheSpot && m.Verdict == Refuse })
	movedHearing     = moved("a hearing is moved", func(m Motion) bool { return m.Act == ActAskSpecial && SpecialKind(m.Kind).IsHearing() })
	movedSpecial     = moved("a special procedure is moved", func(m Motion) bool { return m.Act == ActAskSpecial })
	movedEnd         = moved("an early end is moved", func(m Motion) bool { return m.Act == ActAskTerminate })

	firstSignature = when("nobody has signed yet", func(l *look) bool { v, ok := l.c.Verification(); return ok && len(v.Signed) == 0 })
	laterSignature = when("others have signed", func(l *look) bool {
		v, ok := l.c.Verification()
		return ok && len(v.Signed) > 0 && len(v.Signed)+1 < len(v.Officers)
	})
	lastSignature = when("one signature is missing", func(l *look) bool {
		v, ok := l.c.Verification()
		return ok && len(v.Signed) > 0 && len(v.Signed)+1 >= len(v.Officers)
	})
	hearingRuns     = when("a hearing is prepared", func(l *look) bool { s, ok := l.c.Special(); return ok && s.Kind.IsHearing() })
	publicHearing   = both(hearingRuns, when("it is held in public", func(l *look) bool { return l.act.Kind == "" }))
	otherRuns       = when("another special procedure goes on", func(l *look) bool { s, ok := l.c.Special(); return ok && !s.Kind.IsHearing() })
	mayAskHearing   = when("the right to a hearing was told and is open", func(l *look) bool { _, open := l.c.Runs(K6); return open })
	discussionFirst = when("a lawyer has not seen the proposal", func(l *look) bool {
		return l.c.LegalView == nil && l.needsLegal(l.vote())
	})
	fixOpen       = when("a correction on the spot waits", func(l *look) bool { _, open := l.c.OpenFix(); return open })
	explainOpen   = when("an explanation is asked for", func(l *look) bool { _, open := l.c.OpenExplanation(); return open })
	lawyerAgainst = when("the lawyer disagreed", func(l *look) bool { return l.c.LegalView != nil && !l.c.LegalView.Agree })
)

func moved(word string, is func(Motion) bool) *Guard {
	return when(word, func(l *look) bool { return l.c.Motion != nil && is(*l.c.Motion) })
}

// Guards of special moves.
var (
	noMotion = must("no motion waits", func(l *look) error {
		if l.c.Motion != nil {
			return fault.New(fault.Conflict, "MOTION_OPEN", "motion", string(l.c.Motion.Act))
		}
		return nil
	})
	// approver is the role at which the motion waits, and another person than who moved it.
	approver = must("another person approves", func(l *look) error {
		m := l.c.Motion
		if m == nil {
			return notNow(l.act.Name, l.c.State)
		}
		if role := StageRole(l.c.motionStage()); l.role != role {
			if !slices.Contains(l.actor.Roles, role) {
				return fault.New(fault.Forbidden, "ROLE_REQUIRED", "role", string(role))
			}
			l.role = role
		}
		if l.role == Decider && l.c.decidedBefore(l.actor.Officer) {
			return anotherDecider.Holds(l)
		}
		if l.actor.Officer != "" && l.actor.Officer == m.By.Officer {
			return fault.New(fault.Forbidden, "FOUR_EYES", "role", string(l.role), "other", string(m.Act))
		}
		return fourEyes.Holds(l)
	})
	// nothingOpen: no decision, and no other way, while something waits for the applicant (T18, T28a; 行政许可法 第七条, 第四十七条).
	nothingOpen = must("nothing waits for the applicant", func(l *look) error {
		if _, open := l.c.OpenExplanation(); open {
			return fault.New(fault.Conflict, "EXPLANATION_OPEN")
		}
		if k, open := l.c.Runs(K6); open {
			return fault.New(fault.Conflict, "HEARING_RIGHT_OPEN", "due", k.Due.String())
		}
		if k, open := l.c.Runs(KH); open {
			return fault.New(fault.Conflict, "STATEMENT_OPEN", "due", k.Due.String())
		}
		return l.c.awaitsThirdParty()
	})
	noFixOpen = must("no correction on the spot waits", func(l *look) error {
		if _, open := l.c.OpenFix(); open {
			return fault.New(fault.Conflict, "FIX_OPEN")
		}
		return nil
	})
	noExplanation = must("no explanation is asked for yet", func(l *look) error {
		if _, open := l.c.OpenExplanation(); open {
			return fault.New(fault.Conflict, "EXPLANATION_OPEN")
		}
		return nil
	})
	onceCorrected = must("one correction was asked", func(l *look) error {
		switch l.c.Corrections {
		case 0:
			return notNow(l.act.Name, l.c.State)
		case 1:
			return nil
		}
		return fault.New(fault.Conflict, "CORRECTION_ONCE")
	})
	itemOnTheSpot = must("the item may be decided on the spot", func(l *look) error {
		if !l.o.OnTheSpot {
			return fault.New(fault.Conflict, "NOT_ON_THE_SPOT")
		}
		return nil
	})
	spotVerdict = must("as moved", func(l *look) error {
		want := Grant
		if l.act.Name == ActRefuse {
			want = Refuse
		}
		if m := l.c.Motion; m == nil || m.Verdict != want {
			return fault.New(fault.Conflict, "PROPOSAL_DIFFERS")
		}
		return nil
	})
	// legalOnSpot: the lawyer looks at every refusal (domain.md 1.7); one that takes a warning with it goes the ordinary way.
	legalOnSpot = must("a lawyer agreed, and no warning goes with it", func(l *look) error {
		if o := l.c.LegalView; o == nil || !o.Agree || o.Verdict != Refuse || forFalseMaterial.Holds(l) == nil {
			return fault.New(fault.Conflict, "LEGAL_REVIEW_REQUIRED")
		}
		return nil
	})
	lawyersTurn = must("no lawyer has agreed yet", func(l *look) error {
		if l.c.LegalView != nil {
			return notNow(l.act.Name, l.c.State)
		}
		return nil
	})
	hearingUntold = must("the right to a hearing was not told yet", func(l *look) error {
		if _, told := l.c.Clock(K6); told || l.c.HeardSince() {
			return fault.New(fault.Conflict, "HEARING_TOLD")
		}
		return nil
	})
	collectiveFollowed = must("as the collective discussion found", func(l *look) error {
		want := Grant
		if l.act.Name == ActRefuse || l.act.Name == ActDenyAward {
			want = Refuse
		}
		if c := l.c.Collective; c != nil && c.Verdict != want {
			return fault.New(fault.Conflict, "COLLECTIVE_DIFFERS")
		}
		return nil
	})
	departing = must("departs from the proposal", func(l *look) error {
		if l.c.Proposal != nil && l.c.Proposal.Verdict == l.act.Verdict {
			return fault.New(fault.Conflict, "PROPOSAL_SAME")
		}
		return nil
	})
	k2Runs = must("K2 has not ended", func(l *look) error {
		k, ok := l.c.Clock(K2)
		if !ok || !k.Running() {
			return notNow(l.act.Name, l.c.State)
		}
		if l.today().After(k.Due) {
			return fault.New(fault.Conflict, "K2_ENDED", "was", k.Due.String())
		}
		return nil
	})
	notExtended = must("not extended before", func(l *look) error {
		if l.c.Extension != nil {
			return fault.New(fault.Conflict, "EXTENDED_ONCE", "due", l.c.Extension.Due.String())
		}
		return nil
	})
	someRecusal = must("somebody has declared a relation", func(l *look) error {
		if _, open := l.c.OpenRecusal(); !open {
			return notNow(l.act.Name, l.c.State)
		}
		return nil
	})
)

// needsLegal is the mandatory legal review of domain.md 1.7: after a hearing, for every refusal, for what the item names.
func (l *look) needsLegal(v Verdict) bool {
	return l.c.heard() || l.o.LegalAlways || v == Refuse
}

// vote counts the voices; the chair's decides when they are even.
func (l *look) vote() Verdict {
	grants, chair := 0, Verdict("")
	for _, m := range l.act.Members {
		if m.Verdict == Grant {
			grants++
		}
		if m.Officer == l.actor.Officer {
			chair = m.Verdict
		}
	}
	switch n := len(l.act.Members); {
	case 2*grants > n:
		return Grant
	case 2*grants < n:
		return Refuse
	}
	return chair
}
