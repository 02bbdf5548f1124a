package pages

import (
	"context"
	"slices"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/casework"
)

// ShiftsView is who is there and who holds what.
type ShiftsView struct {
	Entry
	casework.Shifts
	Desks   DeskNames
	Manages bool // case management; 督察 only reads
	Flash   string
	Open    string // the form that came back with mistakes
}

// input is a field of one of the page's forms.
func (v ShiftsView) input(form, name, label, hint string) ui.TextInput {
	t := ui.TextInput{FieldFrame: ui.FieldFrame{ID: inputID(form, name), Label: label, Hint: hint, Required: true}, Name: name, MaxLength: 400}
	if v.Open == form {
		t.Value, t.Error = v.Value(name), v.Errors[name]
	}
	return t
}

// people are the officers of the queues, each once; value is what names one.
func (v ShiftsView) people(form, name string, value func(casework.Colleague) string) (options []ui.Option) {
	for _, c := range v.Colleagues {
		if !slices.ContainsFunc(options, func(o ui.Option) bool { return o.Value == value(c) }) {
			options = append(options, ui.Option{Value: value(c), Label: c.Name + " " + c.Officer + " · " + v.Desks.Of(c.Desk),
				Checked: v.Open == form && v.Value(name) == value(c)})
		}
	}
	return options
}

// fewPosts are shown at once; more are folded away.
const fewPosts = 2

// officerRow is an officer with all his posts.
type officerRow struct {
	casework.Colleague
	Posts []string
}

// officers are those of the queues, each account once.
func (v ShiftsView) officers(ctx context.Context) (rows []officerRow) {
	at := map[string]int{}
	for _, c := range v.Colleagues {
		i, seen := at[c.Login]
		if !seen {
			i = len(rows)
			at[c.Login], rows = i, append(rows, officerRow{Colleague: c})
		}
		rows[i].Posts = append(rows[i].Posts, v.Desks.Of(c.Desk)+" · "+locale.T(ctx, "role."+string(c.Role)))
	}
	return rows
}

func byLogin(c casework.Colleague) string   { return c.Login }
func byOfficer(c casework.Colleague) string { return c.Officer }

// holders are those who hold something, after the choice of nobody.
func (v ShiftsView) holders(ctx context.Context) []ui.Option {
	options := []ui.Option{{Value: "", Label: locale.T(ctx, "shifts.assign.nobody")}}
	for _, h := range v.Held {
		if !slices.ContainsFunc(options, func(o ui.Option) bool { return o.Value == h.Officer }) {
			options = append(options, ui.Option{Value: h.Officer, Label: h.Holder + " " + h.Officer})
		}
	}
	return options
}
