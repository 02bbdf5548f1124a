package casework

import (
	"slices"
	"strings"

	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/form"
)

// sources are the registers that an item needs: those behind the facts that its form and materials name, and those behind its points of
// review. Nothing else is asked (个人信息保护法 第六条).
func sources(item *catalog.Item) map[Source]bool {
	asked := map[Source]bool{}
	for _, path := range facts(item) {
		switch root, _, _ := strings.Cut(path, "."); {
		case path == form.AccountNation || path == form.AccountPhotoUsable:
			asked[FromPopulation] = true
		case root == "licence" || root == "training" || root == "projects" || root == "education":
			asked[FromHolder] = true
		case root == "unit":
			asked[FromHolder], asked[FromUnit] = true, true
		}
	}
	for _, c := range item.Checks {
		for _, s := range registerOf[c.Word] {
			asked[s] = true
		}
	}
	if item.Procedure.Renewal {
		asked[FromHolder] = true
	}
	return asked
}

// registerOf names the registers that fill a point of review.
var registerOf = map[string][]Source{
	catalog.CheckIdentity: {FromPopulation}, catalog.CheckCapacity: {FromPopulation},
	catalog.CheckLicence: {FromHolder}, catalog.CheckCategory: {FromHolder}, catalog.CheckTraining: {FromHolder}, catalog.CheckAccidents: {FromHolder},
	catalog.CheckFiler: {FromCompany}, catalog.CheckFiledMatch: {FromCompany}, catalog.CheckHeadOffice: {FromSecurity},
	catalog.CheckScope: {FromSecurity}, catalog.CheckGuards: {FromGuards},
	catalog.CheckUnit: {FromHolder, FromUnit}, catalog.CheckCriminal: {FromBackground}, catalog.CheckBackground: {FromBackground},
}

// facts lists the paths that the item's form and materials name.
func facts(item *catalog.Item) []string {
	var paths []string
	add := func(list ...string) {
		for _, p := range list {
			if p != "" && !slices.Contains(paths, p) {
				paths = append(paths, p)
			}
		}
	}
	var condition func(c *form.Condition)
	condition = func(c *form.Condition) {
		if c == nil {
			return
		}
		add(c.Fact)
		for i := range c.All {
			condition(&c.All[i])
		}
		for i := range c.Any {
			condition(&c.Any[i])
		}
		condition(c.Not)
	}
	for i := range item.Form.Sections {
		condition(item.Form.Sections[i].Show)
		for j := range item.Form.Sections[i].Questions {
			q := &item.Form.Sections[i].Questions[j]
			add(q.Source, q.Prefill, q.Same)
			if q.Each != nil {
				add(q.Each.Of)
			}
			condition(q.Show)
		}
	}
	for _, m := range item.Materials {
		add(m.Facts...)
	}
	return paths
}
