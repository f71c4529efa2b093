//! The service's own housekeeping.

diesel::table! {
    audit (id) {
        id -> Text,
        area -> Text,
        at -> Timestamp,
        actor_id -> Nullable<Text>,
        actor_name -> Text,
        actor_role -> Text,
        resource -> Text,
        resource_id -> Text,
        act -> Text,
        from_status -> Nullable<Text>,
        to_status -> Nullable<Text>,
        reason -> Nullable<Text>,
        changes -> Text,
        version -> Integer,
        request_id -> Text,
    }
}

diesel::table! {
    idempotency_keys (caller, route, key) {
        caller -> Text,
        route -> Text,
        key -> Text,
        fingerprint -> Text,
        status -> Integer,
        etag -> Nullable<Text>,
        location -> Nullable<Text>,
        body -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    counters (area, series, year) {
        area -> Text,
        series -> Text,
        year -> Integer,
        last -> Integer,
    }
}

diesel::table! {
    imports (sha256) {
        sha256 -> Text,
        area -> Text,
        file_name -> Text,
        imported_at -> Timestamp,
    }
}
