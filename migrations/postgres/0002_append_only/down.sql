DROP TRIGGER response_revisions_append_only ON response_revisions;
DROP TRIGGER question_revisions_append_only ON question_revisions;
DROP TRIGGER audit_append_only ON audit;
DROP FUNCTION refuse_change;
