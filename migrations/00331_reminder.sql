-- A filing that begins in the future stays a draft, and its applicant is reminded on the day (domain.md 2.3, start_date).

-- +goose Up

ALTER TABLE cases ADD COLUMN remind_on date;   -- of a draft: when what it reports begins
CREATE INDEX cases_remind ON cases (remind_on, id) WHERE remind_on IS NOT NULL AND number IS NULL;
