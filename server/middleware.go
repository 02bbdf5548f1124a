package server

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"runtime/debug"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// guard stands around every request: it names it, says what browsers may do with the answer, refuses posts from other sites, catches
// panics, logs and counts. It is one function because public pages should cost hardly more than the bytes they send.
func (a *app) guard() (echo.MiddlewareFunc, error) {
	headers := securityHeaders(!a.config.demo())
	origins := http.NewCrossOriginProtection()
	if err := origins.AddTrustedOrigin(a.config.PublicURL); err != nil {
		return nil, fmt.Errorf("PORTAL_PUBLIC_URL: %w", err)
	}
	ids := newRequestIDs()
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			begun := time.Now()
			header := c.Response().Header()
			for _, h := range headers {
				header[h.name] = h.value
			}
			id := ids.next()
			header[echo.HeaderXRequestID] = []string{id}
			err := refuseCrossOrigin(origins, c)
			if err == nil {
				err = caught(next, c)
			}
			if err != nil {
				c.Error(err)
			}
			a.observe(c, id, time.Since(begun))
			return nil
		}
	}, nil
}

func refuseCrossOrigin(origins *http.CrossOriginProtection, c echo.Context) error {
	if err := origins.Check(c.Request()); err != nil {
		return fault.New(fault.Forbidden, "CROSS_ORIGIN").Because(err)
	}
	return nil
}

// caught turns a panic into an error with its stack; the way net/http itself aborts a request stays.
func caught(next echo.HandlerFunc, c echo.Context) (err error) {
	defer func() {
		switch r := recover(); r {
		case nil:
		case http.ErrAbortHandler:
			panic(r)
		default:
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	return next(c)
}

// slow is when a read is worth a line in the log.
const slow = time.Second

// observe counts the request and logs what changes something, fails or is slow; quick reads are only logged for debugging.
func (a *app) observe(c echo.Context, id string, took time.Duration) {
	r, w := c.Request(), c.Response()
	if w.Header().Get(echo.HeaderContentType) == auth.EventStream {
		took = 0 // a stream is not slow: it lasts as long as its page
	}
	a.metrics.request(r.Method, c.Path(), w.Status, took)
	level := slog.LevelDebug
	if reading := r.Method == http.MethodGet || r.Method == http.MethodHead; !reading || w.Status >= http.StatusBadRequest || took > slow {
		level = slog.LevelInfo
	}
	if !a.log.Enabled(context.Background(), level) {
		return
	}
	// The query may hold what people searched for or typed, so the path alone is kept.
	a.log.LogAttrs(r.Context(), level, "request", slog.String("id", id), slog.String("method", r.Method), slog.String("path", r.URL.Path),
		slog.Int("status", w.Status), slog.Int64("bytes", w.Size), slog.Duration("took", took), slog.String("from", c.RealIP()))
}

type fixedHeader struct {
	name  string
	value []string
}

// securityHeaders are the same for every answer. Pages load only what this site serves, run no inline script or style, and stand in
// nobody's frame.
func securityHeaders(strictTransport bool) []fixedHeader {
	headers := []fixedHeader{
		{"Content-Security-Policy", []string{"default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"}},
		{"X-Content-Type-Options", []string{"nosniff"}},
		{"X-Frame-Options", []string{"DENY"}},
		{"Referrer-Policy", []string{"same-origin"}},
		{"Cross-Origin-Opener-Policy", []string{"same-origin"}},
		{"Cross-Origin-Resource-Policy", []string{"same-origin"}},
		{"Permissions-Policy", []string{"camera=(), geolocation=(), microphone=(), payment=(), usb=()"}},
	}
	if strictTransport {
		headers = append(headers, fixedHeader{"Strict-Transport-Security", []string{"max-age=31536000; includeSubDomains"}})
	}
	return headers
}

// requestIDs are short, unique across instances for all practical purposes, and made without asking the system.
type requestIDs struct {
	process string
	count   atomic.Uint64
}

func newRequestIDs() *requestIDs {
	return &requestIDs{process: strconv.FormatUint(uint64(rand.Uint32())|1<<32, 36) + "-"}
}

func (i *requestIDs) next() string { return i.process + strconv.FormatUint(i.count.Add(1), 36) }

// clientAddress tells how a reader's address is found: the connection's own, or behind trusted proxies the one that they forward.
func clientAddress(trusted []string) (echo.IPExtractor, error) {
	if len(trusted) == 0 {
		return echo.ExtractIPDirect(), nil
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, network := range trusted {
		_, parsed, err := net.ParseCIDR(network)
		if err != nil {
			return nil, fmt.Errorf("PORTAL_TRUSTED_PROXIES: %w", err)
		}
		options = append(options, echo.TrustIPRange(parsed))
	}
	return echo.ExtractIPFromXFFHeader(options...), nil
}
