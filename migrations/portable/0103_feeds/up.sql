-- What feeds and calendars are made of: made from the publication log alone, in the transaction of each publication, and made
-- anew from it by `answerable public rebuild`.

-- One entry for each document of the log, in its order: pages of history never shift.
CREATE TABLE feed_entries (
    leaf INTEGER NOT NULL PRIMARY KEY,
    area TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('edition', 'withdrawal')),
    edition_id TEXT NOT NULL,
    edition_kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    -- Words and categories (JSON) of the entry; absent once its edition is withdrawn.
    title TEXT,
    summary TEXT,
    content TEXT,
    categories TEXT,
    supersedes TEXT,
    -- Of a withdrawal: why.
    explanation TEXT,
    at TIMESTAMP NOT NULL
);
CREATE INDEX feed_entries_area ON feed_entries (area, leaf);
CREATE INDEX feed_entries_edition ON feed_entries (edition_id);

-- What an entry can be filtered by: priority:ID, topic:ID, meeting_kind:KIND. A withdrawal has those of its edition.
CREATE TABLE feed_entry_terms (
    term TEXT NOT NULL,
    leaf INTEGER NOT NULL,
    area TEXT NOT NULL,
    PRIMARY KEY (term, leaf)
);
CREATE INDEX feed_entry_terms_leaf ON feed_entry_terms (leaf);
CREATE INDEX feed_entry_terms_area ON feed_entry_terms (area, term);

-- The public calendar: an event keeps its id for ever, and its sequence rises with each edition that speaks of it.
CREATE TABLE feed_events (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL,
    resource TEXT NOT NULL CHECK (resource IN ('meeting', 'question', 'action', 'recommendation_set')),
    -- The edition that it stands in, or stood in last.
    edition_id TEXT NOT NULL,
    edition_kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    cancelled BOOLEAN NOT NULL,
    day DATE NOT NULL,
    -- The words of the event (JSON); absent once it stands in no edition.
    event TEXT,
    at TIMESTAMP NOT NULL
);
CREATE INDEX feed_events_area ON feed_events (area, id);
CREATE INDEX feed_events_subject ON feed_events (subject_id, edition_kind);

-- Secrets with which a calendar program reads the deadlines of its owner, and nothing else.
CREATE TABLE calendar_tokens (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    user_id TEXT NOT NULL REFERENCES users (id),
    label TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('active', 'revoked')),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX calendar_tokens_area ON calendar_tokens (area, id);
CREATE INDEX calendar_tokens_user ON calendar_tokens (user_id, id);
CREATE UNIQUE INDEX calendar_tokens_secret ON calendar_tokens (secret_hash);
