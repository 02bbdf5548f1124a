package pages

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// BusinessView is an enterprise's page of business endorsements.
type BusinessView struct {
	expedite.Overview
	Entry Entry
	Flash string
	Key   string
}

// BusinessAloneView is the page of a person who asks for himself.
type BusinessAloneView struct {
	Requests []expedite.RequestRow
	Flash    string
}

// BusinessFormView is the registration form, or the change of a roster.
type BusinessFormView struct {
	Entry  Entry
	Form   expedite.Application
	Change bool
	Key    string
}

// BusinessRequestView is a request as it is filled in and checked; Checked is nil for a new one.
type BusinessRequestView struct {
	Entry   Entry
	ID      string
	Trip    expedite.Trip
	Lines   string
	Checked *expedite.Checked
	ForUnit string // the enterprise acted for; "" for oneself
	Flash   string
	Key     string
	Today   workday.Date
}

// BusinessDatesView is the date check.
type BusinessDatesView struct {
	Entry   Entry
	Outlook *expedite.Outlook
}

// BusinessCaseView is a case whose admission a clerk decides.
type BusinessCaseView struct {
	expedite.DeskView
	Entry Entry
	Flash string
	Key   string
}

// BusinessMarksView is the list of marks with the form that proposes one.
type BusinessMarksView struct {
	expedite.MarkBoard
	May   bool // propose and decide; 督察 only reads
	Today workday.Date
	Entry Entry
	Flash string
}

// seat is one seat of the picture.
type seat struct {
	X, Y  int
	Taken bool
}

const (
	seatWidth  = 22
	seatsInRow = 12
)

// seats lays out the picture of seats used and free.
func seats(taken, all int) (list []seat, width, height int) {
	all = max(all, taken)
	for i := range all {
		list = append(list, seat{X: i % seatsInRow * seatWidth, Y: i / seatsInRow * seatWidth, Taken: i < taken})
	}
	return list, min(max(all, 1), seatsInRow) * seatWidth, (max(all, 1) + seatsInRow - 1) / seatsInRow * seatWidth
}

func viewBox(width, height int) string { return fmt.Sprintf("0 0 %d %d", width, height) }

// seatWords say what the picture shows.
func seatWords(ctx context.Context, a expedite.Allowance, held []expedite.Holding, t expedite.Type) string {
	taken, s := expedite.Taken(held, t), a.Of(t)
	if s.Unlimited {
		return locale.T(ctx, "business.seats.unlimited", "taken", taken)
	}
	return locale.T(ctx, "business.seats.count", "taken", taken, "free", a.Free(held, t), "all", s.N)
}

func destinationWords(ctx context.Context, list []expedite.Destination) string {
	var names []string
	for _, d := range list {
		names = append(names, locale.T(ctx, "business.to."+string(d)))
	}
	return strings.Join(names, locale.T(ctx, "business.and"))
}

// conditionWords say why a condition does not hold.
func conditionWords(ctx context.Context, c expedite.Condition) string {
	if c.Met {
		return locale.T(ctx, "business.met")
	}
	with := c.With
	if d, err := workday.Parse(with); err == nil {
		with = locale.Date(ctx, d)
	}
	if c.Code == "APPROVAL_INCOMPLETE" {
		with = locale.Field(ctx, fault.OneField("", c.With))
	}
	return locale.T(ctx, "business.unmet."+c.Code, "with", with)
}

func conditionTone(c expedite.Condition) ui.Tone {
	if c.Met {
		return ui.Success
	}
	return ui.Warning
}

func reasonOptions(ctx context.Context, chosen expedite.Reason, taiwan bool) []ui.Option {
	var list []ui.Option
	for _, r := range []expedite.Reason{expedite.Meeting, expedite.Contract, expedite.Emergency, expedite.Fair, expedite.Lost, expedite.Project, expedite.NotUrgent} {
		list = append(list, ui.Option{Value: string(r), Label: locale.T(ctx, "business.reason."+string(r)), Checked: r == chosen})
	}
	return list
}

