-- Brings what is already there to the rules of today.
CREATE TEMPORARY TABLE london AS
    SELECT id, (at AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/London')::date AS day
    FROM (SELECT id, submitted_at AS at FROM responses WHERE submitted_at IS NOT NULL
        UNION ALL SELECT id, at FROM audit
        WHERE resource = 'questions' AND to_status = 'returned' AND from_status <> 'returned') AS instants;
CREATE UNIQUE INDEX london_id ON london (id);

-- The day that was reckoned when a response was submitted stands in the audit trail of its question, in the entry before; where it does
-- not, it is reckoned as it would have been.
UPDATE responses SET given_on = coalesce(
    (SELECT (a.changes::json ->> 'given_on')::date FROM audit s JOIN audit a
            ON a.resource_id = responses.question_id AND a.resource = 'questions' AND a.act = 'answer' AND a.id < s.id
        WHERE s.resource_id = responses.id AND s.resource = 'responses' AND s.act = 'submit' ORDER BY a.id DESC LIMIT 1),
    (SELECT greatest(q.put_on, least(CASE WHEN responses.mode = 'oral' THEN m.held_on END, l.day))
        FROM questions q JOIN london l ON l.id = responses.id LEFT JOIN meetings m ON m.id = q.meeting_id
        WHERE q.id = responses.question_id))
    WHERE submitted_at IS NOT NULL;

UPDATE questions SET returned_on =
    (SELECT l.day FROM audit a JOIN london l ON l.id = a.id WHERE a.resource_id = questions.id ORDER BY a.id DESC LIMIT 1)
    WHERE id IN (SELECT a.resource_id FROM audit a JOIN london l ON l.id = a.id);

-- What was recorded before its question was returned was returned with it.
UPDATE exchanges SET (returned_on, returned_reason) =
    (SELECT l.day, a.reason FROM audit s JOIN audit a
            ON a.resource_id = exchanges.question_id AND a.resource = 'questions' AND a.id > s.id
        JOIN london l ON l.id = a.id
        WHERE s.resource_id = exchanges.id AND s.resource = 'exchanges' AND s.act = 'record' ORDER BY a.id LIMIT 1)
    WHERE status = 'recorded' AND attribution IS NOT NULL AND question_id IS NOT NULL;

CREATE TEMPORARY TABLE given AS
    SELECT r.question_id, r.given_on AS day, r.holding, r.status = 'returned' AS returned, FALSE AS spoken
        FROM responses r WHERE r.given_on IS NOT NULL
    UNION ALL
    SELECT e.question_id, greatest(m.held_on, q.put_on), FALSE, e.returned_on IS NOT NULL, TRUE
        FROM exchanges e JOIN meetings m ON m.id = e.meeting_id JOIN questions q ON q.id = e.question_id
        WHERE e.status = 'recorded' AND e.attribution IS NOT NULL AND q.put_on IS NOT NULL;
CREATE INDEX given_question ON given (question_id);

-- A question with a reply that stands is answered. What has ended stays as it ended.
CREATE TEMPORARY TABLE moved AS
    SELECT q.id, q.area, q.status, q.version + 1 AS version, max(g.day) AS day,
        lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') AS instant,
        replace(gen_random_uuid()::text, '-', '') AS noise
    FROM questions q JOIN given g ON g.question_id = q.id
    WHERE q.status IN ('put', 'returned') AND g.spoken AND NOT g.returned GROUP BY q.id, q.area, q.status, q.version;
UPDATE questions SET status = 'answered', status_reason = NULL, version = version + 1,
        updated_at = clock_timestamp() AT TIME ZONE 'UTC'
    WHERE id IN (SELECT id FROM moved);
INSERT INTO audit (id, area, at, actor_id, actor_name, actor_role, resource, resource_id, act, from_status, to_status, reason, changes,
        version, request_id)
    SELECT substr(instant, 1, 8) || '-' || substr(instant, 9, 4) || '-7' || substr(noise, 1, 3) || '-8' || substr(noise, 4, 3) || '-'
            || substr(noise, 18, 12),
        area, clock_timestamp() AT TIME ZONE 'UTC', NULL, 'migration', 'opcc', 'questions', id, 'answer', status, 'answered',
        'A reply recorded at a meeting answers the question that it is about.',
        '{"given_on":"' || day || '","holding":false}', version, 'migration'
    FROM moved;

UPDATE questions SET
    first_response_on = (SELECT min(day) FROM given WHERE question_id = questions.id),
    replied_since = (SELECT min(day) FROM given
        WHERE question_id = questions.id AND NOT returned AND given.holding = (questions.status <> 'answered')),
    final_response_on = CASE WHEN status = 'answered' THEN
        (SELECT max(day) FROM given WHERE question_id = questions.id AND NOT holding AND NOT returned) END
    WHERE status IN ('put', 'answered', 'returned') AND id IN (SELECT question_id FROM given);
DROP TABLE moved;
DROP TABLE given;
DROP TABLE london;
