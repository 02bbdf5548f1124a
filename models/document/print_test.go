package document

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/yiyang-police/permit-portal/models/fault"
)

// TestEveryKindPrints renders each kind, has the file checked by qpdf and reads its words back with pdftotext.
func TestEveryKindPrints(t *testing.T) {
	t.Parallel()
	a := authority(t)
	photo := portrait(t)
	want := map[Kind][]string{
		Application:     {"张𬭊", "430903198605124515", "2025年 20学时", "王建设"},
		Receipt:         {"益公治收〔2026〕128号", "48213057", "430900ZA2220260917000017"},
		Correction:      {"益公治许补〔2026〕128号", "体检证明", "少于规定的20学时", "2026年10月16日"},
		Acceptance:      {"益公治许受〔2026〕128号", "2026年10月23日", "警号：090217"},
		NotAccepted:     {"长沙市公安局", "六十日内", "六个月内", house.Court},
		Grant:           {"2026年11月2日", "2029年11月1日", "益公治许续〔2026〕128号"},
		Refusal:         {"第六条", "益阳市人民政府", "xzfy.example.gov.cn", house.Court, "益公治许不续〔2026〕128号"},
		DeemedRenewal:   {"视为准予延续"},
		Certificate:     {"张𬭊", "爆破员", "4309002023000123", "2029年11月1日"},
		Card:            {"红牌", "090217"},
		Delivery:        {"电子送达", "益公治许续〔2026〕3号"},
		Special:         {"益公治许特〔2026〕128号", "专家评审", "12个工作日", "第四十五条"},
		HearingRight:    {"益公治听告〔2026〕128号", "五个工作日", "第四十七条"},
		HearingNotice:   {"益公治听通〔2026〕128号", "2026年10月30日 09时30分", "三楼会议室", "杨建平（警号090107）", "不收取费用"},
		HearingAnnounce: {"2026年10月30日 09时30分", "三楼会议室", "旁听"},
		HearingRecord:   {"2026年10月30日 09时30分"},
		Extension:       {"益公治许延〔2026〕128号", "2026年10月21日", "2026年11月4日", "负责人批准"},
		WarningPaper:    {"第七十八条", "警告", "六十日内", house.Court},
		Termination:     {"终止办理", "益阳市人民政府", "六个月内"},
		Collective:      {"不同意见", "周建军"},
	}
	kinds := slices.AppendSeq(slices.Collect(maps.Keys(families)), maps.Keys(specialFamilies))
	for _, k := range kinds {
		t.Run(string(k), func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.ArtifactDir(), string(k)+".pdf")
			if err := os.WriteFile(path, printed(t, a, k, photo), 0o600); err != nil {
				t.Fatal(err)
			}
			if out, err := exec.Command("qpdf", "--check", path).CombinedOutput(); err != nil {
				t.Fatalf("qpdf: %v\n%s", err, out)
			}
			out, err := exec.Command("pdftotext", "-raw", path, "-").Output()
			if err != nil {
				t.Fatal(err)
			}
			text := unspaced(string(out))
			for _, w := range append(want[k], k.Title()) {
				if !strings.Contains(text, unspaced(w)) {
					t.Errorf("%s does not say %q:\n%s", k, w, out)
				}
			}
		})
	}
}

func unspaced(s string) string { return strings.Join(strings.Fields(s), "") }

// A character without a glyph stops the printing and is named; nothing is printed with a hole.
func TestMissingGlyphIsNamed(t *testing.T) {
	t.Parallel()
	f := sample()
	f.Applicant.Name = "王𠮷"
	for _, k := range []Kind{Grant, Certificate} {
		l, err := Compose(k, "", day("2026-09-17"), f, house)
		if err != nil {
			t.Fatal(err)
		}
		_, err = authority(t).Print(l, nil, house.Agency, issued)
		e, ok := fault.As(err)
		if !ok || e.Code != "GLYPH_MISSING" || e.Params["characters"] != "𠮷 (U+20BB7)" {
			t.Errorf("%s: %v", k, err)
		}
	}
}
