-- The audit trail and superseded wordings are only ever added to.
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER question_revisions_no_update BEFORE UPDATE ON question_revisions BEGIN SELECT RAISE(ABORT, 'revisions are append-only'); END;
CREATE TRIGGER question_revisions_no_delete BEFORE DELETE ON question_revisions BEGIN SELECT RAISE(ABORT, 'revisions are append-only'); END;
CREATE TRIGGER response_revisions_no_update BEFORE UPDATE ON response_revisions BEGIN SELECT RAISE(ABORT, 'revisions are append-only'); END;
CREATE TRIGGER response_revisions_no_delete BEFORE DELETE ON response_revisions BEGIN SELECT RAISE(ABORT, 'revisions are append-only'); END;
