package pages

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/frontend/field"
	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/journal"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/supervise"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// ReviewView is a case on one page, as an officer works on it.
type ReviewView struct {
	Entry
	casework.ClerkView
	Desks    DeskNames
	Now      time.Time
	Open     string // id of the form that came back with mistakes
	Defects  []procedure.Defect
	Lost     bool   // what was typed can no longer be sent: it is shown to be copied
	Flash    string // what was just done
	Next     *Place // the queue to go on with after a decision
	Archives bool   // may download the archive package
	Picks    bool   // may take the step out of its turn
	Releases bool   // may put a held step back into its queue
	Clean    bool   // every point of the checklist was just passed together
	Undoes   bool   // decisions may be taken back for a while
	Pending  []casework.Pending
	Justice  []supervise.Justice // papers of the justice department about the case
	Today    workday.Date
	Business expedite.Shown // evidence of the business request behind the case
	Show     string         // which file stands beside the form, from 1
}

// Place is a queue.
type Place struct {
	Desk  string
	Stage procedure.Stage
}

// path is the address of something of the case.
func (v ReviewView) path(rest string) string { return deskCase(v.ID) + rest }

// answerSection is a part of the form with its answers in words.
type answerSection struct {
	Key, Title string
	Rows       []ui.Row
}

func (v ReviewView) sections(ctx context.Context) (list []answerSection) {
	if rows := toldRows(ctx, v.Item, v.Facts); len(rows) > 0 {
		list = append(list, answerSection{Key: "situation", Title: locale.T(ctx, "situation.section"), Rows: rows})
	}
	for _, s := range v.Item.Form.Sections {
		one := answerSection{Key: s.Key, Title: locale.Pick(ctx, s.Title.Zh, s.Title.En)}
		for i := range s.Questions {
			q := &s.Questions[i]
			if !slices.Contains(v.Visible, q.Key) || !q.Answered() || q.Kind == form.KindFile || q.Kind == form.KindPhoto {
				continue
			}
			one.Rows = append(one.Rows, v.answer(ctx, q))
		}
		if len(one.Rows) > 0 {
			list = append(list, one)
		}
	}
	return list
}

func (v ReviewView) answer(ctx context.Context, q *form.Question) ui.Row {
	row := ui.Row{Label: locale.Pick(ctx, q.Label.Zh, q.Label.En)}
	value := v.Answers[q.Key]
	if q.Locked(v.Facts) && q.Source != "" {
		value, row.Source = v.Facts[q.Source], field.SourceName(ctx, q.Source)
	}
	row.Value = field.Display(ctx, q, value)
	if before, changed := v.before(q.Key); changed {
		row.Show = changedAnswer(row.Value, field.Display(ctx, q, before))
	} else if strings.Contains(row.Value, "\n") {
		row.Show = manyLines(row.Value)
	}
	return row
}

// before is the answer that a correction replaced.
func (v ReviewView) before(question string) (json.RawMessage, bool) {
	if len(v.Previous) == 0 {
		return nil, false
	}
	old := v.Previous[len(v.Previous)-1].Answers[question]
	return old, !bytes.Equal(bytes.TrimSpace(old), bytes.TrimSpace(v.Answers[question])) && len(old) > 0
}

// materialLine is one material as it stands in the case.
type materialLine struct {
	Name, Way, Shows, Source string
	Tone                     ui.Tone
	File                     *fileLine
	Before                   *fileLine // that a correction replaced
	Missing                  bool
}

// fileLine is an uploaded file.
type fileLine struct {
	Name, Size, Href, Reason string
	Picture                  bool
	PDF                      bool
	File                     string // where its content is, when Href leads to a page about it
}

// kind is how a browser shows it, "" for what it only saves.
func (f fileLine) kind() string {
	switch {
	case f.Href == "":
		return ""
	case f.Picture:
		return showsPicture
	case f.PDF:
		return showsPDF
	}
	return ""
}

// view is the content where it may stand inside a page of ours.
func (f fileLine) view() string { return cmp.Or(f.File, f.Href) + "?view=1" }

