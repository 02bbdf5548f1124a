-- Objections know on which calendar their limit was counted, so that a new one counts it again (K17, C-6). Those of before and of older instances: none.

-- +goose Up
ALTER TABLE disclosure_objections ADD COLUMN calendar text NOT NULL DEFAULT '';
