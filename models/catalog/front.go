package catalog

import (
	"fmt"

	"github.com/goccy/go-yaml"

	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Front is what editors put on the first page beside what is counted. Items are named by code.
type Front struct {
	Announcements   []Announcement `yaml:"announcements"`
	NoVisit         []string       `yaml:"no_visit"` // 一次都不跑
	OftenPerson     []string       `yaml:"often_person"`
	OftenEnterprise []string       `yaml:"often_enterprise"`
	Business        []string       `yaml:"business"` // expedited business endorsements and what belongs to them
}

// Announcement is news of the bureau.
type Announcement struct {
	Date  workday.Date `yaml:"date"`
	Until workday.Date `yaml:"until"` // last day on which it is shown; zero for ever
	Title form.Text    `yaml:"title"`
	Text  form.Text    `yaml:"text"`
}

// ParseFront reads the editors' file, strictly.
func ParseFront(raw []byte) (*Front, error) {
	f := new(Front)
	if err := yaml.UnmarshalWithOptions(raw, f, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("front.yaml: %w", err)
	}
	for _, a := range f.Announcements {
		if a.Date.IsZero() || a.Title.Zh == "" || a.Title.En == "" || a.Text.Zh == "" || a.Text.En == "" {
			return nil, fmt.Errorf("front.yaml: the announcement %q needs a date and title and text in both languages", a.Title.Zh)
		}
	}
	return f, nil
}

// News are the announcements of a day, as they stand in the file; at most limit.
func (f *Front) News(today workday.Date, limit int) []Announcement {
	var list []Announcement
	for _, a := range f.Announcements {
		if !a.Date.After(today) && (a.Until.IsZero() || !today.After(a.Until)) && len(list) < limit {
			list = append(list, a)
		}
	}
	return list
}

// Often are the items that editors think most people of a side come for.
func (f *Front) Often(side Audience) []string {
	if side == AudienceEnterprise {
		return f.OftenEnterprise
	}
	return f.OftenPerson
}
