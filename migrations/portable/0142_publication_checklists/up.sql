-- The check list of a body for the manner of publication (SI 2011/3050, Schedule, Part 3): there is one for each area.
CREATE TABLE publication_checklists (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    -- What was checked, by requirement: JSON objects or null.
    national_priorities TEXT NOT NULL,
    inspections TEXT NOT NULL,
    complaints TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX publication_checklists_area ON publication_checklists (area, id);
