-- Copies under the Police Act 1996 s.55(6), the period that a police and crime panel sets, reports that are PEEL reports, and the
-- times that a body sets itself for the copies and for information about the force.
-- The first day on which the response went to the panel. It follows from sent_to, and is kept so that lists can be filtered by it.
ALTER TABLE report_responses ADD COLUMN sent_to_panel_on DATE;
ALTER TABLE recommendation_sets ADD COLUMN response_due_on DATE;
ALTER TABLE recommendation_sets ADD COLUMN is_peel BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE publication_standards ADD COLUMN copies_days INTEGER NOT NULL DEFAULT 5;
ALTER TABLE publication_standards ADD COLUMN information_days INTEGER NOT NULL DEFAULT 20;
