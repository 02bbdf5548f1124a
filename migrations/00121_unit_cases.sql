-- Cases of an enterprise, which its authorised people begin and follow.

-- +goose Up

-- The applicant is unit_code, and person_id only who acted for it (经办人).
ALTER TABLE cases ADD COLUMN for_unit boolean NOT NULL DEFAULT false;
