-- The document box, takeovers of an enterprise's account, and cases handed from one member to another.

-- +goose Up

-- A file that is used again is a row of its own whose content is another row's: the content goes when the last row goes.
ALTER TABLE materials ADD COLUMN blob uuid; -- NULL: its own
CREATE INDEX materials_blob ON materials (blob) WHERE blob IS NOT NULL;

-- 证件箱 of an enterprise or a person: uploaded once, used again. A new version replaces the old one, which stays in the cases that used it.
CREATE TABLE box_papers (
    id            uuid PRIMARY KEY,
    enterprise_id uuid REFERENCES enterprises (id),
    person_id     uuid REFERENCES people (id),
    kind          text        NOT NULL,
    title         text        NOT NULL,
    material_id   uuid        NOT NULL, -- its row goes when the paper is removed
    valid_to      date,
    version       smallint    NOT NULL DEFAULT 1,
    replaced_by   uuid REFERENCES box_papers (id),
    uploader      text        NOT NULL,
    uploaded_at   timestamptz NOT NULL,
    warned        smallint    NOT NULL DEFAULT 0, -- days before the end at which was warned last: 0, 30, 7
    deleted_at    timestamptz,
    CHECK (num_nonnulls(enterprise_id, person_id) = 1)
);
CREATE INDEX box_papers_enterprise ON box_papers (enterprise_id) WHERE enterprise_id IS NOT NULL AND deleted_at IS NULL AND replaced_by IS NULL;
CREATE INDEX box_papers_person ON box_papers (person_id) WHERE person_id IS NOT NULL AND deleted_at IS NULL AND replaced_by IS NULL;
CREATE INDEX box_papers_watch ON box_papers (valid_to) WHERE valid_to IS NOT NULL AND deleted_at IS NULL AND replaced_by IS NULL AND warned <> 7;

-- Somebody asks for an account whose administrators are gone. Two officers approve after the time in which members may object.
CREATE TABLE takeovers (
    id            uuid PRIMARY KEY,
    enterprise_id uuid        NOT NULL REFERENCES enterprises (id),
    person_id     uuid        NOT NULL REFERENCES people (id),
    legal         boolean     NOT NULL, -- the register names him as legal representative
    reason        text        NOT NULL,
    evidence_id   uuid REFERENCES materials (id),
    state         text        NOT NULL CHECK (state IN ('waiting', 'objected', 'refused', 'done')),
    object_until  date        NOT NULL, -- last day on which a member may object
    objector      text        NOT NULL DEFAULT '',
    first_officer text        NOT NULL DEFAULT '', -- police number of who approved first
    first_name    text        NOT NULL DEFAULT '',
    last_officer  text        NOT NULL DEFAULT '',
    answer        text        NOT NULL DEFAULT '', -- of who objected or refused
    created_at    timestamptz NOT NULL,
    ended_at      timestamptz,
    CHECK ((state = 'waiting') = (ended_at IS NULL)),
    CHECK (last_officer = '' OR last_officer <> first_officer)
);
CREATE UNIQUE INDEX takeovers_open ON takeovers (enterprise_id) WHERE ended_at IS NULL;
CREATE INDEX takeovers_person ON takeovers (person_id, created_at);

-- A case goes from one member to another with the consent of both.
CREATE TABLE case_handovers (
    id          uuid PRIMARY KEY,
    case_id     uuid        NOT NULL REFERENCES cases (id) ON DELETE CASCADE, -- only drafts are ever deleted
    from_person uuid        NOT NULL REFERENCES people (id),
    to_person   uuid        NOT NULL REFERENCES people (id),
    offered_by  text        NOT NULL,
    state       text        NOT NULL CHECK (state IN ('offered', 'taken', 'declined')),
    offered_at  timestamptz NOT NULL,
    ended_at    timestamptz
);
CREATE UNIQUE INDEX case_handovers_open ON case_handovers (case_id) WHERE ended_at IS NULL;
CREATE INDEX case_handovers_to ON case_handovers (to_person) WHERE ended_at IS NULL;
