-- +goose Up

-- Doubts about the evidence of a business request, each with the legal officer's answer (domain.md 3.5 and 3.6). The evidence is shared by all cases of the
-- request, so that one doubt stands against all of them; at most one is open.
CREATE TABLE business_doubts (
    id          uuid PRIMARY KEY,
    request_id  uuid        NOT NULL REFERENCES business_requests (id),
    case_id     uuid        NOT NULL REFERENCES cases (id), -- in which it came up
    paper_id    uuid REFERENCES business_papers (id),       -- NULL: all of the evidence
    desk        text        NOT NULL,                       -- of the legal officers who answer
    reason      text        NOT NULL,
    at          timestamptz NOT NULL,
    officer     text        NOT NULL, -- 警号
    name        text        NOT NULL,
    answered_at timestamptz,
    stands      boolean,
    level       text        NOT NULL DEFAULT '' CHECK (level IN ('', 'E2', 'E3')),
    answer      text        NOT NULL DEFAULT '',
    answered_by text        NOT NULL DEFAULT '', -- 警号
    answerer    text        NOT NULL DEFAULT '',
    CHECK ((answered_at IS NULL) = (stands IS NULL)),
    CHECK ((level <> '') = coalesce(stands, false))
);
CREATE UNIQUE INDEX business_doubts_open ON business_doubts (request_id) WHERE answered_at IS NULL;
CREATE INDEX business_doubts_request ON business_doubts (request_id, id);
CREATE INDEX business_doubts_desk ON business_doubts (desk, id DESC);

-- The answer on which an admission stands.
ALTER TABLE business_admissions ADD COLUMN doubt_id uuid REFERENCES business_doubts (id);
