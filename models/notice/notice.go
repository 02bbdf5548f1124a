// Package notice is what the portal owes to people: a row in the inbox of each person or officer concerned, and for the kinds that the
// law or fairness asks for a short message to the mobile. A notice is posted in the transaction of the act that causes it and never
// changes; it carries facts, and the doors put them into words in the reader's language.
package notice

import (
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/calendar"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Order asks for one notice. An enterprise or a desk gets one row per member or officer.
type Order struct {
	To     To
	Kind   Kind
	CaseID uuid.UUID // zero when it is about no case
	Facts  Facts
	Once   string // when set, the same recipient never gets two notices with the same Once: sweeps may post again harmlessly
}

// To names the recipient in exactly one way; use the constructors.
type To struct {
	person     uuid.UUID
	enterprise uuid.UUID
	policeNo   string
	desk, role string
	idNumber   string
	mobile     string
}

// Person addresses a natural person by people.id.
func Person(id uuid.UUID) To { return To{person: id} }

// Enterprise addresses every member whose authorisation is in force.
func Enterprise(id uuid.UUID) To { return To{enterprise: id} }

// Holder addresses the person of an ID number, whether he has an account or not: without one he gets a short message at a mobile that somebody else
// gave for him, or nothing where there is none.
func Holder(idNumber, mobile string) To { return To{idNumber: idNumber, mobile: mobile} }

// Mobile addresses somebody who has no inbox by a short message; nobody where the mobile is "".
func Mobile(number string) To { return To{mobile: number} }

// Officer addresses one officer by 警号, whichever account he uses.
func Officer(policeNo string) To { return To{policeNo: policeNo} }

// Desk addresses every officer who holds a role ("R-CAG") at a desk today.
func Desk(desk, role string) To { return To{desk: desk, role: role} }

// Facts fill the sentences of a notice; each kind uses what it needs (see the placeholders in frontend/locale/zh/notice.json).
type Facts struct {
	Item      string `json:"item,omitempty"` // 事项名称
	ItemEn    string `json:"item_en,omitempty"`
	Number    string `json:"number,omitempty"`    // 办件编号 or, on cards, 督办单 number
	Applicant string `json:"applicant,omitempty"` // for enterprises and officers
	Unit      string `json:"unit,omitempty"`      // name of the enterprise
	Officer   string `json:"officer,omitempty"`   // host officer, "name（警号 …）"
	Desk      string `json:"desk,omitempty"`

	Due     workday.Date `json:"due,omitzero"`      // the day that matters: answer by, decision due, sign by
	Firm    bool         `json:"firm,omitempty"`    // Due lies in a year without an official calendar, and yet no announcement moves it
	Was     workday.Date `json:"was,omitzero"`      // what Due was before a new calendar
	On      workday.Date `json:"on,omitzero"`       // the day it happened or takes effect: accepted on, decided on
	ValidTo workday.Date `json:"valid_to,omitzero"` // of the licence, old or new

	Days int `json:"days,omitempty"` // that are left until ValidTo, natural days

	Count int `json:"count,omitempty"` // of many that are told at once

	Reason   string    `json:"reason,omitempty"`  // words of a person, or a code that has a message notice.reason.<code>
	Text     string    `json:"text,omitempty"`    // the message itself, of Message kinds
	Document uuid.UUID `json:"document,omitzero"` // opens with the notice
	Title    string    `json:"document_title,omitempty"`
	Clock    string    `json:"clock,omitempty"` // whose Due it is, has a message notice.clock.<clock>

	Mobile string `json:"mobile,omitempty"` // a number, masked

	Time        string    `json:"time,omitempty"`  // of an appointment on the day On: "09:00–09:30"; of a hearing: when it begins
	Place       string    `json:"place,omitempty"` // its window and address
	Chair       string    `json:"chair,omitempty"` // of a hearing
	Appointment uuid.UUID `json:"appointment,omitzero"`
}

// Notice is one row of an inbox.
type Notice struct {
	ID         uuid.UUID  `json:"id"`
	Kind       Kind       `json:"kind"`
	CaseID     uuid.UUID  `json:"case_id,omitzero"`
	Enterprise uuid.UUID  `json:"enterprise_id,omitzero"` // for which the person gets it; zero is himself
	Facts      Facts      `json:"facts"`
	PostedAt   time.Time  `json:"posted_at"`
	ReadAt     *time.Time `json:"read_at"`
	SMS        SMSState   `json:"sms"`
}

// SMSState is how far the short message of a notice has come.
type SMSState string

// States of a short message. Dead ones wait for an officer's telephone call (domain.md 1.9, 电子送达).
const (
	NoSMS      SMSState = "none"
	SMSWaiting SMSState = "waiting"
	SMSSent    SMSState = "sent"
	SMSDead    SMSState = "dead"
)

// Moved tells recipients that a new calendar moved a limit (C-6).
func Moved(m calendar.Move, kind Kind, to ...To) []Order {
	orders := make([]Order, len(to))
	for i, t := range to {
		orders[i] = Order{To: t, Kind: kind, CaseID: m.CaseID, Facts: Facts{Title: m.About, Clock: m.Clock, Was: m.Was, Due: m.Due}}
	}
	return orders
}

// MovedAtOnce tells the officers of a desk how many of their tasks a new calendar moved (C-6).
func MovedAtOnce(r calendar.Run) Order {
	return Order{To: Desk(r.Desk.Desk, r.Role), Kind: TasksMoved, Facts: Facts{Clock: r.Clock, Count: r.Moved, Due: r.First}}
}
