package pages

import (
	"context"
	"encoding/base64"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/procedure"
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

// RosterLine is one line of a sheet with what is wrong in it.
type RosterLine struct {
	Line     int
	Name     string
	Problems []RosterProblem
}

// RosterProblem is one wrong cell in words.
type RosterProblem struct{ Cell, Text string }

func (v RosterView) wrongLines() (list []RosterLine) {
	for _, l := range v.Lines {
		if len(l.Problems) > 0 {
			list = append(list, l)
		}
	}
	return list
}

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

// StandingView is the roster of a filing with its history, for its unit or an officer.
type StandingView struct {
	roster.Standing
	Back  string
	Clerk bool
}

// idOf shows of an identity number what tells two people apart.
func idOf(number string) string {
	if len(number) != 18 {
		return number
	}
	return number[:6] + "********" + number[14:]
}

// rosterPlain are as many guards as a table shows at once; of more, those that matter come first and the others fold away.
const rosterPlain = 12

// notable are the guards that somebody has to look at.
func notable(rows []casework.GuardRow) (list []casework.GuardRow) {
	for _, r := range rows {
		if r.Verdict == casework.GuardBarred || r.Verdict == casework.GuardUnknown || r.Misnumbered || r.Elsewhere || r.Change != "" && r.Change != roster.Kept {
			list = append(list, r)
		}
	}
	return list
}

// changes tells whether the rows change a roster that stands.
func changes(rows []casework.GuardRow) bool {
	return slices.ContainsFunc(rows, func(r casework.GuardRow) bool { return r.Change != "" })
}

// rosterSum counts the guards by what was found.
func rosterSum(ctx context.Context, rows []casework.GuardRow) string {
	counts, total := map[casework.GuardVerdict]int{}, 0
	for _, r := range rows {
		if r.Change != roster.Removed {
			counts[r.Verdict]++
			total++
		}
	}
	words := []string{locale.T(ctx, "roster.sum", "total", total, "qualifies", counts[casework.GuardQualifies])}
	for _, v := range []casework.GuardVerdict{casework.GuardBarred, casework.GuardUnknown} {
		if counts[v] > 0 {
			words = append(words, locale.T(ctx, "roster.sum."+string(v), "count", counts[v]))
		}
	}
	return strings.Join(words, locale.T(ctx, "roster.comma"))
}

func verdictTone(v casework.GuardVerdict) ui.Tone {
	switch v {
	case casework.GuardQualifies:
		return ui.Success
	case casework.GuardBarred:
		return ui.Danger
	}
	return ui.Warning
}

func guardTone(c roster.Change) ui.Tone {
	switch c {
	case roster.Added:
		return ui.Success
	case roster.Removed:
		return ui.Danger
	case roster.Altered:
		return ui.Warning
	}
	return ui.Neutral
}

// particulars are what a roster says of a guard besides who he is.
func particulars(ctx context.Context, e roster.Entry) string {
	var words []string
	if e.Education != "" {
		words = append(words, locale.T(ctx, "roster.education."+e.Education))
	}
	if e.Post != "" {
		words = append(words, locale.T(ctx, "roster.post."+e.Post))
	}
	if e.Since != "" {
		words = append(words, locale.T(ctx, "roster.since", "date", e.Since))
	}
	return strings.Join(words, " · ")
}

// alteredWords tell what about a guard changes.
func alteredWords(ctx context.Context, before, now roster.Entry) string {
	var words []string
	add := func(was, is string) {
		if was != is {
			words = append(words, orDash(was)+" → "+orDash(is))
		}
	}
	add(before.Name, now.Name)
	add(before.Certificate, now.Certificate)
	add(particulars(ctx, before), particulars(ctx, now))
	return strings.Join(words, locale.T(ctx, "roster.comma"))
}

// ruleWords name the rules that a guard breaks, and tell that there are others which the reader's role may not see.
func ruleWords(ctx context.Context, r casework.GuardRow) string {
	var words []string
	for _, rule := range r.Rules {
		words = append(words, string(rule)+" "+locale.T(ctx, "roster.rule."+string(rule)))
	}
	if r.Withheld {
		words = append(words, locale.T(ctx, "roster.withheld"))
	}
	return strings.Join(words, locale.T(ctx, "roster.comma"))
}

// corrects tells whether the reader may send a correction now.
func (v ReviewView) corrects() bool {
	return v.Mine && slices.ContainsFunc(v.offered(), func(p casework.Possible) bool { return p.Act == procedure.ActCorrect })
}

func (v RosterView) mistakes() []ui.Mistake {
	if v.Refused == "" {
		return nil
	}
	return []ui.Mistake{{Href: "#sheet", Message: v.Refused}}
}
