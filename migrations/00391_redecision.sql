-- A decision that reconsideration or a court annulled (行政复议法 第六十四条, 行政诉讼法 第七十条): its document keeps its number and says by which ruling,
-- and what was counted and archived of it stays as it was.

-- +goose Up

ALTER TABLE documents
    ADD COLUMN superseded_on date,
    ADD COLUMN superseded_by text NOT NULL DEFAULT '', -- body and number of the ruling
    ADD CHECK ((superseded_by = '') = (superseded_on IS NULL)),
    ADD CHECK (superseded_by = '' OR state = 'SUPERSEDED');

-- One row for each annulled decision. What was archived before the case was taken up again is kept beside it.
CREATE TABLE redecisions (
    case_id     uuid        NOT NULL REFERENCES cases (id),
    nth         smallint    NOT NULL,
    document_id uuid        REFERENCES documents (id),
    item_code   text        NOT NULL,
    received_on date        NOT NULL,
    decided_on  date        NOT NULL, -- of the annulled decision
    ruled_on    date        NOT NULL,
    at          timestamptz NOT NULL, -- taken up again
    ended_on    date,
    archived_at timestamptz,
    archived_by text        NOT NULL DEFAULT '',
    class       text        NOT NULL DEFAULT '',
    keep_until  date,
    PRIMARY KEY (case_id, nth)
);
CREATE INDEX redecisions_decided ON redecisions (decided_on);
