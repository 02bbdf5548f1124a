-- Enterprises online: what the register says of them, their members' roles, registration, takeover, the unit's confirmation, document box.

-- +goose Up

-- What the register of enterprises says; a suspended or closed enterprise hands nothing in.
ALTER TABLE enterprises
    ADD COLUMN kind            text NOT NULL DEFAULT '',
    ADD COLUMN business        text NOT NULL DEFAULT '', -- 经营范围、业务范围
    ADD COLUMN legal_id_number text NOT NULL DEFAULT '',
    ADD COLUMN state           text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'suspended', 'closed')),
    ADD COLUMN state_reason    text NOT NULL DEFAULT '',
    ADD COLUMN checked_at      timestamptz;              -- when the register was last asked

-- R-ADM 企业管理员 manages members and cases and does not sign. A suspended authorisation allows nothing until it is resumed.
ALTER TABLE memberships DROP CONSTRAINT memberships_role_check;
ALTER TABLE memberships ADD CONSTRAINT memberships_role_check CHECK (role IN ('R-LEG', 'R-ADM', 'R-ENT'));
ALTER TABLE memberships
    ADD COLUMN suspended_at timestamptz,
    ADD COLUMN ended_why    text NOT NULL DEFAULT '' CHECK (ended_why IN ('', 'ended', 'left', 'declined', 'taken_over', 'expired'));

-- Somebody registers an enterprise: kept while the register is silent and until its legal representative has confirmed.
CREATE TABLE enterprise_registrations (
    id              uuid PRIMARY KEY,
    credit_code     text        NOT NULL,
    person_id       uuid        NOT NULL REFERENCES people (id),
    state           text        NOT NULL CHECK (state IN ('waiting_register', 'waiting_legal', 'done', 'refused')),
    reason          text        NOT NULL DEFAULT '', -- fault code of a refused one
    name            text        NOT NULL DEFAULT '',
    legal_id_number text        NOT NULL DEFAULT '', -- who has to confirm
    record          jsonb,                           -- what the register, or an officer by hand, said
    by_officer      text        NOT NULL DEFAULT '', -- police number of who looked by hand
    enterprise_id   uuid REFERENCES enterprises (id),
    tries           smallint    NOT NULL DEFAULT 1,
    created_at      timestamptz NOT NULL,
    ended_at        timestamptz,
    CHECK ((state IN ('done', 'refused')) = (ended_at IS NOT NULL))
);
CREATE UNIQUE INDEX enterprise_registrations_open ON enterprise_registrations (credit_code, person_id) WHERE ended_at IS NULL;
CREATE INDEX enterprise_registrations_person ON enterprise_registrations (person_id, created_at);
CREATE INDEX enterprise_registrations_legal ON enterprise_registrations (legal_id_number) WHERE state = 'waiting_legal';
CREATE INDEX enterprise_registrations_silent ON enterprise_registrations (created_at) WHERE state = 'waiting_register';

-- What happened to an enterprise, by whom; it only grows.
CREATE TABLE enterprise_journal (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    enterprise_id uuid        NOT NULL REFERENCES enterprises (id),
    at            timestamptz NOT NULL,
    kind          text        NOT NULL,
    name          text        NOT NULL,             -- who did it
    police_no     text        NOT NULL DEFAULT '',
    about         text        NOT NULL DEFAULT '',  -- whom or what it concerns
    detail        text        NOT NULL DEFAULT ''
);
CREATE INDEX enterprise_journal_enterprise ON enterprise_journal (enterprise_id, id DESC);
CREATE TRIGGER enterprise_journal_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON enterprise_journal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The unit's word on a form: the legal representative's statement, kept with its digest and that of the answers it was made about.
CREATE TABLE unit_signatures (
    id             uuid PRIMARY KEY,
    case_id        uuid        NOT NULL REFERENCES cases (id),
    credit_code    text        NOT NULL,
    unit_name      text        NOT NULL,
    person_id      uuid        NOT NULL REFERENCES people (id),
    name           text        NOT NULL,
    statement      text        NOT NULL,
    statement_sm3  text        NOT NULL,
    answers_sha256 text        NOT NULL,
    terminal       text        NOT NULL DEFAULT '',
    signed_at      timestamptz NOT NULL
);
CREATE INDEX unit_signatures_case ON unit_signatures (case_id);
CREATE TRIGGER unit_signatures_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON unit_signatures
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
