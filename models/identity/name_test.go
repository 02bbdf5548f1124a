package identity

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestA14_Names(t *testing.T) {
	t.Parallel()
	run(t, ParseName, []vector{
		{"张三", "张三", ""},
		{" 　欧阳修远\n", "欧阳修远", ""},
		{"阿依古丽·买买提", "阿依古丽·买买提", ""},
		{"阿依古丽•买买提", "阿依古丽·买买提", ""},
		{"阿依古丽‧买买提", "阿依古丽·买买提", ""},
		{"阿依古丽・买买提", "阿依古丽·买买提", ""},
		{"阿依古丽･买买提", "阿依古丽·买买提", ""},
		{"阿依古丽．买买提", "阿依古丽·买买提", ""},
		{"阿依古丽.买买提", "阿依古丽·买买提", ""},
		{"王𬭊", "王𬭊", ""},
		{"〇", "〇", ""},
		{"㐀\U000323AF\U00033479\uFA6D", "㐀\U000323AF\U00033479\uFA6D", ""},
		{strings.Repeat("𬭊", 50), strings.Repeat("𬭊", 50), ""},
		{strings.Repeat("𬭊", 51), "", "NAME_LENGTH"},
		{"", "", "NAME_LENGTH"},
		{" 　", "", "NAME_LENGTH"},
		{megabyte, "", "NAME_LENGTH"},
		{"·买买提", "", "NAME_DOT"},
		{"买买提•", "", "NAME_DOT"},
		{"阿依·.买买提", "", "NAME_DOT"},
		{"·", "", "NAME_DOT"},
		{"张 三", "", "NAME_CHARACTER"},
		{"张3", "", "NAME_CHARACTER"},
		{"张三Li", "", "NAME_CHARACTER"},
		{"张😀", "", "NAME_CHARACTER"},
		{"张\u202e三", "", "NAME_CHARACTER"},
		{"张\x00三", "", "NAME_CHARACTER"},
		{"张\ue000", "", "NAME_CHARACTER"}, // private use
		{"张\U000E0100", "", "NAME_CHARACTER"},
		{"张\xff", "", "NAME_CHARACTER"},
	})
}

func TestNamesCompareByCanonicalForm(t *testing.T) {
	t.Parallel()
	typed, _ := ParseName("阿依古丽•买买提")
	register, _ := ParseName("阿依古丽·买买提")
	other, _ := ParseName("阿依古丽买买提")
	if !typed.Equal(register) || typed.Equal(other) {
		t.Error("only the kind of dot makes no difference")
	}
	if typed.Typed() != "阿依古丽•买买提" {
		t.Errorf("typed %s", typed.Typed())
	}
	compatibility, _ := ParseName("\uF90A") // 金 as a compatibility ideograph: NFC would make it U+91D1
	if compatibility.String() != "\uF90A" {
		t.Error("a compatibility ideograph was replaced")
	}
}

func TestNamesMasked(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"张三": "张*", "张三丰": "张**", "欧阳修远": "欧阳**", "欧阳修": "欧阳*", "欧阳": "欧*", "买买提·艾力江": "买买提·***",
		"阿依·买买提·艾力": "阿依·***·**", "𬭊三": "𬭊*", "张": "*",
	} {
		n, err := ParseName(in)
		if err != nil || n.Masked() != want {
			t.Errorf("%s is masked %s, want %s (%v)", in, n.Masked(), want, err)
		}
	}
	if (Name{}).Masked() != "" {
		t.Error("no name has a mask")
	}
}

func TestMaskHidesAndKeepsLength(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(rapid.RuneFrom([]rune("张王李欧阳买提艾力𬭊〇")), 1, 20, -1).Draw(t, "name")
		n, err := ParseName(s)
		if err != nil {
			t.Fatal(err)
		}
		m := n.Masked()
		if utf8.RuneCountInString(m) != utf8.RuneCountInString(s) || !strings.HasSuffix(m, "*") {
			t.Fatalf("%s is masked %s", s, m)
		}
	})
}

func FuzzParseName(f *testing.F) {
	for _, s := range []string{"张三", "阿依古丽•买买提", "王𬭊", " 欧阳修 ", "·", "a.b", "\xff", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := ParseName(s)
		if err != nil {
			if !n.IsZero() {
				t.Fatal("a value beside an error")
			}
			return
		}
		again, err := ParseName(n.String())
		if err != nil || !again.Equal(n) || again.String() != n.String() {
			t.Fatalf("%q → %q → %q, %v", s, n, again, err)
		}
		if same, err := ParseName(n.Typed()); err != nil || same != n {
			t.Fatalf("typed %q: %v", n.Typed(), err)
		}
		if !strings.Contains(n.Masked(), "*") {
			t.Fatalf("%q is not masked", n)
		}
	})
}
