-- +goose Up
-- What leaders and applicants have been told about a case's days, once for each reason and day (domain.md 3.6, 3.8).
CREATE TABLE queue_alarms (
    case_id uuid        NOT NULL REFERENCES cases (id),
    reason  text        NOT NULL,
    about   date        NOT NULL, -- the promise, departure or do_by that it speaks of
    told_at timestamptz NOT NULL,
    PRIMARY KEY (case_id, reason, about)
);
CREATE INDEX steps_near ON steps (do_by, id) WHERE state <> 'DONE';
