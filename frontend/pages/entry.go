package pages

import (
	"context"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// Entry is a plain form that comes back to the reader: what he typed, and what is wrong with it. The zero Entry is an empty form.
type Entry struct {
	Values   url.Values
	Errors   map[string]string // by name of the field
	Mistakes []ui.Mistake
	Refusal  string // what is wrong when no field is at fault
}

// Refused is the entry after a fault: faults of fields stand at their fields, any other at the top of the page.
func Refused(ctx context.Context, values url.Values, f *fault.Error) Entry {
	e := Entry{Values: values, Errors: map[string]string{}}
	for _, field := range f.Fields {
		name, message := strings.TrimPrefix(field.Pointer, "/"), locale.Field(ctx, field)
		e.Errors[name] = message
		e.Mistakes = append(e.Mistakes, ui.Mistake{Href: "#" + fieldID(name), Message: message})
	}
	if len(f.Fields) == 0 {
		e.Refusal = locale.Fault(ctx, f)
	}
	return e
}

// Value is what the reader typed into a field.
func (e Entry) Value(name string) string { return e.Values.Get(name) }

// Frame is what stands around the input of a field.
func (e Entry) Frame(name, label, hint string) ui.FieldFrame {
	return ui.FieldFrame{ID: fieldID(name), Label: label, Hint: hint, Error: e.Errors[name]}
}

// Text is a field of one line with what the reader typed.
func (e Entry) Text(name, label, hint string) ui.TextInput {
	return ui.TextInput{FieldFrame: e.Frame(name, label, hint), Name: name, Value: e.Value(name)}
}

// Secret is a field for a password; what was typed never comes back.
func (e Entry) Secret(name, label, hint, autocomplete string) ui.TextInput {
	return ui.TextInput{FieldFrame: e.Frame(name, label, hint), Name: name, Type: "password", Autocomplete: autocomplete, MaxLength: 256}
}

// Digits is a field for a code of figures.
func (e Entry) Digits(name, label, hint string, length int) ui.TextInput {
	t := e.Text(name, label, hint)
	t.InputMode, t.Autocomplete, t.MaxLength = "numeric", "one-time-code", length
	return t
}

// fieldID is the id of a field of a plain form.
func fieldID(name string) string { return "f-" + strings.ReplaceAll(name, "_", "-") }

// shell is the frame for this reader: officers see their desk around a page, everybody else the public site.
func shell(f ui.Frame) templ.Component {
	if f.Viewer.Kind == ui.Clerk {
		return ui.ClerkLayout(f)
	}
	return ui.Layout(f)
}
