//! The papers of meetings.

use super::meeting::meetings;

diesel::table! {
    papers (id) {
        id -> Text,
        area -> Text,
        meeting_id -> Text,
        agenda_item_id -> Nullable<Text>,
        kind -> Text,
        title -> Text,
        owed_by -> Text,
        owner -> Nullable<Text>,
        due_on -> Nullable<Date>,
        received_on -> Nullable<Date>,
        returned_reason -> Nullable<Text>,
        url -> Nullable<Text>,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
        due_text -> Nullable<Text>,
        needs_review -> Bool,
    }
}

diesel::allow_tables_to_appear_in_same_query!(papers, meetings);
