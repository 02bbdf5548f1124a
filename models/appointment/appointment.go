// Package appointment is 预约: windows with their opening hours, slots that are never oversold, and who comes when. A booking belongs to a
// person and an item, and to a case where somebody must come for it. Windows, hours and capacity are data that case managers keep; days off
// follow the official calendar.
package appointment

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Window is a place where people are served by appointment.
type Window struct {
	Code        string    `json:"code"` // "430903-jing"
	Desk        string    `json:"desk"`
	Area        string    `json:"area"`
	Name        form.Text `json:"name"`
	Address     form.Text `json:"address"`
	Phone       string    `json:"phone"`
	Confirmed   bool      `json:"confirmed"` // false: address, telephone and hours await the bureau's confirmation
	Trades      []string  `json:"trades"`    // departments of the items that it serves
	SlotMinutes int       `json:"slot_minutes"`
	Week        Week      `json:"week"`
	Version     int       `json:"version"`
}

// city is the area of the bureau itself.
const city = "430900"

// Serves tells whether a window takes people for an item: its trade, and a place of the level at which the item is handled. Items of
// stations are taken by the hall of their county.
func (w Window) Serves(i *catalog.Item) bool {
	if !slices.Contains(w.Trades, i.Department) {
		return false
	}
	switch i.Level {
	case "city":
		return w.Area == city
	case "county", "station", "station_county":
		return w.Area != city
	}
	return true
}

// Bookable tells whether people come to a window for an item at all: what is not fully online, and what may be handed in at a window by
// those who prefer that.
func Bookable(i *catalog.Item) bool {
	return i.Status == catalog.Published && (i.OnlineDepth < 4 || slices.Contains(i.Channels, "window"))
}

// State is what became of a booking.
type State string

// States. BOOKED and ARRIVED are open.
const (
	Booked    State = "BOOKED"
	Arrived   State = "ARRIVED"
	Served    State = "SERVED"
	Missed    State = "MISSED"    // the person did not come
	Cancelled State = "CANCELLED" // by the person
	Closed    State = "CLOSED"    // by the bureau: the window is closed at that time
	Passed    State = "PASSED"    // the day went by without a mark; nothing is held against the person
)

// Open tells whether somebody is still expected.
func (s State) Open() bool { return s == Booked || s == Arrived }

// Booking is one appointment.
type Booking struct {
	ID          uuid.UUID         `json:"id"`
	Number      string            `json:"number"` // 8 characters, for the slip
	PersonID    uuid.UUID         `json:"-"`
	Item        string            `json:"item"`
	ItemVersion int               `json:"-"`
	ItemName    form.Text         `json:"item_name"`
	CaseID      uuid.UUID         `json:"case_id,omitzero"`
	Window      Place             `json:"window"`
	Start       time.Time         `json:"start"`
	End         time.Time         `json:"end"`
	State       State             `json:"state"`
	Situations  map[string]string `json:"situations"`
	Reason      string            `json:"reason,omitempty"` // of a cancellation
	Moves       int               `json:"moves"`
	BookedAt    time.Time         `json:"booked_at"`  // or last moved
	Changeable  bool              `json:"changeable"` // can still be moved or cancelled
}

// Day is the date on which the person comes.
func (b Booking) Day() workday.Date { return workday.DateOf(b.Start) }

// Place is a window as a booking shows it.
type Place struct {
	Code      string    `json:"code"`
	Desk      string    `json:"-"`
	Name      form.Text `json:"name"`
	Address   form.Text `json:"address"`
	Phone     string    `json:"phone"`
	Confirmed bool      `json:"confirmed"`
}

// Limits against hoarding (per person): open bookings, moves of one booking, cancellations in 30 days, and missed ones in 90 days, after
// which booking rests until the oldest of them is older than that. Nobody is turned away at the window for it.
const (
	MaxOpen      = 3
	MaxMoves     = 3
	maxCancelled = 5
	cancelDays   = 30
	maxMissed    = 3
	missDays     = 90
)

const maxReason = 200 // characters

// checkReason refuses an empty or too long reason.
func checkReason(text string) error {
	switch {
	case strings.TrimSpace(text) == "":
		return fault.Fields(fault.OneField("/reason", "REQUIRED"))
	case utf8.RuneCountInString(text) > maxReason:
		return fault.Fields(fault.OneField("/reason", "TOO_LONG", "max", maxReason))
	case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		return fault.Fields(fault.OneField("/reason", "CHARACTER_NOT_STORABLE"))
	}
	return nil
}

// WindowRoles serve people at windows.
var WindowRoles = []account.Role{account.Receiver, account.Deliverer}

// serves tells whether an officer works at a window.
func serves(a account.Actor, desk string) bool {
	return slices.ContainsFunc(WindowRoles, func(r account.Role) bool { return a.Has(r, desk) })
}

// manages tells whether an officer sets the hours of a window: the case manager of its desk, or of the city's service window, who answers
// for all of them. System administrators keep the machine, not the offices (domain.md 0.4).
func manages(a account.Actor, desk string) bool {
	return a.Has(account.CaseManager, desk) || a.Has(account.CaseManager, account.CityWindow)
}
