-- Searches of the catalogue that found nothing, for the editors. What was typed and how often, never by whom.

-- +goose Up

CREATE TABLE search_misses (
    query      text PRIMARY KEY CHECK (length(query) BETWEEN 1 AND 100),
    times      integer NOT NULL DEFAULT 1,
    first_on   date NOT NULL,
    last_on    date NOT NULL,
    settled_on date                       -- an editor dealt with it; asked again without result it comes back
);
CREATE INDEX search_misses_open ON search_misses (times DESC, query) WHERE settled_on IS NULL;
