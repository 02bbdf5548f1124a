-- A rating may be edited once within 7 × 24 hours whatever has become of its repair (domain.md 1.9). What was said first is kept, and a repair whose
-- rating is no longer bad is closed, never deleted.

-- +goose Up
ALTER TABLE ratings
    ADD COLUMN first_grade smallint CHECK (first_grade BETWEEN 1 AND 5), -- of an edited rating: what it was
    ADD COLUMN first_tags  text[],
    ADD COLUMN first_text  text;
ALTER TABLE rating_tickets
    ADD COLUMN closed_at  timestamptz, -- without a result
    ADD COLUMN closed_why text;        -- RATER_EDITED
