CREATE TRIGGER exchange_revisions_append_only BEFORE UPDATE OR DELETE ON exchange_revisions FOR EACH ROW EXECUTE FUNCTION refuse_change();
