package catalog

import (
	"slices"
	"strings"
	"testing"

	"github.com/yiyang-police/permit-portal/migrations"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// Every text that the form offers can be changed in the file, and nothing else changes with it.
func TestEveryTextOfTheFormCanBeSet(t *testing.T) {
	t.Parallel()
	whole, err := readSet(migrations.Items())
	if err != nil {
		t.Fatal(err)
	}
	offered, refused := 0, 0
	for n, src := range whole.items {
		if n%8 != 0 { // a share of the items, and of their texts: all would be thirty thousand
			continue
		}
		fields := textFields(src.file, src.raw)
		if len(fields) < 5 {
			t.Errorf("%s offers %d texts", src.file, len(fields))
		}
		for i, f := range fields {
			if (i+n)%29 != 0 {
				continue
			}
			offered++
			text := f.Text + "：\"改\" # 1, [x] {y}\n第二行"
			changed, err := setText(src.file, src.raw, f.Path, text)
			if fault.Code(err) == "EDIT_IN_SOURCE" {
				refused++
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			before, _ := parse(src.file, src.raw)
			after, problems := parse(src.file, changed)
			if len(problems) > 0 {
				t.Fatalf("%s %s: %v", src.file, f.Path, problems)
			}
			changes := differences(before, after)
			if len(changes) != 1 || !strings.Contains(changes[0].New, "第二行") {
				t.Errorf("%s %s: %+v", src.file, f.Path, changes)
			}
		}
	}
	if offered == 0 || refused*20 > offered {
		t.Errorf("%d of %d texts can only be changed in the file", refused, offered)
	}
}

func TestWordsAndTopKeysAreWrittenAnew(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, raw, want string }{
		{"flow", "a: 1\nwords: [x, y]\nb: 2\n", "a: 1\nwords: [\"p\", \"q: r\"]\nb: 2\n"},
		{"block", "a: 1\nwords:\n  - x\n  # note\n  - y\n\n# about b\nb: 2\n", "a: 1\nwords: [\"p\", \"q: r\"]\n\n# about b\nb: 2\n"},
		{"block at the margin", "words:\n- x\n- y\nb: 2\n", "words: [\"p\", \"q: r\"]\nb: 2\n"},
		{"flow over lines", "words: [x,\n  y,\n]\nb: 2", "words: [\"p\", \"q: r\"]\nb: 2"},
		{"missing", "b: 2", "b: 2\nwords: [\"p\", \"q: r\"]\n"},
	}
	for _, test := range tests {
		got := setWords([]byte(test.raw), []string{"p", "q: r"})
		if string(got) != test.want {
			t.Errorf("%s: %q\nwant %q", test.name, got, test.want)
		}
		if list, own := wordsOf("x", got); !own || !slices.Equal(list, []string{"p", "q: r"}) {
			t.Errorf("%s: reads %q", test.name, list)
		}
	}
	if got := setTop([]byte("a: 1\nsuccessor: x\n"), "successor", ""); string(got) != "a: 1\n" {
		t.Errorf("%q", got)
	}
}

func TestDifferencesReadAsWords(t *testing.T) {
	t.Parallel()
	before := "name: { zh: 甲, en: A }\nmaterials:\n  - { key: a, name: { zh: 身份证 }, copies: 1 }\n  - { key: b, name: { zh: 户口簿 } }\nwords: [x, y]\nfaq:\n  - { question: { zh: 问 }, answer: { zh: 答 } }\n"
	after := "words: [y, z]\nname: { zh: 甲乙, en: A }\nmaterials:\n  - { key: b, name: { zh: 户口簿 } }\n  - { key: a, name: { zh: 身份证 }, copies: 2 }\n  - { key: c, name: { zh: 照片 } }\nfaq:\n  - { question: { zh: 新问 }, answer: { zh: 答 } }\n"
	a, _ := parse("x", []byte(before))
	b, _ := parse("x", []byte(after))
	var got []string
	for _, c := range differences(a, b) {
		where := []string{}
		for _, w := range c.Where {
			where = append(where, w.Word+w.Entry)
		}
		got = append(got, strings.Join(where, "/")+" "+string(c.Kind)+" "+c.Old+">"+c.New)
	}
	want := []string{
		"words/z added >z", "words/x removed x>", "name/zh changed 甲>甲乙", "materials/身份证/copies changed 1>2", "materials/照片 added >key: c\n照片",
		"faq/新问/question/zh changed 问>新问",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
}

func TestPiecesOfATextJoinToBoth(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]string{{"满 3 个工作日", "满 5 个工作日内"}, {"", "新"}, {"same words here", "same other words"}, {"甲", ""}} {
		var old, now string
		for _, p := range Pieces(pair[0], pair[1]) {
			if p.Kind != Added {
				old += p.Text
			}
			if p.Kind != Dropped {
				now += p.Text
			}
		}
		if old != pair[0] || now != pair[1] {
			t.Errorf("%q: %q %q", pair, old, now)
		}
	}
}
