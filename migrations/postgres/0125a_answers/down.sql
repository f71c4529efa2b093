-- What was moved stays where it is: the columns themselves go with the migration before.
SELECT 1;
