package procedure

import (
	"fmt"
	"slices"
	"strings"
)

// Codes lists every procedure by its word: the four that items use, what becomes of certificates afterwards, and what a measure costs.
func Codes() []string {
	return []string{permit.Code, filing.Code, service.Code, endorsement.Code, licence.Code, compensation.Code}
}

// Conditions are the words of all that must hold for a row: what chooses it, then its guards.
func (m Move) Conditions() []string {
	var words []string
	if m.If != nil {
		words = append(words, strings.Split(m.If.Word, joint)...)
	}
	for _, g := range m.Guards {
		words = append(words, g.Word)
	}
	return words
}

// Target is where a row leads from a state.
func (m Move) Target(from State) State {
	if m.Stays {
		return from
	}
	return m.To
}

// States lists every state of the procedure, nearest to the start first; the start itself (None) is left out.
func (p *Procedure) States() []State {
	list := []State{None}
	for i := 0; i < len(list); i++ {
		for _, m := range p.Moves {
			if to := m.Target(list[i]); slices.Contains(m.From, list[i]) && !slices.Contains(list, to) {
				list = append(list, to)
			}
		}
	}
	return list[1:]
}

// Roles lists everybody who acts in the procedure, in the order of the table; the passage of time comes last.
func (p *Procedure) Roles() []Role {
	var roles []Role
	for _, m := range p.Moves {
		for _, r := range m.By {
			if r != System && !slices.Contains(roles, r) {
				roles = append(roles, r)
			}
		}
	}
	return append(roles, System)
}

// ActsOf lists what a role may ask for, each act with the rows that answer it.
func (p *Procedure) ActsOf(r Role) (acts []ActName, rows map[ActName][]MoveID) {
	rows = map[ActName][]MoveID{}
	for _, m := range p.Moves {
		if !slices.Contains(m.By, r) {
			continue
		}
		if rows[m.Act] == nil {
			acts = append(acts, m.Act)
		}
		if !slices.Contains(rows[m.Act], m.ID) {
			rows[m.Act] = append(rows[m.Act], m.ID)
		}
	}
	return acts, rows
}

// Final tells whether a case has ended in a state: no row leads on, unless to the archive, or because a ruling takes it up again.
func (p *Procedure) Final(s State) bool {
	return s != None && !slices.ContainsFunc(p.Moves, func(m Move) bool {
		return slices.Contains(m.From, s) && m.Target(s) != s && !m.Beside && !m.Again
	})
}

// Arrow is a way from one state to another with the rows that lead there.
type Arrow struct {
	From, To State
	Rows     []MoveID
	Again    bool // only takes up what had ended
}

// Arrows lists every way between two states once.
func (p *Procedure) Arrows() []Arrow {
	var list []Arrow
	for _, m := range p.Moves {
		for _, from := range m.From {
			to := m.Target(from)
			if to == from || from == None {
				continue
			}
			i := slices.IndexFunc(list, func(a Arrow) bool { return a.From == from && a.To == to })
			if i < 0 {
				list = append(list, Arrow{From: from, To: to, Again: true})
				i = len(list) - 1
			}
			list[i].Again = list[i].Again && m.Again
			if !slices.Contains(list[i].Rows, m.ID) {
				list[i].Rows = append(list[i].Rows, m.ID)
			}
		}
	}
	return list
}

// Markdown is the reference of all procedures, made from the tables alone: state chart, rows, role × act.
func Markdown() string {
	var b strings.Builder
	b.WriteString("# Procedures\n\nMade from the tables of this package by `portal procedures`; a test keeps it in step. Do not edit.\n")
	for _, code := range Codes() {
		p, _ := Named(code)
		p.markdown(&b)
	}
	return b.String()
}

func (p *Procedure) markdown(b *strings.Builder) {
	fmt.Fprintf(b, "\n## %s\n\n```mermaid\nstateDiagram-v2\n", p.Code)
	for _, a := range p.Arrows() {
		fmt.Fprintf(b, "    %s --> %s: %s\n", a.From, a.To, joined(a.Rows, " "))
	}
	b.WriteString("```\n\n| row | from | to | who | act | conditions | clocks | documents | law |\n|---|---|---|---|---|---|---|---|---|\n")
	for _, m := range p.Moves {
		to := string(m.To)
		if m.Stays {
			to = "(stays)"
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s | %s | %s | %s |\n", m.ID, joined(m.From, ", "), to, joined(m.By, ", "), m.Act,
			strings.Join(m.Conditions(), "; "), clockWords(m), joined(m.Papers, ", "), m.Law())
	}
	b.WriteString("\n| role | acts |\n|---|---|\n")
	for _, r := range p.Roles() {
		acts, rows := p.ActsOf(r)
		words := make([]string, len(acts))
		for i, a := range acts {
			words[i] = fmt.Sprintf("%s (%s)", a, joined(rows[a], ", "))
		}
		fmt.Fprintf(b, "| %s | %s |\n", r, strings.Join(words, "; "))
	}
}

func clockWords(m Move) string {
	var words []string
	if m.When != "" {
		words = append(words, "end of "+string(m.When))
	}
	if len(m.Stops) > 0 {
		words = append(words, "stops "+joined(m.Stops, " "))
	}
	if len(m.Starts) > 0 {
		words = append(words, "starts "+joined(m.Starts, " "))
	}
	return strings.Join(words, "; ")
}

func joined[T ~string](list []T, by string) string {
	words := make([]string, len(list))
	for i, w := range list {
		if words[i] = string(w); w == "" {
			words[i] = "–"
		}
	}
	return strings.Join(words, by)
}
