package letters

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/workday"
)

func everything() notice.Facts {
	return notice.Facts{
		Item: "爆破作业人员许可（到期换证）", ItemEn: "Blasting licence renewal", Number: "43090000012026112300001G", Applicant: "阿依古丽·买买提",
		Unit: "益阳市资江爆破工程有限公司", Officer: "李明（警号 091234）", Desk: "治安管理支队", Due: workday.MustParse("2026-12-21"), Time: "09:00–09:30", Place: "市局出入境接待大厅",
		On: workday.MustParse("2026-11-23"), ValidTo: workday.MustParse("2029-12-31"), Reason: "DEEMED_RENEWED", Text: "请看{number}", Title: "爆破作业人员许可证",
	}
}

func TestEveryKindHasItsWords(t *testing.T) {
	t.Parallel()
	for _, lang := range []locale.Lang{locale.Chinese, locale.English} {
		ctx := locale.With(context.Background(), lang)
		for _, kind := range notice.Kinds() {
			w := Notice(ctx, kind, everything())
			sms := SMS(ctx, kind, everything())
			if strings.HasPrefix(w.Title, "notice.") || strings.HasPrefix(w.Body, "notice.") {
				t.Errorf("%s has no words in %s: %+v", kind, lang, w)
			}
			if kind.Texted() != (sms != "") {
				t.Errorf("%s in %s: texted %v, but its message is %q", kind, lang, kind.Texted(), sms)
			}
			for _, text := range []string{w.Title, w.Body, sms} {
				if strings.Contains(strings.ReplaceAll(text, "请看{number}", ""), "{") {
					t.Errorf("%s in %s leaves a placeholder: %q", kind, lang, text)
				}
			}
		}
	}
}

func TestNoticeReads(t *testing.T) {
	t.Parallel()
	cal, err := workday.Load(os.DirFS("../../migrations/calendars"))
	if err != nil {
		t.Fatal(err)
	}
	zh := locale.WithCalendar(context.Background(), cal)
	en := locale.With(zh, locale.English)
	later := everything()
	later.Due = workday.MustParse("2027-01-04")
	for _, test := range []struct{ got, want string }{
		{SMS(zh, notice.Accepted, everything()), "【益阳市公安局】您的办件43090000012026112300001G已受理，将于2026年12月21日前作出决定。"},
		{SMS(en, notice.Accepted, everything()), "[Yiyang Police] Case 43090000012026112300001G is accepted. A decision is due by 21 Dec 2026."},
		{SMS(zh, notice.Accepted, later), "【益阳市公安局】您的办件43090000012026112300001G已受理，将于2027年1月4日（以国务院正式通知为准）前作出决定。"},
		{SMS(zh, notice.UnitSigned, everything()), ""},
		{Notice(zh, notice.Message, everything()).Body, "李明（警号 091234）就办件 43090000012026112300001G 给您留言：请看{number}"},
		{CodeSMS(zh, "sign_in", "042517", 5), "【益阳市公安局】登录验证码 042517，5 分钟内有效。请勿告诉他人。"},
	} {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
	if body := Notice(zh, notice.RedCard, everything()).Body; !strings.Contains(body, "视为准予延续") {
		t.Errorf("a reason code reads as its sentence, got %q", body)
	}
}
