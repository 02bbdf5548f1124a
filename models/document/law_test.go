package document

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// allKinds are the kinds of a power, in order.
func allKinds(word string) []Kind {
	kinds := slices.AppendSeq(slices.Collect(maps.Keys(families)), maps.Keys(specialFamilies))
	if p, known := powers[word]; known {
		kinds = slices.AppendSeq(kinds, maps.Keys(p.families(word)))
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}

// adverseKinds are those that go against their addressee (domain.md 1.10): the remedies stand on each of them and on no other.
var adverseKinds = []Kind{NotNeeded, NotAccepted, Refusal, Lapse, Declined, NotFiled, NotIssued, WarningPaper, Termination, Revocation, TakenBack,
	Cancellation, ChangeRefusal, Compensation, NoCompensation, Damages, NoDamages}

func TestRemediesStandOnEveryAdversePaper(t *testing.T) {
	t.Parallel()
	for _, word := range append(slices.Sorted(maps.Keys(powers)), "") {
		for _, k := range allKinds(word) {
			f := sample()
			f.Power, f.Matter = word, Matter{Title: "爆破作业人员许可证", Measure: "撤销"}
			f.Remedies = house.tells(f)
			l, err := Compose(k, "", day("2026-09-17"), f, house)
			if err != nil {
				t.Fatal(err)
			}
			text := fmt.Sprintf("%+v", l.Blocks)
			suit := "六个月内依法向" + house.Court
			if k.AboutDamages() {
				suit = "作出之日起三个月内依法向" + house.Court
			}
			for _, words := range []string{"六十日内向益阳市人民政府申请行政复议", "https://xzfy.example.gov.cn", suit} {
				if strings.Contains(text, words) != slices.Contains(adverseKinds, k) {
					t.Errorf("%s of %q: %q", k, word, words)
				}
			}
		}
	}
}

// Where the law makes a refusal final its paper says so, and offers no way that does not exist (出境入境管理法 第三十六条).
func TestAFinalRefusalOffersNoRemedies(t *testing.T) {
	t.Parallel()
	f := sample()
	f.Power, f.Final = "permit", "《中华人民共和国出境入境管理法》第三十六条"
	l, err := Compose(Refusal, "", day("2026-09-17"), f, house)
	if err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf("%+v", l.Blocks)
	if !l.Final || !strings.Contains(text, "第三十六条的规定，本决定为最终决定") || strings.Contains(text, "六十日") {
		t.Error(text)
	}
}

// A refusal after a hearing stands on its record (行政许可法 第四十八条第二款), and proofs that end with a stop make one sentence.
func TestARefusalAfterAHearingStandsOnItsRecord(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"", "permit"} {
		f := sample()
		f.Power, f.HeardOn, f.Evidence = word, day("2026-10-12"), []string{"体检证明：结论不符。", "听证笔录"}
		l, err := Compose(Refusal, "", day("2026-09-17"), f, house)
		if err != nil {
			t.Fatal(err)
		}
		text := fmt.Sprintf("%+v", l.Blocks)
		if !strings.Contains(text, "2026年10月12日举行听证") || !strings.Contains(text, "体检证明：结论不符；听证笔录。") {
			t.Errorf("%q: %s", word, text)
		}
	}
}

// A bureau that decides in its own name has its own reviewing government and court, and a paper keeps what it told when the house moves on.
func TestRemediesAreTheBureausAndAreKept(t *testing.T) {
	t.Parallel()
	h := house
	h.Courts = map[string]string{"桃江县公安局": "桃江县人民法院"}
	f := sample()
	f.Agency, f.Reviewer = "桃江县公安局", "桃江县人民政府"
	f.Remedies = h.tells(f)
	h.ReviewOnline, h.Courts = "https://elsewhere.example", nil
	l, err := Compose(Refusal, "", day("2026-09-17"), f, h)
	if err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf("%+v", l.Blocks)
	for _, words := range []string{"向桃江县人民政府申请行政复议", "https://xzfy.example.gov.cn", "向桃江县人民法院提起"} {
		if !strings.Contains(text, words) {
			t.Errorf("%q is missing in %s", words, text)
		}
	}
}

