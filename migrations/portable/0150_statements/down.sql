ALTER TABLE meetings DROP COLUMN held_in;
ALTER TABLE exchange_revisions RENAME COLUMN challenge TO challenge_after;
ALTER TABLE exchange_revisions ADD COLUMN challenge TEXT NOT NULL DEFAULT '';
UPDATE exchange_revisions SET challenge = COALESCE(challenge_after, '');
ALTER TABLE exchange_revisions DROP COLUMN challenge_after;
ALTER TABLE exchanges RENAME COLUMN challenge TO challenge_after;
ALTER TABLE exchanges ADD COLUMN challenge TEXT NOT NULL DEFAULT '';
UPDATE exchanges SET challenge = COALESCE(challenge_after, '');
ALTER TABLE exchanges DROP COLUMN challenge_after;
