-- Calendars of working days as they were announced, and the due dates that a new one moved.

-- +goose Up

-- One row for every announcement of a year that was taken into use; the newest of a year counts. Rows never change.
CREATE TABLE calendar_years (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    year        int         NOT NULL CHECK (year BETWEEN 1949 AND 9998),
    status      text        NOT NULL CHECK (status IN ('OFFICIAL', 'PROVISIONAL')),
    source      text        NOT NULL,
    days        jsonb       NOT NULL,            -- {"off": […], "work": […]}, days and ranges as announced
    version     text        NOT NULL,            -- of the whole calendar that came into use with this row
    imported_by text        NOT NULL,
    imported_at timestamptz NOT NULL
);
CREATE INDEX calendar_years_newest ON calendar_years (year, id DESC);

-- Limits that were counted on another calendar than the newest are found by it (C-6).
CREATE INDEX cases_calendar ON cases (calendar) WHERE due IS NOT NULL;

-- A due date that a new calendar moved. The case's own clock keeps the old value too.
CREATE TABLE due_moves (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id  uuid        NOT NULL REFERENCES cases (id),
    calendar text        NOT NULL,               -- version of the calendar that moved it
    clock    text        NOT NULL,
    was      date        NOT NULL,
    due      date        NOT NULL,
    at       timestamptz NOT NULL
);
CREATE INDEX due_moves_newest ON due_moves (calendar, id DESC);
CREATE INDEX due_moves_case ON due_moves (case_id);
