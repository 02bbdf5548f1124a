package simulator

import (
	"bytes"
	"context"
	"errors"
	"image/jpeg"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/workday"
	"github.com/yiyang-police/permit-portal/server/register"
)

var (
	today = workday.MustParse("2026-11-23")
	noon  = func() time.Time { return today.Start().Add(12 * time.Hour) }
)

// asked is what the registers say about somebody who applies.
type asked struct {
	Person
	person casework.PersonAnswer
	holder casework.HolderAnswer
	unit   casework.UnitAnswer
	police casework.BackgroundAnswer
}

func ask(t *testing.T, w *World, key string) asked {
	t.Helper()
	ctx, set, p := context.Background(), w.Registers(), w.Person(key)
	a := asked{Person: p}
	var err [4]error
	a.person, err[0] = set.Population.Person(ctx, p.IDNumber.String())
	a.holder, err[1] = set.Explosives.Holder(ctx, p.IDNumber.String())
	a.unit, err[2] = set.Explosives.Unit(ctx, a.holder.Employment.CreditCode)
	a.police, err[3] = set.Background.Compare(ctx, p.IDNumber.String(), p.Name)
	if e := errors.Join(err[:]...); e != nil {
		t.Fatal(e)
	}
	return a
}

// conditions are B1 to B11 as far as a register or the person's own health certificate shows them.
var conditions = map[string]func(a asked) bool{
	"B1": func(a asked) bool { return a.Health.Finding == "合格" && !a.Health.On.AddMonths(6).Before(today) },
	"B2": func(a asked) bool { return !a.person.Incapable && !a.person.Deceased },
	"B3": func(a asked) bool { return !a.police.Criminal },
	"B4": func(a asked) bool {
		b := a.police
		return !b.Wanted && !b.Terror && !b.Drug && !b.Offence && !b.Unrecorded
	},
	"B5": func(a asked) bool {
		most := 60
		if a.Licence().Category == casework.Engineer {
			most = 70
		}
		return !today.After(a.IDNumber.Birth().AddYears(most)) && a.IDNumber.Age(today) >= 18
	},
	"B6": func(a asked) bool { return a.holder.Education != "" },
	"B7": func(a asked) bool {
		wanted := 20
		if a.Licence().Category == casework.Engineer {
			wanted = 40
		}
		for _, year := range casework.TrainingYears(a.Licence(), termYears, today) {
			sum := 0
			for _, y := range a.holder.Training {
				if y.Year == year {
					sum += y.Hours
				}
			}
			if sum < wanted {
				return false
			}
		}
		return true
	},
	"B8": func(a asked) bool {
		return a.unit.Found && a.unit.Status == casework.LicenceValid && !today.After(a.unit.ValidTo)
	},
	"B9": func(a asked) bool {
		for _, x := range a.holder.Accidents {
			if x.Liable && x.On.AddYears(5).After(today) {
				return false
			}
		}
		return true
	},
	"B10": func(a asked) bool {
		l := a.holder.Licences[0]
		return l.Status == casework.LicenceValid && !today.After(l.ValidTo)
	},
	"B11": func(a asked) bool {
		for _, b := range a.holder.Bans {
			if b.Until.After(today) {
				return false
			}
		}
		return true
	},
}

func TestForEachConditionSomebodyFailsItAlone(t *testing.T) {
	t.Parallel()
	w := New(today, noon)
	failing := map[string]string{"B1": "B1", "B1-old": "B1", "B2": "B2", "B3": "B3", "B4": "B4", "B4-drug": "B4", "B4-terror": "B4",
		"B4-offence": "B4", "B4-unlisted": "B4", "B5": "B5", "B5-engineer": "B5", "B6": "B6", "B7": "B7", "B7-missing": "B7", "B8": "B8",
		"B8-revoked": "B8", "B8-unlicensed": "B8", "B8-unemployed": "B8", "B9": "B9", "B10": "B10", "B10-revoked": "B10", "B11": "B11",
		"expired": "B10", "deemed-renewed": "B10", "deceased": "B2", "refused": "B7", "intended": "B7"}
	for _, p := range w.People() {
		if len(p.Licences) == 0 {
			continue
		}
		a := ask(t, w, p.Key)
		for code, holds := range conditions {
			if got, want := holds(a), failing[p.Key] != code; got != want {
				t.Errorf("%s %s: %s holds: %v, want %v", p.Key, p.Name, code, got, want)
			}
		}
	}
	for code := range conditions {
		w.Person(code) // tests pick them by these names
	}
}

