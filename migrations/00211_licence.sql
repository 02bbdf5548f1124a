-- The after-life of certificates (domain.md 1.4b): each measure is a case about one certificate.

-- +goose Up

-- procedure is '' for the item's own, 'licence' for a case about a certificate.
ALTER TABLE cases ADD COLUMN procedure text NOT NULL DEFAULT '' CHECK (procedure IN ('', 'licence'));
ALTER TABLE cases ADD COLUMN certificate_id uuid REFERENCES certificates (id);
ALTER TABLE cases ADD CHECK ((procedure = 'licence') = (certificate_id IS NOT NULL));
-- One undecided case about one certificate.
CREATE UNIQUE INDEX cases_measure ON cases (certificate_id)
    WHERE certificate_id IS NOT NULL AND state IN ('DRAFT', 'RECEIVED', 'HEARD', 'REVIEW', 'LEGAL', 'COLLECTIVE', 'LEADING', 'DECISION');

-- How many times the paper was issued again under the same number.
ALTER TABLE certificates ADD COLUMN copy smallint NOT NULL DEFAULT 1 CHECK (copy > 0);
CREATE INDEX certificates_ends ON certificates (valid_to) WHERE state = 'VALID' AND superseded_on IS NULL;
