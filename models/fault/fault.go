// Package fault is the closed set of errors that the portal answers with. Rules and use-cases return a *fault.Error; the doors map its
// Kind to a status once and its Code to words in the reader's language. A Code is stable: programs and tests may rely on it.
package fault

import (
	"errors"
	"fmt"
	"strings"
)

// Kind says what sort of answer a fault is; it decides the HTTP status.
type Kind int

const (
	Invalid         Kind = iota + 1 // the request or its fields break a rule: 422
	Malformed                       // the request cannot be read at all: 400
	Unauthenticated                 // nobody is signed in, or the proof is wrong: 401
	Forbidden                       // signed in, but the law or the role does not allow it: 403
	NotFound                        // absent, or not for this person's eyes: 404
	Conflict                        // the state of the case does not allow it now: 409
	Stale                           // somebody else changed it first: 412
	TooLarge                        // body or file over its limit: 413
	Unsupported                     // media type not handled: 415
	TooMany                         // rate limited: 429
	Unavailable                     // an outside register or resource is down: 503
)

// Field is one faulty field: where it is (JSON pointer into the request body, e.g. "/answers/mobile"), which rule it breaks
// and the values its message needs.
type Field struct {
	Pointer string         `json:"pointer"`
	Code    string         `json:"code"`
	Params  map[string]any `json:"params,omitempty"`
}

// Error is an answer that somebody outside may read. Params fill the message of Code; Cause is for the log only.
type Error struct {
	Kind   Kind
	Code   string
	Params map[string]any
	Fields []Field
	Cause  error
}

// New makes a fault of a kind with its stable code and optional message parameters as name, value pairs.
func New(kind Kind, code string, params ...any) *Error {
	return &Error{Kind: kind, Code: code, Params: pairs(params)}
}

// OneField makes the fault of one field.
func OneField(pointer, code string, params ...any) Field {
	return Field{Pointer: pointer, Code: code, Params: pairs(params)}
}

// Fields makes an Invalid fault that lists field faults; it is nil when there are none, so validators can return it directly.
func Fields(fields ...Field) error {
	if len(fields) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Code: "INVALID_FIELDS", Fields: fields}
}

// Because attaches the inner cause, which is logged and never shown.
func (e *Error) Because(cause error) *Error {
	copied := *e
	copied.Cause = cause
	return &copied
}

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Code)
	for _, f := range e.Fields {
		fmt.Fprintf(&b, " %s:%s", f.Pointer, f.Code)
	}
	if e.Cause != nil {
		fmt.Fprintf(&b, ": %v", e.Cause)
	}
	return b.String()
}

func (e *Error) Unwrap() error { return e.Cause }

// Is lets errors.Is compare by code: errors.Is(err, fault.New(fault.Conflict, "LEASE_LOST")).
func (e *Error) Is(target error) bool {
	var t *Error
	return errors.As(target, &t) && t.Code == e.Code
}

// Code returns the stable code of the first fault in err's chain, or "" when there is none.
func Code(err error) string {
	if e, ok := As(err); ok {
		return e.Code
	}
	return ""
}

// As returns the first fault in err's chain.
func As(err error) (*Error, bool) {
	var e *Error
	ok := errors.As(err, &e)
	return e, ok
}

func pairs(params []any) map[string]any {
	if len(params) == 0 {
		return nil
	}
	m := make(map[string]any, len(params)/2)
	for i := 0; i+1 < len(params); i += 2 {
		m[fmt.Sprint(params[i])] = params[i+1]
	}
	return m
}
