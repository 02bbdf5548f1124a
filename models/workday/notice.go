package workday

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// The State Council's notice 国务院办公厅关于…年部分节假日安排的通知 gives a line to each holiday: which days are off, how many, and which
// weekend days are worked instead.
var (
	noticeYear   = regexp.MustCompile(`(\d{4})年部分节假日安排`)
	noticeNumber = regexp.MustCompile(`国办发明电〔\d{4}〕\d+号`)
	noticeDay    = regexp.MustCompile(`(?:(\d{1,2})月)?(\d{1,2})日(?:（([^）]*)）)?`)
	noticeLength = regexp.MustCompile(`共(\d{1,2})天`)
	weekdayNames = []string{"日", "一", "二", "三", "四", "五", "六"}
)

// holidays are those of 全国年节及纪念日放假办法: a notice gives days off for each of them.
var holidays = []string{"元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆"}

// noticeEnd begins the sentence that follows the holidays in every notice: a file without it was not written to its end.
const noticeEnd = "节假日期间"

// readNotice reads the plain text of a notice. What is written twice is compared: the weekday behind each day, and the number of days off.
func readNotice(text string) ([]Year, error) {
	found := noticeYear.FindStringSubmatch(text)
	if found == nil {
		return nil, slip("year", "neither JSON nor a notice 国务院办公厅关于某年部分节假日安排的通知")
	}
	number, _ := strconv.Atoi(found[1]) // four digits
	y := Year{Year: number, Status: Official, Source: "国务院办公厅关于" + found[1] + "年部分节假日安排的通知"}
	if id := noticeNumber.FindString(text); id != "" {
		y.Source += "（" + id + "）"
	}
	lines, given := strings.Split(text, "\n"), ""
	for i, line := range lines {
		before := len(y.Off)
		if err := y.readLine(line); err != nil {
			err.Line = i + 1
			return nil, err
		}
		if len(y.Off) > before {
			given += line
		}
	}
	if !strings.Contains(text, noticeEnd) {
		return nil, &Slip{Line: len(lines), What: "the notice ends before its last sentence " + noticeEnd + "…: is the file whole?"}
	}
	for _, name := range holidays {
		if !strings.Contains(given, name) {
			return nil, slip("off", "no days off are given for %s: is the file whole?", name)
		}
	}
	if err := y.Check(); err != nil {
		return nil, err
	}
	return []Year{y}, nil
}

// readLine reads the sentences of one line: those that end with 放假 give days off, those that end with 上班 days of work.
func (y *Year) readLine(line string) *Slip {
	for _, sentence := range strings.Split(line, "。") {
		head, rest, off := strings.Cut(sentence, "放假")
		switch {
		case off:
			first, last, err := y.daysOff(head)
			if err != nil || first.IsZero() {
				return err
			}
			if n := noticeLength.FindStringSubmatch(rest); n != nil && n[1] != strconv.Itoa(last.Sub(first)+1) {
				return slip("off", "%s is not %s days", span(first, last), n[1])
			}
			y.Off = append(y.Off, span(first, last))
		case strings.HasSuffix(sentence, "上班"):
			days, err := y.daysIn(sentence)
			if err != nil {
				return err
			}
			for _, d := range days {
				y.Work = append(y.Work, d.String())
			}
		}
	}
	return nil
}

func span(first, last Date) string {
	if first == last {
		return first.String()
	}
	return first.String() + ".." + last.String()
}

func (y *Year) daysOff(text string) (first, last Date, err *Slip) {
	days, err := y.daysIn(text)
	switch {
	case err != nil || len(days) == 0:
		return first, last, err // a sentence about holidays in general
	case len(days) > 2 || len(days) == 2 && !strings.Contains(text, "至"):
		return first, last, slip("off", "%q is neither a day nor a range", strings.TrimSpace(text))
	}
	return days[0], days[len(days)-1], nil
}

// daysIn are the days of a sentence; a day without a month has that of the day before it.
func (y *Year) daysIn(text string) ([]Date, *Slip) {
	var days []Date
	month := 0
	for _, m := range noticeDay.FindAllStringSubmatch(text, -1) {
		if m[1] != "" {
			month, _ = strconv.Atoi(m[1]) // digits
		}
		day, _ := strconv.Atoi(m[2])
		d := NewDate(y.Year, time.Month(month), day)
		if _, mm, dd := d.YMD(); int(mm) != month || dd != day {
			return nil, slip("date", "%q is not a date of %d", m[0], y.Year)
		}
		if i := strings.LastIndex(m[3], "周"); i >= 0 {
			if told := m[3][i+len("周"):]; told != weekdayNames[d.Weekday()] {
				return nil, slip("date", "%s is a 周%s, not a 周%s", d, weekdayNames[d.Weekday()], told)
			}
		}
		days = append(days, d)
	}
	return days, nil
}
