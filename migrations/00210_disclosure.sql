-- Publicity of permits 双公示 (domain.md 1.7): what was decided, as the public may read it, and what became of it.

-- +goose Up

-- One record for each decision, entered in its transaction. party is masked already; no column holds an ID number, a telephone or an
-- address. licence is the certificate's number as the portal knows it; certificate_number what the public may read of it.
CREATE TABLE disclosures (
    id                 uuid PRIMARY KEY,
    case_id            uuid        NOT NULL REFERENCES cases (id),
    document_id        uuid        NOT NULL UNIQUE REFERENCES documents (id),
    item_code          text        NOT NULL,
    item_name          text        NOT NULL,
    item_name_en       text        NOT NULL DEFAULT '',
    desk               text        NOT NULL,
    party              text        NOT NULL,
    party_kind         text        NOT NULL CHECK (party_kind IN ('person', 'unit')),
    credit_code        text        NOT NULL DEFAULT '',
    document_title     text        NOT NULL,
    document_number    text        NOT NULL,
    category           text        NOT NULL,
    certificate_title  text        NOT NULL DEFAULT '',
    certificate_number text        NOT NULL DEFAULT '',
    licence            text        NOT NULL DEFAULT '',
    content            text        NOT NULL,
    decided_on         date        NOT NULL,
    valid_from         date,
    valid_to           date,
    agency             text        NOT NULL,
    standing           text        NOT NULL CHECK (standing IN ('VALID', 'REFUSED', 'DONE', 'REVOKED', 'WITHDRAWN', 'PUNISHED', 'CANCELLED')),
    standing_on        date        NOT NULL, -- since when it stands so
    superseded_on      date,                 -- from this day a later decision about the same certificate stands in its place
    due                date        NOT NULL, -- K5
    calendar           text        NOT NULL, -- version of the calendar that due was counted on (C-6)
    state              text        NOT NULL DEFAULT 'DUE' CHECK (state IN ('DUE', 'ASKED', 'WITHHELD', 'PUBLISHED', 'TAKEN_DOWN')),
    published_at       timestamptz,
    withhold_code      text        NOT NULL DEFAULT '',
    withhold_words     text        NOT NULL DEFAULT '',
    asked_by           text        NOT NULL DEFAULT '', -- 警号 of who asked not to publish
    taken_down_at      timestamptz,
    taken_down_words   text        NOT NULL DEFAULT '',
    patrolled_at       timestamptz,                     -- when P6 was raised
    entered_at         timestamptz NOT NULL,
    version            int         NOT NULL DEFAULT 1,
    CHECK (party_kind = 'unit' OR credit_code = ''),
    CHECK ((state = 'TAKEN_DOWN') = (taken_down_at IS NOT NULL)),
    CHECK (state NOT IN ('PUBLISHED', 'TAKEN_DOWN') OR published_at IS NOT NULL),
    CHECK ((withhold_code <> '') = (state IN ('ASKED', 'WITHHELD')))
);
CREATE INDEX disclosures_public ON disclosures (decided_on DESC, id DESC) WHERE state = 'PUBLISHED';
CREATE INDEX disclosures_item ON disclosures (item_code, decided_on DESC, id DESC) WHERE state = 'PUBLISHED';
CREATE INDEX disclosures_work ON disclosures (state, due, id);
CREATE INDEX disclosures_case ON disclosures (case_id);
CREATE INDEX disclosures_licence ON disclosures (licence, item_code) WHERE licence <> '';

-- Everything that happened to a record, for ever.
CREATE TABLE disclosure_events (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    disclosure_id uuid        NOT NULL REFERENCES disclosures (id),
    at            timestamptz NOT NULL,
    kind          text        NOT NULL,
    name          text        NOT NULL, -- who did it
    officer       text        NOT NULL DEFAULT '',
    words         text        NOT NULL DEFAULT '',
    before        jsonb                 -- the fields that a correction replaced
);
CREATE INDEX disclosure_events_record ON disclosure_events (disclosure_id, id);

-- What the person concerned holds against his record (K17, 5 working days).
CREATE TABLE disclosure_objections (
    id            uuid PRIMARY KEY,
    disclosure_id uuid        NOT NULL REFERENCES disclosures (id),
    person_id     uuid        NOT NULL REFERENCES people (id),
    name          text        NOT NULL,
    reason        text        NOT NULL,
    at            timestamptz NOT NULL,
    due           date        NOT NULL,
    result        text CHECK (result IN ('kept', 'corrected', 'taken_down')),
    words         text        NOT NULL DEFAULT '',
    decided_at    timestamptz,
    decided_by    text        NOT NULL DEFAULT '', -- 警号
    CHECK ((result IS NULL) = (decided_at IS NULL))
);
CREATE UNIQUE INDEX disclosure_objections_open ON disclosure_objections (disclosure_id, person_id) WHERE decided_at IS NULL;
CREATE INDEX disclosure_objections_due ON disclosure_objections (due, id) WHERE decided_at IS NULL;
CREATE INDEX disclosure_objections_record ON disclosure_objections (disclosure_id, id);
