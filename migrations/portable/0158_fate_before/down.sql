ALTER TABLE answer_judgements DROP COLUMN fate_before;
