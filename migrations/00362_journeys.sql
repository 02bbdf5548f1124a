-- +goose Up

-- What the national exit-entry register says about expedited endorsements whose journey should be over (domain.md 3.9): the newest answer of each case,
-- with its source and time. Nothing is decided by it; it is counted.
CREATE TABLE business_journeys (
    case_id    uuid PRIMARY KEY REFERENCES cases (id),
    unit_code  text        NOT NULL,
    issued_on  date        NOT NULL,
    valid_to   date        NOT NULL,
    crossed_on date, -- NULL: not crossed by the time of asking
    source     text        NOT NULL,
    asked_at   timestamptz NOT NULL
);
CREATE INDEX business_journeys_unit ON business_journeys (unit_code, issued_on);
