-- A judgement is changed by a new one; a corrected wording stays as it was.
CREATE TRIGGER answer_judgements_append_only BEFORE UPDATE OR DELETE ON answer_judgements FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER exchange_revisions_append_only BEFORE UPDATE OR DELETE ON exchange_revisions FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Days of response of what is already there.
CREATE TEMPORARY TABLE given AS
    SELECT r.question_id, r.holding, r.status,
        greatest(q.put_on, least(CASE WHEN r.mode = 'oral' THEN m.held_on END,
            (r.submitted_at AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/London')::date)) AS day
    FROM responses r JOIN questions q ON q.id = r.question_id LEFT JOIN meetings m ON m.id = q.meeting_id
    WHERE r.submitted_at IS NOT NULL AND q.put_on IS NOT NULL;
CREATE INDEX given_question ON given (question_id);
UPDATE questions SET
    first_response_on = (SELECT min(day) FROM given WHERE question_id = questions.id),
    final_response_on = CASE WHEN status IN ('answered', 'closed') THEN
        (SELECT max(day) FROM given WHERE question_id = questions.id AND NOT holding AND given.status <> 'returned') END
    WHERE id IN (SELECT question_id FROM given);
DROP TABLE given;
