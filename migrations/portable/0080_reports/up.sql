-- Heads of section 1(8) of the Police Reform and Social Responsibility Act 2011 that a question is about.
ALTER TABLE questions ADD COLUMN heads TEXT NOT NULL DEFAULT '[]';
CREATE TABLE question_heads (
    area TEXT NOT NULL REFERENCES areas (slug),
    question_id TEXT NOT NULL REFERENCES questions (id),
    head TEXT NOT NULL CHECK (head IN ('police_and_crime_plan', 'strategic_policing_requirement', 'codes_of_practice',
        'cooperation', 'local_engagement', 'value_for_money', 'equality_and_diversity', 'child_safeguarding')),
    PRIMARY KEY (question_id, head)
);
CREATE INDEX question_heads_head ON question_heads (area, head, question_id);

-- The day a question was put, with its id: what the links to priorities and heads are joined by, without the drafts.
CREATE INDEX questions_put_days ON questions (area, put_on, id) WHERE put_on IS NOT NULL;
-- Evidence of a year: actions by the day they were set, verdicts on claims by their instant.
CREATE INDEX actions_set ON actions (area, set_on, id);
CREATE INDEX action_claims_judged ON action_claims (area, verdict, judged_at, action_id);
