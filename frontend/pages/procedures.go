package pages

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// ProcedureView is a procedure as its own table tells it: nothing on the page is written twice.
type ProcedureView struct{ *procedure.Procedure }

// ProcedurePath is the page of a procedure.
func ProcedurePath(code string) string { return "/about/procedure/" + code }

// RowPath is a row on the page of its procedure.
func RowPath(code string, id procedure.MoveID) string { return ProcedurePath(code) + "#" + string(id) }

// First tells whether a row of the table is the first of its number: links lead there.
func (v ProcedureView) First(i int) bool {
	return slices.IndexFunc(v.Moves, func(m procedure.Move) bool { return m.ID == v.Moves[i].ID }) == i
}

// Title names the procedure.
func (v ProcedureView) Title(ctx context.Context) string { return locale.T(ctx, "procedure."+v.Code) }

func (v ProcedureView) state(ctx context.Context, s procedure.State) string {
	if s == procedure.None {
		return locale.T(ctx, "procedure.start")
	}
	_, words := StateWords(ctx, v.Code, s, "", "")
	return words
}

func (v ProcedureView) from(ctx context.Context, m procedure.Move) string {
	words := make([]string, len(m.From))
	for i, s := range m.From {
		words[i] = v.state(ctx, s)
	}
	return strings.Join(words, locale.T(ctx, "procedure.or"))
}

func (v ProcedureView) to(ctx context.Context, m procedure.Move) string {
	if m.Stays {
		return locale.T(ctx, "procedure.stays")
	}
	return v.state(ctx, m.To)
}

func (v ProcedureView) who(ctx context.Context, m procedure.Move) string {
	if slices.Contains(m.By, procedure.System) {
		if m.When != "" {
			return locale.T(ctx, "procedure.when", "clock", clockTitle(ctx, m.When))
		}
		return locale.T(ctx, "procedure.system")
	}
	words := make([]string, len(m.By))
	for i, r := range m.By {
		words[i] = roleTitle(ctx, r)
	}
	return strings.Join(words, locale.T(ctx, "procedure.or"))
}

func roleTitle(ctx context.Context, r procedure.Role) string {
	if r == procedure.System {
		return locale.T(ctx, "procedure.system")
	}
	return locale.T(ctx, "role."+string(r))
}

func actWord(ctx context.Context, a procedure.ActName) string {
	return locale.T(ctx, "act."+string(a))
}

func clockTitle(ctx context.Context, k procedure.ClockKind) string {
	return locale.T(ctx, "desk.clock."+string(k))
}

func (v ProcedureView) conditions(ctx context.Context, m procedure.Move) []string {
	words := m.Conditions()
	for i, w := range words {
		words[i] = locale.T(ctx, "rule."+w)
	}
	return words
}

// after are the effects of a row and what becomes of the clocks.
func (v ProcedureView) after(ctx context.Context, m procedure.Move) []string {
	var words []string
	for _, e := range m.Then {
		words = append(words, locale.T(ctx, "rule."+e.Word))
	}
	for _, k := range m.Starts {
		words = append(words, locale.T(ctx, "procedure.starts", "clock", clockTitle(ctx, k)))
	}
	return words
}

func (v ProcedureView) papers(ctx context.Context, m procedure.Move) string {
	words := make([]string, len(m.Papers))
	for i, d := range m.Papers {
		words[i] = locale.T(ctx, "paper."+string(d))
	}
	return strings.Join(words, locale.T(ctx, "procedure.and"))
}

// acts of a role in words, with the rows that answer them.
func (v ProcedureView) acts(ctx context.Context, r procedure.Role) []string {
	acts, rows := v.ActsOf(r)
	words := make([]string, len(acts))
	for i, a := range acts {
		ids := make([]string, len(rows[a]))
		for j, id := range rows[a] {
			ids[j] = string(id)
		}
		words[i] = fmt.Sprintf("%s (%s)", actWord(ctx, a), strings.Join(ids, " "))
	}
	return words
}

// The chart: states below each other in the order of the table, ways forward on the right, ways back on the left; one glance on a phone too.
const (
	chartWidth = 420
	boxLeft    = 115
	boxWidth   = 190
	boxHeight  = 30
	boxStep    = 46
)

type chartBox struct {
	Y    int
	Name string
	End  bool // no way leads on
}

type chartWay struct {
	Path, Head string
	Words      string
	Back       bool
}

