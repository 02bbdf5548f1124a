package casework

import (
	"fmt"
	"slices"
	"strings"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/roster"
)

// GuardVerdict is all that a unit learns of a guard (domain.md 2.4).
type GuardVerdict string

// Verdicts.
const (
	GuardQualifies GuardVerdict = "qualifies"
	GuardBarred    GuardVerdict = "barred" // 不符合条例规定条件
	GuardUnknown   GuardVerdict = "unknown"
)

// GuardRow is one guard of a roster with what the rules say of him. Rules are for officers alone.
type GuardRow struct {
	Line int `json:"line"` // from 1, in the roster as filed; 0 for who is removed
	roster.Entry
	Verdict     GuardVerdict  `json:"verdict"`
	Rules       []roster.Rule `json:"rules,omitempty"`
	Withheld    bool          `json:"withheld,omitempty"`    // there are rules that the reader's role may not see
	Elsewhere   bool          `json:"elsewhere,omitempty"`   // on the active roster of another unit: a warning (G7)
	Misnumbered bool          `json:"misnumbered,omitempty"` // the typed 保安员证编号 is not the register's
	Change      roster.Change `json:"change,omitempty"`      // of a change: against the roster that stands
	Before      *roster.Entry `json:"before,omitempty"`      // altered
}

// judgedGuards applies the rules to the roster of a case. Without an answer of the register everybody is unknown.
func judgedGuards(in inspection) []GuardRow {
	rows := guardsIn(in.form, in.answers)
	if len(rows) == 0 {
		return nil
	}
	var records []roster.Record
	if in.Guards != nil && in.Guards.Found {
		records = in.Guards.Records
	}
	on := in.law.ReceivedOn
	if on.IsZero() {
		on = in.today
	}
	list := make([]GuardRow, len(rows))
	for i, v := range roster.Judge(rows, records, in.elsewhere, on) {
		list[i] = GuardRow{Line: i + 1, Entry: rows[i], Verdict: GuardQualifies, Rules: v.Barred, Elsewhere: len(v.Warned) > 0, Misnumbered: v.Misnumbered}
		switch {
		case len(v.Barred) > 0:
			list[i].Verdict = GuardBarred
		case v.Unknown:
			list[i].Verdict = GuardUnknown
		}
	}
	return list
}

// changed adds to a roster what it changes about the one that stands, with those whom it removes at the end.
func changed(rows []GuardRow, active []roster.Entry) []GuardRow {
	filed := make([]roster.Entry, len(rows))
	at := map[string]int{}
	for i := len(rows) - 1; i >= 0; i-- {
		filed[i], at[rows[i].IDNumber] = rows[i].Entry, i
	}
	for _, d := range roster.Differences(active, filed) {
		if d.Change == roster.Removed {
			rows = append(rows, GuardRow{Entry: d.Now, Change: roster.Removed})
			continue
		}
		row := &rows[at[d.Now.IDNumber]]
		if row.Change = d.Change; d.Change == roster.Altered {
			row.Before = &d.Before
		}
	}
	return rows
}

// forUnit leaves of a roster what its unit may know: who qualifies, never why not.
func forUnit(rows []GuardRow) []GuardRow {
	rows = slices.Clone(rows)
	for i := range rows {
		rows[i].Rules = nil
	}
	return rows
}

// recordRules stand on police records. Who receives and delivers does without them (个人信息保护法 第六条; domain.md 0.4, 6.1).
var recordRules = []roster.Rule{roster.G4, roster.G5}

// withoutRecords leaves out the rules that stand on police records.
func withoutRecords(rows []GuardRow) []GuardRow {
	rows = slices.Clone(rows)
	for i := range rows {
		kept := slices.DeleteFunc(slices.Clone(rows[i].Rules), func(r roster.Rule) bool { return slices.Contains(recordRules, r) })
		rows[i].Rules, rows[i].Withheld = kept, len(kept) < len(rows[i].Rules)
	}
	return rows
}

// seesRecords tells whether the officer reviews, advises on or decides this case, or supervises.
func (w *work) seesRecords() bool {
	if w.actor.HasAny(account.Supervisor, account.CaseManager, account.Leader) {
		return true
	}
	for _, stage := range []procedure.Stage{procedure.StageReview, procedure.StageLegal, procedure.StageDecision} {
		if w.actor.Has(account.Role(procedure.StageRole(stage)), w.desk(stage)) {
			return true
		}
	}
	return false
}

// guardRules words who breaks which rules.
func guardRules(rows []GuardRow) string {
	var list []string
	for _, r := range rows {
		if r.Verdict == GuardBarred {
			list = append(list, strings.TrimSpace(r.Name+" "+numbers(r.Rules)))
		}
	}
	return strings.Join(list, "；")
}

// mostGuardDefects leaves room for others on a notice of at most fifty.
const mostGuardDefects = 30

// guardDefects are the points of a correction that a roster needs, one for each guard who must be replaced or whose certificate number is
// wrong; everybody else proceeds. Beyond thirty the rest shares the last point.
func guardDefects(label string, rows []GuardRow) []procedure.Defect {
	var list []procedure.Defect
	var rest []string
	for _, r := range rows {
		d := procedure.Defect{Where: label}
		switch who := fmt.Sprintf("第 %d 行 %s", r.Line, r.Name); {
		case r.Verdict == GuardBarred:
			d.Problem, d.Mend = who+"不符合条例规定条件", "从名册中删去，或者更换为符合条件的保安员"
		case r.Misnumbered:
			d.Problem, d.Mend = who+"的保安员证编号与登记不一致", "照保安员证核对后改正"
		default:
			continue
		}
		if len(list) < mostGuardDefects {
			list = append(list, d)
		} else {
			rest = append(rest, fmt.Sprint(r.Line))
		}
	}
	if len(rest) > 0 {
		list = append(list, procedure.Defect{Where: label, Problem: "还有这些行：第 " + strings.Join(rest, "、") + " 行，不符合条例规定条件或者证件编号不一致",
			Mend: "从名册中删去、更换为符合条件的保安员，或者改正编号"})
	}
	return list
}
