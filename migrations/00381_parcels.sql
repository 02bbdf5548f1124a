-- Letters on their way by post, and when the post was asked about them (domain.md 1.9; T32, T33).

-- +goose Up

CREATE TABLE parcels (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id   uuid        NOT NULL REFERENCES cases (id),
    waybill   text        NOT NULL,
    posted_at timestamptz NOT NULL,
    asked_at  timestamptz, -- the last time
    ended_at  timestamptz, -- signed for, brought back, or delivered in another way
    UNIQUE (case_id, waybill)
);
CREATE INDEX parcels_open ON parcels (asked_at NULLS FIRST, id) WHERE ended_at IS NULL;
