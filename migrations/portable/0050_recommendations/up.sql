-- Reports from outside and what they recommend; what was said about progress; the body's response to a report.

CREATE TABLE recommendation_sets (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    source TEXT NOT NULL
        CHECK (source IN ('inspectorate', 'peer_review', 'coroner', 'complaints_body', 'panel', 'audit')),
    title TEXT NOT NULL,
    published_by TEXT NOT NULL,
    published_on DATE,
    published_text TEXT,
    url TEXT,
    summary TEXT,
    topic_id TEXT REFERENCES topics (id),
    priority_ids TEXT NOT NULL,
    meeting_id TEXT REFERENCES meetings (id),
    question_id TEXT REFERENCES questions (id),
    counts TEXT NOT NULL,
    stated_total INTEGER,
    discrepancy_note TEXT,
    comments_due_on DATE,
    -- Follows from source and published_on (rules::statutory_due_on); kept so that lists can be filtered by it.
    statutory_due_on DATE,
    status TEXT NOT NULL CHECK (status IN ('draft', 'recorded')),
    created_by TEXT REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX recommendation_sets_area ON recommendation_sets (area, id);
CREATE INDEX recommendation_sets_updated ON recommendation_sets (area, updated_at, id);
CREATE INDEX recommendation_sets_published ON recommendation_sets (area, (coalesce(published_on, '9999-12-31')), id);
CREATE INDEX recommendation_sets_topic ON recommendation_sets (topic_id, id) WHERE topic_id IS NOT NULL;
CREATE INDEX recommendation_sets_meeting ON recommendation_sets (meeting_id, id) WHERE meeting_id IS NOT NULL;
CREATE INDEX recommendation_sets_question ON recommendation_sets (question_id, id) WHERE question_id IS NOT NULL;

CREATE TABLE recommendation_set_priorities (
    set_id TEXT NOT NULL REFERENCES recommendation_sets (id),
    priority_id TEXT NOT NULL REFERENCES priorities (id),
    PRIMARY KEY (set_id, priority_id)
);
CREATE INDEX recommendation_set_priorities_priority ON recommendation_set_priorities (priority_id, set_id);

-- The days on which a counted batch is due, for filters by date.
CREATE TABLE recommendation_set_due_days (
    set_id TEXT NOT NULL REFERENCES recommendation_sets (id),
    due_on DATE NOT NULL,
    PRIMARY KEY (set_id, due_on)
);

CREATE TABLE recommendation_set_comments (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    set_id TEXT NOT NULL REFERENCES recommendation_sets (id),
    text TEXT NOT NULL,
    author TEXT NOT NULL,
    capacity TEXT,
    made_on DATE NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX recommendation_set_comments_set ON recommendation_set_comments (set_id, id);

CREATE TABLE recommendations (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    set_id TEXT NOT NULL REFERENCES recommendation_sets (id),
    printed_number TEXT,
    text TEXT NOT NULL,
    addressed_to TEXT NOT NULL CHECK (addressed_to IN ('force', 'body', 'both')),
    due_on DATE,
    due_text TEXT,
    status TEXT NOT NULL CHECK (status IN ('open', 'claimed_complete', 'verified', 'not_accepted')),
    status_reason TEXT,
    claimed_by TEXT REFERENCES users (id),
    evidence TEXT,
    times_rejected INTEGER NOT NULL,
    force_answer TEXT NOT NULL,
    body_answer TEXT NOT NULL,
    created_by TEXT REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX recommendations_area ON recommendations (area, id);
CREATE INDEX recommendations_due ON recommendations (area, (coalesce(due_on, '9999-12-31')), id);
CREATE INDEX recommendations_updated ON recommendations (area, updated_at, id);
CREATE INDEX recommendations_set ON recommendations (set_id, id);

CREATE TABLE progress_claims (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    set_id TEXT NOT NULL REFERENCES recommendation_sets (id),
    side TEXT NOT NULL CHECK (side IN ('force', 'office')),
    text TEXT NOT NULL,
    asserted_by TEXT NOT NULL,
    asserted_on DATE NOT NULL,
    question_id TEXT REFERENCES questions (id),
    response_id TEXT REFERENCES responses (id),
    meeting_id TEXT REFERENCES meetings (id),
    figure TEXT NOT NULL,
    resolution TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('asserted', 'verified', 'refuted')),
    status_reason TEXT,
    recorded_by TEXT REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX progress_claims_area ON progress_claims (area, id);
CREATE INDEX progress_claims_set ON progress_claims (set_id, asserted_on, id);

CREATE TABLE report_responses (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    set_id TEXT NOT NULL UNIQUE REFERENCES recommendation_sets (id),
    text TEXT NOT NULL,
    sent_to TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('draft', 'completed')),
    completed_on DATE,
    created_by TEXT REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX report_responses_area ON report_responses (area, id);
