ALTER TABLE public_editions DROP COLUMN necessary_reason;
ALTER TABLE editions DROP COLUMN necessary_reason;
ALTER TABLE publication_holds DROP COLUMN explanation;
ALTER TABLE publication_holds DROP COLUMN kind;
