package enterprise

import (
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
)

// leaderless is the school whose only administrator, clerk1, is gone without a word; its head has changed in the register to third.
func (w *world) leaderless() uuid.UUID {
	w.t.Helper()
	id := w.opened()
	r := w.register.known[school]
	r.LegalName, r.LegalIDNumber = third.Name, third.IDNumber
	w.register.known[school] = r
	return id
}

// E03: the new legal representative gets the account by four eyes after five working days, nobody telephones, and the old rights end.
func TestE03_TheAccountPassesByFourEyes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.leaderless()
	_, err := w.AskTakeover(t.Context(), w.as(third), NewTakeover{CreditCode: school})
	w.want("without a reason", err, "INVALID_FIELDS")
	_, err = w.AskTakeover(t.Context(), w.as(third), NewTakeover{CreditCode: "91430903MA4PC7TH50", Reason: "x", File: "a.png", Content: scan(t)})
	w.want("an enterprise that is not here", err, "INVALID_FIELDS")
	ask, err := w.AskTakeover(t.Context(), w.as(third), NewTakeover{CreditCode: school, Reason: "原管理员离职，联系不上"})
	check(t, err)
	_, err = w.AskTakeover(t.Context(), w.as(third), NewTakeover{CreditCode: school, Reason: "again"})
	w.want("twice", err, "TAKEOVER_OPEN")
	if w.told(head, "takeover_asked") != 1 || w.told(clerk1, "takeover_asked") != 1 {
		t.Error("members were not told")
	}
	first, second := w.officer("090101"), w.officer("090102")
	again := w.officer("090101") // the same officer on another account
	list, err := w.Takeovers(t.Context(), first)
	if err != nil || len(list) != 1 || !list[0].Legal || list[0].ObjectUntil.String() != "2026-11-30" || list[0].Applicant != third.Name {
		t.Fatalf("%+v %v", list, err)
	}
	_, err = w.Takeovers(t.Context(), w.as(third))
	w.want("a person reads the desk's list", err, "FORBIDDEN")
	w.clock.Set(t, "2026-11-30T23:59:59+08:00")
	_, err = w.DecideTakeover(t.Context(), first, ask, true, "")
	w.want("members may still object", err, "TAKEOVER_WAITING")
	w.clock.Set(t, "2026-12-01T00:00:00+08:00")
	w.want("too late to object", w.Object(t.Context(), w.as(clerk1), ask, "我还在"), "TAKEOVER_LATE")
	passed, err := w.DecideTakeover(t.Context(), first, ask, true, "")
	if err != nil || passed {
		t.Fatalf("the first alone: %v %v", passed, err)
	}
	_, err = w.DecideTakeover(t.Context(), again, ask, true, "")
	w.want("the same officer twice", err, "FOUR_EYES")
	passed, err = w.DecideTakeover(t.Context(), second, ask, true, "")
	if err != nil || !passed {
		t.Fatalf("the second: %v %v", passed, err)
	}
	if m := w.as(third).Enterprises; len(m) != 1 || m[0].Role != account.Legal {
		t.Errorf("the new head: %+v", m)
	}
	for _, gone := range []account.DemoPerson{head, clerk1} {
		a := w.as(gone)
		if _, err := a.MustMember(id); len(a.Enterprises) != 0 || err == nil || w.told(gone, "takeover_done") != 1 {
			t.Errorf("%s keeps his rights: %+v", gone.Name, a.Enterprises)
		}
	}
	events, err := w.Journal(t.Context(), w.as(third), id)
	if err != nil || events[0].Kind != "takeover_done" || events[0].PoliceNo != "090102" || events[1].PoliceNo != "090101" {
		t.Errorf("%+v %v", events, err)
	}
	_, err = w.DecideTakeover(t.Context(), second, ask, true, "")
	w.want("after the end", err, "NOT_FOUND")
}

// E03: one member's word ends it; officers may refuse with a reason; a staff member has to show that he is one.
func TestE03_ObjectionsAndRefusals(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.opened()
	_, err := w.AskTakeover(t.Context(), w.as(clerk1), NewTakeover{CreditCode: school, Reason: "x", File: "a.png", Content: scan(t)})
	w.want("he administers it", err, "TAKEOVER_NEEDLESS")
	_, err = w.AskTakeover(t.Context(), w.as(third), NewTakeover{CreditCode: school, Reason: "我是会计"})
	w.want("without evidence", err, "INVALID_FIELDS")
	ask := func() uuid.UUID {
		t.Helper()
		id, err := w.AskTakeover(t.Context(), w.as(third), NewTakeover{CreditCode: school, Reason: "我是会计", File: "证明.png", Content: scan(t)})
		check(t, err)
		return id
	}
	id := ask()
	_, file, err := w.Evidence(t.Context(), w.officer("090101"), id)
	check(t, err)
	file.Close()
	_, _, err = w.Evidence(t.Context(), w.as(clerk1), id)
	w.want("a member reads the evidence", err, "FORBIDDEN")
	open, err := w.OpenTakeovers(t.Context(), w.as(clerk1))
	if err != nil || len(open) != 1 || open[0].Applicant != third.Name {
		t.Fatalf("%+v %v", open, err)
	}
	w.want("he objects to himself", w.Object(t.Context(), w.as(third), id, "x"), "NOT_FOUND")
	w.want("without a word", w.Object(t.Context(), w.as(clerk1), id, " "), "INVALID_FIELDS")
	check(t, w.Object(t.Context(), w.as(clerk1), id, "管理员在岗"))
	own, err := w.OwnTakeovers(t.Context(), w.as(third))
	if err != nil || own[0].State != TakeoverObjected || own[0].Answer != "管理员在岗" || w.told(third, "takeover_objected") != 1 {
		t.Errorf("%+v %v", own, err)
	}
	id = ask()
	_, err = w.DecideTakeover(t.Context(), w.officer("090101"), id, false, "")
	w.want("refused without a reason", err, "INVALID_FIELDS")
	_, err = w.DecideTakeover(t.Context(), w.officer("090101"), id, false, "证明不是本单位出具")
	check(t, err)
	if w.told(third, "takeover_refused") != 1 || len(w.as(clerk1).Enterprises) != 1 {
		t.Error("refused, and the administrator lost his rights")
	}
}
