-- Who is who: desks, people, officers, enterprises, accounts, sessions.

-- +goose Up

-- 机构树 (domain.md 0.3). Rows are never deleted: cases and documents name them for ever.
CREATE TABLE desks (
    code    text PRIMARY KEY,
    parent  text REFERENCES desks (code),
    area    text NOT NULL CHECK (area ~ '^4309[0-9]{2}$'),
    name    text NOT NULL,
    name_en text NOT NULL,
    mark    text NOT NULL DEFAULT '',
    body    text NOT NULL,
    place   smallint NOT NULL UNIQUE
);

INSERT INTO desks (code, parent, area, name, name_en, mark, body, place) VALUES
    ('430900',      NULL,     '430900', '益阳市公安局',                 'Yiyang Municipal Public Security Bureau',         '',   '益阳市公安局', 10),
    ('430900-zhi',  '430900', '430900', '治安管理支队',                 'Public Order Detachment',                         '治', '益阳市公安局', 11),
    ('430900-jing', '430900', '430900', '出入境管理支队',               'Exit and Entry Administration Detachment',        '境', '益阳市公安局', 12),
    ('430900-fa',   '430900', '430900', '法制支队',                     'Legal Affairs Detachment',                        '法', '益阳市公安局', 13),
    ('430900-du',   '430900', '430900', '督察支队',                     'Inspection Detachment',                           '督', '益阳市公安局', 14),
    ('430900-ban',  '430900', '430900', '政务服务（审批）窗口',         'Government Service Window',                       '办', '益阳市公安局', 15),
    ('430902',      '430900', '430902', '益阳市公安局资阳分局',         'Ziyang Branch Bureau',                            '',   '益阳市公安局资阳分局', 20),
    ('430902-zhi',  '430902', '430902', '资阳分局治安大队',             'Ziyang Public Order Brigade',                     '治', '益阳市公安局资阳分局', 21),
    ('430903',      '430900', '430903', '益阳市公安局赫山分局',         'Heshan Branch Bureau',                            '',   '益阳市公安局赫山分局', 30),
    ('430903-zhi',  '430903', '430903', '赫山分局治安大队',             'Heshan Public Order Brigade',                     '治', '益阳市公安局赫山分局', 31),
    ('430921',      '430900', '430921', '南县公安局',                   'Nanxian County Public Security Bureau',           '',   '南县公安局', 40),
    ('430921-zhi',  '430921', '430921', '南县公安局治安大队',           'Nanxian Public Order Brigade',                    '治', '南县公安局', 41),
    ('430922',      '430900', '430922', '桃江县公安局',                 'Taojiang County Public Security Bureau',          '',   '桃江县公安局', 50),
    ('430922-zhi',  '430922', '430922', '桃江县公安局治安大队',         'Taojiang Public Order Brigade',                   '治', '桃江县公安局', 51),
    ('430923',      '430900', '430923', '安化县公安局',                 'Anhua County Public Security Bureau',             '',   '安化县公安局', 60),
    ('430923-zhi',  '430923', '430923', '安化县公安局治安大队',         'Anhua Public Order Brigade',                      '治', '安化县公安局', 61),
    ('430981',      '430900', '430981', '沅江市公安局',                 'Yuanjiang City Public Security Bureau',           '',   '沅江市公安局', 70),
    ('430981-zhi',  '430981', '430981', '沅江市公安局治安大队',         'Yuanjiang Public Order Brigade',                  '治', '沅江市公安局', 71),
    ('430971',      '430900', '430971', '益阳市公安局大通湖分局',       'Datong Lake Branch Bureau',                       '',   '益阳市公安局大通湖分局', 80),
    ('430971-zhi',  '430971', '430971', '大通湖分局治安大队',           'Datong Lake Public Order Brigade',                '治', '益阳市公安局大通湖分局', 81),
    ('430972',      '430900', '430972', '益阳市公安局高新区分局',       'High-tech Zone Branch Bureau',                    '',   '益阳市公安局高新区分局', 90),
    ('430972-zhi',  '430972', '430972', '高新区分局治安大队',           'High-tech Zone Public Order Brigade',             '治', '益阳市公安局高新区分局', 91);

-- Natural persons who registered with their real name. name is canonical (domain.md 5.8), typed_name as the person writes it.
CREATE TABLE people (
    id             uuid PRIMARY KEY,
    id_number      text NOT NULL UNIQUE,
    name           text NOT NULL,
    typed_name     text NOT NULL,
    nation         text NOT NULL DEFAULT '',
    mobile         text NOT NULL UNIQUE,
    verified_at    timestamptz NOT NULL,
    verify_request text NOT NULL DEFAULT '',
    created_at     timestamptz NOT NULL
);

-- Officers as natural persons: four-eyes is checked on police_no (domain.md 1.6).
CREATE TABLE officers (
    id         uuid PRIMARY KEY,
    police_no  text NOT NULL UNIQUE,
    name       text NOT NULL,
    id_number  text NOT NULL UNIQUE,
    mobile     text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL
);

