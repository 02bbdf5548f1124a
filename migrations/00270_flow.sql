-- +goose Up
-- How fast each queue moves: what officers have done, by queue and time (domain.md 3.7).
CREATE INDEX steps_done ON steps (desk, stage, closed_at) WHERE state = 'DONE' AND holder IS NOT NULL;
