package casework

import (
	"encoding/json"
	"strings"

	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// place finds the area in which a case lies: where its item says so, else where the employing unit lies, else the first address or area of
// the form, else the enterprise's own. "" is outside the eight counties, and the city's.
func (w *work) place() string {
	if q, ok := w.item.Form.Question(w.options().Area); ok {
		return countyIn(w.Answers[q.Key])
	}
	if area := w.fact(form.UnitArea); area != "" {
		return area
	}
	for _, s := range w.item.Form.Sections {
		for i := range s.Questions {
			q := &s.Questions[i]
			if area := countyIn(w.Answers[q.Key]); area != "" && (q.Kind == form.KindAddress || q.Kind == form.KindChoice) {
				return area
			}
		}
	}
	return w.UnitArea
}

// countyIn is the area in an answer: of an address, or a code that was chosen; "" when it is none of the eight.
func countyIn(answer json.RawMessage) string {
	var code string
	if json.Unmarshal(answer, &code) != nil {
		var address struct {
			Area string `json:"area"`
		}
		_ = json.Unmarshal(answer, &address) // any other answer names no area
		code = address.Area
	}
	for _, a := range identity.Districts() {
		if a.String() == code {
			return code
		}
	}
	return ""
}

// agency is who acts in its own name in an area (domain.md 0.3), with its 发文机关代字 and the 行政复议机关 of its decisions
// (行政复议法 第二十四条: a county's bureau answers to its county, a branch of the city's bureau to the city).
type agency struct{ name, prefix, reviewer string }

var agencies = map[string]agency{
	"430902": {"益阳市公安局资阳分局", "益公资", ""}, "430903": {"益阳市公安局赫山分局", "益公赫", ""},
	"430971": {"益阳市公安局大通湖分局", "益公大", ""}, "430972": {"益阳市公安局高新区分局", "益公高", ""},
	"430921": {"南县公安局", "南公", "南县人民政府"}, "430922": {"桃江县公安局", "桃公", "桃江县人民政府"},
	"430923": {"安化县公安局", "安公", "安化县人民政府"}, "430981": {"沅江市公安局", "沅公", "沅江市人民政府"},
}

// deskMarks are the 机构代字 by trade, as seeded in the table of desks (domain.md 0.3).
var deskMarks = map[string]string{"zhi": "治", "jing": "境", "fa": "法", "du": "督", "ban": "办", "hu": "户", "jiao": "交", "wang": "网", "jin": "禁",
	"jian": "监", "xing": "刑"}

// mark is the 机构代字 of the desk that reviews the case; its documents carry it from the receipt on.
func (w *work) mark() string {
	_, trade, _ := strings.Cut(w.desk(procedure.StageReview), "-")
	return deskMarks[trade]
}

// agency is the bureau whose desk reviews the case; the zero value is the city's.
func (w *work) agency() agency {
	area, _, _ := strings.Cut(w.desk(procedure.StageReview), "-")
	return agencies[area]
}

// area is that of the desk which receives the case; it begins the case's number.
func (w *work) area() identity.Area {
	code, _, _ := strings.Cut(w.desk(procedure.StageIntake), "-")
	if area, err := identity.ParseArea(code); err == nil {
		return area
	}
	return identity.Yiyang
}
