-- +goose Up
-- The states of a permit beyond its plain way (核查, 特别程序, 集体议案) are undecided, too: one case about one licence (DUPLICATE_CASE).
DROP INDEX cases_undecided;
CREATE UNIQUE INDEX cases_undecided ON cases (item_code, subject)
    WHERE subject IS NOT NULL AND state IN ('RECEIVED', 'CORRECTION', 'ACCEPTED', 'COUNTY_CHECK', 'REVIEW', 'VERIFY', 'SPECIAL', 'LEGAL', 'COLLECTIVE', 'DECISION');
