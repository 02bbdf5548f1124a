package supervise

import (
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// The rules of the patrol 执法巡查 (domain.md 4.11). P3, P4 on one person and P6 are reported where they happen; the others are looked for in what was
// written: journal, claims, documents, running clocks and the log of readings.
const (
	P1           = "P1"            // K1 or K2 is near its end
	P2           = "P2"            // DEEMED_ACCEPTED, DEEMED_RENEWED
	P4           = "P4"            // received and decided from one terminal
	P5           = "P5"            // an adverse paper without its remedies
	P7           = "P7"            // personal data read without a case at hand
	P8           = "P8"            // decided within thirty seconds of opening
	P9           = "P9"            // decided outside office hours
	P10          = "P10"           // returned twice
	P11          = "P11"           // one officer decides more than sixty percent of an enterprise's cases
	P12          = "P12"           // a question of T18 that asks for material
	NotImmediate = "NOT_IMMEDIATE" // T04 or T05 later than the same working day
)

const (
	patrolDays   = 14 // of the record are read again, so that a portal that was down misses nothing
	shareDays    = 30 // of decisions make up P11
	hitDays      = 3  // working days for the result of a ticket
	opensAt      = 8  // office hours, in Shanghai
	closesAt     = 18
	lastReceipts = 17 // o'clock; what comes later is answered on the next working day
)

// found is what a rule of the patrol saw. Source names it, so that it is kept once.
type found struct {
	Rule       string
	CaseID     uuid.UUID
	Desk       string
	PoliceNo   string
	Role       string
	Source     string
	At         time.Time
	ReceivedAt time.Time
}

// stands tells whether what the record shows is a hit on the calendar; only two rules ask it.
func (f found) stands(cal *workday.Calendar) bool {
	switch f.Rule {
	case P9:
		return outsideHours(f.At, cal)
	case NotImmediate:
		return workday.DateOf(f.At).After(immediate(f.ReceivedAt, cal))
	}
	return true
}

// outsideHours tells whether nobody is on duty at the time.
func outsideHours(at time.Time, cal *workday.Calendar) bool {
	hour := at.In(workday.Zone).Hour()
	return !cal.IsWorkingDay(workday.DateOf(at)) || hour < opensAt || hour >= closesAt
}

// immediate is the last day of 即时: the working day on which the application could be read (行政许可法 第三十二条第一款第一项、第二项).
func immediate(received time.Time, cal *workday.Calendar) workday.Date {
	day := workday.DateOf(received)
	if received.In(workday.Zone).Hour() >= lastReceipts {
		day = day.AddDays(1)
	}
	return cal.RollForward(day)
}

// decisions are the acts that end a case on its merits.
var decisions = []procedure.ActName{procedure.ActGrant, procedure.ActRefuse, procedure.ActFile, procedure.ActNotFile, procedure.ActDone, procedure.ActDecline,
	procedure.ActRevoke, procedure.ActWithdrawLicence, procedure.ActCancelLicence, procedure.ActChangeLicence, procedure.ActKeepLicence,
	procedure.ActAward, procedure.ActDenyAward}
