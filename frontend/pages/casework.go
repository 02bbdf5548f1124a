package pages

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/appointment"
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

	Booking    *appointment.Booking // with which somebody comes to a window
	OwnBooking bool                 // the reader made it
}

func (v CaseView) path() string { return "/cases/" + v.ID.String() }

func (v CaseView) may(act procedure.ActName) bool { return slices.Contains(v.Acts, act) }

// head is the top of the page.
func (v CaseView) head(ctx context.Context) ui.CaseHead {
	tone, state := StateWords(ctx, v.Procedure, v.State, v.SubState, v.Verdict)
	h := ui.CaseHead{Item: CaseTitle(ctx, v.CaseSummary), Number: v.Code, Tone: tone, State: state}
	add := func(key, value string) {
		if value != "" {
			h.Facts = append(h.Facts, ui.CaseFact{Label: locale.T(ctx, key), Value: value})
		}
	}
	if !v.ArchivedOn.IsZero() {
		h.State += " · " + locale.T(ctx, "archive.tag")
	}
	add("mycase.applicant", v.Applicant)
	add("mycase.unit", v.Unit)
	add("progress.received", locale.Time(ctx, v.ReceivedAt))
	add("progress.accepted", locale.Date(ctx, v.Law.AcceptedOn))
	add("progress.decided", locale.Date(ctx, v.Law.DecidedOn))
	add("mycase.result", v.result(ctx))
	if v.Host != nil {
		add("mycase.host", locale.T(ctx, "mycase.host.who", "name", v.Host.Name, "number", v.Host.Officer, "desk", locale.Pick(ctx, v.Host.DeskName, v.Host.DeskNameEn)))
	}
	return h
}

// stage is one station of the way of a case, with the states in which the case is there.
type stage struct {
	name string
	at   []procedure.State
}

// ways are the stations of every procedure, in the words of the guide; what an item leaves out is left out.
var ways = map[string][]stage{
	"permit": {{"fill", nil}, {"sign", nil}, {"intake", received}, {"county", []procedure.State{procedure.Accepted, procedure.CountyCheck}},
		{"review", []procedure.State{procedure.Review, procedure.Verifying, procedure.InSpecial, procedure.Legal, procedure.Discussing}}, {"decision", []procedure.State{procedure.Deciding}},
		{"delivery", []procedure.State{procedure.Granted, procedure.Cert, procedure.Delivery, procedure.Refused}}},
	"filing": {{"fill", nil}, {"intake", received}, {"check", []procedure.State{procedure.Checking}},
		{"filed", []procedure.State{procedure.Filed, procedure.Cert, procedure.Delivery, procedure.NotFiled}}},
	"service": {{"fill", nil}, {"intake", received}, {"review", []procedure.State{procedure.Accepted, procedure.Review}},
		{"decision", []procedure.State{procedure.Deciding}}, {"result", []procedure.State{procedure.Done, procedure.Cert, procedure.Delivery, procedure.Declined}}},
	"endorsement": {{"fill", nil}, {"intake", received}, {"review", []procedure.State{procedure.Accepted, procedure.Review}},
		{"opinion", []procedure.State{procedure.Deciding}}, {"national", []procedure.State{procedure.Forwarded, procedure.Entered}},
		{"collect", []procedure.State{procedure.Issued, procedure.Delivery, procedure.NotIssued}}},
	"compensation": {{"claim", []procedure.State{procedure.Offered}}, {"review", []procedure.State{procedure.Review}},
		{"decision", []procedure.State{procedure.Legal, procedure.Discussing, procedure.Leading}}, {"result", []procedure.State{procedure.Delivery}},
		{"payment", []procedure.State{procedure.Paying}}},
}

var received = []procedure.State{procedure.Submitted, procedure.Received, procedure.Correction}

