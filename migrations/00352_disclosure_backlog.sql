-- +goose Up
-- Decisions about permits from before their publicity was kept, to be entered by a job: each once, then its line goes.
CREATE TABLE disclosure_backlog (
    document_id uuid PRIMARY KEY REFERENCES documents (id)
);
INSERT INTO disclosure_backlog (document_id)
SELECT d.id FROM documents d
 WHERE d.kind IN ('grant', 'deemed_renewal', 'refusal', 'revocation', 'taken_back', 'punished', 'cancellation', 'change', 'no_change') AND d.state <> 'VOID'
   AND NOT EXISTS (SELECT FROM disclosures p WHERE p.document_id = d.id);
