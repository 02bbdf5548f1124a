-- +goose Up

-- Decisions that an officer has made and may still take back: held here until their ten seconds end or he goes on, then committed once.
-- The row goes with the transaction that commits or undoes it; fault says why it could not be committed.
CREATE TABLE pending_decisions (
    step_id  uuid        PRIMARY KEY REFERENCES steps (id),
    case_id  uuid        NOT NULL REFERENCES cases (id),
    account  uuid        NOT NULL,
    number   text        NOT NULL,
    act      text        NOT NULL,
    actor    jsonb       NOT NULL, -- who he was when he decided
    decision jsonb       NOT NULL,
    at       timestamptz NOT NULL,
    due_at   timestamptz NOT NULL,
    fault    text        NOT NULL DEFAULT ''
);
CREATE INDEX pending_decisions_account ON pending_decisions (account, at);
CREATE INDEX pending_decisions_due ON pending_decisions (due_at) WHERE fault = '';

-- When officers work: what they hold goes back at the end of their shift (domain.md 3.6). Without a row there is no shift.
CREATE TABLE shifts (
    officer text        PRIMARY KEY, -- police number
    starts  time        NOT NULL,
    ends    time        NOT NULL CHECK (ends > starts),
    set_by  text        NOT NULL,
    set_at  timestamptz NOT NULL
);

-- Leave in whole days, both included. Nothing is assigned to who is away, and what he holds goes back.
CREATE TABLE absences (
    id       uuid        PRIMARY KEY,
    officer  text        NOT NULL,
    from_on  date        NOT NULL,
    until_on date        NOT NULL CHECK (until_on >= from_on),
    note     text        NOT NULL,
    set_by   text        NOT NULL,
    set_at   timestamptz NOT NULL,
    ended_at timestamptz
);
CREATE INDEX absences_open ON absences (officer, until_on) WHERE ended_at IS NULL;
