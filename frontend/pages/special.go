package pages

import (
	"context"
	"slices"
	"strings"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// mostVoices is how many members beside the chair the form of a collective discussion has room for.
const mostVoices = 6

// specialOptions are the special procedures that an officer may move for.
func (v ReviewView) specialOptions(ctx context.Context, form string) (options []ui.Option) {
	for _, k := range procedure.SpecialKinds() {
		options = append(options, ui.Option{Value: string(k), Label: specialName(ctx, k), Checked: v.chosen(form, "kind", string(k))})
	}
	return options
}

// closedOptions say that a hearing is public, which it is unless something else is chosen, or why it is not.
func (v ReviewView) closedOptions(ctx context.Context, form string) []ui.Option {
	closed := v.verdictOptions(ctx, form, "kind", "special.hearing.", procedure.ClosedReasons()...)
	public := !slices.ContainsFunc(closed, func(o ui.Option) bool { return o.Checked })
	return append([]ui.Option{{Label: locale.T(ctx, "special.hearing.open"), Checked: public}}, closed...)
}

func specialName(ctx context.Context, k procedure.SpecialKind) string {
	return locale.T(ctx, "special.kind."+string(k))
}

// heldTitle says what is waited for; a case about a certificate has no limit that stands still.
func heldTitle(ctx context.Context, c procedure.Case, s procedure.Special) string {
	if c.Licence != nil {
		return locale.T(ctx, "special.hearing.coming")
	}
	return locale.T(ctx, "special.held", "what", specialName(ctx, s.Kind))
}

// endOptions are why a case may end early; what a register knows is chosen already.
func (v ReviewView) endOptions(ctx context.Context, form string) []ui.Option {
	options := v.verdictOptions(ctx, form, "kind", "special.end.", procedure.EndKinds()...)
	for i := range options {
		if v.Ends != nil && v.Open != form {
			options[i].Checked = options[i].Value == v.Ends.Kind
		}
	}
	return options
}

// clerkOptions are officers to be named.
func (v ReviewView) clerkOptions(form string, list []procedure.Clerk) (options []ui.Option) {
	for _, c := range list {
		options = append(options, ui.Option{Value: c.Officer, Label: c.Name, Hint: c.Officer, Checked: v.chosen(form, "named", c.Officer)})
	}
	return options
}

// enclosureOptions are the files that an act may name; those that nothing names yet are ticked.
func (v ReviewView) enclosureOptions(form string) (options []ui.Option) {
	for _, e := range v.Enclosures {
		o := ui.Option{Value: e.ID.String(), Label: e.Name, Checked: !e.Attached}
		if v.Open == form {
			o.Checked = v.chosen(form, "pictures", e.ID.String())
		}
		options = append(options, o)
	}
	return options
}

// fixOptions are the fields in which a slip of the pen can be mended on the spot.
func (v ReviewView) fixOptions(ctx context.Context, id string) (options []ui.Option) {
	shown := form.Shown{Lang: form.Zh, Material: v.Material}
	for _, s := range v.Item.Form.Sections {
		for i := range s.Questions {
			q := &s.Questions[i]
			kind := q.Kind == form.KindText || q.Kind == form.KindLongText || q.Kind == form.KindPhone || q.Kind == form.KindAddress
			if text := shown.Display(q, v.Answers[q.Key]); kind && text != "" && !q.Locked(v.Facts) {
				options = append(options, ui.Option{Value: q.Key, Label: locale.Pick(ctx, q.Label.Zh, q.Label.En) + locale.T(ctx, "colon") + text, Checked: v.chosen(id, "where", q.Key)})
			}
		}
	}
	return options
}

// questionName is a question's label.
func (v ReviewView) questionName(ctx context.Context, key string) string {
	if q, ok := v.Item.Form.Question(key); ok {
		return locale.Pick(ctx, q.Label.Zh, q.Label.En)
	}
	return key
}

// plainWords are the words of a stored answer.
func plainWords(raw []byte) string {
	text := strings.Trim(string(raw), `"`)
	if i := strings.Index(text, `"detail":`); i >= 0 {
		rest := strings.TrimLeft(text[i+len(`"detail":`):], ` "`)
		if j := strings.IndexByte(rest, '"'); j >= 0 {
			return rest[:j]
		}
	}
	return text
}

func named(list ...procedure.Clerk) string {
	var names []string
	for _, c := range list {
		if c.Officer != "" {
			names = append(names, c.Name+" "+c.Officer)
		}
	}
	return strings.Join(names, "、")
}

// hasStory tells whether anything beyond the plain way has happened.
func hasStory(c procedure.Case) bool {
	return c.Motion != nil || len(c.Fixes)+len(c.Verifications)+len(c.Explanations)+len(c.Specials)+len(c.ThirdParties)+len(c.Recusals)+len(c.Attempts)+len(c.Intents) > 0 || c.Spoken != nil || c.Parcel != nil || c.Extension != nil || c.Collective != nil
}

// storyRow is one thing that happened beyond the plain way: what, who and when, and the words.
type storyRow struct {
	Title, By, Text string
	Open            bool
	Papers          []paper // that the act brought along
}

// story tells the special moves of a case in their order of kinds.
func (v ReviewView) story(ctx context.Context) (rows []storyRow) {
	c := v.Law
	if m := c.Motion; m != nil {
		text := m.Reason
		if m.Kind != "" {
			text = v.kindWords(ctx, m.Kind) + "　" + text
		}
		for _, extra := range []string{m.Basis, daysWords(ctx, m.Days)} {
			if extra != "" {
				text += "\n" + extra
			}
		}
		for _, d := range m.Defects {
			text += "\n" + d.Where + "：" + d.Problem + "；" + d.Mend
		}
		if m.Verdict != "" {
			text = locale.T(ctx, "verdict."+string(m.Verdict)) + "　" + text
		}
		rows = append(rows, storyRow{actName(ctx, dialect(v.Item), string(m.Act)), by(ctx, m.By, m.On), text, true, nil})
	}
	for _, f := range c.Fixes {
		rows = append(rows, storyRow{locale.T(ctx, "desk.act.fix"), by(ctx, f.By, f.On),
			v.questionName(ctx, f.Where) + locale.T(ctx, "colon") + plainWords(f.Was) + " → " + plainWords(f.Is) + "　" + f.Reason, f.ConfirmedOn.IsZero() && f.DroppedOn.IsZero(), nil})
	}
	for _, x := range c.Verifications {
		text := locale.T(ctx, "special.verify."+x.Kind) + "　" + x.What + "　" + named(x.Officers...)
		for _, s := range x.Signed {
			text += "\n" + locale.T(ctx, "special.signed", "name", named(s.Clerk), "on", s.On)
		}
		if x.Record != "" {
			text += "\n" + x.Record
		}
		rows = append(rows, storyRow{locale.T(ctx, "special.verification"), by(ctx, x.By, x.On), text, x.DoneOn.IsZero(), nil})
	}
	for _, e := range c.Explanations {
		text := e.Question + "\n"
		switch {
		case !e.AnsweredOn.IsZero():
			text += locale.T(ctx, "special.answered", "on", e.AnsweredOn, "text", e.Answer)
		case !e.DroppedOn.IsZero():
			text += locale.T(ctx, "special.dropped", "on", e.DroppedOn, "text", e.Why)
		default:
			text += locale.T(ctx, "special.until", "due", e.Until)
		}
		rows = append(rows, storyRow{locale.T(ctx, "desk.act.ask_explanation"), by(ctx, e.By, e.On), text, e.AnsweredOn.IsZero() && e.DroppedOn.IsZero(), nil})
	}
	for _, t := range c.ThirdParties {
		rows = append(rows, storyRow{locale.T(ctx, "special.party") + "　" + t.Name, by(ctx, t.By, t.On), thirdPartyText(ctx, t), t.EndedOn.IsZero(), nil})
	}
	rows = append(rows, v.intents(ctx)...)
	for _, s := range c.Specials {
		rows = append(rows, storyRow{specialName(ctx, s.Kind), by(ctx, s.Asked, s.From), specialText(ctx, s), s.To.IsZero(), nil})
	}
	if l := c.Collective; l != nil {
		text := locale.T(ctx, "verdict."+string(l.Verdict)) + "　" + l.Record
		for _, m := range l.Members {
			text += "\n" + named(m.Clerk) + locale.T(ctx, "colon") + locale.T(ctx, "verdict."+string(m.Verdict)) + "　" + m.Text
		}
		rows = append(rows, storyRow{locale.T(ctx, "stage.collective"), by(ctx, l.Chair, l.On), text, false, nil})
	}
	if e := c.Extension; e != nil {
		rows = append(rows, storyRow{locale.T(ctx, "desk.act.extend"), by(ctx, e.By, e.On),
			locale.T(ctx, "special.extended", "was", e.Was, "due", e.Due, "reason", e.Reason), false, nil})
	}
	for _, r := range c.Recusals {
		text := r.Relation
		if r.Decided {
			text += "\n" + locale.T(ctx, "special.recusal."+agreed(r.Upheld), "name", named(r.DecidedBy), "on", r.DecidedOn, "why", r.Why)
		}
		rows = append(rows, storyRow{locale.T(ctx, "desk.act.recuse"), by(ctx, r.Clerk, r.On), text, !r.Decided, nil})
	}
	if p := c.Parcel; p != nil {
		rows = append(rows, storyRow{locale.T(ctx, "special.parcel", "waybill", p.Waybill), by(ctx, p.By, p.On), p.Phone, c.DeliveredOn.IsZero(), nil})
	}
	for _, a := range c.Attempts {
		rows = append(rows, storyRow{locale.T(ctx, "desk.act.delivery_failed"), by(ctx, a.By, a.On), a.Waybill + "　" + a.Reason + "　" + a.Phone, false, nil})
	}
	return rows
}

func thirdPartyText(ctx context.Context, t procedure.ThirdParty) string {
	text := t.Interest + "\n" + strings.TrimSpace(t.Reach+"　"+t.Mobile)
	switch {
	case t.EndedOn.IsZero():
		return text + "\n" + locale.T(ctx, "special.until", "due", t.Until)
	case t.Answer == "":
		return text + "\n" + locale.T(ctx, "special.party.silent", "on", t.Until)
	}
	return text + "\n" + locale.Date(ctx, t.EndedOn) + "　" + locale.T(ctx, "special.party."+t.Answer) + "　" + t.Words
}

func specialText(ctx context.Context, s procedure.Special) string {
	text := s.Reason + "\n" + locale.T(ctx, "special.span", "basis", s.Basis, "days", s.Days, "from", s.From, "due", s.Expected)
	if !s.HearingOn.IsZero() {
		text += "\n" + hearingWords(ctx, s)
	}
	if s.AtOddHour() && s.To.IsZero() {
		text += "\n" + locale.T(ctx, "special.hearing.odd", "from", procedure.OfficeFrom, "to", procedure.OfficeTo)
	}
	if !s.To.IsZero() {
		text += "\n" + locale.T(ctx, "special.over", "on", s.To) + "　" + s.Record
	}
	return text
}

// hearingWords are when and where a hearing is held, and under whom.
func hearingWords(ctx context.Context, s procedure.Special) string {
	return locale.T(ctx, "special.hearing", "on", s.HearingOn, "at", s.HearingAt, "place", s.Place, "chair", named(s.Chair))
}

// kindWords name the kind of a motion: a special procedure, an early end, a reason not to accept.
func (v ReviewView) kindWords(ctx context.Context, kind string) string {
	for _, key := range []string{"special.kind." + kind, "special.end." + kind, "special.refuse." + kind} {
		if locale.Has(key) {
			return locale.T(ctx, key)
		}
	}
	return kind
}

func daysWords(ctx context.Context, n int) string {
	if n == 0 {
		return ""
	}
	return locale.T(ctx, "special.days", "days", n)
}

func by(ctx context.Context, c procedure.Clerk, on workday.Date) string {
	return strings.TrimSpace(named(c) + "　" + locale.Date(ctx, on))
}

// moved tells, newest first, why a clock's end moved (domain.md P29); a calendar's moves are told elsewhere.
func moved(ctx context.Context, k casework.ClockRow) (lines []string) {
	for i := len(k.Was) - 1; i >= 0; i-- {
		if w := k.Was[i]; w.Why != procedure.WhyCalendar {
			lines = append(lines, locale.T(ctx, "special.moved."+w.Why, "on", w.On, "was", w.Due))
		}
	}
	return lines
}

// nth is the i-th value of a field that stands several times in the form that came back.
func (v ReviewView) nth(form, name string, i int) string {
	if all := v.Values[name]; v.Open == form && i < len(all) {
		return all[i]
	}
	return ""
}

func number(t ui.TextInput) ui.TextInput { t.InputMode = "numeric"; t.MaxLength = 3; return t }

func date(t ui.TextInput) ui.TextInput { t.Type = "date"; return t }

func hour(t ui.TextInput) ui.TextInput { t.Type = "time"; return t }

// questionName is a question's label.
func (v CaseView) questionName(ctx context.Context, key string) string {
	return ReviewView{ClerkView: casework.ClerkView{Item: v.Item}}.questionName(ctx, key)
}

// waybill is the field for the number of a letter that came back; that of the one on its way stands in it already.
func (v ReviewView) waybill(ctx context.Context, id string) ui.TextInput {
	in := v.input(id, "waybill", locale.T(ctx, "desk.waybill"), "")
	if p := v.Law.Parcel; p != nil && in.Value == "" {
		in.Value = p.Waybill
	}
	return in
}

// voiceOptions are the verdicts of the i-th other member of a discussion.
func (v ReviewView) voiceOptions(ctx context.Context, id string, i int) (options []ui.Option) {
	for _, verdict := range []string{"grant", "refuse"} {
		options = append(options, ui.Option{Value: verdict, Label: locale.T(ctx, "verdict."+verdict), Checked: v.nth(id, "member_verdict", i) == verdict})
	}
	return options
}
