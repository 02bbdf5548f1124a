// Package locale speaks to people: every sentence of the portal is a message with a key, once in Chinese and once in English.
// Messages live in zh/*.json and en/*.json, one file per capability; all files of a language are merged. Values are put into a
// message by name: "{limit} 个工作日". A test keeps both languages complete and every key that the pages use present.
package locale

import (
	"context"
	"fmt"
	"strings"

	"github.com/yiyang-police/permit-portal/models/fault"
)

// Lang is a language of the portal.
type Lang string

const (
	Chinese Lang = "zh" // the first language; also the fallback
	English Lang = "en"
)

// Parse reads a language from a cookie, query or configuration; anything unknown is Chinese.
func Parse(s string) Lang {
	if s == string(English) {
		return English
	}
	return Chinese
}

// Tag is the language's BCP 47 tag, for <html lang> and Content-Language.
func (l Lang) Tag() string {
	if l == English {
		return "en"
	}
	return "zh-CN"
}

type contextKey struct{}

// With returns a context whose reader reads lang.
func With(ctx context.Context, lang Lang) context.Context {
	return context.WithValue(ctx, contextKey{}, lang)
}

// Of is the reader's language; Chinese when none was set.
func Of(ctx context.Context) Lang {
	if lang, ok := ctx.Value(contextKey{}).(Lang); ok {
		return lang
	}
	return Chinese
}

// T is the message of key in the reader's language. pairs are placeholder names and values: T(ctx, "queue.waiting", "count", 3).
// A day under the name "due" is told like Due. An unknown key is returned as it is, so that a gap is seen and never hides a page.
func T(ctx context.Context, key string, pairs ...any) string {
	text, ok := lookup(Of(ctx), key)
	if !ok {
		return key
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		name := fmt.Sprint(pairs[i])
		text = fill(text, name, show(ctx, name, pairs[i+1]))
	}
	return text
}

// Has tells whether the catalogue knows key, for names that are built from data and have a sensible fallback.
func Has(key string) bool {
	_, ok := lookup(Chinese, key)
	return ok
}

// Pick chooses between two ready texts of data that exists in both languages; Chinese when the English one is empty.
func Pick(ctx context.Context, zh, en string) string {
	if Of(ctx) == English && en != "" {
		return en
	}
	return zh
}

// Fault is the sentence for a fault: what is wrong and how to mend it. An unknown code gets the sentence for unexpected faults.
func Fault(ctx context.Context, e *fault.Error) string {
	return sentence(ctx, e.Code, e.Params)
}

// Field is the sentence for one faulty field.
func Field(ctx context.Context, f fault.Field) string {
	return sentence(ctx, f.Code, f.Params)
}

func sentence(ctx context.Context, code string, params map[string]any) string {
	text, ok := lookup(Of(ctx), "fault."+code)
	if !ok {
		return T(ctx, "fault.UNKNOWN", "code", code)
	}
	for name, value := range params {
		text = fill(text, name, show(ctx, name, value))
	}
	return text
}

// fill replaces {name} by value.
func fill(text, name, value string) string {
	return strings.ReplaceAll(text, "{"+name+"}", value)
}

func lookup(lang Lang, key string) (string, bool) {
	text, ok := messages[lang][key]
	if !ok && lang != Chinese {
		text, ok = messages[Chinese][key]
	}
	return text, ok
}
