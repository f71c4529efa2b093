-- There is no kind to put in place of the Mayor's Office, and no head in place of complaints: both have to be gone before.
ALTER TABLE bodies RENAME COLUMN kind TO kind_after;
ALTER TABLE bodies ADD COLUMN kind TEXT NOT NULL DEFAULT 'pcc'
    CHECK (kind IN ('pcc', 'pfcc', 'mayor', 'common_council', 'board'));
UPDATE bodies SET kind = kind_after;
ALTER TABLE bodies DROP COLUMN kind_after;

CREATE TABLE question_heads_old (
    area TEXT NOT NULL REFERENCES areas (slug),
    question_id TEXT NOT NULL REFERENCES questions (id),
    head TEXT NOT NULL CHECK (head IN ('police_and_crime_plan', 'strategic_policing_requirement', 'codes_of_practice',
        'cooperation', 'local_engagement', 'value_for_money', 'equality_and_diversity', 'child_safeguarding')),
    PRIMARY KEY (question_id, head)
);
INSERT INTO question_heads_old (area, question_id, head) SELECT area, question_id, head FROM question_heads;
DROP TABLE question_heads;
ALTER TABLE question_heads_old RENAME TO question_heads;
CREATE INDEX question_heads_head ON question_heads (area, head, question_id);