func destinationOptions(ctx context.Context, chosen []expedite.Destination) []ui.Option {
	var list []ui.Option
	for _, d := range []expedite.Destination{expedite.HongKong, expedite.Macao, expedite.Taiwan} {
		checked := false
		for _, c := range chosen {
			checked = checked || c == d
		}
		list = append(list, ui.Option{Value: string(d), Label: locale.T(ctx, "business.to."+string(d)), Checked: checked})
	}
	return list
}

func deliveryOptions(ctx context.Context, chosen expedite.Delivery) []ui.Option {
	var list []ui.Option
	for _, d := range []expedite.Delivery{expedite.Collect, expedite.EMSHere, expedite.EMSFar} {
		list = append(list, ui.Option{Value: string(d), Label: locale.T(ctx, "business.deliver."+string(d)), Checked: d == chosen})
	}
	return list
}

func paperOptions(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, k := range expedite.PaperKinds() {
		list = append(list, ui.Option{Value: string(k), Label: locale.T(ctx, "business.paper."+string(k))})
	}
	return list
}

// travellerOptions let a paper be everybody's, or one traveller's own.
func travellerOptions(ctx context.Context, persons []expedite.CheckedPerson) []ui.Option {
	list := []ui.Option{{Label: locale.T(ctx, "business.paper.everybody")}}
	for _, p := range persons {
		list = append(list, ui.Option{Value: p.IDNumber, Label: locale.T(ctx, "business.paper.owner", "name", p.Name)})
	}
	return list
}

// ofWhom says whose paper it is; nothing for one that all share.
func ofWhom(ctx context.Context, persons []expedite.CheckedPerson, idNumber string) string {
	if idNumber == "" {
		return ""
	}
	for _, p := range persons {
		if p.IDNumber == idNumber {
			return "· " + locale.T(ctx, "business.paper.owner", "name", p.Name)
		}
	}
	return "· " + locale.T(ctx, "business.paper.gone")
}

func markOptions(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, k := range []expedite.MarkKind{expedite.Y1, expedite.Y2, expedite.Y3} {
		list = append(list, ui.Option{Value: string(k), Label: locale.T(ctx, "business.mark."+string(k))})
	}
	return list
}

// filled is a text field with a value unless the reader has typed another.
func filled(e Entry, name, label, hint, value string) ui.TextInput {
	t := e.Text(name, label, hint)
	if e.Values == nil {
		t.Value = value
	}
	t.Autocomplete = "off"
	return t
}

func dated(e Entry, name, label string, d workday.Date) ui.TextInput {
	t := filled(e, name, label, "", d.String())
	t.Type = "date"
	return t
}

func maskedID(id string) string {
	n, err := identity.ParseIDNumber(id, workday.MustParse("2100-01-01"))
	if err != nil {
		return id
	}
	return n.Masked()
}

// fitTone colours the answer to "will it be ready".
func fitTone(f expedite.Fit) ui.Tone {
	switch f {
	case expedite.FitsOrdinary, expedite.FitsExpedited:
		return ui.Success
	case expedite.FitsTarget:
		return ui.Warning
	}
	return ui.Danger
}

func abuseTone(v expedite.MarkView, today workday.Date) (ui.Tone, string) {
	switch {
	case v.DecidedOn.IsZero():
		return ui.Warning, "open"
	case v.InForce(today):
		return ui.Danger, "force"
	case !v.Imposed:
		return ui.Neutral, "dropped"
	case !v.LiftedOn.IsZero():
		return ui.Success, "lifted"
	}
	return ui.Neutral, "ended"
}

func whyWords(ctx context.Context, code string) string {
	switch code {
	case "EVIDENCE_DISPUTED", "CONDITIONS_UNMET", "EFFECT_NEEDS_MANAGER", "ACT_NOT_NOW", "ROLE_REQUIRED":
		return locale.T(ctx, "business.why."+code)
	}
	return ""
}

func caseHref(id fmt.Stringer) string { return "/desk/cases/" + id.String() }

func seatFill(taken bool) string {
	if taken {
		return "currentColor"
	}
	return "none"
}

