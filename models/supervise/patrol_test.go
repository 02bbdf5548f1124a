package supervise_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/supervise"
)

// entry is one move of a case's record.
type entry struct {
	at, act, role, officer, terminal, reason string
}

func (w *world) write(id uuid.UUID, entries ...entry) {
	w.t.Helper()
	for _, e := range entries {
		seq := w.count(`SELECT count(*) FROM journal WHERE case_id = ?`, id) + 1
		w.exec(`INSERT INTO journal (case_id, seq, at, move, actor_role, police_no, org, terminal, reason, details, prev, digest)
			VALUES (?, ?, ?, 'T', ?, ?, '430900-zhi', ?, ?, ?, '', ?)`, id, seq, e.at, e.role, e.officer, e.terminal, e.reason,
			fmt.Sprintf(`{"act":%q}`, e.act), []byte(fmt.Sprint(id, seq)))
	}
}

// rules are the rules of the open tickets about a case, in order.
func (w *world) rules(id uuid.UUID) (list []string) {
	w.t.Helper()
	page, err := w.Hits(context.Background(), inspector, supervise.Filter{OnlyOpen: true, Limit: 100})
	check(w.t, err)
	for _, h := range page.Items {
		if h.CaseID == nil && id == uuid.Nil || h.CaseID != nil && *h.CaseID == id {
			list = append(list, h.Rule)
		}
	}
	slices.Sort(list)
	return list
}

func (w *world) quiet() uuid.UUID { return w.caseAt(procedure.Deciding, k2("2027-01-15"), "") }

func TestThePatrolFindsWhatItsRulesAskFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-11-24T15:00:00+08:00") // a Tuesday
	ctx := context.Background()
	w.officer("090110", inspector.Grants...)
	received := entry{at: "2026-11-16T10:00:00+08:00", act: "accept", role: "R-REC", officer: "090001", terminal: "10.0.0.5"}
	granted := entry{at: "2026-11-24T10:00:00+08:00", act: "grant", role: "R-DEC", officer: "090002", terminal: "10.0.0.6"}
	with := func(e entry, change func(*entry)) entry { change(&e); return e }

	near := w.caseAt(procedure.Review, k2("2026-11-25"), "090001")
	clean := w.quiet()
	w.write(clean, received, granted, entry{at: "2026-11-17T10:00:00+08:00", act: "ask_explanation", role: "R-REV", reason: "两个工程的时间重叠，请说明原因"})
	deemed := w.quiet()
	w.write(deemed, entry{at: "2026-11-23T00:00:00+08:00", act: "deem_accepted", role: "system"})
	terminal := w.quiet()
	w.write(terminal, received, with(granted, func(e *entry) { e.terminal = "10.0.0.5" }))
	machine := w.quiet() // the portal's own address is no terminal
	w.write(machine, with(received, func(e *entry) { e.terminal = "127.0.0.1" }), with(granted, func(e *entry) { e.terminal = "127.0.0.1" }))
	silent := w.quiet()
	w.exec(`INSERT INTO documents (id, case_id, kind, title, body, mark, year, serial, number, facts, issued_at, issued_on)
		VALUES (?, ?, 'refusal', '不予行政许可决定书', '', '', 2026, 0, '', '{}', ?, '2026-11-24')`, uuid.New(), silent, w.clock.Now())
	quick := w.quiet()
	w.exec(`INSERT INTO claims (step_id, fence, account, officer, at, why) SELECT id, 1, ?, '090002', '2026-11-24T09:59:40+08:00', '{}' FROM steps WHERE case_id = ?`,
		uuid.New(), quick)
	w.write(quick, received, granted)
	night := w.quiet()
	w.write(night, with(granted, func(e *entry) { e.at = "2026-11-23T20:15:00+08:00" }))
	sunday := w.quiet()
	w.write(sunday, with(granted, func(e *entry) { e.at = "2026-11-22T10:00:00+08:00" }))
	returned := w.quiet()
	back := entry{at: "2026-11-20T10:00:00+08:00", act: "return", role: "R-DEC", officer: "090002"}
	w.write(returned, back, back)
	hidden := w.quiet()
	w.write(hidden, entry{at: "2026-11-20T10:00:00+08:00", act: "ask_explanation", role: "R-REV", officer: "090003", reason: "请重新上传体检证明"})
	slow, prompt := w.quiet(), w.quiet()
	w.exec(`UPDATE cases SET received_at = '2026-11-20T18:30:00+08:00' WHERE id IN (?, ?)`, slow, prompt) // a Friday evening
	refused := entry{at: "2026-11-23T16:00:00+08:00", act: "not_accept", role: "R-REC", officer: "090001"}
	w.write(prompt, refused)
	w.write(slow, with(refused, func(e *entry) { e.at = "2026-11-24T09:00:00+08:00" }))

	for range 2 { // a second patrol adds nothing
		_, err := w.Patrol(ctx)
		check(t, err)
	}
	for name, c := range map[string]struct {
		id   uuid.UUID
		want []string
	}{
		"near its end": {near, []string{"P1"}}, "clean": {clean, nil}, "deemed accepted": {deemed, []string{"P2"}}, "one terminal": {terminal, []string{"P4"}},
		"the portal itself": {machine, nil}, "no remedies": {silent, []string{"P5"}}, "twenty seconds": {quick, []string{"P8"}}, "at night": {night, []string{"P9"}},
		"on a Sunday": {sunday, []string{"P9"}}, "returned twice": {returned, []string{"P10"}}, "asks for papers": {hidden, []string{"P12"}},
		"not immediate": {slow, []string{"NOT_IMMEDIATE"}}, "the next morning that there was": {prompt, nil},
	} {
		if got := w.rules(c.id); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	if n := w.count(`SELECT count(*) FROM notices WHERE kind = 'patrol_hit'`); n != 10 {
		t.Errorf("%d notices to the inspector", n)
	}
}

