package flow

import (
	"time"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// Slack is s of domain.md 3.7: the working days between today and the departure, both left out, less those that the case still needs: need
// for its steps (3 at 受理, 2 at 审查, 1 at 审批 or 录入) and delivery for sending.
func Slack(today, departure workday.Date, need, delivery int, cal *workday.Calendar) int {
	return cal.CountWD(today, departure.AddDays(-1)) - need - delivery
}

// Left is r of domain.md 3.7: the working days d with today < d ≤ due; negative when overdue.
func Left(today, due workday.Date, cal *workday.Calendar) int {
	if due.Before(today) {
		return -max(cal.CountWD(due, today), 1)
	}
	return cal.CountWD(today, due)
}

// The office's hours (domain.md 3.8), as minutes of the day.
var officeHours = [][2]int{{8*60 + 30, 12 * 60}, {14*60 + 30, 17*60 + 30}}

// WorkingTime is how much of the office's hours lies between two instants.
func WorkingTime(from, to time.Time, cal *workday.Calendar) (sum time.Duration) {
	for day := workday.DateOf(from); !day.After(workday.DateOf(to)); day = day.AddDays(1) {
		if !cal.IsWorkingDay(day) {
			continue
		}
		for _, h := range officeHours {
			opens, closes := day.Start().Add(time.Duration(h[0])*time.Minute), day.Start().Add(time.Duration(h[1])*time.Minute)
			if from.After(opens) {
				opens = from
			}
			if to.Before(closes) {
				closes = to
			}
			sum += max(closes.Sub(opens), 0)
		}
	}
	return sum
}

// Colour is how urgent an alarm is.
type Colour string

// Colours.
const (
	NoAlarm Colour = ""
	Yellow  Colour = "yellow"
	Red     Colour = "red"
)

// Signs are what alarms look at: the promise, for who travels the slack before departure, and for class U how long nobody has taken the step.
type Signs struct {
	Urgent    bool
	Promise   workday.Date // zero without one
	Departure workday.Date // zero without a journey
	Need      int
	Delivery  int
	Unclaimed time.Duration // working time since the step opened; zero while somebody holds it
}

// Alarm is one thing that is wrong with a case: message keys notice.reason.<reason> and alarm.<reason>. N is the number behind it: working days
// left or past, or whole working hours without anybody.
type Alarm struct {
	Reason string       `json:"reason"`
	Colour Colour       `json:"colour"`
	About  workday.Date `json:"about"`
	N      int          `json:"n"`
}

// Reasons of alarms, each with who is told when it is red (domain.md 3.6).
const (
	AlarmSlack     = "ALARM_SLACK"     // s ≤ 0: 带班领导
	AlarmPromise   = "ALARM_PROMISE"   // r ≤ 1: 科室负责人
	AlarmOverdue   = "PROMISE_MISSED"  // 支队领导 and 督察, and the applicant
	AlarmUnclaimed = "ALARM_UNCLAIMED" // longer than 4 working hours: 科室负责人
)

// Alarms lists the alarms of a case on a day: r ≤ 2 yellow and r ≤ 1 red for class U (only overdue and r ≤ 1 for others), s ≤ 1 yellow and
// s ≤ 0 red, unclaimed over two working hours yellow and over four red (domain.md 3.8).
func Alarms(s Signs, today workday.Date, cal *workday.Calendar) (list []Alarm) {
	add := func(reason string, red, yellow bool, about workday.Date, n int) {
		switch {
		case red:
			list = append(list, Alarm{reason, Red, about, n})
		case yellow:
			list = append(list, Alarm{reason, Yellow, about, n})
		}
	}
	if !s.Promise.IsZero() {
		if r := Left(today, s.Promise, cal); r < 0 {
			add(AlarmOverdue, true, false, s.Promise, -r)
		} else {
			add(AlarmPromise, r <= 1, s.Urgent && r <= 2, s.Promise, r)
		}
	}
	if !s.Departure.IsZero() && s.Departure.After(today) {
		left := Slack(today, s.Departure, s.Need, s.Delivery, cal)
		add(AlarmSlack, left <= 0, left <= 1, s.Departure, left)
	}
	if s.Urgent {
		add(AlarmUnclaimed, s.Unclaimed > 4*time.Hour, s.Unclaimed > 2*time.Hour, today, int(s.Unclaimed/time.Hour))
	}
	return list
}
