-- 吊销 from outside (domain.md L7): decisions that the penalty system sends, until case management confirms or rejects them.

-- +goose Up
CREATE TABLE penalties (
    id             uuid PRIMARY KEY,
    number         text        NOT NULL, -- 处罚决定书文号
    certificate_id uuid        NOT NULL REFERENCES certificates (id),
    licence        text        NOT NULL, -- its number
    title          text        NOT NULL, -- its name
    agency         text        NOT NULL, -- who decided
    law            text        NOT NULL,
    article        text        NOT NULL,
    facts          text        NOT NULL,
    decided_on     date        NOT NULL,
    digest         bytea       NOT NULL, -- of what was sent: the same number with other content is another decision
    received_at    timestamptz NOT NULL,
    state          text        NOT NULL DEFAULT 'WAITING' CHECK (state IN ('WAITING', 'CONFIRMED', 'REJECTED')),
    reason         text        NOT NULL DEFAULT '',
    case_id        uuid REFERENCES cases (id), -- in which the confirmed one was registered
    ruled_at       timestamptz,
    ruled_by       text        NOT NULL DEFAULT '', -- 警号
    ruled_name     text        NOT NULL DEFAULT '',
    CHECK ((state = 'WAITING') = (ruled_at IS NULL)),
    CHECK ((state = 'CONFIRMED') = (case_id IS NOT NULL)),
    CHECK (state <> 'REJECTED' OR reason <> '')
);
-- A number is imported once; after a rejection it may come again, mended.
CREATE UNIQUE INDEX penalties_number ON penalties (number) WHERE state <> 'REJECTED';
CREATE INDEX penalties_sent ON penalties (number, received_at DESC, id DESC);
CREATE INDEX penalties_waiting ON penalties (received_at, id) WHERE state = 'WAITING';
