package pages

import (
	"strings"

	"github.com/yiyang-police/permit-portal/models/expedite"
)

// fasterNames are the travellers who can have it at a machine at once.
func fasterNames(persons []expedite.CheckedPerson) string {
	var names []string
	for _, p := range persons {
		if p.Faster {
			names = append(names, p.Name)
		}
	}
	return strings.Join(names, "、")
}
