package roster

import (
	"slices"
	"testing"

	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/workday"
)

var adult = identity.MakeIDNumber("430902", workday.MustParse("1990-05-06"), 11).String()

// judged is what the rules say of one guard with an otherwise clean record.
func judged(on string, edit func(*Record)) Verdict {
	r := Record{IDNumber: adult, Certificate: CertificateValid}
	edit(&r)
	return Judge([]Entry{{Name: "陈晓梅", IDNumber: adult}}, []Record{r}, nil, workday.MustParse(on))[0]
}

func wantBarred(t *testing.T, what string, v Verdict, rules ...Rule) {
	t.Helper()
	if !slices.Equal(v.Barred, rules) || v.Unknown {
		t.Errorf("%s: %+v, want %v", what, v, rules)
	}
}

func TestG1_EighteenOnTheDayOfReceipt(t *testing.T) {
	t.Parallel()
	id := identity.MakeIDNumber("430902", workday.MustParse("2008-09-17"), 11).String()
	for on, rules := range map[string][]Rule{"2026-09-16": {G1}, "2026-09-17": nil, "2026-09-18": nil} {
		v := Judge([]Entry{{IDNumber: id}}, []Record{{IDNumber: id, Certificate: CertificateValid}}, nil, workday.MustParse(on))
		wantBarred(t, on, v[0], rules...)
	}
}

func TestG2_CitizenWithSchooling(t *testing.T) {
	t.Parallel()
	wantBarred(t, "a citizen", judged("2026-09-17", func(*Record) {}))
	wantBarred(t, "a foreigner", judged("2026-09-17", func(r *Record) { r.Foreign = true }), G2)
	wantBarred(t, "less than junior school", judged("2026-09-17", func(r *Record) { r.Unschooled = true }), G2)
}

func TestG3_CertificateInForce(t *testing.T) {
	t.Parallel()
	for _, state := range []CertificateState{"", "cancelled", "punished"} {
		wantBarred(t, string(state), judged("2026-09-17", func(r *Record) { r.Certificate = state }), G3)
	}
	stranger := Judge([]Entry{{IDNumber: adult}}, nil, nil, workday.MustParse("2026-09-17"))[0]
	if !stranger.Unknown || len(stranger.Barred) > 0 {
		t.Errorf("nobody has spoken of him: %+v", stranger)
	}
}

func TestG4_DetentionsAndMeasures(t *testing.T) {
	t.Parallel()
	wantBarred(t, "two detentions", judged("2026-09-17", func(r *Record) { r.Detentions = 2 }))
	wantBarred(t, "three detentions", judged("2026-09-17", func(r *Record) { r.Detentions = 3 }), G4)
	wantBarred(t, "强制隔离戒毒", judged("2026-09-17", func(r *Record) { r.Drugs = true }), G4)
	wantBarred(t, "收容教育", judged("2026-09-17", func(r *Record) { r.Custody = true }), G4)
	wantBarred(t, "劳动教养", judged("2026-09-17", func(r *Record) { r.Labour = true }), G4)
}

func TestG5_IntentionalCrime(t *testing.T) {
	t.Parallel()
	wantBarred(t, "intentional", judged("2026-09-17", func(r *Record) { r.Crimes = []Crime{{Year: 1999, Intentional: true}} }), G5)
	wantBarred(t, "one of two", judged("2026-09-17", func(r *Record) { r.Crimes = []Crime{{Year: 1999}, {Year: 2001, Intentional: true}} }), G5)
}

// A07: a punishment of 2009 for a negligent crime bars no guard.
func TestA07_NegligentCrimeBarsNoGuard(t *testing.T) {
	t.Parallel()
	wantBarred(t, "negligent", judged("2026-09-17", func(r *Record) { r.Crimes = []Crime{{Year: 2009}} }))
}

func TestG6_RevokedOnceOrTwice(t *testing.T) {
	t.Parallel()
	once := func(r *Record) { r.Revoked = []workday.Date{workday.MustParse("2023-09-17")} }
	wantBarred(t, "before the anniversary", judged("2026-09-16", once), G6)
	wantBarred(t, "on the third anniversary", judged("2026-09-17", once), G6)
	wantBarred(t, "the day after", judged("2026-09-18", once))
	wantBarred(t, "twice", judged("2026-09-17", func(r *Record) {
		r.Revoked = []workday.Date{workday.MustParse("1999-01-01"), workday.MustParse("2003-01-01")}
	}), G6)
}

func TestG7_AnotherRosterIsAWarning(t *testing.T) {
	t.Parallel()
	v := judged("2026-09-17", func(r *Record) { r.Elsewhere = true })
	wantBarred(t, "on another roster", v)
	if !slices.Equal(v.Warned, []Rule{G7}) {
		t.Errorf("warned %v", v.Warned)
	}
}

func TestG8_TheUnitsStatementIsEnough(t *testing.T) {
	t.Parallel()
	v := judged("2026-09-17", func(*Record) {})
	wantBarred(t, "no register speaks of health", v)
	if slices.Contains(v.Warned, G8) {
		t.Error("warned of what the unit has stated")
	}
}
