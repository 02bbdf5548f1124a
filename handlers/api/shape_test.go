package api

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/workday"
)

func TestShapeFindsEveryDifference(t *testing.T) {
	t.Parallel()
	type command struct {
		ID                uuid.UUID    `json:"id"`
		Day               workday.Date `json:"day"`
		Answers           form.Answers `json:"answers"`
		Maybe             *string      `json:"maybe"`
		casework.Decision `json:"decision"`
	}
	for body, want := range map[string]string{
		`{}`:                                "",
		`[]`:                                ":WRONG_TYPE",
		`null`:                              ":WRONG_TYPE",
		`{"id":"x","day":"2026-02-30"}`:     "/day:WRONG_TYPE /id:WRONG_TYPE",
		`{"day":"2026-09-17","maybe":null}`: "",
		`{"maybe":1}`:                       "/maybe:WRONG_TYPE",
		`{"answers":{"a":[1,{"b":"\u202e"}],"x\u0000":1}}`:           "/answers/a/1/b:CHARACTER_NOT_STORABLE /answers/x\x00:CHARACTER_NOT_STORABLE",
		`{"decision":{"fence":1.5,"version":"1","agree":1}}`:         "/decision/agree:WRONG_TYPE /decision/fence:WRONG_TYPE /decision/version:WRONG_TYPE",
		`{"decision":{"fence":99999999999999999999}}`:                "/decision/fence:WRONG_TYPE",
		`{"decision":{"grounds":["B1",2]}}`:                          "/decision/grounds/1:WRONG_TYPE",
		`{"decision":{"defects":[{"where":"a","extra":1}],"a/b":1}}`: "/decision/a~1b:UNKNOWN_FIELD /decision/defects/0/extra:UNKNOWN_FIELD",
		`{"decision":{"reason":"a\u0000b"}}`:                         "/decision/reason:CHARACTER_NOT_STORABLE",
	} {
		var value any
		decoder := json.NewDecoder(strings.NewReader(body))
		decoder.UseNumber()
		if err := decoder.Decode(&value); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range shapeFaults[command](value) {
			got = append(got, f.Pointer+":"+f.Code)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %q, want %q", body, strings.Join(got, " "), want)
		}
	}
}

// What passes the shape can be read, and what can be read strictly passes.
func FuzzShapeAgreesWithTheDecoder(f *testing.F) {
	f.Add(`{"step_id":"0198f000-0000-7000-8000-000000000000","fence":1,"act":"accept","defects":[{"where":"x"}]}`)
	f.Add(`{"fence":1e2}`)
	f.Add(`{"Fence":1}`)
	f.Fuzz(func(t *testing.T, body string) {
		var value any
		decoder := json.NewDecoder(strings.NewReader(body))
		decoder.UseNumber()
		if decoder.Decode(&value) != nil || decoder.More() || len(shapeFaults[casework.Decision](value)) > 0 {
			return
		}
		if err := json.Unmarshal([]byte(body), new(casework.Decision)); err != nil && json.Valid([]byte(body)) {
			t.Errorf("%q passes and cannot be read: %v", body, err)
		}
	})
}
