-- +goose Up

-- A queue of a million steps answers as one of a thousand. Counting what is late, and finding what waits for case management, each walk an
-- index of their own.
CREATE INDEX steps_late ON steps (desk, stage, finish_by) WHERE state = 'QUEUED';
CREATE INDEX steps_escalated ON steps (case_id) WHERE state = 'ESCALATED';

-- Every claim leaves a dead entry at the head of steps_queue, exactly where the next claim begins to read. They are cleared away after ten
-- thousand changes however long the table is, and in the indexes too, which VACUUM would leave out where few pages of the table are concerned.
ALTER TABLE steps SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000, autovacuum_analyze_scale_factor = 0.02,
                       vacuum_index_cleanup = on);

-- Where claims begin to read a queue. While somebody keeps an old snapshot of the database open, the dead entries before it cannot be cleared
-- away by anybody, and every claim would walk over all of them. A head may lie before the first step that waits, never behind it:
-- whoever lets a step wait shares a lock of its queue until he commits and moves the head back to his step if it lies further on; whoever moves it
-- on (casework, once in a while) holds that lock alone. No head means the beginning.
CREATE TABLE queue_heads (
    desk        text        NOT NULL,
    stage       text        NOT NULL,
    do_by       date        NOT NULL,
    class       smallint    NOT NULL,
    turn        int         NOT NULL,
    received_at timestamptz NOT NULL,
    number      text COLLATE "C" NOT NULL,
    PRIMARY KEY (desk, stage)
);

-- +goose StatementBegin
CREATE FUNCTION queue_lock(desk text, stage text) RETURNS bigint LANGUAGE sql IMMUTABLE AS
$$ SELECT hashtextextended('queue ' || desk || ' ' || stage, 0) $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION keep_queue_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(queue_lock(NEW.desk, NEW.stage));
    UPDATE queue_heads h SET do_by = NEW.do_by, class = NEW.class, turn = NEW.turn, received_at = NEW.received_at, number = NEW.number
     WHERE h.desk = NEW.desk AND h.stage = NEW.stage
       AND (h.do_by, h.class, h.turn, h.received_at, h.number) > (NEW.do_by, NEW.class, NEW.turn, NEW.received_at, NEW.number);
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER steps_keep_head AFTER INSERT OR UPDATE OF desk, stage, state, do_by, class, turn, received_at, number ON steps
    FOR EACH ROW WHEN (NEW.state = 'QUEUED' AND NEW.do_by IS NOT NULL) EXECUTE FUNCTION keep_queue_head();