func TestPopulationIsBelievable(t *testing.T) {
	t.Parallel()
	for _, base := range []string{"2026-11-23", "2026-01-01", "2028-02-29", "2026-09-17"} {
		w := New(workday.MustParse(base), noon)
		ids, mobiles, numbers := map[string]string{}, map[string]string{}, map[string]string{}
		for _, p := range w.People() {
			id, err := identity.ParseIDNumber(p.IDNumber.String(), w.Base())
			if err != nil || id.Birth() != p.Birth || id.Sex() != p.Sex {
				t.Errorf("%s: %v, born %s", p.Name, err, id.Birth())
			}
			if n, err := identity.ParseName(p.Name); err != nil || n.String() != p.Name {
				t.Errorf("%s: %v", p.Name, err)
			}
			if _, err := identity.ParseMobile(p.Mobile); err != nil {
				t.Errorf("%s: %s %v", p.Name, p.Mobile, err)
			}
			if p.Note == "" || p.NoteEn == "" || p.IDNumber.Age(w.Base()) < 18 {
				t.Errorf("%s lacks a note or years", p.Name)
			}
			unique(t, ids, p.IDNumber.String(), p.Key)
			unique(t, mobiles, p.Mobile, p.Key)
			for _, l := range p.Licences {
				if _, err := identity.ParseLicenceNumber(l.Number); err != nil || l.ValidFrom.AddYears(termYears).AddDays(-1).Sub(l.ValidTo) > 1 {
					t.Errorf("%s: %+v, %v", p.Name, l, err)
				}
				unique(t, numbers, l.Number, p.Key)
			}
		}
		areas := map[string]bool{}
		for _, u := range w.Units() {
			if u.Status == casework.LicenceValid && u.ValidTo.After(w.Base()) {
				areas[u.Area] = true
			}
			w.Person(u.Legal)
		}
		for _, a := range identity.Districts() {
			if !areas[a.String()] {
				t.Errorf("no licensed unit in %s", a.Zh())
			}
		}
	}
}

func unique(t *testing.T, seen map[string]string, value, key string) {
	t.Helper()
	if other, twice := seen[value]; twice {
		t.Errorf("%s and %s share %s", key, other, value)
	}
	seen[value] = key
}

func TestWindowsOfRenewal(t *testing.T) {
	t.Parallel()
	w := New(today, noon)
	for key, days := range map[string]int{"citizen": 60, "last-day": 30, "late": 20, "very-late": 0, "expired": -10, "window-opens": 90, "too-early": 200} {
		if got := w.Person(key).Licence().ValidTo.Sub(today); got != days {
			t.Errorf("%s: %d days, want %d", key, got, days)
		}
	}
}

func TestNumbersAreOpaqueAndKeptPerCase(t *testing.T) {
	t.Parallel()
	d, _ := dbtest.NewAt(t, "2026-11-23T12:00:00+08:00")
	ctx := context.Background()
	stored, err := Open(ctx, d)
	if err != nil {
		t.Fatal(err)
	}
	for name, w := range map[string]*World{"database": stored, "memory": New(today, noon)} {
		set, p := w.Registers(), w.Person("citizen")
		order := casework.NumberOrder{CaseNumber: "43090000222026112300001X", IDNumber: p.IDNumber.String(), Category: blaster, Previous: p.Licence().Number}
		first, err := set.Explosives.AllocateCertificateNumber(ctx, order)
		if err != nil {
			t.Fatal(err)
		}
		again, err := set.Explosives.AllocateCertificateNumber(ctx, order)
		if err != nil || again.Number != first.Number {
			t.Errorf("%s: %s, then %s (%v)", name, first.Number, again.Number, err)
		}
		if _, err := identity.ParseLicenceNumber(first.Number); err != nil || first.Number == p.Licence().Number {
			t.Errorf("%s: number %s: %v", name, first.Number, err)
		}
		other := order
		other.CaseNumber = "43090000222026112300002V"
		if n, err := set.Explosives.AllocateCertificateNumber(ctx, other); err != nil || n.Number == first.Number {
			t.Errorf("%s: two cases share %s (%v)", name, n.Number, err)
		}
		holder, err := set.Explosives.Holder(ctx, order.IDNumber)
		if err != nil || len(holder.Licences) != 2 || holder.Licences[0].Status != casework.LicenceCancelled ||
			holder.Licences[1].Number != first.Number || holder.Licences[1].ValidFrom != p.Licence().ValidTo.AddDays(1) {
			t.Errorf("%s: the register must record the new term: %+v, %v", name, holder.Licences, err)
		}
	}
	later, err := Open(ctx, d)
	if err != nil || later.Base() != today {
		t.Errorf("the base day stays: %s, %v", later.Base(), err)
	}
}

