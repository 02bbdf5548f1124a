package enterprise

import (
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// E01: the register fills everything in, and the legal representative is let in at once.
func TestE01_TheLegalRepresentativeRegisters(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := w.Register(t.Context(), w.as(head), "124309004461234511")
	w.want("check digit", err, "CREDIT_CODE_CHECK")
	_, err = w.Register(t.Context(), w.as(head), "91430900MA4L0A1B7P")
	w.want("unknown", err, "ENTERPRISE_UNKNOWN")
	r, err := w.Register(t.Context(), w.as(head), " "+school)
	check(t, err)
	p, err := w.Profile(t.Context(), w.as(head), r.EnterpriseID.UUID)
	if err != nil || r.State != Registered || p.Name != "益阳市梓山湖学校" || p.Kind != "事业单位" || p.Business != "义务教育" || p.Address == "" || p.LegalName != head.Name {
		t.Errorf("%+v %+v %v", r, p, err)
	}
	if m := w.as(head).Enterprises; len(m) != 1 || m[0].Role != account.Legal {
		t.Errorf("members %+v", m)
	}
	_, err = w.Register(t.Context(), w.as(clerk1), school)
	w.want("again", err, "ENTERPRISE_EXISTS")
	_, err = w.Profile(t.Context(), w.as(clerk1), r.EnterpriseID.UUID)
	w.want("a stranger", err, "NOT_FOUND")
}

// E01: anybody else waits for the legal representative's word and becomes administrator.
func TestE01_TheLegalRepresentativeConfirms(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r, err := w.Register(t.Context(), w.as(clerk1), school)
	check(t, err)
	if r.State != WaitingLegal || w.told(head, "enterprise_to_confirm") != 1 {
		t.Fatalf("%+v", r)
	}
	_, err = w.Register(t.Context(), w.as(clerk1), school)
	w.want("twice", err, "ENTERPRISE_PENDING")
	w.want("somebody else confirms", w.Confirm(t.Context(), w.as(third), r.ID, true), "NOT_FOUND")
	_, waiting, err := w.Registrations(t.Context(), w.as(head))
	if err != nil || len(waiting) != 1 || waiting[0].Applicant != clerk1.Name {
		t.Fatalf("%+v %v", waiting, err)
	}
	check(t, w.Confirm(t.Context(), w.as(head), r.ID, true))
	w.want("twice", w.Confirm(t.Context(), w.as(head), r.ID, true), "NOT_FOUND")
	mine, hers := w.as(clerk1).Enterprises, w.as(head).Enterprises
	if len(mine) != 1 || mine[0].Role != account.Administrator || len(hers) != 1 || hers[0].Role != account.Legal || w.told(clerk1, "enterprise_registered") != 1 {
		t.Errorf("%+v %+v", mine, hers)
	}
	events, err := w.Journal(t.Context(), w.as(head), hers[0].ID)
	if err != nil || len(events) != 1 || events[0].Name != head.Name || events[0].About != clerk1.Name {
		t.Errorf("%+v %v", events, err)
	}
}

func TestE01_RefusedByTheLegalRepresentative(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r, err := w.Register(t.Context(), w.as(clerk1), school)
	check(t, err)
	check(t, w.Confirm(t.Context(), w.as(head), r.ID, false))
	own, _, err := w.Registrations(t.Context(), w.as(clerk1))
	if err != nil || len(own) != 1 || own[0].Reason != "REGISTRATION_DECLINED" || w.told(clerk1, "enterprise_refused") != 1 {
		t.Errorf("%+v %v", own, err)
	}
}

// E01: a silent register loses nothing: it is asked again, or an officer looks by hand.
func TestE01_TheRegisterIsSilent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.register.down = true
	r, err := w.Register(t.Context(), w.as(head), school)
	check(t, err)
	other, err := w.Register(t.Context(), w.as(clerk1), "91430903MA4PC7TH50")
	check(t, err)
	check(t, w.AskAgain(t.Context(), r.ID))
	list, err := w.Silent(t.Context(), w.officer("090101"))
	if err != nil || len(list) != 2 {
		t.Fatalf("%+v %v", list, err)
	}
	_, err = w.Silent(t.Context(), w.as(head))
	w.want("a person looks", err, "FORBIDDEN")
	byHandErr := w.RecordByHand(t.Context(), w.officer("090101"), other.ID, account.EnterpriseRecord{CreditCode: "91430903MA4PC7TH50", LegalName: "x"})
	if f, ok := fault.As(byHandErr); !ok || len(f.Fields) != 3 {
		t.Errorf("by hand: %v", byHandErr)
	}
	check(t, w.RecordByHand(t.Context(), w.officer("090101"), other.ID, account.EnterpriseRecord{CreditCode: "91430903MA4PC7TH50", Name: "赫山印刷厂",
		LegalName: clerk1.Name, LegalIDNumber: clerk1.IDNumber}))
	if m := w.as(clerk1).Enterprises; len(m) != 1 || m[0].Name != "赫山印刷厂" {
		t.Errorf("by hand: %+v", m)
	}
	w.register.down = false
	check(t, w.AskAgain(t.Context(), r.ID))
	check(t, w.AskAgain(t.Context(), r.ID)) // harmless when repeated
	if m := w.as(head).Enterprises; len(m) != 1 || m[0].CreditCode != school || w.told(head, "enterprise_registered") != 1 {
		t.Errorf("later: %+v", m)
	}
}

