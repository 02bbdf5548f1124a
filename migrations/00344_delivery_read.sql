-- Reading is proven whichever way a paper takes; only what is delivered electronically has a day by which it should be read.

-- +goose Up

ALTER TABLE deliveries ALTER COLUMN due DROP NOT NULL;
