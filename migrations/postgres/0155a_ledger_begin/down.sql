-- The ledger is append-only again.
CREATE TRIGGER deadline_entries_append_only BEFORE UPDATE OR DELETE ON deadline_entries FOR EACH ROW EXECUTE FUNCTION refuse_change();
