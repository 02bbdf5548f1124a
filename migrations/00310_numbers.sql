-- +goose Up
-- What was received of an item within a period: the numbers of a section, off the path of claims.
CREATE INDEX cases_received ON cases (item_code, received_at) WHERE received_at IS NOT NULL;
-- Who admitted what in a period.
CREATE INDEX business_admissions_at ON business_admissions (at);
