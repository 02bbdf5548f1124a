-- The patrol of domain.md 4.11. A late filing (F7) and a refusal to accept that was not immediate (T04, T05) are found like the numbered rules. Each
-- ticket has a day by which its result is owed.

-- +goose Up

ALTER TABLE patrol_events DROP CONSTRAINT patrol_events_rule_check;
ALTER TABLE patrol_events ADD CONSTRAINT patrol_events_rule_check CHECK (rule ~ '^P[0-9]{1,2}$' OR rule IN ('FILING_LATE', 'NOT_IMMEDIATE'));
ALTER TABLE patrol_events ADD COLUMN due date; -- none for tickets from before

CREATE INDEX journal_at ON journal USING brin (at);
CREATE INDEX documents_at ON documents USING brin (issued_at);
