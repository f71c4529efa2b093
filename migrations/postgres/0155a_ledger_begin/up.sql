-- The next migration makes a column of the ledger again, which only this may do: 0156a_ledger_end closes it.
DROP TRIGGER deadline_entries_append_only ON deadline_entries;
