-- A judgement is changed by a new one; a corrected wording stays as it was.
CREATE TRIGGER answer_judgements_no_update BEFORE UPDATE ON answer_judgements BEGIN SELECT RAISE(ABORT, 'judgements are append-only'); END;
CREATE TRIGGER answer_judgements_no_delete BEFORE DELETE ON answer_judgements BEGIN SELECT RAISE(ABORT, 'judgements are append-only'); END;
CREATE TRIGGER exchange_revisions_no_update BEFORE UPDATE ON exchange_revisions BEGIN SELECT RAISE(ABORT, 'revisions are append-only'); END;
CREATE TRIGGER exchange_revisions_no_delete BEFORE DELETE ON exchange_revisions BEGIN SELECT RAISE(ABORT, 'revisions are append-only'); END;

-- Days of response of what is already there. SQLite knows no time zones: the day is that of UTC here, London's from now on.
CREATE TEMPORARY TABLE given AS
    SELECT r.question_id, r.holding, r.status,
        max(q.put_on, CASE WHEN r.mode = 'oral' THEN min(coalesce(m.held_on, '9999-12-31'), date(r.submitted_at))
            ELSE date(r.submitted_at) END) AS day
    FROM responses r JOIN questions q ON q.id = r.question_id LEFT JOIN meetings m ON m.id = q.meeting_id
    WHERE r.submitted_at IS NOT NULL AND q.put_on IS NOT NULL;
CREATE INDEX given_question ON given (question_id);
UPDATE questions SET
    first_response_on = (SELECT min(day) FROM given WHERE question_id = questions.id),
    final_response_on = CASE WHEN status IN ('answered', 'closed') THEN
        (SELECT max(day) FROM given WHERE question_id = questions.id AND NOT holding AND given.status <> 'returned') END
    WHERE id IN (SELECT question_id FROM given);
DROP TABLE given;
