-- +goose Up
-- Items and their frozen versions. A version is what applicants agreed to: it is written once and never changed.
CREATE TABLE item_versions (
    code         text        NOT NULL CHECK (code ~ '^[0-9]{6}-[A-Z]{2}-[0-9]{4}$'),
    version      int         NOT NULL CHECK (version > 0),
    short_code   text        NOT NULL CHECK (short_code ~ '^[0-9A-Z]{4}$'),
    digest       bytea       NOT NULL CHECK (octet_length(digest) = 32), -- SHA-256 of source
    source       text        NOT NULL,                                   -- the file as it was published
    compiled     jsonb       NOT NULL,                                   -- what the portal reads
    published_at timestamptz NOT NULL,
    PRIMARY KEY (code, version)
);
CREATE UNIQUE INDEX item_versions_digest ON item_versions (digest);

-- +goose StatementBegin
CREATE FUNCTION item_versions_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published item version never changes' USING ERRCODE = 'restrict_violation';
END $$;
-- +goose StatementEnd
CREATE TRIGGER item_versions_frozen BEFORE UPDATE OR DELETE ON item_versions
    FOR EACH ROW EXECUTE FUNCTION item_versions_frozen();
CREATE TRIGGER item_versions_kept BEFORE TRUNCATE ON item_versions
    FOR EACH STATEMENT EXECUTE FUNCTION item_versions_frozen();

-- One row that every publication raises, so that other instances see cheaply that there is something new.
CREATE TABLE catalog_revision (
    one      boolean PRIMARY KEY DEFAULT true CHECK (one),
    revision bigint  NOT NULL
);
INSERT INTO catalog_revision (revision) VALUES (0);

