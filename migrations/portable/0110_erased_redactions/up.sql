-- When the words of a redaction that was lifted were forgotten.
ALTER TABLE redactions ADD COLUMN erased_at TIMESTAMP;