// kindOf goes by the ending of a file that was checked when it came.
func kindOf(name string) string {
	switch strings.ToLower(path.Ext(name)) {
	case ".pdf":
		return showsPDF
	case ".jpg", ".jpeg", ".png":
		return showsPicture
	}
	return ""
}

func (v ReviewView) materials(ctx context.Context) (list []materialLine) {
	for _, m := range casework.Materials(v.Item, v.Facts) {
		line := materialLine{Name: locale.Pick(ctx, m.Name.Zh, m.Name.En), Way: locale.T(ctx, "desk.way."+string(m.Way)), Tone: ui.Neutral,
			Shows: locale.Pick(ctx, m.Shows.Zh, m.Shows.En)}
		switch m.Way {
		case catalog.Shared:
			line.Tone, line.Source = ui.Success, locale.Pick(ctx, m.Provider.Zh, m.Provider.En)
		case catalog.Generated:
			line.File = v.generated(procedure.DocApplication)
			line.Missing = line.File == nil
		default:
			if line.File = v.file(v.Answers[m.Question]); line.File == nil {
				line.Missing = m.Need == catalog.Required && slices.Contains(v.Visible, m.Question)
			}
			if old, changed := v.before(m.Question); changed {
				line.Before = v.file(old)
			}
		}
		list = append(list, line)
	}
	return list
}

func (v ReviewView) generated(kind procedure.DocumentKind) *fileLine {
	for _, d := range slices.Backward(v.Documents) {
		if string(d.Kind) == string(kind) {
			f := &fileLine{Name: d.Title, Href: "/documents/" + d.ID.String()}
			if d.Render == document.RenderDone { // until then there is its reader's page, but no file to show beside the form
				f.PDF, f.File = true, f.Href+"/file"
			}
			return f
		}
	}
	return nil
}

func (v ReviewView) file(answer json.RawMessage) *fileLine {
	var named struct {
		Material uuid.UUID `json:"material"`
	}
	if json.Unmarshal(answer, &named) != nil || named.Material == uuid.Nil || v.Material == nil {
		return nil
	}
	facts, ok := v.Material(named.Material)
	if !ok {
		return nil
	}
	f := &fileLine{Name: facts.Name, Size: locale.Size(facts.Bytes), Reason: facts.Reason}
	if facts.Ready { // nobody opens what has not been scanned
		f.Href, f.Picture = "/cases/"+v.ID.String()+"/materials/"+named.Material.String(), strings.HasPrefix(facts.Mime, "image/")
		f.PDF = facts.Mime == "application/pdf"
	}
	return f
}

// why are the five values of the order of work (domain.md 3.7).
func (v ReviewView) why(ctx context.Context) []ui.CaseFact {
	p := v.Place
	return []ui.CaseFact{
		{Label: locale.T(ctx, "desk.col.doby"), Value: locale.Due(ctx, p.DoBy)},
		{Label: locale.T(ctx, "desk.col.class"), Value: className(ctx, p.Class)},
		{Label: locale.T(ctx, "desk.col.turn"), Value: fmt.Sprint(p.Turn)},
		{Label: locale.T(ctx, "desk.col.received"), Value: locale.Time(ctx, p.ReceivedAt)},
		{Label: locale.T(ctx, "desk.col.number"), Value: p.Number},
	}
}

func (v ReviewView) head(ctx context.Context) ui.CaseHead {
	tone, state := StateWords(ctx, v.Procedure, v.State, v.SubState, v.Verdict)
	h := ui.CaseHead{Item: CaseTitle(ctx, v.CaseSummary), Number: v.Code, Tone: tone, State: state, Facts: []ui.CaseFact{
		{Label: locale.T(ctx, "desk.col.applicant"), Value: v.Applicant + "　" + v.IDNumber},
		{Label: locale.T(ctx, "desk.mobile"), Value: v.Mobile},
		{Label: locale.T(ctx, "desk.col.received"), Value: locale.Time(ctx, v.ReceivedAt)},
	}}
	if !v.ArchivedOn.IsZero() {
		h.State += " · " + locale.T(ctx, "archive.tag")
		h.Facts = append(h.Facts, ui.CaseFact{Label: locale.T(ctx, "archive.at"), Value: locale.Date(ctx, v.ArchivedOn)})
	}
	if v.Unit != "" {
		h.Facts = slices.Insert(h.Facts, 1, ui.CaseFact{Label: locale.T(ctx, "desk.unit"), Value: v.Unit})
	}
	if v.Agent != "" {
		h.Facts = slices.Insert(h.Facts, 1, ui.CaseFact{Label: locale.T(ctx, "desk.agent"), Value: v.Agent + "　" + v.IDNumber})
		h.Facts[0].Value = v.Applicant + "　" + v.UnitCode
	}
	if v.Host != nil {
		h.Facts = append(h.Facts, ui.CaseFact{Label: locale.T(ctx, "desk.host"), Value: v.Host.Name + " " + v.Host.Officer})
	}
	return h
}

