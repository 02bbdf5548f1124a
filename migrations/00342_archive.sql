-- Which ended cases are archived (domain.md 6.5, T35): due thirty natural days after the end, checked for the four properties, kept for its class.

-- +goose Up

CREATE TABLE archives (
    case_id     uuid PRIMARY KEY REFERENCES cases (id),
    ended_on    date     NOT NULL,
    due         date     NOT NULL,
    looked_at   timestamptz,                   -- last look at the four properties
    faults      jsonb    NOT NULL DEFAULT '[]', -- what that look found
    archived_at timestamptz,
    archived_by text     NOT NULL DEFAULT '',  -- name
    officer     text     NOT NULL DEFAULT '',  -- police number; '' is the portal itself
    class       text     NOT NULL DEFAULT '' CHECK (class IN ('', 'permit', 'refusal', 'filing', 'endorsement', 'service', 'gone')),
    years       smallint NOT NULL DEFAULT 0,
    keep_until  date,                          -- none for a filing, whose years begin when it is cancelled
    CHECK ((archived_at IS NULL) = (class = '')),
    CHECK ((archived_at IS NULL) = (archived_by = ''))
);
CREATE INDEX archives_due ON archives (due, case_id) WHERE archived_at IS NULL;
CREATE INDEX archives_done ON archives (archived_at DESC, case_id) WHERE archived_at IS NOT NULL;

-- Cases that had ended before are due from today's rules on.
INSERT INTO archives (case_id, ended_on, due)
SELECT id, (updated_at AT TIME ZONE 'Asia/Shanghai')::date, (updated_at AT TIME ZONE 'Asia/Shanghai')::date + 30
  FROM cases WHERE number IS NOT NULL AND state IN ('CLOSED', 'LAPSED', 'NOT_NEEDED', 'NOT_ACCEPTED', 'WITHDRAWN', 'TERMINATED');
