DROP INDEX questions_answers;
CREATE INDEX questions_answers ON questions
    (area, put_on, status, outcome, first_response_on, final_response_on) WHERE put_on IS NOT NULL;
ALTER TABLE answer_judgements DROP COLUMN judged_capacity;
ALTER TABLE answer_judgements DROP COLUMN judged_on;
ALTER TABLE questions DROP COLUMN replied_since;
ALTER TABLE questions DROP COLUMN returned_on;
ALTER TABLE exchanges DROP COLUMN returned_reason;
ALTER TABLE exchanges DROP COLUMN returned_on;
ALTER TABLE responses DROP COLUMN given_on;
