package web

import (
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/numbers"
	"github.com/yiyang-police/permit-portal/models/workday"
)

const (
	numbersHome = clerkHome + "/numbers"
	whatIfHome  = clerkHome + "/what-if"
)

// numbersEvery is how often, at most, open numbers are counted again while much happens.
const numbersEvery = 15 * time.Second

// numbersAsk reads a period and desk from the address; a period that is not asked for is the usual one.
func numbersAsk(q url.Values) numbers.Ask {
	a := numbers.Ask{Desk: q.Get("desk")}
	if q.Get("from") != "" || q.Get("to") != "" {
		a.Period = numbers.Period{From: dayOf(q.Get("from")), To: dayOf(q.Get("to"))}
		if a.Period == (numbers.Period{}) {
			a.Period.To = workday.NewDate(1, 1, 1) // neither is a date: refused, not taken for nothing
		}
	}
	return a
}

// dayOf is a date that was typed; zero for anything else, which the rules refuse.
func dayOf(text string) workday.Date {
	d, err := workday.Parse(strings.TrimSpace(text))
	if err != nil {
		return workday.Date{}
	}
	return d
}

// Numbers shows the figures of a period. A period that cannot be counted leaves the usual one on the page, with what is wrong above.
func (s *Site) Numbers(c echo.Context) error {
	ctx, actor, q := respond.Context(c), auth.Actor(c), c.QueryParams()
	live := s.liveAt(numbersHome)
	v := pages.NumbersView{Today: workday.DateOf(s.Now())}
	ask, status := numbersAsk(q), http.StatusOK
	var err error
	v.Figures, err = s.Numbering.Figures(ctx, actor, ask)
	if f, ok := fault.As(err); ok && f.Kind == fault.Invalid {
		v.Entry, status = pages.Refused(ctx, q, f), respond.Status(f)
		v.Figures, err = s.Numbering.Figures(ctx, actor, numbers.Ask{Desk: ask.Desk})
	}
	if err != nil {
		return err
	}
	if v.Names, err = s.deskNames(c); err != nil {
		return err
	}
	f := s.frame(c, say(c, "numbers.title"), crumb(say(c, "numbers.title"), ""))
	if status == http.StatusOK {
		f.Live, f.LiveEvery = live, numbersEvery
	}
	return respond.Page(c, status, pages.Numbers(f, v))
}

// NumbersCSV and NumbersXLSX are the same tables as a file.
func (s *Site) NumbersCSV(c echo.Context) error {
	return s.numbersFile(c, "csv", "text/csv; charset=utf-8", numbers.CSV)
}

// NumbersXLSX is a workbook with a sheet for each table.
func (s *Site) NumbersXLSX(c echo.Context) error {
	return s.numbersFile(c, "xlsx", sheetType, numbers.XLSX)
}

func (s *Site) numbersFile(c echo.Context, ext, kind string, write func([]numbers.Table, func(any) string) ([]byte, error)) error {
	f, err := s.Numbering.Figures(respond.Context(c), auth.Actor(c), numbersAsk(c.QueryParams()))
	if err != nil {
		return err
	}
	raw, err := write(pages.NumbersTables(respond.Context(c), f), pages.NumbersSay)
	if err != nil {
		return err
	}
	name := say(c, "numbers.file", "from", f.Period.From.String(), "to", f.Period.To.String()) + "." + ext
	c.Response().Header().Set(echo.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	c.Response().Header().Set(echo.HeaderCacheControl, "private, no-store")
	return c.Blob(http.StatusOK, kind, raw)
}

// WhatIf replays a month; without a question it plays one clerk more.
func (s *Site) WhatIf(c echo.Context) error {
	ctx, actor, q := respond.Context(c), auth.Actor(c), c.QueryParams()
	v := pages.WhatIfView{Today: workday.DateOf(s.Now()), Asked: numbers.Question{More: 1}}
	status := http.StatusOK
	var err error
	if len(q) > 0 {
		v.Asked, err = numbers.ReadQuestion(q.Get)
	}
	var a numbers.Answer
	if err == nil {
		a, err = s.Numbering.WhatIf(ctx, actor, v.Asked)
	}
	if f, ok := fault.As(err); ok && f.Kind == fault.Invalid {
		v.Entry, status = pages.Refused(ctx, q, f), respond.Status(f)
		v.Desks, err = s.Numbering.Desks(ctx, actor)
	} else if err == nil {
		v.Answer, v.Desks, v.Asked = &a, a.Desks, a.Question
	}
	if err != nil {
		return err
	}
	if v.Names, err = s.deskNames(c); err != nil {
		return err
	}
	f := s.frame(c, say(c, "whatif.title"), crumb(say(c, "numbers.title"), numbersHome), crumb(say(c, "whatif.title"), ""))
	return respond.Page(c, status, pages.WhatIf(f, v))
}
