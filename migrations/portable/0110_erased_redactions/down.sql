ALTER TABLE redactions DROP COLUMN erased_at;