func taxWords(ctx context.Context, yuan int64, known bool) string {
	if !known {
		return locale.T(ctx, "business.tax.none")
	}
	return locale.T(ctx, "business.yuan", "yuan", locale.Number(int(yuan)))
}

func liaisonOf(a expedite.Application, i int) expedite.Liaison {
	if i < len(a.Liaisons) {
		return a.Liaisons[i]
	}
	return expedite.Liaison{}
}

func requestAction(v BusinessRequestView) templ.SafeURL {
	if v.ID == "" {
		return "/business/requests"
	}
	return templ.SafeURL("/business/requests/" + v.ID)
}

func joined(names []string) string { return strings.Join(names, "、") }

// letterOf is the letter of the first person who has one.
func letterOf(v BusinessRequestView) expedite.Letter {
	if v.Checked != nil {
		for _, p := range v.Checked.Persons {
			if p.Letter.Person != "" {
				return p.Letter
			}
		}
	}
	return expedite.Letter{}
}

func needsLetter(v BusinessRequestView) bool {
	if v.Checked == nil {
		return false
	}
	for _, p := range v.Checked.Persons {
		if p.StateStaff {
			return true
		}
	}
	return false
}

// faultPlace names the field that a fault is about.
func faultPlace(ctx context.Context, pointer string) string {
	key := "business.field" + strings.ReplaceAll(pointer, "/", ".")
	if !locale.Has(key) {
		return ""
	}
	return locale.T(ctx, key) + locale.T(ctx, "colon")
}

func urgentKey(urgent bool) string {
	if urgent {
		return "business.queue.U"
	}
	return "business.queue.O"
}

func conditionsSummary(ctx context.Context, list []expedite.Condition) string {
	met := 0
	for _, c := range list {
		if c.Met {
			met++
		}
	}
	if met == len(list) {
		return locale.T(ctx, "business.conditions.all")
	}
	return locale.T(ctx, "business.conditions.some", "met", met, "all", len(list))
}

func datedTyped(e Entry, name, label string) ui.TextInput {
	t := e.Text(name, label, "")
	t.Type = "date"
	return t
}

// FieldWords is a fault of one field in the reader's words.
func FieldWords(ctx context.Context, f fault.Field) string { return locale.Field(ctx, f) }

// offered tells whether somebody of the request may be handed in because a seat is kept for him.
func (v BusinessRequestView) offered() bool {
	return v.Checked != nil && slices.ContainsFunc(v.Checked.Persons, func(p expedite.CheckedPerson) bool { return p.Offered(v.Today) })
}

// waitWords say how somebody stands who waits for a seat.
func waitWords(ctx context.Context, t expedite.Traveller, open bool) string {
	switch {
	case open:
		return locale.T(ctx, "business.waits")
	case !t.OfferUntil.IsZero():
		return locale.T(ctx, "business.waits.offered", "due", t.OfferUntil)
	}
	return locale.T(ctx, "business.waits.listed")
}

// requestWords say how far a request is: how many of its cases are decided.
func requestWords(ctx context.Context, r expedite.RequestRow) string {
	if cases := r.Decided + r.Undecided; r.State == expedite.Submitted && cases > 0 {
		return locale.T(ctx, "business.decided", "done", r.Decided, "all", cases)
	}
	return locale.T(ctx, "business.state."+string(r.State))
}

func requestTone(r expedite.RequestRow) ui.Tone {
	switch {
	case r.State != expedite.Submitted:
		return ui.Warning
	case r.Undecided == 0:
		return ui.Success
	}
	return ui.Info
}

// suggestionWords say what in the record suggests a mark: marks, journeys that were not made, or both.
func suggestionWords(ctx context.Context, s expedite.Suggestion) string {
	words := ""
	if s.Marks > 0 {
		words = locale.T(ctx, "business.mark.suggest.marks", "count", s.Marks)
	}
	if s.Of > 0 {
		words += locale.T(ctx, "business.mark.suggest.journeys", "of", s.Of, "unused", s.Unused)
	}
	return words
}
