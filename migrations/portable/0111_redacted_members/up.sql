-- The member that a redaction by position was made of, salted and hashed: when it is another one, the position says nothing.
ALTER TABLE redactions ADD COLUMN member_sha256 TEXT;
