package server_test

import (
	"cmp"
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/server"
	"github.com/yiyang-police/permit-portal/server/apptest"
)

const (
	december   = "2026-12-21T09:00:00+08:00"
	labelZh    = "以国务院正式通知为准"
	labelEn    = "subject to the State Council"
	notice2027 = `{"year": 2027, "status": "OFFICIAL", "source": "国务院办公厅通知, 2026-12-18", "off": ["2027-01-01..2027-01-03", "2027-01-11..2027-01-12", "2027-02-05..2027-02-12"], "work": ["2027-01-09"]}`
)

// sortOf are the procedures of the items that samples are of.
var sortOf = map[string]string{"430900-ZA-0022": "permit", "430900-ZA-0013": "filing", "430900-JT-0258": "service", "430900-CJ-0158": "endorsement", "430900-CJ-0169": "endorsement"}

// reaching is a case whose limit ends in 2027.
type reaching struct {
	ID, Item, Procedure, Clock, Due, Mobile, Desk, Stage string
	Counted                                              bool // on the calendar of 2027, which nobody has announced yet
}

// reachingInto2027 are the cases whose governing limit ends in 2027.
func reachingInto2027(t *testing.T, app *apptest.App) []reaching {
	t.Helper()
	rows, err := app.DB.Pool().Query(context.Background(), `
SELECT c.id::text, c.item_code, c.procedure, c.clock, c.due::text, p.mobile, coalesce(s.desk, ''), coalesce(s.stage, ''),
       coalesce((SELECT (k->>'provisional')::boolean FROM jsonb_array_elements(c.law->'clocks') k WHERE k->>'kind' = c.clock AND k->>'due' = c.due::text LIMIT 1), false)
  FROM cases c JOIN people p ON p.id = c.person_id LEFT JOIN steps s ON s.case_id = c.id AND s.state = 'QUEUED'
 WHERE c.due BETWEEN '2027-01-01' AND '2027-12-31' AND c.number IS NOT NULL ORDER BY c.number`)
	if err != nil {
		t.Fatal(err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[reaching])
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// moreSorts brings what no sample is: a cancellation that its holder asks for, and a claim for compensation.
func moreSorts(t *testing.T, app *apptest.App) {
	t.Helper()
	ctx := context.Background()
	holder := func(query string) (id uuid.UUID, who account.Actor) {
		t.Helper()
		who = account.Actor{Kind: account.KindPerson, AccountID: uuid.New(), Assurance: account.AssuranceStep, Terminal: "192.0.2.7"}
		if err := app.DB.Pool().QueryRow(ctx, query).Scan(&id, &who.PersonID, &who.Name, &who.IDNumber, &who.Mobile); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		return id, who
	}
	certificate, who := holder(`SELECT k.id, p.id, p.name, p.id_number, p.mobile FROM certificates k JOIN people p ON p.id_number = k.holder_id
		WHERE k.state = 'VALID' AND NOT EXISTS (SELECT FROM cases c WHERE c.certificate_id = k.id) ORDER BY k.number LIMIT 1`)
	if _, err := app.Cases.AskMeasure(ctx, who, casework.Measure{Certificate: certificate, Measure: procedure.Cancel, Facts: "不再从事爆破作业"}, db.Key{}); err != nil {
		t.Fatal(err)
	}
	measure, who := holder(`SELECT c.id, p.id, p.name, p.id_number, p.mobile FROM cases c JOIN people p ON p.id = c.person_id
		WHERE c.procedure = 'licence' AND c.law #>> '{licence,compensate}' = 'true' LIMIT 1`)
	claim, err := app.Cases.AskCompensation(ctx, who, measure)
	if err != nil {
		t.Fatal(err)
	}
	if err := app.Cases.ClaimLoss(ctx, who, claim, casework.Loss{Amount: 1_000_00, Reason: "停工期间的设备租金"}, db.Key{}); err != nil {
		t.Fatal(err)
	}
}

// shown compares what everybody is shown of a case with whether its limit is labelled. A case whose limit is not counted may still be told when its work is
// expected, which is; of it only the limit itself is looked at.
func shown(t *testing.T, app *apptest.App, list []reaching, want func(reaching) bool) {
	t.Helper()
	manager := app.Client().SignInPage("anguan1")
	people, told := map[string]*apptest.Client{}, map[bool]int{}
	for _, r := range list {
		if people[r.Mobile] == nil {
			people[r.Mobile] = app.Client().SignInPage(r.Mobile)
		}
		one := people[r.Mobile]
		answer := one.Get("/api/v1/cases/" + r.ID).Want(http.StatusOK)
		if labelled := strings.Contains(answer.Body, `"provisional":true`); labelled != want(r) && r.Counted {
			t.Errorf("API of %s (%s %s): labelled %t", r.Item, r.Clock, r.Due, labelled)
		}
		if got := answer.JSON(); got["expected"] == r.Due && got["provisional"] != want(r) {
			t.Errorf("API of %s (%s %s): labelled %v", r.Item, r.Clock, r.Due, got["provisional"])
		}
		for path, by := range map[string]*apptest.Client{"/cases/" + r.ID: one, "/desk/cases/" + r.ID: manager} {
			for lang, label := range map[string]string{"zh": labelZh, "en": labelEn} {
				page := by.Get(path + "?lang=" + lang).Want(http.StatusOK).Body
				if got := strings.Contains(page, label); got != want(r) && r.Counted {
					t.Errorf("%s %s of %s (%s %s): labelled %t", lang, path, r.Item, r.Clock, r.Due, got)
				}
			}
		}
		for _, n := range one.Get("/api/v1/notices?limit=100").Want(http.StatusOK).Items() {
			facts := n["facts"].(apptest.JSON)
			if n["case_id"] != r.ID || facts["due"] != r.Due {
				continue
			}
			label := facts["provisional"] == true
			told[label]++
			if label != want(r) || strings.Contains(n["body"].(string), labelZh) && !label {
				t.Errorf("notice %v of %s (%s %s): labelled %t: %v", n["kind"], r.Item, r.Clock, r.Due, label, n["body"])
			}
		}
		if r.Desk == "" {
			continue
		}
		for _, row := range manager.Get("/api/v1/desk/queues/" + r.Desk + "/" + r.Stage + "?limit=100").Want(http.StatusOK).Items() {
			counted := want(r) || row["do_by"] != r.Due && want(reaching{Counted: true})
			if row["case_id"] == r.ID && row["finish_by"] == r.Due && row["provisional"] != counted {
				t.Errorf("queue of %s at %s (%s %s): labelled %v", r.Item, r.Stage, r.Clock, r.Due, row["provisional"])
			}
		}
	}
	if told[false] == 0 || want(reaching{Counted: true}) && told[true] == 0 {
		t.Errorf("notices with and without the label: %v", told)
	}
}

// At the end of a year whose successor nobody has announced yet, every limit that is counted into it is labelled in both languages wherever it stands, and no
// other; the announcement takes the label away, counts once more what is open, keeps the old days and tells whom it concerns, once (domain.md C-6).
func TestDecemberBeforeAndAfterTheAnnouncement(t *testing.T) {
	t.Parallel()
	var place server.Place
	app := apptest.NewWith(t, december, func(p *server.Place) { place = *p })
	command := func(args ...string) string {
		t.Helper()
		var out strings.Builder
		settings := []string{"PORTAL_DATA_DIR=" + place.DataDir, "DATABASE_URL=" + place.DatabaseURL, "PORTAL_NOW=" + december}
		if err := server.Run(context.Background(), args, settings, &out); err != nil {
			t.Fatalf("%v: %v", args, err)
		}
		return out.String()
	}
	count := func(query string) (n int) {
		t.Helper()
		if err := app.DB.Pool().QueryRow(context.Background(), query).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	papers := func() (digest string) {
		t.Helper()
		if err := app.DB.Pool().QueryRow(context.Background(), `SELECT coalesce(md5(string_agg(id::text || coalesce(sha256, '') || facts::text, ' ' ORDER BY id)), '') FROM documents WHERE issued_on <= '2026-12-21' AND kind <> 'extension'`).Scan(&digest); err != nil {
			t.Fatal(err)
		}
		return digest
	}
	command("seed")
	moreSorts(t, app)
	app.Work()
	before := reachingInto2027(t, app)
	sorts := map[string]int{}
	for _, r := range before {
		sorts[cmp.Or(r.Procedure, sortOf[r.Item])]++
	}
	for _, sort := range procedure.Codes() {
		if sorts[sort] == 0 {
			t.Errorf("no case of a %s reaches into 2027: %v", sort, sorts)
		}
	}
	shown(t, app, before, func(r reaching) bool { return r.Counted })
	issued := papers()

	file := filepath.Join(t.TempDir(), "2027.json")
	if err := os.WriteFile(file, []byte(notice2027), 0o600); err != nil {
		t.Fatal(err)
	}
	command("calendar", "import", file, "--by", "夏敏")
	after := app.Another()
	shown(t, after, reachingInto2027(t, after), func(reaching) bool { return false })
	now := map[string]reaching{}
	for _, r := range reachingInto2027(t, after) {
		now[r.ID] = r
	}
	moved := 0
	for _, r := range before {
		kept := count(`SELECT count(*) FROM cases c, jsonb_array_elements(c.law->'clocks') k WHERE c.id = '` + r.ID + `' AND k->>'kind' = '` + r.Clock + `' AND k->'was' @> '[{"due": "` + r.Due + `"}]'`)
		told := count(`SELECT count(*) FROM notices WHERE case_id = '` + r.ID + `' AND kind = 'due_moved'`)
		if now[r.ID].Due != r.Due {
			moved++
			if kept == 0 || told == 0 {
				t.Errorf("%s %s moved from %s to %s: kept %d, told %d", r.Item, r.Clock, r.Due, now[r.ID].Due, kept, told)
			}
		}
		if !r.Counted && now[r.ID].Due != r.Due {
			t.Errorf("%s %s in natural days moved from %s to %s", r.Item, r.Clock, r.Due, now[r.ID].Due)
		}
	}
	if moved == 0 {
		t.Error("nothing moved")
	}
	if papers() != issued {
		t.Error("a paper that was issued has changed")
	}
	tally := func() [3]int {
		return [3]int{count(`SELECT count(*) FROM journal`), count(`SELECT count(*) FROM notices`), count(`SELECT count(*) FROM cases`)}
	}
	once := tally()
	if said := command("calendar", "import", file); !strings.Contains(said, "2027 says what is known already") || !strings.Contains(said, "0 open cases") {
		t.Errorf("a second import says %s", said)
	}
	if again := tally(); again != once {
		t.Errorf("a second import wrote %v, had %v", again, once)
	}
}
