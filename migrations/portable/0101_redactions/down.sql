ALTER TABLE publication_holds DROP COLUMN ended_reason;
ALTER TABLE publication_delegations DROP COLUMN revoked_reason;
DROP INDEX redactions_review;
