-- +goose Up
-- Whose paper it is: a traveller's identity number, or nobody's in particular: then all share it.
ALTER TABLE business_papers ADD COLUMN id_number text NOT NULL DEFAULT '';
