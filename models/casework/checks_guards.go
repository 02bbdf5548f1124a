package casework

import (
	"encoding/json"
	"strings"

	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/roster"
)

// guardsQualify: everybody on the roster may be a guard (保安服务管理条例 第十六条、第十七条; domain.md 2.4). The evidence has names and numbers
// of rules, never what a register says of a person.
func guardsQualify(in inspection) seen {
	rows := guardsIn(in.form, in.answers)
	switch {
	case len(rows) == 0:
		return seen{procedure.NotApplicable, Evidence{Key: "guards_none"}}
	case in.Guards == nil || !in.Guards.Found:
		return silent(FromGuards)
	}
	judged := judgedGuards(in)
	var names, unknown, misnumbered, elsewhere []string
	for _, g := range judged {
		switch {
		case g.Verdict == GuardBarred:
			names = append(names, g.Name)
		case g.Verdict == GuardUnknown:
			unknown = append(unknown, g.Name)
		}
		if g.Misnumbered {
			misnumbered = append(misnumbered, g.Name)
		}
		if g.Elsewhere {
			elsewhere = append(elsewhere, g.Name)
		}
	}
	reply := in.Guards.Reply
	switch {
	case len(names) > 0:
		return fail(proof(guardsBarred, FromGuards, reply, "names", strings.Join(names, "、"), "rules", guardRules(judged)))
	case len(unknown) > 0:
		return open(proof("guards_unknown", FromGuards, reply, "names", strings.Join(unknown, "、")))
	case len(misnumbered) > 0:
		return open(proof("guards_misnumbered", FromGuards, reply, "names", strings.Join(misnumbered, "、")))
	case len(elsewhere) > 0:
		return pass(proof("guards_elsewhere", FromGuards, reply, "names", strings.Join(elsewhere, "、")))
	default:
		return pass(proof("guards_qualify", FromGuards, reply, "count", len(rows)))
	}
}

// guardsBarred is the evidence that names who does not qualify, and the rules as far as the reader may see them.
const guardsBarred = "guards_barred"

func numbers(rules []roster.Rule) string {
	list := make([]string, len(rules))
	for i, r := range rules {
		list[i] = string(r)
	}
	return strings.Join(list, "、")
}

// guardsIn are the guards on the roster that the form asks for.
func guardsIn(f *form.Form, answers form.Answers) (rows []roster.Entry) {
	if q := rosterQuestion(*f); q != nil {
		_ = json.Unmarshal(answers[q.Key], &rows) // no answer is no guards
	}
	return rows
}

func numbersOf(rows []roster.Entry) (ids []string) {
	for _, r := range rows {
		if r.IDNumber != "" {
			ids = append(ids, r.IDNumber)
		}
	}
	return ids
}
