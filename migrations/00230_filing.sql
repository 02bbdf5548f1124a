-- The register of active filings 备案, and late filings referred to the counties (domain.md 1.5, 2.2, 2.3).

-- +goose Up

-- What is filed. A row is never removed: what ended stays readable for who holds its code.
CREATE TABLE filings (
    id         uuid PRIMARY KEY,
    list       text  NOT NULL,                  -- self_guards, guard_branch
    subject    text  NOT NULL,                  -- credit code of what is filed
    holder     text  NOT NULL,                  -- its name
    unit_code  text  NOT NULL,                  -- the enterprise that filed it
    unit_name  text  NOT NULL,
    item_code  text  NOT NULL,
    item_name  text  NOT NULL,
    case_id    uuid  NOT NULL REFERENCES cases (id),
    number     text  COLLATE "C" NOT NULL,      -- 文书号 of the receipt that began it
    area       text  NOT NULL DEFAULT '',
    rows       jsonb NOT NULL DEFAULT '[]',     -- what stands in the register: label, value, and whether it names a person
    code       text  COLLATE "C" NOT NULL UNIQUE CHECK (code ~ '^BA[A-Z2-7]{24}$'),
    state      text  NOT NULL CHECK (state IN ('ACTIVE', 'CANCELLED')),
    filed_on   date  NOT NULL,
    changed_on date,
    ended_on   date,
    CHECK ((state = 'CANCELLED') = (ended_on IS NOT NULL))
);
CREATE UNIQUE INDEX filings_active ON filings (list, subject) WHERE state = 'ACTIVE';
CREATE INDEX filings_public ON filings (filed_on DESC, id DESC);
CREATE INDEX filings_unit ON filings (unit_code, id DESC);

-- How it came about and what became of it.
CREATE TABLE filing_events (
    filing_id uuid        NOT NULL REFERENCES filings (id),
    seq       int         NOT NULL,
    kind      text        NOT NULL CHECK (kind IN ('FILED', 'CHANGED', 'CANCELLED')),
    case_id   uuid        NOT NULL REFERENCES cases (id),
    number    text        NOT NULL,
    day       date        NOT NULL,
    changed   jsonb       NOT NULL DEFAULT '[]', -- label, before, after
    PRIMARY KEY (filing_id, seq)
);
CREATE TRIGGER filing_events_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON filing_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- 逾期备案线索移送单 (F7): one per case, answered by the county's 治安大队.
CREATE TABLE referrals (
    id          uuid PRIMARY KEY,
    case_id     uuid        NOT NULL UNIQUE REFERENCES cases (id),
    case_number text        NOT NULL,
    document_id uuid        NOT NULL REFERENCES documents (id),
    number      text        NOT NULL,
    desk        text        NOT NULL REFERENCES desks (code),
    item_name   text        NOT NULL,
    party       text        NOT NULL,
    party_code  text        NOT NULL,
    level       text        NOT NULL CHECK (level IN ('HINT', 'LATE')),
    duty_from   date        NOT NULL,
    duty_due    date        NOT NULL,
    received_on date        NOT NULL,
    sent_at     timestamptz NOT NULL,
    outcome     text        NOT NULL DEFAULT '' CHECK (outcome IN ('', 'ORDERED', 'WARNED', 'NONE')),
    words       text        NOT NULL DEFAULT '',
    mend_by     date,
    officer     text        NOT NULL DEFAULT '',
    name        text        NOT NULL DEFAULT '',
    answered_at timestamptz,
    CHECK ((outcome = '') = (answered_at IS NULL))
);
CREATE INDEX referrals_desk ON referrals (desk, sent_at DESC, id DESC);

