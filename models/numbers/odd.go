package numbers

// Odd is a pattern that somebody should look at; it says nothing against anybody (features E13).
type Odd struct {
	Kind    OddKind `json:"kind"`
	Unit    string  `json:"unit"`
	Officer string  `json:"officer,omitempty"` // police number
	Name    string  `json:"name,omitempty"`    // of the officer
	Count   int     `json:"count"`
	Of      int     `json:"of"`
}

// OddKind is which pattern: a message numbers.odd.<kind>.
type OddKind string

// Patterns, with numbers of the portal's own choice that the bureau may change.
const (
	OddUnit    OddKind = "unit"    // more than half of the admissions are one enterprise's
	OddOfficer OddKind = "officer" // all admissions of an enterprise were one officer's, though several officers admit
)

// How much must be there before a pattern is one.
const (
	oddAdmissions = 6
	oddOfUnit     = 4
)

// Admission is a decision on admission to the expedited queue.
type Admission struct {
	Officer, Name  string
	UnitCode, Unit string
	Admitted       bool
}

// officers counts decisions by officer, in the order of their first one.
func officers(list []Admission) []Officer {
	at, out := map[string]int{}, []Officer{}
	for _, a := range list {
		i, known := at[a.Officer]
		if !known {
			i, at[a.Officer] = len(out), len(out)
			out = append(out, Officer{Officer: a.Officer})
		}
		out[i].Name = a.Name
		if a.Admitted {
			out[i].Admitted++
		} else {
			out[i].Ordinary++
		}
	}
	return out
}

// odd finds the patterns among admissions.
func odd(list []Admission) []Odd {
	type unit struct {
		name  string
		count int
		by    map[string]string
	}
	units, order, all, hands := map[string]*unit{}, []string{}, 0, map[string]bool{}
	for _, a := range list {
		if !a.Admitted || a.UnitCode == "" {
			continue
		}
		u := units[a.UnitCode]
		if u == nil {
			u = &unit{by: map[string]string{}}
			units[a.UnitCode], order = u, append(order, a.UnitCode)
		}
		u.name, u.by[a.Officer] = a.Unit, a.Name
		u.count++
		all++
		hands[a.Officer] = true
	}
	found := []Odd{}
	for _, code := range order {
		u := units[code]
		if all >= oddAdmissions && 2*u.count > all {
			found = append(found, Odd{Kind: OddUnit, Unit: u.name, Count: u.count, Of: all})
		}
		if len(hands) > 1 && len(u.by) == 1 && u.count >= oddOfUnit {
			for officer, name := range u.by {
				found = append(found, Odd{Kind: OddOfficer, Unit: u.name, Officer: officer, Name: name, Count: u.count, Of: u.count})
			}
		}
	}
	return found
}
