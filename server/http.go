package server

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/handlers/api"
	"github.com/yiyang-police/permit-portal/handlers/auth"
)

// operations are for whoever runs the portal; none tells anything about people or cases.
func (a *app) operations() []route {
	return []route{
		{get, "/healthz", auth.Public, a.health},
		{get, "/readyz", auth.Public, a.readiness},
		{get, "/metrics", auth.Public, echo.WrapHandler(a.metrics.handler())},
	}
}

// handler puts the routes behind the middleware.
func (a *app) handler() (http.Handler, error) {
	a.metrics = newMetrics(a.db, a.live.Hub)
	address, err := clientAddress(a.config.TrustedProxies)
	if err != nil {
		return nil, err
	}
	guard, err := a.guard()
	if err != nil {
		return nil, err
	}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.HTTPErrorHandler = a.errors.Handle
	e.IPExtractor = address
	e.JSONSerializer = api.Labelled{Calendar: a.calendars.Current}
	e.Use(guard, a.told, a.auth.Middleware)
	return e, install(e, kept(a.readings, a.routes()))
}

// told gives every reader the days by the calendar that is in use.
func (a *app) told(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		c.SetRequest(r.WithContext(locale.WithCalendar(r.Context(), a.calendars.Current())))
		return next(c)
	}
}

// routes are those of every door.
func (a *app) routes() []route {
	return slices.Concat(routes(a.site), apiRoutes(a.api), a.operations())
}

// health tells that the process lives.
func (a *app) health(c echo.Context) error { return c.String(http.StatusOK, "ok\n") }

// readiness tells whether requests can be served; a balancer sends none elsewhere.
func (a *app) readiness(c echo.Context) error {
	if err := a.isReady(c.Request().Context()); err != nil {
		a.log.Warn("not ready", "error", err)
		return c.String(http.StatusServiceUnavailable, "not ready\n")
	}
	return c.String(http.StatusOK, "ready\n")
}