type chart struct {
	Height int
	Boxes  []chartBox
	Ways   []chartWay
}

func (v ProcedureView) chart(ctx context.Context) chart {
	states, arrows := v.ordered(), v.Arrows()
	c := chart{Height: len(states)*boxStep + 8}
	place := map[procedure.State]int{}
	for i, s := range states {
		place[s] = i
		end := !slices.ContainsFunc(arrows, func(a procedure.Arrow) bool { return a.From == s })
		c.Boxes = append(c.Boxes, chartBox{Y: i*boxStep + 8, Name: v.state(ctx, s), End: end})
	}
	for _, a := range arrows {
		c.Ways = append(c.Ways, way(place[a.From], place[a.To], v.arrowWords(ctx, a)))
	}
	return c
}

func (v ProcedureView) arrowWords(ctx context.Context, a procedure.Arrow) string {
	ids := make([]string, len(a.Rows))
	for i, id := range a.Rows {
		ids[i] = string(id)
	}
	return fmt.Sprintf("%s → %s (%s)", v.state(ctx, a.From), v.state(ctx, a.To), strings.Join(ids, " "))
}

// ordered are the states from the beginning to the ends: in the order of the law's stages, and where the table says no more, in its own. What leads
// only to ends comes after everything else, so that few ways lead back.
func (v ProcedureView) ordered() []procedure.State {
	var rest, ends []procedure.State
	rank, stage := map[procedure.State]int{}, 0
	for _, m := range v.Moves {
		if m.Stays || slices.Contains(rest, m.To) {
			continue
		}
		if s, works := v.Stages[m.To]; works && !v.Final(m.To) {
			stage = slices.Index(procedure.Stages(), s)
		}
		rank[m.To] = stage // a state in which nobody works stands with the one before it
		rest = append(rest, m.To)
	}
	for i := len(rest) - 1; i >= 0; {
		if v.leadsInto(rest[i], rest) {
			i--
			continue
		}
		ends = append(ends, rest[i])
		rest = slices.Delete(rest, i, i+1)
		i = len(rest) - 1
	}
	slices.SortStableFunc(rest, func(a, b procedure.State) int { return cmp.Compare(rank[a], rank[b]) })
	slices.Reverse(ends)
	return append(rest, ends...)
}

// leadsInto tells whether a way leads from a state to another one of the list; what takes up a case that had ended is no way on.
func (v ProcedureView) leadsInto(from procedure.State, list []procedure.State) bool {
	return slices.ContainsFunc(v.Arrows(), func(a procedure.Arrow) bool {
		return a.From == from && a.To != from && !a.Again && slices.Contains(list, a.To)
	})
}

// way draws one arrow; the farther it leads, the wider its bow.
func way(from, to int, words string) chartWay {
	y1, y2 := from*boxStep+8+boxHeight/2, to*boxStep+8+boxHeight/2
	if to == from+1 {
		x, top, end := boxLeft+boxWidth/2, y1+boxHeight/2, y2-boxHeight/2
		return chartWay{Path: fmt.Sprintf("M%d %dV%d", x, top, end-5), Head: fmt.Sprintf("M%d %dl-4 -6h8z", x, end), Words: words}
	}
	side, sign := boxLeft+boxWidth, 1
	if to < from {
		side, sign = boxLeft, -1
	}
	bow := sign * min(18+7*max(to-from, from-to), 105)
	shift := 5 * sign // arrows arrive a little below the middle, so that those that leave stay apart
	y2 += shift
	return chartWay{Path: fmt.Sprintf("M%d %dC%d %d %d %d %d %d", side, y1, side+bow, y1, side+bow, y2, side+5*sign, y2),
		Head: fmt.Sprintf("M%d %dl%d -4v8z", side, y2, 6*sign), Words: words, Back: to < from}
}

// LawWords is the article on which a row stands, in the reader's words where it is the Bureau's own rule.
func LawWords(ctx context.Context, id procedure.MoveID) string {
	if id.Law() == procedure.HouseRule {
		return locale.T(ctx, "procedure.house")
	}
	return id.Law()
}

// lawLang is the language of lawWords: articles are cited in Chinese, in which they were passed.
func lawLang(ctx context.Context, id procedure.MoveID) string {
	if id.Law() == procedure.HouseRule {
		return locale.Of(ctx).Tag()
	}
	return "zh-CN"
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}
