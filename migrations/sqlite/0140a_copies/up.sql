-- Every recipient of a response gets a kind, by its name. `RecipientKind::of_name` says the same.
UPDATE report_responses SET sent_to = (
    SELECT json_group_array(json_object(
        'name', json_extract(value, '$.name'),
        'to', CASE
            WHEN lower(json_extract(value, '$.name')) LIKE '%secretary of state%'
                OR lower(json_extract(value, '$.name')) LIKE '%home secretary%'
                OR lower(json_extract(value, '$.name')) LIKE '%home office%' THEN 'secretary_of_state'
            WHEN lower(json_extract(value, '$.name')) LIKE '%inspector%'
                OR lower(json_extract(value, '$.name')) LIKE '%hmic%' THEN 'inspectors'
            WHEN lower(json_extract(value, '$.name')) LIKE '%panel%' THEN 'panel'
            ELSE 'other' END,
        'sent_on', json_extract(value, '$.sent_on')))
    FROM json_each(sent_to))
    WHERE sent_to <> '[]';
UPDATE report_responses SET sent_to_panel_on = (
    SELECT min(json_extract(value, '$.sent_on')) FROM json_each(sent_to) WHERE json_extract(value, '$.to') = 'panel')
    WHERE sent_to <> '[]';
