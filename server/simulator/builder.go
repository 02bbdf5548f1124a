package simulator

import (
	"fmt"

	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// builder makes people one after the other; place in the list decides ID numbers and mobiles, so new people go to its end.
type builder struct {
	base   workday.Date
	areas  map[string]string // of units
	people []Person
}

const (
	termYears    = 3
	hoursOfThree = 24 // 学时 a year; B7 wants 20
	hoursOfTech  = 48 // B7 wants 40
	provider     = "湖南省爆破行业协会"
	bureau       = "益阳市公安局"
)

// birthAreas are the first six digits of ID numbers; 大通湖区 and 高新区 never stand there.
var birthAreas = []string{"430902", "430903", "430921", "430922", "430923", "430981", "432302", "432321"}

var streets = []string{"桃花仑街道康富路", "会龙山街道滨江路", "南洲镇荷花路", "桃花江镇文昌路", "东坪镇迎春路", "琼湖街道书院路", "大桃路", "迎宾西路"}

// citizen makes somebody without a licence.
func (b *builder) citizen(key, name string, sex identity.Sex, age int, note, noteEn string, changes ...func(*Person)) {
	n := len(b.people)
	seq := 2*(n+1) + 20 // even: women
	if sex == identity.Male {
		seq++
	}
	birth := b.base.AddYears(-age).AddDays(-(n*37)%330 - 20)
	p := Person{
		Key: key, Name: name, Note: note, NoteEn: noteEn, Sex: sex, Nation: "汉族", Birth: birth, Education: "high", Title: "none",
		Mobile: fmt.Sprintf("1387370%04d", n+1001), Address: fmt.Sprintf("湖南省益阳市%s%d号", streets[n%len(streets)], 11+n*7),
		Photo:  b.base.AddDays(-200 - n),
		Health: Health{Hospital: "益阳市中心医院", On: b.base.AddDays(-20), Finding: "合格"},
	}
	for _, change := range changes {
		change(&p)
	}
	p.IDNumber = identity.MakeIDNumber(birthAreas[n%len(birthAreas)], p.Birth, seq)
	b.people = append(b.people, p)
}

// holder makes a person whose licence ends so many days after the base day; he is well employed, trained and without a stain.
func (b *builder) holder(key, name string, sex identity.Sex, category casework.Category, unit string, days int, note, noteEn string, changes ...func(*Person)) {
	n := len(b.people)
	b.citizen(key, name, sex, 31+n*5%24, note, noteEn, append([]func(*Person){func(p *Person) {
		p.Unit = unit
		p.Licences = []casework.HeldLicence{b.licence(n, category, days)}
		if category == casework.Engineer {
			p.Licences[0].Grade, p.Education, p.Title = "C", "bachelor", "middle"
			p.Projects = b.projects(n, b.areas[unit])
		}
		p.Training = b.training(p.Licences[0])
	}}, changes...)...)
}

func (b *builder) licence(n int, category casework.Category, days int) casework.HeldLicence {
	to := b.base.AddDays(days)
	from := to.AddDays(1).AddYears(-termYears)
	return casework.HeldLicence{
		Number: fmt.Sprintf("43090013%05d", 20117+n*53), Category: category, Status: casework.LicenceValid, FirstIssue: from.AddYears(-termYears * (n % 3)),
		ValidFrom: from, ValidTo: to, Issuer: bureau, IssuerArea: "430900",
	}
}

// training is complete for every year of the term that has begun.
func (b *builder) training(l casework.HeldLicence) (years []casework.TrainingYear) {
	hours := hoursOfThree
	if l.Category == casework.Engineer {
		hours = hoursOfTech
	}
	for y := l.ValidFrom.Year(); y <= min(l.ValidTo.Year(), b.base.Year()); y++ {
		years = append(years, casework.TrainingYear{Year: y, Hours: hours, Provider: provider})
	}
	return years
}

func (b *builder) projects(n int, area string) []casework.Project {
	names := []string{"石灰岩矿露天台阶爆破", "国道改线路堑开挖爆破", "水电站引水隧洞掘进爆破", "旧厂房烟囱拆除爆破"}
	place := "益阳市"
	if a, err := identity.ParseArea(area); err == nil {
		place += a.Zh()
	}
	year := b.base.Year()
	return []casework.Project{
		{Name: place + names[n%len(names)], Place: place, Year: year - 1, Grade: "C", Duty: "爆破设计与现场指导"},
		{Name: place + names[(n+1)%len(names)], Place: place, Year: year - 2, Grade: "D", Duty: "爆破技术负责人"},
	}
}

// The changes that make people differ.

func grade(g string) func(*Person) { return func(p *Person) { p.Licences[0].Grade = g } }

func nation(n string) func(*Person) { return func(p *Person) { p.Nation = n } }

func record(r Record) func(*Person) { return func(p *Person) { p.Record = r } }

func status(s casework.LicenceStatus) func(*Person) {
	return func(p *Person) { p.Licences[0].Status = s }
}

func bornOn(d workday.Date) func(*Person) { return func(p *Person) { p.Birth = d } }

// hours replaces the training of the latest year, or removes it with 0.
func hours(h int) func(*Person) {
	return func(p *Person) {
		last := len(p.Training) - 1
		if p.Training[last].Hours = h; h == 0 {
			p.Training = p.Training[:last]
		}
	}
}
