-- Checking a foreign key locks the row it points to. Everybody who writes points to one area, and one person writes many
-- records at a time: those two locks alone were a fifth of the CPU of a create. Areas and users are never deleted.
ALTER TABLE questions DROP CONSTRAINT questions_area_fkey;
ALTER TABLE questions DROP CONSTRAINT questions_created_by_fkey;
ALTER TABLE responses DROP CONSTRAINT responses_area_fkey;
ALTER TABLE responses DROP CONSTRAINT responses_created_by_fkey;
ALTER TABLE actions DROP CONSTRAINT actions_area_fkey;
ALTER TABLE actions DROP CONSTRAINT actions_created_by_fkey;
