// Package expedite is the intake of expedited business endorsements (domain.md 3): the registration of enterprises with their roster and seats,
// the request for one person or a batch, the seven conditions of the expedited queue, and what follows from abuse. Each person's request is a
// case of its own in models/casework, which keeps clocks, queues and decisions; nothing here issues anything.
package expedite

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// Quota says how many seats an enterprise has by the tax that it paid last year. It is configuration, named by its version.
type Quota struct {
	Version   string `json:"version"`
	Source    string `json:"source"`    // who set it
	Confirmed bool   `json:"confirmed"` // by the bureau; shown as 待确认 until then
	Bands     []Band `json:"bands"`     // from the highest tax down
}

// Band holds from an amount of tax in yuan on.
type Band struct {
	From    int64 `json:"from"`
	Year    Rate  `json:"year"`    // 1年多次
	Quarter Rate  `json:"quarter"` // 3个月多次
}

// Rate is a number of seats that may grow with the tax above the band's beginning.
type Rate struct {
	Unlimited bool  `json:"unlimited"`
	Seats     int   `json:"seats"`
	Step      int64 `json:"step"` // yuan above the band's beginning that bring …
	More      int   `json:"more"` // … so many seats more, …
	Most      int   `json:"most"` // … up to this number
}

// Seats is a number of seats, or no limit.
type Seats struct {
	N         int  `json:"seats"`
	Unlimited bool `json:"unlimited"`
}

// Allowance is what an enterprise may have of each multiple type.
type Allowance struct {
	Year    Seats `json:"year"`
	Quarter Seats `json:"quarter"`
}

// Of is the allowance for a type; 3个月一次 takes no seat.
func (a Allowance) Of(t Type) Seats {
	switch t {
	case MultiYear:
		return a.Year
	case MultiQuarter:
		return a.Quarter
	}
	return Seats{Unlimited: true}
}

// ParseQuota reads the configuration and refuses one that contradicts itself, so that a wrong file stops the start.
func ParseQuota(raw []byte) (q Quota, err error) {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&q); err != nil {
		return q, fmt.Errorf("expedite: quota: %w", err)
	}
	if !strings.HasPrefix(q.Version, "quota.") || q.Source == "" || len(q.Bands) == 0 {
		return q, fmt.Errorf("expedite: quota: version, source and bands are needed")
	}
	for i, b := range q.Bands {
		if b.From < 1 || i > 0 && b.From >= q.Bands[i-1].From {
			return q, fmt.Errorf("expedite: quota %s: bands must fall, and begin above nothing (band %d)", q.Version, i+1)
		}
		for _, r := range []Rate{b.Year, b.Quarter} {
			if r.Seats < 0 || r.Step < 0 || r.More < 0 || r.Step > 0 && (r.More == 0 || r.Most < r.Seats) || r.Unlimited && r != (Rate{Unlimited: true}) {
				return q, fmt.Errorf("expedite: quota %s: the rate of band %d contradicts itself", q.Version, i+1)
			}
		}
	}
	return q, nil
}

// For is the allowance by the tax paid last year, in yuan; without a record there is none (first year: 3个月一次 only).
func (q Quota) For(tax int64, known bool) Allowance {
	for _, b := range q.Bands {
		if known && tax >= b.From {
			return Allowance{Year: b.Year.at(tax - b.From), Quarter: b.Quarter.at(tax - b.From)}
		}
	}
	return Allowance{}
}

func (r Rate) at(above int64) Seats {
	n := r.Seats
	if r.Step > 0 {
		n = int(min(int64(r.Most), int64(r.Seats)+int64(r.More)*(above/r.Step)))
	}
	return Seats{N: n, Unlimited: r.Unlimited}
}
