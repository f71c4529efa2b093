-- Something may be said that nobody asked: a statement is an exchange without a challenge. SQLite cannot take NOT NULL away from a
-- column, so the column is made again.
ALTER TABLE exchanges RENAME COLUMN challenge TO challenge_before;
ALTER TABLE exchanges ADD COLUMN challenge TEXT;
UPDATE exchanges SET challenge = challenge_before;
ALTER TABLE exchanges DROP COLUMN challenge_before;
ALTER TABLE exchange_revisions RENAME COLUMN challenge TO challenge_before;
ALTER TABLE exchange_revisions ADD COLUMN challenge TEXT;
UPDATE exchange_revisions SET challenge = challenge_before;
ALTER TABLE exchange_revisions DROP COLUMN challenge_before;

-- The month (YYYY-MM) of a meeting of long ago whose day is not known; held_on is then the last day of that month, by which it is
-- ordered and which nobody is shown.
ALTER TABLE meetings ADD COLUMN held_in TEXT;
