-- The next migration makes a column of the earlier wordings again, which only this may do: 0150a_statements_end closes them.
DROP TRIGGER exchange_revisions_append_only ON exchange_revisions;
