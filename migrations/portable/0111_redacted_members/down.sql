ALTER TABLE redactions DROP COLUMN member_sha256;
