package api

import (
	"bytes"
	"encoding/csv"
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/models/disclosure"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Disclosures lists published decisions about permits, the newest first.
func (a *API) Disclosures(c echo.Context) error {
	q, err := disclosureSearch(c)
	if err != nil {
		return err
	}
	found, err := a.Publicity.Search(c.Request().Context(), q)
	return or(c, http.StatusOK, page(found.Items, found.Next, found.Total, same[disclosure.Entry]), err)
}

func disclosureSearch(c echo.Context) (q disclosure.Search, err error) {
	if q.Text, err = text(c, "q"); err != nil {
		return q, err
	}
	if q.ItemCode, err = text(c, "item"); err != nil {
		return q, err
	}
	for name, day := range map[string]*workday.Date{"from": &q.From, "to": &q.To} {
		if value := c.QueryParam(name); value != "" {
			if *day, err = workday.Parse(value); err != nil {
				return q, fault.Fields(fault.OneField("/"+name, "DATE_FORMAT"))
			}
		}
	}
	if q.Limit, err = limit(c); err != nil {
		return q, err
	}
	cursor, err := after(c)
	if cursor != uuid.Nil {
		q.After = cursor.String()
	}
	return q, err
}

// Disclosure is one published decision.
func (a *API) Disclosure(c echo.Context) error {
	record, err := id(c, "id")
	if err != nil {
		return err
	}
	e, err := a.Publicity.Entry(c.Request().Context(), record)
	return or(c, http.StatusOK, e, err)
}

// mostOpen is how many records one file of open data holds; the search leads further back by date.
const mostOpen = 10_000

// openDisclosures are the newest published records, page by page.
func (a *API) openDisclosures(c echo.Context) (list []disclosure.Entry, err error) {
	q := disclosure.Search{Limit: mostRows}
	for len(list) < mostOpen {
		found, err := a.Publicity.Search(c.Request().Context(), q)
		if err != nil {
			return nil, err
		}
		list = append(list, found.Items...)
		if q.After = found.Next; q.After == "" {
			break
		}
	}
	return list, nil
}

// OpenDisclosures is what is published as open data.
func (a *API) OpenDisclosures(c echo.Context) error {
	list, err := a.openDisclosures(c)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, whole(list, same[disclosure.Entry]))
}

// OpenDisclosuresCSV is the same as a table, with the columns of the standard of 双公示 in their order.
func (a *API) OpenDisclosuresCSV(c echo.Context) error {
	list, err := a.openDisclosures(c)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	b.WriteString(bom)
	w := csv.NewWriter(&b)
	w.UseCRLF = true // RFC 4180
	_ = w.Write([]string{"行政相对人名称", "相对人类别", "统一社会信用代码", "决定文书名称", "决定文书号", "许可类别", "许可证书名称", "许可证书编号", "许可内容", "决定日期",
		"有效期自", "有效期至", "许可机关", "当前状态"})
	for _, e := range list {
		_ = w.Write([]string{e.Party, e.PartyKind, e.CreditCode, e.DocumentTitle, e.DocumentNumber, e.Category, e.CertificateTitle, e.CertificateNumber, e.Content,
			e.DecidedOn.String(), e.ValidFrom.String(), e.ValidTo.String(), e.Agency, string(e.Standing)}) // a bytes.Buffer never fails; Error tells of the rest
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return err
	}
	return c.Blob(http.StatusOK, mimeCSV, b.Bytes())
}

// ObjectToDisclosure takes the objection of the person concerned.
func (a *API) ObjectToDisclosure(c echo.Context) error {
	return a.act(c, func(record uuid.UUID) error {
		in, err := read[struct {
			Reason string `json:"reason"`
		}](c)
		if err != nil {
			return err
		}
		o, err := a.Publicity.Object(c.Request().Context(), auth.Actor(c), record, in.Reason)
		return or(c, http.StatusCreated, o, err)
	})
}

// DeskDisclosures lists a shelf of the publishing officer.
func (a *API) DeskDisclosures(c echo.Context) error {
	shelf, err := among(c, "shelf", disclosure.Shelves()...)
	if err != nil {
		return err
	}
	w := disclosure.Work{Shelf: shelf}
	if shelf == "" {
		w.Shelf = disclosure.ShelfDue
	}
	if w.Limit, err = limit(c); err != nil {
		return err
	}
	cursor, err := after(c)
	if err != nil {
		return err
	}
	if cursor != uuid.Nil {
		w.After = cursor.String()
	}
	found, _, err := a.Publicity.Work(c.Request().Context(), auth.Actor(c), w)
	return or(c, http.StatusOK, page(found.Items, found.Next, found.Total, same[disclosure.Record]), err)
}

// DeskDisclosure is one record with its trace and objections.
func (a *API) DeskDisclosure(c echo.Context) error {
	record, err := id(c, "id")
	if err != nil {
		return err
	}
	d, err := a.Publicity.Record(c.Request().Context(), auth.Actor(c), record)
	if err != nil {
		return err
	}
	if d.Objections == nil {
		d.Objections = []disclosure.Objection{}
	}
	return answer(c, http.StatusOK, d)
}

// PublishDisclosures publishes the records named.
func (a *API) PublishDisclosures(c echo.Context) error {
	in, err := read[struct {
		IDs []uuid.UUID `json:"ids"`
	}](c)
	if err != nil {
		return err
	}
	n, err := a.Publicity.Publish(c.Request().Context(), auth.Actor(c), in.IDs)
	return or(c, http.StatusOK, map[string]int{"published": n}, err)
}

// WithholdDisclosure asks that a record be not published, or be taken down.
func (a *API) WithholdDisclosure(c echo.Context) error {
	return a.act(c, func(record uuid.UUID) error {
		in, err := read[struct {
			Code  string `json:"code"`
			Words string `json:"words"`
		}](c)
		if err != nil {
			return err
		}
		return done(c, a.Publicity.Withhold(c.Request().Context(), auth.Actor(c), record, in.Code, in.Words))
	})
}

// ApproveWithholding is the decision of the head of the agency.
func (a *API) ApproveWithholding(c echo.Context) error {
	return a.act(c, func(record uuid.UUID) error {
		in, err := read[struct {
			Approved bool   `json:"approved"`
			Words    string `json:"words"`
		}](c)
		if err != nil {
			return err
		}
		return done(c, a.Publicity.Approve(c.Request().Context(), auth.Actor(c), record, in.Approved, in.Words))
	})
}

// RuleObjection decides an objection.
func (a *API) RuleObjection(c echo.Context) error {
	return a.act(c, func(objection uuid.UUID) error {
		in, err := read[struct {
			Result     disclosure.Result `json:"result"`
			Code       string            `json:"code"`
			Words      string            `json:"words"`
			Correction struct {
				Content   string       `json:"content"`
				ValidFrom workday.Date `json:"valid_from"`
				ValidTo   workday.Date `json:"valid_to"`
			} `json:"correction"`
		}](c)
		if err != nil {
			return err
		}
		return done(c, a.Publicity.Rule(c.Request().Context(), auth.Actor(c), objection, disclosure.Ruling{Result: in.Result, Code: in.Code, Words: in.Words,
			Correction: disclosure.Correction(in.Correction)}))
	})
}
