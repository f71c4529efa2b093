-- Every recipient of a response gets a kind, by its name. `RecipientKind::of_name` says the same.
UPDATE report_responses SET sent_to = (
    SELECT json_agg(json_build_object(
        'name', line ->> 'name',
        'to', CASE
            WHEN lower(line ->> 'name') LIKE '%secretary of state%'
                OR lower(line ->> 'name') LIKE '%home secretary%'
                OR lower(line ->> 'name') LIKE '%home office%' THEN 'secretary_of_state'
            WHEN lower(line ->> 'name') LIKE '%inspector%' OR lower(line ->> 'name') LIKE '%hmic%' THEN 'inspectors'
            WHEN lower(line ->> 'name') LIKE '%panel%' THEN 'panel'
            ELSE 'other' END,
        'sent_on', line ->> 'sent_on') ORDER BY place)::text
    FROM json_array_elements(sent_to::json) WITH ORDINALITY AS lines (line, place))
    WHERE sent_to <> '[]';
UPDATE report_responses SET sent_to_panel_on = (
    SELECT min(line ->> 'sent_on')::date FROM json_array_elements(sent_to::json) AS lines (line) WHERE line ->> 'to' = 'panel')
    WHERE sent_to <> '[]';
