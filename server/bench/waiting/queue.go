package waiting

import (
	"context"
	"fmt"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// Queue puts count received cases and their steps into the intake's queue of the city window. Each is a copy of the received case of form 0
// under a number of its own; the steps are laid over thirty days and fifty thousand enterprises as a busy desk would have them, in no
// order in which they were inserted. Nothing else about them is real: they are there to be counted, listed and claimed, not decided.
func (r *Room) Queue(ctx context.Context, first, count int) error {
	return r.insert(ctx, step{"SET LOCAL statement_timeout = 0", nil},
		step{queueCases, []any{first, first + count - 1, Form(0), queuePrefix}},
		step{queueSteps, []any{first, first + count - 1, Form(0), queuePrefix, account.CityWindow, string(procedure.StageIntake)}})
}

// QueueID is the id of the n-th case that Queue has put there.
func QueueID(n int) string { return fmt.Sprintf("%s%012d", queuePrefix, n) }

const queuePrefix = "0198c3a0-0000-7000-b000-"

const queueCases = `
INSERT INTO cases (id, number, query_code, item_code, item_version, procedure, person_id, unit_code, unit_name, area, subject, state, sub_state, answers,
                   facts, law, clock, due, calendar, started_at, received_at, updated_at)
SELECT ($4 || lpad(n::text, 12, '0'))::uuid, c.number || '-' || n, c.query_code, c.item_code, c.item_version, c.procedure, c.person_id, c.unit_code,
       c.unit_name, c.area, NULL, c.state, c.sub_state, '{}', '{}', c.law, c.clock, c.due, c.calendar, c.started_at, c.received_at, c.updated_at
  FROM cases c, generate_series($1::int, $2::int) n WHERE c.id = $3`

// hash spreads numbers: the n-th case stands anywhere in the queue.
const queueSteps = `
INSERT INTO steps (id, case_id, desk, stage, state, finish_by, do_by, class, turn, received_at, number, party, opened_at)
SELECT gen_random_uuid(), ($4 || lpad(n::text, 12, '0'))::uuid, $5, $6, 'QUEUED', s.do_by + 3 + spread % 30, s.do_by + spread % 30,
       (spread % 10 > 0)::int, 1 + spread % 20, s.received_at - spread * interval '1 millisecond', s.number || '-' || n, 'unit ' || spread % 50000, s.opened_at
  FROM (SELECT n, (hashint4(n)::bigint + 2147483648)::int8 % 2000000000 AS hash FROM generate_series($1::int, $2::int) n) h
 CROSS JOIN LATERAL (SELECT (hash % 1000000)::int AS spread) x
 CROSS JOIN steps s WHERE s.case_id = $3`