// The marks of domain.md 1.8, and the seals of 6.4: the special permit seal for intake, the Bureau's for decisions and certificates.
func TestMarksAndSealsAreTheLaws(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind  Kind
		power string
		title string
		mark  string
		seal  seal
	}{
		{Receipt, "permit", "收取行政许可申请材料凭证", "收", sealPermit},
		{Correction, "permit", "行政许可申请材料补正告知书", "许补", sealPermit},
		{Acceptance, "permit", "行政许可受理通知书", "许受", sealPermit},
		{NotAccepted, "permit", "不予受理行政许可申请决定书", "许不受", sealPermit},
		{Special, "permit", "行政许可特别程序（所需时间）告知书", "许特", sealPermit},
		{Extension, "permit", "行政许可延期决定通知书", "许延", sealBureau},
		{HearingRight, "permit", "行政许可权利告知书", "听告", sealPermit},
		{RefusalNotice, "permit", "拟不予行政许可告知书（陈述、申辩权利告知书）", "许拟", sealPermit},
		{HearingNotice, "permit", "行政许可听证通知书", "听通", sealPermit},
		{Grant, "permit", "准予行政许可决定书", "许准", sealBureau},
		{Refusal, "permit", "不予行政许可决定书", "许不", sealBureau},
		{Grant, "", "准予延续行政许可决定书", "许续", sealBureau},
		{Refusal, "", "不予延续行政许可决定书", "许不续", sealBureau},
		{Revocation, "permit", "撤销行政许可决定书", "许销", sealBureau},
		{TakenBack, "permit", "撤回行政许可决定书", "许回", sealBureau},
		{Cancellation, "permit", "注销行政许可决定书", "许注", sealBureau},
		{Compensation, "permit", "行政许可补偿决定书", "许偿", sealBureau},
		{NoCompensation, "permit", "不予行政许可补偿决定书", "许不偿", sealBureau},
		{Damages, "permit", "行政赔偿决定书", "许赔", sealBureau},
		{NoDamages, "permit", "不予行政赔偿决定书", "许不赔", sealBureau},
		{Filed, "filing", "备案回执", "备", sealBureau},
		{NotFiled, "filing", "不予备案告知书", "备不", sealBureau},
		{Delivery, "permit", "送达回证", "送", sealPermit},
		{Card, "permit", "行政审批督办单", "督", sealBureau},
		{Certificate, "", "爆破作业人员许可证", "", sealBureau},
		{Application, "permit", "行政许可申请书", "", sealNone},
	} {
		f, ok := familyOf(c.kind, c.power)
		if !ok || f.title != c.title || f.mark != c.mark || f.seal != c.seal {
			t.Errorf("%s of %q: %s %s %d", c.kind, c.power, f.title, f.mark, f.seal)
		}
	}
}

// Whoever handles the case stands on every notice with name and police number (domain.md 1.7).
func TestTheOfficerStandsOnEveryNotice(t *testing.T) {
	t.Parallel()
	for _, word := range append(slices.Sorted(maps.Keys(powers)), "") {
		for _, k := range allKinds(word) {
			f := sample()
			f.Power = word
			l, err := Compose(k, "", day("2026-09-17"), f, house)
			if err != nil {
				t.Fatal(err)
			}
			named := strings.Contains(strings.Join(l.Notes, "\n"), "承办人：李卫国　警号：090217")
			if named != (k != Application && k != Certificate) {
				t.Errorf("%s of %q: %v", k, word, l.Notes)
			}
		}
	}
}

// A letter speaks to one person or one unit, wherever in it the words stand.
func TestALetterKnowsToWhomItSpeaks(t *testing.T) {
	t.Parallel()
	for _, word := range append(slices.Sorted(maps.Keys(powers)), "") {
		for _, k := range allKinds(word) {
			for unit, you := range map[bool]string{false: "你", true: "你单位"} {
				f := sample()
				f.Power, f.Matter, f.Applicant.IsUnit = word, Matter{Title: "爆破作业人员许可证", Measure: "撤销"}, unit
				l, err := Compose(k, "", day("2026-09-17"), f, house)
				if err != nil {
					t.Fatal(err)
				}
				if text := fmt.Sprintf("%+v", l.Blocks); strings.Contains(text, "你（单位）") || strings.Contains(text, "%!") {
					t.Errorf("%s of %q does not say %q: %s", k, word, you, text)
				}
			}
		}
	}
}

// What is accepted because nobody answered was never found complete (行政许可法 第三十二条第一款第四项; T11): its 受理通知书 must not say so.
func TestSilenceFindsNothingComplete(t *testing.T) {
	t.Parallel()
	f := sample()
	f.Power, f.Deemed = "permit", true
	l, err := Compose(Acceptance, "", day("2026-09-25"), f, house)
	if err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf("%+v", l.Blocks)
	for words, stands := range map[string]bool{"齐全": false, "第三十二条第一款第五项": false, "第三十二条第一款第四项": true, "自收到申请材料之日即2026年9月18日起视为受理": true,
		"2026年10月23日": true} {
		if strings.Contains(text, words) != stands {
			t.Errorf("%q: %s", words, text)
		}
	}
}

// Whoever is barred reads by which article and from when he may apply again (行政许可法 第七十八条, 第七十九条; T05b).
func TestNotAcceptedForABanTellsTheArticleAndTheDay(t *testing.T) {
	t.Parallel()
	f := sample()
	f.Power, f.CompetentAgency, f.CompetentHow, f.Grounds = "permit", "", "", nil
	f.Proceeding = Proceeding{Basis: "《中华人民共和国行政许可法》第七十八条", Until: day("2027-09-17")}
	l, err := Compose(NotAccepted, "", day("2026-09-17"), f, house)
	if err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf("%+v", l.Blocks)
	for _, words := range []string{"根据《中华人民共和国行政许可法》第七十八条的规定，本机关决定不予受理", "2027年9月17日起可以再次申请"} {
		if !strings.Contains(text, words) {
			t.Errorf("%q is missing in %s", words, text)
		}
	}
}
