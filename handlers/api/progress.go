package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/identity"
)

// progressView is how a case stands, for somebody with its query code.
type progressView struct {
	casework.Progress
	Name   string   `json:"name"`
	NameEn string   `json:"name_en,omitempty"`
	Row    *nextRow `json:"row,omitempty"` // by which it usually goes on
}

// Progress tells how a case stands. It is a POST, so that numbers and codes stand in no address and no log.
func (a *API) Progress(c echo.Context) error {
	in, err := read[struct {
		Number    string `json:"number"`
		QueryCode string `json:"query_code"`
		LastFour  string `json:"last_four"`
	}](c)
	if err != nil {
		return err
	}
	number, err := identity.ParseCaseNumber(in.Number)
	if f, ok := fault.As(err); ok {
		return fault.Fields(fault.Field{Pointer: "/number", Code: f.Code, Params: f.Params})
	}
	ctx := c.Request().Context()
	if err := a.Accounts.Limiter.AllowAll(ctx,
		account.Use{Key: "progress address|" + c.RealIP(), Limit: progressFromAddress},
		account.Use{Key: "progress case|" + number.String(), Limit: progressOfCase}); err != nil {
		return err
	}
	found, err := a.Cases.Progress(ctx, number.String(), in.QueryCode, in.LastFour)
	return or(c, http.StatusOK, progressView{Progress: found, Name: found.Name.Zh, NameEn: found.Name.En, Row: next(c, found.Procedure, found.Ahead)}, err)
}
