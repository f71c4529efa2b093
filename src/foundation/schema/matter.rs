//! Matters that continue from one meeting to another.

use super::meeting::meetings;

diesel::table! {
    matters (id) {
        id -> Text,
        area -> Text,
        title -> Text,
        note -> Nullable<Text>,
        from_meeting_id -> Nullable<Text>,
        from_text -> Nullable<Text>,
        from_agenda_item_id -> Nullable<Text>,
        to_meeting_id -> Nullable<Text>,
        to_agenda_item_id -> Nullable<Text>,
        topic_id -> Nullable<Text>,
        question_id -> Nullable<Text>,
        action_id -> Nullable<Text>,
        recorded_at_source -> Bool,
        continues -> Nullable<Text>,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
    }
}

diesel::allow_tables_to_appear_in_same_query!(matters, meetings);
