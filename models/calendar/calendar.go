// Package calendar keeps the working days of each year as they were announced (domain.md 5.7). A new announcement is a new version; every
// instance takes it into use within seconds, and open limits are counted again (C-6).
package calendar

import (
	"time"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// Announcement is one version of a year.
type Announcement struct {
	ID int64 `json:"id"`
	workday.Year
	Version    string    `json:"version"` // of the whole calendar that came into use with it
	ImportedBy string    `json:"imported_by"`
	ImportedAt time.Time `json:"imported_at"`
	Current    bool      `json:"current"`
}

// Day is a special day of a year: off, or a weekend day that is worked.
type Day struct {
	Date   workday.Date   `json:"date"`
	Reason workday.Reason `json:"reason"`
}

// Month is a month of a year with its special days and how many days are worked.
type Month struct {
	Number      int   `json:"number"`
	WorkingDays int   `json:"working_days"`
	Days        []Day `json:"days"`
}

// YearView is all that is known of a year.
type YearView struct {
	Year        int            `json:"year"`
	Status      workday.Status `json:"status"`
	Source      string         `json:"source"`
	WorkingDays int            `json:"working_days"`
	Months      []Month        `json:"months"`
	Versions    []Announcement `json:"versions"` // newest first
	Years       []int          `json:"years"`    // that have an announcement
}

// months reckons the twelve months of a year.
func months(cal *workday.Calendar, year int) (list []Month, working int) {
	for m := time.January; m <= time.December; m++ {
		month := Month{Number: int(m), Days: []Day{}}
		first := workday.NewDate(year, m, 1)
		for d := first; d.Before(first.AddMonths(1)); d = d.AddDays(1) {
			if cal.IsWorkingDay(d) {
				month.WorkingDays++
			}
			if r := cal.Reason(d); r == workday.Holiday || r == workday.MakeUp {
				month.Days = append(month.Days, Day{Date: d, Reason: r})
			}
		}
		list, working = append(list, month), working+month.WorkingDays
	}
	return list, working
}

// Imported tells what an import did.
type Imported struct {
	Taken   []int  // years that are new or say something new
	Same    []int  // years that said the same before
	Version string // of the calendar in use now
}

// newer tells whether an announcement of a file that came with the program replaces what the database has: only an official one a provisional.
func newer(has, comes workday.Year) bool {
	return has.Status == workday.Provisional && comes.Status == workday.Official
}

// VersionNames are the versions of the calendar that came into use with the year's announcements.
func (v YearView) VersionNames() []string {
	names := make([]string, len(v.Versions))
	for i, a := range v.Versions {
		names[i] = a.Version
	}
	return names
}
