-- The audit trail and superseded wordings are only ever added to.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER question_revisions_append_only BEFORE UPDATE OR DELETE ON question_revisions FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER response_revisions_append_only BEFORE UPDATE OR DELETE ON response_revisions FOR EACH ROW EXECUTE FUNCTION refuse_change();
