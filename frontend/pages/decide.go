package pages

import (
	"cmp"
	"context"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// ActID is the id of an act's form on the page of a case.
func ActID(act procedure.ActName, verdict procedure.Verdict) string {
	id := strings.ReplaceAll(string(act), "_", "-")
	if verdict != "" && (act == procedure.ActPropose || act == procedure.ActAskCollective) {
		id += "-" + string(verdict)
	}
	return id
}

// RefusedIn is Refused for one of several forms of a page: faults of fields stand at the fields of that form.
func RefusedIn(ctx context.Context, form string, values url.Values, f *fault.Error) Entry {
	e := Entry{Values: values, Errors: map[string]string{}}
	for _, field := range f.Fields {
		name, message := strings.ReplaceAll(strings.TrimPrefix(field.Pointer, "/"), "/", "."), locale.Field(ctx, field)
		e.Errors[name] = message
		e.Mistakes = append(e.Mistakes, ui.Mistake{Href: "#" + inputID(form, name), Message: message})
	}
	if len(f.Fields) == 0 {
		e.Mistakes = []ui.Mistake{{Href: "#" + form, Message: locale.Fault(ctx, f)}}
	}
	return e
}

func inputID(form, name string) string {
	return form + "-" + strings.NewReplacer("_", "-", ".", "-").Replace(name)
}

// input is a field of one of the page's forms, with what the officer typed when that form came back.
func (v ReviewView) input(form, name, label, hint string) ui.TextInput {
	t := ui.TextInput{FieldFrame: ui.FieldFrame{ID: inputID(form, name), Label: label, Hint: hint}, Name: name, MaxLength: 4000}
	if v.Open == form {
		t.Value, t.Error = v.Value(name), v.Errors[name]
	}
	return t
}

// optional marks a field that may stay empty.
func optional(t ui.TextInput) ui.TextInput { t.Required = false; return t }

// dateInput is a field for a date.
func dateInput(t ui.TextInput) ui.TextInput { t.Type, t.MaxLength = "date", 10; return t }

// limited bounds what may be typed.
func limited(t ui.TextInput, most int) ui.TextInput { t.MaxLength = most; return t }

// required marks a field that must be filled.
func required(t ui.TextInput) ui.TextInput { t.Required = true; return t }

// opinion is the field of an inner opinion; it begins with the private draft, which is what that is for.
func (v ReviewView) opinion(ctx context.Context, form string) ui.TextInput {
	t := required(v.input(form, "reason", locale.T(ctx, "desk.opinion"), locale.T(ctx, "desk.opinion.hint")))
	if v.Open != form && v.Step != nil {
		t.Value = v.Step.Draft
	}
	if t.Value == "" && form == "propose-grant" && v.clean() {
		t.Value = locale.T(ctx, "desk.opinion.clean") // the usual words stand ready to be changed
	}
	if t.Value == "" && v.agrees(form) {
		t.Value = locale.T(ctx, "desk.opinion.agreed")
	}
	return t
}

// banSource says who knows of a ban, and whether the applicant was told of it.
func banSource(ctx context.Context, b procedure.Ban, insists bool) string {
	text := locale.T(ctx, "special.ban.own")
	if b.Source != "" {
		text = locale.T(ctx, "special.ban.register", "on", b.On, "request", b.Request)
	}
	if insists {
		text += " " + locale.T(ctx, "special.ban.insists")
	}
	return text
}

// passed tells whether no point of the checklist is open or has failed.
func (v ReviewView) passed() bool {
	return !slices.ContainsFunc(v.Checks, func(c casework.CheckRow) bool { return c.Mark != procedure.Pass && c.Mark != procedure.NotApplicable })
}

// clean tells whether the usual words of a proposal in favour may stand ready: every point was passed with one key just now, or it is an
// endorsement, which is an opinion only, and nothing speaks against it.
func (v ReviewView) clean() bool {
	return v.Clean || v.Procedure == procedure.Endorsement().Code && v.passed()
}

// agrees tells whether nothing speaks against forwarding an endorsement as it was proposed: the proposal is in its favour and every point has
// passed. The officer then finds the usual opinion ready, to be changed or sent.
func (v ReviewView) agrees(form string) bool {
	return form == "forward" && v.Open != form && v.Law.Proposal != nil && v.Law.Proposal.Verdict == procedure.Grant && v.passed()
}

func (v ReviewView) typed(form, name string) string {
	if v.Open == form {
		return v.Value(name)
	}
	return ""
}

func (v ReviewView) wrong(form, name string) string {
	if v.Open == form {
		return v.Errors[name]
	}
	return ""
}

// chosen tells whether an option of several was ticked in the form that came back.
func (v ReviewView) chosen(form, name, value string) bool {
	return v.Open == form && slices.Contains(v.Values[name], value) || name == "verdict" && value == string(procedure.Grant) && v.agrees(form)
}

// groundOptions are the failed grounds that a refusal may rest on; those of the proposal are ticked.
func (v ReviewView) groundOptions(ctx context.Context, form string) (options []ui.Option) {
	for _, code := range v.Law.Failed() {
		o := ui.Option{Value: code, Label: code, Checked: true}
		if g, ok := v.Item.Ground(code); ok {
			o.Label = code + " " + locale.Pick(ctx, g.Title.Zh, g.Title.En)
			o.Hint = locale.Pick(ctx, g.Law.Zh, g.Law.En) + " " + locale.Pick(ctx, g.Article.Zh, g.Article.En)
		}
		if p := v.Law.Proposal; p != nil && p.Verdict == procedure.Refuse {
			o.Checked = slices.Contains(p.Grounds, code)
		}
		if v.Open == form {
			o.Checked = v.chosen(form, "grounds", code)
		}
		options = append(options, o)
	}
	return options
}

// spotGrounds are those of a refusal on the spot: false material is refused in other ways, with its warning.
func (v ReviewView) spotGrounds(ctx context.Context, form string) []ui.Option {
	return slices.DeleteFunc(v.groundOptions(ctx, form), func(o ui.Option) bool { return o.Value == procedure.FalseMaterial })
}

// defectPlaces are the materials and questions that a correction may name, as its letter words them.
func (v ReviewView) defectPlaces(ctx context.Context, chosen string) (options []ui.Option) {
	seen := map[string]bool{}
	add := func(zh, en string) {
		if !seen[zh] {
			seen[zh] = true
			options = append(options, ui.Option{Value: zh, Label: locale.Pick(ctx, zh, en), Checked: zh == chosen})
		}
	}
	for _, m := range casework.Materials(v.Item, v.Facts) {
		add(m.Name.Zh, m.Name.En)
	}
	for _, s := range v.Item.Form.Sections {
		for i := range s.Questions {
			if q := &s.Questions[i]; slices.Contains(v.Visible, q.Key) && q.Answered() && !q.Locked(v.Facts) {
				add(q.Label.Zh, q.Label.En)
			}
		}
	}
	return options
}

// defects are the rows of a correction: those that were typed, else those that the roster gives, else one empty row.
func (v ReviewView) defects() []procedure.Defect {
	if len(v.Defects) == 0 && len(v.Suggested) > 0 {
		return v.Suggested
	}
	if len(v.Defects) == 0 {
		return []procedure.Defect{{}}
	}
	return v.Defects
}

// allowed are the acts that the officer may do now; refusedActs those of this moment that something stands in the way of.
func (v ReviewView) allowed() (list []casework.Possible) {
	for _, p := range v.Acts {
		if p.Allowed {
			list = append(list, p)
		}
	}
	slices.SortStableFunc(list, func(a, b casework.Possible) int { return cmp.Compare(rank(a), rank(b)) })
	return list
}

// usual is the order in which acts are offered: the one that most cases need first.
var usual = []procedure.ActName{procedure.ActAccept, procedure.ActCorrect, procedure.ActNotAccept, procedure.ActNotNeeded, procedure.ActCountyOpinion,
	procedure.ActPropose, procedure.ActLegalOpinion, procedure.ActApprove, procedure.ActVerify, procedure.ActFinishSpecial, procedure.ActCollective,
	procedure.ActGrant, procedure.ActForward, procedure.ActReturn, procedure.ActRefuse, procedure.ActDecline,
	procedure.ActNotFile}

// rank is the place of an act; those that finish a case stand first.
// What is rare comes last.
func rank(p casework.Possible) int {
	if slices.Contains(rare, p.Act) {
		return len(usual) + slices.Index(rare, p.Act)
	}
	return slices.Index(usual, p.Act)
}

var rare = []procedure.ActName{procedure.ActReject, procedure.ActFix, procedure.ActTellRefusal, procedure.ActTellLacks, procedure.ActAskExplanation, procedure.ActDropExplanation, procedure.ActAskVerify,
	procedure.ActAskSpecial, procedure.ActTellHearing, procedure.ActTellThirdParty, procedure.ActAskCollective, procedure.ActSendLegal, procedure.ActPersist, procedure.ActAskCorrectAgain,
	procedure.ActAskNotAccept, procedure.ActAskOnTheSpot, procedure.ActDropFix, procedure.ActFailDelivery, procedure.ActExtend, procedure.ActAskTerminate,
	procedure.ActDecideRecusal, procedure.ActRecuse}

// offered are the acts whose forms stand on the page: none while a decision may still be taken back.
func (v ReviewView) offered() []casework.Possible {
	if v.Step != nil && heldHere(v.Pending, v.Step.StepID) {
		return nil
	}
	return slices.DeleteFunc(v.allowed(), func(p casework.Possible) bool { return p.Act == procedure.ActVisit }) // has a form of its own
}

// notMine are the faults of acts that are not this moment's or not this officer's.
var notMine = []string{"ACT_NOT_NOW", "ROLE_REQUIRED", "NEED_LEADER"}

func (v ReviewView) refusedActs(now bool) (list []casework.Possible) {
	for _, p := range v.Acts {
		if !p.Allowed && now == !slices.Contains(notMine, p.Why) {
			list = append(list, p)
		}
	}
	return list
}

// byReason gathers acts that the same sentence refuses, in the order in which each sentence comes first.
func (v ReviewView) byReason(ctx context.Context, list []casework.Possible) (groups [][]casework.Possible) {
	at := map[string]int{}
	for _, p := range list {
		why := v.whyNot(ctx, p)
		i, known := at[why]
		if !known {
			i, at[why] = len(groups), len(groups)
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], p)
	}
	return groups
}

