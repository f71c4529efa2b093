-- A text as it is compared in searches: compatibility forms and capitals are the plain small letters, and the two small sigmas are one.
-- What is ASCII, as most of it is, takes the short way. Not STRICT: such a function is not put in line.
CREATE FUNCTION answerable_fold(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN octet_length($1) = char_length($1) THEN lower($1)
        ELSE replace(lower(normalize($1, NFKC)), 'ς', 'σ') END
$$;

-- The texts of a JSON array of texts, each on lines of its own.
CREATE FUNCTION answerable_fold_texts(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(answerable_fold(string_agg(value, chr(10))), '') FROM json_array_elements_text($1::json) AS elements (value)
$$;
