-- What was agreed, and what was taken back.
ALTER TABLE meetings ADD COLUMN agreed_on DATE;
ALTER TABLE meetings ADD COLUMN agreed_by TEXT;
ALTER TABLE meetings ADD COLUMN agreed_capacity TEXT;
ALTER TABLE meetings ADD COLUMN reinstated_reason TEXT;
ALTER TABLE exchanges ADD COLUMN voided_on DATE;
ALTER TABLE exchanges ADD COLUMN void_reason TEXT;
ALTER TABLE actions ADD COLUMN voided_on DATE;
ALTER TABLE actions ADD COLUMN void_reason TEXT;
ALTER TABLE action_claims ADD COLUMN taken_back_on DATE;
ALTER TABLE action_claims ADD COLUMN taken_back_reason TEXT;

-- Judgements are only ever added to: that one was taken back is a row of its own.
CREATE TABLE judgements_taken_back (
    id TEXT NOT NULL PRIMARY KEY REFERENCES answer_judgements (id),
    area TEXT NOT NULL REFERENCES areas (slug),
    question_id TEXT NOT NULL REFERENCES questions (id),
    reason TEXT NOT NULL,
    taken_back_by TEXT NOT NULL,
    taken_back_on DATE NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX judgements_taken_back_question ON judgements_taken_back (question_id);
CREATE INDEX judgements_taken_back_area ON judgements_taken_back (area, id);

-- Times at which an action that had ended was opened again.
CREATE TABLE action_reopenings (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    action_id TEXT NOT NULL REFERENCES actions (id),
    from_status TEXT NOT NULL,
    reason TEXT NOT NULL,
    reopened_by TEXT NOT NULL,
    capacity TEXT,
    reopened_on DATE NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX action_reopenings_action ON action_reopenings (action_id, id);
CREATE INDEX action_reopenings_area ON action_reopenings (area, id);

-- An edition gets its number when it is published; until then it is 0.
DROP INDEX editions_subject;
UPDATE editions SET number = 0 WHERE published_at IS NULL;
CREATE UNIQUE INDEX editions_subject ON editions (subject_id, kind, number) WHERE number > 0;
