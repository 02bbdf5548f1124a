package form

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Answers are the answers by question key. A question without answer is absent or null.
type Answers map[string]json.RawMessage

// Facts are what accounts and registers said about the case, by path ("licence.number"). An unknown fact is absent or null.
type Facts map[string]json.RawMessage

// Has tells whether a fact is known.
func (f Facts) Has(path string) bool { return !none(f[path]) }

// Text is a fact that is a string, "" when unknown or of another type.
func (f Facts) Text(path string) string {
	var s string
	if json.Unmarshal(f[path], &s) != nil {
		return ""
	}
	return s
}

// Env is what answers are checked against.
type Env struct {
	Today    workday.Date
	Facts    Facts
	Material func(id uuid.UUID) (MaterialFacts, bool) // false: no such material for this case; nil: no materials at all
}

// MaterialFacts is what is known of an upload. Reason is a fault code when the file was rejected.
type MaterialFacts struct {
	Name          string
	Mime          string
	Bytes         int64
	Width, Height int // pixels, of images
	Ready         bool
	Reason        string
}

// Result is what Check found.
type Result struct {
	Faults   []fault.Field // what must be mended before submission; Pointer is "/answers/<key>[/<row>/<column>]"
	Warnings []fault.Field // rules that a value breaks which the applicant cannot change: the clerk decides on them
	Visible  []string      // keys of the questions on this applicant's path, in order
	Sections []string      // keys of the sections on it
	Clean    Answers       // normalised, hidden ones dropped, locked ones filled from the facts
}

// Of lists the faults of one question.
func (r Result) Of(question string) []fault.Field { return FaultsOf(r.Faults, question) }

// FaultsOf picks the faults of one question, its rows and columns included.
func FaultsOf(faults []fault.Field, question string) []fault.Field {
	at := pointer(question)
	var found []fault.Field
	for _, f := range faults {
		if f.Pointer == at || len(f.Pointer) > len(at) && f.Pointer[:len(at)] == at && f.Pointer[len(at)] == '/' {
			found = append(found, f)
		}
	}
	return found
}

func pointer(question string) string { return "/answers/" + question }

// none tells whether raw is no answer: absent, null, or blank.
func none(raw json.RawMessage) bool {
	raw = bytes.TrimSpace(raw)
	return len(raw) == 0 || bytes.Equal(raw, []byte("null"))
}

// compact is raw without insignificant blanks.
func compact(raw json.RawMessage) json.RawMessage {
	var b bytes.Buffer
	if json.Compact(&b, raw) != nil {
		return json.RawMessage("null")
	}
	return b.Bytes()
}

// escape makes a key a token of a JSON pointer, short enough to be repeated in an answer.
func escape(key string) string {
	if len(key) > 64 {
		key = strings.ToValidUTF8(key[:64], "")
	}
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(key)
}
