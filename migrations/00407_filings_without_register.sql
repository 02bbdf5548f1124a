-- A filing that stands in no register is never cancelled: what was archived of it is kept for ten years from the end of its case (domain.md 6.5).

-- +goose Up

UPDATE archives a SET keep_until = (a.ended_on + interval '10 years')::date
 WHERE a.class = 'filing' AND a.keep_until IS NULL AND a.archived_at IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM filing_events e WHERE e.case_id = a.case_id);
