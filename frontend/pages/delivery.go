package pages

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/delivery"
	"github.com/yiyang-police/permit-portal/models/notice"
)

// DeliveriesView is the deliverer's list of papers that nobody opened. Open is the one whose record came back with mistakes.
type DeliveriesView struct {
	Entry
	Tasks   []delivery.Delivery
	Waiting bool // they may still be read in time
	Open    uuid.UUID
	Desks   []string // where the reader delivers
	Flash   string
}

func (v DeliveriesView) mine(d delivery.Delivery) bool { return slices.Contains(v.Desks, d.Desk) }

// input is a field of the record of one paper.
func (v DeliveriesView) input(ctx context.Context, d delivery.Delivery, name string) ui.TextInput {
	form := "d-" + d.DocumentID.String()
	t := ui.TextInput{FieldFrame: ui.FieldFrame{ID: inputID(form, name), Label: locale.T(ctx, "delivery."+name)}, Name: name, MaxLength: 500}
	if v.Open == d.DocumentID {
		t.Value, t.Error = v.Value(name), v.Errors[name]
	}
	return t
}

func (v DeliveriesView) outcomeFrame(ctx context.Context, d delivery.Delivery) ui.FieldFrame {
	f := ui.FieldFrame{ID: inputID("d-"+d.DocumentID.String(), "outcome"), Label: locale.T(ctx, "delivery.outcome"), Required: true}
	if v.Open == d.DocumentID {
		f.Error = v.Errors["outcome"]
	}
	return f
}

func (v DeliveriesView) outcomes(ctx context.Context, d delivery.Delivery) (options []ui.Option) {
	for _, o := range delivery.Outcomes() {
		options = append(options, ui.Option{Value: string(o), Label: locale.T(ctx, "delivery.outcome."+string(o)),
			Checked: v.Open == d.DocumentID && v.Value("outcome") == string(o)})
	}
	return options
}

// addressee is who should read a paper: the unit with its handler, or the person.
func addressee(d delivery.Delivery) string {
	if d.Unit != "" {
		return d.Unit + " · " + d.Applicant
	}
	return d.Applicant
}

// DeadLettersView lists short messages that reached nobody.
type DeadLettersView struct {
	Letters     []DeadLetter
	First, Next string
	Flash       string
}

// DeadLetter is one of them, with the title of its notice.
type DeadLetter struct {
	notice.Dead
	Title string
}

// deadReason is why a short message was given up, without the gateway's own words.
func deadReason(ctx context.Context, reason string) string {
	if strings.Contains(reason, "REGISTER_REFUSED") {
		return locale.T(ctx, "dead.why.refused")
	}
	return locale.T(ctx, "dead.why.silent")
}
