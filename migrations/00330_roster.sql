-- Active rosters of guards 保安员名册 (domain.md 2.2, 2.3, 2.4): who stands on the roster of a filing, since when and by which case.

-- +goose Up

-- A row is one guard as one case entered him. He is removed by a case, and never deleted: the history of a filing is its rows. What changes
-- about a guard removes his row and enters another. Identity numbers are sealed (SM4-GCM); id_index, a keyed digest (HMAC-SM3), finds the
-- same person on other rosters.
CREATE TABLE roster_guards (
    filing_id   uuid  NOT NULL REFERENCES filings (id),
    id_index    bytea NOT NULL,
    added_by    uuid  NOT NULL REFERENCES cases (id),
    id_number   bytea NOT NULL,
    place       int   NOT NULL,               -- order in the roster that entered him
    name        text  NOT NULL,
    education   text  NOT NULL DEFAULT '',
    certificate text  NOT NULL,
    since       date,
    post        text  NOT NULL,
    added_on    date  NOT NULL,
    removed_by  uuid  REFERENCES cases (id),
    removed_on  date,
    PRIMARY KEY (filing_id, id_index, added_by),
    CHECK ((removed_by IS NULL) = (removed_on IS NULL))
);
CREATE UNIQUE INDEX roster_guards_active ON roster_guards (filing_id, id_index) WHERE removed_on IS NULL;
CREATE INDEX roster_guards_person ON roster_guards (id_index) WHERE removed_on IS NULL;
