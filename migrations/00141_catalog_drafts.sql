-- +goose Up
-- Drafts of items by catalogue editors: changed as often as they like, published once, by a second person.
CREATE TABLE catalog_drafts (
    id           uuid        PRIMARY KEY,
    code         text        NOT NULL CHECK (code ~ '^[0-9]{6}-[A-Z]{2}-[0-9]{4}$'),
    base         int         NOT NULL,            -- the version that was current when it was begun
    file         text        NOT NULL,
    source       text        NOT NULL CHECK (octet_length(source) <= 524288),
    note         text        NOT NULL DEFAULT '', -- why, for the second person
    state        text        NOT NULL CHECK (state IN ('open', 'submitted', 'scheduled', 'published', 'discarded')),
    version      int         NOT NULL DEFAULT 1,  -- of the row
    hands        text        NOT NULL,            -- police numbers of all who worked on it, blank-separated
    editor       text        NOT NULL,            -- who worked on it last: name（警号 …）
    approver     text        NOT NULL DEFAULT '',
    reason       text        NOT NULL DEFAULT '', -- why it came back
    publish_at   timestamptz,                     -- when it shall be published, once approved
    published    int,                             -- the version that it became
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL
);
CREATE UNIQUE INDEX catalog_drafts_open ON catalog_drafts (code) WHERE state IN ('open', 'submitted', 'scheduled');
CREATE INDEX catalog_drafts_updated ON catalog_drafts (updated_at DESC, id);

-- Who did what to the catalogue and when.
CREATE TABLE catalog_journal (
    seq       bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at        timestamptz NOT NULL,
    code      text        NOT NULL,
    draft     uuid,
    act       text        NOT NULL,
    officer   text        NOT NULL, -- name（警号 …）; 系统 for a start of the portal
    police_no text        NOT NULL DEFAULT '',
    terminal  text        NOT NULL DEFAULT '',
    version   int         NOT NULL DEFAULT 0, -- of the item, where one came about
    details   text        NOT NULL DEFAULT ''
);
CREATE INDEX catalog_journal_code ON catalog_journal (code, seq DESC);
CREATE TRIGGER catalog_journal_frozen BEFORE UPDATE OR DELETE ON catalog_journal
    FOR EACH ROW EXECUTE FUNCTION item_versions_frozen();
