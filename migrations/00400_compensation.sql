-- Compensation for a measure against a certificate (domain.md 1.4b, 1.7): a case of its own about the case of the measure.

-- +goose Up

-- origin_id is the case from which this one follows: of compensation, that of the measure.
ALTER TABLE cases ADD COLUMN origin_id uuid REFERENCES cases (id);

ALTER TABLE cases DROP CONSTRAINT cases_procedure_check;
ALTER TABLE cases ADD CONSTRAINT cases_procedure_check CHECK (procedure IN ('', 'licence', 'compensation'));
-- +goose StatementBegin
DO $$
DECLARE old text;
BEGIN
    SELECT conname INTO STRICT old FROM pg_constraint
     WHERE conrelid = 'cases'::regclass AND contype = 'c' AND pg_get_constraintdef(oid) LIKE '%certificate_id IS NOT NULL%';
    EXECUTE format('ALTER TABLE cases DROP CONSTRAINT %I', old);
END $$;
-- +goose StatementEnd
ALTER TABLE cases ADD CONSTRAINT cases_certificate_check CHECK ((procedure <> '') = (certificate_id IS NOT NULL));
ALTER TABLE cases ADD CONSTRAINT cases_origin_check CHECK ((procedure = 'compensation') = (origin_id IS NOT NULL));

-- One case about what a measure costs its holder; who takes his claim back makes it again in the same.
CREATE UNIQUE INDEX cases_compensation ON cases (origin_id) WHERE origin_id IS NOT NULL;

-- A claim does not stand in the way of another measure.
DROP INDEX cases_measure;
CREATE UNIQUE INDEX cases_measure ON cases (certificate_id)
    WHERE procedure = 'licence' AND state IN ('DRAFT', 'RECEIVED', 'HEARD', 'SPECIAL', 'REVIEW', 'LEGAL', 'COLLECTIVE', 'LEADING', 'DECISION');

-- Measures that have ended and owe compensation: few, and looked for every day.
CREATE INDEX cases_compensable ON cases (id) WHERE procedure = 'licence' AND state = 'CLOSED' AND law #>> '{licence,compensate}' = 'true';
