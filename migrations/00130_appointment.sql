-- Appointments at windows: where, when open, seats of each slot, who comes, and what became of it.

-- +goose Up

-- A window belongs to a desk and serves the departments of its trades. week lists the spans of each weekday from Monday on:
-- [[{"from": "09:00", "to": "12:00", "capacity": 2}, …], …]. What is not confirmed by the bureau is shown as such.
CREATE TABLE windows (
    code         text PRIMARY KEY CHECK (code ~ '^4309[0-9]{2}-[a-z]+$'),
    desk         text NOT NULL REFERENCES desks (code),
    area         text NOT NULL CHECK (area ~ '^4309[0-9]{2}$'),
    name         text NOT NULL,
    name_en      text NOT NULL,
    address      text NOT NULL DEFAULT '',
    address_en   text NOT NULL DEFAULT '',
    phone        text NOT NULL DEFAULT '',
    confirmed    boolean NOT NULL DEFAULT false,
    trades       jsonb NOT NULL,
    slot_minutes smallint NOT NULL DEFAULT 30 CHECK (slot_minutes BETWEEN 5 AND 240),
    week         jsonb NOT NULL CHECK (jsonb_array_length(week) = 7),
    version      integer NOT NULL DEFAULT 1,
    place        smallint NOT NULL UNIQUE
);

-- A day on which a window keeps other hours than its week; no spans: closed.
CREATE TABLE window_days (
    window_code text NOT NULL REFERENCES windows (code),
    day         date NOT NULL,
    spans       jsonb NOT NULL,
    note        text NOT NULL DEFAULT '',
    set_by      text NOT NULL, -- 警号
    set_at      timestamptz NOT NULL,
    PRIMARY KEY (window_code, day)
);

-- Seats taken in a slot. The row is made by the first booking. capacity is what the hours said when the last seat was taken; that no slot
-- is ever oversold stands here and in the one statement that takes a seat.
CREATE TABLE appointment_slots (
    window_code text NOT NULL REFERENCES windows (code),
    starts_at   timestamptz NOT NULL,
    booked      smallint NOT NULL,
    capacity    smallint NOT NULL,
    PRIMARY KEY (window_code, starts_at),
    CONSTRAINT appointment_slots_never_oversold CHECK (booked BETWEEN 0 AND capacity)
);

CREATE TABLE appointments (
    id           uuid PRIMARY KEY,
    number       text NOT NULL UNIQUE CHECK (number ~ '^[A-Z2-7]{8}$'),
    person_id    uuid NOT NULL REFERENCES people (id),
    item_code    text NOT NULL,
    item_version int NOT NULL,
    case_id      uuid REFERENCES cases (id),
    window_code  text NOT NULL REFERENCES windows (code),
    starts_at    timestamptz NOT NULL,
    ends_at      timestamptz NOT NULL CHECK (ends_at > starts_at),
    state        text NOT NULL CHECK (state IN ('BOOKED', 'ARRIVED', 'SERVED', 'MISSED', 'CANCELLED', 'CLOSED', 'PASSED')),
    situations   jsonb NOT NULL DEFAULT '{}',
    reason       text NOT NULL DEFAULT '', -- of a cancellation
    moves        smallint NOT NULL DEFAULT 0,
    booked_at    timestamptz NOT NULL,     -- or moved
    ended_at     timestamptz,
    reminded_for timestamptz,              -- the start that the person was reminded of
    FOREIGN KEY (item_code, item_version) REFERENCES item_versions (code, version)
);
CREATE UNIQUE INDEX appointments_open_item ON appointments (person_id, item_code) WHERE case_id IS NULL AND state IN ('BOOKED', 'ARRIVED');
CREATE UNIQUE INDEX appointments_open_case ON appointments (case_id) WHERE case_id IS NOT NULL AND state IN ('BOOKED', 'ARRIVED');
CREATE INDEX appointments_person ON appointments (person_id, starts_at DESC);
CREATE INDEX appointments_window ON appointments (window_code, starts_at);
CREATE INDEX appointments_waiting ON appointments (starts_at) WHERE state IN ('BOOKED', 'ARRIVED');
CREATE INDEX appointments_case ON appointments (case_id) WHERE case_id IS NOT NULL;

