-- The head on complaints, which counts from 1 February 2020, and the Mayor's Office for Policing and Crime. A CHECK cannot be changed in
-- SQLite: the table of heads is made again, and so is the column of the kind.
CREATE TABLE question_heads_new (
    area TEXT NOT NULL REFERENCES areas (slug),
    question_id TEXT NOT NULL REFERENCES questions (id),
    head TEXT NOT NULL CHECK (head IN ('police_and_crime_plan', 'strategic_policing_requirement', 'codes_of_practice',
        'cooperation', 'local_engagement', 'value_for_money', 'equality_and_diversity', 'child_safeguarding', 'complaints')),
    PRIMARY KEY (question_id, head)
);
INSERT INTO question_heads_new (area, question_id, head) SELECT area, question_id, head FROM question_heads;
DROP TABLE question_heads;
ALTER TABLE question_heads_new RENAME TO question_heads;
CREATE INDEX question_heads_head ON question_heads (area, head, question_id);

ALTER TABLE bodies RENAME COLUMN kind TO kind_before;
ALTER TABLE bodies ADD COLUMN kind TEXT NOT NULL DEFAULT 'pcc'
    CHECK (kind IN ('pcc', 'pfcc', 'mayor', 'mopac', 'common_council', 'board'));
UPDATE bodies SET kind = kind_before;
ALTER TABLE bodies DROP COLUMN kind_before;
