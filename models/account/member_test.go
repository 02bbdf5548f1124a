package account

import (
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

func TestEnterpriseAndItsMembers(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	legal, legalIn := w.person(t, wang)
	agent, agentIn := w.person(t, zhang)

	_, err := w.found(t, legal, unit)
	wantCode(t, "registered already", err, "ENTERPRISE_EXISTS")
	id, err := w.found(t, legal, firm)
	if err != nil {
		t.Fatal(err)
	}
	legal = w.actor(t, legalIn)
	if m, ok := legal.Member(id); !ok || m.Role != Legal || m.Name != firm.Name {
		t.Fatalf("got %+v", legal.Enterprises)
	}

	invite := NewMember{Name: zhang.Name, IDNumber: zhang.IDNumber, Role: Agent, Scope: []string{"A", "B"}, Until: today.AddDays(30)}
	_, err = w.AddMember(t.Context(), agent, id, invite)
	wantCode(t, "a stranger invites", err, "NOT_FOUND")
	member, err := w.AddMember(t.Context(), legal, id, invite)
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.AddMember(t.Context(), legal, id, invite)
	wantCode(t, "twice", err, "MEMBER_EXISTS")
	if _, ok := w.actor(t, agentIn).Member(id); ok {
		t.Error("a member before accepting")
	}
	wantCode(t, "somebody else accepts", w.AcceptMembership(t.Context(), legal, member), "NOT_FOUND")
	list, err := w.Invitations(t.Context(), agent)
	if err != nil || len(list) != 1 || list[0].Enterprise != firm.Name {
		t.Fatalf("invitations %+v, %v", list, err)
	}
	wantCode(t, "accept", w.AcceptMembership(t.Context(), agent, list[0].ID), "")
	wantCode(t, "accept again", w.AcceptMembership(t.Context(), agent, list[0].ID), "NOT_FOUND")

	agent = w.actor(t, agentIn)
	m, err := agent.MustMember(id)
	if err != nil || m.Role != Agent || !m.Covers("A") || m.Covers("C") || m.Until != invite.Until {
		t.Errorf("got %+v, %v", m, err)
	}
	_, err = agent.MustMember(id, Legal)
	wantCode(t, "an agent signs", err, "ROLE_MISSING")
	_, err = w.AddMember(t.Context(), agent, id, invite)
	wantCode(t, "an agent invites", err, "ROLE_MISSING")
	wantCode(t, "act for it", w.ActFor(t.Context(), agent, id), "")
	if got := w.actor(t, agentIn).Acting; got != id {
		t.Errorf("acts for %v", got)
	}
	wantCode(t, "act for a stranger", w.ActFor(t.Context(), agent, uuid.New()), "NOT_FOUND")

	members, err := w.Members(t.Context(), legal, id)
	if err != nil || len(members) != 2 || members[0].IDNumber != "430903********4515" {
		t.Errorf("members %+v, %v", members, err)
	}
	wantCode(t, "a stranger ends", w.EndMember(t.Context(), Actor{Kind: KindPerson, IDNumber: li.IDNumber}, member), "NOT_FOUND")
	wantCode(t, "the last legal representative", w.EndMember(t.Context(), legal, legal.Enterprises[indexOf(legal, id)].Row), "LAST_LEGAL")
	wantCode(t, "end", w.EndMember(t.Context(), legal, member), "")
	agent = w.actor(t, agentIn)
	_, err = agent.MustMember(id)
	wantCode(t, "after the end", err, "MEMBERSHIP_ENDED")
	if _, ok := agent.Member(id); ok {
		t.Error("an ended authorisation counts")
	}
	_, err = w.AddMember(t.Context(), legal, id, invite)
	wantCode(t, "authorise again", err, "")
}

// found makes an enterprise that a person heads.
func (w world) found(t *testing.T, legal Actor, u DemoUnit) (id uuid.UUID, err error) {
	t.Helper()
	err = w.db.Write(t.Context(), func(tx *db.Tx) error {
		id, err = Found(tx, legal, EnterpriseRecord{CreditCode: u.CreditCode, Name: u.Name, Area: u.Area, LegalName: legal.Name, LegalIDNumber: legal.IDNumber},
			Founder{Name: legal.Name, IDNumber: legal.IDNumber, Person: legal.PersonID, Role: Legal})
		return err
	})
	return id, err
}

func TestSuspendedAndAdministratingMembers(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	legal, _ := w.person(t, wang)
	agent, agentIn := w.person(t, zhang)
	id := legal.Enterprises[0].ID
	admin, err := w.AddMember(t.Context(), legal, id, NewMember{Name: zhang.Name, IDNumber: zhang.IDNumber, Role: Administrator})
	wantCode(t, "an administrator needs no end", err, "")
	wantCode(t, "accept", w.AcceptMembership(t.Context(), agent, admin), "")
	agent = w.actor(t, agentIn)
	invite := NewMember{Name: li.Name, IDNumber: li.IDNumber, Role: Agent, Until: today.AddDays(9)}
	_, err = w.AddMember(t.Context(), agent, id, NewMember{Name: li.Name, IDNumber: li.IDNumber, Role: Legal})
	wantCode(t, "an administrator makes no heads", err, "ROLE_MISSING")
	_, err = w.AddMember(t.Context(), agent, id, invite)
	wantCode(t, "an administrator invites agents", err, "")
	wantCode(t, "an administrator ends no head", w.EndMember(t.Context(), agent, legal.Enterprises[0].Row), "NOT_FOUND")
	wantCode(t, "the last head is not suspended", w.SuspendMember(t.Context(), legal, legal.Enterprises[0].Row), "LAST_LEGAL")

	wantCode(t, "suspend", w.SuspendMember(t.Context(), legal, admin), "")
	wantCode(t, "suspend twice", w.SuspendMember(t.Context(), legal, admin), "MEMBER_NOT_ACTIVE")
	agent = w.actor(t, agentIn)
	_, err = agent.MustMember(id)
	wantCode(t, "while suspended", err, "MEMBERSHIP_SUSPENDED")
	wantCode(t, "says why", agent.Lacks(unit.CreditCode, "A"), "MEMBERSHIP_SUSPENDED")
	wantCode(t, "he cannot resume himself", w.ResumeMember(t.Context(), agent, admin), "NOT_FOUND")
	wantCode(t, "resume", w.ResumeMember(t.Context(), legal, admin), "")
	agent = w.actor(t, agentIn)
	_, err = agent.MustMember(id)
	wantCode(t, "resumed", err, "")
	wantCode(t, "he leaves", w.EndMember(t.Context(), agent, admin), "")
	members, err := w.Members(t.Context(), legal, id)
	if err != nil || members[1].EndedWhy != "left" || members[1].InvitedBy != wang.Name {
		t.Errorf("members %+v, %v", members, err)
	}
}

func indexOf(a Actor, enterprise uuid.UUID) int {
	for i, m := range a.Enterprises {
		if m.ID == enterprise {
			return i
		}
	}
	return -1
}

func TestAuthorisationEndsWithItsLastDay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	with := unit
	with.Members = []DemoMember{{Person: zhang, Role: Agent, Until: today}}
	if err := w.SeedDemo(t.Context(), Demo{Units: []DemoUnit{with}}); err != nil {
		t.Fatal(err)
	}
	a, _ := w.person(t, zhang)
	id := a.Enterprises[0].ID
	w.clock.Set(t, "2026-09-18T00:00:00+08:00")
	a, _ = w.person(t, zhang)
	_, err := a.MustMember(id)
	wantCode(t, "the day after", err, "MEMBERSHIP_ENDED")
	wantCode(t, "act for it", w.ActFor(t.Context(), a, id), "MEMBERSHIP_ENDED")
	legal, _ := w.person(t, wang)
	_, err = w.AddMember(t.Context(), legal, id, NewMember{Name: zhang.Name, IDNumber: zhang.IDNumber, Role: Agent, Until: today.AddDays(9)})
	wantCode(t, "renewed", err, "")
}

