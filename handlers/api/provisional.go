package api

import (
	"bytes"
	"encoding/json"

	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// Labelled writes every JSON answer. An object that gives a limit in a year without an official calendar says so with "provisional": true
// (以国务院正式通知为准, domain.md C-6), so that no operation can forget it; one that says it by itself is left as it is.
type Labelled struct {
	echo.DefaultJSONSerializer
	Calendar func() *workday.Calendar
}

// limits are the fields of answers that are counted with the calendar of working days.
var limits = map[string]bool{"due": true, "do_by": true, "finish_by": true, "sign_by": true, "answer_by": true, "correct_by": true, "expected": true,
	"earliest": true, "latest": true, "intake_due": true, "answer_due": true, "duty_due": true, "contact_due": true, "result_due": true,
	"object_until": true, "offer_until": true, "hear_by": true, "mend_by": true}

const provisional = "provisional"

// Serialize writes an answer.
func (l Labelled) Serialize(c echo.Context, body any, indent string) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", indent)
	if err := enc.Encode(body); err != nil {
		return err
	}
	cal := l.Calendar()
	_, err := c.Response().Write(label(b.Bytes(), func(d workday.Date) bool { return !cal.Official(d, d) }))
	return err
}

// level is an object or array that is being read.
type level struct {
	array    bool
	named    bool   // a value comes next
	key      string // whose
	open     bool   // a limit in a year without an official calendar was given
	labelled bool   // the object says it by itself
}

// label adds the label to the objects of a JSON text that need it.
func label(text []byte, open func(workday.Date) bool) []byte {
	var out bytes.Buffer
	levels, done := []level{{array: true}}, 0
	for dec := json.NewDecoder(bytes.NewReader(text)); ; {
		token, err := dec.Token()
		if err != nil { // the end: what the encoder has just written is whole
			out.Write(text[done:])
			return out.Bytes()
		}
		top := &levels[len(levels)-1]
		switch token {
		case json.Delim('{'), json.Delim('['):
			top.named = false
			levels = append(levels, level{array: token == json.Delim('[')})
		case json.Delim('}'), json.Delim(']'):
			if top.open && !top.labelled {
				end := int(dec.InputOffset()) - 1
				out.Write(text[done:end])
				out.WriteString(`,"` + provisional + `":true`)
				done = end
			}
			levels = levels[:len(levels)-1]
		default:
			top.read(token, open)
		}
	}
}

// read takes a key or a plain value.
func (l *level) read(token json.Token, open func(workday.Date) bool) {
	text, _ := token.(string)
	switch {
	case l.array:
	case !l.named:
		l.key, l.named = text, true
		l.labelled = l.labelled || text == provisional
	default:
		l.named = false
		if day, err := workday.Parse(text); err == nil && limits[l.key] {
			l.open = l.open || open(day)
		}
	}
}
