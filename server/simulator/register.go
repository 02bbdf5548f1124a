package simulator

import (
	"context"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/workday"
)

type population struct{ *World }

func (w population) Person(ctx context.Context, idNumber string) (a casework.PersonAnswer, err error) {
	if a.Reply, err = w.reply(ctx, Population); err != nil {
		return a, err
	}
	p, ok := w.resident(idNumber)
	if !ok {
		return a, nil
	}
	a.Found, a.Name, a.Sex, a.Birth, a.Nation = true, p.Name, string(p.Sex), p.Birth, p.Nation
	a.Address, a.Deceased, a.Incapable, a.PhotoTaken = p.Address, p.Deceased, p.Incapable, p.Photo
	return a, nil
}

// Photo is the register's photo as JPEG: NOT_FOUND when it has none.
func (w population) Photo(ctx context.Context, idNumber string) ([]byte, error) {
	if _, err := w.reply(ctx, Population); err != nil {
		return nil, err
	}
	p, ok := w.resident(idNumber)
	if !ok || p.Photo.IsZero() {
		return nil, fault.New(fault.NotFound, "NOT_FOUND")
	}
	return Portrait(idNumber, p.Sex == identity.Female), nil
}

// families are the people around officers of the demonstration, by login: key of the person and relation.
var families = map[string][][2]string{
	"shouli1":  {{"gaoxin", "spouse"}, {"gaoxin", "household"}},
	"shencha1": {{"yuanjiang", "parent"}},
}

func (w population) Family(ctx context.Context, idNumber string) (a casework.FamilyAnswer, err error) {
	if a.Reply, err = w.reply(ctx, Population); err != nil {
		return a, err
	}
	for login, around := range families {
		if account.DemoOfficer(login) != idNumber {
			continue
		}
		a.Found = true
		for _, f := range around {
			a.Members = append(a.Members, casework.Relative{IDNumber: w.byKey[f[0]].IDNumber.String(), Relation: f[1]})
		}
	}
	return a, nil
}

type explosives struct{ *World }

func (w explosives) Holder(ctx context.Context, idNumber string) (a casework.HolderAnswer, err error) {
	if a.Reply, err = w.reply(ctx, Explosives); err != nil {
		return a, err
	}
	p, ok := w.byID[idNumber]
	if !ok || len(p.Licences) == 0 {
		return a, nil
	}
	a.Found = true
	if a.Licences, err = w.licences(ctx, p); err != nil {
		return a, err
	}
	a.Training, a.Accidents, a.Projects, a.Bans = p.Training, p.Accidents, p.Projects, p.Bans
	a.Education, a.Title = p.Education, p.Title
	if u, ok := w.unitKey[p.employer(workday.DateOf(w.now()))]; ok {
		a.Employment = casework.Employment{Unit: u.Name, CreditCode: u.CreditCode.String()}
	}
	return a, nil
}

// licences are a person's licences with the renewals for which numbers were allocated: the old one ends and a new term follows it.
func (w explosives) licences(ctx context.Context, p *Person) ([]casework.HeldLicence, error) {
	renewed, err := w.memory.Numbers(ctx, p.IDNumber.String())
	if err != nil {
		return nil, err
	}
	list := append([]casework.HeldLicence(nil), p.Licences...)
	for _, r := range renewed {
		for i, old := range list {
			if old.Number != r.Previous || old.Status != casework.LicenceValid {
				continue
			}
			next := old
			next.Number, next.ValidFrom, next.ValidTo = r.Number, old.ValidTo.AddDays(1), old.ValidTo.AddYears(termYears)
			list[i].Status = casework.LicenceCancelled
			list = append(list, next)
			break
		}
	}
	return list, nil
}

func (w explosives) Unit(ctx context.Context, creditCode string) (a casework.UnitAnswer, err error) {
	if a.Reply, err = w.reply(ctx, Explosives); err != nil {
		return a, err
	}
	u, ok := w.byCode[creditCode]
	if !ok || u.Licence == "" {
		return a, nil
	}
	a.Found, a.Name, a.CreditCode, a.Number, a.Status = true, u.Name, creditCode, u.Licence, u.Status
	a.ValidTo, a.Area, a.Address = u.ValidTo, u.Area, u.Address
	if legal, ok := w.byKey[u.Legal]; ok {
		a.Head = legal.Name
	}
	return a, nil
}

func (w explosives) AllocateCertificateNumber(ctx context.Context, o casework.NumberOrder) (a casework.NumberAnswer, err error) {
	if a.Reply, err = w.reply(ctx, Explosives); err != nil {
		return a, err
	}
	n, err := w.memory.Allocate(ctx, number{CaseNumber: o.CaseNumber, Number: opaque(o.CaseNumber), IDNumber: o.IDNumber,
		Category: string(o.Category), Previous: o.Previous})
	a.Found, a.Number = err == nil, n
	return a, err
}

type background struct{ *World }

func (w background) Compare(ctx context.Context, idNumber, name string) (a casework.BackgroundAnswer, err error) {
	if a.Reply, err = w.reply(ctx, Background); err != nil {
		return a, err
	}
	a.Found = true
	p, ok := w.resident(idNumber)
	a.Unrecorded = !ok || !sameName(p.Name, name)
	if p, known := w.byID[idNumber]; known {
		r := p.Record
		a.Criminal, a.Wanted, a.Terror, a.Drug, a.Offence = r.Criminal, r.Wanted, r.Terror, r.Drug, r.Offence
	}
	return a, nil
}

func sameName(a, b string) bool {
	x, errX := identity.ParseName(a)
	y, errY := identity.ParseName(b)
	return errX == nil && errY == nil && x.Equal(y)
}
