-- The service standard of a body: within how many working days it publishes what the Specified Information Order asks for.
CREATE TABLE publication_standards (
    -- The slug of the area: there is one for each.
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    notice_days INTEGER NOT NULL,
    agenda_days INTEGER NOT NULL,
    minutes_days INTEGER NOT NULL,
    decision_days INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX publication_standards_area ON publication_standards (area, id);
