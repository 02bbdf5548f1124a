-- Supervision: yellow and red cards, patrol events.

-- +goose Up

-- 督办单 (domain.md 1.10): one for each case and reason, for ever. The number stands on the document.
CREATE TABLE cards (
    id          uuid PRIMARY KEY,
    case_id     uuid NOT NULL REFERENCES cases (id),
    colour      text NOT NULL CHECK (colour IN ('yellow', 'red')),
    reason      text NOT NULL,
    desk        text NOT NULL REFERENCES desks (code),
    police_no   text NOT NULL DEFAULT '', -- of the officer who must answer; empty: the desk
    document_id uuid NOT NULL,
    number      text NOT NULL,
    raised_at   timestamptz NOT NULL,
    answer_due  date NOT NULL,
    answer      text,
    answered_by text,                     -- 警号
    answered_at timestamptz,
    UNIQUE (case_id, reason),
    CHECK ((answer IS NULL) = (answered_at IS NULL))
);
CREATE INDEX cards_newest ON cards (id DESC);
CREATE INDEX cards_open ON cards (answer_due, id) WHERE answered_at IS NULL;
CREATE INDEX cards_desk ON cards (desk, id DESC);

-- Hits of the patrol rules (domain.md 4.11). Each is one ticket; the same thing found twice stays one.
CREATE TABLE patrol_events (
    id         uuid PRIMARY KEY,
    rule       text NOT NULL CHECK (rule ~ '^P[0-9]{1,2}$'),
    case_id    uuid REFERENCES cases (id),
    desk       text NOT NULL DEFAULT '',
    police_no  text NOT NULL DEFAULT '',
    role       text NOT NULL DEFAULT '',  -- in which the officer tried to act
    found_at   timestamptz NOT NULL,
    source     text NOT NULL UNIQUE,      -- what was seen, so that reporting it again adds nothing
    closed_at  timestamptz,
    closed_by  text,                      -- 警号
    result     text,
    CHECK ((result IS NULL) = (closed_at IS NULL))
);
CREATE INDEX patrol_events_newest ON patrol_events (id DESC);
CREATE INDEX patrol_events_case ON patrol_events (case_id) WHERE case_id IS NOT NULL;
