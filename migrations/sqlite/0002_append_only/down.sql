DROP TRIGGER response_revisions_no_delete;
DROP TRIGGER response_revisions_no_update;
DROP TRIGGER question_revisions_no_delete;
DROP TRIGGER question_revisions_no_update;
DROP TRIGGER audit_no_delete;
DROP TRIGGER audit_no_update;
