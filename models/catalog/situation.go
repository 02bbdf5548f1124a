package catalog

import "github.com/yiyang-police/permit-portal/models/form"

// Told is how far a reader came through the situations of an item.
type Told struct {
	Answers []Answered       // in the order in which they were asked
	Next    *Situation       // what is asked now; nil when nothing is left to ask
	Stop    *SituationOption // this cannot be applied for: why, and what to do instead
	Item    string           // code of another item that is the right one
}

// Answered is a situation with the option that was chosen.
type Answered struct {
	Situation *Situation
	Option    *SituationOption
}

// Done tells whether the reader may begin with this very item.
func (t Told) Done() bool { return t.Next == nil && t.Stop == nil && t.Item == "" }

// Values are the answers that were really asked for, by the situation's key.
func (t Told) Values() map[string]string {
	values := map[string]string{}
	for _, a := range t.Answers {
		values[a.Situation.Key] = a.Option.Value
	}
	return values
}

// Situate walks through the situations with what a reader told, by key. What was told and is not asked on his way counts for nothing; what
// is no option is asked again.
func (i *Item) Situate(told map[string]string) (t Told) {
	values := map[string]any{}
	for n := range i.Situations {
		s := &i.Situations[n]
		if !s.Show.Holds(func(path string) any { return values[path] }) {
			continue
		}
		option := s.Option(told[s.Key])
		if option == nil {
			t.Next = s
			return t
		}
		t.Answers = append(t.Answers, Answered{s, option})
		if !option.Stop.IsZero() {
			t.Stop = option
			return t
		}
		if option.Item != "" {
			t.Item = option.Item
			return t
		}
		values[s.Fact()] = option.Value
	}
	return t
}

// Option finds an answer by its value; nil when there is none.
func (s *Situation) Option(value string) *SituationOption {
	for n := range s.Options {
		if s.Options[n].Value == value {
			return &s.Options[n]
		}
	}
	return nil
}

const situationFacts = "situation."

// SituateBy walks through the situations with what the facts of a case say was told before it began.
func (i *Item) SituateBy(facts form.Facts) Told {
	told := map[string]string{}
	for n := range i.Situations {
		told[i.Situations[n].Key] = facts.Text(i.Situations[n].Fact())
	}
	return i.Situate(told)
}

// MaterialsFor lists what somebody in this situation needs. Where a material depends on answers of the form, it stays in the list with its
// condition: nobody can tell yet.
func (i *Item) MaterialsFor(t Told) []Material {
	values := map[string]any{}
	for key, value := range t.Values() {
		values[situationFacts+key] = value
	}
	var list []Material
	for _, m := range i.Materials {
		if m.When == nil || !m.When.OverFacts(situationFacts) || m.When.Holds(func(path string) any { return values[path] }) {
			list = append(list, m)
		}
	}
	return list
}

// Specimen is a filled application as an example for readers (示范文本).
type Specimen struct {
	Facts   map[string]any `json:"facts"`
	Answers map[string]any `json:"answers"`
}

// specimen is the first example without faults; nil when there is none.
func (i *Item) specimen() *Specimen {
	for _, e := range i.Examples {
		if len(e.Faults) == 0 && len(i.Form.Sections) > 0 {
			return &Specimen{Facts: e.Facts, Answers: e.Answers}
		}
	}
	return nil
}

// Conditional tells whether a material is needed only under a condition that the form decides.
func (m Material) Conditional() bool { return m.When != nil && !m.When.OverFacts(situationFacts) }
