-- The ledger of a deadline is only ever added to.
CREATE TRIGGER deadline_entries_no_update BEFORE UPDATE ON deadline_entries BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER deadline_entries_no_delete BEFORE DELETE ON deadline_entries BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