func actTitle(ctx context.Context, words string, p casework.Possible) string {
	if p.Verdict != "" && (p.Act == procedure.ActPropose || p.Act == procedure.ActAskCollective) {
		return actName(ctx, words, string(p.Act)+"."+string(p.Verdict))
	}
	return actName(ctx, words, string(p.Act))
}

// whyNot is the sentence of the fault that an act would meet.
func (v ReviewView) whyNot(ctx context.Context, p casework.Possible) string {
	params := maps.Clone(p.Params)
	if codes, ok := params["checks"].(string); ok {
		var names []string
		for _, code := range strings.Fields(codes) {
			if c, known := v.Item.Check(code); known {
				code = strings.TrimSpace(checkCode(code) + " " + locale.Pick(ctx, c.Title.Zh, c.Title.En))
			}
			names = append(names, code)
		}
		params["checks"] = strings.Join(names, locale.T(ctx, "evidence.comma"))
	}
	return locale.Fault(ctx, &fault.Error{Code: p.Why, Params: params})
}

// shortcuts are the keys of the main acts.
var shortcuts = map[string]string{
	"accept": "a", "correct": "c", "propose-grant": "g", "propose-refuse": "r", "county-opinion": "o", "legal-opinion": "l",
	"grant": "g", "refuse": "r", "return": "b", "issue-certificate": "p", "deliver": "d", "file": "f", "done": "f", "forward": "g",
	"enter-result": "e", "verify-result": "v",
}

