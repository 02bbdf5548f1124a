package pages

import (
	"encoding/base64"

	"github.com/a-h/templ"

	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/roster"
)

// RosterView is a sheet of guards that could not be imported.
type RosterView struct {
	DraftView
	Section string // in which the roster is asked
	Refused string // why the file as a whole was refused
	Lines   []RosterLine
	Sheet   roster.Sheet
	Marked  []byte // the copy that says what is wrong
}

// RosterLine is one problem in words.
type RosterLine struct{ Cell, Text string }

// copyLink carries the marked copy within the page: no personal data waits on the server to be fetched.
func (v RosterView) copyLink() templ.SafeURL {
	return templ.SafeURL("data:application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;base64," + base64.StdEncoding.EncodeToString(v.Marked))
}

func (v RosterView) back() string { return v.path() + "/sections/" + v.Section + "#guards" }

func (v SectionView) asksRoster() bool {
	for i := range v.Section.Questions {
		if casework.IsRoster(&v.Section.Questions[i]) {
			return true
		}
	}
	return false
}

func (v RosterView) mistakes() []ui.Mistake {
	if v.Refused == "" {
		return nil
	}
	return []ui.Mistake{{Href: "#sheet", Message: v.Refused}}
}
