package procedure

import (
	"slices"
	"testing"
)

// toldOtherwise are rows that send no notice although they change something, with the reason why nobody is left in the dark.
var toldOtherwise = map[MoveID]string{
	"T31": "the certificate goes on to delivery at once, of which the next row tells", "F10": "as T31", "S31": "as T31",
	"F11": "the row before has told that it was filed", "S32a": "the row before has told that it was done",
	"T12l": "the motion goes on to the queue of the decider",
	"T40":  "the applicant is at the window", "F40": "as T40", "S40": "as T40", "E40": "as T40",
	"T41": "the applicant pays himself", "F41": "as T41", "S41": "as T41", "E41": "as T41",
	"T32a": "the letter reaches him, and his page follows it", "F12a": "as T32a", "S32b": "as T32a", "E32a": "as T32a", "L32a": "as T32a", "C32a": "as T32a",
	"T35": "the archive is for those who keep it", "F35": "as T35", "S35": "as T35", "E35": "as T35", "L35": "as T35", "C35": "as T35",
	"T19e": "silence: the limit that has ended stands on the page of who told it", "T28d": "as T19e", "T45e": "as T19e",
	"T45a": "the reviewer records what was said to him, and T45 has told the applicant of it",
	"E42":  "the shift's two officers are told by its roster", "E43": "asked for by the applicant, or with him at the window",
	"E46": "the doubt tells the applicant and the legal officer by notices of its own", "E47": "as E46",
	"L07e": "whatever ended the certificate tells its holder",
}

// Every row that changes what somebody else must do or knows tells him: by a notice, by a card, or by the work that reaches his desk's queue. What an
// applicant does for himself before anything is received concerns nobody else.
func TestEveryRowTellsWhomItConcerns(t *testing.T) {
	unused := map[MoveID]bool{}
	for id := range toldOtherwise {
		unused[id] = true
	}
	for _, p := range []*Procedure{permit, filing, service, endorsement, licence, compensation} {
		for _, m := range p.Moves {
			own := (m.To == Draft || m.To == Submitted) && (m.By[0] == Applicant || m.By[0] == UnitHead) || m.To == Offered && m.By[0] == Applicant
			reaches := m.To != "" && p.Stages[m.To] != "" && !slices.Contains(m.From, m.To) || m.Passes
			moved := slices.ContainsFunc(m.Then, func(e Effect) bool { return e.Word == moves.Word })
			switch why, excepted := toldOtherwise[m.ID]; {
			case len(m.Tells)+len(m.Alarms) > 0 || own || reaches || moved:
			case !excepted || why == "":
				t.Errorf("%s %s (%s) tells nobody", p.Code, m.ID, m.Act)
			default:
				delete(unused, m.ID)
			}
		}
	}
	for id := range unused {
		t.Errorf("%s tells somebody, or is no row, and needs no reason why it does not", id)
	}
}

// Who must know at once is told by name, not only by a queue: what comes back to who proposed it, who must verify, who declared a relation.
func TestRowsTellByName(t *testing.T) {
	want := map[MoveID]NoticeKind{"T06a": TellSpoke, "T06b": TellFixDropped, "T16": TellVerifiers, "T18b": TellExplainDropped, "T19w": TellSpoke, "T21b": TellDeparts,
		"T25": TellReturned, "S25": TellReturned, "E25": TellReturned, "L05h": TellReturned, "C09": TellReturned, "C13": TellReturned, "L05b": TellSpoke, "L05j": TellSpoke,
		"C05": TellSpoke, "T34a": TellProtectionEnds, "T44": TellRecusalDecided, "F44": TellRecusalDecided, "S44": TellRecusalDecided, "E45": TellRecusalDecided,
		"L44": TellRecusalDecided, "C44": TellRecusalDecided}
	for _, p := range []*Procedure{permit, filing, service, endorsement, licence, compensation} {
		for _, m := range p.Moves {
			if kind, asked := want[m.ID]; asked && !slices.Contains(m.Tells, kind) {
				t.Errorf("%s does not send %s", m.ID, kind)
			}
			if m.Act == ActLegalOpinion && m.To == Review && !slices.Contains(m.Tells, TellReturned) {
				t.Errorf("%s returns a proposal without telling who made it", m.ID)
			}
		}
	}
}
