package main

import (
	"context"
	"database/sql/driver"
	"encoding/hex"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// tracer listens to what is said to the database while somebody wants to know.
type tracer struct {
	mu        sync.Mutex
	listening bool
	heard     []statement
}

// statement is SQL with its parameters.
type statement struct {
	sql    string
	values []parameter
}

// parameter is a value as text, which PostgreSQL reads as it reads the binary one.
type parameter struct {
	text string
	null bool
	kind kind
}

type kind int

const (
	other  kind = iota
	word        // a text
	number      // a whole number
	id          // a uuid
)

func (t *tracer) begin() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.listening, t.heard = true, nil
}

func (t *tracer) end() []statement {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.listening = false
	return t.heard
}

// TraceQueryStart keeps a statement.
func (t *tracer) TraceQueryStart(ctx context.Context, _ *pgx.Conn, data pgx.TraceQueryStartData) context.Context {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.listening || strings.HasPrefix(data.SQL, "--") { // a ping
		return ctx
	}
	s := statement{sql: data.SQL}
	for _, value := range data.Args {
		switch value.(type) {
		case pgx.QueryResultFormats, pgx.QueryResultFormatsByOID, pgx.QueryExecMode:
			continue
		}
		s.values = append(s.values, textOf(value))
	}
	t.heard = append(t.heard, s)
	return ctx
}

// TraceQueryEnd has nothing to tell.
func (t *tracer) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func textOf(value any) parameter {
	if v, ok := value.(uuid.UUID); ok {
		return parameter{text: v.String(), kind: id}
	}
	if v, ok := value.(uuid.NullUUID); ok && v.Valid {
		return parameter{text: v.UUID.String(), kind: id}
	}
	if v, ok := value.(driver.Valuer); ok {
		if r := reflect.ValueOf(value); r.Kind() == reflect.Pointer && r.IsNil() {
			return parameter{null: true}
		}
		plain, err := v.Value()
		if err != nil {
			panic(err) // the use-case itself has sent it
		}
		value = plain
	}
	switch v := value.(type) {
	case nil:
		return parameter{null: true}
	case time.Time:
		return parameter{text: v.Format(time.RFC3339Nano)}
	case []byte:
		return parameter{text: `\x` + hex.EncodeToString(v), null: v == nil}
	}
	switch r := reflect.ValueOf(value); r.Kind() {
	case reflect.Pointer:
		if r.IsNil() {
			return parameter{null: true}
		}
		return textOf(r.Elem().Interface())
	case reflect.String:
		return parameter{text: r.String(), kind: word}
	case reflect.Int, reflect.Int16, reflect.Int32, reflect.Int64:
		return parameter{text: fmt.Sprint(value), kind: number}
	}
	return parameter{text: fmt.Sprint(value)}
}
