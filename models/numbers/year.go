package numbers

// Year is how many persons travelled on business by the bureau's documents in a year. Passports are no endorsements: they are a figure of
// their own and never part of the expedited ones (domain.md 3.11).
type Year struct {
	Year      int  `json:"year"`
	HKMacao   int  `json:"hkmacao"` // expedited business endorsements, person-times
	Taiwan    int  `json:"taiwan"`
	Passports int  `json:"passports"` // for business abroad, person-times
	Counted   bool `json:"counted"`   // whether passports for business are told apart at all
}

// Expedited is what both groups of endorsements come to.
func (y Year) Expedited() int { return y.HKMacao + y.Taiwan }

// Report2023 are the figures of the founding report (domain.md 3.11): exactly these.
var Report2023 = Year{Year: 2023, HKMacao: 18, Taiwan: 13, Passports: 879, Counted: true}

// sumYear counts the expedited endorsements of a year by group. Passports are not applied for with a purpose here, so none can be told apart.
func sumYear(year int, facts []Fact) Year {
	y := Year{Year: year}
	for _, f := range facts {
		switch {
		case !f.Expedited:
		case f.Taiwan():
			y.Taiwan++
		default:
			y.HKMacao++
		}
	}
	return y
}
