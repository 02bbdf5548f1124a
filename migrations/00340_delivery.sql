-- What was delivered into people's spaces, when it was read there, and what was done where nobody read it (domain.md 1.9 Delivery).

-- +goose Up

-- One row for each paper that is delivered electronically. What it says about its sending never changes; reading and escalation are added once.
CREATE TABLE deliveries (
    document_id uuid PRIMARY KEY REFERENCES documents (id),
    case_id     uuid        NOT NULL REFERENCES cases (id),
    desk        text        NOT NULL REFERENCES desks (code), -- whose deliverer calls when nobody reads
    sent_at     timestamptz NOT NULL,                         -- entered the space of the person or of his unit's members
    due         date        NOT NULL,                         -- last working day to read it
    read_at     timestamptz,                                  -- first opened by the person or a member of his unit
    reader      text        NOT NULL DEFAULT '',              -- his name
    raised_at   timestamptz,                                  -- handed to the deliverer, once
    closed_at   timestamptz,                                  -- read, or a copy went by post
    CHECK ((read_at IS NULL) = (reader = ''))
);
CREATE INDEX deliveries_case ON deliveries (case_id);
CREATE INDEX deliveries_unread ON deliveries (due) WHERE read_at IS NULL AND raised_at IS NULL;
CREATE INDEX deliveries_open ON deliveries (desk, due) WHERE raised_at IS NOT NULL AND closed_at IS NULL;

-- What a deliverer did about an unread paper: a telephone call, a copy by EMS.
CREATE TABLE delivery_records (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    document_id uuid        NOT NULL REFERENCES deliveries (document_id),
    at          timestamptz NOT NULL,
    outcome     text        NOT NULL CHECK (outcome IN ('REACHED', 'NO_ANSWER', 'WRONG_NUMBER')), -- of the call
    words       text        NOT NULL,
    waybill     text        NOT NULL DEFAULT '', -- of the copy
    officer     text        NOT NULL,
    name        text        NOT NULL
);
CREATE INDEX delivery_records_document ON delivery_records (document_id, id);
CREATE TRIGGER delivery_records_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON delivery_records
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
