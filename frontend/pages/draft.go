package pages

import (
	"context"
	"fmt"

	"github.com/a-h/templ"

	"github.com/yiyang-police/permit-portal/frontend/field"
	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// StartView is the page before a draft: what lies open already, and the button that begins a new one.
type StartView struct {
	Item   *catalog.Item
	Drafts []CaseLine
	Cases  []CaseLine // received and undecided
	Key    string     // of the intended act

	Told map[string]string // situations, by their keys
}

// StartRefusedView says why an application cannot begin now and what to do instead.
type StartRefusedView struct {
	Item    *catalog.Item
	Code    string // of the fault
	Title   string
	Text    string
	Advice  []string
	Contact string
	Insist  string // where he who is barred asks for a written decision all the same, "" for everybody else
}

// DraftView is a draft as its owner sees it.
type DraftView struct {
	casework.DraftView
	Today workday.Date
	Key   string
	Flash string
	Phone string // of the service
}

func (v DraftView) path() string { return "/drafts/" + v.ID.String() }

func (v DraftView) sectionPath(key string) string { return v.path() + "/sections/" + key }

func (v DraftView) late() bool {
	return !v.Window.Closes.IsZero() && v.Today.After(v.Window.Timely)
}

// tasks lists the sections of the path with how far they are.
func (v DraftView) tasks(ctx context.Context) []ui.Task {
	var tasks []ui.Task
	for _, key := range v.Result.Sections {
		section, ok := v.Item.Form.Section(key)
		if !ok {
			continue
		}
		task := ui.Task{Title: say(ctx, section.Title), Href: v.sectionPath(key), Status: v.status(section)}
		switch task.Status {
		case ui.Fetched:
			task.Text = locale.T(ctx, "draft.fetched")
		case ui.Problem:
			task.Href += "?review=1"
		}
		tasks = append(tasks, task)
	}
	return tasks
}

// status: what only lacks answers is begun or not; what holds a wrong one needs a change.
func (v DraftView) status(section *form.Section) ui.Status {
	missing, wrong, own, answered := false, false, false, false
	for i := range section.Questions {
		q := &section.Questions[i]
		for _, f := range form.FaultsOf(v.Faults, q.Key) {
			if f.Code == "REQUIRED" || f.Code == "MUST_BE_TRUE" {
				missing = true
			} else {
				wrong = true
			}
		}
		if !q.Locked(v.Facts) {
			own = true
			raw := v.Answers[q.Key]
			given := len(raw) > 0 && string(raw) != "null" && string(raw) != "false"
			answered = answered || given && q.Prefill == "" && q.Default == nil
		}
	}
	switch {
	case wrong:
		return ui.Problem
	case missing && answered:
		return ui.Current
	case missing:
		return ui.Todo
	case !own:
		return ui.Fetched
	}
	return ui.Done
}

// left counts the sections that are not done.
func (v DraftView) left(ctx context.Context) (n int) {
	for _, t := range v.tasks(ctx) {
		if t.Status != ui.Done && t.Status != ui.Fetched {
			n++
		}
	}
	return n
}

// shared are the materials that nobody has to hand in.
func (v DraftView) shared() []catalog.Material {
	var list []catalog.Material
	for _, m := range v.Item.Materials {
		if m.Way == catalog.Shared {
			list = append(list, m)
		}
	}
	return list
}

// has tells whether a shared material's facts have all arrived.
func (v DraftView) has(m catalog.Material) bool {
	for _, path := range m.Facts {
		if !v.Facts.Has(path) {
			return false
		}
	}
	return true
}

// days says how long until a day, in natural days.
func days(ctx context.Context, from, to workday.Date) string {
	switch n := to.Sub(from); {
	case n == 0:
		return locale.T(ctx, "draft.days.today")
	case n == 1:
		return locale.T(ctx, "draft.days.one")
	default:
		return locale.T(ctx, "draft.days", "days", n)
	}
}

// warning words a code of casework's warnings.
func warning(ctx context.Context, w casework.Warned) string {
	var pairs []any
	for name, value := range w.Params {
		pairs = append(pairs, name, value)
	}
	return locale.T(ctx, "draft.warn."+w.Code, pairs...)
}

// warningTone: a ban is no mere hint.
func warningTone(w casework.Warned) ui.Tone {
	if w.Code == "BANNED" || w.Code == "BANNED_INSISTS" {
		return ui.Warning
	}
	return ui.Info
}

// barred is the warning of a ban, if there is one.
func (v DraftView) barred() (casework.Warned, bool) {
	for _, w := range v.Warnings {
		if warningTone(w) == ui.Warning {
			return w, true
		}
	}
	return casework.Warned{}, false
}

// SectionView is one section of a draft to be filled.
type SectionView struct {
	DraftView
	Section  *form.Section
	Views    []field.View
	Mistakes []ui.Mistake
	Review   bool        // came from the check page and goes back there
	Box      []BoxChoice // what may be taken from the document box
}

// place finds the section's neighbours on the path.
func (v SectionView) place() (before, after string, at int) {
	for i, key := range v.Result.Sections {
		if key != v.Section.Key {
			continue
		}
		if at = i + 1; i > 0 {
			before = v.Result.Sections[i-1]
		}
		if i+1 < len(v.Result.Sections) {
			after = v.Result.Sections[i+1]
		}
	}
	return before, after, at
}

// onward is where saving leads to.
func (v SectionView) onward() string {
	_, after, _ := v.place()
	if v.Review || after == "" {
		return v.path() + "/check"
	}
	return v.sectionPath(after)
}

func (v SectionView) back() string {
	before, _, _ := v.place()
	switch {
	case v.Review:
		return v.path() + "/check"
	case before == "":
		return v.path()
	}
	return v.sectionPath(before)
}

func (v SectionView) steps(ctx context.Context) []ui.Step {
	var steps []ui.Step
	for _, task := range v.tasks(ctx) {
		step := ui.Step{Label: task.Title, Href: task.Href, Status: task.Status}
		switch {
		case task.Href == v.sectionPath(v.Section.Key) || task.Href == v.sectionPath(v.Section.Key)+"?review=1":
			step.Status = ui.Current
		case task.Status == ui.Fetched:
			step.Status = ui.Done
		case task.Status == ui.Current:
			step.Status = ui.Todo
		}
		steps = append(steps, step)
	}
	return steps
}

// autosave is what the island needs to save the answers of a form field by field.
func autosave(ctx context.Context, save string, version int) templ.Attributes {
	a := templ.Attributes{"data-save": save, "data-version": fmt.Sprint(version)}
	for _, state := range []string{"idle", "saving", "saved", "unsaved", "offline", "stale", "rejected"} {
		a["data-text-"+state] = locale.T(ctx, "save."+state)
	}
	return a
}

// CheckView is the whole draft before it is handed in.
type CheckView struct {
	DraftView
	Sections []ReadSection
	Mistakes []ui.Mistake
	Entry    // of a refused hand-in
}

// next is the first section that is not done.
func (v DraftView) next(ctx context.Context) string {
	for _, t := range v.tasks(ctx) {
		if t.Status != ui.Done && t.Status != ui.Fetched {
			return t.Href
		}
	}
	return v.path() + "/check"
}

// warned words something that the applicant cannot change himself and an officer will look at.
func (v CheckView) warned(ctx context.Context, f fault.Field) string {
	return field.Mistakes(ctx, &v.Item.Form, []fault.Field{f})[0].Message
}
