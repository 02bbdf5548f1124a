package letters_test

import (
	"context"
	"strings"
	"testing"

	"github.com/yiyang-police/permit-portal/frontend/letters"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// The page says every word of the letter, and whatever a person typed stays text.
func TestLetterSaysEveryWord(t *testing.T) {
	t.Parallel()
	f := document.Facts{CaseNumber: "430900ZA2220260917000017", ItemName: "爆破作业人员许可（到期换证）", Applicant: document.Party{Name: "<b>张三</b>"},
		Defects:       []document.Defect{{What: "体检证明", Problem: "已过期", Mend: "上传新的"}, {What: "照片", Problem: "背景不白", Mend: "换一张"}},
		CorrectionDue: workday.MustParse("2026-10-16"), Officer: document.Officer{Name: "李卫国", PoliceNo: "090217"}}
	l, err := document.Compose(document.Correction, "益公治许补〔2026〕1号", workday.MustParse("2026-09-17"), f, document.House{Agency: "益阳市公安局"})
	if err != nil {
		t.Fatal(err)
	}
	l.Void = true
	var b strings.Builder
	if err := letters.Letter(l).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	for _, want := range []string{"<h1", "益公治许补〔2026〕1号", "&lt;b&gt;张三", "已过期", "换一张", "2026年10月16日", "警号：090217", "作废", "2026年9月17日"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if strings.Contains(page, "<b>张三") {
		t.Error("a name became markup")
	}
}