func TestP11_OneOfficerAndOneEnterprise(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-11-24T15:00:00+08:00")
	ctx := context.Background()
	w.officer("090110", inspector.Grants...)
	decide := func(unit string, officers ...string) {
		for i, officer := range officers {
			id := w.quiet()
			w.exec(`UPDATE cases SET unit_code = ? WHERE id = ?`, unit, id)
			w.write(id, entry{at: w.clock.Now().Add(-time.Duration(i+1) * time.Minute).Format(time.RFC3339), act: "grant", role: "R-DEC", officer: officer})
		}
	}
	decide("91430900MA4L000001", "1", "1", "1", "1", "1", "1", "1", "2", "2", "2") // seven of ten
	decide("91430900MA4L000002", "1", "1", "1", "1", "1", "1", "2", "2", "2", "2") // six of ten
	decide("91430900MA4L000003", "1", "1", "1")                                    // too few to say anything
	_, err := w.Patrol(ctx)
	check(t, err)
	if got := w.rules(uuid.Nil); !slices.Equal(got, []string{"P11"}) {
		t.Errorf("%v", got)
	}
}

// A late filing is a ticket like any other (domain.md 1.5, F7).
func TestALateFilingIsATicket(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-11-24T15:00:00+08:00")
	id := w.quiet()
	check(t, w.Raise(context.Background(), casework.AlarmArgs{CaseID: id, Card: procedure.Patrol, Reason: "FILING_LATE", Desk: account.CitySecurity,
		Role: procedure.Reviewer}, "job 1"))
	if got := w.rules(id); !slices.Equal(got, []string{"FILING_LATE"}) {
		t.Errorf("%v", got)
	}
}

