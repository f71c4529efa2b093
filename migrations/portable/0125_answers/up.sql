-- A reply at a meeting answers the question that it is about, and the day on which something was said is kept apart from the moment
-- of its row.

-- The day a response was given; absent while it is a draft.
ALTER TABLE responses ADD COLUMN given_on DATE;

-- When and why the reply was returned with its question; from then on it answers nothing.
ALTER TABLE exchanges ADD COLUMN returned_on DATE;
ALTER TABLE exchanges ADD COLUMN returned_reason TEXT;

-- The day a question was last returned; and the day of the first answer that stands or, while the question is put or returned, of the
-- first holding response that does.
ALTER TABLE questions ADD COLUMN returned_on DATE;
ALTER TABLE questions ADD COLUMN replied_since DATE;

-- Absent in judgements from before: the day of their row is all that is known of them.
ALTER TABLE answer_judgements ADD COLUMN judged_on DATE;
-- What whoever judged is in the office.
ALTER TABLE answer_judgements ADD COLUMN judged_capacity TEXT;

-- All that the report on answers reads, in the order it groups by.
DROP INDEX questions_answers;
CREATE INDEX questions_answers ON questions
    (area, put_on, status, outcome, replied_since, first_response_on, final_response_on) WHERE put_on IS NOT NULL;
