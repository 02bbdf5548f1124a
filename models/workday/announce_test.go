package workday

import (
	"errors"
	"strings"
	"testing"
)

const notice2026 = `国务院办公厅关于2026年部分节假日安排的通知
国办发明电〔2025〕7号

经国务院批准，现将2026年元旦、春节等放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。
`

func TestTheNoticeAsTextSaysWhatTheFileSays(t *testing.T) {
	t.Parallel()
	years, err := ReadAnnouncement([]byte(notice2026))
	if err != nil || len(years) != 1 {
		t.Fatalf("%v, %v", years, err)
	}
	read, err := NewCalendar("", years...)
	if err != nil {
		t.Fatal(err)
	}
	kept := announced(t)
	for d := MustParse("2026-01-01"); d.Year() == 2026; d = d.AddDays(1) {
		if read.Reason(d) != kept.Reason(d) {
			t.Errorf("%s is %s, should be %s", d, read.Reason(d), kept.Reason(d))
		}
	}
	if y := years[0]; y.Status != Official || !strings.Contains(y.Source, "国办发明电〔2025〕7号") {
		t.Errorf("%s from %s", y.Status, y.Source)
	}
}

func TestAFaultyAnnouncementIsRefusedWithLineAndField(t *testing.T) {
	t.Parallel()
	change := func(old, new string) string { return strings.Replace(notice2026, old, new, 1) }
	byYear := "{\n \"2026\": {\"status\": \"OFFICIAL\", \"source\": \"通知\",\n  \"off\": [\"2026-10-01..2026-10-07\"],\n  \"work\": [\"2026-10-10\"]}\n}\n"
	for _, c := range []struct {
		content string
		line    int
		field   string
		want    string
	}{
		{"", 0, "", "empty"},
		{"放假安排", 0, "year", "neither JSON nor a notice"},
		{change("1月4日（周日）上班", "1月4日（周一）上班"), 5, "date", "2026-01-04 is a 周日"},
		{change("至6日（周一）放假，共3天", "至6日（周一）放假，共4天"), 7, "off", "is not 4 days"},
		{change("6月19日（周五）至21日", "6月19日（周五）至31日"), 9, "date", "not a date of 2026"},
		{change("五、端午节：6月19日（周五）至21日（周日）放假，共3天。\n", ""), 0, "off", "no days off are given for 端午"},
		{notice2026[:strings.Index(notice2026, "节假日期间")], 12, "", "ends before its last sentence"},
		{strings.Replace(byYear, "10-10\"]", "10-32\"]", 1), 4, "2026.work[0]", "not a date"},
		{strings.Replace(byYear, "10-10\"]", "10-12\"]", 1), 4, "2026.work[0]", "a working day already"},
		{`{"2026": {"status": "OFFICIAL", "source": "通知"}}`, 0, "2026.off", "no days off"},
		{strings.Replace(byYear, "OFFICIAL", "FINAL", 1), 2, "2026.status", "neither"},
		{strings.Replace(byYear, "\"off\"", "\"free\"", 1), 3, "", "unknown field"},
		{strings.Replace(byYear, "\"2026\":", "\"next\":", 1), 2, "next", "not a year"},
		{strings.Replace(byYear, "],", "]", 1), 4, "", "invalid character"},
	} {
		_, err := ReadAnnouncement([]byte(c.content))
		var s *Slip
		if !errors.As(err, &s) || s.Field != c.field || s.Line != c.line || !strings.Contains(s.What, c.want) {
			t.Errorf("got %v, want line %d: %s: …%s…\n%s", err, c.line, c.field, c.want, c.content)
		}
	}
}

// A notice of which only the beginning was written to the file is refused wherever it ends, so that no holiday and no day of work is lost.
func TestHalfANoticeIsRefused(t *testing.T) {
	t.Parallel()
	whole := strings.Index(notice2026, "节假日期间") + len("节假日期间")
	for end := range notice2026[:whole] {
		var s *Slip
		if years, err := ReadAnnouncement([]byte(notice2026[:end])); !errors.As(err, &s) || years != nil {
			t.Errorf("a notice that ends with %q is taken: %v", notice2026[max(0, end-30):end], err)
		}
	}
	if _, err := ReadAnnouncement([]byte(notice2026[:whole])); err != nil {
		t.Error(err)
	}
}

func TestAYearIsTheSameHoweverItsDaysAreWritten(t *testing.T) {
	t.Parallel()
	a := Year{2026, Official, "通知", []string{"2026-10-01..2026-10-03"}, nil}
	b := Year{2026, Official, "通知", []string{"2026-10-03", "2026-10-01..2026-10-02"}, nil}
	if !a.Same(b) {
		t.Error("the same days are another year")
	}
	b.Off = b.Off[:1]
	if a.Same(b) {
		t.Error("other days are the same year")
	}
}