func TestInvitationRules(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	legal, _ := w.person(t, wang)
	_, err := w.AddMember(t.Context(), legal, legal.Enterprises[0].ID, NewMember{Name: "x", IDNumber: "1", Role: Decider, Until: today.AddDays(-1)})
	if e, _ := fault.As(err); e == nil || len(e.Fields) != 4 {
		t.Errorf("got %v", err)
	}
	_, err = w.AddMember(t.Context(), legal, legal.Enterprises[0].ID, NewMember{Name: zhang.Name, IDNumber: zhang.IDNumber, Role: Agent})
	if e, _ := fault.As(err); e == nil || len(e.Fields) != 1 || e.Fields[0].Code != "MEMBER_UNTIL_NEEDED" {
		t.Errorf("got %v", err)
	}
}

func TestClerkAccounts(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	admin, _ := w.clerk(t, "xitong1")
	security, _ := w.clerk(t, "anquan1")
	clerk, clerkIn := w.clerk(t, "shouli1")
	fresh := NewClerk{
		Login: "shouli9", PoliceNo: "099001", Name: "钟山", IDNumber: "430923196801010016", Mobile: "13012345678", Password: password,
		Grants: []Grant{{Role: Receiver, Desk: CityWindow, Until: today}},
	}
	_, err := w.AddClerk(t.Context(), clerk, fresh)
	wantCode(t, "a clerk adds", err, "FORBIDDEN")
	enrolment, err := w.AddClerk(t.Context(), admin, fresh)
	if err != nil || enrolment.TOTPAddress == "" {
		t.Fatalf("got %+v, %v", enrolment, err)
	}
	_, err = w.AddClerk(t.Context(), admin, fresh)
	wantCode(t, "login taken", err, "LOGIN_TAKEN")
	other := fresh
	other.Login, other.IDNumber = "shouli8", zhang.IDNumber
	_, err = w.AddClerk(t.Context(), admin, other)
	wantCode(t, "police number of another", err, "OFFICER_MISMATCH")
	other = fresh
	other.Login, other.PoliceNo, other.IDNumber = "shouli8", "099002", zhang.IDNumber
	other.Grants = []Grant{{Role: Receiver, Desk: "439999-zhi"}}
	_, err = w.AddClerk(t.Context(), admin, other)
	wantCode(t, "unknown desk", err, "DESK_UNKNOWN")

	grants := []Grant{{Role: Reviewer, Desk: CitySecurity}}
	wantCode(t, "R-SYS grants", w.SetGrants(t.Context(), admin, "shouli1", grants), "FORBIDDEN")
	wantCode(t, "for himself", w.SetGrants(t.Context(), security, "anquan1", grants), "FORBIDDEN")
	wantCode(t, "nobody", w.SetGrants(t.Context(), security, "nobody", grants), "NOT_FOUND")
	wantCode(t, "grant", w.SetGrants(t.Context(), security, "shouli1", grants), "")
	if a := w.actor(t, clerkIn); !a.Has(Reviewer, CitySecurity) || a.Has(Receiver, "") {
		t.Errorf("the next request holds %+v", a.Grants)
	}
	wantCode(t, "disable", w.Disable(t.Context(), security, "shouli1"), "")
	_, err = w.Session(t.Context(), clerkIn.Secret)
	wantCode(t, "a disabled clerk", err, "UNAUTHENTICATED")
}

