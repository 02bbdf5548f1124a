-- Cases, their steps in the queues of desks, and what belongs to them.

-- +goose Up

-- One row for life, drafts included. law is what the procedure knows (models/procedure.Case); state, verdict, clock, due and settle_at repeat
-- it for lists and sweeps, written by the same statement.
CREATE TABLE cases (
    id             uuid PRIMARY KEY,
    number         text COLLATE "C" UNIQUE,   -- 办件编号, from receipt on
    query_code     text,                      -- 查询码, eight digits
    item_code      text        NOT NULL,
    item_version   int         NOT NULL,
    person_id      uuid        NOT NULL REFERENCES people (id),
    unit_code      text        NOT NULL DEFAULT '', -- 统一社会信用代码 of the employing unit; it may register later
    unit_name      text        NOT NULL DEFAULT '',
    area           text        NOT NULL DEFAULT '', -- of the unit
    subject        text,                      -- what the case is about: the number of the licence
    state          text        NOT NULL,
    sub_state      text        NOT NULL DEFAULT '',
    verdict        text        NOT NULL DEFAULT '',
    deemed         boolean     NOT NULL DEFAULT false,
    answers        jsonb       NOT NULL DEFAULT '{}',
    facts          jsonb       NOT NULL DEFAULT '{}',
    law            jsonb       NOT NULL,
    clock          text        NOT NULL DEFAULT '', -- the clock that governs now, and its effective end
    due            date,
    settle_at      timestamptz,               -- when time will next move the case
    calendar       text        NOT NULL DEFAULT '', -- version of the calendar that due was counted on (C-6)
    host_officer   text        NOT NULL DEFAULT '',
    host_name      text        NOT NULL DEFAULT '',
    host_desk      text        NOT NULL DEFAULT '',
    started_at     timestamptz NOT NULL,
    received_at    timestamptz,
    updated_at     timestamptz NOT NULL,
    version        int         NOT NULL DEFAULT 1,
    journal_seq    int         NOT NULL DEFAULT 0,
    journal_digest bytea       NOT NULL DEFAULT '',
    FOREIGN KEY (item_code, item_version) REFERENCES item_versions (code, version),
    CHECK ((state IN ('DRAFT', 'SUBMITTED')) = (number IS NULL))
);
CREATE INDEX cases_person ON cases (person_id, id DESC);
CREATE INDEX cases_unit ON cases (unit_code, id DESC) WHERE unit_code <> '';
CREATE INDEX cases_settle ON cases (settle_at) WHERE settle_at IS NOT NULL;
CREATE INDEX cases_due ON cases (due) WHERE due IS NOT NULL;
-- One undecided case about one licence (DUPLICATE_CASE).
CREATE UNIQUE INDEX cases_undecided ON cases (item_code, subject)
    WHERE subject IS NOT NULL AND state IN ('RECEIVED', 'CORRECTION', 'ACCEPTED', 'COUNTY_CHECK', 'REVIEW', 'LEGAL', 'DECISION');

-- Sequence of an area, item and day in case numbers. The row is locked until commit, so the sequence has no gaps.
CREATE TABLE case_sequences (
    area text NOT NULL,
    item text NOT NULL,
    day  date NOT NULL,
    last int  NOT NULL,
    PRIMARY KEY (area, item, day)
);

