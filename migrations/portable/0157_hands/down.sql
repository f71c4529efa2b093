ALTER TABLE recommendations DROP COLUMN hands;
