// Package catalog holds the items (政务服务事项) that people may apply for. An item is one YAML file; publishing compiles it, runs its
// examples and freezes it by digest as a version that never changes. A case keeps its version for life.
package catalog

import (
	"time"

	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Item is one version of one item. A published one is shared by all readers and must not be changed.
type Item struct {
	Code      string `yaml:"code" json:"code"`             // the portal's own provisional code (本地暂编), as in URLs: "430900-ZA-0022"
	ShortCode string `yaml:"short_code" json:"short_code"` // 4 characters of case numbers (domain.md 1.8)
	Version   int    `yaml:"-" json:"version"`             // 1, 2, …, counted by publishing; a published version never changes
	Status    Status `yaml:"status" json:"status"`
	Successor string `yaml:"successor,omitempty" json:"successor,omitempty"` // of a removed item: the code of the one to use instead

	BasicCode      string      `yaml:"basic_code,omitempty" json:"basic_code,omitempty"`         // 基本编码, 12 characters, once allotted
	ImplementCode  string      `yaml:"implement_code,omitempty" json:"implement_code,omitempty"` // 实施编码, 31 characters, once allotted
	CodeNote       form.Text   `yaml:"code_note,omitempty" json:"code_note,omitzero"`            // says that the code is provisional
	Name           form.Text   `yaml:"name" json:"name"`                                         // 业务办理项
	MainItem       form.Text   `yaml:"main_item" json:"main_item"`                               // 主项
	Department     string      `yaml:"department" json:"department"`                             // "zhian"
	DepartmentName form.Text   `yaml:"department_name" json:"department_name"`                   // 治安管理
	PowerType      PowerType   `yaml:"power_type" json:"power_type"`                             //
	Audience       []Audience  `yaml:"audience" json:"audience"`                                 // who applies
	Level          string      `yaml:"level" json:"level"`                                       // "city", "county", "station", "city_county", "station_county", "all"
	Body           form.Text   `yaml:"body" json:"body"`                                         // 实施主体
	IntakeBody     form.Text   `yaml:"intake_body,omitempty" json:"intake_body"`                 // 受理机构; Body when left out
	DecisionBody   form.Text   `yaml:"decision_body,omitempty" json:"decision_body"`             // 决定机构; Body when left out
	OnlineDepth    int         `yaml:"online_depth" json:"online_depth"`                         // Ⅰ–Ⅳ as 1–4; 4 = 全程网办
	Visits         int         `yaml:"visits,omitempty" json:"visits"`                           // 到现场次数
	Channels       []string    `yaml:"channels,omitempty" json:"channels"`                       // "online", "window", "post"; by online_depth when left out
	Delivery       []string    `yaml:"delivery,omitempty" json:"delivery"`                       // "ems", "electronic", "counter"; as the form offers when left out
	Themes         []string    `yaml:"themes,omitempty" json:"themes,omitempty"`                 // keys of frontend/locale "theme.*"
	Often          bool        `yaml:"often,omitempty" json:"often,omitempty"`                   // one of those that most people come for
	Words          []string    `yaml:"words,omitempty" json:"words,omitempty"`                   // what people call it when they search
	Quota          form.Text   `yaml:"quota,omitempty" json:"quota,omitzero"`                    // 数量限制
	Special        []string    `yaml:"special,omitempty" json:"special,omitempty"`               // 特殊环节 of 行政许可法 第四十五条
	Commitment     bool        `yaml:"commitment,omitempty" json:"commitment,omitempty"`         // 告知承诺
	Tolerant       bool        `yaml:"tolerant,omitempty" json:"tolerant,omitempty"`             // 容缺受理
	OnTheSpot      bool        `yaml:"on_the_spot,omitempty" json:"on_the_spot,omitempty"`       // 即办
	Expedited      bool        `yaml:"expedited,omitempty" json:"expedited,omitempty"`           // 加急
	Effective      Period      `yaml:"effective" json:"effective"`                               // first and last day on which drafts may be started
	Summary        form.Text   `yaml:"summary" json:"summary"`                                   // one or two plain sentences
	Provenance     Provenance  `yaml:"provenance" json:"provenance"`                             // where each block is from
	Situations     []Situation `yaml:"situations,omitempty" json:"situations,omitempty"`         // 情形引导, asked before anything else
	Guide          Guide       `yaml:"guide" json:"guide"`                                       //
	LegalBasis     []Article   `yaml:"legal_basis" json:"legal_basis"`                           // 设定依据
	Limits         Limits      `yaml:"limits" json:"limits"`                                     //
	Fee            Fee         `yaml:"fee" json:"fee"`                                           //
	Outcome        Outcome     `yaml:"result" json:"result"`                                     // 结果
	Materials      []Material  `yaml:"materials" json:"materials"`                               //
	NeverAsked     []Waived    `yaml:"never_asked,omitempty" json:"never_asked,omitempty"`       // what no clerk may request (行政许可法 第三十一条)
	Form           form.Form   `yaml:"form,omitempty" json:"form"`                               // none when online_depth is 1
	Documents      []Document  `yaml:"documents,omitempty" json:"documents"`                     // 文书 that may be issued; those of the procedure when left out
	Checks         []Check     `yaml:"checks,omitempty" json:"checks"`                           // 审查要点 in order; from the conditions when left out
	Grounds        []Ground    `yaml:"grounds,omitempty" json:"grounds"`                         // what a refusal can rest on; from the conditions when left out
	Contacts       Contacts    `yaml:"contacts" json:"contacts"`                                 //
	Examples       []Example   `yaml:"examples,omitempty" json:"-"`                              // run at publishing

	Specimen *Specimen `yaml:"-" json:"specimen,omitempty"` // an example for readers, chosen when the version is frozen

	Procedure procedure.Options `yaml:"procedure,omitempty" json:"procedure"` // none when online_depth is 1

	Digest      string    `yaml:"-" json:"digest"`       // SHA-256 of the item's content, hexadecimal
	PublishedAt time.Time `yaml:"-" json:"published_at"` // when this version was frozen
}

// Status says whether new drafts may begin. Received cases finish in any status.
type Status string

const (
	Published Status = "PUBLISHED" // open
	Suspended Status = "SUSPENDED" // shown, not open
	Removed   Status = "REMOVED"   // not shown
)

// PowerType is the 事项类型.
type PowerType string

const (
	PowerPermit  PowerType = "permit"       // 行政许可 01
	PowerFiling  PowerType = "filing"       // 备案, one of the 其他行政权力 10
	PowerOther   PowerType = "other"        // 其他行政权力 10
	PowerAct     PowerType = "confirmation" // 行政确认 07
	PowerPublic  PowerType = "service"      // 公共服务 20
	PowerReward  PowerType = "reward"       // 行政奖励 08
	PowerBenefit PowerType = "benefit"      // 行政给付 05
)

// Audience is whom an item is for.
type Audience string

const (
	AudiencePerson     Audience = "person"
	AudienceEnterprise Audience = "enterprise"
)

// Period is the days from First to Last, both included; a zero day is open.
type Period struct {
	First workday.Date `yaml:"first,omitempty" json:"first,omitzero"`
	Last  workday.Date `yaml:"last,omitempty" json:"last,omitzero"`
}

// Contains tells whether the day lies in the period.
func (p Period) Contains(day workday.Date) bool {
	return (p.First.IsZero() || !day.Before(p.First)) && (p.Last.IsZero() || !day.After(p.Last))
}

// Open tells whether a draft may be started on the day (ITEM_CLOSED otherwise).
func (i *Item) Open(day workday.Date) bool { return i.Status == Published && i.Effective.Contains(day) }

// For tells whether the item is for persons, or for enterprises.
func (i *Item) For(a Audience) bool {
	for _, one := range i.Audience {
		if one == a {
			return true
		}
	}
	return false
}

// Ground finds a ground of refusal: "B3".
func (i *Item) Ground(code string) (Ground, bool) {
	for _, g := range i.Grounds {
		if g.Code == code {
			return g, true
		}
	}
	return Ground{}, false
}

// Check finds a point of the checklist: "R6".
func (i *Item) Check(code string) (Check, bool) {
	for _, c := range i.Checks {
		if c.Code == code {
			return c, true
		}
	}
	return Check{}, false
}

// Document finds a document by its kind: "refusal".
func (i *Item) Document(kind string) (Document, bool) {
	for _, d := range i.Documents {
		if d.Kind == kind {
			return d, true
		}
	}
	return Document{}, false
}

// Material finds a material by its key.
func (i *Item) Material(key string) (Material, bool) {
	for _, m := range i.Materials {
		if m.Key == key {
			return m, true
		}
	}
	return Material{}, false
}
