-- In which capacity somebody acted, as the account had it at the time: the public reads the capacity, and never who typed. It is not
-- known of what was written before.
ALTER TABLE action_claims ADD COLUMN capacity TEXT;
ALTER TABLE action_claims ADD COLUMN judged_capacity TEXT;
ALTER TABLE action_checks ADD COLUMN capacity TEXT;
ALTER TABLE finding_comments ADD COLUMN capacity TEXT;
ALTER TABLE finding_ratings ADD COLUMN capacity TEXT;
ALTER TABLE deadline_entries ADD COLUMN actor_capacity TEXT;
