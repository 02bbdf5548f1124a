-- What the post last said of a letter, and which letters came back and wait for a second try or another way (domain.md 1.9; T32a, T33).

-- +goose Up
ALTER TABLE parcels
    ADD COLUMN report      text NOT NULL DEFAULT '', -- way, unknown or silent; '' before the post was asked
    ADD COLUMN reported_at timestamptz,
    ADD COLUMN returned_at timestamptz,
    ADD COLUMN settled_at  timestamptz; -- what came back was posted again, delivered in another way or annulled

UPDATE parcels p SET returned_at = p.ended_at
  FROM cases c
 WHERE c.id = p.case_id AND p.ended_at IS NOT NULL AND c.law->'parcel' IS NULL AND c.law->>'delivered_on' IS NULL
   AND c.law #>> '{attempts,-1,waybill}' = p.waybill
   AND p.id = (SELECT max(q.id) FROM parcels q WHERE q.case_id = p.case_id);

CREATE INDEX parcels_listed ON parcels (case_id) WHERE ended_at IS NULL OR returned_at IS NOT NULL AND settled_at IS NULL;
