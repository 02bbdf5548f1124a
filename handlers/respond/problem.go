// Package respond turns what the room answers into what a person or a program receives: pages, redirects, and one mapping from
// faults to RFC 9457 problems.
package respond

import (
	"context"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// Problem is an RFC 9457 problem detail. Code is stable and meant for programs; Title and Detail are in the reader's language.
type Problem struct {
	Type      string         `json:"type"`
	Title     string         `json:"title"`
	Status    int            `json:"status"`
	Detail    string         `json:"detail,omitempty"`
	Instance  string         `json:"instance,omitempty"`
	Code      string         `json:"code"`
	RequestID string         `json:"request_id,omitempty"`
	Params    map[string]any `json:"params,omitempty"`
	Errors    []FieldProblem `json:"errors,omitempty"`
}

// FieldProblem is one faulty field; Pointer is a JSON pointer (RFC 6901) into the request body.
type FieldProblem struct {
	Pointer string         `json:"pointer"`
	Code    string         `json:"code"`
	Detail  string         `json:"detail"`
	Params  map[string]any `json:"params,omitempty"`
}

// status is the one table from kinds of faults to HTTP.
var status = map[fault.Kind]int{
	fault.Invalid:         http.StatusUnprocessableEntity,
	fault.Malformed:       http.StatusBadRequest,
	fault.Unauthenticated: http.StatusUnauthorized,
	fault.Forbidden:       http.StatusForbidden,
	fault.NotFound:        http.StatusNotFound,
	fault.Conflict:        http.StatusConflict,
	fault.Stale:           http.StatusPreconditionFailed,
	fault.TooLarge:        http.StatusRequestEntityTooLarge,
	fault.Unsupported:     http.StatusUnsupportedMediaType,
	fault.TooMany:         http.StatusTooManyRequests,
	fault.Unavailable:     http.StatusServiceUnavailable,
}

// Status is the HTTP status of a fault; 500 for anything that is not one.
func Status(err error) int {
	if f, ok := fault.As(err); ok {
		if s, known := status[f.Kind]; known {
			return s
		}
	}
	return http.StatusInternalServerError
}

// Fault reads any error as a fault: its own, echo's, or INTERNAL for everything that nobody foresaw.
func Fault(err error) *fault.Error {
	if f, ok := fault.As(err); ok {
		return f
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return fault.New(fault.TooLarge, "TOO_LARGE", "limit", tooLarge.Limit).Because(err)
	}
	var e *echo.HTTPError
	if errors.As(err, &e) {
		return fromEcho(e)
	}
	return fault.New(0, "INTERNAL").Because(err)
}

func fromEcho(e *echo.HTTPError) *fault.Error {
	switch e.Code {
	case http.StatusNotFound:
		return fault.New(fault.NotFound, "NOT_FOUND")
	case http.StatusMethodNotAllowed:
		return fault.New(methodNotAllowed, "METHOD_NOT_ALLOWED")
	case http.StatusRequestEntityTooLarge:
		return fault.New(fault.TooLarge, "TOO_LARGE").Because(e)
	case http.StatusUnsupportedMediaType:
		return fault.New(fault.Unsupported, "UNSUPPORTED").Because(e)
	case http.StatusServiceUnavailable:
		return fault.New(fault.Unavailable, "UNAVAILABLE").Because(e)
	}
	if e.Code >= 400 && e.Code < 500 {
		return fault.New(fault.Malformed, "MALFORMED").Because(e)
	}
	return fault.New(0, "INTERNAL").Because(e)
}

// methodNotAllowed is HTTP's own kind of fault: no rule of the room ever answers it.
const methodNotAllowed fault.Kind = -http.StatusMethodNotAllowed

func init() { status[methodNotAllowed] = http.StatusMethodNotAllowed }

// problem words a fault for one reader.
func problem(ctx context.Context, f *fault.Error, instance, requestID string) Problem {
	p := Problem{
		Type: "/api/problems/" + f.Code, Status: Status(f), Code: f.Code, Params: f.Params,
		Title: locale.Fault(ctx, f), Instance: instance, RequestID: requestID,
	}
	for _, field := range f.Fields {
		p.Errors = append(p.Errors, FieldProblem{
			Pointer: field.Pointer, Code: field.Code, Params: field.Params, Detail: locale.Field(ctx, field),
		})
	}
	return p
}
