-- Kinds of short messages that a person does not want; what the law or a limit asks for is always sent.

-- +goose Up

CREATE TABLE sms_declined (
    person_id uuid        NOT NULL REFERENCES people (id),
    topic     text        NOT NULL,
    since     timestamptz NOT NULL,
    PRIMARY KEY (person_id, topic)
);