// What the portal prints itself carries its remedies, and the patrol has nothing to say about it.
func TestP5_OwnPapersCarryTheirRemedies(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-11-24T15:00:00+08:00")
	ctx := context.Background()
	id := w.quiet()
	check(t, w.db.Write(ctx, func(tx *db.Tx) error {
		_, err := w.docs.Issue(tx, document.Order{CaseID: id, Kind: document.Refusal, Body: "治", Facts: document.Facts{Applicant: document.Party{Name: "刘大山"}}})
		return err
	}))
	_, err := w.Patrol(ctx)
	check(t, err)
	if got := w.rules(id); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

// read is one reading of the log.
type read struct{ at, officer, desks, kind string }

func (w *world) reads(id uuid.UUID, list ...read) {
	w.t.Helper()
	for _, r := range list {
		of := uuid.NullUUID{UUID: id, Valid: r.kind != "search"}
		w.exec(`INSERT INTO readings (id, at, officer, account, roles, desks, kind, route, case_id, persons, terminal)
			VALUES (?, ?, ?, ?, 'R-SUP', ?, ?, 'r', ?, '{}', '10.0.0.9')`, uuid.New(), r.at, r.officer, uuid.New(), r.desks, r.kind, of)
	}
}

// Who searches for a person and opens what he found, at none of whose desks he works and which asks for no supervision, is asked why.
func TestP7_AFoundCaseOfAnotherDesk(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-11-24T15:00:00+08:00")
	ctx := context.Background()
	w.officer("090110", inspector.Grants...)
	search := read{at: "2026-11-24T10:00:00+08:00", officer: "090555", desks: "430900-du", kind: "search"}
	opened := func(at string, change ...func(*read)) read {
		r := read{at: at, officer: "090555", desks: "430900-du", kind: "case"}
		for _, c := range change {
			c(&r)
		}
		return r
	}
	late, edge, own, carded, unasked := w.quiet(), w.quiet(), w.quiet(), w.quiet(), w.quiet()
	claimed := w.caseAt(procedure.Deciding, k2("2027-01-15"), "090555")
	w.reads(edge, search, opened("2026-11-24T10:30:00+08:00"), opened("2026-11-24T10:20:00+08:00"))
	w.reads(late, opened("2026-11-24T10:30:01+08:00"))
	w.reads(own, opened("2026-11-24T10:10:00+08:00", func(r *read) { r.desks = "430900-du " + account.CitySecurity }))
	w.reads(carded, opened("2026-11-24T10:10:00+08:00"))
	w.exec(`INSERT INTO patrol_events (id, rule, case_id, found_at, source) VALUES (?, 'P8', ?, ?, 'seen')`, uuid.New(), carded, w.clock.Now())
	w.reads(claimed, opened("2026-11-24T10:10:00+08:00"))
	w.reads(unasked, opened("2026-11-24T10:10:00+08:00", func(r *read) { r.officer = "090556" })) // he did not search
	for range 2 {
		_, err := w.Patrol(ctx)
		check(t, err)
	}
	for name, c := range map[string]struct {
		id   uuid.UUID
		want []string
	}{
		"half an hour after the search": {edge, []string{"P7"}}, "a second later": {late, nil}, "of his own desk": {own, nil}, "with a ticket": {carded, []string{"P8"}},
		"in his own hands": {claimed, nil}, "by somebody who did not search": {unasked, nil},
	} {
		if got := w.rules(c.id); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestP7_SearchesThatLeadToNoCase(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-11-24T15:00:00+08:00")
	ctx := context.Background()
	w.officer("090110", inspector.Grants...)
	at := func(minute int) string {
		return time.Date(2026, 11, 24, 9, minute, 0, 0, w.clock.Now().Location()).Format(time.RFC3339)
	}
	searches := func(officer string, n int) (list []read) {
		for i := range n {
			list = append(list, read{at: at(i), officer: officer, desks: "430900-zhi", kind: "search"})
		}
		return list
	}
	w.reads(uuid.Nil, searches("090601", idleSearches)...)   // as many as may be
	w.reads(uuid.Nil, searches("090602", idleSearches+1)...) // one more
	w.reads(uuid.Nil, searches("090603", idleSearches+1)...) // they led to a case
	own := w.quiet()
	w.reads(own, read{at: at(30), officer: "090603", desks: account.CitySecurity, kind: "case"})
	fresh := searches("090604", idleSearches+1) // the last may still lead to one
	fresh[idleSearches].at = "2026-11-24T14:31:00+08:00"
	w.reads(uuid.Nil, fresh...)
	_, err := w.Patrol(ctx)
	check(t, err)
	page, err := w.Hits(ctx, inspector, supervise.Filter{OnlyOpen: true, Limit: 100})
	check(t, err)
	if len(page.Items) != 1 || page.Items[0].Rule != "P7" || page.Items[0].PoliceNo != "090602" || page.Items[0].Desk != "430900-zhi" {
		t.Errorf("%+v", page.Items)
	}
}
