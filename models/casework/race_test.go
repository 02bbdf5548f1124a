package casework

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/journal"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// race is a case on whose copies several act at the same moment. Its rounds are by turns in the last minute of a limit, in the first moment after it,
// and such that midnight strikes while they act.
type race struct {
	rounds   int
	template uuid.UUID
	end      procedure.ClockKind // of the template; "" = time stands still
	officer  account.Actor       // claims the open step of each copy; nobody where there is none
	pause    time.Duration       // between his claim and the acts
	each     func(*meeting)      // what else a copy needs
	acts     []func(meeting)
	after    func(meeting) // what must hold besides
	// what may become of a copy, as w.fate tells it: while the limit runs, when it has ended, and besides where it ends between two acts
	before, ended, between []string
}

// meeting is one copy of a case, and who acts on it at the same moment.
type meeting struct {
	id          uuid.UUID
	certificate uuid.UUID // of a measure
	number      string
	claim       Claim // of the officer
	turn        int
	lawful      []string
	strikes     bool // midnight strikes meanwhile
}

// run lets the acts of a race meet. Every copy ends in one of its lawful fates, agrees with itself, and the numbers of the papers have no hole.
func (w *world) run(r race) map[string]int {
	w.t.Helper()
	ctx := context.Background()
	first := w.stand(r.template)
	ended := w.clock.Now().Add(r.pause + time.Hour)
	if r.end != "" {
		k, running := w.law(r.template).Clock(r.end)
		if !running {
			w.t.Fatalf("%s does not run", r.end)
		}
		ended = k.Due.AddDays(1).Start()
	}
	outcomes := dbtest.Race[meeting]{Rounds: r.rounds,
		Ready: func(round int) meeting {
			w.clock.Set(w.t, ended.Add(-r.pause-10*time.Minute).Format(time.RFC3339))
			m := first.copy(w, round)
			if r.each != nil {
				r.each(&m)
			}
			if r.officer.Officer != "" {
				var err error
				m.claim, err = w.Service.ClaimNext(ctx, r.officer, first.desk, first.stage, db.Key{})
				check(w.t, err)
			}
			m.lawful = r.before
			switch w.clock.Advance(r.pause + 9*time.Minute); {
			case r.end == "":
			case round%3 == 1:
				w.clock.Advance(time.Minute)
				m.lawful = r.ended
			case round%3 == 2:
				m.strikes, m.lawful = true, slices.Concat(r.before, r.ended, r.between)
			}
			return m
		},
		Actors: append(slices.Clone(r.acts), func(m meeting) {
			if m.strikes && m.turn%2 == 0 {
				w.version(m.id) // not always: everybody has begun by then
			}
			if m.strikes {
				w.clock.Advance(time.Minute)
			}
		}),
		Verdict: func(m meeting) string {
			w.sweeps(m) // what had ended when everybody had done
			fate := w.fate(m.id)
			if !slices.Contains(m.lawful, fate) {
				w.t.Errorf("a copy ended as\n%s\nlawful are only\n%q", fate, m.lawful)
			}
			w.agrees(m.id)
			if r.after != nil {
				r.after(m)
			}
			w.away(m.id)
			return fate
		}}.Run(w.t)
	w.seriesAreWhole()
	return outcomes
}

// fate is what became of a case: its state, the moves of its journal in their order, its papers, and what people were told.
func (w *world) fate(id uuid.UUID) (told string) {
	w.t.Helper()
	w.scan(&told, `SELECT concat_ws(' | ', state, (SELECT string_agg(move, ' ' ORDER BY seq) FROM journal WHERE case_id = c.id),
		(SELECT string_agg(kind, ' ' ORDER BY kind) FROM documents WHERE case_id = c.id), (SELECT string_agg(kind, ' ' ORDER BY kind) FROM notices WHERE case_id = c.id))
		FROM cases c WHERE id = ?`, id)
	return told
}

// standing is where copies of a case stand.
type standing struct {
	template    uuid.UUID
	certificate uuid.NullUUID // of a measure
	origin      uuid.NullUUID // of a claim: the measure
	desk        string        // of its open step, "" where there is none
	stage       procedure.Stage
	settles     *time.Time
	asleep      []meeting // copies that nobody has met yet
}

// stand takes a case away, so that copies of it can be made.
func (w *world) stand(template uuid.UUID) *standing {
	w.t.Helper()
	s := &standing{template: template}
	w.scan(&s.desk, `SELECT coalesce((SELECT desk FROM steps WHERE case_id = ? AND state <> 'DONE'), '')`, template)
	w.scan(&s.stage, `SELECT coalesce((SELECT stage FROM steps WHERE case_id = ? AND state <> 'DONE'), '')`, template)
	w.scan(&s.settles, `SELECT settle_at FROM cases WHERE id = ?`, template)
	w.scan(&s.certificate, `SELECT certificate_id FROM cases WHERE id = ?`, template)
	w.scan(&s.origin, `SELECT origin_id FROM cases WHERE id = ?`, template)
	w.away(template)
	return s
}

// certificateOf copies a certificate under the number of a meeting, which is also the subject of its case.
func (w *world) certificateOf(m meeting, certificate uuid.UUID) (id uuid.UUID) {
	w.t.Helper()
	id = uuid.New()
	w.copies(1, "certificates", `r.id = @template`, certificate, map[string]string{"id": "'" + id.String() + "'::uuid", "number": "'" + m.number + "'",
		"verify_code": "translate('" + m.number + "AA', '0189', 'WXYZ')"})
	return id
}

