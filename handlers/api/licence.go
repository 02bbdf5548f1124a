package api

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// certificateFound is a certificate as an officer finds it by its number.
type certificateFound struct {
	ID      uuid.UUID                 `json:"id"`
	CaseID  uuid.UUID                 `json:"case_id"`
	Item    string                    `json:"item"`
	Number  string                    `json:"number"`
	Title   string                    `json:"title"`
	State   document.CertificateState `json:"state"`
	ValidTo string                    `json:"valid_to"`
	Copy    int                       `json:"copy"`
}

// FindCertificates finds certificates by their number.
func (a *API) FindCertificates(c echo.Context) error {
	value, err := text(c, "number")
	if err != nil {
		return err
	}
	found, err := a.Documents.ByNumber(c.Request().Context(), value)
	return or(c, http.StatusOK, whole(found, func(k document.Certified) certificateFound {
		return certificateFound{ID: k.ID, CaseID: k.CaseID, Item: k.ItemCode, Number: k.Number, Title: k.Title, State: k.State, ValidTo: k.ValidTo.String(), Copy: k.Copy}
	}), err)
}

// OpenMeasure opens a case about a certificate ex officio.
func (a *API) OpenMeasure(c echo.Context) error {
	in, err := read[casework.Measure](c)
	if err != nil {
		return err
	}
	key, err := idempotency(c)
	if err != nil {
		return err
	}
	d, err := a.Cases.OpenMeasure(c.Request().Context(), auth.Actor(c), in, key)
	return or(c, http.StatusCreated, d, err)
}

// AskMeasure opens what a holder asks for about his certificate.
func (a *API) AskMeasure(c echo.Context) error {
	return command(c, func(certificate uuid.UUID, in struct {
		Measure procedure.Measure `json:"measure"`
		Facts   string            `json:"facts"`
		Unit    string            `json:"unit"`
		Code    string            `json:"unit_code"`
		Name    string            `json:"name"`
	}, key db.Key) error {
		d, err := a.Cases.AskMeasure(c.Request().Context(), auth.Actor(c), casework.Measure{Certificate: certificate, Measure: in.Measure, Facts: in.Facts, Unit: in.Unit, UnitCode: in.Code, Name: in.Name}, key)
		return or(c, http.StatusCreated, d, err)
	})
}
