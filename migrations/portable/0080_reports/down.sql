DROP INDEX action_claims_judged;
DROP INDEX actions_set;
DROP INDEX questions_put_days;
DROP TABLE question_heads;
ALTER TABLE questions DROP COLUMN heads;
