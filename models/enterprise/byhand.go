package enterprise

import (
	"strings"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// byHand holds what an officer typed against the rules and returns it in canonical form.
func byHand(r account.EnterpriseRecord, today workday.Date) (account.EnterpriseRecord, error) {
	var faults []fault.Field
	at := func(pointer string, err error) {
		if e, ok := fault.As(err); ok {
			faults = append(faults, fault.Field{Pointer: pointer, Code: e.Code, Params: e.Params})
		}
	}
	if r.Name = strings.TrimSpace(r.Name); r.Name == "" || len([]rune(r.Name)) > 100 {
		faults = append(faults, fault.OneField("/name", "REQUIRED"))
	}
	legal, err := identity.ParseName(r.LegalName)
	at("/legal_name", err)
	number, err := identity.ParseIDNumber(r.LegalIDNumber, today)
	at("/legal_id_number", err)
	if r.Area != "" {
		_, err = identity.ParseArea(r.Area)
		at("/area", err)
	}
	r.LegalName, r.LegalIDNumber = legal.String(), number.String()
	return r, fault.Fields(faults...)
}
