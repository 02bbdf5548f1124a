package crash

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/journal"
	"github.com/yiyang-police/permit-portal/server"
	"github.com/yiyang-police/permit-portal/server/bench/waiting"
)

// An official year that has two days off within the five working days of K1 from receivedAt.
const (
	announced  = `{"year": 2027, "status": "OFFICIAL", "source": "测试通知", "off": ["2027-01-01..2027-01-03", "2027-01-27..2027-01-28"], "work": []}`
	receivedAt = "2027-01-25T09:00:00+08:00"
	endedAt    = "2027-02-20T09:00:00+08:00"
	received   = 24 // cases, which with the form of which they are copies, and which nobody signs, are
	limited    = received + 1
)

// Processes are killed while they bring in a calendar, while they count limits again, and while they settle what has ended; two at once finish it. Each
// case is moved once by each, and its journal is whole.
func TestKilledProcessesLeaveNoLimitHalfMoved(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	p.place.Now = dbtest.NewClock(t, receivedAt).Now
	app := p.open()
	receive(t, app)
	file := filepath.Join(t.TempDir(), "2027.json")
	if err := os.WriteFile(file, []byte(announced), 0o600); err != nil {
		t.Fatal(err)
	}
	count := func(query string) (n int) {
		t.Helper()
		if err := app.DB.Pool().QueryRow(t.Context(), query).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	const (
		years   = `SELECT count(*) FROM calendar_years WHERE year = 2027`
		counted = `SELECT count(*) FROM journal WHERE move = 'C-6'`
		settled = `SELECT count(*) FROM journal WHERE move = 'T11'`
	)

	known := count(years)
	p.exec(app, `CREATE FUNCTION halt() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_xact_lock(7); RETURN NEW; END';
		CREATE TRIGGER halt AFTER INSERT ON calendar_years FOR EACH ROW EXECUTE FUNCTION halt()`)
	p.killAt(app, `SELECT pg_advisory_xact_lock(7)`, func() bool { return true }, receivedAt, "calendar", "import", file)
	p.exec(app, `DROP FUNCTION halt CASCADE`)
	if n, m := count(years), count(counted); n != known || m != 0 {
		t.Errorf("an import that was killed before its commit left %d announcements (%d before) and counted %d cases again", n, known, m)
	}

	const tenth = `SELECT id FROM cases WHERE id = (SELECT id FROM cases WHERE number IS NOT NULL ORDER BY id OFFSET 9 LIMIT 1) FOR UPDATE`
	p.killAt(app, tenth, func() bool { return count(counted) == 9 }, receivedAt, "calendar", "import", file)
	if n, m := count(years), count(counted); n != known+1 || m != 9 {
		t.Errorf("killed while counting again: %d announcements (%d before), %d cases counted, want 9", n, known, m)
	}
	if n := p.moved(2, file) + 9; n != limited || count(counted) != limited {
		t.Errorf("%d cases were counted again in all, %d records, want %d", n, count(counted), limited)
	}
	if n := p.moved(1, file); n != 0 || count(counted) != limited || count(years) != known+1 {
		t.Errorf("another run counted %d cases again", n)
	}

	due(t, app)
	p.killAt(app, tenth, func() bool { return count(settled) == 9 }, endedAt, "work")
	if n := count(settled); n != 9 {
		t.Errorf("killed while settling: %d cases are settled, want 9", n)
	}
	due(t, app)
	due(t, app)
	for _, cmd := range []*exec.Cmd{p.run(endedAt, nil, "work"), p.run(endedAt, nil, "work")} {
		defer func() { _, _ = cmd.Process.Kill(), cmd.Wait() }()
	}
	if !p.until(startLimit, func() bool {
		return count(settled) >= received && count(`SELECT count(*) FROM cases WHERE settle_at <= '`+endedAt+`'`) == 0
	}) {
		t.Errorf("%d cases are settled, want %d", count(settled), received)
	}
	for query, want := range map[string]int{counted: limited, settled: received} {
		if n, m := count(query), count(`SELECT count(*) FROM (`+query+` GROUP BY case_id) c`); n != want || m != want {
			t.Errorf("%s: %d of %d cases, want %d", query, n, m, want)
		}
	}
	if n := count(`SELECT count(*) FROM document_numbers n WHERE last <> (SELECT count(*) FROM documents d WHERE (d.body, d.mark, d.year) = (n.body, n.mark, n.year))`); n != 0 {
		t.Errorf("%d series of documents have a hole", n)
	}
	for n := range received {
		var head journal.Head
		err := app.DB.Pool().QueryRow(t.Context(), `SELECT journal_seq, journal_digest FROM cases WHERE id = $1`, waiting.Form(n)).Scan(&head.Seq, &head.Digest)
		if err != nil {
			t.Fatal(err)
		}
		chain(t, app, waiting.Form(n), head)
	}
}

// receive hands in the forms; their documents wait for their printing.
func receive(t *testing.T, app *server.Instance) {
	t.Helper()
	prepare(t, app, received, true)
	for n := range received {
		if _, err := app.Cases.UnitSign(t.Context(), waiting.Signer(n), waiting.Form(n), true, db.Key{}); err != nil {
			t.Fatal(err)
		}
	}
}

// due lets one process more settle what has ended.
func due(t *testing.T, app *server.Instance) {
	t.Helper()
	err := app.DB.Write(t.Context(), func(tx *db.Tx) error {
		tx.Enqueue(casework.SettleArgs{})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (p *portal) exec(app *server.Instance, sql string) {
	p.t.Helper()
	if _, err := app.DB.Pool().Exec(p.t.Context(), sql); err != nil {
		p.t.Fatal(err)
	}
}

// command is the name under which commands are connected.
const command = "command"

// run begins a command of the binary at an instant of the portal's clock.
func (p *portal) run(now string, out *bytes.Buffer, args ...string) *exec.Cmd {
	p.t.Helper()
	database := p.place.DatabaseURL + map[bool]string{true: "&", false: "?"}[strings.Contains(p.place.DatabaseURL, "?")] + "application_name=" + command
	cmd := exec.Command(p.binary, args...)
	cmd.Env = append(os.Environ(), "PORTAL_MODE=demo", "PORTAL_NOW="+now, "PORTAL_LOG_LEVEL=error", "PORTAL_ADDR="+p.port,
		"PORTAL_PUBLIC_URL=http://"+p.port, "PORTAL_DATA_DIR="+p.place.DataDir, "DATABASE_URL="+database)
	cmd.Stderr = os.Stderr
	if out != nil {
		cmd.Stdout = out
	}
	if err := cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	return cmd
}

// killAt takes a lock, runs a command until it waits for it and has come midway, and ends its process as a power cut would.
func (p *portal) killAt(app *server.Instance, lock string, midway func() bool, now string, args ...string) {
	p.t.Helper()
	ctx := p.t.Context()
	held, err := app.DB.Pool().Begin(ctx)
	if err != nil {
		p.t.Fatal(err)
	}
	if _, err = held.Exec(ctx, `SET LOCAL idle_in_transaction_session_timeout = 0`); err != nil { // else a process that starts slowly finds the lock gone
		p.t.Fatal(err)
	}
	if _, err = held.Exec(ctx, lock); err != nil {
		p.t.Fatal(err)
	}
	cmd := p.run(now, nil, args...)
	dbtest.AwaitBlocked(p.t, app.DB, int(held.Conn().PgConn().PID()), 1)
	if !p.until(startLimit, midway) {
		p.t.Errorf("%v does not come midway", args)
	}
	if err := cmd.Process.Kill(); err != nil {
		p.t.Error(err)
	}
	_ = cmd.Wait() // killed
	if err := held.Rollback(ctx); err != nil {
		p.t.Fatal(err)
	}
	p.gone(app)
}

// gone waits until the database has noticed that the killed process is gone.
func (p *portal) gone(app *server.Instance) {
	p.t.Helper()
	if !p.until(startLimit, func() bool {
		var n int
		err := app.DB.Pool().QueryRow(p.t.Context(), `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1`, command).Scan(&n)
		return err == nil && n == 0
	}) {
		p.t.Fatal("the killed process is still connected")
	}
}

var recounted = regexp.MustCompile(`(\d+) open cases`)

// moved brings a calendar in by so many processes at once and tells how many cases they have moved.
func (p *portal) moved(processes int, file string) (n int) {
	p.t.Helper()
	said, cmds := make([]bytes.Buffer, processes), make([]*exec.Cmd, processes)
	for i := range cmds {
		cmds[i] = p.run(receivedAt, &said[i], "calendar", "import", file)
	}
	for i, cmd := range cmds {
		if err := cmd.Wait(); err != nil {
			p.t.Error(err)
		}
		found := recounted.FindSubmatch(said[i].Bytes())
		if found == nil {
			p.t.Errorf("the import says %q", said[i].String())
			continue
		}
		moved, _ := strconv.Atoi(string(found[1])) // digits
		n += moved
	}
	return n
}
