-- Editions without a number get those that are left, in the order of their preparation.
UPDATE editions SET number = (SELECT coalesce(max(other.number), 0) FROM editions other
    WHERE other.subject_id = editions.subject_id AND other.kind = editions.kind)
    + (SELECT count(*) FROM editions other WHERE other.subject_id = editions.subject_id AND other.kind = editions.kind
    AND other.number = 0 AND other.id <= editions.id) WHERE number = 0;
DROP INDEX editions_subject;
CREATE UNIQUE INDEX editions_subject ON editions (subject_id, kind, number);
DROP TABLE action_reopenings;
DROP TABLE judgements_taken_back;
ALTER TABLE action_claims DROP COLUMN taken_back_reason;
ALTER TABLE action_claims DROP COLUMN taken_back_on;
ALTER TABLE actions DROP COLUMN void_reason;
ALTER TABLE actions DROP COLUMN voided_on;
ALTER TABLE exchanges DROP COLUMN void_reason;
ALTER TABLE exchanges DROP COLUMN voided_on;
ALTER TABLE meetings DROP COLUMN reinstated_reason;
ALTER TABLE meetings DROP COLUMN agreed_capacity;
ALTER TABLE meetings DROP COLUMN agreed_by;
ALTER TABLE meetings DROP COLUMN agreed_on;
