//! Public data beside the documents of the publication log.

use super::publication::publication_log;

diesel::table! {
    public_editions (id) {
        id -> Text,
        area -> Text,
        area_name -> Text,
        kind -> Text,
        subject_id -> Text,
        number -> Integer,
        title -> Nullable<Text>,
        significance -> Nullable<Text>,
        change_note -> Nullable<Text>,
        status -> Text,
        published_at -> Timestamp,
        superseded_by -> Nullable<Text>,
        withdrawn_at -> Nullable<Timestamp>,
        explanation -> Nullable<Text>,
        leaf -> Integer,
        updated_at -> Timestamp,
        necessary_reason -> Nullable<Text>,
    }
}

diesel::table! {
    public_items (edition_id, resource, resource_id) {
        edition_id -> Text,
        resource -> Text,
        resource_id -> Text,
        area -> Text,
        leaf -> Integer,
        shown -> Bool,
        title -> Text,
        reference -> Nullable<Text>,
        kind -> Nullable<Text>,
        status -> Nullable<Text>,
        topic_id -> Nullable<Text>,
        meeting_id -> Nullable<Text>,
        question_id -> Nullable<Text>,
        plan_id -> Nullable<Text>,
        measure_id -> Nullable<Text>,
        day -> Date,
        listed -> Text,
        alone -> Text,
        words -> Text,
        updated_at -> Timestamp,
        own_reference -> Nullable<Text>,
    }
}

diesel::table! {
    public_item_priorities (priority_id, resource, resource_id, edition_id) {
        priority_id -> Text,
        edition_id -> Text,
        resource -> Text,
        resource_id -> Text,
        area -> Text,
    }
}

diesel::table! {
    public_files (edition_id, attachment_id) {
        edition_id -> Text,
        attachment_id -> Text,
        sha256 -> Text,
        area -> Text,
        title -> Nullable<Text>,
        media_type -> Text,
        bytes -> BigInt,
        leaf -> Integer,
        published_at -> Timestamp,
        withdrawn -> Bool,
    }
}

diesel::table! {
    public_rules (id) {
        id -> Integer,
        version -> Integer,
    }
}

diesel::allow_tables_to_appear_in_same_query!(public_editions, publication_log);
diesel::allow_tables_to_appear_in_same_query!(public_items, public_item_priorities);
diesel::allow_tables_to_appear_in_same_query!(public_items, public_editions);