// E07: a closed enterprise is not registered; one that is suspended later is noticed within a day.
func TestE07_SuspendedAndClosedEnterprises(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	record := w.register.known[school]
	record.Cancelled, record.Reason = true, "撤并"
	w.register.known[school] = record
	_, err := w.Register(t.Context(), w.as(head), school)
	w.want("closed", err, "ENTERPRISE_CLOSED")
	record.Cancelled, record.Suspended, record.Reason = false, false, ""
	w.register.known[school] = record
	id := w.opened()
	record.Suspended, record.Reason = true, "停业整顿"
	w.register.known[school] = record
	w.clock.Set(t, "2026-11-24T09:00:01+08:00")
	w.register.down = true
	if n, err := w.Refresh(t.Context(), 10); err != nil || n != 0 {
		t.Errorf("silent: %d %v", n, err)
	}
	w.register.down = false
	if n, err := w.Refresh(t.Context(), 10); err != nil || n != 1 {
		t.Errorf("asked: %d %v", n, err)
	}
	p, err := w.Profile(t.Context(), w.as(head), id)
	if err != nil || p.State != account.Halted || p.Reason != "停业整顿" {
		t.Errorf("%+v %v", p, err)
	}
}

// E02, E04: members, their letters of authorisation and what happened to them.
func TestE04_LetterOfAuthorisation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.opened()
	until := workday.MustParse("2026-12-31")
	m, err := w.accounts.AddMember(t.Context(), w.as(clerk1), id, account.NewMember{Name: third.Name, IDNumber: third.IDNumber, Role: account.Agent,
		Scope: []string{"430900-ZA-0013"}, Until: until})
	check(t, err)
	if w.told(third, "member_invited") != 1 {
		t.Error("the invited person was not told")
	}
	check(t, w.accounts.AcceptMembership(t.Context(), w.as(third), m))
	for _, reader := range []account.DemoPerson{third, head, clerk1} {
		a, err := w.Authorisation(t.Context(), w.as(reader), m)
		if err != nil || !a.Holds || a.Name != third.Name || a.IDNumber == third.IDNumber || a.Until != until || len(a.Scope) != 1 || a.InvitedBy != clerk1.Name {
			t.Errorf("%s reads %+v, %v", reader.Name, a, err)
		}
	}
	stranger := w.as(third)
	stranger.Enterprises, stranger.IDNumber = nil, "430923196801010016"
	_, err = w.Authorisation(t.Context(), stranger, m)
	w.want("a stranger", err, "NOT_FOUND")
	_, err = w.Authorisation(t.Context(), w.as(third), uuid.New())
	w.want("nothing", err, "NOT_FOUND")
	_, err = w.Journal(t.Context(), w.as(third), id)
	w.want("an agent reads the journal", err, "ROLE_MISSING")
	events, err := w.Journal(t.Context(), w.as(head), id)
	if err != nil || len(events) != 3 || events[0].Kind != "member_accepted" || events[1].Name != clerk1.Name || events[1].About != third.Name {
		t.Errorf("%+v %v", events, err)
	}
	w.clock.Set(t, "2027-01-01T00:00:00+08:00")
	if a, err := w.Authorisation(t.Context(), w.as(third), m); err != nil || a.Holds {
		t.Errorf("after its end: %+v %v", a, err)
	}
}
