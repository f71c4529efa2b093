-- Redactions by the day they are looked at again; why a delegation was revoked and why a hold ended before its day.
CREATE INDEX redactions_review ON redactions (area, review_on, id);
ALTER TABLE publication_delegations ADD COLUMN revoked_reason TEXT;
ALTER TABLE publication_holds ADD COLUMN ended_reason TEXT;
