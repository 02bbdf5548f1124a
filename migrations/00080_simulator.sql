-- What the simulated registers of a demonstration remember. Empty in production.

-- +goose Up

-- The day from which the seeded population counts its licences and ages.
CREATE TABLE simulated_world (
    one  boolean PRIMARY KEY DEFAULT true CHECK (one),
    base date NOT NULL
);

-- Numbers that the simulated 民爆信息系统 has allocated, with the term that it then records.
CREATE TABLE simulated_licences (
    case_number  text PRIMARY KEY,
    number       text NOT NULL UNIQUE,
    id_number    text NOT NULL,
    category     text NOT NULL,
    previous     text NOT NULL,
    allocated_at timestamptz NOT NULL
);
CREATE INDEX simulated_licences_holder ON simulated_licences (id_number);
