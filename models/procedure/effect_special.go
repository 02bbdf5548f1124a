package procedure

import (
	"slices"
	"strings"
)

// self is the officer who acts.
func (l *look) self() Clerk { return Clerk{Officer: l.actor.Officer, Name: l.actor.Name} }

// leaves drops what cannot outlive a state: a motion, unless it asks to end the case and that is still undecided.
func (l *look) leaves() {
	if m := l.c.Motion; m != nil && (m.Act != ActAskTerminate || !slices.Contains(undecided, l.c.State)) {
		l.c.Motion = nil
	}
	if _, open := l.c.Runs(KQ); open && (!l.c.DecidedOn.IsZero() || l.p.Final(l.c.State)) {
		l.stop(KQ, l.today()) // there is nothing left to keep away from
	}
}

var (
	moves = Effect{"motion stored", func(l *look) {
		a := l.act
		l.c.Motion = &Motion{Act: a.Name, Kind: a.Kind, Verdict: a.Verdict, Reason: a.Reason, Basis: a.Basis, Days: a.Days, Defects: a.Defects,
			Grounds: a.Grounds, Heard: a.Heard, Pictures: a.Pictures, By: l.self(), On: l.today()}
		if a.Record != "" {
			l.c.Motion.Basis = a.Record
		}
		if a.Name == ActAskNotAccept && a.Kind == NotAcceptBan {
			l.c.Motion.Ban = &a.Ban
		}
		if a.Name == ActAskOnTheSpot {
			l.c.LegalView = nil // of a motion before
		}
	}}
	dropsMotion = Effect{"motion over", func(l *look) { l.c.Motion = nil }}
	warns       = Effect{"warned", func(l *look) { l.c.Warned = true }}
	asksAgain   = Effect{"second correction asked", func(l *look) {
		l.c.Corrections++
		l.c.Defects = l.c.Motion.Defects
	}}
	agreesOnSpot = Effect{"lawyer agrees to the refusal on the spot", func(l *look) {
		l.c.LegalView = l.opinion(Refuse)
		l.c.LegalView.Agree, l.c.LegalView.Grounds = true, l.c.Motion.Grounds
	}}
	decidesOnSpot = Effect{"decided on the spot", func(l *look) { l.acceptedToday() }}
	ends          = Effect{"ended early", func(l *look) { l.c.EndedFor = l.c.Motion.Kind }}

	fixes = Effect{"correction on the spot noted", func(l *look) {
		l.c.Fixes = append(l.c.Fixes, Fix{Where: l.act.Where, Was: l.act.Was, Is: l.act.Is, Reason: l.act.Reason, By: l.self(), On: l.today()})
	}}
	confirmsFix = Effect{"confirmed by the applicant", func(l *look) { l.c.Fixes[len(l.c.Fixes)-1].ConfirmedOn = l.today() }}
	dropsFix    = Effect{"not mended", func(l *look) { l.c.Fixes[len(l.c.Fixes)-1].DroppedOn = l.today() }}

	ordersVerification = Effect{"verification ordered", func(l *look) {
		l.c.Verifications = append(l.c.Verifications, Verification{Kind: l.act.Kind, What: l.act.Reason, Officers: l.act.Named, By: l.self(), On: l.today()})
	}}
	recordsVerification = Effect{"record written", func(l *look) {
		v := &l.c.Verifications[len(l.c.Verifications)-1]
		v.Record, v.Pictures = l.act.Record, l.act.Pictures
	}}
	signsVerification = Effect{"signed", func(l *look) {
		v := &l.c.Verifications[len(l.c.Verifications)-1]
		v.Signed = append(slices.Clone(v.Signed), Signature{Clerk: l.self(), On: l.today(), Note: l.act.Reason})
	}}
	endsVerification = Effect{"verification done", func(l *look) { l.c.Verifications[len(l.c.Verifications)-1].DoneOn = l.today() }}

	asksExplanation = Effect{"explanation asked", func(l *look) {
		l.c.Explanations = append(l.c.Explanations, Explanation{Question: l.act.Reason, Until: l.explainBy(l.today()), By: l.self(), On: l.today()})
	}}
	explains = Effect{"explained", func(l *look) {
		e := &l.c.Explanations[len(l.c.Explanations)-1]
		e.Answer, e.Materials, e.AnsweredOn = l.act.Reason, l.act.Pictures, l.today()
	}}
	dropsExplanation = Effect{"question taken back", func(l *look) {
		e := &l.c.Explanations[len(l.c.Explanations)-1]
		e.DroppedOn, e.Why = l.today(), l.act.Reason
	}}

	beginsSpecial = Effect{"clock stands still", func(l *look) {
		m := l.c.Motion
		l.begin(Special{Kind: SpecialKind(m.Kind), Basis: m.Basis, Reason: m.Reason, Days: m.Days, Asked: m.By, Approved: l.self()})
	}}
	beginsHearing = Effect{"clock stands still from the request", func(l *look) { l.beginHearing(l.act.Reason) }}
	setsHearing   = Effect{"hearing announced", func(l *look) {
		s := &l.c.Specials[len(l.c.Specials)-1]
		s.Chair, s.HearingOn, s.HearingAt, s.Place, s.Closed = l.act.Named[0], l.act.On, l.act.At, l.act.Place, l.act.Kind
	}}
	endsSpecial = Effect{"clock runs on", func(l *look) {
		s := &l.c.Specials[len(l.c.Specials)-1]
		s.Record, s.Pictures, s.To = l.act.Record, l.act.Pictures, l.today()
		l.suspend(WhyResumed)
	}}
	waivesHearing = Effect{"hearing waived", func(l *look) { l.c.HearingWaived = true }}

	asksLawyer = Effect{"lawyer asked about the departing decision", func(l *look) { l.c.Departs, l.c.LegalView = l.act.Verdict, nil }}
	discusses  = Effect{"discussion recorded", func(l *look) {
		grants := 0
		for _, m := range l.act.Members {
			if m.Verdict == Grant {
				grants++
			}
		}
		l.c.Collective = &Collective{Chair: l.self(), Members: l.act.Members, Verdict: l.vote(), Cast: 2*grants == len(l.act.Members), Record: l.act.Record,
			On: l.today()}
	}}
	extends = Effect{"extended", func(l *look) { l.extend() }}

	posts = Effect{"handed to the post", func(l *look) {
		l.c.Parcel = &Parcel{Waybill: strings.TrimSpace(l.act.Waybill), Phone: l.act.Phone, By: l.self(), On: l.today()}
	}}
	failsDelivery = Effect{"delivery failed", func(l *look) {
		phone := l.act.Phone
		if l.c.Parcel != nil && phone == "" {
			phone = l.c.Parcel.Phone
		}
		l.c.Attempts = append(l.c.Attempts, Attempt{Way: ByPost, Waybill: l.act.Waybill, Reason: l.act.Reason, Phone: phone, By: l.self(), On: l.today()})
		l.c.Parcel = nil
	}}
	recuses = Effect{"relation declared", func(l *look) {
		l.c.Recusals = append(l.c.Recusals, Recusal{Clerk: l.self(), Relation: l.act.Reason, On: l.today()})
	}}
	decidesRecusal = Effect{"recusal decided", func(l *look) {
		for i := range l.c.Recusals {
			if r := &l.c.Recusals[i]; r.Officer == l.act.Officer && !r.Decided {
				r.Decided, r.Upheld, r.DecidedBy, r.DecidedOn, r.Why = true, l.act.Agree, l.self(), l.today(), l.act.Reason
			}
		}
		if _, more := l.c.OpenRecusal(); !more {
			l.stop(KQ, l.today())
		}
	}}
)

// hearingDays is K7: within them a hearing that was asked for must be held.
const hearingDays = 20

// beginHearing is what a request for a hearing begins, whoever asks (行政许可法 第四十七条).
func (l *look) beginHearing(why string) {
	l.begin(Special{Kind: HearingOnRequest, Basis: "《中华人民共和国行政许可法》第四十七条", Reason: why, Days: hearingDays})
}

func (l *look) begin(s Special) {
	s.From = l.today()
	s.Expected = l.cal.AddWD(s.From, s.Days)
	l.c.Specials = append(l.c.Specials, s)
	l.suspend(WhySuspended)
}
