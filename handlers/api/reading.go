package api

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/reading"
)

// SearchReadings reads the log of readings of personal data. It is a POST because the number of a person must not stand in an address.
func (a *API) SearchReadings(c echo.Context) error {
	in, err := read[struct {
		Officer    string    `json:"officer"`
		CaseNumber string    `json:"case_number"`
		Person     string    `json:"person"`
		Day        string    `json:"day"`
		Kind       string    `json:"kind"`
		After      uuid.UUID `json:"after"`
		Limit      int       `json:"limit"`
	}](c)
	if err != nil {
		return err
	}
	if in.Limit < 0 || in.Limit > maxReadings {
		return fault.Fields(fault.OneField("/limit", "NUMBER_RANGE", "min", 1, "max", maxReadings))
	}
	if in.Limit == 0 {
		in.Limit = defaultReadings
	}
	if in.Person != "" {
		respond.Shows(c, in.Person)
	}
	f, err := reading.ParseFilter(func(name string) string {
		return map[string]string{"officer": in.Officer, "case_number": in.CaseNumber, "person": a.ReadingLog.Digest(in.Person), "day": in.Day, "kind": in.Kind}[name]
	})
	if err != nil {
		return err
	}
	f.After, f.Limit = in.After, in.Limit
	found, err := a.ReadingLog.Search(c.Request().Context(), auth.Actor(c), f)
	return or(c, http.StatusOK, page(found.Items, cursor(found.Next), len(found.Items), same[reading.Row]), err)
}

const (
	defaultReadings = 50
	maxReadings     = 200
)