-- What was done to an appointment and by whom: nobody changes or removes it.
CREATE TABLE appointment_events (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    appointment_id uuid NOT NULL REFERENCES appointments (id),
    at             timestamptz NOT NULL,
    actor          text NOT NULL, -- 'person', 'system' or a 警号
    act            text NOT NULL,
    detail         jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX appointment_events_appointment ON appointment_events (appointment_id, id);
CREATE TRIGGER appointment_events_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON appointment_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Who set hours, capacity and places, and how: nobody changes or removes it.
CREATE TABLE window_changes (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    window_code text NOT NULL REFERENCES windows (code),
    at          timestamptz NOT NULL,
    officer     text NOT NULL, -- 警号
    act         text NOT NULL,
    detail      jsonb NOT NULL
);
CREATE TRIGGER window_changes_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON window_changes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- People who came without an appointment, counted by the window.
CREATE TABLE window_walk_ins (
    window_code text NOT NULL REFERENCES windows (code),
    day         date NOT NULL,
    n           integer NOT NULL CHECK (n > 0),
    PRIMARY KEY (window_code, day)
);

-- The city's windows and four in each of the eight areas. Addresses, telephones and hours await the bureau's confirmation; the hours are
-- those of government service windows, Monday to Friday.
INSERT INTO windows (code, desk, area, name, name_en, trades, week, place)
SELECT v.area || '-' || v.trade, v.area || '-' || v.trade, v.area, v.name, v.name_en, v.trades::jsonb, w.week, v.place
  FROM (VALUES
    ('430900', 'ban',  '市政务服务大厅公安综合窗口', 'Public security window, Municipal Government Service Hall',
     '["zhian", "huzheng", "wangan", "jindu", "jiansuo", "fazhi", "xingzhen", "zonghe"]', 10, 4),
    ('430900', 'jing', '市局出入境接待大厅', 'Exit and entry hall, Municipal Bureau', '["churujing"]', 11, 6),
    ('430900', 'jiao', '市交警支队车驾管业务大厅', 'Vehicle and driver hall, Traffic Police Detachment', '["jiaotong"]', 12, 8)
  ) AS v (area, trade, name, name_en, trades, place, capacity),
  LATERAL (SELECT jsonb_agg(CASE WHEN d < 6 THEN jsonb_build_array(
        jsonb_build_object('from', '09:00', 'to', '12:00', 'capacity', v.capacity),
        jsonb_build_object('from', '13:30', 'to', '17:00', 'capacity', v.capacity)) ELSE '[]'::jsonb END ORDER BY d) AS week
      FROM generate_series(1, 7) AS d) AS w;

INSERT INTO windows (code, desk, area, name, name_en, trades, week, place)
SELECT d.code, d.code, d.area, replace(replace(b.name, '益阳市公安局', ''), '公安局', '局') || t.name, regexp_replace(b.name_en, ' (County |City )?(Public Security|Branch) Bureau$', '') || t.name_en,
       t.trades::jsonb, w.week, b.place + t.n
  FROM desks d
  JOIN desks b ON b.code = d.area
  JOIN (VALUES
    (1, 'ban',  '政务服务窗口',       ' government service window', '["zhian", "wangan", "jindu", "jiansuo", "fazhi", "xingzhen", "zonghe"]', 2),
    (2, 'hu',   '户政办证大厅',       ' household registration hall', '["huzheng"]', 4),
    (3, 'jiao', '车驾管业务窗口',     ' vehicle and driver window', '["jiaotong"]', 4),
    (4, 'jing', '出入境接待大厅',     ' exit and entry hall', '["churujing"]', 3)
  ) AS t (n, trade, name, name_en, trades, capacity) ON d.code = d.area || '-' || t.trade
  CROSS JOIN LATERAL (SELECT jsonb_agg(CASE WHEN day < 6 THEN jsonb_build_array(
        jsonb_build_object('from', '09:00', 'to', '12:00', 'capacity', t.capacity),
        jsonb_build_object('from', '13:30', 'to', '17:00', 'capacity', t.capacity)) ELSE '[]'::jsonb END ORDER BY day) AS week
      FROM generate_series(1, 7) AS day) AS w
 WHERE d.area <> '430900';
