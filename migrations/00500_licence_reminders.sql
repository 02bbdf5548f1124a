-- What the holder of a certificate was told of its end (domain.md 1.4b L3): each threshold once for a term, however many copies of the paper there are.

-- +goose Up
CREATE TABLE licence_reminders (
    item_code text     NOT NULL,
    number    text     NOT NULL,
    term      date     NOT NULL, -- the certificate's last day
    threshold smallint NOT NULL, -- days before the end, or -1 where it has ended
    days_left integer  NOT NULL, -- that were left when he was told
    told_at   timestamptz NOT NULL,
    PRIMARY KEY (item_code, number, term, threshold)
);

-- Who was told before is not told again. Reminders went out on the day itself then.
INSERT INTO licence_reminders (item_code, number, term, threshold, days_left, told_at)
SELECT k.item_code, k.number, k.valid_to, k.valid_to - told.on_day, k.valid_to - told.on_day, min(told.posted_at)
  FROM (SELECT substring(once FROM '^licence_e[a-z]+:licence-([0-9a-f-]{36})-')::uuid AS certificate, right(once, 10)::date AS on_day, posted_at
          FROM notices WHERE kind IN ('licence_ending', 'licence_expired') AND once ~ '^licence_(ending|expired):licence-[0-9a-f-]{36}-[0-9]{4}-[0-9]{2}-[0-9]{2}$') told
  JOIN certificates k ON k.id = told.certificate
 WHERE k.valid_to - told.on_day IN (90, 60, 35, 30, 10, -1)
 GROUP BY 1, 2, 3, 4, 5
ON CONFLICT DO NOTHING;
