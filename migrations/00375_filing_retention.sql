-- What was archived of a filing is kept for ten years from the day on which the filing was cancelled (domain.md 6.5); while it stands, without end.

-- +goose Up

UPDATE archives a SET keep_until = (f.ended_on + interval '10 years')::date
  FROM filing_events e JOIN filings f ON f.id = e.filing_id
 WHERE e.case_id = a.case_id AND a.class = 'filing' AND f.ended_on IS NOT NULL;
