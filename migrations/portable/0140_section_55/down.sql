ALTER TABLE publication_standards DROP COLUMN information_days;
ALTER TABLE publication_standards DROP COLUMN copies_days;
ALTER TABLE recommendation_sets DROP COLUMN is_peel;
ALTER TABLE recommendation_sets DROP COLUMN response_due_on;
ALTER TABLE report_responses DROP COLUMN sent_to_panel_on;
