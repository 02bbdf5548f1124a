package casework

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// sound is a blaster of whom every register says the best, received on 2026-09-17.
func sound() inspection {
	day := workday.MustParse
	id := identity.MakeIDNumber("430922", day("1990-03-07"), 11)
	licence := HeldLicence{Number: "4309002018001234", Category: Blaster, Status: LicenceValid, FirstIssue: day("2018-12-02"), ValidFrom: day("2023-12-02"),
		ValidTo: day("2026-12-01"), IssuerArea: "430900"}
	reply := Reply{Request: "R-1", At: day("2026-09-17").Start(), Found: true}
	return inspection{
		today: day("2026-09-20"), who: Who{Name: "阿依古丽•买买提", IDNumber: id.String()},
		law: procedure.Case{State: procedure.Review, ReceivedOn: day("2026-09-17"), Expiry: licence.ValidTo, Timely: true,
			County: &procedure.Opinion{Verdict: procedure.Grant, Name: "罗平", Officer: "090002"}},
		asked:   map[Source]bool{FromPopulation: true, FromHolder: true, FromUnit: true, FromBackground: true},
		options: procedure.Options{CountyCheck: true, Renewal: true, TermYears: 3},
		facts:   form.Facts{form.UnitCreditCode: raw("91430900MA4L0A1B7P")},
		answers: form.Answers{"category": raw("blaster"), "health_date": raw("2026-08-20"), "accident": raw(false)},
		form: &form.Form{Sections: []form.Section{{Questions: []form.Question{{Key: "category", Kind: form.KindChoice, Prefill: form.LicenceCategory},
			{Key: "grade", Kind: form.KindChoice, Prefill: form.LicenceGrade}}}}},
		Dossier: Dossier{
			Person: &PersonAnswer{Reply: reply, Name: "阿依古丽·买买提"},
			Holder: &HolderAnswer{Reply: reply, Licences: []HeldLicence{licence}, Employment: Employment{Unit: "资江爆破", CreditCode: "91430900MA4L0A1B7P"},
				Training: []TrainingYear{{Year: 2024, Hours: 24}, {Year: 2025, Hours: 20}, {Year: 2026, Hours: 12}, {Year: 2026, Hours: 8}}},
			Unit:       &UnitAnswer{Reply: reply, Name: "资江爆破", CreditCode: "91430900MA4L0A1B7P", Status: LicenceValid, ValidTo: day("2027-06-30"), Area: "430922"},
			Background: &BackgroundAnswer{Reply: reply},
		},
	}
}

