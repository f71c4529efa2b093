-- The days of what is already there are those on which it was recorded. A rejected claim and a refuted acceptance leave theirs in the
-- row, because both can be taken back. SQLite knows no time zones: summer time begins and ends at one o'clock in UTC on the last
-- Sundays of March and October.
UPDATE action_claims SET claimed_on = date(claimed_at, CASE WHEN claimed_at >= datetime(strftime('%Y', claimed_at) || '-03-25', 'weekday 0', '+1 hour')
        AND claimed_at < datetime(strftime('%Y', claimed_at) || '-10-25', 'weekday 0', '+1 hour') THEN '+1 hour' ELSE '+0 hours' END) WHERE claimed_at IS NOT NULL;
UPDATE action_claims SET judged_on = date(judged_at, CASE WHEN judged_at >= datetime(strftime('%Y', judged_at) || '-03-25', 'weekday 0', '+1 hour')
        AND judged_at < datetime(strftime('%Y', judged_at) || '-10-25', 'weekday 0', '+1 hour') THEN '+1 hour' ELSE '+0 hours' END) WHERE judged_at IS NOT NULL;
UPDATE action_checks SET checked_on = date(checked_at, CASE WHEN checked_at >= datetime(strftime('%Y', checked_at) || '-03-25', 'weekday 0', '+1 hour')
        AND checked_at < datetime(strftime('%Y', checked_at) || '-10-25', 'weekday 0', '+1 hour') THEN '+1 hour' ELSE '+0 hours' END) WHERE checked_at IS NOT NULL;
UPDATE action_updates SET said_on = date(created_at, CASE WHEN created_at >= datetime(strftime('%Y', created_at) || '-03-25', 'weekday 0', '+1 hour')
        AND created_at < datetime(strftime('%Y', created_at) || '-10-25', 'weekday 0', '+1 hour') THEN '+1 hour' ELSE '+0 hours' END) WHERE created_at IS NOT NULL;
UPDATE finding_ratings SET rated_on = date(rated_at, CASE WHEN rated_at >= datetime(strftime('%Y', rated_at) || '-03-25', 'weekday 0', '+1 hour')
        AND rated_at < datetime(strftime('%Y', rated_at) || '-10-25', 'weekday 0', '+1 hour') THEN '+1 hour' ELSE '+0 hours' END) WHERE rated_at IS NOT NULL;
UPDATE finding_comments SET made_on = date(created_at, CASE WHEN created_at >= datetime(strftime('%Y', created_at) || '-03-25', 'weekday 0', '+1 hour')
        AND created_at < datetime(strftime('%Y', created_at) || '-10-25', 'weekday 0', '+1 hour') THEN '+1 hour' ELSE '+0 hours' END) WHERE created_at IS NOT NULL;
UPDATE actions SET completed_on = (SELECT max(c.claimed_on) FROM action_claims c
        WHERE c.action_id = actions.id AND c.taken_back_on IS NULL);
UPDATE actions SET ended_on = (SELECT date(at, CASE WHEN at >= datetime(strftime('%Y', at) || '-03-25', 'weekday 0', '+1 hour')
        AND at < datetime(strftime('%Y', at) || '-10-25', 'weekday 0', '+1 hour') THEN '+1 hour' ELSE '+0 hours' END) FROM (
        SELECT max(a.at) AS at FROM audit a
        WHERE a.resource_id = actions.id AND a.resource = 'actions' AND a.act IN ('accept', 'close-not-implemented', 'supersede')) AS done)
    WHERE status IN ('accepted', 'closed_not_implemented', 'superseded') OR outcome_check = 'refuted';
UPDATE recommendations SET completed_on = (SELECT date(at, CASE WHEN at >= datetime(strftime('%Y', at) || '-03-25', 'weekday 0', '+1 hour')
        AND at < datetime(strftime('%Y', at) || '-10-25', 'weekday 0', '+1 hour') THEN '+1 hour' ELSE '+0 hours' END) FROM (
        SELECT max(a.at) AS at FROM audit a
        WHERE a.resource_id = recommendations.id AND a.resource = 'recommendations' AND a.act IN ('claim')) AS done)
    WHERE evidence IS NOT NULL;
UPDATE recommendations SET ended_on = (SELECT date(at, CASE WHEN at >= datetime(strftime('%Y', at) || '-03-25', 'weekday 0', '+1 hour')
        AND at < datetime(strftime('%Y', at) || '-10-25', 'weekday 0', '+1 hour') THEN '+1 hour' ELSE '+0 hours' END) FROM (
        SELECT max(a.at) AS at FROM audit a
        WHERE a.resource_id = recommendations.id AND a.resource = 'recommendations' AND a.act IN ('verify', 'not-accept')) AS done)
    WHERE status IN ('verified', 'not_accepted');
UPDATE decisions SET revoked_on = (SELECT date(at, CASE WHEN at >= datetime(strftime('%Y', at) || '-03-25', 'weekday 0', '+1 hour')
        AND at < datetime(strftime('%Y', at) || '-10-25', 'weekday 0', '+1 hour') THEN '+1 hour' ELSE '+0 hours' END) FROM (
        SELECT max(a.at) AS at FROM audit a
        WHERE a.resource_id = decisions.id AND a.resource = 'decisions' AND a.act IN ('revoke')) AS done)
    WHERE status IN ('revoked');
