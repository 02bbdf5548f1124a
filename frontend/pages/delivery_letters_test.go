package pages

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/delivery"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// The list of letters tells of each where it is, until when it has to be delivered, and whom to call about what came back; nobody's number otherwise.
func TestLettersTellWhereTheyAre(t *testing.T) {
	t.Parallel()
	way := delivery.Letter{CaseID: uuid.New(), CaseNumber: "43090000222026091700001R", Procedure: "permit", Applicant: "刘大山", Waybill: "EC123456789CN", State: delivery.OnWay,
		Report: delivery.Moving, Due: workday.MustParse("2026-10-08"), Lamp: procedure.LampYellow, Left: 2}
	back := way
	back.CaseID, back.State, back.Mobile, back.Reason, back.Due = uuid.New(), delivery.SecondTry, "13873701001", "收件人拒收", workday.Date{}
	v := LettersView{Found: casework.Page[delivery.Letter]{Items: []delivery.Letter{way, back}, Total: 2}, Next: "/desk/deliveries?list=letters&after=x"}
	for lang, wants := range map[locale.Lang][]string{
		locale.Chinese: {"在途", "运输、投递中", "剩余 2 个工作日", "待再次交寄", "收件人拒收", "没有期限", "刘**", ">刘大山", "tel:13873701001", "/desk/cases/" + way.CaseID.String(), v.Next[:20]},
		locale.English: {"On its way", "being carried", "second try due", "2 in all"},
	} {
		html := render(t, lang, Letters(ui.Frame{}, v))
		for _, want := range wants {
			if !strings.Contains(strings.ReplaceAll(html, "\n", ""), want) {
				t.Errorf("%s: the list lacks %q", lang, want)
			}
		}
	}
	if html := render(t, locale.Chinese, Letters(ui.Frame{}, LettersView{})); !strings.Contains(html, "没有邮寄未签收的邮件") || strings.Contains(html, "<table") {
		t.Error("an empty list does not say so")
	}
}
