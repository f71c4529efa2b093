DROP TABLE public_files;
ALTER TABLE attachment_citations DROP COLUMN version;
ALTER TABLE attachment_citations DROP COLUMN updated_at;
ALTER TABLE attachment_citations DROP COLUMN publish;
