-- +goose Up

-- Whom a notice is for may have no account: then it is a short message to the number that somebody else gave for him, and no inbox shows it.
ALTER TABLE notices ADD COLUMN mobile text;
ALTER TABLE notices DROP CONSTRAINT notices_check;
ALTER TABLE notices ADD CONSTRAINT notices_one_recipient CHECK (num_nonnulls(person_id, officer_id, mobile) = 1);
CREATE UNIQUE INDEX notices_mobile_once ON notices (mobile, once) WHERE once IS NOT NULL AND mobile IS NOT NULL;
