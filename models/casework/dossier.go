package casework

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Source names a register that was asked.
type Source string

// The registers of a renewal.
const (
	FromPopulation Source = "population"
	FromHolder     Source = "explosives"
	FromUnit       Source = "unit"
	FromBackground Source = "background"
)

// Asked is one question to a register and its answer, kept with the case as evidence. Without Answered the register was down.
type Asked struct {
	Source   Source          `json:"source"`
	Answered bool            `json:"answered"`
	Request  string          `json:"request,omitempty"`
	At       time.Time       `json:"at"`
	Result   json.RawMessage `json:"result,omitempty"`
}

// Dossier is the latest answer of every register; nil where none has answered yet.
type Dossier struct {
	Person     *PersonAnswer
	Holder     *HolderAnswer
	Unit       *UnitAnswer
	Background *BackgroundAnswer
}

// dossier reads the latest answers; asked is in the order of asking.
func dossier(asked []Asked) Dossier {
	var d Dossier
	for _, a := range asked {
		if !a.Answered {
			continue
		}
		switch a.Source {
		case FromPopulation:
			read(a.Result, &d.Person)
		case FromHolder:
			read(a.Result, &d.Holder)
		case FromUnit:
			read(a.Result, &d.Unit)
		case FromBackground:
			read(a.Result, &d.Background)
		}
	}
	return d
}

func read[T any](raw json.RawMessage, into **T) {
	v := new(T)
	if json.Unmarshal(raw, v) == nil {
		*into = v
	}
}

// Licence is the licence that would be renewed: of the holder's licences the one in force with the latest last day, else the latest.
func (d Dossier) Licence() (HeldLicence, bool) {
	if d.Holder == nil || len(d.Holder.Licences) == 0 {
		return HeldLicence{}, false
	}
	return slices.MaxFunc(d.Holder.Licences, func(a, b HeldLicence) int {
		if a.Status != b.Status && (a.Status == LicenceValid || b.Status == LicenceValid) {
			if a.Status == LicenceValid {
				return 1
			}
			return -1
		}
		return a.ValidTo.Compare(b.ValidTo)
	}), true
}

// BanUntil is the first day on which the person may apply again; no date without a ban.
func (d Dossier) BanUntil() workday.Date {
	var until workday.Date
	if d.Holder != nil {
		for _, b := range d.Holder.Bans {
			if b.Until.After(until) {
				until = b.Until
			}
		}
	}
	return until
}

// TrainingYears are the calendar years whose continuing education counts for a renewal: those of the expiring term that have begun, except
// the year of first issue (B7).
func TrainingYears(l HeldLicence, termYears int, today workday.Date) []int {
	if from := l.ValidFrom; !from.IsZero() {
		termYears = max(1, (l.ValidTo.Sub(from)+183)/365)
	}
	years := []int{}
	for y := l.ValidTo.Year() - termYears + 1; y <= min(l.ValidTo.Year(), today.Year()); y++ {
		if y != l.FirstIssue.Year() {
			years = append(years, y)
		}
	}
	return years
}

// hours is the continuing education of a year.
func (d Dossier) hours(year int) (sum int) {
	for _, t := range d.Holder.Training {
		if t.Year == year {
			sum += t.Hours
		}
	}
	return sum
}

// Who is the account that applies, as far as facts need it.
type Who struct {
	Name     string
	IDNumber string
	Mobile   string
}

// Facts are the values of locked questions, by the path that an item's form names as source:
//
//	account.name .id_number .mobile · person.name .sex .birth .nation .address .photo_usable
//	licence.number .category .grade .status .first_issue .valid_from .valid_to .issuer_area
//	training.years .rows · projects.rows · accidents.count
//	unit.name .credit_code .area .address .licence_number .licence_valid_to .licence_status
//
// What no register has said is absent.
func (d Dossier) Facts(who Who, termYears int, today workday.Date) form.Facts {
	f := form.Facts{}
	put(f, "account.name", who.Name)
	put(f, "account.id_number", who.IDNumber)
	put(f, "account.mobile", who.Mobile)
	if p := d.Person; p != nil && p.Found {
		put(f, "person.name", p.Name)
		put(f, "person.sex", p.Sex)
		put(f, "person.birth", p.Birth)
		put(f, "person.nation", p.Nation)
		put(f, "person.address", p.Address)
		usable := !p.PhotoTaken.IsZero() && !p.PhotoTaken.AddYears(photoYears).Before(today)
		put(f, "person.photo_usable", usable)
		put(f, "account.photo_usable", usable)
	}
	if l, ok := d.Licence(); ok {
		d.licenceFacts(f, l, termYears, today)
	}
	if u := d.Unit; u != nil && u.Found {
		put(f, "unit.name", u.Name)
		put(f, "unit.credit_code", u.CreditCode)
		put(f, "unit.area", u.Area)
		put(f, "unit.address", u.Address)
		put(f, "unit.licence_number", u.Number)
		put(f, "unit.licence_valid_to", u.ValidTo)
		put(f, "unit.licence_status", u.Status)
	} else if d.Holder != nil && d.Holder.Employment.CreditCode != "" {
		put(f, "unit.name", d.Holder.Employment.Unit)
		put(f, "unit.credit_code", d.Holder.Employment.CreditCode)
	}
	return f
}

// photoYears: a photo of the population register may be used for two years.
const photoYears = 2

func (d Dossier) licenceFacts(f form.Facts, l HeldLicence, termYears int, today workday.Date) {
	put(f, "licence.number", l.Number)
	put(f, "licence.category", l.Category)
	if l.Grade != "" {
		put(f, "licence.grade", l.Grade)
	}
	put(f, "licence.status", l.Status)
	put(f, "licence.first_issue", l.FirstIssue)
	put(f, "licence.valid_from", l.ValidFrom)
	put(f, "licence.valid_to", l.ValidTo)
	put(f, "licence.issuer_area", l.IssuerArea)
	years := TrainingYears(l, termYears, today)
	put(f, "training.years", years)
	rows := []map[string]any{}
	for _, t := range d.Holder.Training {
		if slices.Contains(years, t.Year) {
			rows = append(rows, map[string]any{"year": t.Year, "hours": t.Hours, "provider": t.Provider})
		}
	}
	if len(rows) > 0 {
		put(f, "training.rows", rows)
	}
	projects := []map[string]any{}
	for _, p := range d.Holder.Projects {
		projects = append(projects, map[string]any{"name": p.Name, "grade": p.Grade, "from": p.From, "to": p.To})
	}
	if len(projects) > 0 {
		put(f, "projects.rows", projects)
	}
	put(f, "accidents.count", len(d.Holder.Accidents))
}

func put(f form.Facts, path string, value any) {
	raw, err := json.Marshal(value)
	if err == nil && string(raw) != `""` && string(raw) != "null" {
		f[path] = raw
	}
}