// stages are the way of a case, up to where it is.
func (v CaseView) stages(ctx context.Context) []ui.Step {
	var steps []ui.Step
	status := ui.Done
	for _, s := range ways[v.Procedure] {
		o := v.Item.Procedure
		here := slices.Contains(s.at, v.State)
		if s.name == "sign" && !o.UnitSignature || s.name == "county" && !o.CountyCheck {
			continue
		}
		step := ui.Step{Label: wordOf(ctx, "mycase.stage.", v.Procedure, s.name), Status: status}
		if here {
			step.Status, status = ui.Current, ui.Todo
		}
		steps = append(steps, step)
	}
	return steps
}

// ended tells whether the case went another way than to a decision.
func (v CaseView) ended() bool {
	switch v.State {
	case procedure.Lapsed, procedure.NotNeeded, procedure.NotAccepted, procedure.Withdrawn, procedure.Terminated, procedure.Unclaimed:
		return true
	}
	return false
}

// adverse tells whether remedies belong on the page.
func (v CaseView) adverse() bool {
	return v.State == procedure.NotAccepted || v.State == procedure.NotNeeded || v.State == procedure.Lapsed ||
		v.Verdict == procedure.Refuse && v.Law.Compensation == nil // its own paper tells them
}

// events are what happened, the newest first.
func (v CaseView) events(ctx context.Context) []ui.Event {
	var events []ui.Event
	for _, row := range slices.Backward(v.Timeline) {
		e := ui.Event{Title: moveWords(ctx, v.Procedure, row), At: locale.Time(ctx, row.At), Machine: locale.Machine(row.At), Text: row.Reason, Tone: eventTone(row)}
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
func moveWords(ctx context.Context, proc string, row casework.TimelineRow) string {
	for _, key := range []string{
		"mycase.move." + string(row.Move) + "." + string(row.Act),
		"mycase.move." + string(row.Move),
		"mycase.act." + proc + "." + string(row.Act),
		"mycase.act." + string(row.Act) + "." + string(row.To),
		"mycase.act." + string(row.Act),
	} {
		if locale.Has(key) {
			return locale.T(ctx, key)
		}
	}
	return locale.T(ctx, "state."+string(row.To))
}

func eventTone(row casework.TimelineRow) ui.Tone {
	switch row.Act {
	case procedure.ActGrant, procedure.ActIssueCertificate, procedure.ActDeliver, procedure.ActDeemRenewed, procedure.ActFile, procedure.ActDone,
		procedure.ActHandOver:
		return ui.Success
	case procedure.ActCorrect, procedure.ActLapse:
		return ui.Warning
	case procedure.ActRefuse, procedure.ActNotAccept, procedure.ActNotNeeded, procedure.ActNotFile, procedure.ActDecline:
		return ui.Danger
	}
	return ""
}

// result tells what another system made of the case.
func (v CaseView) result(ctx context.Context) string {
	r := v.Law.Result
	if r == nil || v.Verdict != procedure.Grant {
		return ""
	}
	text := say(ctx, v.Item.Outcome.Name)
	if r.Number != "" {
		text += "　" + locale.T(ctx, "mycase.result.number", "number", r.Number)
	}
	if r.Text != "" {
		text += locale.T(ctx, "colon") + r.Text
	}
	if r.Source != "" {
		text += locale.T(ctx, "mycase.result.source", "source", r.Source)
	}
	return text
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
	Claim bool // it is a claim for compensation, which can be made again
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

func deliverTitle(ctx context.Context, v CaseView) string {
	if v.Item.Procedure.Renewal {
		return locale.T(ctx, "mycase.deliver.title")
	}
	return locale.T(ctx, "mycase.deliver.result")
}

// deliverWord is what the applicant confirms: that he has read it, or that the letter came.
func deliverWord(ctx context.Context, v CaseView) string {
	if v.Law.Parcel != nil {
		return locale.T(ctx, "delivery.mine.letter.do")
	}
	return locale.T(ctx, "mycase.deliver.do")
}

func (v WithdrawView) warning() string {
	if v.Claim {
		return "mycase.withdraw.claim"
	}
	return "mycase.withdraw.text"
}
