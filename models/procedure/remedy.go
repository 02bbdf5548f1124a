package procedure

import "github.com/yiyang-police/permit-portal/models/workday"

// Limits that begin outside of a case's own procedure, as domain.md 1.3 numbers them; nothing in a table starts or stops them.
const (
	K5  ClockKind = "K5"  // publicity of the decision
	K8  ClockKind = "K8"  // notice before a hearing: the first day on which it may be held
	K12 ClockKind = "K12" // 行政复议
	K13 ClockKind = "K13" // 行政诉讼
	K14 ClockKind = "K14" // contact after a bad rating
	K15 ClockKind = "K15" // result of its repair
	K16 ClockKind = "K16" // duty to file
	K17 ClockKind = "K17" // objection to a published record
	K18 ClockKind = "K18" // first day to apply again after false material (行政许可法 第七十八条)
	K19 ClockKind = "K19" // first day to apply again after a revocation for fraud (第七十九条)
)

// Remedies are the last days for reconsideration (K12: sixty days, 行政复议法 第二十条) and for a lawsuit (K13: six months, 行政诉讼法 第四十六条),
// counted from the day on which the addressee knew; both roll to a working day (C-8). No dates before he knew.
func Remedies(cal *workday.Calendar, known workday.Date) (review, suit workday.Date) {
	if known.IsZero() {
		return review, suit
	}
	return workday.Limit{N: 60, Unit: workday.NaturalDays, Roll: true}.End(cal, known), workday.Limit{N: 6, Unit: workday.Months, Roll: true}.End(cal, known)
}

// suitMonths is how long a lawsuit about damages is open, from the decision itself (国家赔偿法 第十四条第二款).
const suitMonths = 3

// DamagesRemedies are the last days for reconsideration, as of every act (行政复议法 第十一条第六项), and for a lawsuit about damages, which runs from
// the decision and not from the day on which it was known. No dates before the addressee knew.
func DamagesRemedies(cal *workday.Calendar, known, decided workday.Date) (review, suit workday.Date) {
	if review, _ = Remedies(cal, known); review.IsZero() {
		return review, suit
	}
	return review, workday.Limit{N: suitMonths, Unit: workday.Months, Roll: true}.End(cal, decided)
}
