-- What the public may see, as it was published. An edition is prepared from the working record; what is published of it is a
-- document in the publication log, which is only ever added to.

CREATE TABLE editions (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    -- The record as the public will read it, redacted: JSON.
    record TEXT NOT NULL,
    -- What is withheld from it, with reasons: JSON.
    withheld TEXT NOT NULL,
    -- SHA-256 of the record it was prepared from, before and after redaction: tells whether it is behind.
    source_sha256 TEXT NOT NULL,
    warnings TEXT NOT NULL,
    significance TEXT,
    change_note TEXT,
    status TEXT NOT NULL CHECK (status IN ('prepared', 'approved', 'published', 'superseded', 'withdrawn')),
    publish_at TIMESTAMP,
    approved_by TEXT REFERENCES users (id),
    approved_by_name TEXT,
    approved_at TIMESTAMP,
    -- The approver acted under a delegation of the PCC, and which.
    delegation_id TEXT,
    published_at TIMESTAMP,
    superseded_by TEXT REFERENCES editions (id),
    withdrawn_at TIMESTAMP,
    explanation TEXT,
    created_by TEXT REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX editions_area ON editions (area, id);
CREATE UNIQUE INDEX editions_subject ON editions (subject_id, kind, number);
CREATE INDEX editions_due ON editions (publish_at, id) WHERE publish_at IS NOT NULL AND published_at IS NULL;

-- The publication log: leaf N is the document with that number, in the order of commits, of all areas of this service.
CREATE TABLE publication_log (
    leaf INTEGER NOT NULL PRIMARY KEY,
    area TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('edition', 'withdrawal')),
    edition_id TEXT NOT NULL REFERENCES editions (id),
    edition_kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    -- Canonical JSON (RFC 8785).
    document TEXT NOT NULL,
    -- SHA-256 of the document, in hexadecimal.
    sha256 TEXT NOT NULL,
    -- SHA-256(0x00 || document) (RFC 9162 section 2.1.1), in hexadecimal.
    leaf_hash TEXT NOT NULL,
    at TIMESTAMP NOT NULL
);
CREATE INDEX publication_log_edition ON publication_log (edition_id, leaf);
CREATE INDEX publication_log_area ON publication_log (area, leaf);

-- What is kept from the public, of which record, why and until when it is looked at again.
CREATE TABLE redactions (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    resource TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    field TEXT NOT NULL,
    -- The exact words that are withheld; absent when the whole field is.
    span TEXT,
    -- Which occurrence of the words, from 1; absent for every one.
    occurrence INTEGER,
    reason TEXT NOT NULL,
    note TEXT,
    review_on DATE,
    status TEXT NOT NULL CHECK (status IN ('active', 'lifted')),
    author TEXT NOT NULL,
    lifted_reason TEXT,
    created_by TEXT REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX redactions_area ON redactions (area, id);
CREATE INDEX redactions_resource ON redactions (resource_id, id);

-- The withheld values behind the commitments of an edition: SHA-256(salt || value). Salt and value can be erased.
CREATE TABLE withheld_values (
    edition_id TEXT NOT NULL REFERENCES editions (id),
    position INTEGER NOT NULL,
    area TEXT NOT NULL,
    redaction_id TEXT,
    pointer TEXT NOT NULL,
    commitment TEXT NOT NULL,
    salt TEXT,
    value TEXT,
    erased_at TIMESTAMP,
    PRIMARY KEY (edition_id, position)
);
CREATE INDEX withheld_values_area ON withheld_values (area, edition_id);

-- Who may approve publication besides the PCC.
CREATE TABLE publication_delegations (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    user_id TEXT NOT NULL REFERENCES users (id),
    reason TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    status TEXT NOT NULL CHECK (status IN ('active', 'revoked')),
    granted_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX publication_delegations_area ON publication_delegations (area, id);
CREATE INDEX publication_delegations_user ON publication_delegations (user_id, id);

-- Days before an election on which nothing is published.
CREATE TABLE publication_holds (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    reason TEXT NOT NULL,
    from_on DATE NOT NULL,
    to_on DATE NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('active', 'lifted')),
    created_by TEXT REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX publication_holds_area ON publication_holds (area, id);

-- Whether somebody's name is published beside the capacity; junior staff are not named unless this is set.
ALTER TABLE attendance ADD COLUMN publish_name BOOLEAN;
