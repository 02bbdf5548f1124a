// Package simulator plays the outside world of a demonstration: the population register, the register of enterprises, the explosives
// system and the police comparison, with some fifty made-up people around 益阳. Most may renew their licence; for each of the conditions
// B1 to B11 (domain.md 2.1) somebody fails it. The world is the same at every start: everything counts from its base day.
package simulator

import (
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Person is a made-up person. Key names him for tests and lists ("citizen", "B3").
type Person struct {
	Key       string
	Name      string
	Note      string // what becomes of his application
	NoteEn    string
	Sex       identity.Sex
	Nation    string
	Birth     workday.Date
	IDNumber  identity.IDNumber
	Mobile    string
	Address   string
	Deceased  bool
	Incapable bool
	Unlisted  bool         // not in the population register
	Photo     workday.Date // when the register's photo was taken; none: no photo

	Licences  []casework.HeldLicence
	Training  []casework.TrainingYear
	Accidents []casework.Accident
	Projects  []casework.Project
	Bans      []casework.RegisteredBan
	Education string
	Title     string
	Unit      string // key of the employer, "" for none
	NextUnit  string // of the employer from MovesOn on, "" for who stays
	MovesOn   workday.Date
	NoSignal  bool // the mobile network knows no such number any more
	Record    Record
	Health    Health
}

// Record is what the police comparison finds.
type Record struct{ Criminal, Wanted, Terror, Drug, Offence bool }

// Health is the certificate that the person would upload; no register has it (B1).
type Health struct {
	Hospital string
	On       workday.Date
	Finding  string // "合格", or what hinders blasting work
}

// employer is the key of the unit that the person works for on a day.
func (p Person) employer(on workday.Date) string {
	if p.NextUnit != "" && !on.Before(p.MovesOn) {
		return p.NextUnit
	}
	return p.Unit
}

// Licence is the person's licence, the zero value without one.
func (p Person) Licence() casework.HeldLicence {
	if len(p.Licences) == 0 {
		return casework.HeldLicence{}
	}
	return p.Licences[0]
}

// Unit is a made-up enterprise.
type Unit struct {
	Key        string
	Name       string
	CreditCode identity.CreditCode
	Area       string // six digits; outside the city another city's
	Address    string
	Legal      string // key of the legal representative
	Agent      string // key of the person who acts for it, "" for none
	Kind       string // 类型; "" is a limited company
	Business   string // 经营范围 or 业务范围
	Cancelled  bool
	Suspended  bool   // 责令停业整顿
	Reason     string // why it is cancelled or suspended
	Licence    string // number of the 爆破作业单位许可证, "" for none
	Status     casework.LicenceStatus
	ValidTo    workday.Date
}
