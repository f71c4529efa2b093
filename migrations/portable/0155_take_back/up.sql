-- What was done by mistake and taken back, what was escalated, what the force agrees with, and where on an agenda an action was set.
ALTER TABLE action_checks ADD COLUMN taken_back_on DATE;
ALTER TABLE action_checks ADD COLUMN taken_back_reason TEXT;
ALTER TABLE recommendations ADD COLUMN extensions TEXT NOT NULL DEFAULT '[]';
ALTER TABLE finding_comments ADD COLUMN agrees TEXT CHECK (agrees IN ('agree', 'agree_in_part', 'disagree'));
ALTER TABLE actions ADD COLUMN agenda_item_id TEXT REFERENCES agenda_items (id);
CREATE INDEX actions_agenda_item ON actions (agenda_item_id) WHERE agenda_item_id IS NOT NULL;

-- escalated_on is the day of the last escalation that stands. It follows from escalations, and is kept so that lists can be filtered
-- by it.
ALTER TABLE questions ADD COLUMN escalations TEXT NOT NULL DEFAULT '[]';
ALTER TABLE questions ADD COLUMN escalated_on DATE;
ALTER TABLE actions ADD COLUMN escalations TEXT NOT NULL DEFAULT '[]';
ALTER TABLE actions ADD COLUMN escalated_on DATE;
ALTER TABLE recommendations ADD COLUMN escalations TEXT NOT NULL DEFAULT '[]';
ALTER TABLE recommendations ADD COLUMN escalated_on DATE;
CREATE INDEX questions_escalated ON questions (area, id) WHERE escalated_on IS NOT NULL;
CREATE INDEX actions_escalated ON actions (area, id) WHERE escalated_on IS NOT NULL;
CREATE INDEX recommendations_escalated ON recommendations (area, id) WHERE escalated_on IS NOT NULL;
CREATE INDEX actions_void ON actions (area, id) WHERE voided_on IS NOT NULL;
CREATE INDEX exchanges_void ON exchanges (area, id) WHERE voided_on IS NOT NULL;

-- What lists that ask for what is late read, and the report on deadlines.
CREATE INDEX questions_lateness ON questions (area, due_on, status, id) WHERE due_on IS NOT NULL;
CREATE INDEX questions_in_time ON questions (area, form, status, due_on, replied_since, final_response_on)
    WHERE put_on IS NOT NULL;
CREATE INDEX actions_lateness ON actions (area, due_on, status, id) WHERE voided_on IS NULL;
CREATE INDEX action_claims_area ON action_claims (area, action_id, verdict, claimed_at);
CREATE INDEX papers_lateness ON papers (area, due_on, meeting_id, id);
CREATE INDEX recommendations_lateness ON recommendations (area, due_on, status, set_id, id);
