package disclosure

import "testing"

func TestNamesAreMasked(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"张三": "张*", "张三丰": "张**", "欧阳锋云": "欧阳**", "买买提·吐尔逊": "买买提·***", "阿依古丽•买买提": "阿依古丽·***",
		"": "", "John Smith": "J*********"} {
		if got := Party(name, false); got != want {
			t.Errorf("%q is shown as %q, want %q", name, got, want)
		}
	}
	if got := Party("益阳资江爆破工程有限公司", true); got != "益阳资江爆破工程有限公司" {
		t.Errorf("a unit is shown as %q", got)
	}
}

func TestExitEntryAndFilingsAreNotPublished(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		procedure, department string
		want                  bool
	}{{"permit", "zhian", true}, {"licence", "zhian", true}, {"permit", "churujing", false}, {"licence", "churujing", false}, {"filing", "zhian", false},
		{"endorsement", "churujing", false}, {"service", "huzheng", false}} {
		if got := Publishes(c.procedure, c.department); got != c.want {
			t.Errorf("%s of %s: %t", c.procedure, c.department, got)
		}
	}
}

func TestNumbersThatTellAnIDAreMasked(t *testing.T) {
	t.Parallel()
	const id = "430922199003070017"
	for number, want := range map[string]string{id: "4309**************", "4309199003070017": "4309************", "BP2026-0001": "BP2026-0001"} {
		if got := CertificateNumber(number, id, false); got != want {
			t.Errorf("%s is shown as %s, want %s", number, got, want)
		}
	}
}
