-- When the head and the inspectors were told that a repair is behind one of its limits (K14, K15): once each.

-- +goose Up

ALTER TABLE rating_tickets
    ADD COLUMN contact_told_at timestamptz,
    ADD COLUMN result_told_at  timestamptz;
