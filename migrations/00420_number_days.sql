-- The day of the last number of a series, so that numbers follow the days also over midnight (domain.md 1.8).

-- +goose Up
ALTER TABLE document_numbers ADD COLUMN day date NOT NULL DEFAULT '1970-01-01';
UPDATE document_numbers n SET day = d.issued_on
  FROM documents d WHERE (d.body, d.mark, d.year, d.serial) = (n.body, n.mark, n.year, n.last);