// left says how a clock stands in words.
func clockWords(ctx context.Context, k casework.ClockRow) string {
	if !k.Running() {
		return locale.T(ctx, "desk.clock.stopped", "date", k.StoppedOn)
	}
	if k.Held {
		return locale.T(ctx, "lamp.held")
	}
	return ui.Remaining(ctx, k.Left)
}

// clockWhy says from which day a clock counts and to which.
func clockWhy(ctx context.Context, k casework.ClockRow) string {
	end := Told(ctx, k.Due, k.Provisional && k.Running())
	words := locale.T(ctx, "desk.clock.span", "from", k.Day0, "due", end)
	if k.Limit.N == 0 {
		words = locale.T(ctx, "desk.clock.on", "due", end)
	}
	if !k.Effective.IsZero() && k.Effective != k.Due {
		words += locale.T(ctx, "desk.clock.effective", "date", k.Effective)
	}
	return words
}

// events is the journal, newest first.
func (v ReviewView) events(ctx context.Context) []ui.Event {
	events := make([]ui.Event, 0, len(v.Journal))
	for _, e := range slices.Backward(v.Journal) {
		events = append(events, ui.Event{Title: entryTitle(ctx, dialect(v.Item), e), Text: entryText(ctx, v.Procedure, e), At: locale.Time(ctx, e.At), Machine: locale.Machine(e.At),
			By: v.by(e)})
	}
	return events
}

func (v ReviewView) by(e journal.Entry) string {
	who := strings.TrimSpace(e.ActorName + " " + e.PoliceNo)
	if name := v.Desks.Of(e.Org); name != "" && e.PoliceNo != "" {
		who += " · " + name
	}
	return who
}

type entryDetails struct {
	Act   string         `json:"act"`
	Event string         `json:"event"`
	Check string         `json:"check"`
	Mark  procedure.Mark `json:"mark"`
}

func entryTitle(ctx context.Context, words string, e journal.Entry) string {
	var d entryDetails
	_ = json.Unmarshal(e.Details, &d) // an entry without details keeps its move
	switch {
	case e.Move == "check":
		return locale.T(ctx, "desk.journal.check", "check", d.Check, "mark", locale.T(ctx, "desk.mark."+string(d.Mark)))
	case e.Move == "attempt":
		return locale.T(ctx, "desk.journal.attempt", "act", actName(ctx, words, d.Act))
	case d.Act != "":
		return actName(ctx, words, d.Act) + "　" + e.Move
	}
	return e.Move
}

func entryText(ctx context.Context, proc string, e journal.Entry) string {
	var parts []string
	if e.From != e.To && e.From != "" {
		_, from := StateWords(ctx, proc, procedure.State(e.From), "", "")
		_, to := StateWords(ctx, proc, procedure.State(e.To), "", "")
		parts = append(parts, from+" → "+to)
	}
	for _, text := range []string{e.DocumentNumber, e.Reason} {
		if text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, "　")
}

func actName(ctx context.Context, words, act string) string {
	for _, key := range []string{"desk.act." + words + "." + act, "desk.act." + act} {
		if locale.Has(key) {
			return locale.T(ctx, key)
		}
	}
	return act
}

// ActWords names an act that was done on an item's case, "" for what is none.
func ActWords(ctx context.Context, item *catalog.Item, act string) string {
	if !locale.Has("desk.act." + act) {
		return ""
	}
	return actName(ctx, dialect(item), act)
}