-- Work that waits for a desk. The order of a queue is that of steps_queue (domain.md 3.7).
CREATE TABLE steps (
    id             uuid PRIMARY KEY,
    case_id        uuid        NOT NULL REFERENCES cases (id),
    desk           text        NOT NULL REFERENCES desks (code),
    stage          text        NOT NULL,
    state          text        NOT NULL CHECK (state IN ('QUEUED', 'CLAIMED', 'ESCALATED', 'DONE')),
    finish_by      date,
    do_by          date,
    class          smallint    NOT NULL,
    turn           int         NOT NULL,
    received_at    timestamptz NOT NULL,
    number         text COLLATE "C" NOT NULL,
    party          text        NOT NULL,             -- whose turn it is: the unit, else the person
    barred         text[]      NOT NULL DEFAULT '{}', -- police numbers that four-eyes or recusal keeps away
    returned_by    text[]      NOT NULL DEFAULT '{}',
    opened_at      timestamptz NOT NULL,
    closed_at      timestamptz,
    holder         uuid,                              -- account; of the last holder once DONE
    holder_officer text        NOT NULL DEFAULT '',
    holder_name    text        NOT NULL DEFAULT '',
    slot           smallint,                          -- 1 to 5: which of the holder's claims it is
    fence          bigint      NOT NULL DEFAULT 0,
    claimed_at     timestamptz,
    expires_at     timestamptz,
    cap_at         timestamptz,
    input_at       timestamptz,
    note           text        NOT NULL DEFAULT '',   -- private draft opinion
    note_by        text        NOT NULL DEFAULT '',
    CHECK ((state = 'DONE') = (closed_at IS NOT NULL)),
    CHECK ((state = 'CLAIMED') = (slot IS NOT NULL))
);
CREATE INDEX steps_queue ON steps (desk, stage, do_by, class, turn, received_at, number) WHERE state = 'QUEUED';
CREATE INDEX steps_turn ON steps (party, do_by) WHERE state = 'QUEUED';
CREATE INDEX steps_leases ON steps (desk, stage, expires_at) WHERE state = 'CLAIMED';
CREATE UNIQUE INDEX steps_hands ON steps (holder_officer, slot) WHERE state = 'CLAIMED';
CREATE UNIQUE INDEX steps_open ON steps (case_id) WHERE state <> 'DONE';
CREATE INDEX steps_case ON steps (case_id);

-- Every claim and how it ended. why is the whole answer to "why this one": the five values of the order (domain.md 3.7).
CREATE TABLE claims (
    step_id  uuid        NOT NULL REFERENCES steps (id),
    fence    bigint      NOT NULL,
    account  uuid        NOT NULL,
    officer  text        NOT NULL,
    at       timestamptz NOT NULL,
    why      jsonb       NOT NULL,
    ended_at timestamptz,
    ended    text        NOT NULL DEFAULT '', -- done, returned, expired, settled, released
    reason   text        NOT NULL DEFAULT '',
    text     text        NOT NULL DEFAULT '',
    PRIMARY KEY (step_id, fence)
);
CREATE INDEX claims_officer ON claims (officer, at);

-- Correction notices, and the answers as they were before each.
CREATE TABLE corrections (
    case_id     uuid        NOT NULL REFERENCES cases (id),
    round       int         NOT NULL,
    defects     jsonb       NOT NULL,
    sent_at     timestamptz NOT NULL,
    due         date        NOT NULL,
    before      jsonb       NOT NULL,
    answered_at timestamptz,
    PRIMARY KEY (case_id, round)
);

-- An officer's verdict on a point of the checklist; the last one counts, the journal keeps all.
CREATE TABLE checks (
    case_id uuid        NOT NULL REFERENCES cases (id),
    code    text        NOT NULL,
    mark    text        NOT NULL CHECK (mark IN ('pass', 'fail', 'na')),
    note    text        NOT NULL DEFAULT '',
    officer text        NOT NULL,
    name    text        NOT NULL,
    at      timestamptz NOT NULL,
    PRIMARY KEY (case_id, code)
);

-- Every question to a register and its answer: evidence, never changed.
CREATE TABLE register_answers (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id  uuid        NOT NULL REFERENCES cases (id) ON DELETE CASCADE, -- only drafts are ever deleted
    source   text        NOT NULL,
    answered boolean     NOT NULL,
    request  text        NOT NULL DEFAULT '',
    at       timestamptz NOT NULL,
    result   jsonb
);
CREATE INDEX register_answers_case ON register_answers (case_id, id);

CREATE TABLE messages (
    id         uuid PRIMARY KEY,
    case_id    uuid        NOT NULL REFERENCES cases (id),
    at         timestamptz NOT NULL,
    from_clerk boolean     NOT NULL,
    name       text        NOT NULL,
    officer    text        NOT NULL DEFAULT '',
    text       text        NOT NULL,
    read_at    timestamptz -- by the other side
);
CREATE INDEX messages_case ON messages (case_id, id);

-- 再次申请限制 (行政许可法 第七十八条, 第七十九条). until is the first day on which one may apply again.
CREATE TABLE bans (
    id_number text NOT NULL,
    item_code text NOT NULL,
    basis     text NOT NULL,
    since     date NOT NULL,
    until     date NOT NULL,
    case_id   uuid REFERENCES cases (id),
    PRIMARY KEY (id_number, item_code, basis, since)
);
