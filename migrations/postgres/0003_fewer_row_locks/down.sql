ALTER TABLE questions ADD CONSTRAINT questions_area_fkey FOREIGN KEY (area) REFERENCES areas (slug);
ALTER TABLE questions ADD CONSTRAINT questions_created_by_fkey FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE responses ADD CONSTRAINT responses_area_fkey FOREIGN KEY (area) REFERENCES areas (slug);
ALTER TABLE responses ADD CONSTRAINT responses_created_by_fkey FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE actions ADD CONSTRAINT actions_area_fkey FOREIGN KEY (area) REFERENCES areas (slug);
ALTER TABLE actions ADD CONSTRAINT actions_created_by_fkey FOREIGN KEY (created_by) REFERENCES users (id);
