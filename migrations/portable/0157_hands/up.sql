-- Who ever claimed a recommendation complete never verifies it, whatever became of the claim. Before, only the last claimant was kept.
ALTER TABLE recommendations ADD COLUMN hands TEXT NOT NULL DEFAULT '{"claimed":[],"accepted":[]}';
UPDATE recommendations SET hands = '{"claimed":["' || claimed_by || '"],"accepted":[]}' WHERE claimed_by IS NOT NULL;
