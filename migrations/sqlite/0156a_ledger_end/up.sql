-- The ledger is append-only again.
CREATE TRIGGER deadline_entries_no_update BEFORE UPDATE ON deadline_entries BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