// away takes a case out of every queue, sweep and comparison.
func (w *world) away(id uuid.UUID) {
	w.t.Helper()
	w.exec(`WITH done AS (UPDATE steps SET state = 'DONE', slot = NULL, closed_at = now() WHERE case_id = @id AND state <> 'DONE')
		UPDATE cases SET settle_at = NULL, subject = NULL WHERE id = @id`, sql.Named("id", id))
}

// padded is a number for what is made up.
func padded(n int) string { return fmt.Sprintf("%024d", n) }

// atOnce is how many copies of a case are made in one go; making each of them alone would take longer than what is done with it.
const atOnce = 50

// copy wakes another case that stands where the template stood, with a journal, a number, a subject and an open step of its own, and the
// case of a measure with a certificate.
func (s *standing) copy(w *world, n int) meeting {
	w.t.Helper()
	if len(s.asleep) == 0 {
		s.multiply(w)
	}
	m := s.asleep[0]
	s.asleep, m.turn = s.asleep[1:], n
	subject := &m.number
	if s.certificate.Valid {
		subject = nil
	}
	wake := `UPDATE cases SET settle_at = @settles, subject = @subject WHERE id = @id`
	if s.stage != "" {
		wake = `WITH woken AS (` + wake + `) INSERT INTO steps (id, case_id, desk, stage, state, finish_by, do_by, class, turn, received_at, number, party, opened_at)
			VALUES (gen_random_uuid(), @id, @desk, @stage, 'QUEUED', @today, @today, 1, 1, @now, @number, 'p', @now)`
	}
	w.exec(wake, sql.Named("settles", s.settles), sql.Named("subject", subject), sql.Named("id", m.id), sql.Named("desk", s.desk), sql.Named("stage", s.stage),
		sql.Named("today", workday.DateOf(w.clock.Now())), sql.Named("now", w.clock.Now()), sql.Named("number", m.number))
	return m
}

// multiply makes copies that sleep: out of every queue and sweep.
func (s *standing) multiply(w *world) {
	w.t.Helper()
	first := w.count(`SELECT count(*) FROM cases`)
	var ids, certificates, origins []string
	for i := range atOnce {
		m := meeting{id: uuid.Must(uuid.NewV7()), number: padded(first + i)}
		if s.certificate.Valid {
			m.certificate = uuid.New()
		}
		s.asleep = append(s.asleep, m)
		ids, certificates, origins = append(ids, m.id.String()), append(certificates, m.certificate.String()), append(origins, uuid.NewString())
	}
	nth := func(list []string) string { return "('{" + strings.Join(list, ",") + "}'::uuid[])[n]" }
	id, number := nth(ids), fmt.Sprintf("lpad((%d + n)::text, 24, '0')", first-1)
	other := map[string]string{"id": id, "number": number, "version": "1", "settle_at": "NULL", "subject": "NULL", "journal_seq": "0", "journal_digest": "''"}
	if s.certificate.Valid {
		w.copies(atOnce, "certificates", `r.id = @template`, s.certificate.UUID, map[string]string{"id": nth(certificates), "number": number,
			"verify_code": "translate(" + number + " || 'AA', '0189', 'WXYZ')"})
		other["certificate_id"] = nth(certificates)
	}
	if s.origin.Valid {
		measure := maps.Clone(other)
		measure["id"], measure["number"] = nth(origins), fmt.Sprintf("lpad((%d + n)::text, 24, '0')", first-1+atOnce)
		w.copies(atOnce, "cases", `r.id = @template`, s.origin.UUID, measure)
		other["origin_id"] = measure["id"]
	}
	w.copies(atOnce, "cases", `r.id = @template`, s.template, other)
	for _, table := range []string{"checks", "corrections"} {
		w.copies(atOnce, table, `r.case_id = @template`, s.template, map[string]string{"case_id": id})
	}
	w.exec(`INSERT INTO register_answers (case_id, source, answered, request, at, result)
		SELECT `+id+`, source, answered, request, at, result FROM register_answers r CROSS JOIN generate_series(1, ?) n WHERE case_id = ? ORDER BY n, r.id`, atOnce, s.template)
}

// agrees checks what is stored twice: columns against the law, journal against its head, one open step at most.
func (w *world) agrees(id uuid.UUID) {
	w.t.Helper()
	check(w.t, w.db.Read(context.Background(), func(tx *db.Tx) error {
		r, err := selectCase(tx, id, anybody, false)
		if err != nil {
			return err
		}
		entries, err := journal.List(tx, id)
		if err != nil {
			return err
		}
		if err := journal.Verify(entries, r.Head); err != nil {
			return err
		}
		var state, clock string
		var due workday.Date
		if err := tx.Raw(`SELECT state, clock, due FROM cases WHERE id = ?`, id).Row().Scan(&state, &clock, &due); err != nil {
			return err
		}
		k, _ := r.Law.Governing()
		of, err := w.work(context.Background(), tx, r, account.System())
		if err != nil {
			return err
		}
		if state != string(r.Law.State) || clock != string(k.Kind) || due != k.Due || !r.SettleAt.Equal(of.proc.SettleAt(r.Law)) {
			w.t.Errorf("the row says %s %s %s, the law %s %s %s", state, clock, due, r.Law.State, k.Kind, k.Due)
		}
		st, err := openStep(tx, id)
		if stage := of.proc.StageOf(r.Law); err == nil && (stage == "") != (st == nil) {
			w.t.Errorf("state %s and open step %v", r.Law.State, st)
		}
		return err
	}))
}
