-- What a new calendar moved of a desk's tasks, gathered until the last of its limits is counted again and its officers are told once (C-6).

-- +goose Up
CREATE TABLE desk_moves (
    calendar text NOT NULL,
    clock    text NOT NULL,
    desk     text NOT NULL,
    role     text NOT NULL,
    moved    int  NOT NULL,
    first    date NOT NULL, -- the earliest of the new days
    PRIMARY KEY (clock, calendar, desk, role)
);
