-- +goose Up
-- Versions are numbered by publishing. An editor may roll an old content forward, so the same content can be two versions of an item.
DROP INDEX item_versions_digest;
CREATE INDEX item_versions_digest ON item_versions (code, digest);

-- The files as they were published, byte for byte: items and the fragments that they share. Only ever grows; the newest of a path counts.
CREATE TABLE catalog_files (
    seq          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    path         text        NOT NULL,
    code         text        NOT NULL DEFAULT '', -- of the item; '' for fragments
    digest       bytea       NOT NULL CHECK (octet_length(digest) = 32), -- SHA-256 of source
    source       text        NOT NULL,
    published_at timestamptz NOT NULL
);
CREATE INDEX catalog_files_path ON catalog_files (path, seq DESC);
CREATE TRIGGER catalog_files_frozen BEFORE UPDATE OR DELETE ON catalog_files
    FOR EACH ROW EXECUTE FUNCTION item_versions_frozen();

-- Sets of files that were published as a whole, by one digest: at the next start there is nothing to compile.
CREATE TABLE catalog_sets (
    digest       bytea       PRIMARY KEY CHECK (octet_length(digest) = 32),
    published_at timestamptz NOT NULL
);
