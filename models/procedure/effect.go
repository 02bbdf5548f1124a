package procedure

// What a move makes true of the case beyond its state and clocks. Effects come before clocks start, so that these find their day 0.
var (
	finishes = Effect{"finished by the person", func(l *look) {
		l.c.SubState, l.c.FinishedOn, l.c.FinishedAt = AwaitingUnit, l.today(), l.now
	}}
	reopens = Effect{"open for writing again", func(l *look) { l.c.SubState = "" }}

	// receives fixes the receipt day, which decides whether a renewal is timely (K10).
	receives = Effect{"received now", func(l *look) {
		l.c.SubState, l.c.ReceivedAt, l.c.ReceivedOn = "", l.now, l.today()
		if l.o.Renewal && !l.c.Expiry.IsZero() {
			l.c.Timely = !l.today().After(l.o.WindowOf(l.c.Expiry).Timely)
			l.c.Late = !l.c.Timely
		}
	}}
	asksCorrection = Effect{"correction asked", func(l *look) {
		l.c.Corrections++
		l.c.Defects = l.act.Defects
	}}
	accepts = Effect{"accepted today", func(l *look) { l.c.AcceptedOn = l.today() }}

	// acceptsBackdated: whoever sends no notice in time has accepted on the day he received (行政许可法 第三十二条第一款第四项).
	acceptsBackdated = Effect{"accepted as of day 0", func(l *look) {
		k1, _ := l.c.Clock(K1)
		l.c.AcceptedOn, l.c.DeemedAccepted = k1.Day0, true
	}}
	storesCounty = Effect{"county opinion stored", func(l *look) { l.c.County = l.opinion(l.act.Verdict) }}
	proposes     = Effect{"proposal stored", func(l *look) { l.c.Proposal, l.c.LegalView = l.opinion(l.act.Verdict), nil }}
	storesLegal  = Effect{"lawyer's opinion stored", func(l *look) {
		o := l.opinion("")
		if l.c.Proposal != nil {
			o.Verdict = l.c.Proposal.Verdict
		}
		l.c.LegalView = o
	}}
	countsReturn = Effect{"counts as one return", func(l *look) { l.c.Returns++ }}
	grants       = Effect{"granted", func(l *look) {
		l.c.DecidedOn, l.c.Verdict = l.today(), Grant
		l.giveTerm()
	}}
	refuses = Effect{"refused", func(l *look) {
		l.c.DecidedOn, l.c.Verdict, l.c.Grounds = l.today(), Refuse, l.act.Grounds
	}}
	// renewsByLaw: one full term from the day after expiry (行政许可法 第五十条第二款).
	renewsByLaw = Effect{"renewed by law", func(l *look) {
		l.c.DecidedOn, l.c.Verdict, l.c.DeemedRenewed = l.c.Expiry, Grant, true
		l.giveTerm()
	}}
	delivers = Effect{"delivered", func(l *look) { l.c.DeliveredOn = l.today() }}
)

func (l *look) giveTerm() {
	if l.o.Renewal {
		t := l.o.NewTerm(l.c.Expiry, l.c.DecidedOn)
		l.c.Term = &t
	}
}

func (l *look) opinion(v Verdict) *Opinion {
	return &Opinion{Verdict: v, Agree: l.act.Agree, Grounds: l.act.Grounds, Text: l.act.Reason,
		Officer: l.actor.Officer, Name: l.actor.Name, On: l.today()}
}
