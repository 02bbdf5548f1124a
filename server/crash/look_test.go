package crash

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/journal"
	"github.com/yiyang-police/permit-portal/server"
	"github.com/yiyang-police/permit-portal/server/bench/waiting"
)

// standing is all that a submission writes, for one form.
type standing struct {
	Number       string
	State        string
	Head         journal.Head
	Moves        []string
	Papers       []string // kinds of documents
	Receipt      uuid.UUID
	Prints, Asks int // jobs
	Steps        int
	Notices      []string
	Answer       string // the number in the answer that is kept for repetitions
}

// whole is what a form has that was received, nothing what one has that was not.
func (s standing) whole() bool {
	return s.Number != "" && s.State != "DRAFT" && len(s.Moves) == 2 && s.Moves[0] == "T02" && s.Moves[1] == "T03" && len(s.Papers) == 2 &&
		s.Papers[0] == "application" && s.Papers[1] == "receipt" && s.Prints == 2 && s.Asks == 1 && s.Steps == 1 && len(s.Notices) > 0 && once(s.Notices) && s.Answer == s.Number
}

func (s standing) nothing() bool {
	return s.Number == "" && s.State == "DRAFT" && len(s.Moves)+len(s.Papers)+len(s.Notices)+s.Prints+s.Asks+s.Steps == 0 && s.Answer == ""
}

// once tells whether nothing stands twice in a sorted list.
func once(sorted []string) bool { return len(slices.Compact(slices.Clone(sorted))) == len(sorted) }

// Jobs are looked for by the ids in their arguments: the database holds only those of this test.
const standings = `
WITH prints AS MATERIALIZED (SELECT (args->>'id')::uuid AS id, count(*) AS n FROM river_job WHERE kind = 'document.render' GROUP BY 1),
     asks AS MATERIALIZED (SELECT (args->>'case_id')::uuid AS id, count(*) AS n FROM river_job WHERE kind = 'casework.ask' GROUP BY 1)
SELECT c.id, coalesce(c.number, ''), c.state, c.journal_seq, c.journal_digest,
       ARRAY(SELECT move FROM journal j WHERE j.case_id = c.id AND j.move LIKE 'T%' ORDER BY seq),
       ARRAY(SELECT kind FROM documents d WHERE d.case_id = c.id ORDER BY kind),
       coalesce((SELECT id FROM documents d WHERE d.case_id = c.id AND kind = 'receipt'), c.id),
       (SELECT coalesce(sum(p.n), 0) FROM documents d JOIN prints p ON p.id = d.id WHERE d.case_id = c.id), coalesce((SELECT n FROM asks WHERE id = c.id), 0),
       (SELECT count(*) FROM steps s WHERE s.case_id = c.id), ARRAY(SELECT kind || ' to ' || person_id FROM notices n WHERE n.case_id = c.id ORDER BY 1),
       coalesce((SELECT answer->>'number' FROM idempotency i WHERE i.key = 'sign ' || c.id), '')
  FROM cases c WHERE c.id BETWEEN $1 AND $2`

// look checks every form and every series of numbers, and tells how many forms were received.
func look(t *testing.T, app *server.Instance, receipts map[int]acknowledged) (received int) {
	t.Helper()
	found := map[uuid.UUID]standing{}
	rows, err := app.DB.Pool().Query(t.Context(), standings, waiting.Form(0), waiting.Form(forms-1))
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id uuid.UUID
		var s standing
		if err := rows.Scan(&id, &s.Number, &s.State, &s.Head.Seq, &s.Head.Digest, &s.Moves, &s.Papers, &s.Receipt, &s.Prints, &s.Asks, &s.Steps,
			&s.Notices, &s.Answer); err != nil {
			t.Fatal(err)
		}
		found[id] = s
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	numbers := map[string]bool{}
	for n := range forms {
		id := waiting.Form(n)
		s := found[id]
		receipt, told := receipts[n]
		switch {
		case told && (receipt.CaseID != id || receipt.Number != s.Number || receipt.DocumentID != s.Receipt):
			t.Errorf("form %d: acknowledged as %+v, is %+v", n, receipt, s)
		case s.whole():
			received++
		case told || !s.nothing():
			t.Fatalf("form %d (acknowledged: %t) is half done: %+v", n, told, s)
		}
		if s.Number != "" && numbers[s.Number] {
			t.Errorf("form %d has the number of another: %s", n, s.Number)
		}
		numbers[s.Number] = true
		chain(t, app, id, s.Head)
	}
	series(t, app, received)
	return received
}

// chain verifies the journal of a form to its end.
func chain(t *testing.T, app *server.Instance, id uuid.UUID, head journal.Head) {
	t.Helper()
	err := app.DB.Read(t.Context(), func(tx *db.Tx) error {
		entries, err := journal.List(tx, id)
		if err != nil {
			return err
		}
		return journal.Verify(entries, head)
	})
	if err != nil {
		t.Errorf("form %s: %v", id, err)
	}
}

// series looks for gaps: a number that was given and lost, or given and not counted.
func series(t *testing.T, app *server.Instance, received int) {
	t.Helper()
	for what, query := range map[string]string{
		"case numbers": `SELECT last, last FROM (SELECT sum(last) AS last FROM case_sequences) s`,
		"receipts": `SELECT n.last, (SELECT count(DISTINCT serial) FROM documents d WHERE (d.body, d.mark, d.year) = (n.body, n.mark, n.year))
			FROM document_numbers n WHERE n.mark = '收'`,
	} {
		var last, given int
		if err := app.DB.Pool().QueryRow(t.Context(), query).Scan(&last, &given); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if last != received || given != received {
			t.Errorf("%s: the last is %d, %d were given, %d forms were received", what, last, given, received)
		}
	}
}
