-- The columns go with 0160_days_that_happened.
SELECT 1;
