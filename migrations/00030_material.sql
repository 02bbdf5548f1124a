-- Materials: what applicants hand in. The content lies in the blob store; a row is what is known about it.

-- +goose Up

CREATE TABLE materials (
    id          uuid PRIMARY KEY,
    owner_id    uuid        NOT NULL, -- the person who uploads
    case_id     uuid        NOT NULL, -- the draft it is for; cases are made by a later migration
    question    text        NOT NULL,
    photo       boolean     NOT NULL, -- must be a portrait for a certificate
    max_bytes   bigint      NOT NULL CHECK (max_bytes > 0),
    name        text        NOT NULL, -- to be shown, never trusted
    bytes       bigint      NOT NULL CHECK (bytes > 0),
    state       text        NOT NULL CHECK (state IN ('RECEIVING', 'STORED', 'CLEAN', 'REJECTED')),
    reason      text        NOT NULL DEFAULT '', -- fault code of a rejected one
    mime        text        NOT NULL DEFAULT '',
    width       int         NOT NULL DEFAULT 0,
    height      int         NOT NULL DEFAULT 0,
    pages       int         NOT NULL DEFAULT 0,
    sha256      text        NOT NULL DEFAULT '',
    sm3         text        NOT NULL DEFAULT '',
    created_at  timestamptz NOT NULL,
    stored_at   timestamptz,
    attached_at timestamptz, -- since when an answer of the case names it; NULL: an orphan that is swept after seven days
    touched_at  timestamptz NOT NULL,
    CHECK ((state = 'REJECTED') = (reason <> '')),
    CHECK (state IN ('RECEIVING', 'REJECTED') OR (sha256 <> '' AND mime <> ''))
);
CREATE INDEX materials_case ON materials (case_id, created_at, id);
CREATE INDEX materials_orphans ON materials (touched_at) WHERE attached_at IS NULL;
CREATE INDEX materials_owner_orphans ON materials (owner_id) WHERE attached_at IS NULL;
