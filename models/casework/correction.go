package casework

import (
	"slices"

	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// opened are the questions that a correction opens: those of every section in which something named by the notice stands, because a new
// certificate brings its date and hospital along, and those of sections in which the passage of time has broken something. A notice that
// names something outside the form opens everything.
func opened(item *catalog.Item, defects []procedure.Defect, faults []fault.Field) []string {
	var keys []string
	open := func(question string) bool {
		section, ok := item.Form.SectionOf(question)
		if ok {
			for _, q := range section.Questions {
				keys = append(keys, q.Key)
			}
		}
		return ok
	}
	for _, d := range defects {
		if !open(named(item, d.Where)) {
			return everything(&item.Form)
		}
	}
	for _, s := range item.Form.Sections {
		for _, q := range s.Questions {
			if len(form.FaultsOf(faults, q.Key)) > 0 {
				open(q.Key)
			}
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// named finds the question that a notice means by its key, its label, or the material that it uploads.
func named(item *catalog.Item, where string) string {
	for _, m := range item.Materials {
		if where == m.Key || where == m.Name.Zh {
			return m.Question
		}
	}
	for _, s := range item.Form.Sections {
		for _, q := range s.Questions {
			if where == q.Key || where == q.Label.Zh {
				return q.Key
			}
		}
	}
	return ""
}

func everything(f *form.Form) []string {
	var keys []string
	for _, s := range f.Sections {
		for _, q := range s.Questions {
			keys = append(keys, q.Key)
		}
	}
	return keys
}

// mayCorrect refuses answers that the notice does not ask for.
func (w *work) mayCorrect(patch form.Answers) error {
	if w.Law.State != procedure.Correction {
		return nil
	}
	keys := opened(w.item, w.Law.Defects, w.item.Form.Check(w.Answers, w.env()).Faults)
	var refused []fault.Field
	for key := range patch {
		if _, known := w.item.Form.Question(key); known && !slices.Contains(keys, key) {
			refused = append(refused, fault.OneField("/answers/"+key, "NOT_IN_CORRECTION"))
		}
	}
	return fault.Fields(refused...)
}