// first tells whether an act's form is open when the page comes: the one that came back, else the first one.
func (v ReviewView) first(i int, id string) bool {
	if v.Open != "" {
		return v.Open == id
	}
	return i == 0
}

// verdictOptions are the two sides of an opinion.
func (v ReviewView) verdictOptions(ctx context.Context, form, name, prefix string, values ...string) (options []ui.Option) {
	for _, value := range values {
		options = append(options, ui.Option{Value: value, Label: locale.T(ctx, prefix+value), Checked: v.chosen(form, name, value)})
	}
	return options
}

var returnReasons = []casework.ReturnReason{casework.NeedsEvidence, casework.NotThisDesk, casework.Recusal, casework.SystemFailure, casework.OtherReason}

func (v ReviewView) returnOptions(ctx context.Context) (options []ui.Option) {
	for _, r := range returnReasons {
		options = append(options, ui.Option{Value: string(r), Label: locale.T(ctx, "desk.return."+string(r)), Checked: v.chosen("return-step", "reason", string(r))})
	}
	return options
}

// kept are the words that were typed and cannot be sent any more.
func (v ReviewView) kept() string {
	var words []string
	for _, name := range []string{"reason", "heard", "competent", "competent_how", "text"} {
		if text := strings.TrimSpace(v.Value(name)); text != "" {
			words = append(words, text)
		}
	}
	for _, d := range v.Defects {
		if line := strings.TrimSpace(d.Where + "：" + d.Problem + "；" + d.Mend); line != "：；" {
			words = append(words, line)
		}
	}
	return strings.Join(words, "\n")
}

// enteredResult says what was entered of the national result, for who compares it.
func enteredResult(ctx context.Context, v ReviewView) string {
	r := v.Law.Result
	return locale.T(ctx, "desk.result.entered", "result", locale.T(ctx, "desk.result."+string(r.Verdict)), "number", r.Number, "source", r.Source,
		"time", locale.Time(ctx, r.At), "officer", r.Operator)
}

// noteInput is the private draft of whoever holds the step.
func (v ReviewView) noteInput(ctx context.Context) ui.TextInput {
	t := v.input("note", "text", locale.T(ctx, "desk.note"), locale.T(ctx, "desk.note.hint"))
	if v.Open != "note" {
		t.Value = v.Step.Draft
	}
	return t
}

// competent is the agency that non-acceptance names; the one that the checklist found stands ready.
func (v ReviewView) competent(ctx context.Context, form string) ui.TextInput {
	t := v.input(form, "competent", locale.T(ctx, "desk.competent"), locale.T(ctx, "desk.competent.hint"))
	for _, row := range v.Checks {
		if agency, found := row.Evidence.Params["competent"].(string); found && t.Value == "" {
			t.Value = agency
		}
	}
	return t
}

// hinted says below a field what it wants.
func hinted(t ui.TextInput, hint string) ui.TextInput { t.Hint = hint; return t }
