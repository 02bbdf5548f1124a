-- When the head of the desk, the leaders and the inspectors were told that the answer to a paper of the justice department is late: once (domain.md 1.10).

-- +goose Up

ALTER TABLE justice_papers ADD COLUMN late_told_at timestamptz;
CREATE INDEX justice_papers_owed ON justice_papers (due) WHERE answered_at IS NULL AND late_told_at IS NULL;
