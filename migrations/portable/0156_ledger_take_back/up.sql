-- An extension can be taken back: an entry of its own, because the ledger is only ever added to. SQLite cannot change a check, so the
-- column is made again.
ALTER TABLE deadline_entries RENAME COLUMN kind TO kind_before;
ALTER TABLE deadline_entries ADD COLUMN kind TEXT NOT NULL DEFAULT 'start'
    CHECK (kind IN ('start', 'pause', 'resume', 'extend', 'take_back'));
UPDATE deadline_entries SET kind = kind_before;
ALTER TABLE deadline_entries DROP COLUMN kind_before;
