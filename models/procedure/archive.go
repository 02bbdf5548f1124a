package procedure

import (
	"slices"
	"time"

	"github.com/yiyang-police/permit-portal/models/fault"
)

// 归档 (domain.md T35, 6.5): what becomes of a case that has ended. How it ended must stay readable for as long as it is kept, so the archiving is
// written beside the law's state and takes nothing from it.

// Archived 归档 is what a case is from its archiving on, beside the state in which it ended.
const Archived State = "ARCHIVED"

// ActArchive makes the archive package of a case that has ended.
const ActArchive ActName = "archive"

// Archivist R-ARC 归档员.
const Archivist Role = "R-ARC"

// Lack is a property that an archive package lacks (四性: 真实、完整、可用、安全), and the file that is to blame.
type Lack struct{ Property, Name string }

var fourProperties = &Guard{Word: "the package has the four properties", Asks: true, Holds: func(l *look) error {
	if len(l.act.Lacks) > 0 {
		return fault.New(fault.Conflict, "ARCHIVE_LACKS", "property", l.act.Lacks[0].Property, "name", l.act.Lacks[0].Name)
	}
	return nil
}}

// nothingOwed: the proof of delivery belongs into the package.
var nothingOwed = must("no decision of it waits for its delivery", func(l *look) error {
	if l.c.Undelivered {
		return fault.New(fault.Conflict, "ARCHIVE_NOT_ENDED")
	}
	return nil
})

// archiving is the row of a table that archives what has ended in one of the given states.
func archiving(id MoveID, ended states) []Move {
	return []Move{{ID: id, From: ended, To: Archived, Beside: true, Act: ActArchive, By: by{Archivist, System}, Guards: guards{*nothingOwed, *fourProperties}}}
}

// Archive is the record of archiving a case that has ended. Faults: ACT_NOT_NOW before its end, ROLE_REQUIRED, ARCHIVE_LACKS.
func Archive(p *Procedure, c Case, lacks []Lack, actor Actor, now time.Time) (Entry, error) {
	i := slices.IndexFunc(p.Moves, func(m Move) bool { return m.Beside && slices.Contains(m.From, c.State) })
	if i < 0 {
		return Entry{}, notNow(ActArchive, c.State)
	}
	m := &p.Moves[i]
	l := &look{p: p, c: c.clone(), act: Act{Name: ActArchive, Lacks: lacks}, actor: actor, now: now}
	if err := l.permitted(m, true); err != nil {
		return Entry{}, err
	}
	return Entry{Move: m.ID, Act: m.Act, From: c.State, To: m.To, Role: l.role, At: now}, nil
}
