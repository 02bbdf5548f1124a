package catalog

import (
	"strings"
	"testing"

	"github.com/yiyang-police/permit-portal/migrations"
)

// What a guide calls final is final on the paper as well, and nothing else is (出境入境管理法 第三十六条).
func TestGuidesAndPapersAgreeOnWhatIsFinal(t *testing.T) {
	t.Parallel()
	items, err := Load(migrations.Items(), calendar(t))
	if err != nil {
		t.Fatal(err)
	}
	final := 0
	for _, i := range items {
		told := false
		for _, r := range i.Guide.Remedies {
			told = told || strings.Contains(r.Zh, "最终决定")
		}
		if told != (i.Procedure.Final != "") {
			t.Errorf("%s: the guide says final %t, the procedure %q", i.Code, told, i.Procedure.Final)
		}
		if told {
			final++
		}
	}
	if final != 15 {
		t.Errorf("%d items with final refusals", final)
	}
}
