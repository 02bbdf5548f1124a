-- A published record is taken down as one is withheld: an officer asks with a reason code, the head of the agency decides (domain.md 1.7). While the
-- request waits the record stays public; asked_objection is the objection that it answers (K17). Records that were taken down before have no code.

-- +goose Up
ALTER TABLE disclosures ADD COLUMN asked_objection uuid REFERENCES disclosure_objections (id);
ALTER TABLE disclosures DROP CONSTRAINT disclosures_check3;
ALTER TABLE disclosures ADD CONSTRAINT disclosures_reason
    CHECK ((withhold_code <> '' OR state NOT IN ('ASKED', 'WITHHELD')) AND (withhold_code = '' OR state <> 'DUE'));
CREATE INDEX disclosures_asked ON disclosures (due, id) WHERE state = 'PUBLISHED' AND withhold_code <> '';
