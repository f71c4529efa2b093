-- What a question or a part counted as before it ended as withdrawn or carried forward: reopened, it counts as that again.
ALTER TABLE answer_judgements ADD COLUMN fate_before TEXT;
