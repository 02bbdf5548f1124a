package search

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// shelf is a small catalogue: id → names and words.
func shelf(t testing.TB) *Index {
	t.Helper()
	v, err := ParseVocabulary([]byte(`
fillers: [怎么办, 办理, 我的, 我, 了]
same:
  驾驶证: [驾照, 驾驶执照]
  遗失: [丢了, 丢, 不见了]
english_fillers: [how, to, my, a, i]
english_same:
  replace: [lost, replacement]
  licence: [license]
`))
	if err != nil {
		t.Fatal(err)
	}
	return New([]Doc{
		{ID: "430900-CJ-0001", Codes: []string{"000109001000"}, Names: []string{"普通护照补发", "Replacement of a passport"}, Words: []string{"护照丢了", "lost passport"}},
		{ID: "430900-CJ-0002", Names: []string{"普通护照首次申请", "First passport"}, Words: []string{"办护照"}, Promote: 1},
		{ID: "430900-JT-0003", Names: []string{"机动车驾驶证遗失补证", "Replacement of a driving licence"}, Words: []string{"补驾照"}},
		{ID: "430900-JT-0004", Names: []string{"机动车驾驶证有效期满换证", "Renewal of a driving licence"}, Texts: []Text{{"银行门口的换证机", 0.3}}},
		{ID: "430900-ZA-0005", Names: []string{"保安服务公司设立许可", "Licence of a security company"}, Words: []string{"开保安公司"}},
		{ID: "430900-ZA-0006", Names: []string{"保安服务公司重新登记", "New registration of a security company"}},
	}, v)
}

func TestFindsInManyWays(t *testing.T) {
	t.Parallel()
	x := shelf(t)
	for _, test := range []struct {
		query, first string
		kind         Kind
	}{
		{"430900-CJ-0001", "430900-CJ-0001", ByCode},
		{"430900cj0001", "430900-CJ-0001", ByCode},
		{"000109001000", "430900-CJ-0001", ByCode},
		{"普通护照补发", "430900-CJ-0001", ByName},
		{"护照丢了怎么办", "430900-CJ-0001", ByWord},
		{"我的驾照丢了", "430900-JT-0003", ByName},      // everyday words for both
		{"驾驶执照不见了怎么办理", "430900-JT-0003", ByName}, //
		{"ＬＯＳＴ　Passport", "430900-CJ-0001", ByWord},
		{"how to replace my driving license", "430900-JT-0003", ByName},
		{"lost pasport", "430900-CJ-0001", ByWord},    // a typing error
		{"户照丢了", "430900-CJ-0001", ""},                // a homophone
		{"huzhaodiule", "430900-CJ-0001", BySound},    // pinyin
		{"hu zhao diu", "430900-CJ-0001", BySound},    //
		{"huzaodiule", "430900-CJ-0001", BySound},     // as it is said in 湖南
		{"jiazhaodiule", "430900-JT-0003", BySound},   // everyday words in pinyin
		{"hzbf", "430900-CJ-0001", BySound},           // initials
		{"hzdl", "430900-CJ-0001", BySound},           //
		{"chongxindengji", "430900-ZA-0006", BySound}, // the second reading of 重
		{"kaibaoangongsi", "430900-ZA-0005", BySound},
		{"护照", "430900-CJ-0002", ""},     // equals: what most people come for
		{"银行", "430900-JT-0004", ByText}, // only the text speaks of it
	} {
		hits := x.Find(test.query, nil)
		if len(hits) == 0 || hits[0].ID != test.first || test.kind != "" && hits[0].Kind != test.kind {
			t.Errorf("%q: %+v, want %s by %s", test.query, hits, test.first, test.kind)
		}
	}
	for _, nothing := range []string{"", "   ", "……", "🙂", "xyzzy", "离婚", "qqqq", "\x00"} {
		if hits := x.Find(nothing, nil); len(hits) > 0 {
			t.Errorf("%q finds %+v", nothing, hits)
		}
	}
	if hits := x.Find("护照", func(id string) bool { return strings.HasSuffix(id, "1") }); len(hits) != 1 || hits[0].ID != "430900-CJ-0001" {
		t.Errorf("among the chosen: %+v", hits)
	}
}

func TestEverydayVocabulary(t *testing.T) {
	t.Parallel()
	if v := Everyday(); v == nil || v.common("驾照丢了怎么办") != "机动车驾驶证丢失" {
		t.Errorf("%q", Everyday().common("驾照丢了怎么办"))
	}
	for _, twice := range []string{"same: {甲: [丙], 乙: [丙]}", "fillers: [丙]\nsame: {乙: [丙]}"} {
		if _, err := ParseVocabulary([]byte(twice)); err == nil {
			t.Errorf("%q: an expression has two meanings", twice)
		}
	}
}

func TestSyllables(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{
		"huzhao": "hu zhao", "hu'zhao": "hu zhao", "zhuangdan": "zhuang dan", "huzhaodiul": "hu zhao diu", "jiashizhengguoqi": "jia shi zheng guo qi",
		"hzbf": "", "hello": "", "": "",
	} {
		got, ok := syllablesOf(query)
		if strings.Join(got, " ") != want || ok != (want != "") {
			t.Errorf("%q: %v", query, got)
		}
	}
}

func TestWhateverIsTypedIsAnswered(t *testing.T) {
	t.Parallel()
	x := shelf(t)
	rapid.Check(t, func(t *rapid.T) {
		query := rapid.StringN(0, 60, -1).Draw(t, "query")
		hits := x.Find(query, nil)
		for i, h := range hits {
			if h.Score < 1 || h.Score > 1000 || i > 0 && hits[i-1].Score < h.Score {
				t.Fatalf("%q: %+v", query, hits)
			}
		}
		if again := x.Find(query, nil); fmt.Sprint(again) != fmt.Sprint(hits) {
			t.Fatalf("%q is answered differently: %v, %v", query, hits, again)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	var docs []Doc
	for i := range 354 {
		docs = append(docs, Doc{ID: fmt.Sprintf("430900-XX-%04d", i), Names: []string{"机动车驾驶证遗失补证", "Replacement of a driving licence"},
			Words: []string{fmt.Sprintf("第%d种说法", i), "驾照丢了", "lost licence"}})
	}
	x := New(docs, Everyday())
	for _, query := range []string{"驾照丢了怎么办", "jiazhaodiule", "hzbf", "lost pasport"} {
		b.Run(query, func(b *testing.B) {
			for b.Loop() {
				x.Find(query, nil)
			}
		})
	}
}
