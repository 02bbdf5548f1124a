package casework

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// CheckRow is one point of a case's checklist with its evidence.
type CheckRow struct {
	Code       string         `json:"code"`
	Word       string         `json:"word"`
	Title      form.Text      `json:"title"`
	How        form.Text      `json:"how"`
	Mark       procedure.Mark `json:"mark"`
	Grounds    []string       `json:"grounds,omitempty"`
	Evidence   Evidence       `json:"evidence"`
	ByHand     bool           `json:"by_hand"`             // an officer has decided it
	Settable   bool           `json:"settable"`            // an officer may decide it, or be stricter than the register
	Overruled  bool           `json:"overruled,omitempty"` // a ruling rejected the register's ground: an officer may pass it, with the reason
	ByRegister bool           `json:"by_register"`         // a register or the law itself has passed it: an officer can only fail it
	Officer    string         `json:"officer,omitempty"`
	Note       string         `json:"note,omitempty"`
}

// Evidence says why a point stands as it does: a message key (evidence.<key>) with its values, and the register's answer behind it.
type Evidence struct {
	Key     string         `json:"key"`
	Params  map[string]any `json:"params,omitempty"`
	Source  Source         `json:"source,omitempty"`
	Request string         `json:"request,omitempty"`
	At      time.Time      `json:"at,omitzero"`
}

// Recorded is an officer's verdict on a point.
type Recorded struct {
	Code    string         `json:"code"`
	Mark    procedure.Mark `json:"mark"`
	Note    string         `json:"note"`
	Officer string         `json:"officer"`
	Name    string         `json:"name"`
	At      time.Time      `json:"at"`
}

// inspection is all that the points look at.
type inspection struct {
	today   workday.Date
	law     procedure.Case
	options procedure.Options
	who     Who
	facts   form.Facts
	answers form.Answers
	form    *form.Form
	ownBan  workday.Date // that this portal gave
	asked   map[Source]bool
	area    string // in which the case lies; "" outside the eight counties

	unitCode, unitName string // of the enterprise that applies

	elsewhere map[string]bool // guards by identity number who stand on the active roster of another unit

	Dossier
}

// seen is what a word finds by itself; an Open finding waits for an officer.
type seen struct {
	mark procedure.Mark
	Evidence
}

// checklist judges every point. An officer decides what no register can know, and may be stricter than a register, never milder: a record
// that the register found cannot be waved through.
func checklist(specs []catalog.Check, in inspection, recorded []Recorded) []CheckRow {
	rows := make([]CheckRow, 0, len(specs))
	for _, s := range specs {
		row := CheckRow{Code: s.Code, Word: s.Word, Title: s.Title, How: s.How, Mark: procedure.Open, Grounds: s.Grounds, Evidence: Evidence{Key: "manual"}}
		if word, known := checkWords[s.Word]; known {
			found := word(in)
			row.Mark, row.Evidence = found.mark, found.Evidence
		}
		row.Overruled = row.Mark == procedure.Fail && overruled(in.law, s)
		row.Settable, row.ByRegister = row.Mark == procedure.Open || row.Mark == procedure.Pass || row.Overruled, row.Mark == procedure.Pass
		for _, r := range recorded {
			if r.Code == s.Code && (row.Mark == procedure.Open || r.Mark == procedure.Fail || row.Overruled && afterRuling(in.law, r)) {
				row.Mark, row.ByHand, row.Officer, row.Note = r.Mark, true, r.Officer, r.Note
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// overruled tells whether a ruling rejected the very ground that a point gives, so that its word goes before the register's: an officer may then
// pass the point, with the reason. Else nobody could carry the ruling out until every register behind it is mended.
func overruled(law procedure.Case, s catalog.Check) bool {
	rejected := law.Rejected()
	return slices.Contains(rejected, s.Code) || slices.ContainsFunc(s.Grounds, func(g string) bool { return slices.Contains(rejected, g) })
}

// afterRuling tells whether an officer judged a point since the case was taken up again.
func afterRuling(law procedure.Case, r Recorded) bool {
	last, again := law.Redecision()
	return again && !workday.DateOf(r.At).Before(last.On)
}

// findings is the checklist as the procedure's guards see it.
func findings(rows []CheckRow) []procedure.Finding {
	list := make([]procedure.Finding, 0, len(rows))
	for _, r := range rows {
		list = append(list, procedure.Finding{Code: r.Code, Mark: r.Mark, Grounds: r.Grounds, Competent: competentBy(r)})
	}
	return list
}

func checkDetails(r Recorded) json.RawMessage {
	raw, _ := json.Marshal(map[string]any{"check": r.Code, "mark": r.Mark}) // strings always marshal
	return raw
}

func pass(e Evidence) seen { return seen{procedure.Pass, e} }
func fail(e Evidence) seen { return seen{procedure.Fail, e} }
func open(e Evidence) seen { return seen{procedure.Open, e} }

// proof is evidence from a register's answer.
func proof(key string, s Source, r Reply, params ...any) Evidence {
	e := Evidence{Key: key, Source: s, Request: r.Request, At: r.At}
	if len(params) > 0 {
		e.Params = map[string]any{}
	}
	for i := 0; i+1 < len(params); i += 2 {
		e.Params[params[i].(string)] = params[i+1]
	}
	return e
}

// silent is a point whose register has not answered: an officer checks by hand.
func silent(s Source) seen { return open(Evidence{Key: "not_returned", Source: s}) }
