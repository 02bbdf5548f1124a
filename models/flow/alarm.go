package flow

import "github.com/yiyang-police/permit-portal/models/workday"

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
