package api

import (
	"context"
	"io"
	"mime"
	"net/http"
	"slices"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// Verify tells a stranger how a certificate stands. Every code gets an answer: one that does not exist is unknown.
func (a *API) Verify(c echo.Context) error {
	if err := a.lookup(c); err != nil {
		return err
	}
	v, err := a.Documents.Verify(c.Request().Context(), c.Param("code"))
	return or(c, http.StatusOK, v, err)
}

// Certificates lists those that the portal issued to the person, or to the unit for which he acts.
func (a *API) Certificates(c echo.Context) error {
	actor := auth.Actor(c)
	holder := actor.IDNumber
	if m, ok := actor.Member(actor.Acting); ok {
		holder = m.CreditCode
	}
	held, err := a.Documents.HeldBy(c.Request().Context(), holder)
	return or(c, http.StatusOK, whole(held, same[document.Held]), err)
}

// CaseDocuments lists the documents of a case.
func (a *API) CaseDocuments(c echo.Context) error {
	return a.act(c, func(which uuid.UUID) error {
		documents, err := a.documentsOf(c, which)
		return or(c, http.StatusOK, whole(documents, same[document.Document]), err)
	})
}

// documentsOf are the documents of a case that the reader may see.
func (a *API) documentsOf(c echo.Context, which uuid.UUID) ([]document.Document, error) {
	ctx, actor := c.Request().Context(), auth.Actor(c)
	if actor.IsClerk() {
		v, err := a.Cases.Review(ctx, actor, which)
		return v.Documents, err
	}
	v, err := a.Cases.CaseForApplicant(ctx, actor, which)
	return v.Documents, err
}

// readable checks that the reader may see the document's case before anything of it is told.
func (a *API) readable(ctx context.Context, c echo.Context) (uuid.UUID, error) {
	which, err := id(c, "id")
	if err != nil {
		return uuid.Nil, err
	}
	d, err := a.Documents.Get(ctx, which)
	if err != nil {
		return uuid.Nil, err
	}
	documents, err := a.documentsOf(c, d.CaseID)
	if err == nil && !slices.ContainsFunc(documents, func(d document.Document) bool { return d.ID == which }) {
		err = fault.New(fault.NotFound, "NOT_FOUND")
	}
	return which, err
}

// Letter is a document as it reads.
func (a *API) Letter(c echo.Context) error {
	ctx := c.Request().Context()
	which, err := a.readable(ctx, c)
	if err != nil {
		return err
	}
	d, letter, err := a.Documents.Letter(ctx, which)
	if err == nil {
		err = a.Deliveries.Read(ctx, auth.Actor(c), which)
	}
	return or(c, http.StatusOK, newLetterView(d, letter), err)
}

// PDF is the signed file.
func (a *API) PDF(c echo.Context) error {
	ctx := c.Request().Context()
	which, err := a.readable(ctx, c)
	if err != nil {
		return err
	}
	d, file, err := a.Documents.Open(ctx, which)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := a.Deliveries.Read(ctx, auth.Actor(c), which); err != nil {
		return err
	}
	return download(c, "application/pdf", d.FileName(), file)
}

// download sends a file to be saved, never to be run by a browser.
func download(c echo.Context, media, name string, file io.Reader) error {
	private(c)
	c.Response().Header().Set(echo.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	return c.Stream(http.StatusOK, media, file)
}
