package simulator

import "github.com/yiyang-police/permit-portal/models/account"

// demoPeople get accounts, in the order in which they are listed. The rest of the population may register.
var demoPeople = []string{
	"citizen", "minority", "rare", "compound", "old-photo", "last-day", "late", "expired", "too-early", "first-term", "taojiang", "window-opens", "B3", "B5", "B7", "B8", "B10", "B11", "elsewhere", "legal-halted",
	"expert", "hearing", "refused", "withdrawn", "terminated", "revoked", "taken-back", "punished", "reissued", "cancelled",
	"lapsed", "deemed-renewed", "deemed-accepted", "changed", "recused", "heard", "leaves", "unreached", "intended",
}

// demoUnits are registered with their legal representatives.
var demoUnits = []string{"heshan", "ziyang", "anhua", "taojiang", "expired", "elsewhere", "guards-hq", "property"}

// Demo is who gets accounts in a demonstration; the rest of it are the clerks of account.SeedDemo.
func (w *World) Demo() account.Demo {
	var d account.Demo
	for _, key := range demoPeople {
		d.People = append(d.People, w.demo(key))
	}
	for _, key := range demoUnits {
		u := w.Unit(key)
		unit := account.DemoUnit{CreditCode: u.CreditCode.String(), Name: u.Name, Address: u.Address, Area: u.Area, Legal: w.demo(u.Legal)}
		if u.Agent != "" {
			unit.Members = append(unit.Members, account.DemoMember{Person: w.demo(u.Agent), Role: account.Agent, Until: w.base.AddYears(2)})
		}
		d.Units = append(d.Units, unit)
	}
	return d
}

// newcomers and their units have never been here: a journey begins with registering them.
var newcomers = []struct{ person, unit string }{
	{"legal-school", "school"}, {"accountant-school", "school"}, {"legal-guards-new", "guards-new"}, {"head-guards-new", "guards-new-br"},
}

// Newcomers lists who may register, with what registering asks for; the credit code of each one's unit stands in the note.
func (w *World) Newcomers() []account.DemoPerson {
	var list []account.DemoPerson
	for _, n := range newcomers {
		p := w.demo(n.person)
		p.Note += "；统一社会信用代码 " + w.Unit(n.unit).CreditCode.String()
		list = append(list, p)
	}
	return list
}

func (w *World) demo(key string) account.DemoPerson {
	p := w.Person(key)
	return account.DemoPerson{Name: p.Name, IDNumber: p.IDNumber.String(), Mobile: p.Mobile, Note: p.Note}
}
