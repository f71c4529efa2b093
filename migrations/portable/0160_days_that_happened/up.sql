-- The days on which things happened, beside the instants at which they were recorded. No day where it is not known.
ALTER TABLE action_claims ADD COLUMN claimed_on DATE;
ALTER TABLE action_claims ADD COLUMN judged_on DATE;
ALTER TABLE action_checks ADD COLUMN checked_on DATE;
ALTER TABLE action_updates ADD COLUMN said_on DATE;
ALTER TABLE finding_ratings ADD COLUMN rated_on DATE;
ALTER TABLE finding_comments ADD COLUMN made_on DATE;

-- When the work on an action was done (a day, or only a year or a month), and the day on which it ended: was accepted, closed or
-- superseded. The reference under which the office keeps it.
ALTER TABLE actions ADD COLUMN completed_on DATE;
ALTER TABLE actions ADD COLUMN completed_in TEXT;
ALTER TABLE actions ADD COLUMN ended_on DATE;
ALTER TABLE actions ADD COLUMN own_reference TEXT;
CREATE INDEX actions_own_reference ON actions (area, own_reference);

ALTER TABLE recommendations ADD COLUMN completed_on DATE;
ALTER TABLE recommendations ADD COLUMN ended_on DATE;

-- What a decision form has beside the decision. Documents are a JSON list of titles and addresses.
ALTER TABLE decisions ADD COLUMN title TEXT;
ALTER TABLE decisions ADD COLUMN own_reference TEXT;
ALTER TABLE decisions ADD COLUMN signed_on DATE;
ALTER TABLE decisions ADD COLUMN documents TEXT NOT NULL DEFAULT '[]';
ALTER TABLE decisions ADD COLUMN conflicts TEXT;
ALTER TABLE decisions ADD COLUMN revoked_on DATE;
CREATE INDEX decisions_own_reference ON decisions (area, own_reference);
