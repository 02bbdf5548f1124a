-- +goose Up
-- Who stands near whom, so that officers keep away from cases of their own people (回避, domain.md 1.6.3). The register names household, spouse,
-- parents and children of officers, never of applicants; the rest officers declare themselves. A subject is a person's ID number or a unit's
-- credit code.
CREATE TABLE relations (
    id           uuid PRIMARY KEY,
    officer      text        NOT NULL REFERENCES officers (police_no),
    subject      text        NOT NULL,
    relation     text        NOT NULL CHECK (relation IN ('household', 'spouse', 'parent', 'child', 'declared')),
    what         text        NOT NULL DEFAULT '', -- a declaration in the officer's words
    known_at     timestamptz NOT NULL,
    withdrawn_at timestamptz,
    CHECK ((relation = 'declared') = (what <> ''))
);
CREATE UNIQUE INDEX relations_once ON relations (officer, subject, relation) WHERE withdrawn_at IS NULL;
CREATE INDEX relations_subject ON relations (subject) WHERE withdrawn_at IS NULL;

-- When the register was last asked for an officer's family.
ALTER TABLE officers ADD COLUMN family_asked_at timestamptz;
