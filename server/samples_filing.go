package server

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/migrations"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/server/simulator"
)

// Items of filings.
const (
	branchItem    = "430900-ZA-0011"
	ownGuardsItem = "430900-ZA-0013"
	guardsEndItem = "430900-ZA-0014"
)

// filingSample is what one unit of a demonstration has filed, case after case.
type filingSample struct {
	unit  string
	cases []filingCase
	waits bool // at a desk when all is done
}

type filingCase struct {
	item       string
	situations map[string]string
	answers    map[string]any
	acts       []sampleAct
}

// filedAtOnce is the one click of the window.
var filedAtOnce = []sampleAct{{"shouli1", procedure.StageIntake, casework.Decision{Act: procedure.ActFile}}}

// filingWays are filings in every state: changed, late with its referral, ended, active, being checked, to be corrected. The one that is only received stands in itemSamples.
func (a *app) filingWays() []filingSample {
	today := a.db.Today()
	from := func(unit string, days int) map[string]any {
		legal := a.world.Person(a.world.Unit(unit).Legal)
		who := map[string]any{"name": legal.Name, "id_number": legal.IDNumber.String()}
		return map[string]any{"start_date": today.AddDays(-days).String(), "legal": who, "legal_phone": legal.Mobile, "incharge": who, "incharge_phone": legal.Mobile}
	}
	first := func(unit string, days int, acts ...sampleAct) filingCase {
		return filingCase{item: ownGuardsItem, answers: from(unit, days), acts: acts}
	}
	branch := a.branchAnswers()
	changed := maps.Clone(branch)
	changed["services"] = []any{"gate"}
	ended := filingCase{item: guardsEndItem, acts: filedAtOnce,
		answers: map[string]any{"stop_date": today.AddDays(-3).String()}}
	defects := []procedure.Defect{{Where: "岗位责任制度", Problem: "没有写明夜班岗位的职责", Mend: "补充夜班岗位职责，盖章后重新上传"}}
	return []filingSample{
		{"guards-hq", []filingCase{
			{item: branchItem, situations: map[string]string{"what": "branch"}, answers: branch, acts: filedAtOnce},
			{item: branchItem, situations: map[string]string{"what": "change"}, answers: changed, acts: filedAtOnce}}, false},
		{"anhua", []filingCase{first("anhua", 90, filedAtOnce...)}, false},
		{"expired", []filingCase{first("expired", 20, filedAtOnce...), ended}, false},
		{"taojiang", []filingCase{first("taojiang", 12, filedAtOnce...)}, false},
		{"ziyang", []filingCase{first("ziyang", 10, sampleAct{"shouli1", procedure.StageIntake, casework.Decision{Act: procedure.ActCorrect, Defects: defects}})}, true},
		{"property", []filingCase{first("property", 8, sampleAct{"shouli1", procedure.StageIntake, casework.Decision{Act: procedure.ActAccept}})}, true},
	}
}

// branchAnswers are what the register of companies says of the head company and its branch.
func (a *app) branchAnswers() map[string]any {
	hq, branch := a.world.Unit("guards-hq"), a.world.Unit("guards-branch")
	who := func(p simulator.Person) map[string]any {
		return map[string]any{"name": p.Name, "id_number": p.IDNumber.String()}
	}
	legal, head := a.world.Person(hq.Legal), a.world.Person(branch.Legal)
	return map[string]any{
		"hq_name": hq.Name, "hq_uscc": hq.CreditCode.String(), "hq_licence_no": "湘公保服20110001号", "hq_scope": []any{"gate", "patrol", "guarding"},
		"hq_legal": who(legal), "hq_legal_phone": legal.Mobile, "br_name": branch.Name, "br_uscc": branch.CreditCode.String(),
		"br_est": a.world.Base().AddDays(-8).String(), "br_addr": map[string]any{"area": branch.Area, "detail": "东坪镇迎春路 19 号"},
		"br_head": who(head), "br_head_phone": head.Mobile,
	}
}

// filingSamples makes those that are finished, or those that wait at a desk; a unit that has filed or begun anything keeps it. Claims take what is
// oldest, so what waits is made after everything that goes through the same desks.
func (a *app) filingSamples(ctx context.Context, waits bool) (made int, err error) {
	items, err := catalog.Load(migrations.Items(), a.calendars.Current())
	if err != nil {
		return 0, err
	}
	for _, s := range a.filingWays() {
		if s.waits != waits {
			continue
		}
		n, err := a.filingSample(ctx, s, items)
		if made += n; err != nil {
			return made, fmt.Errorf("filings of %s: %w", s.unit, err)
		}
	}
	return made, nil
}

func (a *app) filingSample(ctx context.Context, s filingSample, items []*catalog.Item) (made int, err error) {
	legal := a.world.Person(a.world.Unit(s.unit).Legal)
	for i, one := range s.cases {
		at := slices.IndexFunc(items, func(item *catalog.Item) bool { return item.Code == one.item })
		if at < 0 {
			return made, nil
		}
		var id uuid.UUID
		err := a.as(ctx, legal.Mobile, func(actor account.Actor) error {
			for _, m := range actor.Enterprises {
				if m.CreditCode == a.world.Unit(s.unit).CreditCode.String() {
					actor.Acting = m.ID
				}
			}
			if i == 0 {
				cases, err := a.cases.MyCases(ctx, actor, "", 50)
				if err != nil || slices.ContainsFunc(cases.Items, func(c casework.CaseSummary) bool { return c.ItemCode == one.item }) {
					return err
				}
			}
			id, err = a.fileByExample(ctx, actor, items[at], one)
			return err
		})
		if err != nil || id == uuid.Nil {
			return made, err
		}
		if err := a.cases.AskRegisters(ctx, id); err != nil {
			return made, err
		}
		made++
		for _, act := range one.acts {
			if err := a.as(ctx, act.login, func(officer account.Actor) error { return a.sampleStep(ctx, officer, id, act) }); err != nil {
				return made, fmt.Errorf("%s %s: %w", one.item, act.decision.Act, err)
			}
		}
	}
	return made, nil
}

// fileByExample hands in the item's first example in which these situations are told, with these answers in its place.
func (a *app) fileByExample(ctx context.Context, actor account.Actor, item *catalog.Item, one filingCase) (uuid.UUID, error) {
	i := slices.IndexFunc(item.Examples, func(e catalog.Example) bool { return len(e.Faults) == 0 })
	if i < 0 {
		return uuid.Nil, nil
	}
	e := item.Examples[i]
	e.Facts, e.Answers = maps.Clone(e.Facts), maps.Clone(e.Answers)
	for key, value := range one.situations {
		e.Facts["situation."+key] = value
	}
	maps.Copy(e.Answers, one.answers)
	return a.handInExample(ctx, actor, item, e)
}
