package ui

import (
	"bytes"
	"context"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"github.com/yiyang-police/permit-portal/frontend/locale"
)

func html(t *testing.T, ctx context.Context, c templ.Component) string {
	t.Helper()
	var out bytes.Buffer
	if err := c.Render(ctx, &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func frame() Frame {
	return Frame{
		Title: "我的办件", Path: "/items?q=爆破&after=2", Crumbs: []Crumb{{Label: "我的空间", Href: "/me"}, {Label: "我的办件"}},
		Viewer: Viewer{SignedIn: true, Name: `王<志>强`, Kind: Citizen, Unread: 2}, Footer: Footer{SupervisionPhone: "0737-4220110"},
		Nav: []NavGroup{{Label: "办件", Links: []Link{{Label: "受理", Href: "/desk", Count: 3, Current: true}}}}, IdleSeconds: 900, NoIndex: true,
	}
}

func TestFramesSpeakBothLanguagesAndObeyThePolicy(t *testing.T) {
	t.Parallel()
	inline := regexp.MustCompile(`(?i)\sstyle=|\son[a-z]+=|<style|<script(?:>|[^>]*[^"]>)`)
	for _, lang := range []locale.Lang{locale.Chinese, locale.English} {
		ctx := locale.With(context.Background(), lang)
		for name, layout := range map[string]templ.Component{"public": Layout(frame()), "desk": ClerkLayout(frame())} {
			page := html(t, ctx, layout)
			for _, want := range []string{
				`lang="` + lang.Tag() + `"`, `href="#main"`, `id="main"`, `content="noindex, nofollow"`, `<form method="post" action="/sign-out">`,
				`/preferences?back=%2Fitems%3Fq%3D%E7%88%86%E7%A0%B4%26after%3D2&amp;elder=1`, "王&lt;志&gt;强",
			} {
				if !strings.Contains(page, want) {
					t.Errorf("%s %s lacks %s", name, lang, want)
				}
			}
			if found := inline.FindString(page); found != "" {
				t.Errorf("%s %s: the content security policy refuses %q", name, lang, found)
			}
			if missing := regexp.MustCompile(`>[a-z]+\.[a-z]+(\.[a-z]+)?<`).FindString(page); missing != "" {
				t.Errorf("%s %s shows a key: %s", name, lang, missing)
			}
		}
	}
}

func TestElderModeIsMarkedAndCanBeLeft(t *testing.T) {
	t.Parallel()
	f := frame()
	f.Elder = true
	page := html(t, context.Background(), Layout(f))
	if !strings.Contains(page, `data-elder="1"`) || !strings.Contains(page, "elder=0") {
		t.Error("elder mode is not marked, or cannot be left")
	}
}

func TestFieldPointsAtWhatDescribesIt(t *testing.T) {
	t.Parallel()
	page := html(t, context.Background(), TextField(TextInput{FieldFrame: FieldFrame{ID: "mobile", Label: "手机号码", Hint: "收短信", Error: "不对", Required: true}, Name: "mobile"}))
	for _, want := range []string{`for="mobile"`, `aria-describedby="mobile-hint mobile-error"`, `aria-invalid="true"`, `aria-required="true"`, `id="mobile-error"`} {
		if !strings.Contains(page, want) {
			t.Errorf("lacks %s in %s", want, page)
		}
	}
}

func TestRemainingSaysHowManyWorkingDays(t *testing.T) {
	t.Parallel()
	en := locale.With(context.Background(), locale.English)
	for days, want := range map[int]string{7: "7 working days left", 1: "1 working day left", 0: "Due today", -1: "1 working day overdue", -4: "4 working days overdue"} {
		if got := Remaining(en, days); got != want {
			t.Errorf("%d: got %q", days, got)
		}
	}
}

func TestLampIsNeverColourAlone(t *testing.T) {
	t.Parallel()
	for _, lamp := range []Lamp{Green, Yellow, Red, Overdue, Paused, Closed} {
		page := html(t, context.Background(), ClockBadge(lamp, ""))
		if !strings.Contains(page, locale.T(context.Background(), "clock."+string(lamp))) || !strings.Contains(page, "<svg") {
			t.Errorf("%s has no words or no shape", lamp)
		}
	}
}
