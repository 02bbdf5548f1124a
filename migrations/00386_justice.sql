-- 行政执法监督 (《行政执法监督条例》; domain.md 1.10): papers of the justice department to the Bureau, whom they ask, until when, and the answer. And orders
-- 督办单 that 督察 or case management issue by hand.

-- +goose Up

CREATE TABLE justice_papers (
    id          uuid PRIMARY KEY,
    kind        text        NOT NULL CHECK (kind IN ('notice', 'opinion', 'decision')), -- 通知书, 意见书, 决定书
    number      text        NOT NULL,
    authority   text        NOT NULL,
    received_on date        NOT NULL,
    about       text        NOT NULL,
    case_id     uuid REFERENCES cases (id),
    desk        text        NOT NULL REFERENCES desks (code), -- that answers
    due         date        NOT NULL,
    entered_by  text        NOT NULL, -- 警号
    entered_at  timestamptz NOT NULL,
    answer      text,
    answered_by text,
    answered_at timestamptz,
    UNIQUE (authority, number),
    CHECK (due >= received_on),
    CHECK ((answer IS NULL) = (answered_at IS NULL))
);
CREATE INDEX justice_papers_desk ON justice_papers (desk, id DESC);
CREATE INDEX justice_papers_case ON justice_papers (case_id) WHERE case_id IS NOT NULL;

ALTER TABLE cards ADD COLUMN words text NOT NULL DEFAULT '', -- of an order by hand
                  ADD COLUMN ordered_by text NOT NULL DEFAULT '';
