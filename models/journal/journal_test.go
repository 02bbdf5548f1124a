package journal

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
)

func stored(t *testing.T) (*db.DB, uuid.UUID, Head, []Entry) {
	t.Helper()
	d, clock := dbtest.NewAt(t, "2026-11-23T09:00:00.123456+08:00")
	id, ctx := uuid.New(), context.Background()
	var head Head
	for _, e := range []Entry{
		{Move: "T02", ActorName: "张三", From: "DRAFT", To: "SUBMITTED", After: []byte{1}},
		{Move: "T03", From: "SUBMITTED", To: "RECEIVED", Details: json.RawMessage(`{"b": 1, "a": "𬭊"}`)},
		{Move: "T10", ActorID: uuid.New(), PoliceNo: "430001", To: "ACCEPTED", Reason: "材料齐全", DocumentNumber: "益公治许受〔2026〕1号"},
	} {
		err := d.Write(ctx, func(tx *db.Tx) (err error) {
			head, err = Append(tx, id, head, e)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		clock.Advance(time.Minute)
	}
	var entries []Entry
	if err := d.Read(ctx, func(tx *db.Tx) (err error) { entries, err = List(tx, id); return err }); err != nil {
		t.Fatal(err)
	}
	return d, id, head, entries
}

func TestTheChainReadBackFromTheDatabaseVerifies(t *testing.T) {
	t.Parallel()
	_, _, head, entries := stored(t)
	if len(entries) != 3 || head.Seq != 3 {
		t.Fatalf("%d entries, head %d", len(entries), head.Seq)
	}
	if err := Verify(entries, head); err != nil {
		t.Error(err)
	}
}

func TestEveryTamperingIsFound(t *testing.T) {
	t.Parallel()
	_, _, head, entries := stored(t)
	for name, tamper := range map[string]func([]Entry) []Entry{
		"name":      func(e []Entry) []Entry { e[0].ActorName = "李四"; return e },
		"reason":    func(e []Entry) []Entry { e[2].Reason = ""; return e },
		"time":      func(e []Entry) []Entry { e[1].At = e[1].At.Add(time.Microsecond); return e },
		"details":   func(e []Entry) []Entry { e[1].Details = json.RawMessage(`{}`); return e },
		"state":     func(e []Entry) []Entry { e[1].To, e[1].Reason = "", e[1].To; return e },
		"document":  func(e []Entry) []Entry { e[2].DocumentNumber = "益公治许受〔2026〕2号"; return e },
		"after":     func(e []Entry) []Entry { e[0].After = nil; return e },
		"actor":     func(e []Entry) []Entry { e[2].ActorID = uuid.New(); return e },
		"removed":   func(e []Entry) []Entry { return append(e[:1], e[2]) },
		"cut off":   func(e []Entry) []Entry { return e[:2] },
		"exchanged": func(e []Entry) []Entry { e[0], e[1] = e[1], e[0]; return e },
	} {
		if err := Verify(tamper(append([]Entry(nil), entries...)), head); err == nil {
			t.Errorf("%s: not found", name)
		}
	}
}

func TestTheDatabaseRefusesChanges(t *testing.T) {
	t.Parallel()
	d, id, _, _ := stored(t)
	for _, statement := range []string{
		"UPDATE journal SET reason = 'x' WHERE case_id = $1", "DELETE FROM journal WHERE case_id = $1",
	} {
		if _, err := d.Pool().Exec(context.Background(), statement, id); err == nil {
			t.Errorf("%s was allowed", statement)
		}
	}
	if _, err := d.Pool().Exec(context.Background(), "TRUNCATE journal"); err == nil {
		t.Error("TRUNCATE was allowed")
	}
}
