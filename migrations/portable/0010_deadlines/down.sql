DROP TABLE bank_holidays;
DROP TABLE deadline_entries;
