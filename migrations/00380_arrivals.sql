-- Results that wait to reach an applicant who agreed to electronic delivery, or have reached him (domain.md 1.9, T32 by the system).

-- +goose Up

CREATE TABLE arrivals (
    case_id  uuid PRIMARY KEY REFERENCES cases (id),
    since    timestamptz NOT NULL, -- the move that made the result due to be delivered, and posted the notice of it
    ended_at timestamptz           -- delivered, in this way or another
);
CREATE INDEX arrivals_open ON arrivals (since, case_id) WHERE ended_at IS NULL;

-- Cases that wait already: the move that brought them there posted the newest notice to the applicant about the result.
INSERT INTO arrivals (case_id, since)
SELECT c.id, n.posted_at
  FROM cases c
  JOIN LATERAL (SELECT max(posted_at) AS posted_at FROM notices
                 WHERE case_id = c.id AND person_id IS NOT NULL AND kind IN ('certificate_ready', 'certificate_made', 'granted', 'permitted', 'refused', 'denied', 'not_filed', 'declined')) n
    ON n.posted_at IS NOT NULL
 WHERE c.state IN ('DELIVERY', 'REFUSED', 'NOT_FILED', 'DECLINED') AND c.answers->>'deliver' = 'electronic' AND c.answers->>'deliver_consent' = 'true';