-- A person has one account. An officer may have several, for several posts.
CREATE TABLE accounts (
    id                  uuid PRIMARY KEY,
    kind                text NOT NULL CHECK (kind IN ('person', 'clerk')),
    login               text UNIQUE,
    person_id           uuid UNIQUE REFERENCES people (id),
    officer_id          uuid REFERENCES officers (id),
    password_hash       text NOT NULL,
    password_changed_at timestamptz NOT NULL,
    totp_secret         bytea,                      -- sealed
    totp_step           bigint NOT NULL DEFAULT 0,  -- the last 30-second step that was used: a code works once
    failed              smallint NOT NULL DEFAULT 0,
    locked_until        timestamptz,
    disabled_at         timestamptz,
    demo                boolean NOT NULL DEFAULT false,
    created_at          timestamptz NOT NULL,
    CHECK (kind <> 'person' OR (person_id IS NOT NULL AND officer_id IS NULL)),
    CHECK (kind <> 'clerk' OR (officer_id IS NOT NULL AND person_id IS NULL AND login IS NOT NULL AND totp_secret IS NOT NULL))
);
CREATE INDEX accounts_officer ON accounts (officer_id) WHERE officer_id IS NOT NULL;

CREATE TABLE grants (
    account_id uuid NOT NULL REFERENCES accounts (id),
    desk       text NOT NULL REFERENCES desks (code),
    role       text NOT NULL CHECK (role ~ '^R-[A-Z]{3}$'),
    until      date,
    PRIMARY KEY (account_id, desk, role)
);
CREATE INDEX grants_desk ON grants (desk, role);

CREATE TABLE enterprises (
    id             uuid PRIMARY KEY,
    credit_code    text NOT NULL UNIQUE,
    name           text NOT NULL,
    address        text NOT NULL DEFAULT '',
    area           text NOT NULL DEFAULT '',
    legal_name     text NOT NULL,
    verify_request text NOT NULL DEFAULT '',
    created_at     timestamptz NOT NULL
);

-- An invitation names a person by ID number and becomes an authorisation when that person accepts it. Rows are ended, never deleted.
CREATE TABLE memberships (
    id            uuid PRIMARY KEY,
    enterprise_id uuid NOT NULL REFERENCES enterprises (id),
    id_number     text NOT NULL,
    name          text NOT NULL,
    person_id     uuid REFERENCES people (id),
    role          text NOT NULL CHECK (role IN ('R-LEG', 'R-ENT')),
    scope         text[] NOT NULL DEFAULT '{}',
    until         date,
    invited_by    uuid REFERENCES accounts (id),
    invited_at    timestamptz NOT NULL,
    accepted_at   timestamptz,
    ended_at      timestamptz,
    CHECK ((accepted_at IS NULL) = (person_id IS NULL))
);
CREATE UNIQUE INDEX memberships_open ON memberships (enterprise_id, id_number) WHERE ended_at IS NULL;
CREATE INDEX memberships_person ON memberships (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX memberships_invited ON memberships (id_number) WHERE accepted_at IS NULL AND ended_at IS NULL;

-- Cookies and access tokens name a session; revoking it ends both at once. Only digests of secrets are kept.
CREATE TABLE sessions (
    id            uuid PRIMARY KEY,
    account_id    uuid NOT NULL REFERENCES accounts (id),
    door          text NOT NULL CHECK (door IN ('page', 'program')),
    secret_digest bytea UNIQUE,                -- of the cookie; programs have none
    assurance     smallint NOT NULL,
    acting        uuid REFERENCES enterprises (id),
    address       text NOT NULL DEFAULT '',
    created_at    timestamptz NOT NULL,
    last_seen_at  timestamptz NOT NULL,
    idle_seconds  integer NOT NULL,
    ends_at       timestamptz NOT NULL,        -- absolute limit
    revoked_at    timestamptz,
    revoked_for   text,
    CHECK ((door = 'page') = (secret_digest IS NOT NULL))
);
CREATE INDEX sessions_account ON sessions (account_id) WHERE revoked_at IS NULL;
CREATE INDEX sessions_ends ON sessions (ends_at);

-- A refresh token works once. Showing a used one again revokes its session.
CREATE TABLE refresh_tokens (
    digest     bytea PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    issued_at  timestamptz NOT NULL,
    used_at    timestamptz
);
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);

-- A password was right and the second factor is still missing.
CREATE TABLE sign_in_challenges (
    digest     bytea PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    door       text NOT NULL,
    tries      smallint NOT NULL DEFAULT 0,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);
CREATE INDEX sign_in_challenges_expires ON sign_in_challenges (expires_at);

-- One code per mobile number and purpose: a new one replaces the old. Numbers and codes are kept as keyed digests.
CREATE TABLE sms_codes (
    target     bytea PRIMARY KEY,
    code       bytea NOT NULL,
    tries      smallint NOT NULL DEFAULT 0,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);
CREATE INDEX sms_codes_expires ON sms_codes (expires_at);

-- What happened to accounts, for the security audit (domain.md 6.2): nobody changes or removes it.
CREATE TABLE account_events (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         timestamptz NOT NULL,
    account_id uuid,
    by_account uuid,
    kind       text NOT NULL,
    address    text NOT NULL DEFAULT '',
    detail     jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX account_events_account ON account_events (account_id, at);

CREATE TRIGGER account_events_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON account_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Uses in a window, by the digest of what is counted. Unlogged: counting costs no write-ahead log, and after a crash it starts anew.
CREATE UNLOGGED TABLE rate_limits (
    key     bytea PRIMARY KEY,
    uses    integer NOT NULL,
    ends_at timestamptz NOT NULL
);
CREATE INDEX rate_limits_ends ON rate_limits (ends_at);
