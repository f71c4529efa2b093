-- The days of what is already there are those on which it was recorded. A rejected claim and a refuted acceptance leave theirs in the
-- row, because both can be taken back.
UPDATE action_claims SET claimed_on = (claimed_at AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/London')::date WHERE claimed_at IS NOT NULL;
UPDATE action_claims SET judged_on = (judged_at AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/London')::date WHERE judged_at IS NOT NULL;
UPDATE action_checks SET checked_on = (checked_at AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/London')::date WHERE checked_at IS NOT NULL;
UPDATE action_updates SET said_on = (created_at AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/London')::date WHERE created_at IS NOT NULL;
UPDATE finding_ratings SET rated_on = (rated_at AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/London')::date WHERE rated_at IS NOT NULL;
UPDATE finding_comments SET made_on = (created_at AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/London')::date WHERE created_at IS NOT NULL;
UPDATE actions SET completed_on = (SELECT max(c.claimed_on) FROM action_claims c
        WHERE c.action_id = actions.id AND c.taken_back_on IS NULL);
UPDATE actions SET ended_on = (SELECT (at AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/London')::date FROM (
        SELECT max(a.at) AS at FROM audit a
        WHERE a.resource_id = actions.id AND a.resource = 'actions' AND a.act IN ('accept', 'close-not-implemented', 'supersede')) AS done)
    WHERE status IN ('accepted', 'closed_not_implemented', 'superseded') OR outcome_check = 'refuted';
UPDATE recommendations SET completed_on = (SELECT (at AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/London')::date FROM (
        SELECT max(a.at) AS at FROM audit a
        WHERE a.resource_id = recommendations.id AND a.resource = 'recommendations' AND a.act IN ('claim')) AS done)
    WHERE evidence IS NOT NULL;
UPDATE recommendations SET ended_on = (SELECT (at AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/London')::date FROM (
        SELECT max(a.at) AS at FROM audit a
        WHERE a.resource_id = recommendations.id AND a.resource = 'recommendations' AND a.act IN ('verify', 'not-accept')) AS done)
    WHERE status IN ('verified', 'not_accepted');
UPDATE decisions SET revoked_on = (SELECT (at AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/London')::date FROM (
        SELECT max(a.at) AS at FROM audit a
        WHERE a.resource_id = decisions.id AND a.resource = 'decisions' AND a.act IN ('revoke')) AS done)
    WHERE status IN ('revoked');
