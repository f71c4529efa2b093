-- Types are the ones both databases understand. Ids and enumerations are TEXT; JSON is TEXT; instants are UTC.

CREATE TABLE areas (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    force_name TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);

CREATE TABLE bodies (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    kind TEXT NOT NULL CHECK (kind IN ('pcc', 'pfcc', 'mayor', 'common_council', 'board')),
    name TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    succeeded_by TEXT REFERENCES bodies (id),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX bodies_area ON bodies (area, id);

CREATE TABLE users (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    kind TEXT NOT NULL CHECK (kind IN ('person', 'machine')),
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('pcc', 'opcc', 'force')),
    capacity TEXT,
    scope TEXT NOT NULL CHECK (scope IN ('read', 'write')),
    status TEXT NOT NULL CHECK (status IN ('active', 'deactivated')),
    secret_hash TEXT,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX users_area ON users (area, id);

CREATE TABLE refresh_tokens (
    hash TEXT NOT NULL PRIMARY KEY,
    family TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    scope TEXT NOT NULL CHECK (scope IN ('read', 'write')),
    issued_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP,
    revoked_at TIMESTAMP
);
CREATE INDEX refresh_tokens_family ON refresh_tokens (family);
CREATE INDEX refresh_tokens_user ON refresh_tokens (user_id);
CREATE INDEX refresh_tokens_expiry ON refresh_tokens (expires_at);

CREATE TABLE revoked_tokens (
    jti TEXT NOT NULL PRIMARY KEY,
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX revoked_tokens_expiry ON revoked_tokens (expires_at);

CREATE TABLE plans (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    body_id TEXT NOT NULL REFERENCES bodies (id),
    title TEXT NOT NULL,
    summary TEXT,
    period_from DATE NOT NULL,
    period_to DATE NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('draft', 'adopted', 'superseded')),
    adopted_on DATE,
    superseded_on DATE,
    superseded_by TEXT REFERENCES plans (id),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX plans_area ON plans (area, id);

CREATE TABLE priorities (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    plan_id TEXT NOT NULL REFERENCES plans (id),
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    description TEXT,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX priorities_area ON priorities (area, id);
CREATE INDEX priorities_plan ON priorities (plan_id, position);

CREATE TABLE topics (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    title TEXT NOT NULL,
    summary TEXT,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX topics_area ON topics (area, id);

CREATE TABLE meetings (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    body_id TEXT NOT NULL REFERENCES bodies (id),
    kind TEXT NOT NULL
        CHECK (kind IN ('assurance', 'thematic', 'performance', 'public', 'virtual', 'governance_board')),
    title TEXT NOT NULL,
    held_on DATE NOT NULL,
    starts_at TEXT,
    venue TEXT,
    is_public BOOLEAN NOT NULL,
    chair TEXT,
    minute_taker TEXT,
    status TEXT NOT NULL CHECK (status IN ('scheduled', 'held', 'agreed', 'cancelled')),
    cancelled_reason TEXT,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX meetings_area ON meetings (area, id);
CREATE INDEX meetings_day ON meetings (area, held_on, id);

CREATE TABLE attendance (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    meeting_id TEXT NOT NULL REFERENCES meetings (id),
    name TEXT NOT NULL,
    capacity TEXT NOT NULL,
    attended TEXT NOT NULL CHECK (attended IN ('present', 'apologies')),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX attendance_meeting ON attendance (meeting_id, id);

CREATE TABLE agenda_items (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    meeting_id TEXT NOT NULL REFERENCES meetings (id),
    parent_id TEXT REFERENCES agenda_items (id),
    position INTEGER NOT NULL,
    printed_number TEXT,
    kind TEXT NOT NULL
        CHECK (kind IN ('brought_forward', 'holding_to_account', 'inspection', 'aob', 'next_meeting', 'other')),
    title TEXT NOT NULL,
    note TEXT,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX agenda_items_meeting ON agenda_items (meeting_id, id);

CREATE TABLE questions (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    reference TEXT UNIQUE,
    form TEXT NOT NULL CHECK (form IN ('direct', 'request', 'challenge', 'public')),
    text TEXT NOT NULL,
    context TEXT,
    revision INTEGER NOT NULL,
    priority_ids TEXT NOT NULL,
    topic_id TEXT REFERENCES topics (id),
    meeting_id TEXT REFERENCES meetings (id),
    agenda_item_id TEXT REFERENCES agenda_items (id),
    printed_number TEXT,
    asked_by TEXT,
    put_on DATE,
    due_on DATE,
    status TEXT NOT NULL CHECK (status IN ('draft', 'put', 'answered', 'returned', 'closed', 'withdrawn')),
    outcome TEXT CHECK (outcome IN ('answered', 'part_answered', 'not_answered', 'declined', 'carried_forward')),
    status_reason TEXT,
    brought_forward_from TEXT REFERENCES questions (id),
    carried_forward_to TEXT REFERENCES questions (id),
    created_by TEXT REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX questions_area ON questions (area, id);
CREATE INDEX questions_put ON questions (area, (coalesce(put_on, '9999-12-31')), id);
CREATE INDEX questions_due ON questions (area, (coalesce(due_on, '9999-12-31')), id);
CREATE INDEX questions_updated ON questions (area, updated_at, id);
CREATE INDEX questions_meeting ON questions (meeting_id, id) WHERE meeting_id IS NOT NULL;
CREATE INDEX questions_topic ON questions (topic_id, id) WHERE topic_id IS NOT NULL;

CREATE TABLE question_priorities (
    question_id TEXT NOT NULL REFERENCES questions (id),
    priority_id TEXT NOT NULL REFERENCES priorities (id),
    PRIMARY KEY (question_id, priority_id)
);
CREATE INDEX question_priorities_priority ON question_priorities (priority_id, question_id);

CREATE TABLE question_revisions (
    question_id TEXT NOT NULL REFERENCES questions (id),
    revision INTEGER NOT NULL,
    text TEXT NOT NULL,
    context TEXT,
    reason TEXT NOT NULL,
    replaced_by TEXT NOT NULL,
    replaced_at TIMESTAMP NOT NULL,
    PRIMARY KEY (question_id, revision)
);

CREATE TABLE responses (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    question_id TEXT NOT NULL REFERENCES questions (id),
    question_revision INTEGER NOT NULL,
    side TEXT NOT NULL CHECK (side IN ('force', 'office')),
    text TEXT NOT NULL,
    points TEXT NOT NULL,
    revision INTEGER NOT NULL,
    speakers TEXT NOT NULL,
    attribution TEXT NOT NULL CHECK (attribution IN ('single', 'joint', 'split', 'unattributed')),
    mode TEXT NOT NULL CHECK (mode IN ('oral', 'written')),
    holding BOOLEAN NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('draft', 'submitted', 'accepted', 'returned')),
    status_reason TEXT,
    submitted_at TIMESTAMP,
    created_by TEXT REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX responses_question ON responses (question_id, id);

CREATE TABLE response_revisions (
    response_id TEXT NOT NULL REFERENCES responses (id),
    revision INTEGER NOT NULL,
    text TEXT NOT NULL,
    points TEXT NOT NULL,
    reason TEXT NOT NULL,
    replaced_by TEXT NOT NULL,
    replaced_at TIMESTAMP NOT NULL,
    PRIMARY KEY (response_id, revision)
);

CREATE TABLE actions (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    reference TEXT NOT NULL UNIQUE,
    text TEXT,
    condition TEXT,
    owner TEXT,
    owner_side TEXT CHECK (owner_side IN ('force', 'body')),
    due_on DATE,
    due_text TEXT,
    priority_ids TEXT NOT NULL,
    question_id TEXT REFERENCES questions (id),
    meeting_id TEXT REFERENCES meetings (id),
    needs_review BOOLEAN NOT NULL,
    status TEXT NOT NULL CHECK (status IN
        ('open', 'in_progress', 'claimed_complete', 'accepted', 'closed_not_implemented', 'superseded')),
    status_reason TEXT,
    claimed_by TEXT REFERENCES users (id),
    evidence TEXT,
    times_rejected INTEGER NOT NULL,
    times_reopened INTEGER NOT NULL,
    outcome_check TEXT CHECK (outcome_check IN ('confirmed', 'refuted')),
    superseded_by TEXT REFERENCES actions (id),
    created_by TEXT REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX actions_area ON actions (area, id);
CREATE INDEX actions_due ON actions (area, (coalesce(due_on, '9999-12-31')), id);
CREATE INDEX actions_updated ON actions (area, updated_at, id);
CREATE INDEX actions_question ON actions (question_id, id) WHERE question_id IS NOT NULL;
CREATE INDEX actions_meeting ON actions (meeting_id, id) WHERE meeting_id IS NOT NULL;

CREATE TABLE action_priorities (
    action_id TEXT NOT NULL REFERENCES actions (id),
    priority_id TEXT NOT NULL REFERENCES priorities (id),
    PRIMARY KEY (action_id, priority_id)
);
CREATE INDEX action_priorities_priority ON action_priorities (priority_id, action_id);

CREATE TABLE action_updates (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    action_id TEXT NOT NULL REFERENCES actions (id),
    text TEXT NOT NULL,
    author TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side IN ('force', 'body')),
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX action_updates_action ON action_updates (action_id, id);

CREATE TABLE audit (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    actor_id TEXT,
    actor_name TEXT NOT NULL,
    actor_role TEXT NOT NULL,
    resource TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    act TEXT NOT NULL,
    from_status TEXT,
    to_status TEXT,
    reason TEXT,
    changes TEXT NOT NULL,
    version INTEGER NOT NULL,
    request_id TEXT NOT NULL
);
CREATE INDEX audit_area ON audit (area, id);
CREATE INDEX audit_resource ON audit (resource_id, id);

CREATE TABLE idempotency_keys (
    caller TEXT NOT NULL,
    route TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL,
    etag TEXT,
    location TEXT,
    body TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (caller, route, key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

CREATE TABLE counters (
    area TEXT NOT NULL,
    series TEXT NOT NULL,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (area, series, year)
);

CREATE TABLE imports (
    sha256 TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL,
    file_name TEXT NOT NULL,
    imported_at TIMESTAMP NOT NULL
);
