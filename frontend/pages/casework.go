package pages

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// CasesView is a page of the reader's cases.
type CasesView struct {
	Cases       []CaseLine
	Total       int
	First, Next string // addresses
	Unit        string // the enterprise whose cases these are; empty: the reader's own
}

// CaseView is a case as its applicant, or his unit, sees it.
type CaseView struct {
	casework.ApplicantView
	Sections []ReadSection // what was handed in
	Key      string
	Flash    string
	Entry    // of a message that was refused
	Phone    string
	Verify   string // address where the certificate is verified
}

func (v CaseView) path() string { return "/cases/" + v.ID.String() }

func (v CaseView) may(act procedure.ActName) bool { return slices.Contains(v.Acts, act) }

// head is the top of the page.
func (v CaseView) head(ctx context.Context) ui.CaseHead {
	tone, state := StateWords(ctx, v.State, v.SubState, v.Verdict)
	h := ui.CaseHead{Item: say(ctx, v.Name), Number: v.Code, Tone: tone, State: state}
	add := func(key, value string) {
		if value != "" {
			h.Facts = append(h.Facts, ui.CaseFact{Label: locale.T(ctx, key), Value: value})
		}
	}
	add("mycase.applicant", v.Applicant)
	add("mycase.unit", v.Unit)
	add("progress.received", locale.Time(ctx, v.ReceivedAt))
	add("progress.accepted", locale.Date(ctx, v.Law.AcceptedOn))
	add("progress.decided", locale.Date(ctx, v.Law.DecidedOn))
	if v.Host != nil {
		add("mycase.host", locale.T(ctx, "mycase.host.who", "name", v.Host.Name, "number", v.Host.Officer, "desk", v.Host.DeskName))
	}
	return h
}

// stages are the way of a case in the words of the guide.
func (v CaseView) stages(ctx context.Context) []ui.Step {
	names := []string{"fill", "sign", "intake", "county", "review", "decision", "delivery"}
	at := 2
	switch v.State {
	case procedure.Accepted, procedure.CountyCheck:
		at = 3
	case procedure.Review, procedure.Legal:
		at = 4
	case procedure.Deciding:
		at = 5
	case procedure.Granted, procedure.Cert, procedure.Delivery, procedure.Refused:
		at = 6
	case procedure.Closed:
		at = len(names)
	}
	var steps []ui.Step
	for i, name := range names {
		if name == "sign" && !v.Item.Procedure.UnitSignature || name == "county" && !v.Item.Procedure.CountyCheck {
			continue
		}
		step := ui.Step{Label: locale.T(ctx, "mycase.stage."+name), Status: ui.Todo}
		switch {
		case i < at:
			step.Status = ui.Done
		case i == at:
			step.Status = ui.Current
		}
		steps = append(steps, step)
	}
	if v.State == procedure.Accepted && !v.Item.Procedure.CountyCheck {
		steps[len(steps)-3].Status = ui.Current
	}
	return steps
}

// ended tells whether the case went another way than to a decision.
func (v CaseView) ended() bool {
	switch v.State {
	case procedure.Lapsed, procedure.NotNeeded, procedure.NotAccepted, procedure.Withdrawn:
		return true
	}
	return false
}

// adverse tells whether remedies belong on the page.
func (v CaseView) adverse() bool {
	return v.State == procedure.NotAccepted || v.State == procedure.NotNeeded || v.State == procedure.Lapsed || v.Verdict == procedure.Refuse
}

// events are what happened, the newest first.
func (v CaseView) events(ctx context.Context) []ui.Event {
	var events []ui.Event
	for _, row := range slices.Backward(v.Timeline) {
		e := ui.Event{Title: moveWords(ctx, row), At: locale.Time(ctx, row.At), Machine: locale.Machine(row.At), Text: row.Reason, Tone: eventTone(row)}
		if row.Officer != "" {
			e.By = locale.T(ctx, "mycase.by", "name", row.Actor, "number", row.Officer)
		}
		for _, d := range v.Documents {
			if d.Number != "" && strings.Contains(row.Document, d.Number) {
				e.Href, e.Link = "/documents/"+d.ID.String(), d.Title+" "+d.Number
				break
			}
		}
		events = append(events, e)
	}
	if len(events) > 0 {
		events[0].Current = !v.ended() && v.State != procedure.Closed
	}
	return events
}

// moveWords names a move in the applicant's words; some moves mean different things by their act or where they lead.
func moveWords(ctx context.Context, row casework.TimelineRow) string {
	for _, key := range []string{
		"mycase.move." + string(row.Move) + "." + string(row.Act),
		"mycase.move." + string(row.Move),
	} {
		if locale.Has(key) {
			return locale.T(ctx, key)
		}
	}
	return locale.T(ctx, "state."+string(row.To))
}

func eventTone(row casework.TimelineRow) ui.Tone {
	switch row.Act {
	case procedure.ActGrant, procedure.ActIssueCertificate, procedure.ActDeliver, procedure.ActDeemRenewed:
		return ui.Success
	case procedure.ActCorrect, procedure.ActLapse:
		return ui.Warning
	case procedure.ActRefuse, procedure.ActNotAccept, procedure.ActNotNeeded:
		return ui.Danger
	}
	return ""
}

// limits are the clocks that concern the applicant, those that run first.
func (v CaseView) limits() []casework.ClockRow {
	var running, ended []casework.ClockRow
	for _, row := range v.Clocks {
		switch row.Kind {
		case procedure.KR, procedure.KS, procedure.K10:
			continue
		}
		if row.Running() {
			running = append(running, row)
		} else {
			ended = append(ended, row)
		}
	}
	return append(running, ended...)
}

func lampOf(row casework.ClockRow) ui.Lamp {
	if row.Lamp == procedure.NoLamp {
		return ui.Closed
	}
	return ui.Lamp(row.Lamp)
}

func remaining(ctx context.Context, row casework.ClockRow) string {
	if !row.Running() {
		return locale.T(ctx, "mycase.clock.stopped", "date", row.StoppedOn)
	}
	return ui.Remaining(ctx, row.Left)
}

// certificateRows are what stands on the certificate.
func (v CaseView) certificateRows(ctx context.Context) []ui.Row {
	c := v.Certificate
	return []ui.Row{
		{Label: locale.T(ctx, "mycase.certificate.number"), Value: c.Number},
		{Label: locale.T(ctx, "mycase.certificate.from"), Value: locale.Date(ctx, c.ValidFrom)},
		{Label: locale.T(ctx, "mycase.certificate.to"), Value: locale.Date(ctx, c.ValidTo)},
	}
}

// papers are the documents without the certificate, which has a place of its own; the newest first.
func (v CaseView) papers() []document.Document {
	var list []document.Document
	for _, d := range slices.Backward(v.Documents) {
		if d.Kind != document.Certificate {
			list = append(list, d)
		}
	}
	return list
}

// WithdrawView asks for the reason of a withdrawal.
type WithdrawView struct {
	ID     uuid.UUID
	Name   form.Text
	Number string
	Key    string
	Entry
}

func (v CasesView) lead(ctx context.Context) string {
	if v.Unit != "" {
		return locale.T(ctx, "mycases.unit", "unit", v.Unit, "count", v.Total)
	}
	return locale.T(ctx, "mycases.lead", "count", v.Total)
}

func messageInput(ctx context.Context, e Entry) ui.TextInput {
	t := e.Text("text", locale.T(ctx, "mycase.talk.write"), locale.T(ctx, "mycase.talk.hint"))
	t.MaxLength = 4000
	return t
}
