-- 好差评, the repair of bad ones, and complaints, praise and 办不成事 about a case (domain.md 1.9, 1.10).

-- +goose Up

-- One rating for a case, by its applicant, after its end. Nobody rates by default.
CREATE TABLE ratings (
    id            uuid PRIMARY KEY,
    case_id       uuid        NOT NULL UNIQUE REFERENCES cases (id),
    person_id     uuid        NOT NULL REFERENCES people (id),
    grade         smallint    NOT NULL CHECK (grade BETWEEN 1 AND 5), -- 1 非常满意 to 5 非常不满意; 4 and 5 are 差评
    tags          text[]      NOT NULL DEFAULT '{}',
    text          text        NOT NULL DEFAULT '',
    desk          text        NOT NULL,                -- that handled the case
    officer       text        NOT NULL DEFAULT '',     -- 警号 of its host, who never sees who rated
    given_at      timestamptz NOT NULL,
    edited_at     timestamptz,                         -- once, within 7 × 24 hours
    again         smallint CHECK (again BETWEEN 1 AND 5), -- the second rating, after the repair
    again_at      timestamptz,
    appeal        text,                                -- 申诉: why the desk holds it for mistaken or malicious
    appealed_by   text,
    appealed_at   timestamptz,
    struck        boolean,                             -- what R-SUP decided about the appeal; struck ratings are not counted
    struck_why    text,
    struck_by     text,
    struck_at     timestamptz,
    CHECK ((appeal IS NULL) = (appealed_at IS NULL)),
    CHECK ((struck IS NULL) = (struck_at IS NULL))
);
CREATE INDEX ratings_desk ON ratings (desk, given_at);

-- The repair of a bad rating (谁办理、谁负责).
CREATE TABLE rating_tickets (
    rating_id    uuid PRIMARY KEY REFERENCES ratings (id),
    desk         text        NOT NULL,
    opened_at    timestamptz NOT NULL,
    contact_due  date        NOT NULL, -- K14
    contacted_at timestamptz,
    contacted_by text,
    contact      text,
    complex      boolean     NOT NULL DEFAULT false,
    result_due   date        NOT NULL, -- K15
    result_at    timestamptz,
    result_by    text,
    result       text,
    no_basis     boolean     NOT NULL DEFAULT false, -- what is asked has no legal basis; the result explains it
    calendar     text        NOT NULL,
    CHECK ((result IS NULL) = (result_at IS NULL))
);
CREATE INDEX rating_tickets_open ON rating_tickets (desk, result_due) WHERE result_at IS NULL;

-- Complaints, praise and 办不成事 about a case; each reaches a supervisor.
CREATE TABLE voices (
    id          uuid PRIMARY KEY,
    case_id     uuid        NOT NULL REFERENCES cases (id),
    person_id   uuid        NOT NULL REFERENCES people (id),
    kind        text        NOT NULL CHECK (kind IN ('complaint', 'praise', 'stuck')),
    text        text        NOT NULL,
    desk        text        NOT NULL,
    officer     text        NOT NULL DEFAULT '',
    said_at     timestamptz NOT NULL,
    due         date,                     -- for the answer; none for praise
    answer      text,
    verified    boolean,                  -- a complaint that proved true
    answered_by text,
    answered_at timestamptz,
    CHECK ((answer IS NULL) = (answered_at IS NULL))
);
CREATE INDEX voices_newest ON voices (id DESC);
CREATE INDEX voices_case ON voices (case_id);
CREATE INDEX voices_verified ON voices (officer, answered_at) WHERE verified;
