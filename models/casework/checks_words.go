package casework

import (
	"encoding/json"
	"strings"

	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// checkWords are the closed words of a checklist, R1 to R15 of domain.md 2.1.
var checkWords = map[string]func(inspection) seen{
	catalog.CheckIdentity:     identityMatch,
	catalog.CheckCapacity:     capacity,
	catalog.CheckJurisdiction: jurisdiction,
	catalog.CheckTimeliness:   timely,
	catalog.CheckLicence:      licenceValid,
	catalog.CheckCategory:     categoryUnchanged,
	catalog.CheckAge:          age,
	catalog.CheckCriminal:     criminalRecord,
	catalog.CheckBackground:   comparison,
	catalog.CheckTraining:     training,
	catalog.CheckHealth:       health,
	catalog.CheckUnit:         unitAndEmployment,
	catalog.CheckAccidents:    accidents,
	catalog.CheckBans:         bans,
	catalog.CheckPhoto:        byOfficer("photo_to_see"),
	catalog.CheckCounty:       countyOpinion,
	catalog.CheckGenuine:      byOfficer("materials_to_see"),
	catalog.CheckComplete:     byOfficer("completeness_to_see"),
	catalog.CheckCondition:    byOfficer("condition_to_judge"),
}

// byOfficer is a point that only eyes can decide.
func byOfficer(key string) func(inspection) seen {
	return func(inspection) seen { return open(Evidence{Key: key}) }
}

// identityMatch (R1): the account is the person of the population register, and alive.
func identityMatch(in inspection) seen {
	p := in.Person
	switch {
	case p == nil:
		return silent(FromPopulation)
	case !p.Found:
		return fail(proof("person_unknown", FromPopulation, p.Reply))
	case p.Deceased:
		return fail(proof("person_deceased", FromPopulation, p.Reply))
	case !sameName(p.Name, in.who.Name):
		return fail(proof("name_differs", FromPopulation, p.Reply, "register", p.Name))
	default:
		return pass(proof("person_matches", FromPopulation, p.Reply))
	}
}

// answer is the answer to the question that takes its value from a fact, or that it proposes.
func (in inspection) answer(path string) string {
	var text string
	if q := questionOf(in.form, path); q != nil && json.Unmarshal(in.answers[q.Key], &text) == nil {
		return text
	}
	return ""
}

// capacity (B2): full civil capacity, as far as a court has not declared otherwise.
func capacity(in inspection) seen {
	switch p := in.Person; {
	case p == nil:
		return silent(FromPopulation)
	case p.Incapable || p.Deceased:
		return fail(proof("person_incapable", FromPopulation, p.Reply))
	default:
		return pass(proof("person_capable", FromPopulation, p.Reply))
	}
}

func sameName(a, b string) bool {
	x, errX := identity.ParseName(a)
	y, errY := identity.ParseName(b)
	return errX == nil && errY == nil && x.Equal(y)
}

// jurisdiction (R2): the unit's licence lies in 益阳, or 益阳 issued the licence. What is about no unit is ours where it lies in a county.
func jurisdiction(in inspection) seen {
	switch {
	case in.asked[FromUnit]:
	case in.area != "":
		return pass(Evidence{Key: "area_given", Params: map[string]any{"area": in.area}})
	default:
		return open(Evidence{Key: "area_to_judge"})
	}
	if in.Unit == nil || in.Holder == nil {
		return silent(FromUnit)
	}
	l, _ := in.Licence()
	if ours(in.Unit.Area) || ours(l.IssuerArea) {
		return pass(proof("area_ours", FromUnit, in.Unit.Reply, "area", in.Unit.Area, "issuer", l.IssuerArea))
	}
	return fail(proof("area_other", FromUnit, in.Unit.Reply, "area", in.Unit.Area, "issuer", l.IssuerArea, "competent", identity.Bureau(in.Unit.Area)))
}

// competentBy is the agency whose matter a case is, where its failed point says that it is not ours; an officer who fails it names none.
func competentBy(r CheckRow) string {
	if r.Word != catalog.CheckJurisdiction || r.Mark != procedure.Fail {
		return ""
	}
	if agency, known := r.Evidence.Params["competent"].(string); known {
		return agency
	}
	return identity.Bureau("")
}

func ours(area string) bool {
	_, err := identity.ParseArea(area)
	return err == nil
}

// timely (R3): a late renewal is handled too; the point only says whether the law protects it.
func timely(in inspection) seen {
	params := map[string]any{"received": in.law.ReceivedOn.String(), "expiry": in.law.Expiry.String()}
	if in.law.Late {
		return pass(Evidence{Key: "late", Params: params})
	}
	return pass(Evidence{Key: "timely", Params: params})
}

// licenceValid (B10): in force on the receipt day, not taken away.
func licenceValid(in inspection) seen {
	if g := in.law.Gone; g != nil { // this portal knows it before the register does
		return fail(Evidence{Key: "licence_gone", Params: map[string]any{"paper": g.Paper, "date": g.On.String()}})
	}
	if in.Holder == nil {
		return silent(FromHolder)
	}
	l, ok := in.Licence()
	r := in.Holder.Reply
	switch {
	case !ok:
		return fail(proof("licence_unknown", FromHolder, r))
	case l.Status != LicenceValid:
		return fail(proof("licence_not_in_force", FromHolder, r, "status", string(l.Status)))
	case in.law.ReceivedOn.After(l.ValidTo):
		return fail(proof("licence_expired", FromHolder, r, "valid_to", l.ValidTo.String()))
	default:
		return pass(proof("licence_in_force", FromHolder, r, "valid_to", l.ValidTo.String()))
	}
}

// categoryUnchanged (R4): category and grade as on the licence, and no second licence of the three (GA 53-2015 7.1.3).
func categoryUnchanged(in inspection) seen {
	if in.Holder == nil {
		return silent(FromHolder)
	}
	l, ok := in.Licence()
	r := in.Holder.Reply
	if !ok || in.answer(form.LicenceCategory) != string(l.Category) || in.answer(form.LicenceGrade) != l.Grade {
		return fail(proof("category_changed", FromHolder, r, "category", string(l.Category)))
	}
	live := 0
	for _, other := range in.Holder.Licences {
		if other.Category != Engineer && other.Status == LicenceValid && !in.law.ReceivedOn.After(other.ValidTo) {
			live++
		}
	}
	if live > 1 {
		return fail(proof("concurrent_licences", FromHolder, r, "count", live))
	}
	return pass(proof("category_same", FromHolder, r, "category", string(l.Category)))
}

// age (R5, B5) counts on the decision day. 不超过六十周岁: the birthday itself still qualifies, the day after does not.
func age(in inspection) seen {
	day := in.today
	if !in.law.DecidedOn.IsZero() {
		day = in.law.DecidedOn
	}
	id, err := identity.ParseIDNumber(in.who.IDNumber, day)
	if err != nil {
		return open(Evidence{Key: "manual"})
	}
	limit := 60
	if l, ok := in.Licence(); ok && l.Category == Engineer {
		limit = 70
	}
	e := Evidence{Key: "age", Params: map[string]any{"age": id.Age(day), "limit": limit, "on": day.String()}}
	if id.Age(day) < 18 || day.After(id.Birth().AddYears(limit)) {
		return fail(e)
	}
	return pass(e)
}

// criminalRecord (R6, B3) covers any crime at any time (条例 第六条); the applicant is never asked for a certificate.
func criminalRecord(in inspection) seen {
	b := in.Background
	switch {
	case b == nil:
		return silent(FromBackground)
	case b.Criminal:
		return fail(proof("criminal_found", FromBackground, b.Reply))
	default:
		return pass(proof("criminal_none", FromBackground, b.Reply))
	}
}

// comparison (R7, B4): 在逃, 涉恐, 涉毒, 违法犯罪, 不在人口库.
func comparison(in inspection) seen {
	b := in.Background
	if b == nil {
		return silent(FromBackground)
	}
	var hits []string
	for _, h := range []struct {
		hit  bool
		word string
	}{{b.Wanted, "wanted"}, {b.Terror, "terror"}, {b.Drug, "drug"}, {b.Offence, "offence"}, {b.Unrecorded, "unrecorded"}} {
		if h.hit {
			hits = append(hits, h.word)
		}
	}
	if len(hits) > 0 {
		return fail(proof("comparison_hit", FromBackground, b.Reply, "hits", strings.Join(hits, " ")))
	}
	return pass(proof("comparison_clear", FromBackground, b.Reply))
}

// training (R8, B7): 学时 of every year of the expiring term.
func training(in inspection) seen {
	if in.Holder == nil {
		return silent(FromHolder)
	}
	l, ok := in.Licence()
	if !ok {
		return fail(proof("licence_unknown", FromHolder, in.Holder.Reply))
	}
	needed := 20
	if l.Category == Engineer {
		needed = 40
	}
	for _, y := range TrainingYears(l, in.options.TermYears, in.law.ReceivedOn) {
		if h := in.hours(y); h < needed {
			return fail(proof("hours_missing", FromHolder, in.Holder.Reply, "year", y, "hours", h, "needed", needed))
		}
	}
	return pass(proof("hours_complete", FromHolder, in.Holder.Reply, "needed", needed))
}

// health (R9, B1): the certificate is at most six months old on the receipt day; what it says an officer must read.
func health(in inspection) seen {
	var on workday.Date
	if json.Unmarshal(in.answers["health_date"], &on) == nil && !on.IsZero() && on.AddMonths(6).Before(in.law.ReceivedOn) {
		return fail(Evidence{Key: "health_old", Params: map[string]any{"on": on.String()}})
	}
	return open(Evidence{Key: "health_to_read", Params: map[string]any{"on": on.String()}})
}

// unitAndEmployment (R10, B8): employed by a unit whose licence is in force on the receipt day.
func unitAndEmployment(in inspection) seen {
	switch {
	case in.Holder == nil:
		return silent(FromHolder)
	case in.Unit == nil:
		return silent(FromUnit)
	}
	u, work := in.Unit, in.Holder.Employment
	switch {
	case work.CreditCode == "" || work.CreditCode != u.CreditCode || work.CreditCode != in.facts.Text(form.UnitCreditCode):
		return fail(proof("not_employed", FromHolder, in.Holder.Reply, "unit", u.Name))
	case !u.Found:
		return fail(proof("unit_unlicensed", FromUnit, u.Reply, "unit", work.Unit))
	case u.Status != LicenceValid || in.law.ReceivedOn.After(u.ValidTo):
		return fail(proof("unit_licence_ended", FromUnit, u.Reply, "unit", u.Name, "valid_to", u.ValidTo.String()))
	default:
		return pass(proof("unit_licence_valid", FromUnit, u.Reply, "unit", u.Name, "valid_to", u.ValidTo.String()))
	}
}

// accidents (R11, B9): engineers must have had no liable accident in five years. What others had, or what is only declared, is for the
// officer to judge.
func accidents(in inspection) seen {
	if in.Holder == nil {
		return silent(FromHolder)
	}
	l, _ := in.Licence()
	since := in.law.ReceivedOn.AddYears(-5)
	for _, a := range in.Holder.Accidents {
		if !a.Liable || a.On.Before(since) {
			continue
		}
		e := proof("accident_found", FromHolder, in.Holder.Reply, "on", a.On.String(), "what", a.What)
		if l.Category == Engineer {
			return fail(e)
		}
		return open(e)
	}
	if string(in.answers["accident"]) == "true" {
		return open(Evidence{Key: "accident_declared"})
	}
	return pass(proof("accident_none", FromHolder, in.Holder.Reply))
}

// bans (R12, B11): 行政许可法 第七十八条, 第七十九条.
func bans(in inspection) seen {
	if !in.asked[FromHolder] {
		if in.law.ReceivedOn.Before(in.ownBan) {
			return fail(Evidence{Key: "ban_found", Params: map[string]any{"until": in.ownBan.String()}})
		}
		return pass(Evidence{Key: "ban_none"})
	}
	if in.Holder == nil {
		return silent(FromHolder)
	}
	if until := later(in.BanUntil(), in.ownBan); in.law.ReceivedOn.Before(until) {
		return fail(proof("ban_found", FromHolder, in.Holder.Reply, "until", until.String()))
	}
	return pass(proof("ban_none", FromHolder, in.Holder.Reply))
}

// countyOpinion (R14): the opinion is there; what it says weighs on the other points.
func countyOpinion(in inspection) seen {
	switch o := in.law.County; {
	case !in.options.CountyCheck:
		return seen{procedure.NotApplicable, Evidence{Key: "no_county_check"}}
	case o == nil:
		return seen{procedure.Open, Evidence{Key: "county_waiting"}}
	default:
		return pass(Evidence{Key: "county_" + string(o.Verdict), Params: map[string]any{"name": o.Name, "officer": o.Officer, "text": o.Text}})
	}
}
