package procedure

import (
	"slices"
	"strings"
	"time"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Guards on what the actor hands in.
var (
	kindAmong = func(code string, kinds ...string) *Guard {
		return ask("kind chosen", func(l *look) error {
			if !slices.Contains(kinds, l.act.Kind) {
				return fault.Fields(fault.OneField("/kind", code))
			}
			return nil
		})
	}
	banOrEvidence = ask("the ban is in force, or the material is proved false", func(l *look) error {
		switch l.act.Kind {
		case NotAcceptBan:
			if !l.act.Ban.InForce(l.today()) {
				return fault.New(fault.Conflict, "NO_BAN")
			}
			return nil
		case NotAcceptFalse:
			// the warning is a penalty, before which he is told and heard (行政处罚法 第四十四条、第六十二条)
			if err := needText("/record", l.act.Record, "EVIDENCE_REQUIRED"); err != nil {
				return err
			}
			return needText("/heard", l.act.Heard, "STATEMENT_REQUIRED")
		}
		return fault.Fields(fault.OneField("/kind", "KIND_REQUIRED"))
	})
	// onlyNewDefects: what was missing since the first submission belonged into the first notice (行政许可法 第三十二条第一款第四项).
	onlyNewDefects = ask("each defect is in what the correction changed", func(l *look) error {
		for _, d := range l.act.Defects {
			if !slices.Contains(l.act.Fresh, d.Where) {
				return fault.New(fault.Conflict, "CORRECTION_ONCE")
			}
		}
		return nil
	})
	// spotProposal: who handed in false material is warned as well, by T05b before acceptance and by T28 after it (domain.md 1.4).
	spotProposal = ask("verdict moved as the checklist allows, no refusal for false material", func(l *look) error {
		switch l.act.Verdict {
		case Grant:
			if err := allConditionsMet.Holds(l); err != nil {
				return err
			}
		case Refuse:
			if forFalseMaterial.Holds(l) == nil {
				return fault.Fields(fault.OneField("/grounds", "FALSE_MATERIAL_APART"))
			}
			if err := groundsProven.Holds(l); err != nil {
				return err
			}
		default:
			return fault.Fields(fault.OneField("/verdict", "VERDICT_REQUIRED"))
		}
		return needText("/reason", l.act.Reason, "REASON_REQUIRED")
	})
	specialAsked = ask("kind, legal basis and needed time given", func(l *look) error {
		var faults []fault.Field
		if !slices.Contains(SpecialKinds(), SpecialKind(l.act.Kind)) {
			faults = append(faults, fault.OneField("/kind", "KIND_REQUIRED"))
		}
		if blank(l.act.Basis) {
			faults = append(faults, fault.OneField("/basis", "BASIS_REQUIRED"))
		}
		if l.act.Days < 1 || l.act.Days > 250 {
			faults = append(faults, fault.OneField("/days", "DAYS_REQUIRED"))
		}
		if blank(l.act.Reason) {
			faults = append(faults, fault.OneField("/reason", "REASON_REQUIRED"))
		}
		return fault.Fields(faults...)
	})
	recordGiven   = ask("record given", func(l *look) error { return needText("/record", l.act.Record, "RECORD_REQUIRED") })
	picturesGiven = ask("pictures or recordings attached", func(l *look) error {
		if len(l.act.Pictures) == 0 {
			return fault.Fields(fault.OneField("/pictures", "PICTURES_REQUIRED"))
		}
		return nil
	})
	proofAttached = ask("proof attached", func(l *look) error {
		if len(l.act.Pictures) == 0 {
			return fault.Fields(fault.OneField("/pictures", "PROOF_REQUIRED"))
		}
		return nil
	})
	unrelated = ask("declares that he is no relation", func(l *look) error {
		if !l.act.Unrelated {
			return fault.Fields(fault.OneField("/unrelated", "UNRELATED_REQUIRED"))
		}
		return nil
	})
	twoVerifiers = ask("two or more officers named, none of them barred", func(l *look) error {
		names := officersOf(l.act.Named)
		if len(names) < 2 {
			return fault.Fields(fault.OneField("/named", "VERIFIERS_REQUIRED"))
		}
		for _, officer := range names {
			if _, clash := l.c.clash(Verifier, officer); clash || l.c.recused(officer) {
				return fault.New(fault.Conflict, "VERIFIER_BARRED", "officer", officer)
			}
		}
		return nil
	})
	namedToVerify = must("named for this verification", func(l *look) error {
		v, _ := l.c.Verification()
		if !slices.ContainsFunc(v.Officers, func(n Clerk) bool { return n.Officer == l.actor.Officer }) {
			return fault.New(fault.Forbidden, "VERIFIER_NOT_NAMED")
		}
		if slices.ContainsFunc(v.Signed, func(s Signature) bool { return s.Officer == l.actor.Officer }) {
			return fault.New(fault.Conflict, "VERIFIER_SIGNED")
		}
		return nil
	})
	questionAsked = ask("question asked", func(l *look) error { return needText("/reason", l.act.Reason, "QUESTION_REQUIRED") })
	answerGiven   = ask("answer given", func(l *look) error { return needText("/reason", l.act.Reason, "ANSWER_REQUIRED") })
	fixGiven      = ask("field and new value given", func(l *look) error {
		if blank(l.act.Where) || string(l.act.Is) == string(l.act.Was) {
			return fault.Fields(fault.OneField("/where", "FIX_REQUIRED"))
		}
		return needText("/reason", l.act.Reason, "REASON_REQUIRED")
	})
	// hearingSet: notice day + 7 working days ≤ hearing day (K8) ≤ end of K7, and the chair is nobody who has handled the case (第四十八条);
	// who is its chair already may move the day.
	hearingSet = ask("day, hour, place and chair as the law asks", func(l *look) error {
		if len(l.act.Named) != 1 || blank(l.act.Named[0].Officer) {
			return fault.Fields(fault.OneField("/named", "CHAIR_REQUIRED"))
		}
		chair := l.act.Named[0].Officer
		s, _ := l.c.Special()
		handled := chair != s.Chair.Officer && slices.ContainsFunc(l.c.Hands, func(h Hand) bool { return h.Officer == chair })
		if handled || l.c.recused(chair) {
			return fault.New(fault.Conflict, "CHAIR_BARRED", "officer", chair)
		}
		if blank(l.act.Place) {
			return fault.Fields(fault.OneField("/place", "PLACE_REQUIRED"))
		}
		if t, err := time.Parse(hourForm, l.act.At); err != nil || t.Format(hourForm) != l.act.At {
			return fault.Fields(fault.OneField("/at", "HEARING_HOUR_REQUIRED"))
		}
		first := l.cal.AddWD(l.today(), hearingNotice)
		if l.act.On.Before(first) {
			return fault.New(fault.Conflict, "HEARING_TOO_SOON", "due", first.String())
		}
		// once K7 cannot be kept any more, a late hearing is better than none: the notice of seven days is the party's
		if k7, runs := l.c.Runs(K7); runs && !first.After(k7.Due) && l.act.On.After(k7.Due) {
			return fault.New(fault.Conflict, "HEARING_TOO_LATE", "due", k7.Due.String())
		}
		if !l.cal.IsWorkingDay(l.act.On) {
			return fault.Fields(fault.OneField("/on", "WORKING_DAY_REQUIRED"))
		}
		return nil
	})
	// closedLawfully: a hearing is public but for secrets and privacy (行政许可法 第五条、第四十八条第一款第三项); one of public interest always is
	// (第四十六条).
	closedLawfully = ask("closed to the public for a secret or privacy, and not one that concerns the public", func(l *look) error {
		if s, _ := l.c.Special(); s.Kind == HearingExOfficio {
			return fault.Fields(fault.OneField("/kind", "HEARING_IS_PUBLIC"))
		}
		if !slices.Contains(ClosedReasons(), l.act.Kind) {
			return fault.Fields(fault.OneField("/kind", "KIND_REQUIRED"))
		}
		return nil
	})
	hearingHeld = must("the hour of the hearing has come, under its chair", func(l *look) error {
		s, _ := l.c.Special()
		if s.HearingOn.IsZero() || l.now.Before(s.Begins()) {
			return fault.New(fault.Conflict, "HEARING_NOT_HELD", "on", strings.TrimSpace(s.HearingOn.String()+" "+s.HearingAt))
		}
		if s.Chair.Officer != l.actor.Officer {
			return fault.New(fault.Forbidden, "NOT_CHAIR", "chair", s.Chair.Name)
		}
		return nil
	})
	quorum = ask("three or more members, each with a voice", func(l *look) error {
		officers := make([]Clerk, 0, len(l.act.Members))
		chaired := false
		for _, m := range l.act.Members {
			if m.Verdict != Grant && m.Verdict != Refuse {
				return fault.Fields(fault.OneField("/members", "VOTE_REQUIRED"))
			}
			officers = append(officers, m.Clerk)
			chaired = chaired || m.Officer == l.actor.Officer
		}
		if len(officersOf(officers)) < 3 || len(officersOf(officers)) != len(officers) || !chaired {
			return fault.Fields(fault.OneField("/members", "MEMBERS_REQUIRED"))
		}
		result := l.vote()
		for _, m := range l.act.Members {
			if m.Verdict != result && blank(m.Text) {
				return fault.Fields(fault.OneField("/members", "DISSENT_REQUIRED"))
			}
		}
		return nil
	})
	relationTold = ask("relation told", func(l *look) error { return needText("/reason", l.act.Reason, "RELATION_REQUIRED") })
	recusalKnown = ask("a declared relation", func(l *look) error {
		if !slices.ContainsFunc(l.c.Recusals, func(r Recusal) bool { return r.Officer == l.act.Officer && !r.Decided }) {
			return notNow(l.act.Name, l.c.State)
		}
		if l.act.Officer == l.actor.Officer {
			return fault.New(fault.Forbidden, "FOUR_EYES", "role", string(l.role), "other", string(ActRecuse))
		}
		return nil
	})
)

// hearingNotice is K8, in working days.
const hearingNotice = 7

// explainDays is how long an applicant is asked to take for an explanation; K2 runs meanwhile, so never beyond it.
const explainDays = 5

func officersOf(list []Clerk) []string {
	var officers []string
	for _, n := range list {
		if !blank(n.Officer) && !slices.Contains(officers, n.Officer) {
			officers = append(officers, n.Officer)
		}
	}
	return officers
}

// FirstHearingDay is the first day on which a hearing may be held when its notice goes out today (K8).
func FirstHearingDay(today workday.Date, cal *workday.Calendar) workday.Date {
	return cal.AddWD(today, hearingNotice)
}
