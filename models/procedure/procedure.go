// Package procedure moves a case: a procedure is a table of typed moves that reads like the law's own table (domain.md 1.4), and Step is
// the one function that applies it. Everything here is pure: case, act, actor, calendar and time come in, an Outcome goes out; no database,
// no clock.
package procedure

import "slices"

// Procedure is one of the portal's closed procedures: its moves and the stages at which a case waits for a desk.
type Procedure struct {
	Code   string
	Moves  []Move
	Things bool            // its result is a card or a book, which no electronic form replaces
	Stages map[State]Stage // the desk's work that is due in a state; states without one wait for nobody
	After  map[Stage]int   // how many steps come after a stage before the clock that governs it ends (domain.md 3.7)
}

// Move is one row of the table.
type Move struct {
	ID     MoveID
	From   []State
	To     State
	Stays  bool // the state does not change; To is empty
	Apart  bool // has a page of its own and is not among the acts of the desk
	Beside bool // written beside the law's state, which stays; Archive applies it, Step never
	Again  bool // takes up what had ended; a state with no other way on is an end all the same
	Amid   bool // may happen while a motion waits; System's and the applicant's always may
	Passes bool // the step that is open goes to somebody else of the same stage
	Act    ActName
	By     []Role      // any of these; System moves happen by themselves
	When   ClockKind   // System only: the clock whose end brings the move about; "" moves at once
	If     *Guard      // chooses between rows of the same act; a row whose If fails is no candidate
	Guards []Guard     // all must hold, else the act is refused with the guard's fault
	Stops  []ClockKind // clocks that end here
	Starts []ClockKind // clocks whose day 0 is the day of the move
	Then   []Effect    // what else becomes true of the case
	Papers []DocumentKind
	Tells  []NoticeKind
	Alarms []Alarm
}

// Guard is a condition of a move, named so that the table can be read aloud.
type Guard struct {
	Word  string
	Asks  bool // about what the actor hands in with the act, so it cannot be answered before he acts
	Holds func(*look) error
}

// Effect changes the case beyond its state and clocks.
type Effect struct {
	Word  string
	Apply func(*look)
}

// Named returns the procedure of an item; ok is false for a word the code does not know.
func Named(code string) (*Procedure, bool) {
	for _, p := range []*Procedure{permit, filing, service, endorsement, licence, compensation} {
		if p.Code == code {
			return p, true
		}
	}
	return nil, false
}

// Permit is the procedure 行政许可 (domain.md 1.4).
func Permit() *Procedure { return permit }

// Filing is the procedure 备案 (domain.md 1.5).
func Filing() *Procedure { return filing }

// Service is the procedure of 行政确认, 公共服务, 行政奖励 and 行政给付.
func Service() *Procedure { return service }

// Endorsement is the procedure of documents that the national exit-entry system issues (domain.md 3.10).
func Endorsement() *Procedure { return endorsement }

// Papers are the documents that a case of the procedure can bring about, in the order of the table.
func (p *Procedure) Papers() []DocumentKind {
	var kinds []DocumentKind
	for _, m := range p.Moves {
		for _, k := range m.Papers {
			if !slices.Contains(kinds, k) {
				kinds = append(kinds, k)
			}
		}
	}
	return kinds
}

// Stage is the desk's work that waits while a case is in a state, "" for none.
func (p *Procedure) Stage(s State) Stage { return p.Stages[s] }

// row finds the move of an act from the case's present state. Without one, the second result is nil.
func (p *Procedure) row(l *look) *Move {
	for i := range p.Moves {
		m := &p.Moves[i]
		if m.Act == l.act.Name && !m.Beside && slices.Contains(m.From, l.c.State) && (m.If == nil || m.If.Holds(l) == nil) {
			return m
		}
	}
	return nil
}
