-- Meetings whole: public interest and the next meeting; decisions, papers, follow-up intentions and matters as records.

ALTER TABLE meetings ADD COLUMN ends_at TEXT;
ALTER TABLE meetings ADD COLUMN significant_public_interest BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE meetings ADD COLUMN significant_public_interest_reason TEXT;
ALTER TABLE meetings ADD COLUMN next_meeting_id TEXT REFERENCES meetings (id);
CREATE INDEX meetings_next ON meetings (next_meeting_id) WHERE next_meeting_id IS NOT NULL;

CREATE TABLE decisions (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    reference TEXT UNIQUE,
    text TEXT NOT NULL,
    reasons TEXT,
    revision INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    made_on DATE,
    meeting_id TEXT REFERENCES meetings (id),
    agenda_item_id TEXT REFERENCES agenda_items (id),
    topic_id TEXT REFERENCES topics (id),
    priority_ids TEXT NOT NULL,
    significant_public_interest BOOLEAN NOT NULL,
    significant_public_interest_reason TEXT,
    status TEXT NOT NULL CHECK (status IN ('draft', 'taken', 'revoked')),
    status_reason TEXT,
    created_by TEXT REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX decisions_area ON decisions (area, id);
CREATE INDEX decisions_made ON decisions (area, (coalesce(made_on, '9999-12-31')), id);
CREATE INDEX decisions_updated ON decisions (area, updated_at, id);
CREATE INDEX decisions_meeting ON decisions (meeting_id, id) WHERE meeting_id IS NOT NULL;
CREATE INDEX decisions_item ON decisions (agenda_item_id) WHERE agenda_item_id IS NOT NULL;
CREATE INDEX decisions_topic ON decisions (topic_id, id) WHERE topic_id IS NOT NULL;

CREATE TABLE decision_priorities (
    decision_id TEXT NOT NULL REFERENCES decisions (id),
    priority_id TEXT NOT NULL REFERENCES priorities (id),
    PRIMARY KEY (decision_id, priority_id)
);
CREATE INDEX decision_priorities_priority ON decision_priorities (priority_id, decision_id);

CREATE TABLE decision_revisions (
    decision_id TEXT NOT NULL REFERENCES decisions (id),
    revision INTEGER NOT NULL,
    area TEXT NOT NULL REFERENCES areas (slug),
    text TEXT NOT NULL,
    reasons TEXT,
    significant_public_interest BOOLEAN NOT NULL,
    significant_public_interest_reason TEXT,
    reason TEXT NOT NULL,
    replaced_by TEXT NOT NULL,
    replaced_at TIMESTAMP NOT NULL,
    PRIMARY KEY (decision_id, revision)
);

CREATE TABLE papers (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    meeting_id TEXT NOT NULL REFERENCES meetings (id),
    agenda_item_id TEXT REFERENCES agenda_items (id),
    kind TEXT NOT NULL CHECK (kind IN ('agenda', 'report', 'presentation', 'minutes', 'notes', 'other')),
    title TEXT NOT NULL,
    owed_by TEXT NOT NULL CHECK (owed_by IN ('force', 'body')),
    owner TEXT,
    due_on DATE,
    received_on DATE,
    returned_reason TEXT,
    url TEXT,
    created_by TEXT REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX papers_area ON papers (area, id);
CREATE INDEX papers_due ON papers (area, (coalesce(due_on, '9999-12-31')), id);
CREATE INDEX papers_updated ON papers (area, updated_at, id);
CREATE INDEX papers_meeting ON papers (meeting_id, id);
CREATE INDEX papers_item ON papers (agenda_item_id) WHERE agenda_item_id IS NOT NULL;

CREATE TABLE follow_ups (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    text TEXT NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('virtual', 'meeting', 'written', 'unspecified')),
    stated_by TEXT,
    topic_id TEXT REFERENCES topics (id),
    question_id TEXT REFERENCES questions (id),
    meeting_id TEXT REFERENCES meetings (id),
    expected_on DATE,
    expected_text TEXT,
    status TEXT NOT NULL CHECK (status IN ('intended', 'taken_up', 'dropped')),
    status_reason TEXT,
    taken_up_meeting_id TEXT REFERENCES meetings (id),
    taken_up_question_id TEXT REFERENCES questions (id),
    created_by TEXT REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX follow_ups_area ON follow_ups (area, id);
CREATE INDEX follow_ups_updated ON follow_ups (area, updated_at, id);
CREATE INDEX follow_ups_meeting ON follow_ups (meeting_id, id) WHERE meeting_id IS NOT NULL;
CREATE INDEX follow_ups_taken_up ON follow_ups (taken_up_meeting_id, id) WHERE taken_up_meeting_id IS NOT NULL;
CREATE INDEX follow_ups_topic ON follow_ups (topic_id, id) WHERE topic_id IS NOT NULL;
CREATE INDEX follow_ups_question ON follow_ups (question_id, id) WHERE question_id IS NOT NULL;

CREATE TABLE matters (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    title TEXT NOT NULL,
    note TEXT,
    from_meeting_id TEXT REFERENCES meetings (id),
    from_text TEXT,
    from_agenda_item_id TEXT REFERENCES agenda_items (id),
    to_meeting_id TEXT REFERENCES meetings (id),
    to_agenda_item_id TEXT REFERENCES agenda_items (id),
    topic_id TEXT REFERENCES topics (id),
    question_id TEXT REFERENCES questions (id),
    action_id TEXT REFERENCES actions (id),
    recorded_at_source BOOLEAN NOT NULL,
    continues TEXT UNIQUE REFERENCES matters (id),
    created_by TEXT REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX matters_area ON matters (area, id);
CREATE INDEX matters_from ON matters (from_meeting_id, id) WHERE from_meeting_id IS NOT NULL;
CREATE INDEX matters_to ON matters (to_meeting_id, id) WHERE to_meeting_id IS NOT NULL;
CREATE INDEX matters_from_item ON matters (from_agenda_item_id) WHERE from_agenda_item_id IS NOT NULL;
CREATE INDEX matters_to_item ON matters (to_agenda_item_id) WHERE to_agenda_item_id IS NOT NULL;
CREATE INDEX matters_topic ON matters (topic_id, id) WHERE topic_id IS NOT NULL;
