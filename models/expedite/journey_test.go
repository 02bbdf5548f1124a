package expedite_test

import (
	"testing"

	"github.com/yiyang-police/permit-portal/models/db"
	. "github.com/yiyang-police/permit-portal/models/expedite"
)

// issued is a batch of four whose expedited endorsements were issued on 24 November, for a journey until 4 December.
func (w *world) issued() (persons []CheckedPerson) {
	w.t.Helper()
	w.registered(4)
	_, persons = w.submitted(tripTo(HongKong), travellers(4, OnceQuarter))
	for _, p := range persons {
		w.check(w.Admit(ctx, manager, p.CaseID, "会议临近", db.Key{}))
	}
	w.at("2026-11-24 10:00")
	for _, p := range persons {
		w.answer(p.CaseID)
	}
	return persons
}

// asksJourneys wants so many answers that were kept at this instant.
func (w *world) asksJourneys(want string) {
	w.t.Helper()
	_, err := w.AskJourneys(ctx)
	w.check(err)
	if n := w.text(`SELECT count(*)::text FROM business_journeys WHERE asked_at = ?`, w.db.Now()); n != want {
		w.t.Errorf("%s were answered, want %s", n, want)
	}
}

func (w *world) suggested() []Suggestion {
	w.t.Helper()
	b, err := w.Marks(ctx, manager)
	w.check(err)
	return b.Suggestions
}

func (w *world) journeys() Journeys {
	w.t.Helper()
	v, err := w.Overview(ctx, w.agent)
	w.check(err)
	return v.Journeys
}

// Once the planned return is past, the exit-entry register is asked whether the endorsement was used; half of four unused suggest Y2 and mark nobody
// (domain.md 3.9). A silent register is asked again, a late traveller has travelled all the same, and after twelve months nothing counts.
func TestJourneysNotMadeSuggestY2(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	persons := w.issued()
	w.outside.stayed = map[string]bool{persons[0].IDNumber: true, persons[1].IDNumber: true}
	w.at("2026-12-04 20:00")
	w.asksJourneys("0") // the day of return is not over
	w.at("2026-12-05 02:00")
	w.outside.silent = true
	w.asksJourneys("0")
	w.outside.silent = false
	w.outside.unknown = map[string]bool{persons[3].IDNumber: true}
	w.asksJourneys("3")
	if got := w.suggested(); len(got) != 0 || w.journeys() != (Journeys{Of: 3, Unused: 2}) {
		t.Errorf("of three: %+v, %+v", got, w.journeys())
	}
	w.outside.unknown = nil
	w.at("2026-12-05 08:00")
	w.asksJourneys("1") // what was answered is not asked again at once
	want := Suggestion{Kind: Y2, UnitCode: unitCode, UnitName: "益阳资江商贸有限公司", Journeys: Journeys{Of: 4, Unused: 2}}
	if got := w.suggested(); len(got) != 1 || got[0] != want {
		t.Errorf("two of four: %+v", got)
	}
	if n := w.text(`SELECT count(*)::text FROM business_marks`); n != "0" {
		t.Errorf("%s marks by itself", n)
	}
	if kept := w.text(`SELECT string_agg(DISTINCT source || ' ' || coalesce(crossed_on::text, 'none'), ', ') FROM business_journeys`); kept !=
		"国家出入境管理信息系统 2026-11-25, 国家出入境管理信息系统 none" {
		t.Errorf("kept %s", kept)
	}
	q := w.outside.asked[0]
	if q.Number != "E00000001" || q.DocNo == "" || q.From != day("2026-11-24") || q.To != day("2026-12-05") || len(q.Destinations) != 1 {
		t.Errorf("asked %+v", q)
	}
	w.outside.stayed = map[string]bool{persons[0].IDNumber: true}
	w.at("2026-12-11 02:00")
	w.asksJourneys("0")
	w.at("2026-12-12 02:00")
	w.asksJourneys("2")
	if got := w.suggested(); len(got) != 0 || w.journeys() != (Journeys{Of: 4, Unused: 1}) {
		t.Errorf("one of four: %+v, %+v", got, w.journeys())
	}
	w.exec(`UPDATE business_journeys SET crossed_on = NULL`)
	w.at("2027-11-23 02:00")
	if got := w.suggested(); len(got) != 1 || got[0].Unused != 4 {
		t.Errorf("on the last day: %+v", got)
	}
	w.at("2027-11-24 02:00")
	if got := w.suggested(); len(got) != 0 || w.journeys() != (Journeys{}) {
		t.Errorf("after twelve months: %+v, %+v", got, w.journeys())
	}
	w.asksJourneys("0")
}
