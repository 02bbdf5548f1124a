package server

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/live"
)

// metrics are what a monitoring system reads at /metrics; none holds anything about people or cases.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
}

func newMetrics(d *db.DB, l *live.Hub) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "portal_http_request_seconds", Help: "How long requests took, by method, route and status.",
			Buckets: []float64{.001, .005, .025, .1, .25, 1, 5},
		}, []string{"method", "route", "status"}),
	}
	m.registry.MustRegister(m.requests, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	gauge := func(name, help string, read func() float64) {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, read))
	}
	gauge("portal_database_connections", "Open connections to the database.", func() float64 { return float64(d.Pool().Stat().TotalConns()) })
	gauge("portal_database_connections_busy", "Connections in use.", func() float64 { return float64(d.Pool().Stat().AcquiredConns()) })
	gauge("portal_live_pages", "Open pages that are told of changes.", func() float64 { return float64(l.Listening()) })
	gauge("portal_database_connections_limit", "Connections at most.", func() float64 { return float64(d.Pool().Stat().MaxConns()) })
	return m
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{Registry: m.registry})
}

// request counts one answer under its route's pattern; what matched no route is counted together, so that nobody can fill the memory
// with names of his own.
func (m *metrics) request(method, route string, status int, took time.Duration) {
	if route == "" {
		route = "none"
	}
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
	default:
		method = "other"
	}
	m.requests.WithLabelValues(method, route, statusText(status)).Observe(took.Seconds())
}

func statusText(status int) string {
	if status == http.StatusOK {
		return "200" // nearly always
	}
	return strconv.Itoa(status)
}
