-- +goose Up
-- A hearing about a certificate (domain.md L5, K6 to K8) is undecided, too: one case about one certificate.
DROP INDEX cases_measure;
CREATE UNIQUE INDEX cases_measure ON cases (certificate_id)
    WHERE certificate_id IS NOT NULL AND state IN ('DRAFT', 'RECEIVED', 'HEARD', 'SPECIAL', 'REVIEW', 'LEGAL', 'COLLECTIVE', 'LEADING', 'DECISION');
