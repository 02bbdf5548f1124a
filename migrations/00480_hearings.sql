-- Announcements of hearings are read by everybody (行政许可法 第四十六条、第四十八条第一款).

-- +goose Up
CREATE INDEX documents_hearings ON documents (case_id, issued_at) WHERE kind = 'hearing_announce';
