package catalog

import (
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Guide is what a person reads before he begins (行政许可法 第三十条).
type Guide struct {
	Who        form.Text   `yaml:"who" json:"who"`
	When       []form.Text `yaml:"when,omitempty" json:"when,omitempty"` // when one may apply, and what being late means
	Conditions []Condition `yaml:"conditions" json:"conditions"`
	Exclusions []form.Text `yaml:"exclusions" json:"exclusions"` // what rules one out
	Prepare    []form.Text `yaml:"prepare,omitempty" json:"prepare,omitempty"`
	Steps      []Step      `yaml:"steps" json:"steps"`
	Places     []Place     `yaml:"places" json:"places"`
	After      []form.Text `yaml:"after,omitempty" json:"after,omitempty"` // what to do once it is granted
	Remedies   []form.Text `yaml:"remedies" json:"remedies"`
	Faq        []Faq       `yaml:"faq,omitempty" json:"faq,omitempty"`
}

// Condition is one condition of the grant; Code is the ground that its absence gives.
type Condition struct {
	Code     string    `yaml:"code" json:"code"` // "B3"
	Title    form.Text `yaml:"title" json:"title"`
	Text     form.Text `yaml:"text" json:"text"`
	Verified form.Text `yaml:"verified" json:"verified"`                  // how it is found out, and what the applicant need not do
	Law      form.Text `yaml:"law,omitempty" json:"law,omitzero"`         // of the derived ground; the first legal basis when left out
	Article  form.Text `yaml:"article,omitempty" json:"article,omitzero"` // the same
	Stage    string    `yaml:"stage,omitempty" json:"stage,omitempty"`    // of the derived check: "intake" or "review"
}

// Step is one step of the way, in the words of the timeline.
type Step struct {
	Title form.Text `yaml:"title" json:"title"`
	Text  form.Text `yaml:"text" json:"text"`
	Who   form.Text `yaml:"who,omitempty" json:"who,omitzero"`
	Days  form.Text `yaml:"days,omitempty" json:"days,omitzero"`
}

// Place is where the item is handled or asked about.
type Place struct {
	Name    form.Text `yaml:"name" json:"name"`
	Address form.Text `yaml:"address,omitempty" json:"address,omitzero"`
	Hours   form.Text `yaml:"hours,omitempty" json:"hours,omitzero"`
	Phone   string    `yaml:"phone,omitempty" json:"phone,omitempty"`
}

// Faq is a question that people ask, and its answer.
type Faq struct {
	Question form.Text `yaml:"question" json:"question"`
	Answer   form.Text `yaml:"answer" json:"answer"`
}

// Article is a rule of law that the item rests on.
type Article struct {
	Law     form.Text `yaml:"law" json:"law"`
	Article form.Text `yaml:"article" json:"article"`
	Text    form.Text `yaml:"text" json:"text"` // what it says, in short
}

// Limits are the times that the authority has; the procedure takes its lengths from here.
type Limits struct {
	Statutory     workday.Limit `yaml:"statutory,omitempty" json:"statutory,omitzero"`           // 法定办结期限, from the day of acceptance
	StatutoryNote form.Text     `yaml:"statutory_note,omitempty" json:"statutory_note,omitzero"` // where the law sets no plain length
	Promised      workday.Limit `yaml:"promised,omitempty" json:"promised,omitzero"`             // 承诺办结期限; left out while the Bureau has not confirmed one
	Delivery      workday.Limit `yaml:"delivery,omitempty" json:"delivery,omitzero"`             // 颁发送达, from the decision; as the procedure says when left out
	Start         form.Text     `yaml:"start,omitempty" json:"start"`                            // from when it is counted; acceptance when left out
	Note          form.Text     `yaml:"note,omitempty" json:"note,omitzero"`
}

// Provenance says where a block of the item's facts is from; "default" stands for the blocks that are not named.
type Provenance map[string]Origin

// Origin is where facts are from.
type Origin string

const (
	FromLaw   Origin = "law"      // the text of law
	FromGuide Origin = "guide"    // a guide that an authority published
	Awaiting  Origin = "awaiting" // 待本局确认
)

// Of is the origin of a block: "fee".
func (p Provenance) Of(block string) Origin {
	if o, own := p[block]; own {
		return o
	}
	return p["default"]
}

// Situation is a question before everything else (情形引导). Its answer is the fact "situation." + Key of the application.
type Situation struct {
	Key     string            `yaml:"key" json:"key"`
	Ask     form.Text         `yaml:"ask" json:"ask"`
	Hint    form.Text         `yaml:"hint,omitempty" json:"hint,omitzero"`
	Options []SituationOption `yaml:"options" json:"options"`
	Show    *form.Condition   `yaml:"show,omitempty" json:"show,omitempty"` // over situations before this one
}

// SituationOption is an answer: it goes on, leads to another item, or says why this is not possible.
type SituationOption struct {
	Value string    `yaml:"value" json:"value"`
	Label form.Text `yaml:"label" json:"label"`
	Hint  form.Text `yaml:"hint,omitempty" json:"hint,omitzero"`
	Item  string    `yaml:"item,omitempty" json:"item,omitempty"` // code of the item that is meant
	Stop  form.Text `yaml:"stop,omitempty" json:"stop,omitzero"`  // why it is not possible, and what to do instead
}

// Fact is the path of the answer.
func (s Situation) Fact() string { return "situation." + s.Key }

// Fee says what it costs. Expedited handling never costs more (行政许可法 第五十八条).
type Fee struct {
	Charged bool      `yaml:"charged" json:"charged"`
	Amount  form.Text `yaml:"amount,omitempty" json:"amount,omitzero"`
	Basis   form.Text `yaml:"basis" json:"basis"`
}

// Outcome is what the applicant gets.
type Outcome struct {
	Name     form.Text `yaml:"name" json:"name"`
	Form     form.Text `yaml:"form" json:"form"`                            // paper, electronic
	Validity form.Text `yaml:"validity,omitempty" json:"validity,omitzero"` // none when the result does not expire
	Scope    form.Text `yaml:"scope,omitempty" json:"scope,omitzero"`
}

// Need says whether a material must be there.
type Need string

const (
	Required  Need = "required"  // 必要
	Waivable  Need = "waivable"  // 可免
	Tolerated Need = "tolerated" // 容缺
)

// Way says how a material reaches the case.
type Way string

const (
	Upload    Way = "upload"    // the applicant uploads it at Question
	Shared    Way = "shared"    // 免提交: fetched from Provider
	Generated Way = "generated" // made from the form
	Window    Way = "window"    // shown or handed in at the window
)

// Material is one line of the list of materials; there is no "other materials".
type Material struct {
	Key        string          `yaml:"key" json:"key"`
	Name       form.Text       `yaml:"name" json:"name"`
	Need       Need            `yaml:"need" json:"need"`
	When       *form.Condition `yaml:"when,omitempty" json:"when,omitempty"` // needed only then
	Way        Way             `yaml:"way" json:"way"`
	Kind       string          `yaml:"kind" json:"kind"`                             // "original", "copy", "electronic"
	Copies     int             `yaml:"copies,omitempty" json:"copies"`               // 1 when left out, 0 for what is shared
	Origin     form.Text       `yaml:"origin,omitempty" json:"origin,omitzero"`      // who issues it
	Provider   form.Text       `yaml:"provider,omitempty" json:"provider,omitzero"`  // shared: the register that gives it
	Question   string          `yaml:"question,omitempty" json:"question,omitempty"` // upload: the question of the form, made when left out; shared: where it is shown
	Facts      []string        `yaml:"facts,omitempty" json:"facts,omitempty"`       // shared: the facts that stand for it
	ReplacedBy form.Text       `yaml:"replaced_by,omitempty" json:"replaced_by,omitzero"`
	Shows      form.Text       `yaml:"shows" json:"shows"` // what it must show
	Note       form.Text       `yaml:"note,omitempty" json:"note,omitzero"`
}

// Waived is something that may never be requested, and why.
type Waived struct {
	Name form.Text `yaml:"name" json:"name"`
	Why  form.Text `yaml:"why" json:"why"`
}

// Document is a 文书 that this item issues. Title words it where the kind's own title is too general.
type Document struct {
	Kind  string    `yaml:"kind" json:"kind"`
	Title form.Text `yaml:"title,omitempty" json:"title,omitzero"`
	When  form.Text `yaml:"when,omitempty" json:"when,omitzero"`
}

// Check is one point of the checklist. Word names the rule in code that can fill it from registers; Grounds are what a ✗ proves.
type Check struct {
	Code    string    `yaml:"code" json:"code"` // "R6"
	Word    string    `yaml:"word" json:"word"` // "criminal_record"
	Title   form.Text `yaml:"title" json:"title"`
	How     form.Text `yaml:"how" json:"how"` // what the clerk looks at
	Grounds []string  `yaml:"grounds,omitempty" json:"grounds,omitempty"`
	Stage   string    `yaml:"stage" json:"stage"` // where it must be settled at the latest: a stage of the procedure
}

// Ground is a legal ground of refusal.
type Ground struct {
	Code    string    `yaml:"code" json:"code"` // "B3"
	Title   form.Text `yaml:"title" json:"title"`
	Law     form.Text `yaml:"law" json:"law"`
	Article form.Text `yaml:"article" json:"article"`
	Text    form.Text `yaml:"text" json:"text"`                     // the sentence of the decision
	Bans    int       `yaml:"bans,omitempty" json:"bans,omitempty"` // years for which a refusal for false material bars a new application
}

// Contacts are whom to ask and whom to complain to; numbers are configuration of the site where left out.
type Contacts struct {
	Advice    form.Text `yaml:"advice" json:"advice"`
	Complaint form.Text `yaml:"complaint" json:"complaint"`
}

// Example is answers in, and faults, path and dates out; publishing runs it. Days and ids stay text until it runs: the decoder would
// otherwise go through the whole file for each of them.
type Example struct {
	Name      string              `yaml:"name"`
	Today     string              `yaml:"today"`
	Facts     map[string]any      `yaml:"facts,omitempty"`
	Materials map[string]Sample   `yaml:"materials,omitempty"` // by id
	Answers   map[string]any      `yaml:"answers"`
	Faults    map[string]string   `yaml:"faults,omitempty"`   // pointer below /answers → code; all of them
	Warnings  map[string]string   `yaml:"warnings,omitempty"` // the same
	Visible   []string            `yaml:"visible,omitempty"`  // these questions are asked …
	Hidden    []string            `yaml:"hidden,omitempty"`   // … and these are not
	Clean     map[string]any      `yaml:"clean,omitempty"`    // answers after normalising, those that matter
	Dates     map[DateName]string `yaml:"dates,omitempty"`
}

// DateName is a date that an example may state, counted from its today as day of receipt and acceptance.
type DateName string

const (
	DateNotice    DateName = "notice"    // K1 from today
	DateStatutory DateName = "statutory" // K2 from today
	DatePromised  DateName = "promised"  // K3 from today
	DateOpens     DateName = "opens"     // of the licence in the facts: first day of the window
	DateTimely    DateName = "timely"    // last day with protection
	DateCloses    DateName = "closes"
	DateNewFrom   DateName = "new_from" // the new term, decided today
	DateNewTo     DateName = "new_to"
)

// Sample is a made-up upload of an example.
type Sample struct {
	Mime   string `yaml:"mime"`
	Bytes  int64  `yaml:"bytes"`
	Width  int    `yaml:"width,omitempty"`
	Height int    `yaml:"height,omitempty"`
	Reason string `yaml:"reason,omitempty"`
}
