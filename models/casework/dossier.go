package casework

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/procedure"
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

	FromCompany     Source = "company"      // 市场监管 about what is filed
	FromHeadCompany Source = "head_company" // … about its head company
	FromSecurity    Source = "security"     // 保安服务监管信息系统
	FromGuards      Source = "guards"       // … about the guards of a roster
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

	Company     *CompanyAnswer
	HeadCompany *CompanyAnswer
	Security    *SecurityAnswer
	Guards      *GuardsAnswer
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
		case FromCompany:
			read(a.Result, &d.Company)
		case FromHeadCompany:
			read(a.Result, &d.HeadCompany)
		case FromSecurity:
			read(a.Result, &d.Security)
		case FromGuards:
			read(a.Result, &d.Guards)
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

// Ending is what a register knows that ends a case early (domain.md T30). It only suggests: two persons decide, on proof.
type Ending struct {
	Kind   string `json:"kind"` // procedure.EndDead, procedure.EndDissolved
	Source Source `json:"source"`
	Reply
}

// ended tells whether the person has died or the unit that applies has been closed.
func (d Dossier) ended(byUnit bool) *Ending {
	switch {
	case !byUnit && d.Person != nil && d.Person.Deceased:
		return &Ending{procedure.EndDead, FromPopulation, d.Person.Reply}
	case byUnit && d.Company != nil && d.Company.Closed:
		return &Ending{procedure.EndDissolved, FromCompany, d.Company.Reply}
	}
	return nil
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

// Facts are the values of locked questions by their paths (models/form). What no register has said is absent.
func (d Dossier) Facts(who Who, termYears int, today workday.Date) form.Facts {
	f := form.Facts{}
	put(f, form.AccountName, who.Name)
	put(f, form.AccountIDNumber, who.IDNumber)
	put(f, form.AccountMobile, who.Mobile)
	if id, err := identity.ParseIDNumber(who.IDNumber, today); err == nil {
		put(f, form.AccountSex, id.Sex())
		put(f, form.AccountBirth, id.Birth())
	}
	if p := d.Person; p != nil && p.Found {
		put(f, form.AccountNation, p.Nation)
		put(f, form.AccountPhotoUsable, !p.PhotoTaken.IsZero() && !p.PhotoTaken.AddYears(photoYears).Before(today))
	}
	if l, ok := d.Licence(); ok {
		d.licenceFacts(f, l, termYears, today)
	}
	if d.Holder != nil && d.Holder.Found {
		put(f, form.EducationLevel, d.Holder.Education)
		put(f, form.EducationTitle, d.Holder.Title)
		put(f, form.UnitName, d.Holder.Employment.Unit)
		put(f, form.UnitCreditCode, d.Holder.Employment.CreditCode)
	}
	if u := d.Unit; u != nil && u.Found {
		put(f, form.UnitName, u.Name)
		put(f, form.UnitCreditCode, u.CreditCode)
		put(f, form.UnitLicenceNumber, u.Number)
		put(f, form.UnitLicenceValidTo, u.ValidTo)
		put(f, form.UnitArea, u.Area)
		put(f, form.UnitRepresentative, u.Head)
	}
	return f
}

// photoYears: a photo of the population register may be used for two years.
const photoYears = 2

func (d Dossier) licenceFacts(f form.Facts, l HeldLicence, termYears int, today workday.Date) {
	put(f, form.LicenceNumber, l.Number)
	put(f, form.LicenceCategory, l.Category)
	put(f, form.LicenceGrade, l.Grade)
	put(f, form.LicenceFirstIssued, l.FirstIssue)
	put(f, form.LicenceValidFrom, l.ValidFrom)
	put(f, form.LicenceValidTo, l.ValidTo)
	put(f, form.LicenceIssuer, l.Issuer)
	years, records := []string{}, []map[string]any{}
	for _, y := range TrainingYears(l, termYears, today) {
		years = append(years, strconv.Itoa(y))
	}
	put(f, form.TrainingYears, years)
	for _, t := range d.Holder.Training {
		if slices.Contains(years, strconv.Itoa(t.Year)) {
			records = append(records, map[string]any{"year": strconv.Itoa(t.Year), "hours": t.Hours, "provider": t.Provider})
		}
	}
	if len(records) > 0 {
		put(f, form.TrainingRecords, records)
	}
	if len(d.Holder.Projects) > 0 {
		put(f, form.ProjectRecords, d.Holder.Projects)
	}
}

func put(f form.Facts, path string, value any) {
	raw, err := json.Marshal(value)
	if err == nil && string(raw) != `""` && string(raw) != "null" {
		f[path] = raw
	}
}

// materialID is the upload behind the answer to a question of files.
func materialID(answer json.RawMessage) uuid.UUID {
	var file struct {
		Material uuid.UUID `json:"material"`
	}
	if json.Unmarshal(answer, &file) != nil {
		return uuid.Nil
	}
	return file.Material
}
