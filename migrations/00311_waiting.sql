-- +goose Up
-- A freed seat is offered to the first who waits for one, and kept for him until that day or until his case is decided (domain.md 3.3, 3.8).
ALTER TABLE business_travellers ADD COLUMN offered_at timestamptz, ADD COLUMN offer_until date;
CREATE INDEX business_travellers_waiting ON business_travellers (request_id) WHERE case_id IS NULL;