func TestChecklist(t *testing.T) {
	t.Parallel()
	day := workday.MustParse
	for _, test := range []struct {
		name string
		word string
		bend func(*inspection)
		mark procedure.Mark
		key  string
	}{
		{"same person, other dot", catalog.CheckIdentity, nil, procedure.Pass, "person_matches"},
		{"other name", catalog.CheckIdentity, func(in *inspection) { in.Person.Name = "张三" }, procedure.Fail, "name_differs"},
		{"register down", catalog.CheckIdentity, func(in *inspection) { in.Person = nil }, procedure.Open, "not_returned"},
		{"capacity", catalog.CheckCapacity, nil, procedure.Pass, "person_capable"},
		{"B2", catalog.CheckCapacity, func(in *inspection) { in.Person.Incapable = true }, procedure.Fail, "person_incapable"},
		{"B3", catalog.CheckCriminal, func(in *inspection) { in.Background.Criminal = true }, procedure.Fail, "criminal_found"},
		{"no record", catalog.CheckCriminal, nil, procedure.Pass, "criminal_none"},
		{"B4", catalog.CheckBackground, func(in *inspection) { in.Background.Drug = true }, procedure.Fail, "comparison_hit"},
		{"sixtieth birthday still qualifies", catalog.CheckAge, func(in *inspection) {
			in.who.IDNumber = identity.MakeIDNumber("430922", day("1966-09-20"), 11).String()
		}, procedure.Pass, "age"},
		{"B5: the day after does not", catalog.CheckAge, func(in *inspection) {
			in.who.IDNumber = identity.MakeIDNumber("430922", day("1966-09-19"), 11).String()
		}, procedure.Fail, "age"},
		{"engineers may be seventy", catalog.CheckAge, func(in *inspection) {
			in.who.IDNumber = identity.MakeIDNumber("430922", day("1956-09-20"), 11).String()
			in.Holder.Licences[0].Category = Engineer
		}, procedure.Pass, "age"},
		{"age counts on the decision day", catalog.CheckAge, func(in *inspection) {
			in.who.IDNumber = identity.MakeIDNumber("430922", day("1966-09-20"), 11).String()
			in.law.DecidedOn = day("2026-09-21")
		}, procedure.Fail, "age"},
		{"B6: category changed", catalog.CheckCategory, func(in *inspection) { in.answers["category"] = raw("engineer") }, procedure.Fail, "category_changed"},
		{"B6: grade changed", catalog.CheckCategory, func(in *inspection) { in.answers["grade"] = raw("A") }, procedure.Fail, "category_changed"},
		{"two of the three", catalog.CheckCategory, func(in *inspection) {
			in.Holder.Licences = append(in.Holder.Licences, HeldLicence{Category: StoreKeeper, Status: LicenceValid, ValidTo: day("2026-11-01")})
		}, procedure.Fail, "concurrent_licences"},
		{"hours of a year add up", catalog.CheckTraining, nil, procedure.Pass, "hours_complete"},
		{"B7", catalog.CheckTraining, func(in *inspection) { in.Holder.Training[1].Hours = 19 }, procedure.Fail, "hours_missing"},
		{"B7: engineers need forty", catalog.CheckTraining, func(in *inspection) { in.Holder.Licences[0].Category = Engineer }, procedure.Fail, "hours_missing"},
		{"the year of first issue is exempt", catalog.CheckTraining, func(in *inspection) {
			in.Holder.Licences[0].FirstIssue = day("2025-01-01")
			in.Holder.Training[1].Hours = 0
		}, procedure.Pass, "hours_complete"},
		{"B1: old certificate", catalog.CheckHealth, func(in *inspection) { in.answers["health_date"] = raw("2026-03-16") }, procedure.Fail, "health_old"},
		{"exactly six months", catalog.CheckHealth, func(in *inspection) { in.answers["health_date"] = raw("2026-03-17") }, procedure.Open, "health_to_read"},
		{"unit", catalog.CheckUnit, nil, procedure.Pass, "unit_licence_valid"},
		{"B8: unit's licence ended", catalog.CheckUnit, func(in *inspection) { in.Unit.ValidTo = day("2026-09-16") }, procedure.Fail, "unit_licence_ended"},
		{"B8: works elsewhere", catalog.CheckUnit, func(in *inspection) { in.Holder.Employment.CreditCode = "91430900MA4L0A2B8X" }, procedure.Fail, "not_employed"},
		{"B9: engineer", catalog.CheckAccidents, func(in *inspection) {
			in.Holder.Licences[0].Category = Engineer
			in.Holder.Accidents = []Accident{{On: day("2022-01-01"), Liable: true}}
		}, procedure.Fail, "accident_found"},
		{"accident of six years ago", catalog.CheckAccidents, func(in *inspection) {
			in.Holder.Licences[0].Category = Engineer
			in.Holder.Accidents = []Accident{{On: day("2020-01-01"), Liable: true}}
		}, procedure.Pass, "accident_none"},
		{"declared accident", catalog.CheckAccidents, func(in *inspection) { in.answers["accident"] = raw(true) }, procedure.Open, "accident_declared"},
		{"B10: taken away", catalog.CheckLicence, func(in *inspection) { in.Holder.Licences[0].Status = LicencePunished }, procedure.Fail, "licence_not_in_force"},
		{"B10: ran out", catalog.CheckLicence, func(in *inspection) { in.Holder.Licences[0].ValidTo = day("2026-09-16") }, procedure.Fail, "licence_expired"},
		{"valid on the receipt day", catalog.CheckLicence, func(in *inspection) { in.Holder.Licences[0].ValidTo = day("2026-09-17") }, procedure.Pass, "licence_in_force"},
		{"B11", catalog.CheckBans, func(in *inspection) { in.Holder.Bans = []RegisteredBan{{"78", day("2026-09-18")}} }, procedure.Fail, "ban_found"},
		{"ban ended", catalog.CheckBans, func(in *inspection) { in.Holder.Bans = []RegisteredBan{{"78", day("2026-09-17")}} }, procedure.Pass, "ban_none"},
		{"unit in another city, licence ours", catalog.CheckJurisdiction, func(in *inspection) { in.Unit.Area = "430104" }, procedure.Pass, "area_ours"},
		{"nothing ours", catalog.CheckJurisdiction, func(in *inspection) {
			in.Unit.Area, in.Holder.Licences[0].IssuerArea = "430104", "430100"
		}, procedure.Fail, "area_other"},
		{"county waiting", catalog.CheckCounty, func(in *inspection) { in.law.County = nil }, procedure.Open, "county_waiting"},
		{"county in favour", catalog.CheckCounty, nil, procedure.Pass, "county_grant"},
		{"photo", catalog.CheckPhoto, nil, procedure.Open, "photo_to_see"},
		{"late is no fault", catalog.CheckTimeliness, func(in *inspection) { in.law.Timely, in.law.Late = false, true }, procedure.Pass, "late"},
	} {
		in := sound()
		if test.bend != nil {
			test.bend(&in)
		}
		row := checklist([]catalog.Check{{Code: "R", Word: test.word}}, in, nil)[0]
		if row.Mark != test.mark || row.Evidence.Key != test.key {
			t.Errorf("%s: %s %s, want %s %s", test.name, row.Mark, row.Evidence.Key, test.mark, test.key)
		}
	}
}

