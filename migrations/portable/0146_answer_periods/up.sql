-- The time that a body gives for answers, by the form of the question; each period is JSON, null for none.
CREATE TABLE answer_periods (
    -- The slug of the area: there is one for each.
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    direct TEXT NOT NULL,
    request TEXT NOT NULL,
    challenge TEXT NOT NULL,
    public TEXT NOT NULL,
    urgent TEXT NOT NULL,
    very_late TEXT NOT NULL,
    applies_from DATE,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX answer_periods_area ON answer_periods (area, id);

ALTER TABLE questions ADD COLUMN urgent BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE questions ADD COLUMN urgent_reason TEXT;
