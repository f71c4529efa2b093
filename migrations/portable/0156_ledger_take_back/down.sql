-- What an older version cannot read becomes what it comes to: an extension to the day on which it is due.
ALTER TABLE deadline_entries RENAME COLUMN kind TO kind_after;
ALTER TABLE deadline_entries ADD COLUMN kind TEXT NOT NULL DEFAULT 'start' CHECK (kind IN ('start', 'pause', 'resume', 'extend'));
UPDATE deadline_entries SET rule = '{"kind":"fixed_date","date":"' || CAST(due_on AS TEXT) || '"}'
    WHERE kind_after = 'take_back' AND due_on IS NOT NULL;
UPDATE deadline_entries SET kind = CASE WHEN kind_after = 'take_back' THEN 'extend' ELSE kind_after END;
ALTER TABLE deadline_entries DROP COLUMN kind_after;