// Every word of the catalogue has its rule here.
func TestEveryCheckWordIsKnown(t *testing.T) {
	t.Parallel()
	for _, word := range []string{catalog.CheckIdentity, catalog.CheckJurisdiction, catalog.CheckTimeliness, catalog.CheckCategory, catalog.CheckAge,
		catalog.CheckCriminal, catalog.CheckBackground, catalog.CheckTraining, catalog.CheckHealth, catalog.CheckUnit, catalog.CheckAccidents,
		catalog.CheckBans, catalog.CheckPhoto, catalog.CheckCounty, catalog.CheckGenuine, catalog.CheckCapacity, catalog.CheckLicence} {
		if checkWords[word] == nil {
			t.Errorf("no rule for %s", word)
		}
	}
}

// An officer may be stricter than a register, never milder.
func TestOfficersMayBeStricterOnly(t *testing.T) {
	t.Parallel()
	in := sound()
	in.Background.Criminal = true
	specs := []catalog.Check{{Code: "R6", Word: catalog.CheckCriminal, Grounds: []string{"B3"}}, {Code: "R8", Word: catalog.CheckTraining}, {Code: "R13", Word: catalog.CheckPhoto}}
	rows := checklist(specs, in, []Recorded{{Code: "R6", Mark: procedure.Pass, At: time.Time{}}, {Code: "R8", Mark: procedure.Fail, Note: "证明系伪造"}, {Code: "R13", Mark: procedure.Pass}})
	if rows[0].Mark != procedure.Fail || rows[0].Settable || rows[1].Mark != procedure.Fail || !rows[1].ByHand || rows[2].Mark != procedure.Pass {
		t.Errorf("%+v", rows)
	}
}

func TestTrainingYears(t *testing.T) {
	t.Parallel()
	day := workday.MustParse
	for _, test := range []struct {
		from, to, today string
		years           []int
	}{
		{"2023-12-02", "2026-12-01", "2026-09-17", []int{2024, 2025, 2026}},
		{"2024-01-01", "2026-12-31", "2026-10-02", []int{2024, 2025, 2026}},
		{"2024-02-11", "2027-02-10", "2026-12-01", []int{2025, 2026}}, // 2027 has not begun
		{"", "2026-12-01", "2026-09-17", []int{2024, 2025, 2026}},
	} {
		l := HeldLicence{ValidTo: day(test.to), FirstIssue: day("2015-01-01")}
		if test.from != "" {
			l.ValidFrom = day(test.from)
		}
		got := TrainingYears(l, 3, day(test.today))
		if len(got) != len(test.years) || got[0] != test.years[0] {
			t.Errorf("%s to %s: %v, want %v", test.from, test.to, got, test.years)
		}
	}
}

// Guards of one's own serve on own premises; property areas and keeping order there are for property companies (条例 第十五条, domain.md 2.3).
func TestAreasOfService(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ unit, area, post, want string }{
		{"enterprise", "own", "gate", "areas_own"}, {"enterprise", "property", "gate", "areas_foreign"}, {"enterprise", "own", "order", "areas_order"},
		{"property", "property", "order", "areas_own"}, {"property", "own", "patrol", "areas_own"},
	} {
		answers := form.Answers{"unit_type": json.RawMessage(`"` + test.unit + `"`), "areas": json.RawMessage(`[{"type":"` + test.area + `"}]`),
			"posts": json.RawMessage(`["` + test.post + `"]`)}
		if got := areasOfService(inspection{answers: answers}); got.Key != test.want {
			t.Errorf("%s, %s, %s: %+v", test.unit, test.area, test.post, got)
		}
	}
}
