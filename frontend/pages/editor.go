package pages

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/form"
)

// EditorsView is where catalogue editors begin: what is under way, what people searched in vain, and the items.
type EditorsView struct {
	Entry
	Revisions []catalog.Revision
	All       bool // finished drafts too
	Misses    []catalog.Miss
	Query     string
	Found     []catalog.Summary
	Flash     string
}

// EditorView is one draft of an item.
type EditorView struct {
	Entry
	catalog.Judged
	AsSource bool // the whole file instead of single texts
	Approves bool // the reader may be the second person
	Flash    string
}

func revisionPath(r catalog.Revision, more string) string {
	return "/desk/editor/" + r.ID.String() + more
}

func revisionTone(s catalog.RevisionState) ui.Tone {
	switch s {
	case catalog.RevisionSubmitted:
		return ui.Warning
	case catalog.RevisionScheduled:
		return ui.Accent
	case catalog.RevisionPublished:
		return ui.Success
	case catalog.RevisionDiscarded:
		return ui.Neutral
	}
	return ui.Info
}

// whereText is the way to a text of an item in words: 办理材料 › 出生医学证明 › 说明.
func whereText(ctx context.Context, where []catalog.Waypoint) string {
	var steps []string
	for _, w := range where {
		switch {
		case w.Word == "zh" || w.Word == "en":
			steps = append(steps, locale.T(ctx, "editor.lang."+w.Word))
		case w.Word == "":
			if _, err := strconv.Atoi(w.Entry); err == nil {
				steps = append(steps, locale.T(ctx, "editor.entry", "n", w.Entry))
			} else {
				steps = append(steps, "“"+w.Entry+"”")
			}
		case locale.Has("editor.word." + w.Word):
			steps = append(steps, locale.T(ctx, "editor.word."+w.Word))
		default:
			steps = append(steps, w.Word)
		}
	}
	return strings.Join(steps, " › ")
}

// part is the heading under which a field stands: its first step.
type editorPart struct {
	Name   string
	Fields []catalog.Field
}

// parts groups the fields by the part of the item.
func (v EditorView) parts(ctx context.Context) []editorPart {
	var all []editorPart
	for _, f := range v.Fields {
		depth := 1
		if f.Where[0].Word == "guide" && len(f.Where) > 1 {
			depth = 2
		}
		name := whereText(ctx, f.Where[:depth])
		if n := len(all); n > 0 && all[n-1].Name == name {
			all[n-1].Fields = append(all[n-1].Fields, f)
			continue
		}
		all = append(all, editorPart{name, []catalog.Field{f}})
	}
	return all
}

// textInput is the box of one text; the name that posts it is its path.
func (v EditorView) textInput(ctx context.Context, f catalog.Field) ui.TextInput {
	label := f.Where
	if len(label) > 1 && label[0].Word == "guide" {
		label = label[1:]
	}
	if len(label) > 1 {
		label = label[1:]
	}
	name := "text." + f.Path
	t := ui.TextInput{FieldFrame: ui.FieldFrame{ID: inputID("text", f.Path), Label: whereText(ctx, label) + " · " + locale.T(ctx, "editor.lang."+f.Lang)},
		Name: name, Value: f.Text, MaxLength: 4000}
	if typed, posted := v.Values[name]; posted && len(typed) > 0 {
		t.Value = typed[0]
	}
	return t
}

// long tells whether a text needs more than a line; a Chinese character is three bytes and two letters wide.
func long(text string) bool { return len(text) > 90 || strings.Contains(text, "\n") }

// source is the file as it stands in the editor's box.
func (v EditorView) source() string {
	if typed, posted := v.Values["source"]; posted && len(typed) > 0 {
		return strings.ReplaceAll(typed[0], "\r\n", "\n")
	}
	return v.Source
}

func (v EditorView) lines() int { return strings.Count(v.source(), "\n") + 1 }

// lineNumbers is the column beside the file.
func (v EditorView) lineNumbers() string {
	var b strings.Builder
	for n := range v.lines() {
		b.WriteString(strconv.Itoa(n+1) + "\n")
	}
	return b.String()
}

func (v EditorView) words() string { return strings.Join(v.Words, "\n") }

// own tells whether a fault stands in the draft's own file rather than in a fragment.
func (v EditorView) own(p catalog.Problem) bool { return p.File == v.File && p.Line > 0 }

// behind tells that another version was published since the draft was begun.
func (v EditorView) behind() bool { return v.Current > v.Base && v.Open() }

func itemName(ctx context.Context, name form.Text, code string) string {
	if name.Zh == "" {
		return code
	}
	return say(ctx, name)
}

func publishTime(ctx context.Context, t *time.Time) string {
	if t == nil {
		return ""
	}
	return locale.Time(ctx, *t)
}

// reasonText is why a draft came back: words of a person, or a fault that the portal met.
func reasonText(ctx context.Context, reason string) string {
	if key := "fault." + reason; locale.Has(key) {
		return locale.T(ctx, key, "count", "")
	}
	return reason
}

func (v EditorView) actText(ctx context.Context, a catalog.Act) string {
	return locale.T(ctx, "editor.act."+a.Act, "version", a.Version)
}

func changeTone(k catalog.ChangeKind) ui.Tone {
	switch k {
	case catalog.Added:
		return ui.Success
	case catalog.Dropped:
		return ui.Danger
	}
	return ui.Info
}

// oldVersions are those whose content can be taken up again.
func (v EditorView) oldVersions(ctx context.Context) []ui.Option {
	var options []ui.Option
	for n := v.Current - 1; n >= 1; n-- {
		options = append(options, ui.Option{Value: strconv.Itoa(n), Label: locale.T(ctx, "editor.version", "version", n)})
	}
	return options
}
