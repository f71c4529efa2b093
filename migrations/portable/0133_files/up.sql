-- Files become public: whether a citation publishes its file, and which files the public can read.

-- Whoever cited a file before could not know of this, so those citations publish nothing until somebody says so.
ALTER TABLE attachment_citations ADD COLUMN publish BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE attachment_citations ADD COLUMN updated_at TIMESTAMP NOT NULL DEFAULT '1970-01-01 00:00:00';
ALTER TABLE attachment_citations ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
UPDATE attachment_citations SET updated_at = created_at;

-- The files that published documents name, made of the publication log. What is withdrawn stays, without its title, when the rest
-- is made anew: its document is no longer there to say what is gone.
CREATE TABLE public_files (
    edition_id TEXT NOT NULL,
    attachment_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    area TEXT NOT NULL,
    -- Absent where it is withheld, and once the edition is withdrawn.
    title TEXT,
    media_type TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    -- Where the document that names it is in the log.
    leaf INTEGER NOT NULL,
    published_at TIMESTAMP NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    PRIMARY KEY (edition_id, attachment_id)
);
CREATE INDEX public_files_sha256 ON public_files (sha256, leaf);
CREATE INDEX public_files_attachment ON public_files (attachment_id, withdrawn);
CREATE INDEX public_files_area ON public_files (area, edition_id, attachment_id);
