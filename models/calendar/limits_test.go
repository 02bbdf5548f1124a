package calendar

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// C-6: what a new calendar moves is told to each desk once, with all that was moved for it: not before the last is counted, by the next run where one was
// killed, and by one of two that run at once.
func TestADeskIsToldOnceOfAllThatMoved(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := dbtest.New(t)
	task := Limits{Clock: "task", Days: 3, Table: "tasks", ID: "x.id", CaseID: "NULL", About: "x.desk", Since: "x.since", Due: "due", Open: "true"}
	do := func(sql string, args ...any) {
		t.Helper()
		if err := d.Write(ctx, func(tx *db.Tx) error { return tx.Exec(sql, args...).Error }); err != nil {
			t.Fatal(err)
		}
	}
	do(`CREATE TABLE tasks (id uuid PRIMARY KEY, desk text NOT NULL, since timestamptz NOT NULL, due date NOT NULL, calendar text NOT NULL)`)
	for i := range 9 {
		desk := []string{"a", "b", "a"}[i%3]
		do(`INSERT INTO tasks VALUES (?, ?, ?, '2026-11-26', 'old')`, uuid.Must(uuid.NewV7()), desk, workday.MustParse("2026-11-23").Start())
	}
	storm := func(day string) *workday.Calendar {
		cal, err := workday.NewCalendar("storm "+day, workday.Year{Year: 2026, Status: workday.Official, Source: "测试", Off: []string{day}})
		if err != nil {
			t.Fatal(err)
		}
		return cal
	}
	var told []string
	var mu sync.Mutex
	all := func(_ *db.Tx, r Run) error {
		mu.Lock()
		defer mu.Unlock()
		told = append(told, r.Desk.Desk+" "+r.Role+" "+strconv.Itoa(r.Moved)+" "+r.First.String())
		return nil
	}
	each := func(tx *db.Tx, m Moved) (Desk, error) {
		var desk string
		err := tx.Raw(`SELECT desk FROM tasks WHERE id = ?`, m.ID).Row().Scan(&desk)
		return Desk{desk, "R-DLV"}, err
	}
	run := func(cal *workday.Calendar, each func(*db.Tx, Moved) (Desk, error), want int) {
		t.Helper()
		if n, err := task.Recount(ctx, d, cal, 2, Tell{each, all}); err == nil && n != want {
			t.Errorf("%d limits moved, want %d", n, want)
		}
	}
	expect := func(want ...string) {
		t.Helper()
		if slices.Sort(told); !slices.Equal(told, want) {
			t.Errorf("told %q, want %q", told, want)
		}
		told = nil
	}

	first, seen := storm("2026-11-24"), 0
	run(first, func(tx *db.Tx, m Moved) (Desk, error) {
		if seen++; seen > 5 {
			return Desk{}, errors.New("killed")
		}
		return each(tx, m)
	}, 0)
	expect()
	run(first, each, 5)
	expect("a R-DLV 6 2026-11-27", "b R-DLV 3 2026-11-27")
	run(first, each, 0)
	expect()

	var both sync.WaitGroup
	second := storm("2026-11-25")
	do(`UPDATE tasks SET since = ? WHERE desk = 'b'`, workday.MustParse("2026-11-24").Start().Add(time.Hour))
	for range 2 {
		both.Go(func() {
			if _, err := task.Recount(ctx, d, second, 2, Tell{each, all}); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	run(second, each, 0) // where both still saw the other's last portion, the next run tells
	expect("b R-DLV 3 2026-11-30")
}
