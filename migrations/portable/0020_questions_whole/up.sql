-- Groups and parts of questions, the judgements of answers, what was challenged and replied at meetings.

CREATE TABLE question_groups (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    title TEXT NOT NULL,
    context TEXT,
    meeting_id TEXT REFERENCES meetings (id),
    agenda_item_id TEXT REFERENCES agenda_items (id),
    position INTEGER NOT NULL,
    first_put_on DATE,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX question_groups_area ON question_groups (area, id);
CREATE INDEX question_groups_order ON question_groups (area, position, id);
CREATE INDEX question_groups_meeting ON question_groups (meeting_id, position, id) WHERE meeting_id IS NOT NULL;
CREATE INDEX question_groups_item ON question_groups (agenda_item_id) WHERE agenda_item_id IS NOT NULL;

ALTER TABLE questions ADD COLUMN group_id TEXT REFERENCES question_groups (id);
ALTER TABLE questions ADD COLUMN received_on DATE;
ALTER TABLE questions ADD COLUMN part_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE questions ADD COLUMN first_response_on DATE;
ALTER TABLE questions ADD COLUMN final_response_on DATE;
CREATE INDEX questions_group ON questions (group_id, id) WHERE group_id IS NOT NULL;
-- All that the report on answers reads, in the order it groups by; drafts are not in it and cost nothing.
CREATE INDEX questions_answers ON questions
    (area, put_on, status, outcome, first_response_on, final_response_on) WHERE put_on IS NOT NULL;

CREATE TABLE question_parts (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    question_id TEXT NOT NULL REFERENCES questions (id),
    position INTEGER NOT NULL,
    printed_number TEXT,
    text TEXT NOT NULL,
    fate TEXT CHECK (fate IN ('answered', 'part_answered', 'not_answered', 'declined', 'withdrawn', 'carried_forward')),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX question_parts_question ON question_parts (question_id, position, id);

CREATE TABLE answer_judgements (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    question_id TEXT NOT NULL REFERENCES questions (id),
    part_id TEXT REFERENCES question_parts (id),
    question_revision INTEGER NOT NULL,
    fate TEXT NOT NULL
        CHECK (fate IN ('answered', 'part_answered', 'not_answered', 'declined', 'withdrawn', 'carried_forward')),
    reason TEXT NOT NULL,
    judged_by TEXT NOT NULL,
    created_by TEXT REFERENCES users (id),
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX answer_judgements_question ON answer_judgements (question_id, id);

CREATE TABLE exchanges (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    meeting_id TEXT NOT NULL REFERENCES meetings (id),
    agenda_item_id TEXT REFERENCES agenda_items (id),
    position INTEGER NOT NULL,
    topic_id TEXT REFERENCES topics (id),
    question_id TEXT REFERENCES questions (id),
    challenge TEXT NOT NULL,
    challenged_by TEXT,
    reply TEXT,
    points TEXT NOT NULL,
    point_speakers TEXT NOT NULL,
    speakers TEXT NOT NULL,
    attribution TEXT CHECK (attribution IN ('single', 'joint', 'split', 'unattributed')),
    revision INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('draft', 'recorded')),
    created_by TEXT REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX exchanges_area ON exchanges (area, id);
CREATE INDEX exchanges_updated ON exchanges (area, updated_at, id);
CREATE INDEX exchanges_meeting ON exchanges (meeting_id, position, id);
CREATE INDEX exchanges_item ON exchanges (agenda_item_id) WHERE agenda_item_id IS NOT NULL;
CREATE INDEX exchanges_topic ON exchanges (topic_id, id) WHERE topic_id IS NOT NULL;
CREATE INDEX exchanges_question ON exchanges (question_id, id) WHERE question_id IS NOT NULL;

CREATE TABLE exchange_revisions (
    exchange_id TEXT NOT NULL REFERENCES exchanges (id),
    revision INTEGER NOT NULL,
    challenge TEXT NOT NULL,
    challenged_by TEXT,
    reply TEXT,
    points TEXT NOT NULL,
    point_speakers TEXT NOT NULL,
    speakers TEXT NOT NULL,
    attribution TEXT,
    reason TEXT NOT NULL,
    replaced_by TEXT NOT NULL,
    replaced_at TIMESTAMP NOT NULL,
    PRIMARY KEY (exchange_id, revision)
);
