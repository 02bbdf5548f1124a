-- Documents 文书 and certificates 证照.

-- +goose Up

-- The last number given per issuing body, kind mark and year (domain.md 1.8). The row is locked from the allocation to the commit, so
-- numbers have no gaps and follow the order of the commits.
CREATE TABLE document_numbers (
    body text     NOT NULL, -- 发文机关代字 and 机构代字: 益公治
    mark text     NOT NULL, -- 文种代字: 许受
    year smallint NOT NULL,
    last bigint   NOT NULL CHECK (last > 0),
    PRIMARY KEY (body, mark, year)
) WITH (fillfactor = 50);

-- An issued document. Its facts never change; case_id has no foreign key because cases are made by a later migration.
CREATE TABLE documents (
    id             uuid PRIMARY KEY,
    case_id        uuid        NOT NULL,
    kind           text        NOT NULL,
    title          text        NOT NULL,
    body           text        NOT NULL,
    mark           text        NOT NULL, -- '' for kinds without a number
    year           smallint    NOT NULL,
    serial         bigint      NOT NULL, -- 0 for kinds without a number
    number         text        NOT NULL,
    state          text        NOT NULL DEFAULT 'ISSUED' CHECK (state IN ('ISSUED', 'VOID', 'SUPERSEDED')),
    facts          jsonb       NOT NULL,
    issued_at      timestamptz NOT NULL,
    issued_on      date        NOT NULL,
    render         text        NOT NULL DEFAULT 'QUEUED' CHECK (render IN ('QUEUED', 'DONE', 'FAILED')),
    render_problem text        NOT NULL DEFAULT '',
    blob_key       text        NOT NULL DEFAULT '',
    bytes          bigint      NOT NULL DEFAULT 0,
    sha256         text        NOT NULL DEFAULT '',
    sm3            text        NOT NULL DEFAULT '',
    rendered_at    timestamptz,
    CHECK ((mark = '') = (serial = 0)),
    CHECK ((render = 'DONE') = (blob_key <> ''))
);
CREATE UNIQUE INDEX documents_number ON documents (body, mark, year, serial) WHERE serial > 0;
CREATE INDEX documents_case ON documents (case_id, issued_at, id);
CREATE INDEX documents_unrendered ON documents (issued_at, id) WHERE render <> 'DONE';

-- A certificate and its state (domain.md 1.4b). EXPIRED and SUPERSEDED are not stored: they follow from valid_to and superseded_on.
CREATE TABLE certificates (
    id            uuid PRIMARY KEY,
    case_id       uuid        NOT NULL,
    document_id   uuid        NOT NULL REFERENCES documents (id),
    item_code     text        NOT NULL,
    number        text        NOT NULL CHECK (number ~ '^[0-9A-Z-]{6,32}$'),
    verify_code   text        NOT NULL UNIQUE CHECK (verify_code ~ '^[A-Z2-7]{26}$'),
    title         text        NOT NULL,
    category      text        NOT NULL,
    holder_id     text        NOT NULL, -- 公民身份号码 or 统一社会信用代码
    masked_name   text        NOT NULL, -- all that the public may read about the holder
    issuer        text        NOT NULL,
    valid_from    date        NOT NULL,
    valid_to      date        NOT NULL CHECK (valid_to >= valid_from),
    state         text        NOT NULL DEFAULT 'VALID' CHECK (state IN ('VALID', 'REVOKED', 'WITHDRAWN', 'PUNISHED', 'CANCELLED', 'LOST')),
    reason        text        NOT NULL DEFAULT '',
    superseded_on date, -- from this day its successor stands in its place (L2)
    previous      uuid REFERENCES certificates (id),
    issued_at     timestamptz NOT NULL,
    state_at      timestamptz NOT NULL
);
CREATE INDEX certificates_holder ON certificates (holder_id, item_code, issued_at DESC);
CREATE INDEX certificates_case ON certificates (case_id);
CREATE INDEX certificates_previous ON certificates (previous) WHERE previous IS NOT NULL;
CREATE UNIQUE INDEX certificates_live ON certificates (number, item_code) WHERE state = 'VALID' AND superseded_on IS NULL;
