package numbers

// Year is how many persons travelled on business by the bureau's documents in a year. Passports are no endorsements: they are a figure of
// their own and never part of the expedited ones (domain.md 3.11).
type Year struct {
	Year      int `json:"year"`
	HKMacao   int `json:"hkmacao"` // expedited business endorsements, person-times
	Taiwan    int `json:"taiwan"`
	Passports int `json:"passports"` // for business abroad, person-times
}

// Expedited is what both groups of endorsements come to.
func (y Year) Expedited() int { return y.HKMacao + y.Taiwan }

// Report2023 are the figures of the founding report (domain.md 3.11): exactly these.
var Report2023 = Year{Year: 2023, HKMacao: 18, Taiwan: 13, Passports: 879}

// sumYear counts the expedited endorsements of a year by group, beside the passports for business.
func sumYear(year int, facts []Fact, passports int) Year {
	y := Year{Year: year, Passports: passports}
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
