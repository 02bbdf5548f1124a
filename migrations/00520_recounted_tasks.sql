-- Limits in working days that stand beside the cases' clocks know on which calendar they were counted, so that a new one counts them again (C-6). Those
-- of before and of older instances: none. What a calendar moved may be about no case; it is named by a number or a name then.

-- +goose Up
ALTER TABLE cards ADD COLUMN calendar text NOT NULL DEFAULT '';
ALTER TABLE patrol_events ADD COLUMN calendar text NOT NULL DEFAULT '';
ALTER TABLE business_doubts ADD COLUMN calendar text NOT NULL DEFAULT '';
ALTER TABLE business_marks ADD COLUMN calendar text NOT NULL DEFAULT '';
ALTER TABLE business_travellers ADD COLUMN calendar text NOT NULL DEFAULT ''; -- of the offer
ALTER TABLE takeovers ADD COLUMN calendar text NOT NULL DEFAULT '';
ALTER TABLE deliveries ADD COLUMN calendar text NOT NULL DEFAULT '';
ALTER TABLE due_moves ALTER COLUMN case_id DROP NOT NULL, ADD COLUMN about text NOT NULL DEFAULT '';
