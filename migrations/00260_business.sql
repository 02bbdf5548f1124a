-- Business endorsements: registered enterprises with their roster, requests for one person or a batch, admissions and marks of abuse.

-- +goose Up

-- Whom a case is about when an enterprise hands it in for one of its people; he need not have an account here.
ALTER TABLE cases
    ADD COLUMN concerned_id     text NOT NULL DEFAULT '',
    ADD COLUMN concerned_name   text NOT NULL DEFAULT '',
    ADD COLUMN concerned_mobile text NOT NULL DEFAULT '';
CREATE INDEX cases_concerned ON cases (concerned_id, id DESC) WHERE concerned_id <> '';

-- One row for each application; the newest VALID one is the enterprise's registration. form is models/expedite.Application, allowance what
-- the quota of that version gave for the tax known then.
CREATE TABLE business_registrations (
    id            uuid PRIMARY KEY,
    enterprise_id uuid        NOT NULL REFERENCES enterprises (id),
    credit_code   text        NOT NULL,
    kind          text        NOT NULL CHECK (kind IN ('first', 'renewal', 'roster')),
    state         text        NOT NULL CHECK (state IN ('APPLIED', 'VALID', 'REFUSED', 'ENDED')),
    case_id       uuid        NOT NULL UNIQUE REFERENCES cases (id),
    form          jsonb       NOT NULL,
    quota         text        NOT NULL,
    allowance     jsonb       NOT NULL,
    applied_at    timestamptz NOT NULL,
    approved_at   timestamptz,
    approved_on   date,
    valid_to      date,
    roster_on     date,
    ended_why     text        NOT NULL DEFAULT '',
    CHECK ((state = 'VALID') <= (approved_on IS NOT NULL AND valid_to IS NOT NULL))
);
CREATE UNIQUE INDEX business_registrations_open ON business_registrations (enterprise_id) WHERE state = 'APPLIED';
CREATE INDEX business_registrations_code ON business_registrations (credit_code, id DESC);

-- What an enterprise, or a person for himself, asks for: what all travellers share. trip is models/expedite.Trip without its papers.
CREATE TABLE business_requests (
    id            uuid PRIMARY KEY,
    number        text        NOT NULL UNIQUE,
    enterprise_id uuid REFERENCES enterprises (id), -- NULL: a person for himself
    person_id     uuid        NOT NULL REFERENCES people (id),
    unit_code     text        NOT NULL,
    unit_name     text        NOT NULL,
    unit_area     text        NOT NULL DEFAULT '',
    state         text        NOT NULL CHECK (state IN ('DRAFT', 'SUBMITTED')),
    trip          jsonb       NOT NULL,
    version       int         NOT NULL DEFAULT 1,
    created_at    timestamptz NOT NULL,
    submitted_at  timestamptz
);
CREATE INDEX business_requests_unit ON business_requests (enterprise_id, id DESC) WHERE enterprise_id IS NOT NULL;
CREATE INDEX business_requests_person ON business_requests (person_id, id DESC);

-- One traveller, in the enterprise's ranking; case_id once handed in. Who waits for a seat has none.
CREATE TABLE business_travellers (
    id         uuid PRIMARY KEY,
    request_id uuid  NOT NULL REFERENCES business_requests (id) ON DELETE CASCADE, -- only drafts are ever deleted
    rank       int   NOT NULL,
    person     jsonb NOT NULL,
    id_number  text  NOT NULL,
    type       text  NOT NULL,
    case_id    uuid UNIQUE REFERENCES cases (id),
    UNIQUE (request_id, rank)
);
CREATE INDEX business_travellers_person ON business_travellers (id_number);

-- Evidence, shared by all travellers of a request.
CREATE TABLE business_papers (
    id          uuid PRIMARY KEY,
    request_id  uuid    NOT NULL REFERENCES business_requests (id) ON DELETE CASCADE,
    kind        text    NOT NULL,
    dated       date,
    chinese     boolean NOT NULL,
    material_id uuid REFERENCES materials (id),
    name        text    NOT NULL DEFAULT ''
);
CREATE INDEX business_papers_request ON business_papers (request_id);

-- What an officer found when he verified the evidence of a request; the last one counts.
CREATE TABLE business_verifications (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_id uuid        NOT NULL REFERENCES business_requests (id),
    at         timestamptz NOT NULL,
    officer    text        NOT NULL,
    name       text        NOT NULL,
    verified   boolean     NOT NULL,
    how        text        NOT NULL, -- whom he called, which register he looked at
    disagrees  text        NOT NULL DEFAULT ''
);
CREATE INDEX business_verifications_request ON business_verifications (request_id, id);
CREATE TRIGGER business_verifications_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON business_verifications
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Every decision on admission with what it stood on: the seven conditions and the cases that it would make late (domain.md 3.5, 3.7).
CREATE TABLE business_admissions (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id    uuid        NOT NULL REFERENCES cases (id),
    at         timestamptz NOT NULL,
    officer    text        NOT NULL,
    name       text        NOT NULL,
    role       text        NOT NULL,
    admitted   boolean     NOT NULL,
    reason     text        NOT NULL DEFAULT '',
    conditions jsonb       NOT NULL,
    effect     jsonb       NOT NULL
);
CREATE INDEX business_admissions_case ON business_admissions (case_id, id);
CREATE TRIGGER business_admissions_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON business_admissions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Marks of abuse (domain.md 3.9) with their proceedings.
CREATE TABLE business_marks (
    id            uuid PRIMARY KEY,
    number        text        NOT NULL UNIQUE,
    enterprise_id uuid REFERENCES enterprises (id),
    unit_code     text        NOT NULL,
    unit_name     text        NOT NULL,
    kind          text        NOT NULL CHECK (kind IN ('Y1', 'Y2', 'Y3')),
    case_number   text        NOT NULL DEFAULT '',
    evidence      text        NOT NULL,
    proposed_at   timestamptz NOT NULL,
    proposed_by   text        NOT NULL, -- 警号
    proposer      text        NOT NULL,
    hear_by       date        NOT NULL,
    heard         text        NOT NULL DEFAULT '',
    heard_at      timestamptz,
    decided_on    date,
    imposed       boolean     NOT NULL DEFAULT false,
    reason        text        NOT NULL DEFAULT '',
    decided_by    text        NOT NULL DEFAULT '',
    members       text[]      NOT NULL DEFAULT '{}', -- who decided together
    until         date,
    lifted_on     date,
    lifted_why    text        NOT NULL DEFAULT '',
    lifted_by     text        NOT NULL DEFAULT ''
);
CREATE INDEX business_marks_unit ON business_marks (unit_code, id DESC);
