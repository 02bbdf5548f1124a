-- A repair is closed, never deleted (domain.md 1.9). An instance from before 00501 that runs beside this one deletes a repair that nobody has begun when
-- its rating is edited to a good one: the row stays, and is closed as an edit closes it today.

-- +goose Up

-- +goose StatementBegin
CREATE FUNCTION repair_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE rating_tickets SET closed_at = COALESCE((SELECT edited_at FROM ratings WHERE id = OLD.rating_id), now()), closed_why = 'RATER_EDITED'
     WHERE rating_id = OLD.rating_id AND result_at IS NULL AND closed_at IS NULL;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER rating_tickets_kept BEFORE DELETE ON rating_tickets FOR EACH ROW EXECUTE FUNCTION repair_closed();
