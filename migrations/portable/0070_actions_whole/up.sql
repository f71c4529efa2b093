-- What an action keeps beside its first words: several owners and conditions, its claims, checks and extensions, the
-- meetings it stood at, and what it comes from.

ALTER TABLE actions ADD COLUMN particulars TEXT NOT NULL DEFAULT '{}';
ALTER TABLE actions ADD COLUMN hands TEXT NOT NULL DEFAULT '{}';
ALTER TABLE actions ADD COLUMN times_extended INTEGER NOT NULL DEFAULT 0;
ALTER TABLE actions ADD COLUMN set_on DATE NOT NULL DEFAULT '1800-01-01';
-- Who claimed and who accepted before, as far as the last of each can be known.
UPDATE actions SET hands = '{"claimed":["' || claimed_by || '"],"accepted":' || coalesce(
    '["' || (SELECT max(actor_id) FROM audit WHERE resource_id = actions.id AND act = 'accept') || '"]', '[]') || '}'
    WHERE claimed_by IS NOT NULL;
UPDATE actions SET set_on =
    coalesce((SELECT held_on FROM meetings WHERE meetings.id = actions.meeting_id), date(created_at));
-- Covers the counts of the report: neither database reads a row of the table for them.
CREATE INDEX actions_standing ON actions (area, status, set_on, due_on, needs_review, times_reopened, id);
CREATE INDEX actions_superseded_by ON actions (superseded_by) WHERE superseded_by IS NOT NULL;

-- The keys are the words in lower case as the application makes it: the databases differ beyond ASCII.
CREATE TABLE action_owners (
    action_id TEXT NOT NULL REFERENCES actions (id),
    position INTEGER NOT NULL,
    area TEXT NOT NULL REFERENCES areas (slug),
    capacity TEXT,
    name TEXT,
    side TEXT CHECK (side IN ('force', 'body')),
    capacity_key TEXT,
    name_key TEXT,
    PRIMARY KEY (action_id, position)
);
-- The area second: an index that began with it would tempt SQLite to walk through all owners of the area for either key.
CREATE INDEX action_owners_capacity ON action_owners (capacity_key, area, action_id);
CREATE INDEX action_owners_name ON action_owners (name_key, area, action_id);
INSERT INTO action_owners (action_id, position, area, capacity, name, side, capacity_key, name_key)
    SELECT id, 0, area, owner, NULL, owner_side, lower(owner), NULL FROM actions WHERE owner IS NOT NULL;

CREATE TABLE action_claims (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    action_id TEXT NOT NULL REFERENCES actions (id),
    claimed_by TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side IN ('force', 'body')),
    claimed_at TIMESTAMP NOT NULL,
    evidence TEXT NOT NULL,
    verdict TEXT CHECK (verdict IN ('accepted', 'rejected')),
    verdict_reason TEXT,
    judged_by TEXT,
    judged_at TIMESTAMP
);
CREATE INDEX action_claims_action ON action_claims (action_id, id);

CREATE TABLE action_checks (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    action_id TEXT NOT NULL REFERENCES actions (id),
    result TEXT NOT NULL CHECK (result IN ('confirmed', 'refuted')),
    reason TEXT NOT NULL,
    checked_by TEXT NOT NULL,
    checked_at TIMESTAMP NOT NULL
);
CREATE INDEX action_checks_action ON action_checks (action_id, id);

CREATE TABLE action_meetings (
    action_id TEXT NOT NULL REFERENCES actions (id),
    meeting_id TEXT NOT NULL REFERENCES meetings (id),
    area TEXT NOT NULL REFERENCES areas (slug),
    note TEXT,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    PRIMARY KEY (action_id, meeting_id)
);
CREATE INDEX action_meetings_meeting ON action_meetings (meeting_id, action_id);

-- No CHECK on the kinds: they grow, and a CHECK cannot be altered on both databases.
CREATE TABLE action_sources (
    action_id TEXT NOT NULL REFERENCES actions (id),
    position INTEGER NOT NULL,
    area TEXT NOT NULL REFERENCES areas (slug),
    kind TEXT NOT NULL,
    source_id TEXT NOT NULL,
    PRIMARY KEY (action_id, position)
);
CREATE INDEX action_sources_source ON action_sources (source_id, kind, action_id);
