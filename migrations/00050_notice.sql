-- What is owed to people: inbox rows, short messages, and the visible outbox of demonstrations.

-- +goose Up

-- A notice never changes; only its reading and the fate of its short message are added. case_id names a case by its id; cases come
-- later in the order of migrations.
CREATE TABLE notices (
    id            uuid PRIMARY KEY,
    person_id     uuid REFERENCES people (id),
    officer_id    uuid REFERENCES officers (id),
    enterprise_id uuid REFERENCES enterprises (id), -- for which person_id gets it
    kind          text NOT NULL,
    case_id       uuid,
    facts         jsonb NOT NULL DEFAULT '{}',
    once          text,
    posted_at     timestamptz NOT NULL,
    read_at       timestamptz,
    sms_state     text NOT NULL DEFAULT 'none' CHECK (sms_state IN ('none', 'waiting', 'sent', 'dead')),
    sms_mobile    text,        -- where it went
    sms_at        timestamptz, -- of the last try
    sms_tries     smallint NOT NULL DEFAULT 0,
    sms_reason    text,        -- why the last try failed, for officers
    CHECK (num_nonnulls(person_id, officer_id) = 1)
);
CREATE INDEX notices_person ON notices (person_id, id DESC) WHERE person_id IS NOT NULL;
CREATE INDEX notices_officer ON notices (officer_id, id DESC) WHERE officer_id IS NOT NULL;
CREATE INDEX notices_person_unread ON notices (person_id) WHERE person_id IS NOT NULL AND read_at IS NULL;
CREATE INDEX notices_officer_unread ON notices (officer_id) WHERE officer_id IS NOT NULL AND read_at IS NULL;
CREATE INDEX notices_case ON notices (case_id, id) WHERE case_id IS NOT NULL;
CREATE INDEX notices_dead ON notices (id DESC) WHERE sms_state = 'dead';
CREATE UNIQUE INDEX notices_person_once ON notices (person_id, once) WHERE once IS NOT NULL AND person_id IS NOT NULL;
CREATE UNIQUE INDEX notices_officer_once ON notices (officer_id, once) WHERE once IS NOT NULL AND officer_id IS NOT NULL;

-- Numbers that could not be reached. A number that receives a message again leaves the list.
CREATE TABLE unreachable_mobiles (
    mobile text PRIMARY KEY,
    since  timestamptz NOT NULL,
    reason text NOT NULL
);

-- The visible outbox of demonstrations and tests: what a real gateway would have sent. Empty in production.
CREATE TABLE test_outbox (
    id      uuid PRIMARY KEY,
    mobile  text NOT NULL,
    text    text NOT NULL,
    sent_at timestamptz NOT NULL
);
CREATE INDEX test_outbox_sent ON test_outbox (sent_at DESC, id DESC);
CREATE INDEX test_outbox_mobile ON test_outbox (mobile, sent_at DESC);
