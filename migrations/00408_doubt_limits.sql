-- A doubt about the evidence of urgency is answered within one working day; that it is late is told once (domain.md 3.6, 3.8). Doubts from before have the
-- day after they were raised.

-- +goose Up

ALTER TABLE business_doubts ADD COLUMN due date, ADD COLUMN late_told_at timestamptz;
UPDATE business_doubts SET due = (at AT TIME ZONE 'Asia/Shanghai')::date + 1;
ALTER TABLE business_doubts ALTER COLUMN due SET NOT NULL;
CREATE INDEX business_doubts_owed ON business_doubts (due) WHERE answered_at IS NULL AND late_told_at IS NULL;
