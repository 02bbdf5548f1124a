-- Which standing of a certificate the library of electronic licences 电子证照库 has been told (domain.md 1.4b, 6.7).

-- +goose Up

-- shared_at is the state_at of what was told; shared_as is '' before anything was. A refusal by the library is kept with its code.
ALTER TABLE certificates ADD COLUMN shared_at timestamptz, ADD COLUMN shared_as text NOT NULL DEFAULT '', ADD COLUMN share_refused text NOT NULL DEFAULT '';
CREATE INDEX certificates_unshared ON certificates (state_at, id) WHERE shared_at IS DISTINCT FROM state_at;
CREATE INDEX certificates_refused ON certificates (id) WHERE share_refused <> '';
-- Certificates that end by a day, without any change of the row.
CREATE INDEX certificates_shared_until ON certificates ((least(valid_to, superseded_on - 1)), id) WHERE shared_as = 'valid';

-- What the simulated library knows.
CREATE TABLE simulated_elicences (
    id    uuid PRIMARY KEY,
    state jsonb       NOT NULL,
    at    timestamptz NOT NULL
);
