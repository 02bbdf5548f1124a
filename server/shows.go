package server

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/reading"
)

// showing is what a route shows of people to an officer: which kind of reading it is, what its :id names, which parameter names a file, and which
// field holds what is searched for.
type showing struct {
	kind  reading.Kind
	of    reading.Of
	thing string
	text  string
}

var (
	aCase     = showing{kind: reading.Case, of: reading.OfCase}
	aStep     = showing{kind: reading.Case, of: reading.OfStep}
	aDoubt    = showing{kind: reading.Case, of: reading.OfDoubt}
	aPaper    = showing{kind: reading.Paper, of: reading.OfDocument}
	aMaterial = showing{kind: reading.File, of: reading.OfCase, thing: "material"}
	aList     = showing{kind: reading.List}
	anExport  = showing{kind: reading.Export, of: reading.OfCase}
)

// shows lists the routes that show an officer full numbers or files of people (domain.md 6.1, features P51 and I02). Names alone, as in lists of work, are
// no such showing. A walk of every officer through every page finds a number that none of these tells of.
var shows = map[string]showing{
	"GET /desk/search":             {kind: reading.Search, text: "q"},
	"GET /desk/queue/:desk/:stage": {kind: reading.Search, text: "q"},
	"GET /desk/licences":           {kind: reading.Search, text: "q"},
	"POST /desk/readings":          {kind: reading.Search, text: "person"},

	"GET /desk/cases/:id":                   aCase,
	"POST /desk/cases/:id/decide":           aCase, // shown once more with what was wrong
	"POST /desk/cases/:id/files":            aCase,
	"POST /desk/cases/:id/visit":            aCase,
	"POST /desk/cases/:id/checks":           aCase,
	"POST /desk/cases/:id/messages":         aCase,
	"GET /desk/cases/:id/hand-over":         aCase,
	"POST /desk/cases/:id/hand-over":        aCase,
	"POST /desk/steps/:id/note":             aStep,
	"POST /desk/steps/:id/return":           aStep,
	"POST /desk/steps/:id/release":          aStep,
	"POST /desk/steps/:id/take-over":        aStep,
	"POST /desk/steps/:id/undo":             aStep,
	"POST /desk/steps/:id/commit":           aStep,
	"GET /desk/business/:id":                aCase,
	"POST /desk/business/:id/verify":        aCase,
	"POST /desk/business/:id/doubt":         aCase,
	"POST /desk/business/:id/admit":         aCase,
	"POST /desk/business/:id/ordinary":      aCase,
	"POST /desk/business/:id/departed":      aCase,
	"POST /desk/business/:id/shift":         aCase,
	"GET /desk/business-doubts/:id":         aDoubt,
	"POST /desk/business-doubts/:id/answer": aDoubt,

	"GET /cases/:id/materials/:material":           aMaterial,
	"GET /desk/business/:id/papers/:paper":         {kind: reading.File, of: reading.OfCase, thing: "paper"},
	"GET /desk/business-doubts/:id/papers/:paper":  {kind: reading.File, of: reading.OfDoubt, thing: "paper"},
	"GET /desk/enterprises/takeovers/:id/evidence": {kind: reading.File, of: reading.OfRecord},
	"GET /documents/:id":                           aPaper,
	"GET /documents/:id/file":                      aPaper,
	"GET /desk/cases/:id/roster":                   anExport,
	"GET /desk/cases/:id/archive":                  anExport,
	"GET /desk/readings.csv":                       {kind: reading.Export},
	"GET /desk/penalties/:id":                      {kind: reading.Register, of: reading.OfRecord},
	"POST /desk/penalties/:id":                     {kind: reading.Register, of: reading.OfRecord},
	"GET /desk/deliveries":                         aList,
	"POST /desk/deliveries/:id":                    aList,
	"GET /desk/dead-letters":                       aList,

	"GET /api/v1/desk/cases/:id":                     aCase,
	"GET /api/v1/desk/cases/:id/materials/:material": aMaterial,
	"GET /api/v1/desk/cases/:id/archive":             anExport,
	"GET /api/v1/documents/:id":                      aPaper,
	"GET /api/v1/documents/:id/pdf":                  aPaper,
	"GET /api/v1/desk/business/:id":                  aCase,
	"GET /api/v1/desk/certificates":                  {kind: reading.Search, text: "number"},
	"GET /api/v1/desk/penalties":                     {kind: reading.Register, of: reading.OfRecord},
	"GET /api/v1/desk/deliveries":                    aList,
	"GET /api/v1/desk/letters":                       aList,
	"GET /api/v1/desk/dead-letters":                  aList,
	"GET /api/v1/desk/windows/:code/appointments":    aList,
	"POST /api/v1/supervision/readings/search":       {kind: reading.Search},
}