func TestGrantEndsWithItsLastDay(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	if err := w.SetGrants(t.Context(), System(), "shouli1", []Grant{{Role: Receiver, Desk: CityWindow, Until: today}}); err != nil {
		t.Fatal(err)
	}
	if a, _ := w.clerk(t, "shouli1"); !a.Has(Receiver, CityWindow) {
		t.Error("not held on its last day")
	}
	w.clock.Set(t, "2026-09-18T00:00:00+08:00")
	if a, _ := w.clerk(t, "shouli1"); a.Has(Receiver, CityWindow) {
		t.Error("held after its last day")
	}
}

func TestSeparatedPowers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		roles []Role
		code  string
	}{
		"clerk with two posts":   {[]Role{Printer, Deliverer}, ""},
		"one administrator":      {[]Role{SystemAdmin}, ""},
		"two administrators":     {[]Role{SystemAdmin, AuditAdmin}, "ROLES_SEPARATED"},
		"administrator and case": {[]Role{Reviewer, SecurityAdmin}, "ROLES_SEPARATED"},
		"a person's role":        {[]Role{Legal}, "ROLE_UNKNOWN"},
		"no role at all":         {[]Role{"R-XXX"}, "ROLE_UNKNOWN"},
	} {
		var grants []Grant
		for _, r := range c.roles {
			grants = append(grants, Grant{Role: r, Desk: City, Until: workday.Date{}})
		}
		wantCode(t, name, CheckGrants(grants), c.code)
	}
	wantCode(t, "no desk", CheckGrants([]Grant{{Role: Reviewer}}), "DESK_UNKNOWN")
}
