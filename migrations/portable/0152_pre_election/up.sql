-- A hold says whether it is one before an election, and what the public reads about it. Without a text of its own it is told in the
-- standard words of its kind.
ALTER TABLE publication_holds ADD COLUMN kind TEXT NOT NULL DEFAULT 'other' CHECK (kind IN ('pre_election', 'other'));
ALTER TABLE publication_holds ADD COLUMN explanation TEXT;

-- Why it is necessary to publish an edition before an election all the same; the public reads it.
ALTER TABLE editions ADD COLUMN necessary_reason TEXT;
ALTER TABLE public_editions ADD COLUMN necessary_reason TEXT;
