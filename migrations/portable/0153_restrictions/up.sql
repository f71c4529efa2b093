-- Drafts that only named people of one side read. A row ends with the draft; when a restricted draft is deleted its row stays, because
-- the audit trail still holds its words.
CREATE TABLE restrictions (
    -- The id of the draft, which is unique among all records.
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    side TEXT NOT NULL CHECK (side IN ('force', 'office')),
    reason TEXT NOT NULL,
    restricted_by TEXT NOT NULL,
    restricted_on DATE NOT NULL
);
CREATE INDEX restrictions_area ON restrictions (area, id);

CREATE TABLE restriction_people (
    restriction_id TEXT NOT NULL REFERENCES restrictions (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    area TEXT NOT NULL REFERENCES areas (slug),
    -- The name at that time.
    name TEXT NOT NULL,
    PRIMARY KEY (restriction_id, user_id)
);
CREATE INDEX restriction_people_user ON restriction_people (user_id, restriction_id);
CREATE INDEX restriction_people_area ON restriction_people (area);
