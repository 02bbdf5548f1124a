-- Who among the officers read whose personal data, about which case and where (domain.md 6.1, 6.2, 4.11 P7). One row is one showing; the persons stand
-- as keyed digests (HMAC-SM3), never in clear. The rows outlive what they tell of, so that they refer to nothing.

-- +goose Up

CREATE TABLE readings (
    id       uuid PRIMARY KEY,
    at       timestamptz NOT NULL,
    officer  text        NOT NULL, -- 警号
    account  uuid        NOT NULL,
    roles    text        NOT NULL, -- of the account, parted by spaces
    desks    text        NOT NULL, -- likewise
    kind     text        NOT NULL CHECK (kind IN ('case', 'search', 'register', 'file', 'paper', 'export', 'list')),
    route    text        NOT NULL, -- method and pattern of the address
    case_id  uuid,
    thing    uuid,                 -- the file, paper or record that was opened
    persons  bytea[]     NOT NULL, -- numbers that were shown, or what was searched for
    reason   text        NOT NULL DEFAULT '',
    terminal text        NOT NULL
);
CREATE INDEX readings_officer ON readings (officer, at);
CREATE INDEX readings_case ON readings (case_id, id DESC) WHERE case_id IS NOT NULL;
CREATE INDEX readings_at ON readings USING brin (at);
CREATE INDEX readings_persons ON readings USING gin (persons);

-- Rows are kept three years (domain.md 6.5) by the machine's clock, whatever the portal's says; until then nobody changes or removes one.
-- +goose StatementBegin
CREATE FUNCTION keep_readings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.at < now() - interval '3 years' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'readings is append-only' USING ERRCODE = 'restrict_violation';
END $$;
-- +goose StatementEnd
CREATE TRIGGER readings_only_grow BEFORE UPDATE OR DELETE ON readings FOR EACH ROW EXECUTE FUNCTION keep_readings();
CREATE TRIGGER readings_kept BEFORE TRUNCATE ON readings FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
