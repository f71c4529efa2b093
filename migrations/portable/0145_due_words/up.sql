-- Due dates in words, wherever there is one: the words, the rule of a draft, and whether the words state an impossible day.
ALTER TABLE questions ADD COLUMN due_text TEXT;
ALTER TABLE questions ADD COLUMN due_rule TEXT NOT NULL DEFAULT 'null';
ALTER TABLE questions ADD COLUMN needs_review BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE papers ADD COLUMN due_text TEXT;
ALTER TABLE papers ADD COLUMN needs_review BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE findings ADD COLUMN comment_due_text TEXT;
ALTER TABLE findings ADD COLUMN needs_review BOOLEAN NOT NULL DEFAULT FALSE;

-- The words that the clocks of questions began with.
UPDATE questions SET due_text = (
    SELECT source_text FROM deadline_entries
    WHERE deadline_entries.area = questions.area AND subject_kind = 'question' AND subject_id = questions.id AND sequence = 1
);