// keeper keeps what is shown; reading.Book does.
type keeper interface {
	Keep(ctx context.Context, actor account.Actor, s reading.Shown) error
}

// kept wraps the handlers of the routes that show people's data to officers.
func kept(book keeper, all []route) []route {
	for i, r := range all {
		if s, ok := shows[r.Method+" "+r.Path]; ok {
			all[i].Handler = s.kept(book, r.Method+" "+r.Path, r.Handler)
		}
	}
	return all
}

// kept holds the answer back until the reading is committed: what cannot be kept is not shown, and what was shown is never lost (domain.md 6.2).
func (s showing) kept(book keeper, name string, next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		actor := auth.Actor(c)
		if !actor.IsClerk() {
			return next(c)
		}
		return hold(c, s.kind == reading.Search, func() error {
			shown, any := s.shown(c, name)
			if !any {
				return nil
			}
			return book.Keep(c.Request().Context(), actor, shown)
		}, next)
	}
}

// hold lets next answer, and its answer go once keep has returned. Fault: READING_NOT_KEPT.
func hold(c echo.Context, leads bool, keep func() error, next echo.HandlerFunc) error {
	w := c.Response()
	h := &held{ResponseWriter: w.Writer, leads: leads, keep: keep}
	w.Writer = h
	err := next(c)
	w.Writer = h.ResponseWriter
	if h.err == nil {
		return err
	}
	w.Committed, w.Size = false, 0
	for _, name := range []string{echo.HeaderContentLength, echo.HeaderContentDisposition, "Accept-Ranges", "Content-Range", "ETag", echo.HeaderLastModified} {
		w.Header().Del(name)
	}
	return fault.New(fault.Unavailable, "READING_NOT_KEPT").Because(h.err)
}

// shown is what the log is told; a search without words shows nothing.
func (s showing) shown(c echo.Context, name string) (reading.Shown, bool) {
	shown := reading.Shown{Kind: s.kind, Route: name, Of: s.of, Texts: respond.Shown(c)}
	shown.ID, _ = uuid.Parse(c.Param("id"))
	if s.thing != "" {
		shown.Thing, _ = uuid.Parse(c.Param(s.thing))
	}
	if s.kind == reading.Search {
		shown.Reason = purpose(c)
	}
	if s.text != "" {
		if text := strings.TrimSpace(c.FormValue(s.text)); text != "" {
			shown.Texts = append(shown.Texts, text)
		}
	}
	return shown, s.kind != reading.Search && s.kind != reading.List || len(shown.Texts) > 0
}

// longestPurpose is how much of why somebody searches is kept, in characters.
const longestPurpose = 100

func purpose(c echo.Context) string {
	words := []rune(strings.ToValidUTF8(strings.ReplaceAll(strings.TrimSpace(c.FormValue("purpose")), "\x00", ""), ""))
	return string(words[:min(len(words), longestPurpose)])
}

// held lets the first byte go only after keep has returned without an error. Answers that lead elsewhere show nothing.
type held struct {
	http.ResponseWriter
	keep  func() error
	leads bool // an answer that leads to what was found is kept as well
	done  bool
	err   error
}

// WriteHeader implements http.ResponseWriter.
func (h *held) WriteHeader(status int) {
	shows := status < http.StatusMultipleChoices && status != http.StatusNoContent || status == http.StatusNotModified ||
		status >= http.StatusBadRequest && status != http.StatusNotFound && status < http.StatusInternalServerError
	if leads := h.leads && status == http.StatusSeeOther; !h.done && (shows || leads) {
		h.err = h.keep()
	}
	h.done = true
	if h.err == nil {
		h.ResponseWriter.WriteHeader(status)
	}
}

var errHeld = errors.New("server: the answer was held back")

// Write implements http.ResponseWriter.
func (h *held) Write(b []byte) (int, error) {
	if !h.done {
		h.WriteHeader(http.StatusOK)
	}
	if h.err != nil {
		return 0, errHeld
	}
	return h.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController find what the writer beneath can do.
func (h *held) Unwrap() http.ResponseWriter { return h.ResponseWriter }
