//! The data of feeds and calendars, and the secrets of calendar subscriptions.

use super::people::users;

diesel::table! {
    feed_entries (leaf) {
        leaf -> Integer,
        area -> Text,
        kind -> Text,
        edition_id -> Text,
        edition_kind -> Text,
        subject_id -> Text,
        number -> Integer,
        title -> Nullable<Text>,
        summary -> Nullable<Text>,
        content -> Nullable<Text>,
        categories -> Nullable<Text>,
        supersedes -> Nullable<Text>,
        explanation -> Nullable<Text>,
        at -> Timestamp,
    }
}

diesel::table! {
    feed_entry_terms (term, leaf) {
        term -> Text,
        leaf -> Integer,
        area -> Text,
    }
}

diesel::table! {
    feed_events (id) {
        id -> Text,
        area -> Text,
        resource -> Text,
        edition_id -> Text,
        edition_kind -> Text,
        subject_id -> Text,
        sequence -> Integer,
        cancelled -> Bool,
        day -> Date,
        event -> Nullable<Text>,
        at -> Timestamp,
    }
}

diesel::table! {
    calendar_tokens (id) {
        id -> Text,
        area -> Text,
        user_id -> Text,
        label -> Text,
        secret_hash -> Text,
        status -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
    }
}

diesel::allow_tables_to_appear_in_same_query!(feed_entries, feed_entry_terms);
diesel::allow_tables_to_appear_in_same_query!(calendar_tokens, users);
