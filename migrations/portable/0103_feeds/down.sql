DROP TABLE calendar_tokens;
DROP TABLE feed_events;
DROP TABLE feed_entry_terms;
DROP TABLE feed_entries;
