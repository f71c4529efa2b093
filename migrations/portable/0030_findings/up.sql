CREATE TABLE rating_scales (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    body_id TEXT NOT NULL REFERENCES bodies (id),
    name TEXT NOT NULL,
    grades TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX rating_scales_area ON rating_scales (area, id);
CREATE INDEX rating_scales_body ON rating_scales (body_id, id);

CREATE TABLE findings (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    reference TEXT UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('finding', 'commendation', 'acknowledged_failing')),
    text TEXT NOT NULL,
    acknowledged_by TEXT,
    revision INTEGER NOT NULL,
    priority_ids TEXT NOT NULL,
    topic_id TEXT REFERENCES topics (id),
    question_id TEXT REFERENCES questions (id),
    meeting_id TEXT REFERENCES meetings (id),
    agenda_item_id TEXT REFERENCES agenda_items (id),
    status TEXT NOT NULL CHECK (status IN ('draft', 'shared', 'confirmed')),
    shared_on DATE,
    comment_due_on DATE,
    force_replied BOOLEAN NOT NULL,
    confirmed_on DATE,
    performance_code TEXT CHECK (performance_code IN ('assured', 'partly_assured', 'not_assured')),
    performance_label TEXT,
    plan_code TEXT CHECK (plan_code IN ('assured', 'partly_assured', 'not_assured')),
    plan_label TEXT,
    created_by TEXT REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX findings_area ON findings (area, id);
CREATE INDEX findings_updated ON findings (area, updated_at, id);
CREATE INDEX findings_comment_due ON findings (area, (coalesce(comment_due_on, '9999-12-31')), id);
CREATE INDEX findings_performance ON findings (area, performance_code, id) WHERE performance_code IS NOT NULL;
CREATE INDEX findings_plan ON findings (area, plan_code, id) WHERE plan_code IS NOT NULL;
CREATE INDEX findings_question ON findings (question_id, id) WHERE question_id IS NOT NULL;
CREATE INDEX findings_topic ON findings (topic_id, id) WHERE topic_id IS NOT NULL;
CREATE INDEX findings_meeting ON findings (meeting_id, id) WHERE meeting_id IS NOT NULL;
CREATE INDEX findings_agenda_item ON findings (agenda_item_id) WHERE agenda_item_id IS NOT NULL;

CREATE TABLE finding_priorities (
    finding_id TEXT NOT NULL REFERENCES findings (id),
    priority_id TEXT NOT NULL REFERENCES priorities (id),
    PRIMARY KEY (finding_id, priority_id)
);
CREATE INDEX finding_priorities_priority ON finding_priorities (priority_id, finding_id);

CREATE TABLE finding_revisions (
    finding_id TEXT NOT NULL REFERENCES findings (id),
    revision INTEGER NOT NULL,
    text TEXT NOT NULL,
    acknowledged_by TEXT,
    comment_due_on DATE,
    reason TEXT NOT NULL,
    replaced_by TEXT NOT NULL,
    replaced_at TIMESTAMP NOT NULL,
    PRIMARY KEY (finding_id, revision)
);

CREATE TABLE finding_ratings (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    finding_id TEXT NOT NULL REFERENCES findings (id),
    performance_scale_id TEXT REFERENCES rating_scales (id),
    performance_code TEXT CHECK (performance_code IN ('assured', 'partly_assured', 'not_assured')),
    performance_label TEXT,
    plan_scale_id TEXT REFERENCES rating_scales (id),
    plan_code TEXT CHECK (plan_code IN ('assured', 'partly_assured', 'not_assured')),
    plan_label TEXT,
    reason TEXT NOT NULL,
    given_while TEXT NOT NULL CHECK (given_while IN ('draft', 'shared', 'confirmed')),
    rated_by TEXT NOT NULL,
    rated_at TIMESTAMP NOT NULL
);
CREATE INDEX finding_ratings_finding ON finding_ratings (finding_id, id);
CREATE INDEX finding_ratings_performance_scale ON finding_ratings (performance_scale_id) WHERE performance_scale_id IS NOT NULL;
CREATE INDEX finding_ratings_plan_scale ON finding_ratings (plan_scale_id) WHERE plan_scale_id IS NOT NULL;

CREATE TABLE finding_comments (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    finding_id TEXT NOT NULL REFERENCES findings (id),
    finding_revision INTEGER NOT NULL,
    text TEXT,
    no_comment BOOLEAN NOT NULL,
    late BOOLEAN NOT NULL,
    author TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX finding_comments_finding ON finding_comments (finding_id, id);