func TestSourcesFailAndRecover(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := New(today, noon)
	id := w.Person("citizen").IDNumber
	calls := map[Source]func(register.Set) error{
		Population: func(s register.Set) error { _, err := s.Population.Person(ctx, id.String()); return err },
		Companies: func(s register.Set) error {
			_, err := s.Companies.Enterprise(ctx, w.Unit("heshan").CreditCode)
			return err
		},
		Explosives: func(s register.Set) error { _, err := s.Explosives.Holder(ctx, id.String()); return err },
		Background: func(s register.Set) error { _, err := s.Background.Compare(ctx, id.String(), "刘大山"); return err },
		Border: func(s register.Set) error {
			_, err := s.Business.Crossed(ctx, expedite.Endorsement{IDNumber: id.String()})
			return err
		},
	}
	patient := register.Timely(w.Registers(), time.Minute)
	hasty := register.Timely(w.Registers(), time.Millisecond)
	for source, call := range calls {
		w.SetDown(source, true)
		if err := call(patient); fault.Code(err) != "REGISTER_UNAVAILABLE" || !w.Down(source) {
			t.Errorf("%s is down: %v", source, err)
		}
		w.SetDown(source, false)
		if err := call(patient); err != nil {
			t.Errorf("%s is up: %v", source, err)
		}
		w.SetDelay(source, time.Hour)
		if err := call(hasty); fault.Code(err) != "REGISTER_UNAVAILABLE" {
			t.Errorf("%s is too slow: %v", source, err)
		}
		w.SetDelay(source, 0)
	}
	unknown := identity.MakeIDNumber("430903", workday.MustParse("1970-01-01"), 1)
	if _, err := patient.RealNames.Person(ctx, unknown); fault.Code(err) != "NOT_FOUND" {
		t.Errorf("an unknown person is a clear answer: %v", err)
	}
}

func TestPortraitsAreLicencePhotos(t *testing.T) {
	t.Parallel()
	w := New(today, noon)
	photos := map[string]bool{}
	for _, p := range w.People()[:12] {
		raw, err := (population{w}).Photo(context.Background(), p.IDNumber.String())
		if err != nil {
			t.Fatal(err)
		}
		picture, err := jpeg.Decode(bytes.NewReader(raw))
		if err != nil || picture.Bounds().Dx() < 358 || picture.Bounds().Dy() < 441 || len(raw) > 500<<10 {
			t.Errorf("%s: %v, %d bytes", p.Name, err, len(raw))
		}
		if r, g, b, _ := picture.At(5, 5).RGBA(); min(r, g, b)>>8 < 250 {
			t.Errorf("%s: the background is not white", p.Name)
		}
		photos[string(raw)] = true
	}
	if len(photos) < 10 {
		t.Errorf("only %d of 12 portraits differ", len(photos))
	}
}

func TestDemoNamesPeopleAndTheirUnits(t *testing.T) {
	t.Parallel()
	d := New(today, noon).Demo()
	if len(d.People) < 10 || len(d.Units) < 3 || d.Units[0].Members[0].Person.Name != "吴敏" || d.People[0].Name != "刘大山" {
		t.Errorf("%+v", d)
	}
}

// Newcomers show the code of a unit that the registers know, and have no account yet.
func TestNewcomersMayRegisterTheirUnits(t *testing.T) {
	t.Parallel()
	w := New(today, noon)
	known := map[string]bool{}
	for _, a := range account.DemoAccounts(w.Demo()) {
		known[a.Login] = true
	}
	for _, p := range w.Newcomers() {
		_, written, _ := strings.Cut(p.Note, "统一社会信用代码 ")
		code, err := identity.ParseCreditCode(written)
		if err != nil || known[p.Mobile] {
			t.Errorf("%s: code %q %v, has an account: %v", p.Name, written, err, known[p.Mobile])
			continue
		}
		if r, err := w.Registers().Companies.Enterprise(context.Background(), code); err != nil || r.Name == "" || r.LegalName == "" {
			t.Errorf("%s: %+v %v", p.Name, r, err)
		}
	}
}

// The branch of a company that has never been here is its own in every register: a filing that says so leaves nothing open.
func TestBranchOfACompanyThatIsNew(t *testing.T) {
	t.Parallel()
	ctx, w := context.Background(), New(today, noon)
	head, branch := w.Unit("guards-new"), w.Unit("guards-new-br")
	c, err := w.Registers().Businesses.Company(ctx, branch.CreditCode.String())
	if err != nil || c.Kind != casework.BranchOf || c.HeadOffice != head.CreditCode.String() || c.Area != "430923" || c.Head != "晏小梅" {
		t.Errorf("branch: %+v %v", c, err)
	}
	s, err := w.Registers().Security.Licence(ctx, head.CreditCode.String())
	if err != nil || s.Status != casework.LicenceValid || s.Name != head.Name {
		t.Errorf("licence: %+v %v", s, err)
	}
}

// The simulated library of electronic licences keeps the newest state, whatever the order in which states arrive.
func TestTheLibraryKeepsTheNewestState(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t, db.Options{URL: dbtest.Create(t), Now: noon})
	w, err := Open(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	id := uuid.New()
	for i, state := range []document.LibraryState{document.LibraryValid, document.LibraryCancelled, document.LibrarySuspended} {
		at := noon().Add(time.Duration([]int{0, 2, 1}[i]) * time.Hour)
		if err := w.Registers().Licences.Share(context.Background(), document.Shared{ID: id, At: at, State: state}); err != nil {
			t.Fatal(err)
		}
	}
	var kept string
	if err := d.Read(context.Background(), func(tx *db.Tx) error {
		return tx.Raw(`SELECT state->>'state' FROM simulated_elicences WHERE id = ?`, id).Scan(&kept).Error
	}); err != nil || kept != string(document.LibraryCancelled) {
		t.Errorf("%s %v", kept, err)
	}
}
