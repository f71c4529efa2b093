CREATE TRIGGER exchange_revisions_no_update BEFORE UPDATE ON exchange_revisions BEGIN SELECT RAISE(ABORT, 'revisions are append-only'); END;
