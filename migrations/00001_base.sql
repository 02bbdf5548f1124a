-- +goose Up
-- Answers to repeated requests (Idempotency-Key), written in the transaction of the act itself.
CREATE TABLE idempotency (
    actor      text        NOT NULL,
    route      text        NOT NULL,
    key        text        NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
    digest     bytea,
    answer     jsonb,
    created_at timestamptz NOT NULL,
    touched_at timestamptz NOT NULL,
    PRIMARY KEY (actor, route, key)
);
CREATE INDEX idempotency_age ON idempotency (created_at);

-- Who did what to which case and when: append-only, each case a chain of SM3 digests.
CREATE TABLE journal (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id         uuid        NOT NULL,
    seq             int         NOT NULL,
    at              timestamptz NOT NULL,
    move            text        NOT NULL,
    actor_id        uuid,
    actor_name      text        NOT NULL DEFAULT '',
    actor_role      text        NOT NULL DEFAULT '',
    police_no       text        NOT NULL DEFAULT '',
    org             text        NOT NULL DEFAULT '',
    terminal        text        NOT NULL DEFAULT '',
    from_state      text        NOT NULL DEFAULT '',
    to_state        text        NOT NULL DEFAULT '',
    reason          text        NOT NULL DEFAULT '',
    details         text        NOT NULL DEFAULT '{}', -- JSON as it was hashed, byte for byte
    document_number text        NOT NULL DEFAULT '',
    before_hash     bytea,
    after_hash      bytea,
    prev            bytea       NOT NULL,
    digest          bytea       NOT NULL,
    UNIQUE (case_id, seq)
);

-- +goose StatementBegin
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
-- +goose StatementEnd
CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
