ALTER TABLE deadline_entries DROP COLUMN actor_capacity;
ALTER TABLE finding_ratings DROP COLUMN capacity;
ALTER TABLE finding_comments DROP COLUMN capacity;
ALTER TABLE action_checks DROP COLUMN capacity;
ALTER TABLE action_claims DROP COLUMN judged_capacity;
ALTER TABLE action_claims DROP COLUMN capacity;
