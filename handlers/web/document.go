package web

import (
	"mime"
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/fault"
)

func documentPath(id uuid.UUID) string { return "/documents/" + id.String() }

// readable finds the document that the address names, if the reader may see its case, or is to post a copy of it; of the case itself seen tells. Cards
// are supervision's own.
func (s *Site) readable(c echo.Context) (d document.Document, seen bool, err error) {
	which, err := id(c, "id")
	if err != nil {
		return d, false, err
	}
	ctx, actor := c.Request().Context(), auth.Actor(c)
	if d, err = s.Documents.Get(ctx, which); err != nil {
		return d, false, err
	}
	if !d.Kind.ForApplicant() && !actor.IsClerk() {
		return d, false, fault.New(fault.NotFound, "NOT_FOUND")
	}
	unseen := s.Cases.MaySee(ctx, actor, d.CaseID)
	if fault.Code(unseen) == "NOT_FOUND" {
		if posts, err := s.Delivering.Posts(ctx, actor, d.ID); posts || err != nil {
			return d, false, err
		}
	}
	return d, unseen == nil, unseen
}

// Document shows a document to be read.
func (s *Site) Document(c echo.Context) error {
	d, seen, err := s.readable(c)
	if err != nil {
		return err
	}
	v := pages.DocumentView{}
	switch {
	case !seen: // he posts a copy of the paper, the case is not his
	case auth.Actor(c).IsClerk():
		v.CaseHref = clerkHome + myCasePath(d.CaseID.String())
	default:
		v.CaseHref = myCasePath(d.CaseID.String())
	}
	if v.Document, v.Letter, err = s.Documents.Letter(c.Request().Context(), d.ID); err != nil {
		return err
	}
	if v.Letter.Card != nil {
		v.Verify = v.Letter.Card.VerifyAt
	}
	if err := s.Delivering.Read(c.Request().Context(), auth.Actor(c), d.ID); err != nil {
		return err
	}
	if v.Delivery, v.Proven, err = s.Delivering.Of(c.Request().Context(), d.ID); err != nil {
		return err
	}
	if v.Proven && d.Kind.Adverse() && !d.Annulled() && !v.Letter.Final {
		v.Review, v.Suit = s.Delivering.Remedies(d.Kind, v.Delivery.Known(v.Delivery.DeliveredOn), d.IssuedOn)
	}
	if d.Kind == document.Delivery {
		if v.Papers, err = s.Delivering.OfCase(c.Request().Context(), d.CaseID); err != nil {
			return err
		}
	}
	from := crumb(say(c, "doc.case"), v.CaseHref)
	if !seen {
		from = crumb(say(c, "delivery.title"), clerkHome+"/deliveries")
	}
	f := s.frame(c, d.Title, from, crumb(d.Title, ""))
	return respond.Page(c, http.StatusOK, pages.Document(f, v))
}

// DocumentFile sends the signed PDF: into the window, or with ?save=1 into a file.
func (s *Site) DocumentFile(c echo.Context) error {
	d, _, err := s.readable(c)
	if err != nil {
		return err
	}
	d, file, err := s.Documents.Open(c.Request().Context(), d.ID)
	if err != nil {
		return err
	}
	if err := s.Delivering.Read(c.Request().Context(), auth.Actor(c), d.ID); err != nil {
		return err
	}
	defer file.Close()
	way := "inline"
	if c.QueryParam("save") == "1" {
		way = "attachment"
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, "application/pdf")
	h.Set(echo.HeaderContentDisposition, mime.FormatMediaType(way, map[string]string{"filename": d.FileName()}))
	h.Set(echo.HeaderXContentTypeOptions, "nosniff")
	h.Set(echo.HeaderCacheControl, "private, no-store")
	if c.QueryParam("view") == "1" {
		inside(h, "application/pdf")
	}
	http.ServeContent(c.Response(), c.Request(), "", d.IssuedAt, file)
	return nil
}
